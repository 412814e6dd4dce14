//! Drafts on their way to another device: for who has the key, for 30 days, and no more than fits.

mod support;

use serde_json::{Value, json};
use support::openapi::{Contract, assert_valid};
use support::{Answer, Server, root};

const ID: &str = "7c1b2f9e4a5d4e0f8b6a3c2d1e0f9a8b";
const DAY: i64 = 86_400;

fn ask(server: &Server, method: &str, id: &str, secret: &str, body: Option<Value>) -> Answer {
    let (path, bearer) = (format!("/api/drafts/{id}"), format!("Bearer {secret}"));
    let request = server.request(method, &path).header("Authorization", &bearer);
    match body {
        Some(body) => request.header("Content-Type", "application/json").body(body.to_string()).send(),
        None => request.send(),
    }
}

fn save(server: &Server, secret: &str, content: &str) -> Answer {
    ask(server, "PUT", ID, secret, Some(json!({"content": content})))
}

fn secret() -> String {
    "0123456789abcdef".repeat(4)
}

#[test]
fn a_draft_goes_to_who_has_its_key_and_is_forgotten() {
    let server = Server::start();
    let contract = Contract::load(&root());
    let first = save(&server, &secret(), "AAECAwQF");
    assert_eq!((first.status, first.header("cache-control")), (201, Some("no-store")));
    assert_valid(&contract.named("SavedDraft"), &first.json(), "saved");
    assert_eq!(save(&server, &secret(), "AAECAwQFBgc=").status, 200);
    let got = ask(&server, "GET", ID, &secret(), None);
    assert_eq!((got.status, got.header("cache-control")), (200, Some("no-store")));
    assert_valid(&contract.named("StoredDraft"), &got.json(), "stored");
    assert_eq!(got.json()["content"], "AAECAwQFBgc=");
    for gone in 0..2 {
        assert_eq!(ask(&server, "DELETE", ID, &secret(), None).status, 204, "{gone}");
    }
    assert_eq!(ask(&server, "GET", ID, &secret(), None).status, 401);
}

#[test]
fn a_wrong_key_and_no_draft_look_alike() {
    let server = Server::start();
    assert_eq!(save(&server, &secret(), "AAECAwQF").status, 201);
    let wrong = "f".repeat(64);
    let other = ID.replace('7', "8");
    let told: Vec<_> = [
        ask(&server, "GET", ID, &wrong, None),
        ask(&server, "GET", &other, &wrong, None),
        ask(&server, "GET", "7", &wrong, None),
        ask(&server, "GET", ID, "Erika", None),
        save(&server, &wrong, "AAECAwQF"),
        ask(&server, "DELETE", ID, &wrong, None),
        ask(&server, "GET", ID, &"e".repeat(64), None),
    ]
    .iter()
    .map(|answer| (answer.status, answer.text()))
    .collect();
    assert!(told.iter().all(|one| *one == told[0] && one.0 == 401), "{told:?}");
    assert_eq!(ask(&server, "GET", ID, &secret(), None).status, 429, "guessing is slowed down");
    server.app.clock.advance(60);
    assert_eq!(ask(&server, "GET", ID, &secret(), None).json()["content"], "AAECAwQF");
}

#[test]
fn a_draft_that_nobody_saves_again_ends_after_30_days() {
    let server = Server::start();
    assert_eq!(save(&server, &secret(), "AAECAwQF").status, 201);
    server.app.clock.advance(29 * DAY);
    assert_eq!(save(&server, &secret(), "AAECAwQG").status, 200);
    server.app.clock.advance(29 * DAY);
    assert_eq!(ask(&server, "GET", ID, &secret(), None).status, 200);
    server.app.clock.advance(DAY);
    assert_eq!(ask(&server, "GET", ID, &secret(), None).status, 401);
    assert_eq!(server.app.storage.sweep_drafts(server.app.clock.now()).unwrap(), 1);
    assert!(!server.kept().windows(8).any(|window| window == b"AAECAwQG"));
}

#[test]
fn what_is_no_draft_is_refused() {
    let server = Server::start();
    for content in ["", "AAE", "====", "AA=A", "A A=", "ä===", "A==="] {
        assert_eq!(save(&server, &secret(), content).status, 400, "{content}");
    }
    for body in [json!({}), json!({"content": 5}), json!("AAAA")] {
        assert_eq!(ask(&server, "PUT", ID, &secret(), Some(body)).status, 400);
    }
    assert_eq!(save(&server, &secret(), &"A".repeat(1_400_004)).status, 413);
    assert_eq!(save(&server, &secret(), &"A".repeat(1_400_000)).status, 201);
    let path = format!("/api/drafts/{ID}");
    let bearer = format!("Bearer {}", secret());
    let text = server.request("PUT", &path).header("Authorization", &bearer).header("Content-Type", "text/plain");
    assert_eq!(text.body(r#"{"content":"AAAA"}"#).send().status, 415);
    assert_eq!(server.request("GET", &path).send().status, 401);
    assert!(!server.kept().windows(64).any(|window| window == secret().as_bytes()), "no key is kept");
}
