//! Every switch breaks what it says it breaks, as often as it says.

mod support;

use std::time::{Duration, Instant};

use serde_json::json;
use support::{Server, defect, key};

#[test]
fn switches_are_set_told_and_taken_back() {
    let server = Server::start();
    server.fault(json!([{"match": "GET /services", "times": 0, "kind": "status", "status": 418}, {"match": "* /", "kind": "html"}]));
    assert_eq!(server.get("/api/services").status, 418);
    assert_eq!(server.get("/api/services").status, 418);
    let answer = server.get("/api/recipes/maengelmeldung");
    assert_eq!((answer.status, answer.header("content-type")), (502, Some("text/html")));
    assert_eq!(server.get("/api/recipes/maengelmeldung").status, 200);
    assert_eq!(server.get("/api/_faults").json().as_array().unwrap().len(), 1);
    assert_eq!(server.request("DELETE", "/api/_faults").send().status, 204);
    assert_eq!(server.get("/api/services").status, 200);
    assert_eq!(server.request("PUT", "/api/_faults").body("{}").send().status, 400);
}

#[test]
fn a_status_may_say_when_to_come_back() {
    let server = Server::start();
    server.fault(json!({"match": "POST /applications", "kind": "status", "status": 429, "retryAfter": 7}));
    let answer = server.apply(&key("busy"), &defect());
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    assert_eq!(server.apply(&key("busy"), &defect()).status, 201);
}

#[test]
fn connections_are_cut_before_after_and_within() {
    let server = Server::start();
    server.fault(json!({"match": "POST /applications", "kind": "cut"}));
    let send = || {
        let request = server.request("POST", "/api/applications").header("Idempotency-Key", &key("cut"));
        request.body(defect().to_string()).try_send()
    };
    assert!(send().is_none());
    // Nothing was taken in.
    assert_eq!(send().unwrap().status, 201);
    server.fault(json!({"match": "POST /applications", "kind": "cut-after"}));
    assert!(send().is_none());
    server.fault(json!({"match": "GET /recipes", "kind": "cut-body"}));
    assert!(server.request("GET", "/api/recipes/maengelmeldung").try_send().is_none());
    assert_eq!(server.get("/api/recipes/maengelmeldung").status, 200);
}

#[test]
fn answers_come_late() {
    let server = Server::start();
    server.fault(json!({"match": "GET /services", "kind": "delay", "delayMs": 300}));
    let start = Instant::now();
    assert_eq!(server.get("/api/services").status, 200);
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn answers_are_not_the_contracts() {
    let server = Server::start();
    let receipt = server.apply(&key("case"), &defect()).json();
    let case = || server.case(receipt["reference"].as_str().unwrap(), receipt["accessCode"].as_str().unwrap());
    server.fault(json!({"match": "GET /cases", "kind": "missing-key"}));
    assert!(case().json().get("reference").is_none());
    server.fault(json!({"match": "GET /cases", "kind": "missing-key", "pointer": "/events/1/at"}));
    assert!(case().json()["events"][1].get("at").is_none());
    server.fault(json!({"match": "GET /cases", "kind": "wrong-type", "pointer": "/events"}));
    assert_eq!(case().json()["events"], "?");
    server.fault(json!({"match": "GET /services", "kind": "wrong-type"}));
    assert_eq!(server.get("/api/services").json()["services"], "?");
    server.fault(json!({"match": "POST /applications", "kind": "wrong-type"}));
    assert_eq!(server.apply(&key("case"), &defect()).json()["reference"], 42);
    server.fault(json!({"match": "* /", "kind": "garbage"}));
    let garbage = server.get("/api/services");
    assert!(serde_json::from_slice::<serde_json::Value>(&garbage.body).is_err() && garbage.status == 200);
    server.fault(json!({"match": "* /", "kind": "empty"}));
    let empty = server.get("/api/services");
    assert_eq!((empty.status, empty.body.len()), (200, 0));
    server.fault(json!({"match": "* /", "kind": "flood"}));
    assert!(server.get("/api/services").body.len() > 8 << 20);
    assert_eq!(case().status, 200);
}
