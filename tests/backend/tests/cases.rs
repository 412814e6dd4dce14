//! Cases read again: only when they have changed, as they change, and not by who guesses.

mod support;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use amtsgang::case::Status;
use amtsgang::text::Text;
use amtsgang_backend::clock::Moment;
use amtsgang_backend::office;
use amtsgang_backend::secrets::hex;
use amtsgang_backend::storage::cases::Step;
use amtsgang_backend::storage::documents::Issue;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::openapi::{Contract, assert_valid};
use support::{Opened, PDF, Server, key, root};

fn advance(opened: &Opened, status: Status) {
    let note = office::note(status, None);
    let step = Step { status, outcome: None, note, next: None, expected_by: None, decision: None };
    opened.server.app.storage.advance(&opened.name(), &step).unwrap();
}

#[test]
fn a_case_is_sent_again_only_when_it_has_changed() {
    let server = Server::start();
    let opened = server.opened("again");
    let (path, bearer) = (opened.path(""), format!("Bearer {}", opened.code));
    let ask =
        |tag: &str| server.request("GET", &path).header("Authorization", &bearer).header("If-None-Match", tag).send();
    let first = opened.get("");
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!((first.header("cache-control"), first.json()["revision"].as_u64()), (Some("no-store"), Some(1)));
    let same = ask(&tag);
    assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, Some(tag.as_str())));
    advance(&opened, Status::Processing);
    let other = ask(&tag);
    assert_eq!((other.status, &other.json()["revision"]), (200, &json!(2)));
    assert_ne!(other.header("etag"), Some(tag.as_str()));
    // Who has an old tag and no code learns nothing.
    let stranger = server.request("GET", &path).header("If-None-Match", &tag).send();
    assert_eq!(stranger.status, 401);
}

