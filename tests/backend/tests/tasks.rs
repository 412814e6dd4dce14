//! Tasks: set by the office, done once by the citizen; evidence, questions, corrections, appointments and payments.

mod support;

use amtsgang_backend::server::Options;
use axum::http::HeaderValue;
use serde_json::{Value, json};
use support::openapi::{Contract, assert_valid};
use support::{Opened, PDF, Server, key, root};

fn evidence() -> Value {
    json!({"kind": "evidence", "title": {"de": "Foto nachreichen"}, "text": {"de": "Das Foto ist **unscharf**."},
        "dueBy": "2026-12-24", "fields": [{"id": "photo", "kind": "file", "label": {"de": "Foto"},
            "accept": ["application/pdf"], "required": true}]})
}

fn question() -> Value {
    json!({"kind": "question", "title": {"de": "Frage"}, "fields": [
        {"id": "lamp", "kind": "text", "label": {"de": "Nummer"}, "required": true, "maxLength": 10},
        {"id": "sure", "kind": "yesNo", "label": {"de": "Sicher?"}}]})
}

fn payment() -> Value {
    json!({"kind": "payment", "title": {"de": "Gebühr bezahlen"}, "payment": {"amount": 3070, "currency": "EUR",
        "reason": {"de": "Ausweis <1 Jahr>"}, "state": "open"}})
}

fn valid(case: &Value) {
    assert_valid(&Contract::load(&root()).named("Case"), case, "with tasks");
}

#[test]
fn evidence_is_handed_in_and_the_office_goes_on() {
    let server = Server::start();
    let opened = server.opened("evidence");
    opened.ask(evidence());
    let case = opened.case();
    valid(&case);
    assert_eq!((&case["status"], &case["tasks"][0]["state"]), (&json!("ACTION_REQUIRED"), &json!("open")));
    assert_eq!(case["tasks"][0]["dueBy"], "2026-12-24");
    let missing = opened.post("/tasks/1", &key("evidence"), &json!({"answers": {}}));
    assert_eq!((missing.status, missing.pointers()), (422, vec!["#/answers/photo".to_owned()]));
    let unknown = opened.post("/tasks/1", &key("evidence"), &json!({"answers": {"photo": ["none"]}}));
    assert_eq!((unknown.status, unknown.pointers()), (422, vec!["#/answers/photo/0".to_owned()]));

    let id = server.attach(&key("photo"), "application/pdf", PDF).json()["id"].clone();
    let answer = json!({"answers": {"photo": [id]}});
    assert_valid(&Contract::load(&root()).named("TaskAnswer"), &answer, "an answer");
    let done = opened.post("/tasks/1", &key("evidence"), &answer);
    assert_eq!(done.status, 201, "{}", done.text());
    let case = done.json();
    valid(&case);
    assert_eq!((&case["status"], &case["tasks"][0]["state"]), (&json!("PROCESSING"), &json!("done")));
    assert_eq!(case["tasks"][0]["answers"], answer["answers"]);
    assert!(case["tasks"][0]["doneAt"].is_string());
    let again = opened.post("/tasks/1", &key("evidence"), &answer);
    assert_eq!((again.status, again.json()), (200, case));
    assert_eq!(opened.post("/tasks/1", &key("evidence"), &json!({"answers": {}})).status, 409);
    let closed = opened.post("/tasks/1", &key("once-more"), &answer);
    assert_eq!((closed.status, &closed.json()["type"]), (409, &json!("urn:amtsgang:problem:closed")));
    // The file belongs to this case now.
    let other = server.opened("evidence-other");
    other.ask(evidence());
    assert_eq!(other.post("/tasks/1", &key("stolen"), &answer).status, 422);
}

