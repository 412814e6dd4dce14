//! The REST adapter against answers of every kind. Its whole way is tested end to end elsewhere.

use std::rc::Rc;

use amtsgang::backend::rest::Rest;
use amtsgang::backend::{Backend, Error, IdempotencyKey, Offers};
use amtsgang::browser::files;
use amtsgang::case::{AccessCode, Reference};
use amtsgang::form::Submission;
use amtsgang::json::Object;
use amtsgang::recipe::ServiceId;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fake::{Fake, loaded, until};

const RECIPE: &str = include_str!("../../public/recipes/hundesteuer-anmeldung.json");

fn backend() -> Rc<dyn Backend> {
    Rest::new("https://backend.example/api/".into(), Rc::new(|| "en".into()), loaded())
}

fn application() -> Submission {
    Submission {
        service: ServiceId::parse("hundesteuer-anmeldung").unwrap(),
        version: 1,
        language: "de".into(),
        answers: Object::from_iter([("name".to_owned(), "Bello".into())]),
    }
}

fn key() -> IdempotencyKey {
    IdempotencyKey::from("k-1".to_owned())
}

fn ticket() -> (Reference, AccessCode) {
    (Reference::parse("HUN-2026-7K3M9X").unwrap(), AccessCode::parse("7K3M-9X00-1ABC").unwrap())
}

#[wasm_bindgen_test]
async fn services_are_listed() {
    let index = r#"{"services":[{"id":"hund","version":1,"title":{"de":"Hund"},"summary":{"de":"Steuer"}}]}"#;
    let _fake = Fake::responding(200, "{}", index);
    let services = backend().services().await.unwrap();
    assert_eq!(services[0].id, "hund");
    assert_eq!(Fake::asked("url"), "https://backend.example/api/services");
    assert_eq!(Fake::asked("headers.get('Accept-Language')"), "en");
    assert_eq!(Fake::asked("credentials") + &Fake::asked("referrerPolicy"), "omitno-referrer");
    assert_eq!(Fake::asked("redirect"), "manual");
}

#[wasm_bindgen_test]
async fn a_recipe_must_be_the_one_asked_for_and_without_mistakes() {
    let _fake = Fake::responding(200, "{}", RECIPE);
    assert_eq!(backend().recipe("hundesteuer-anmeldung").await.unwrap().id.as_str(), "hundesteuer-anmeldung");
    assert!(
        matches!(backend().recipe("geburtsurkunde").await, Err(Error::Broken(file)) if file.problems[0].pointer == "/id")
    );
    drop(_fake);
    let _fake = Fake::responding(200, "{}", "{}");
    assert!(matches!(backend().recipe("hundesteuer-anmeldung").await, Err(Error::Broken(_))));
}

#[wasm_bindgen_test]
async fn a_code_list_is_asked_for_by_its_name() {
    let list = r#"{"items":[{"value":"47","label":{"de":"Einzelhandel"}}]}"#;
    let fake = Fake::responding(200, "{ ETag: '\"1\"' }", list);
    let read = backend().code_list("wz-2008").await.unwrap();
    assert_eq!(read.item("47").map(|item| item.label.get("de")), Some("Einzelhandel"));
    assert_eq!(Fake::asked("url"), "https://backend.example/api/code-lists/wz-2008");
    assert_eq!(Fake::asked("headers.get('Accept-Language')") + &Fake::asked("cache"), "enno-cache");
    drop(fake);
    let fake = Fake::responding(404, "{}", "");
    assert_eq!(backend().code_list("wz-2008").await.err(), Some(Error::NotFound));
    drop(fake);
    let _fake = Fake::answering("throw new Error('asked')");
    assert_eq!(backend().code_list("../recipes/index").await.err(), Some(Error::NotFound));
}

#[wasm_bindgen_test]
async fn an_id_that_is_none_is_never_asked_for() {
    let _fake = Fake::answering("throw new Error('asked')");
    for id in ["..", "../x", "", "A b"] {
        assert_eq!(backend().recipe(id).await.err(), Some(Error::NotFound), "{id}");
    }
}