/// The events of a case as they come.
struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(opened: &Opened, last: Option<&str>) -> Stream {
        let mut stream = TcpStream::connect(opened.server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let last = last.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        let head = format!(
            "GET {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n{last}\r\n",
            opened.path("/changes"),
            opened.code
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut stream = Stream(BufReader::new(stream));
        let mut head = Vec::new();
        loop {
            let line = stream.line();
            if line.is_empty() {
                break;
            }
            head.push(line.to_lowercase());
        }
        assert!(head[0].contains(" 200 "), "{head:?}");
        assert!(head.iter().any(|line| line == "content-type: text/event-stream"), "{head:?}");
        stream
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The next event: its id, its name and its data.
    fn event(&mut self) -> (String, String, Value) {
        let (mut id, mut name) = (String::new(), String::new());
        loop {
            let line = self.line();
            if let Some(value) = line.strip_prefix("id: ") {
                id = value.to_owned();
            } else if let Some(value) = line.strip_prefix("event: ") {
                name = value.to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (id, name, serde_json::from_str(data).unwrap());
            }
        }
    }
}

#[test]
fn changes_come_as_they_happen() {
    let server = Server::start();
    let opened = server.opened("changes");
    let contract = Contract::load(&root()).named("Change");
    let mut stream = Stream::open(&opened, None);
    let (id, name, data) = stream.event();
    assert_eq!((id.as_str(), name.as_str(), &data["status"]), ("1", "case", &json!("RECEIVED")));
    assert_valid(&contract, &data, "the first event");
    advance(&opened, Status::Processing);
    let (id, _, data) = stream.event();
    assert_eq!((id.as_str(), &data["revision"], &data["status"]), ("2", &json!(2), &json!("PROCESSING")));
    // Who comes again hears of what was missed, and of nothing that was not.
    advance(&opened, Status::ActionRequired);
    assert_eq!(Stream::open(&opened, Some("2")).event().0, "3");
    let mut known = Stream::open(&opened, Some("3"));
    advance(&opened, Status::Processing);
    assert_eq!(known.event().0, "4");
    let path = opened.path("/changes");
    let stranger = server.request("GET", &path).header("Authorization", "Bearer 0000-0000-0000");
    assert_eq!(stranger.send().status, 401);
}

#[test]
fn wrong_codes_are_slowed_down_whether_there_is_such_a_case_or_not() {
    let server = Server::start();
    let opened = server.opened("guess");
    let mut told = Vec::new();
    for reference in [opened.reference.as_str(), "MAE-2026-ZZZZZZ"] {
        let tries: Vec<_> = (0..6)
            .map(|_| {
                let answer = server.case(reference, "0000-0000-0000");
                (answer.status, answer.header("retry-after").map(str::to_owned), answer.json()["title"].clone())
            })
            .collect();
        let statuses: Vec<u16> = tries.iter().map(|(status, ..)| *status).collect();
        assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
        let wait: u32 = tries[5].1.as_ref().unwrap().parse().unwrap();
        assert!((1..=2).contains(&wait), "{wait}");
        told.push(tries);
    }
    assert_eq!(
        told[0].iter().map(|(status, _, title)| (status, title)).collect::<Vec<_>>(),
        told[1].iter().map(|(status, _, title)| (status, title)).collect::<Vec<_>>()
    );
    // The right code has to wait as well, and then opens.
    assert_eq!(opened.get("").status, 429);
    server.app.clock.advance(3);
    assert_eq!(opened.get("").status, 200);
    assert_eq!(server.case(&opened.reference, "0000-0000-0000").status, 401);
    // Another case is nothing to it.
    assert_eq!(server.opened("other").get("").status, 200);
}

#[test]
fn documents_come_as_they_were_issued() {
    let server = Server::start();
    let opened = server.opened("documents");
    let title = Text::from_pairs(&[("de", "Bescheid")]);
    let issue = Issue { title: &title, name: "Bescheid März.pdf", media_type: "application/pdf", bytes: PDF };
    let id = server.app.storage.issue(&opened.name(), &issue, Moment::now()).unwrap();
    let case = opened.case();
    assert_valid(&Contract::load(&root()).named("Case"), &case, "with a document");
    let told = &case["documents"][0];
    assert_eq!((&told["id"], &told["size"]), (&json!(id), &json!(PDF.len())));
    let got = opened.get(&format!("/documents/{id}"));
    assert_eq!((got.status, got.body.as_slice()), (200, PDF));
    assert_eq!(got.header("content-type"), Some("application/pdf"));
    assert_eq!(got.header("content-disposition"), Some("attachment; filename*=UTF-8''Bescheid%20M%C3%A4rz.pdf"));
    assert_eq!(
        (got.header("cache-control"), got.header("x-content-type-options")),
        (Some("no-store"), Some("nosniff"))
    );
    assert_eq!(told["sha256"], hex(&Sha256::digest(&got.body)));
    assert_eq!(opened.get("/documents/0").status, 404);
    // Another case does not open it.
    let other = server.opened("documents-other");
    assert_eq!(other.get(&format!("/documents/{id}")).status, 404);
    let path = opened.path(&format!("/documents/{id}"));
    let wrong = server.request("GET", &path).header("Authorization", &format!("Bearer {}", other.code)).send();
    assert_eq!(wrong.status, 401);
}

#[test]
fn a_withdrawn_case_takes_nothing_more() {
    let server = Server::start();
    let opened = server.opened("withdrawn");
    let case = opened.case();
    assert_eq!(case["allows"], json!(["message", "withdraw"]));
    assert!(case["withdrawal"]["de"].is_string());
    let empty = opened.post("/withdrawal", &key("withdraw-empty"), &json!({"reason": " "}));
    assert_eq!((empty.status, empty.pointers()), (422, vec!["#/reason".to_owned()]));
    let done = opened.post("/withdrawal", &key("withdraw"), &json!({"reason": "Erledigt."}));
    assert_eq!(done.status, 201, "{}", done.text());
    let case = done.json();
    assert_valid(&Contract::load(&root()).named("Case"), &case, "withdrawn");
    assert_eq!((&case["status"], &case["outcome"]), (&json!("COMPLETED"), &json!("withdrawn")));
    assert!(case.get("allows").is_none() && case.get("withdrawal").is_none());
    let again = opened.post("/withdrawal", &key("withdraw"), &json!({"reason": "Erledigt."}));
    assert_eq!((again.status, again.json()), (200, case));
    assert_eq!(opened.post("/withdrawal", &key("withdraw"), &json!({})).status, 409);
    let closed = opened.post("/messages", &key("late"), &json!({"text": "Doch nicht."}));
    assert_eq!((closed.status, &closed.json()["type"]), (409, &json!("urn:amtsgang:problem:closed")));
}