#[test]
fn a_question_waits_until_all_tasks_are_done() {
    let server = Server::start();
    let opened = server.opened("question");
    opened.ask(question());
    opened.ask(evidence());
    let wrong = json!({"answers": {"lamp": "12345678901", "sure": "yes", "more": 1}});
    let answer = opened.post("/tasks/1", &key("question"), &wrong);
    assert_eq!(
        (answer.status, answer.pointers()),
        (422, ["#/answers/lamp", "#/answers/more", "#/answers/sure"].map(str::to_owned).into())
    );
    let done = opened.post("/tasks/1", &key("question"), &json!({"answers": {"lamp": "L 12", "sure": true}}));
    assert_eq!((done.status, &done.json()["status"]), (201, &json!("ACTION_REQUIRED")));
    assert_eq!(opened.post("/tasks/3", &key("none"), &json!({"answers": {}})).status, 404);
    let withdrawn = opened.post("/withdrawal", &key("all"), &json!({})).json();
    assert_eq!([&withdrawn["tasks"][0]["state"], &withdrawn["tasks"][1]["state"]], ["done", "cancelled"]);
    assert_eq!(opened.post("/tasks/2", &key("late"), &json!({"answers": {}})).status, 409);
}

/// A slot that is free, held.
fn held(server: &Server, name: &str) -> Value {
    let free = server.get("/api/calendars/buergerbuero/slots?from=2000-01-01&to=9999-12-31").json();
    let held = server
        .request("POST", "/api/calendars/buergerbuero/holds")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", &key(name))
        .body(json!({"slot": free["items"][0]["id"]}).to_string())
        .send()
        .json();
    json!({"slot": held["slot"], "start": held["start"], "hold": held["hold"]})
}

#[test]
fn another_time_is_booked_and_the_former_one_is_free_again() {
    let server = Server::with_places_and_appointments();
    let first = held(&server, "first");
    let application = json!({"service": "places-and-appointments", "version": 1, "language": "de",
        "answers": {"where": {"text": "Marktstraße 12"}, "visit": first}});
    let opened = server.open(&key("appointment"), &application);
    opened.ask(json!({"kind": "appointment", "title": {"de": "Termin verlegen"}, "given": {"visit": first},
        "fields": [{"id": "visit", "kind": "appointment", "label": {"de": "Termin"}, "calendar": "buergerbuero",
            "required": true}]}));
    valid(&opened.case());
    let mut wrong = held(&server, "second");
    let second = wrong.clone();
    wrong["hold"] = json!("guessed");
    let answer = opened.post("/tasks/1", &key("move"), &json!({"answers": {"visit": wrong}}));
    assert_eq!((answer.status, answer.pointers()), (422, vec!["#/answers/visit".to_owned()]));
    let done = opened.post("/tasks/1", &key("move"), &json!({"answers": {"visit": second}}));
    assert_eq!(done.status, 201, "{}", done.text());
    let free = server.get("/api/calendars/buergerbuero/slots?from=2000-01-01&to=9999-12-31").text();
    assert!(free.contains(first["slot"].as_str().unwrap()) && !free.contains(second["slot"].as_str().unwrap()));
}

/// Begins to pay and tells the payment's id and the path of the provider's page.
fn started(opened: &Opened, name: &str) -> (String, String) {
    let back = format!("http://localhost/antraege?fall={}", opened.reference);
    let answer = opened.post("/tasks/1/payments", &key(name), &json!({"returnTo": back}));
    assert!([200, 201].contains(&answer.status), "{}", answer.text());
    let start = answer.json();
    assert_valid(&Contract::load(&root()).named("PaymentStart"), &start, "start");
    let path = start["address"].as_str().unwrap().strip_prefix("http://localhost").unwrap().to_owned();
    (start["payment"].as_str().unwrap().to_owned(), path)
}

