//! Messages: taken in once, with their attachments, read by the other side.

mod support;

use amtsgang_backend::clock::Moment;
use serde_json::json;
use support::openapi::{Contract, assert_valid};
use support::{PDF, Server, key, root};

#[test]
fn messages_go_both_ways_and_are_taken_in_once() {
    let server = Server::start();
    let opened = server.opened("messages");
    let attachment = server.attach(&key("message-file"), "application/pdf", PDF).json();
    let message = json!({"text": "Hier ist das Foto.", "language": "de", "attachments": [attachment["id"]]});
    assert_valid(&Contract::load(&root()).named("NewMessage"), &message, "a message");
    let sent = opened.post("/messages", &key("message"), &message);
    assert_eq!(sent.status, 201, "{}", sent.text());
    assert_valid(&Contract::load(&root()).named("Case"), &sent.json(), "with a message");
    let own = &sent.json()["messages"][0];
    assert_eq!((&own["from"], &own["text"], &own["language"]), (&json!("citizen"), &message["text"], &json!("de")));
    assert_eq!(own["attachments"][0]["sha256"], attachment["sha256"]);
    assert!(own.get("readAt").is_none());
    let path = format!("/documents/{}", attachment["id"].as_str().unwrap());
    assert_eq!(opened.get(&path).body, PDF);
    let again = opened.post("/messages", &key("message"), &message);
    assert_eq!((again.status, again.json()["messages"].as_array().unwrap().len()), (200, 1));
    let other = opened.post("/messages", &key("message"), &json!({"text": "Etwas anderes."}));
    assert_eq!((other.status, &other.json()["type"]), (409, &json!("urn:amtsgang:problem:idempotency-key-reused")));

    server.app.storage.reply(&opened.name(), "Danke!", Some("Bürgerbüro"), Moment::now()).unwrap();
    let case = opened.case();
    assert!(case["messages"][0]["readAt"].is_string(), "who answers has read");
    let office = &case["messages"][1];
    assert_eq!((&office["from"], &office["author"]), (&json!("office"), &json!("Bürgerbüro")));
    let read = opened.send("PUT", "/read", None, &json!({"message": office["id"]}));
    assert_eq!(read.status, 200);
    assert!(read.json()["messages"][1]["readAt"].is_string());
    let again = opened.send("PUT", "/read", None, &json!({"message": office["id"]}));
    assert_eq!(again.json()["revision"], read.json()["revision"], "nothing unread, nothing changed");
    assert_eq!(opened.send("PUT", "/read", None, &json!({"message": "nothing"})).status, 404);
}

#[test]
fn what_is_wrong_with_a_message_is_pointed_at() {
    let server = Server::start();
    let opened = server.opened("wrong");
    let taken = server.attach(&key("taken"), "application/pdf", PDF).json()["id"].clone();
    let first = opened.post("/messages", &key("first"), &json!({"text": "a", "attachments": [taken]}));
    assert_eq!(first.status, 201);
    for (body, pointers) in [
        (json!({"text": " \n"}), &["#/text"][..]),
        (json!({"text": "ä".repeat(10_001)}), &["#/text"]),
        (json!({"text": "a", "language": "Deutsch"}), &["#/language"]),
        (json!({"text": "a", "attachments": [taken, "no-such-file"]}), &["#/attachments/0", "#/attachments/1"]),
    ] {
        let answer = opened.post("/messages", &key("wrong"), &body);
        assert_eq!((answer.status, answer.pointers()), (422, pointers.iter().map(|p| (*p).to_owned()).collect()));
    }
    for (body, status) in [
        (json!({}), 400),
        (json!({"text": 5}), 400),
        (json!({"text": "a", "language": null}), 400),
        (json!([]), 400),
        (json!({"text": "a".repeat(70_000)}), 413),
    ] {
        assert_eq!(opened.post("/messages", &key("wrong"), &body).status, status);
    }
    assert_eq!(opened.send("POST", "/messages", None, &json!({"text": "a"})).status, 400);
    let stranger = server.opened("stranger");
    let request = server.request("POST", "/api/cases/X/messages").header("Idempotency-Key", &key("stranger"));
    let bearer = format!("Bearer {}", stranger.code);
    assert_eq!(request.header("Authorization", &bearer).body("{}").send().status, 401);
    assert_eq!(opened.case()["messages"].as_array().unwrap().len(), 1);
}
