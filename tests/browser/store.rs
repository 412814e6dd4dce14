//! What is kept on the device: nothing gets lost, nothing stays that should go.

use amtsgang::browser::{files, indexed, random};
use amtsgang::store::{Claim, Draft, Error, ReceiptEntry, Store};
use amtsgang::text::Text;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, IdbDatabase};

use crate::fake::until;

const DAY: f64 = 24.0 * 3600.0 * 1000.0;

async fn opened(scope: &str) -> Store {
    let store = Store::open(scope, false).await;
    assert_eq!(store.away(), None);
    store
}

/// A store no other test knows, and its name.
async fn fresh() -> (Store, String) {
    let scope = random::uuid();
    (opened(&scope).await, scope)
}

/// As a form does that nobody has written before.
async fn save(store: &Store, draft: &Draft) {
    let (_, holder) = store.found(&draft.service).await.unwrap();
    store.save_draft(draft, &Claim::after(holder)).await.unwrap();
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
    save(&store, &kept).await;
    drop(store);
    let store = opened(&scope).await;
    assert_eq!(store.draft("hund").await.unwrap(), Some(kept));
    assert_eq!(store.draft("katze").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn drafts_are_listed_the_latest_first_and_one_for_each_service() {
    let (store, _) = fresh().await;
    let now = js_sys::Date::now().floor();
    for (service, ago) in [("a", 2.0), ("b", 1.0), ("c", 3.0), ("a", 1.5)] {
        save(&store, &Draft { updated: now - ago, ..draft(service, "{}") }).await;
    }
    let services: Vec<String> = store.drafts().await.unwrap().into_iter().map(|draft| draft.service).collect();
    assert_eq!(services, ["b", "a", "c"]);
}

#[wasm_bindgen_test]
async fn two_backends_on_an_origin_know_nothing_of_each_other() {
    let ((one, _), (other, _)) = (fresh().await, fresh().await);
    save(&one, &draft("hund", "{}")).await;
    assert_eq!(other.drafts().await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn files_come_back_byte_for_byte() {
    let (store, scope) = fresh().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    store.put_file("f", "hund", &photo(&bytes)).await.unwrap();
    drop(store);
    let file = opened(&scope).await.file("f").await.unwrap().unwrap();
    assert_eq!((content(&file).await == bytes, file.type_().as_str()), (true, "image/jpeg"));
}

#[wasm_bindgen_test]
async fn a_draft_takes_its_files_with_it_and_no_others() {
    let (store, _) = fresh().await;
    for (id, service) in [("1", "hund"), ("2", "hund"), ("3", "katze")] {
        save(&store, &draft(service, "{}")).await;
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
    save(&store, &draft("hund", "{}")).await;
    store.put_file("f", "hund", &photo(&[1])).await.unwrap();
    store.finish(&receipt("HUN-2026-000001"), "hund").await.unwrap();
    assert!(store.receipts().await.unwrap() == [receipt("HUN-2026-000001")]);
    assert!(store.drafts().await.unwrap().is_empty() && store.file("f").await.unwrap().is_none());
}

#[wasm_bindgen_test]
async fn receipts_are_removed_one_by_one_or_all_at_once() {
    let (store, _) = fresh().await;
    save(&store, &draft("hund", "{}")).await;
    store.put_file("f", "hund", &photo(&[1])).await.unwrap();
    for reference in ["A-1", "A-2", "A-3"] {
        store.finish(&receipt(reference), "another").await.unwrap();
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
        save(&store, &Draft { updated: now - days * DAY, ..draft(service, "{}") }).await;
        store.put_file(service, service, &photo(&[1])).await.unwrap();
    }
    store.put_file("orphan", "gone", &photo(&[1])).await.unwrap();
    store.finish(&receipt("A-1"), "another").await.unwrap();

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

fn no_tables(_: &IdbDatabase, _: u32) -> Result<(), JsValue> {
    Ok(())
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_told_and_hides_nothing_else() {
    let (store, scope) = fresh().await;
    save(&store, &draft("good", "{}")).await;
    let database = indexed::open(&["amtsgang ", &scope].concat(), 2, no_tables, 5000).await.unwrap();
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
    let database = indexed::open(&["amtsgang ", &scope].concat(), 2, no_tables, 5000).await.unwrap();
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
    save(&store, &draft("hund", "{}")).await;
    let newer = indexed::open(&["amtsgang ", &scope].concat(), 3, no_tables, 5000).await;
    assert!(newer.is_ok(), "our connection closed itself");
    assert_eq!(store.drafts().await, Err(Error::Outdated));
    assert_eq!(Store::open(&scope, false).await.away(), Some(Error::Outdated));
}

#[wasm_bindgen_test]
async fn a_connection_that_was_closed_is_opened_again() {
    let (store, scope) = fresh().await;
    save(&store, &draft("hund", "{}")).await;
    // Removing the database closes every connection to it, as removing the site's data does.
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let removed = factory.delete_database(&["amtsgang ", &scope].concat()).unwrap();
    until("the database is removed", || js_sys::Reflect::get(&removed, &"readyState".into()).unwrap() == "done").await;
    assert_eq!(store.draft("hund").await.unwrap(), None);
    save(&store, &draft("hund", "{}")).await;
    assert!(store.draft("hund").await.unwrap().is_some());
}
