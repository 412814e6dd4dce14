//! How a draft is kept: answer by answer, by one form at a time, encrypted, and only in the tab where nothing may stay.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use amtsgang::browser::{files, indexed, property, random};
use amtsgang::json::Value;
use amtsgang::store::saver::{Kept, Saver};
use amtsgang::store::{Change, Claim, Draft, Error, ReceiptEntry, Store};
use amtsgang::text::Text;
use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CryptoKey, IdbDatabase};

use crate::fake::until;

/// A form with one answer of each number, the same one everywhere.
struct Form {
    answer: RefCell<String>,
    wholes: Cell<usize>,
    results: RefCell<Vec<Result<(), Error>>>,
}

impl Kept for Form {
    fn whole(&self) -> Draft {
        self.wholes.set(self.wholes.get() + 1);
        draft(&format!(r#"{{"f":"{}"}}"#, self.answer.borrow()))
    }

    fn change(&self, number: usize) -> Option<Change> {
        let answer = Some(Value::from(self.answer.borrow().as_str()));
        Some(Change { number, path: if number == 0 { "f".into() } else { format!("f{number}") }, answer })
    }

    fn written(&self, result: Result<(), Error>) {
        self.results.borrow_mut().push(result);
    }
}

fn form() -> Rc<Form> {
    Rc::new(Form { answer: RefCell::default(), wholes: Cell::new(0), results: RefCell::default() })
}

fn draft(answers: &str) -> Draft {
    Draft {
        service: "hund".into(),
        version: 3,
        step: "halter".into(),
        title: Text::from_pairs(&[("de", "Hundesteuer")]),
        answers: answers.into(),
        updated: js_sys::Date::now().floor(),
        key: "key".into(),
    }
}

async fn fresh() -> (Store, String) {
    let scope = random::uuid();
    (Store::open(&scope, false).await, scope)
}

fn name(scope: &str) -> String {
    ["amtsgang ", scope].concat()
}

fn no_tables(_: &IdbDatabase, _: u32) -> Result<(), JsValue> {
    Ok(())
}

/// The tables as version 1 made them.
fn former_tables(database: &IdbDatabase, _: u32) -> Result<(), JsValue> {
    for table in ["drafts", "receipts", "demo"] {
        database.create_object_store(table)?;
    }
    let files = database.create_object_store("files")?;
    files.create_index_with_str("service", "service")?;
    files.create_index_with_str("at", "at")?;
    Ok(())
}

/// What stands in a table, as the disk has it.
async fn on_disk(scope: &str, table: &str) -> Vec<JsValue> {
    let database = indexed::open(&name(scope), 2, no_tables, 5000).await.unwrap();
    let all = database.transaction(&[table], false).unwrap().all(table).await.unwrap();
    all.iter().collect()
}

/// The answers as another form would find them.
async fn answers(store: &Store) -> String {
    let (_, holder) = store.found("hund").await.unwrap();
    store.take_draft("hund", &Claim::after(holder)).await.unwrap().unwrap().answers
}

#[wasm_bindgen_test]
async fn the_saver_writes_the_whole_once_and_then_what_changed() {
    let (store, scope) = fresh().await;
    let (form, saver) = (form(), Saver::new(store.clone(), "hund", Claim::after(None)));
    saver.idle().await;
    for number in 0..200 {
        form.answer.replace(number.to_string());
        saver.changed(0);
        saver.go(form.clone());
    }
    saver.idle().await;
    assert_eq!((form.wholes.get(), form.results.borrow().len()), (1, 1), "what is overtaken is never written");
    for answer in ["a", "b", "c"] {
        form.answer.replace(answer.into());
        saver.changed(0);
        saver.go(form.clone());
        saver.idle().await;
    }
    assert_eq!(form.wholes.get(), 1);
    assert_eq!(on_disk(&scope, "changes").await.len(), 1, "one record for each answer");
    assert_eq!(answers(&store).await, r#"{"f":"c"}"#);
}

#[wasm_bindgen_test]
async fn many_changes_are_put_into_the_whole() {
    let (store, scope) = fresh().await;
    let (form, saver) = (form(), Saver::new(store.clone(), "hund", Claim::after(None)));
    saver.all_changed();
    saver.go(form.clone());
    saver.idle().await;
    for number in 1..=200 {
        saver.changed(number);
        saver.go(form.clone());
    }
    saver.idle().await;
    assert_eq!((form.wholes.get(), on_disk(&scope, "changes").await.len()), (1, 200));
    saver.changed(201);
    saver.go(form.clone());
    saver.idle().await;
    assert_eq!((form.wholes.get(), on_disk(&scope, "changes").await.len()), (2, 0));
}

#[wasm_bindgen_test]
async fn a_form_that_another_one_overtook_writes_nothing_and_is_told() {
    let (store, _) = fresh().await;
    let (old, saver) = (form(), Saver::new(store.clone(), "hund", Claim::after(None)));
    old.answer.replace("old".into());
    saver.changed(0);
    saver.go(old.clone());
    saver.idle().await;
    assert_eq!(answers(&store).await, r#"{"f":"old"}"#, "another form sees at once what was typed");
    old.answer.replace("older".into());
    saver.changed(0);
    saver.go(old.clone());
    saver.idle().await;
    assert_eq!(old.results.borrow().last(), Some(&Err(Error::Elsewhere)));
    saver.changed(0);
    saver.go(old.clone());
    saver.idle().await;
    assert_eq!(old.results.borrow().len(), 2, "it does not try again");
    assert_eq!(answers(&store).await, r#"{"f":"old"}"#);
}

#[wasm_bindgen_test]
async fn of_two_forms_begun_at_a_time_the_first_to_write_goes_on() {
    let (store, _) = fresh().await;
    let (one, other) = (Claim::after(None), Claim::after(None));
    store.save_draft(&draft(r#"{"f":"one"}"#), &one).await.unwrap();
    assert_eq!(store.save_draft(&draft("{}"), &other).await, Err(Error::Elsewhere));
    store.save_draft(&draft(r#"{"f":"more"}"#), &one).await.unwrap();
    assert_eq!(answers(&store).await, r#"{"f":"more"}"#);
}

#[wasm_bindgen_test]
async fn a_removed_draft_is_not_brought_back() {
    let (store, _) = fresh().await;
    let (form, saver) = (form(), Saver::new(store.clone(), "hund", Claim::after(None)));
    saver.all_changed();
    saver.go(form.clone());
    saver.stop();
    saver.idle().await;
    store.remove_draft("hund").await.unwrap();
    saver.all_changed();
    saver.go(form.clone());
    saver.idle().await;
    assert_eq!(store.draft("hund").await.unwrap(), None);

    let claim = Claim::after(None);
    store.save_draft(&draft("{}"), &claim).await.unwrap();
    store.remove_draft("hund").await.unwrap();
    assert_eq!(store.save_draft(&draft("{}"), &claim).await, Err(Error::Elsewhere), "it was sent in another tab, say");
    assert_eq!(store.found("hund").await.unwrap(), (false, None));
}

#[wasm_bindgen_test]
async fn a_failed_write_is_made_up_for_by_the_next_one() {
    let (store, scope) = fresh().await;
    let (form, saver) = (form(), Saver::new(store.clone(), "hund", Claim::after(None)));
    saver.all_changed();
    saver.go(form.clone());
    saver.idle().await;
    let newer = indexed::open(&name(&scope), 3, no_tables, 5000).await.unwrap();
    saver.changed(0);
    saver.go(form.clone());
    saver.idle().await;
    assert_eq!(form.results.borrow().last(), Some(&Err(Error::Outdated)));
    drop(newer);
    let wholes = form.wholes.get();
    saver.changed(0);
    saver.go(form.clone());
    saver.idle().await;
    assert_eq!(form.wholes.get(), wholes + 1);
}

#[wasm_bindgen_test]
async fn nothing_lies_open_on_the_disk_and_the_key_stays_in_the_browser() {
    let (store, scope) = fresh().await;
    let claim = Claim::after(None);
    store.save_draft(&draft(r#"{"f":"geheim"}"#), &claim).await.unwrap();
    let change = Change { number: 0, path: "f".into(), answer: Some("geheim".into()) };
    store.save_changes("hund", vec![change], &claim).await.unwrap();
    store.put_file("f", "hund", &files::of_bytes(b"geheim", "image/png").unwrap()).await.unwrap();
    let receipt = ReceiptEntry {
        reference: "A-1".into(),
        code: Some("geheim".into()),
        service: "hund".into(),
        title: Text::from_pairs(&[("de", "geheim")]),
        submitted_at: "2026-05-03T08:00:00Z".into(),
        copy: "geheim".into(),
    };
    store.finish(&receipt, "another").await.unwrap();
    let mut vectors = Vec::new();
    for table in ["drafts", "changes", "files", "receipts"] {
        for record in on_disk(&scope, table).await {
            let bytes = Uint8Array::new(&property(&record, "payload").unwrap()).to_vec();
            assert!(!bytes.windows(6).any(|part| part == b"geheim"), "{table}");
            vectors.push(Uint8Array::new(&property(&record, "iv").unwrap()).to_vec());
        }
    }
    vectors.sort();
    vectors.dedup();
    assert_eq!(vectors.len(), 4, "a fresh one each");
    let keys = on_disk(&scope, "keys").await;
    let key: &CryptoKey = keys[0].unchecked_ref();
    assert!(!key.extractable());
}

#[wasm_bindgen_test]
async fn what_a_former_version_left_open_is_read_and_then_encrypted() {
    let scope = random::uuid();
    let database = indexed::open(&name(&scope), 1, former_tables, 5000).await.unwrap();
    let now = js_sys::Date::now();
    let transaction = database.transaction(&["drafts", "files", "receipts"], true).unwrap();
    let parsed = |json: &str| js_sys::JSON::parse(json).unwrap();
    let payload = r#""{\"version\":3,\"step\":\"\",\"title\":{\"de\":\"T\"},\"answers\":\"{}\",\"key\":\"k\"}""#;
    let record = parsed(&format!(r#"{{"service":"hund","at":{now},"payload":{payload}}}"#));
    transaction.put("drafts", "hund", &record).unwrap();
    let file = parsed(&format!(r#"{{"service":"hund","at":{now},"type":"image/png"}}"#));
    js_sys::Reflect::set(&file, &"payload".into(), &Uint8Array::from(&b"bytes"[..]).buffer()).unwrap();
    transaction.put("files", "f", &file).unwrap();
    let payload =
        r#""{\"code\":\"c\",\"service\":\"hund\",\"title\":{\"de\":\"T\"},\"submittedAt\":\"\",\"copy\":\"\"}""#;
    let receipt = parsed(&format!(r#"{{"reference":"A-1","payload":{payload}}}"#));
    transaction.put("receipts", "A-1", &receipt).unwrap();
    transaction.done().await.unwrap();
    drop(database);

    let store = Store::open(&scope, false).await;
    for round in ["as they are", "encrypted"] {
        assert_eq!(store.draft("hund").await.unwrap().unwrap().key, "k", "{round}");
        let file = store.file("f").await.unwrap().unwrap();
        assert_eq!(
            (files::read(&file).await.unwrap(), file.type_()),
            (b"bytes".to_vec(), "image/png".into()),
            "{round}"
        );
        assert_eq!(store.receipts().await.unwrap()[0].code.as_deref(), Some("c"), "{round}");
        store.encrypt_former().await.unwrap();
    }
    for table in ["drafts", "files", "receipts"] {
        assert!(property(&on_disk(&scope, table).await[0], "iv").is_some(), "{table}");
    }
}

#[wasm_bindgen_test]
async fn a_lost_key_is_told_and_what_it_locks_is_left_alone() {
    let (store, scope) = fresh().await;
    store.save_draft(&draft("{}"), &Claim::after(None)).await.unwrap();
    store.put_file("f", "hund", &files::of_bytes(b"1", "").unwrap()).await.unwrap();
    let database = indexed::open(&name(&scope), 2, no_tables, 5000).await.unwrap();
    let transaction = database.transaction(&["keys"], true).unwrap();
    transaction.clear("keys").unwrap();
    transaction.done().await.unwrap();
    assert!(matches!(store.draft("hund").await, Err(Error::Unreadable(_))));
    assert!(matches!(store.file("f").await, Err(Error::Unreadable(_))));
    let (is_there, holder) = store.found("hund").await.unwrap();
    assert!(is_there && matches!(store.take_draft("hund", &Claim::after(holder)).await, Err(Error::Unreadable(_))));
    assert_eq!(store.drafts().await.unwrap(), []);
    assert_eq!(on_disk(&scope, "drafts").await.len(), 1);
}

#[wasm_bindgen_test]
async fn on_a_shared_device_nothing_outlives_the_tab() {
    let (store, scope) = fresh().await;
    store.save_draft(&draft("{}"), &Claim::after(None)).await.unwrap();
    store.share().await.unwrap();
    assert_eq!((store.away(), store.draft("hund").await.unwrap()), (Some(Error::Shared), None));
    store.save_draft(&draft(r#"{"f":"here"}"#), &Claim::after(None)).await.unwrap();
    store.put_file("f", "hund", &files::of_bytes(b"bytes", "").unwrap()).await.unwrap();
    assert_eq!(answers(&store).await, r#"{"f":"here"}"#);
    let other = Store::open(&scope, false).await;
    assert_eq!((other.drafts().await.unwrap(), other.file("f").await.unwrap().is_none()), (vec![], true));

    // It was the person's own device after all.
    store.unshare().await.unwrap();
    assert_eq!((store.away(), answers(&other).await), (None, r#"{"f":"here"}"#.into()));
    assert_eq!(files::read(&other.file("f").await.unwrap().unwrap()).await.unwrap(), b"bytes");
    assert!(property(&on_disk(&scope, "files").await[0], "iv").is_some(), "encrypted");
}

#[wasm_bindgen_test]
async fn what_stands_on_the_disk_is_not_replaced_by_what_a_tab_kept() {
    let (store, scope) = fresh().await;
    store.share().await.unwrap();
    store.save_draft(&draft(r#"{"f":"tab"}"#), &Claim::after(None)).await.unwrap();
    let other = Store::open(&scope, false).await;
    other.save_draft(&draft(r#"{"f":"disk"}"#), &Claim::after(None)).await.unwrap();
    assert_eq!(store.unshare().await, Err(Error::Elsewhere));
    assert_eq!((answers(&store).await, answers(&other).await), (r#"{"f":"tab"}"#.into(), r#"{"f":"disk"}"#.into()));
}

#[wasm_bindgen_test]
async fn a_disk_that_opens_late_takes_over_what_was_typed_since() {
    let scope = random::uuid();
    // Another tab with an older version of the app that does not give way.
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let request = factory.open_with_u32(&name(&scope), 1).unwrap();
    let opening = request.clone();
    let make = Closure::once_into_js(move || {
        former_tables(opening.result().unwrap().unchecked_ref(), 0).unwrap();
    });
    request.set_onupgradeneeded(Some(make.unchecked_ref()));
    until("the older tab has opened", || js_sys::Reflect::get(&request, &"readyState".into()).unwrap() == "done").await;
    let blocking: IdbDatabase = request.result().unwrap().unchecked_into();
    let store = Store::open(&scope, false).await;
    assert_eq!(store.away(), Some(Error::Slow));
    assert_eq!(store.save_draft(&draft("{}"), &Claim::after(None)).await, Err(Error::Slow));
    store.settle();
    let (form, saver) = (form(), Saver::new(store.clone(), "hund", Claim::after(None)));
    form.answer.replace("meanwhile".into());
    saver.changed(0);
    saver.go(form.clone());
    saver.idle().await;
    assert_eq!(answers(&store).await, r#"{"f":"meanwhile"}"#);
    blocking.close();
    assert!(store.wait_for_disk().await);
    assert_eq!(store.away(), None);
    assert_eq!(answers(&Store::open(&scope, false).await).await, r#"{"f":"meanwhile"}"#);
}
