//! Nothing is taken in twice, whatever the network does; and no code can be read out of what is kept.

mod support;

use std::thread;

use serde_json::json;
use support::{PDF, Server, defect, dog, key};

#[test]
fn the_same_sent_again_gets_the_same_receipt() {
    let server = Server::start();
    let first = server.apply(&key("again"), &defect());
    assert_eq!(first.status, 201);
    // Other blanks and another order are the same content.
    let pretty = serde_json::to_string_pretty(&defect()).unwrap();
    let second =
        server.request("POST", "/api/applications").header("Idempotency-Key", &key("again")).body(pretty).send();
    assert_eq!(second.status, 200);
    assert_eq!(first.json(), second.json());
    // It is not checked again: what was right when it came stays so.
    assert_ne!(server.apply(&key("anew"), &defect()).json()["reference"], first.json()["reference"]);
}

#[test]
fn another_content_under_the_same_key_is_a_conflict() {
    let server = Server::start();
    assert_eq!(server.apply(&key("conflict"), &defect()).status, 201);
    let mut other = defect();
    other["answers"]["place"] = json!("Marktstraße 13");
    let answer = server.apply(&key("conflict"), &other);
    assert_eq!(answer.status, 409);
    assert_eq!(answer.json()["type"], "urn:amtsgang:problem:idempotency-key-reused");
    assert!(!answer.text().contains("accessCode"));
    assert_eq!(server.apply(&key("conflict"), &dog()).status, 409);
}

#[test]
fn a_refused_application_leaves_its_key_unused() {
    let server = Server::start();
    let mut wrong = defect();
    wrong["answers"]["place"] = json!("x");
    assert_eq!(server.apply(&key("later"), &wrong).status, 422);
    assert_eq!(server.apply(&key("later"), &defect()).status, 201);
}

#[test]
fn writing_without_a_key_is_refused() {
    let server = Server::start();
    for path in ["/api/applications", "/api/attachments"] {
        for short in [None, Some("1"), Some("a key with blanks in it")] {
            let request = server.request("POST", path).header("Content-Type", "application/pdf").body(PDF);
            let answer = match short {
                Some(short) => request.header("Idempotency-Key", short).send(),
                None => request.send(),
            };
            assert_eq!(answer.status, 400, "{path} {short:?}");
            assert_eq!(answer.json()["type"], "urn:amtsgang:problem:idempotency-key-missing");
        }
    }
}

#[test]
fn many_at_once_are_one() {
    let server = Server::start();
    let receipts: Vec<String> = thread::scope(|scope| {
        let sent: Vec<_> = (0..8).map(|_| scope.spawn(|| server.apply(&key("at-once"), &defect()))).collect();
        sent.into_iter().map(|thread| thread.join().unwrap()).map(|answer| answer.text()).collect()
    });
    assert!(receipts[0].contains("accessCode"));
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "{receipts:?}");
    let attached: Vec<String> = thread::scope(|scope| {
        let sent: Vec<_> =
            (0..8).map(|_| scope.spawn(|| server.attach(&key("at-once"), "application/pdf", PDF))).collect();
        sent.into_iter().map(|thread| thread.join().unwrap()).map(|answer| answer.text()).collect()
    });
    assert!(attached.iter().all(|attachment| *attachment == attached[0]), "{attached:?}");
    assert_eq!(std::fs::read_dir(server.data.path().join("attachments")).unwrap().count(), 1);
}

#[test]
fn an_answer_lost_on_the_way_is_given_again() {
    let server = Server::start();
    server.fault(json!({"match": "POST /applications", "kind": "cut-after"}));
    let lost = server
        .request("POST", "/api/applications")
        .header("Idempotency-Key", &key("lost"))
        .body(defect().to_string())
        .try_send();
    assert!(lost.is_none());
    let again = server.apply(&key("lost"), &defect());
    assert_eq!(again.status, 200, "{}", again.text());
    let receipt = again.json();
    let case = server.case(receipt["reference"].as_str().unwrap(), receipt["accessCode"].as_str().unwrap());
    assert_eq!(case.status, 200);
}

#[test]
fn no_code_and_no_key_stand_in_what_is_kept() {
    let server = Server::start();
    let receipt = server.apply(&key("secret"), &defect()).json();
    let code = receipt["accessCode"].as_str().unwrap();
    let kept = server.kept();
    let stands = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(stands(receipt["reference"].as_str().unwrap()), "this test would find what stands there");
    let plain = code.replace('-', "");
    let number = plain.bytes().fold(0u64, |n, b| {
        n << 5 | "0123456789ABCDEFGHJKMNPQRSTVWXYZ".bytes().position(|symbol| symbol == b).unwrap() as u64
    });
    assert!(!stands(code) && !stands(&plain) && !stands(&code.to_lowercase()) && !stands(&plain.to_lowercase()));
    for bytes in [number.to_be_bytes(), number.to_le_bytes()] {
        assert!(!kept.windows(7).any(|window| window == &bytes[..7] || window == &bytes[1..]));
    }
    assert!(!stands(&key("secret")));
}