#[wasm_bindgen_test]
async fn an_application_carries_its_key_and_the_receipt_is_read() {
    let receipt = r#"{"reference":"HUN-2026-7K3M9X","accessCode":"7K3M-9X00-1ABC","submittedAt":"2026-05-03T08:00:00Z","status":"SUBMITTED"}"#;
    let _fake = Fake::responding(201, "{}", receipt);
    let receipt = backend().send(&application(), &key()).await.unwrap();
    assert_eq!((receipt.reference, receipt.access_code.unwrap()), ticket());
    assert_eq!(Fake::asked("headers.get('Idempotency-Key')") + &Fake::asked("method"), "k-1POST");
    until("the request's text is read", || Fake::sent() != "undefined").await;
    let body: serde_json::Value = serde_json::from_str(&Fake::sent()).unwrap();
    assert_eq!(body["answers"]["name"], "Bello");
}

#[wasm_bindgen_test]
async fn the_access_code_stands_in_a_header_and_never_in_the_address() {
    let case = r#"{"reference":"HUN-2026-7K3M9X","service":"hund","title":{"de":"Hund"},"status":"RECEIVED",
        "submittedAt":"a","updatedAt":"b","events":[]}"#;
    let _fake = Fake::responding(200, "{}", case);
    let (reference, code) = ticket();
    backend().case(&reference, Some(&code)).await.unwrap();
    assert_eq!(Fake::asked("url"), "https://backend.example/api/cases/HUN-2026-7K3M9X");
    assert_eq!(Fake::asked("headers.get('Authorization')"), "Bearer 7K3M-9X00-1ABC");
    assert_eq!(Fake::asked("cache"), "no-store");
}

#[wasm_bindgen_test]
async fn no_answer_breaks_the_app() {
    let send = async |fake: Fake| {
        let answer = backend().send(&application(), &key()).await.unwrap_err();
        drop(fake);
        answer
    };
    let page = "<html>502</html>";
    assert_eq!(send(Fake::responding(502, "{}", page)).await, Error::Unavailable { status: 502 });
    for (status, body) in [(200, page), (200, ""), (200, "null"), (201, "{\"reference\":5}"), (422, page), (301, "")] {
        let error = send(Fake::responding(status, "{}", body)).await;
        assert!(matches!(error, Error::Contract { .. }), "{status} {body}: {error:?}");
    }
    let rate = send(Fake::responding(429, "{ 'Retry-After': '17' }", "")).await;
    assert_eq!(rate, Error::RateLimited { retry_after: Some(17) });
    let date = "{ 'Retry-After': new Date(Date.now() + 60000).toUTCString() }";
    let Error::RateLimited { retry_after: Some(wait) } = send(Fake::responding(429, date, "")).await else { panic!() };
    assert!((50..=61).contains(&wait), "{wait}");
    for (body, said) in [
        ("return Promise.resolve(new Response(null, { status: 204 }))", "the end of the text"),
        ("return Promise.resolve(new Response(new Uint8Array([0xff, 0xfe])))", "UTF-8"),
        // Valid, but more than anybody reads.
        ("return Promise.resolve(new Response('{}' + ' '.repeat(9e6)))", "8 MB"),
        // What the browser answers to a redirect that is not followed looks like this one: status 0.
        ("return Promise.resolve(Response.error())", "redirect"),
    ] {
        let Error::Contract { cause } = send(Fake::answering(body)).await else { panic!("{body}") };
        assert!(cause.contains(said), "{body}: {cause}");
    }
    for body in [
        "return Promise.reject(new TypeError('Failed to fetch'))",
        "return Promise.reject('a text')",
        "throw new Error('not your fetch')",
        "return Promise.resolve(new Response(new ReadableStream({ pull(c) { c.error('cut') } })))",
    ] {
        assert_eq!(send(Fake::answering(body)).await, Error::Unavailable { status: 0 }, "{body}");
    }
}

#[wasm_bindgen_test]
async fn objections_reach_the_form() {
    let problem =
        r##"{"type":"about:blank","title":"t","status":422,"errors":[{"pointer":"#/answers/chip","detail":"d"}]}"##;
    let _fake = Fake::responding(422, "{}", problem);
    let Err(Error::Rejected { problems, detail }) = backend().send(&application(), &key()).await else { panic!() };
    assert_eq!((problems, detail), (vec![("#/answers/chip".to_owned(), "d".to_owned())], None));
}

