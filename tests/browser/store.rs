//! What is kept on the device: nothing gets lost, nothing stays that should go.

use std::cell::Cell;
use std::rc::Rc;

use amtsgang::browser::{files, indexed, random};
use amtsgang::store::saver::Saver;
use amtsgang::store::{Draft, Error, ReceiptEntry, Store};
use amtsgang::text::Text;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, IdbDatabase};

use crate::fake::until;

const DAY: f64 = 24.0 * 3600.0 * 1000.0;

/// A store no other test knows, and its name.
async fn fresh() -> (Store, String) {
    let scope = random::uuid();
    (Store::open(&scope).await.unwrap(), scope)
}

fn draft(service: &str, answers: &str) -> Draft {
    Draft {
        service: service.into(),
        version: 3,
        step: "halter".into(),
        title: Text::from_pairs(&[("de", "Hundesteuer"), ("en", "Dog tax")]),
        answers: answers.into(),
        updated: js_sys::Date::now().floor(),
        key: "key".into(),
    }
}

fn receipt(reference: &str) -> ReceiptEntry {
    ReceiptEntry {
        reference: reference.into(),
        code: Some("7K3M-9X00-1ABC".into()),
        service: "hund".into(),
        title: Text::from_pairs(&[("de", "Hundesteuer")]),
        submitted_at: "2026-05-03T08:00:00Z".into(),
        copy: "Name: \"x\"\r\n".into(),
    }
}

fn photo(bytes: &[u8]) -> Blob {
    files::blob(&Uint8Array::from(bytes).buffer().into(), "image/jpeg").unwrap()
}

async fn content(blob: &Blob) -> Vec<u8> {
    Uint8Array::new(&files::bytes(blob).await.unwrap().into()).to_vec()
}

