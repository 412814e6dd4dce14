//! The demonstration plays the office on this device.

use std::rc::Rc;

use amtsgang::backend::demo::Demo;
use amtsgang::backend::{Backend, Error, IdempotencyKey, Offers};
use amtsgang::browser::{clock, files, random};
use amtsgang::case::{AccessCode, Outcome, Status};
use amtsgang::expr::date::Date;
use amtsgang::form::Submission;
use amtsgang::json::{Object, Value};
use amtsgang::recipe::ServiceId;
use amtsgang::store::Store;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fake::Fake;

const RECIPE: &str = include_str!("../../public/recipes/hundesteuer-anmeldung.json");

async fn office() -> (Rc<dyn Backend>, Store) {
    let store = Store::open(&random::uuid(), false).await;
    (Demo::new("https://pages.example/".into(), Some(store.clone())), store)
}

fn application(name: &str) -> Submission {
    Submission {
        service: ServiceId::parse("hundesteuer-anmeldung").unwrap(),
        version: 1,
        language: "de".into(),
        answers: Object::from_iter([("name".to_owned(), name.into())]),
    }
}

fn key(key: &str) -> IdempotencyKey {
    IdempotencyKey::from(key.to_owned())
}

/// Moves the browser's clock.
fn pass(milliseconds: f64) {
    let set = format!("const real = Date.realNow ??= Date.now; Date.now = () => real.call(Date) + {milliseconds}");
    Function::new_no_args(&set).call0(&JsValue::NULL).unwrap();
}

#[wasm_bindgen_test]
async fn recipes_are_files_beside_the_app() {
    let _fake = Fake::responding(200, "{}", RECIPE);
    let (office, _) = office().await;
    assert!(office.is_demo());
    office.recipe("hundesteuer-anmeldung").await.unwrap();
    assert_eq!(Fake::asked("url"), "https://pages.example/recipes/hundesteuer-anmeldung.json");
    drop(_fake);
    // A server of single-page apps answers unknown addresses with the page.
    let _fake = Fake::responding(200, "{}", "<!doctype html>");
    assert_eq!(office.recipe("unknown-service").await.err(), Some(Error::NotFound));
}

#[wasm_bindgen_test]
async fn sending_twice_is_sending_once() {
    let (office, store) = office().await;
    let first = office.send(&application("Bello"), &key("1")).await.unwrap();
    assert_eq!(office.send(&application("Bello"), &key("1")).await.unwrap(), first);
    assert_eq!(office.send(&application("Hasso"), &key("1")).await, Err(Error::Conflict));
    assert_ne!(office.send(&application("Bello"), &key("2")).await.unwrap().reference, first.reference);
    assert!(first.reference.as_str().starts_with("HUN-"));
    store.remove_all().await.unwrap();
    assert_eq!(office.case(&first.reference, first.access_code.as_ref()).await, Err(Error::Denied));
}

#[wasm_bindgen_test]
async fn a_case_goes_its_way_with_the_time() {
    let _fake = Fake::responding(200, "{}", RECIPE);
    let (office, _) = office().await;
    let receipt = office.send(&application("Bello"), &key("1")).await.unwrap();
    let wrong = AccessCode::parse("0000-0000-0000").unwrap();
    assert_eq!(office.case(&receipt.reference, Some(&wrong)).await, Err(Error::Denied));
    let now = async || office.case(&receipt.reference, receipt.access_code.as_ref()).await.unwrap();

    let case = now().await;
    assert_eq!((case.status, case.events.len(), case.outcome), (Status::Received, 2, None));
    assert_eq!(case.submitted_at, receipt.submitted_at);
    assert!(case.office.is_some() && case.title.get("de").contains("Hund"));
    pass(31_000.0);
    assert_eq!(now().await.status, Status::Processing);
    pass(301_000.0);
    let case = now().await;
    assert_eq!((case.status, case.outcome, case.events.len()), (Status::Completed, Some(Outcome::Granted), 4));
    assert!(clock::parse(&case.updated_at) > clock::parse(&case.submitted_at));
    pass(-3_600_000.0);
    assert_eq!(now().await.status, Status::Submitted, "the clock was put back");
    pass(0.0);
}