#[test]
fn a_fee_is_paid_at_the_providers_page_and_there_is_a_receipt() {
    let server = Server::start();
    let opened = server.opened("pay");
    opened.ask(payment());
    valid(&opened.case());
    let (id, page) = started(&opened, "pay");
    let shown = server.get(&page);
    assert!(shown.status == 200 && shown.text().contains("30,70 EUR") && shown.text().contains("&lt;1 Jahr&gt;"));
    let result = || {
        let answer = opened.get(&format!("/payments/{id}"));
        assert_valid(&Contract::load(&root()).named("PaymentResult"), &answer.json(), "result");
        answer.json()
    };
    assert_eq!(result()["state"], "pending");
    assert_eq!(started(&opened, "another-key").0, id, "one payment at a time");
    let paid = server.request("POST", &page).body("end=paid").send();
    let back = format!("http://localhost/antraege?fall={}", opened.reference);
    assert_eq!((paid.status, paid.header("location")), (303, Some(back.as_str())));
    assert_eq!((&result()["state"], &result()["amount"]), (&json!("paid"), &json!(3070)));
    let case = opened.case();
    valid(&case);
    let task = &case["tasks"][0];
    assert_eq!((&task["state"], &task["payment"]["state"]), (&json!("done"), &json!("paid")));
    assert_eq!(case["status"], "PROCESSING");
    let receipt = opened.get(&format!("/documents/{}", task["payment"]["receipt"].as_str().unwrap()));
    assert!(
        receipt.status == 200 && receipt.text().contains("30,70 EUR") && receipt.text().contains(&opened.reference)
    );
    // Paying twice is not possible, by any way.
    assert_eq!(server.request("POST", &page).body("end=paid").send().status, 303);
    assert_eq!(opened.case()["documents"].as_array().unwrap().len(), 1);
    let again = opened.post("/tasks/1/payments", &key("pay-more"), &json!({"returnTo": back}));
    assert_eq!(again.status, 409);
}

#[test]
fn a_payment_that_failed_or_was_forgotten_can_be_tried_again() {
    let server = Server::start();
    let opened = server.opened("retry");
    opened.ask(payment());
    let (first, page) = started(&opened, "retry-1");
    assert_eq!(server.request("POST", &page).body("end=failed").send().status, 303);
    assert_eq!(opened.get(&format!("/payments/{first}")).json()["state"], "failed");
    let case = opened.case();
    assert_eq!((&case["tasks"][0]["state"], &case["tasks"][0]["payment"]["state"]), (&json!("open"), &json!("failed")));
    let (second, _) = started(&opened, "retry-2");
    assert_ne!(second, first);
    server.app.clock.advance(1801);
    assert_eq!(opened.get(&format!("/payments/{second}")).json()["state"], "cancelled");
    let (third, page) = started(&opened, "retry-3");
    assert_ne!(third, second);
    assert_eq!(server.request("POST", &page).body("end=cancelled").send().status, 303);
    assert_eq!(server.request("POST", &page).body("end=stolen").send().status, 400);
    assert_eq!(server.get("/pay/none").status, 404);
    // Nobody else's case tells of it.
    assert_eq!(server.opened("retry-other").get(&format!("/payments/{third}")).status, 404);
    assert_eq!(opened.post("/tasks/1", &key("not-so"), &json!({"answers": {}})).status, 409);
}

#[test]
fn a_payment_leads_back_to_known_pages_only() {
    let origins = vec![HeaderValue::from_static("https://www.example.org")];
    let server = Server::with(Options { origins, faults: true, ..Options::default() });
    let opened = server.opened("back");
    opened.ask(payment());
    for (name, back, status) in [
        ("a", "https://evil.example/", 422),
        ("b", "https://www.example.org.evil.example/", 422),
        ("c", "javascript:alert(1)", 422),
        ("d", "http://localhost\\@evil.example/", 422),
        ("e", "https://www.example.org/antraege\r\nX: 1", 422),
        ("f", "https://www.example.org/antraege#fall", 201),
    ] {
        let answer = opened.post("/tasks/1/payments", &key(name), &json!({"returnTo": back}));
        assert_eq!(answer.status, status, "{back}: {}", answer.text());
        assert!(status == 201 || answer.pointers() == ["#/returnTo"], "{back}");
    }
}