#[wasm_bindgen_test]
async fn a_draft_survives_the_page() {
    let (store, scope) = fresh().await;
    let kept = draft("hund", r#"{"name":"Bello \"der Große\" 🐕"}"#);
    store.save_draft(&kept).await.unwrap();
    drop(store);
    let store = Store::open(&scope).await.unwrap();
    assert_eq!(store.draft("hund").await.unwrap(), Some(kept));
    assert_eq!(store.draft("katze").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn drafts_are_listed_the_latest_first_and_one_for_each_service() {
    let (store, _) = fresh().await;
    let now = js_sys::Date::now().floor();
    for (service, ago) in [("a", 2.0), ("b", 1.0), ("c", 3.0), ("a", 1.5)] {
        store.save_draft(&Draft { updated: now - ago, ..draft(service, "{}") }).await.unwrap();
    }
    let services: Vec<String> = store.drafts().await.unwrap().into_iter().map(|draft| draft.service).collect();
    assert_eq!(services, ["b", "a", "c"]);
}

#[wasm_bindgen_test]
async fn two_backends_on_an_origin_know_nothing_of_each_other() {
    let ((one, _), (other, _)) = (fresh().await, fresh().await);
    one.save_draft(&draft("hund", "{}")).await.unwrap();
    assert_eq!(other.drafts().await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn files_come_back_byte_for_byte() {
    let (store, scope) = fresh().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    store.put_file("f", "hund", &photo(&bytes)).await.unwrap();
    drop(store);
    let file = Store::open(&scope).await.unwrap().file("f").await.unwrap().unwrap();
    assert_eq!((content(&file).await == bytes, file.type_().as_str()), (true, "image/jpeg"));
}

#[wasm_bindgen_test]
async fn a_draft_takes_its_files_with_it_and_no_others() {
    let (store, _) = fresh().await;
    for (id, service) in [("1", "hund"), ("2", "hund"), ("3", "katze")] {
        store.save_draft(&draft(service, "{}")).await.unwrap();
        store.put_file(id, service, &photo(&[1])).await.unwrap();
    }
    store.remove_file("1").await.unwrap();
    assert!(store.file("1").await.unwrap().is_none() && store.file("2").await.unwrap().is_some());
    store.remove_draft("hund").await.unwrap();
    assert_eq!(store.draft("hund").await.unwrap(), None);
    assert!(store.file("2").await.unwrap().is_none());
    assert!(store.file("3").await.unwrap().is_some() && store.draft("katze").await.unwrap().is_some());
}

#[wasm_bindgen_test]
async fn sending_keeps_the_receipt_and_removes_the_draft() {
    let (store, _) = fresh().await;
    store.save_draft(&draft("hund", "{}")).await.unwrap();
    store.put_file("f", "hund", &photo(&[1])).await.unwrap();
    store.finish(&receipt("HUN-2026-000001"), "hund").await.unwrap();
    assert!(store.receipts().await.unwrap() == [receipt("HUN-2026-000001")]);
    assert!(store.drafts().await.unwrap().is_empty() && store.file("f").await.unwrap().is_none());
}

#[wasm_bindgen_test]
async fn receipts_are_removed_one_by_one_or_all_at_once() {
    let (store, _) = fresh().await;
    store.save_draft(&draft("hund", "{}")).await.unwrap();
    store.put_file("f", "hund", &photo(&[1])).await.unwrap();
    for reference in ["A-1", "A-2", "A-3"] {
        store.save_receipt(&receipt(reference)).await.unwrap();
    }
    store.remove_receipt("A-2").await.unwrap();
    let left: Vec<String> = store.receipts().await.unwrap().into_iter().map(|receipt| receipt.reference).collect();
    assert_eq!(left, ["A-1", "A-3"]);
    store.remove_all().await.unwrap();
    assert!(store.receipts().await.unwrap().is_empty() && store.drafts().await.unwrap().is_empty());
    assert!(store.file("f").await.unwrap().is_none());
}

#[wasm_bindgen_test]
async fn drafts_go_after_thirty_days_and_stay_until_then() {
    let (store, _) = fresh().await;
    let now = js_sys::Date::now() + 100.0 * DAY;
    for (service, days) in [("old", 31.0), ("young", 29.0)] {
        store.save_draft(&Draft { updated: now - days * DAY, ..draft(service, "{}") }).await.unwrap();
        store.put_file(service, service, &photo(&[1])).await.unwrap();
    }
    store.put_file("orphan", "gone", &photo(&[1])).await.unwrap();
    store.save_receipt(&receipt("A-1")).await.unwrap();

    store.sweep(now).await.unwrap();
    assert!(store.draft("old").await.unwrap().is_none() && store.file("old").await.unwrap().is_none());
    // Its file is older than 30 days, but the draft is in use.
    assert!(store.draft("young").await.unwrap().is_some() && store.file("young").await.unwrap().is_some());
    assert!(store.file("orphan").await.unwrap().is_none(), "100 days old and nobody's");
    assert_eq!(store.receipts().await.unwrap().len(), 1);

    store.put_file("fresh", "soon", &photo(&[1])).await.unwrap();
    store.sweep(js_sys::Date::now()).await.unwrap();
    assert!(store.file("fresh").await.unwrap().is_some(), "its draft may be written a moment later");
}

fn no_tables(_: &IdbDatabase) -> Result<(), JsValue> {
    Ok(())
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_told_and_hides_nothing_else() {
    let (store, scope) = fresh().await;
    store.save_draft(&draft("good", "{}")).await.unwrap();
    let database = indexed::open(&["amtsgang ", &scope].concat(), 1, no_tables).await.unwrap();
    for (key, value) in [("bad", JsValue::from_f64(7.0)), ("worse", JsValue::from_str("{"))] {
        let transaction = database.transaction(&["drafts", "receipts"], true).unwrap();
        transaction.put("drafts", key, &value).unwrap();
        transaction.put("receipts", key, &value).unwrap();
        transaction.done().await.unwrap();
    }
    assert!(matches!(store.draft("bad").await, Err(Error::Unreadable(_))));
    assert_eq!(store.drafts().await.unwrap().len(), 1);
    assert!(store.receipts().await.unwrap().is_empty());
    store.sweep(0.0).await.unwrap();
    store.remove_draft("bad").await.unwrap();
    assert_eq!(store.draft("bad").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn a_broken_step_takes_the_whole_transaction_back() {
    let (_store, scope) = fresh().await;
    let database = indexed::open(&["amtsgang ", &scope].concat(), 1, no_tables).await.unwrap();
    let transaction = database.transaction(&["drafts"], true).unwrap();
    transaction.put("drafts", "half", &"written".into()).unwrap();
    // A function cannot be stored.
    let function = js_sys::Function::new_no_args("");
    assert!(transaction.put("drafts", "other", &function).is_err());
    drop(transaction);
    let transaction = database.transaction(&["drafts"], false).unwrap();
    assert!(transaction.get("drafts", "half").await.unwrap().is_undefined());
}

#[wasm_bindgen_test]
async fn a_newer_version_of_the_app_is_not_stood_in_the_way_of() {
    let (store, scope) = fresh().await;
    store.save_draft(&draft("hund", "{}")).await.unwrap();
    let newer = indexed::open(&["amtsgang ", &scope].concat(), 2, no_tables).await;
    assert!(newer.is_ok(), "our connection closed itself");
    assert_eq!(store.drafts().await, Err(Error::Outdated));
    assert_eq!(Store::open(&scope).await.err(), Some(Error::Outdated));
}

#[wasm_bindgen_test]
async fn a_connection_that_was_closed_is_opened_again() {
    let (store, scope) = fresh().await;
    store.save_draft(&draft("hund", "{}")).await.unwrap();
    // Removing the database closes every connection to it, as removing the site's data does.
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let removed = factory.delete_database(&["amtsgang ", &scope].concat()).unwrap();
    until("the database is removed", || js_sys::Reflect::get(&removed, &"readyState".into()).unwrap() == "done").await;
    assert_eq!(store.draft("hund").await.unwrap(), None);
    store.save_draft(&draft("hund", "{}")).await.unwrap();
    assert!(store.draft("hund").await.unwrap().is_some());
}

#[wasm_bindgen_test]
async fn the_saver_keeps_the_newest_and_skips_what_is_overtaken() {
    let (store, scope) = fresh().await;
    let saver = Saver::new(store.clone(), Rc::new(|error| panic!("{error}")));
    saver.idle().await;
    for number in 0..200 {
        saver.put(draft("hund", &number.to_string()));
    }
    saver.idle().await;
    assert_eq!(store.draft("hund").await.unwrap().unwrap().answers, "199");

    // Each write fails from now on; so few fail, because most were never tried.
    let _newer = indexed::open(&["amtsgang ", &scope].concat(), 2, no_tables).await.unwrap();
    let failures = Rc::new(Cell::new(0));
    let count = failures.clone();
    let saver = Saver::new(store, Rc::new(move |_| count.set(count.get() + 1)));
    saver.put(draft("hund", "a"));
    amtsgang::browser::timer::sleep(0).await;
    for number in 0..200 {
        saver.put(draft("hund", &number.to_string()));
    }
    saver.idle().await;
    assert!((1..=2).contains(&failures.get()), "{}", failures.get());
}

#[wasm_bindgen_test]
async fn a_stopped_saver_brings_no_draft_back() {
    let (store, _) = fresh().await;
    let saver = Saver::new(store.clone(), Rc::new(|error| panic!("{error}")));
    saver.put(draft("hund", "1"));
    saver.put(draft("hund", "2"));
    saver.stop().await;
    store.remove_draft("hund").await.unwrap();
    saver.put(draft("hund", "3"));
    saver.idle().await;
    assert_eq!(store.draft("hund").await.unwrap(), None);
}