#[wasm_bindgen_test]
async fn files_go_nowhere_and_get_a_name_all_the_same() {
    let (office, _) = office().await;
    let file = files::blob(&"x".into(), "text/plain").unwrap();
    let id = office.attach(&file, "x.txt", &key("a"), None).await.unwrap();
    assert_eq!(office.attach(&file, "x.txt", &key("a"), None).await.unwrap(), id);
}

#[wasm_bindgen_test]
async fn without_a_store_nothing_can_be_sent() {
    let office = Demo::new("https://pages.example/".into(), None);
    assert!(matches!(office.send(&application("Bello"), &key("1")).await, Err(Error::Storage(_))));
}

const ADDRESSES: &str = include_str!("../../public/demo/addresses.json");

#[wasm_bindgen_test]
async fn addresses_are_searched_on_the_device() {
    let _fake = Fake::responding(200, "{}", ADDRESSES);
    let (office, _) = office().await;
    assert_eq!(office.offers().await, Ok(Offers { address_search: true, appointments: true, ..Offers::default() }));
    let found = office.addresses("lindenalle 18", 8).await.unwrap();
    assert_eq!(found[0].text, "Lindenallee 18, 12345 Musterstadt");
    assert_eq!(Fake::asked("url"), "https://pages.example/demo/addresses.json");
    assert_eq!(office.addresses("Marktstraße", 2).await.unwrap().len(), 2);
    assert_eq!(office.addresses("Mond", 8).await, Ok(Vec::new()));
}

/// The days of the next three weeks.
fn soon() -> [Date; 2] {
    [clock::today(), clock::today().plus_days(21)]
}

#[wasm_bindgen_test]
async fn a_slot_is_held_for_ten_minutes_and_remembered() {
    let (office, store) = office().await;
    let slots = office.slots("amt", soon()).await.unwrap();
    assert!(slots.len() > 50, "{}", slots.len());
    let slot = slots[0].id.clone();
    let held = office.hold("amt", &slot, &key("1")).await.unwrap();
    assert_eq!((held.slot.as_str(), held.start.as_str()), (slot.as_str(), slots[0].start.as_str()));
    assert!((590..=600).contains(&held.seconds.unwrap()));
    // The same attempt gets the same; nobody else gets it, not after a reload either.
    assert_eq!(office.hold("amt", &slot, &key("1")).await.unwrap().id, held.id);
    let reloaded = Demo::new("https://pages.example/".into(), Some(store));
    assert_eq!(reloaded.hold("amt", &slot, &key("2")).await, Err(Error::Conflict));
    assert!(reloaded.slots("amt", soon()).await.unwrap().iter().all(|free| free.id != slot));
    let elsewhere = reloaded.slots("another", soon()).await.unwrap();
    assert!(reloaded.hold("another", &elsewhere[0].id, &key("2")).await.is_ok_and(|other| other.id != held.id));
    pass(601_000.0);
    assert!(reloaded.hold("amt", &slot, &key("2")).await.is_ok());
    pass(0.0);
}

#[wasm_bindgen_test]
async fn a_slot_is_given_back_or_booked() {
    let (office, _) = office().await;
    let slots = office.slots("amt", soon()).await.unwrap();
    let held = office.hold("amt", &slots[0].id, &key("1")).await.unwrap();
    office.release(&held.id).await.unwrap();
    office.release(&held.id).await.unwrap();
    let held = office.hold("amt", &slots[0].id, &key("2")).await.unwrap();
    let answer = Object::from_iter([("hold".to_owned(), held.id.as_str().into())]);
    let mut sent = application("Bello");
    sent.answers.insert("visit", Value::Object(answer));
    office.send(&sent, &key("3")).await.unwrap();
    office.release(&held.id).await.unwrap();
    pass(700_000.0);
    assert_eq!(office.hold("amt", &slots[0].id, &key("4")).await, Err(Error::Conflict));
    assert!(office.slots("amt", soon()).await.unwrap().iter().all(|free| free.id != slots[0].id));
    pass(0.0);
}

#[wasm_bindgen_test]
async fn a_slot_that_is_none_cannot_be_held() {
    let (office, _) = office().await;
    assert_eq!(office.hold("amt", "1999-01-01-0800", &key("1")).await, Err(Error::Conflict));
    let without = Demo::new("https://pages.example/".into(), None);
    assert!(!without.offers().await.unwrap().appointments);
}
