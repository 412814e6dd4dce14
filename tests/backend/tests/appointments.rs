//! Slots are held for ten minutes, booked by an application, and never given to two.

mod support;

use std::collections::BTreeSet;

use amtsgang_backend::server::Options;
use amtsgang_backend::storage::{DATABASE, Storage};
use serde_json::{Value, json};
use support::openapi::{Contract, assert_valid};
use support::{Answer, Server, key, places_and_appointments, root};

const SERVICE: &str = "places-and-appointments";

/// Every slot that is free, in a time longer than any calendar is open.
fn free(server: &Server) -> Vec<Value> {
    let answer = server.get("/api/calendars/buergerbuero/slots?from=2000-01-01&to=9999-12-31");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

fn ids(server: &Server) -> BTreeSet<String> {
    free(server).iter().map(|slot| slot["id"].as_str().unwrap().to_owned()).collect()
}

fn hold(server: &Server, slot: &str, name: &str) -> Answer {
    server
        .request("POST", "/api/calendars/buergerbuero/holds")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", &key(name))
        .body(json!({ "slot": slot }).to_string())
        .send()
}

/// An application for a visit with this hold.
fn visit(hold: &Value) -> Value {
    json!({
        "service": SERVICE, "version": 1, "language": "en",
        "answers": {
            "where": {"text": "Marktstraße 12", "latitude": 50.801618, "longitude": 6.483506},
            "visit": {"slot": hold["slot"], "start": hold["start"], "hold": hold["hold"]},
        },
    })
}

/// A slot that is free, and a hold of it.
fn held(server: &Server, name: &str) -> (String, Value) {
    let slot = free(server)[0]["id"].as_str().unwrap().to_owned();
    let answer = hold(server, &slot, name);
    assert_eq!(answer.status, 201, "{}", answer.text());
    (slot, answer.json())
}

#[test]
fn free_slots_are_told_by_days() {
    let server = Server::with_places_and_appointments();
    let all = free(&server);
    let contract = Contract::load(&root());
    assert_valid(&contract.named("Slots"), &json!({ "items": all }), "slots");
    let day = &all[0]["start"].as_str().unwrap()[..10];
    let one = server.get(&format!("/api/calendars/buergerbuero/slots?from={day}&to={day}")).json();
    let starts = one["items"].as_array().unwrap().iter().map(|slot| slot["start"].as_str().unwrap().to_owned());
    let expected = all.iter().map(|slot| slot["start"].as_str().unwrap().to_owned());
    assert_eq!(starts.collect::<Vec<_>>(), expected.filter(|start| start.starts_with(day)).collect::<Vec<_>>());
    for (path, status) in [
        ("/api/calendars/rathaus/slots?from=2026-12-01&to=2026-12-14", 404),
        ("/api/calendars/buergerbuero/slots?from=2026-12-01", 400),
        ("/api/calendars/buergerbuero/slots?from=1.12.2026&to=2026-12-14", 400),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
}

#[test]
fn a_held_slot_is_nobody_elses_for_ten_minutes() {
    let server = Server::with_places_and_appointments();
    let (slot, hold_of) = held(&server, "first");
    assert_valid(&Contract::load(&root()).named("Hold"), &hold_of, "hold");
    assert_eq!((&hold_of["slot"], &hold_of["seconds"]), (&json!(slot), &json!(600)));
    assert!(!ids(&server).contains(&slot));
    let other = hold(&server, &slot, "other");
    assert_eq!((other.status, &other.json()["type"]), (409, &json!("urn:amtsgang:problem:slot-taken")));

    // Ten seconds are left for the test itself, on a busy machine.
    server.app.clock.advance(590);
    assert_eq!(hold(&server, &slot, "other").status, 409);
    server.app.clock.advance(11);
    assert!(ids(&server).contains(&slot));
    let other = hold(&server, &slot, "other");
    assert_eq!(other.status, 201);
    assert_ne!(other.json()["hold"], hold_of["hold"]);
}

#[test]
fn holding_again_with_the_same_key_gives_the_same_hold() {
    let server = Server::with_places_and_appointments();
    let (slot, first) = held(&server, "again");
    server.app.clock.advance(60);
    let again = hold(&server, &slot, "again");
    assert_eq!((again.status, &again.json()["hold"]), (200, &first["hold"]));
    assert_eq!(again.json()["expires"], first["expires"]);
    assert!(again.json()["seconds"].as_i64().unwrap() <= 540);
    let another = free(&server)[0]["id"].as_str().unwrap().to_owned();
    let reused = hold(&server, &another, "again");
    assert_eq!(reused.json()["type"], "urn:amtsgang:problem:idempotency-key-reused");
}

#[test]
fn a_hold_that_is_given_back_is_free_at_once() {
    let server = Server::with_places_and_appointments();
    let (slot, hold_of) = held(&server, "back");
    let path = format!("/api/holds/{}", hold_of["hold"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(server.request("DELETE", &path).send().status, 204);
    }
    assert!(ids(&server).contains(&slot));
    assert_eq!(server.apply(&key("late"), &visit(&hold_of)).pointers(), ["#/answers/visit"]);
}

#[test]
fn an_application_books_its_slot() {
    let server = Server::with_places_and_appointments();
    let (slot, hold_of) = held(&server, "book");
    let sent = server.apply(&key("application"), &visit(&hold_of));
    assert_eq!(sent.status, 201, "{}", sent.text());
    // It stays booked after the hold would have ended, and cannot be given back by its id.
    server.app.clock.advance(601);
    server.request("DELETE", &format!("/api/holds/{}", hold_of["hold"].as_str().unwrap())).send();
    assert!(!ids(&server).contains(&slot));
    assert_eq!(hold(&server, &slot, "other").status, 409);
    // The same application again is the same application; another one with that hold is none.
    assert_eq!(server.apply(&key("application"), &visit(&hold_of)).json(), sent.json());
    assert_eq!(server.apply(&key("second"), &visit(&hold_of)).pointers(), ["#/answers/visit"]);
}

#[test]
fn an_application_with_a_lost_slot_is_told_so_at_the_field() {
    let server = Server::with_places_and_appointments();
    let (_, hold_of) = held(&server, "lost");
    server.app.clock.advance(601);
    let refused = server.apply(&key("lost-application"), &visit(&hold_of));
    assert_eq!(refused.status, 422);
    assert_eq!(refused.pointers(), ["#/answers/visit"]);
    assert!(refused.errors()[0].1.contains("nicht mehr für Sie reserviert"), "{}", refused.text());
    // A hold of another slot, or of another time, is none.
    let (_, mut hold_of) = held(&server, "other-start");
    hold_of["start"] = json!("2026-12-01T09:20:00+01:00");
    assert_eq!(server.apply(&key("other-start"), &visit(&hold_of)).pointers(), ["#/answers/visit"]);
}

#[test]
fn tests_may_put_the_clock_forward_and_nobody_else() {
    let server = Server::with_places_and_appointments();
    let (slot, _) = held(&server, "clock");
    assert_eq!(server.request("PUT", "/api/_clock").body("601").send().status, 204);
    assert!(ids(&server).contains(&slot));
    assert_eq!(server.request("PUT", "/api/_clock").body("soon").send().status, 400);
    let serious = Server::with(Options::default());
    assert_ne!(serious.request("PUT", "/api/_clock").body("601").send().status, 204);
}

#[test]
fn a_data_folder_of_an_earlier_version_gets_the_tables_it_lacks() {
    let third = "DROP TABLE task; DROP TABLE message; DROP TABLE document; DROP TABLE payment; DROP TABLE done;
        DROP TABLE draft; ALTER TABLE case_file DROP COLUMN revision; ALTER TABLE case_file DROP COLUMN decision;";
    for earlier in ["DROP TABLE hold; PRAGMA user_version = 1;", "PRAGMA user_version = 2;"] {
        let data = tempfile::tempdir().unwrap();
        drop(Storage::open(data.path()).unwrap());
        let database = rusqlite::Connection::open(data.path().join(DATABASE)).unwrap();
        database.execute_batch(&[third, earlier].concat()).unwrap();
        drop(database);
        let server = Server::on(data, Options::default(), places_and_appointments().path());
        let (_, hold) = held(&server, "first");
        assert_eq!(server.open(&key("visit"), &visit(&hold)).case()["revision"], 1);
    }
}