#[wasm_bindgen_test]
async fn only_a_case_can_be_denied() {
    let _fake = Fake::responding(401, "{}", "");
    let (reference, code) = ticket();
    assert_eq!(backend().case(&reference, Some(&code)).await, Err(Error::Denied));
    assert!(matches!(backend().services().await, Err(Error::Contract { .. })));
}

#[wasm_bindgen_test]
async fn a_request_nobody_waits_for_is_cancelled() {
    let _fake = Fake::answering("return new Promise(() => {})");
    let backend = backend();
    let mut waiting = backend.services();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    assert_eq!(Fake::asked("signal.aborted"), "false");
    drop(waiting);
    assert_eq!(Fake::asked("signal.aborted"), "true");
}

#[wasm_bindgen_test]
async fn an_upload_that_goes_wrong_is_an_error_too() {
    let file = files::blob(&"x".into(), "text/plain").unwrap();
    // The server of the tests knows no such address; whatever it answers is no attachment.
    let here = Rest::new(web_sys::window().unwrap().location().origin().unwrap(), Rc::new(|| "de".into()), loaded());
    assert!(here.attach(&file, "ä.txt", &key(), Some(Box::new(|_, _| ()))).await.is_err());
    let nowhere = Rest::new("http://127.0.0.1:9".into(), Rc::new(|| "de".into()), loaded());
    assert_eq!(nowhere.attach(&file, "ä.txt", &key(), None).await, Err(Error::Unavailable { status: 0 }));
}

#[wasm_bindgen_test]
async fn what_is_offered_is_asked_once_and_may_be_nothing() {
    let all = Offers { address_search: true, map: true, appointments: true, ..Offers::default() };
    let rest = backend();
    let fake = Fake::responding(503, "{}", "");
    assert!(matches!(rest.offers().await, Err(Error::Unavailable { .. })));
    drop(fake);
    let fake = Fake::responding(200, "{}", r#"{"operations":["map","appointments","addressSearch"]}"#);
    assert_eq!(rest.offers().await, Ok(all));
    assert_eq!(Fake::asked("url"), "https://backend.example/api/");
    drop(fake);
    let _fake = Fake::answering("throw new Error('asked')");
    assert_eq!(rest.offers().await, Ok(all));
    drop(_fake);
    for (status, body) in [(404, ""), (405, ""), (200, "<!doctype html>"), (401, "")] {
        let _fake = Fake::responding(status, "{}", body);
        assert_eq!(backend().offers().await, Ok(Offers::default()), "{status}");
    }
}

#[wasm_bindgen_test]
async fn a_slot_is_held_with_a_key_and_given_back_by_its_hold() {
    let body = r#"{"hold":"h/1","slot":"s","start":"2026-12-01T09:20:00+01:00","end":"2026-12-01T09:40:00+01:00","expires":"2026-11-23T10:25:00Z"}"#;
    let fake = Fake::responding(201, "{}", body);
    let held = backend().hold("amt", "s", &key()).await.unwrap();
    assert_eq!((held.id.as_str(), held.seconds), ("h/1", None));
    assert_eq!(Fake::asked("url"), "https://backend.example/api/calendars/amt/holds");
    assert_eq!(Fake::asked("headers.get('Idempotency-Key')") + &Fake::asked("method"), "k-1POST");
    until("the request's text is read", || Fake::sent() != "undefined").await;
    assert_eq!(Fake::sent(), r#"{"slot":"s"}"#);
    drop(fake);
    let fake = Fake::responding(409, "{}", "{}");
    assert_eq!(backend().hold("amt", "s", &key()).await, Err(Error::Conflict));
    drop(fake);
    for (status, given_back) in [(200, true), (404, true), (503, false)] {
        let _fake = Fake::responding(status, "{}", "");
        assert_eq!(backend().release("h/1").await.is_ok(), given_back, "{status}");
        assert_eq!(Fake::asked("method") + &Fake::asked("url"), "DELETEhttps://backend.example/api/holds/h%2F1");
    }
}
