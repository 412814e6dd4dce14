//! Mappings: read strictly, requests made from them, answers understood.
#![cfg(not(target_arch = "wasm32"))]

use amtsgang::backend::mapping::{Content, Mapping, Reply, operations, parse};
use amtsgang::backend::{Error, answer};
use amtsgang::case::{Outcome, Status};
use amtsgang::expr::date::Date;
use amtsgang::json;
use serde_json::{Value, json};

const JSON_SERVER: &str = include_str!("mappings/json-server.json");
const COUCHDB: &str = include_str!("mappings/couchdb.json");

const TODAY: Date = Date { year: 2026, month: 5, day: 3 };

fn mapping(text: &str) -> Mapping {
    let parsed = parse(text);
    assert!(parsed.problems.is_empty(), "{:#?}", parsed.problems);
    parsed.mapping.unwrap()
}

fn object(value: &Value) -> json::Object {
    let value = json::read(&value.to_string()).unwrap();
    value.as_object().unwrap().clone()
}

/// What an application is made of.
fn application() -> json::Object {
    object(&json!({
        "key": "5f0c3c1e", "service": "hundesteuer-anmeldung", "version": 3, "title": "Hundesteuer", "language": "de",
        "answers": {"name": "Änne & Co", "dogs": [{"name": "Rex", "born": "2024-02-29"}, {"name": "Bo"}]},
        "reference": "HUN-2026-7K3M9X", "accessCode": "7K3M-9X00-1ABC", "now": "2026-05-03T08:00:00.000Z"
    }))
}

fn reply(status: u16, body: &Value) -> (u16, String) {
    (status, body.to_string())
}

fn understood(
    mapping: &Mapping,
    operation: &operations::Operation,
    inputs: &json::Object,
    (status, body): (u16, String),
) -> Result<Value, Error> {
    let reply = Reply { status, retry_after: None, body: &body };
    let value = mapping.understood(operation, inputs, TODAY, &reply)?;
    Ok(serde_json::from_str(&json::write(&value)).unwrap())
}

fn cause(error: &Error) -> &str {
    match error {
        Error::Contract { cause } => cause,
        other => panic!("{other:?}"),
    }
}

/// The json-server mapping with one operation changed.
fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut file: Value = serde_json::from_str(JSON_SERVER).unwrap();
    change(&mut file);
    file
}

fn problems(file: &Value) -> Vec<String> {
    parse(&file.to_string()).problems.iter().map(ToString::to_string).collect()
}

#[test]
fn an_application_becomes_a_record() {
    let request = mapping(JSON_SERVER).request(operations::SEND, &application(), TODAY).unwrap();
    assert_eq!((request.method, request.path.as_str()), ("POST", "applications"));
    assert_eq!(request.headers, [("Content-Type".to_owned(), "application/json".to_owned())]);
    let Content::Text(body) = request.content else { panic!("{:?}", request.content) };
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        body,
        json!({"key": "5f0c3c1e", "code": "7K3M-9X00-1ABC", "service": "hundesteuer-anmeldung", "title": "Hundesteuer",
            "received": "2026-05-03T08:00:00.000Z", "day": "03.05.2026", "state": "new",
            "data": {"name": "Änne & Co", "dogs": [{"name": "Rex", "born": "2024-02-29"}, {"name": "Bo"}]}})
    );
}

#[test]
fn a_record_becomes_a_case() {
    let mapping = mapping(JSON_SERVER);
    let inputs = object(&json!({"reference": "7", "accessCode": "7K3M-9X00-1ABC", "language": "de"}));
    let record = json!([{"id": 7, "service": "hundesteuer-anmeldung", "title": "Hundesteuer", "state": "done", "result": "yes",
        "received": "2026-05-03T08:00:00Z", "changed": 1_777_800_000, "due": "01.06.2026", "next": "Marke abholen",
        "log": [{"time": "3.5.2026 10:00", "state": "new"}, {"time": "04.05.2026 11:30", "state": "done", "note": "Fertig"}]}]);
    let mut read = understood(&mapping, operations::CASE, &inputs, reply(200, &record)).unwrap();
    read["reference"] = json!("7");
    let case = answer::case(&read.to_string()).unwrap();
    assert_eq!((case.status, case.outcome), (Status::Completed, Some(Outcome::Granted)));
    assert_eq!(case.updated_at, "2026-05-03T09:20:00Z");
    assert_eq!(case.expected_by.as_deref(), Some("2026-06-01"));
    assert_eq!(case.events[1].at, "2026-05-04T11:30:00+02:00");
    assert_eq!(case.events[1].note.as_ref().map(|note| note.get("de")), Some("Fertig"));
    assert_eq!(case.next.as_ref().map(|next| next.get("en")), Some("Marke abholen"));
}

#[test]
fn a_status_that_is_not_in_the_table_is_an_error_and_never_a_guess() {
    let mapping = mapping(JSON_SERVER);
    let inputs = object(&json!({"reference": "7", "accessCode": "x"}));
    let record = |state| reply(200, &json!([{"state": state, "received": "2026-05-03T08:00:00Z", "log": []}]));
    let error = understood(&mapping, operations::CASE, &inputs, record("lost")).unwrap_err();
    assert_eq!(cause(&error), "case: the answer: status: the text \"lost\" is not in the table");
    assert!(understood(&mapping, operations::CASE, &inputs, record("new")).is_ok());
    let denied = understood(&mapping, operations::CASE, &inputs, reply(200, &json!([])));
    assert_eq!(denied, Err(Error::Denied));
}

#[test]
fn otherwise_is_what_every_other_word_means() {
    let file = changed(|file| file["operations"]["case"]["answer"]["status"]["otherwise"] = json!("PROCESSING"));
    let inputs = object(&json!({"reference": "7", "accessCode": "x"}));
    let record = reply(200, &json!([{"state": "lost", "received": "2026-05-03T08:00:00Z", "log": []}]));
    let read = understood(&mapping(&file.to_string()), operations::CASE, &inputs, record).unwrap();
    assert_eq!(read["status"], "PROCESSING");
}

#[test]
fn what_a_record_lacks_is_told_by_its_name() {
    let mapping = mapping(JSON_SERVER);
    for (body, told) in [
        (json!({}), "send: the answer: reference: nothing there"),
        (json!({"id": true, "code": "x"}), "send: the answer: reference: expected a text or a number"),
        (
            json!({"id": 1, "received": []}),
            "send: the answer: submittedAt: expected a time as RFC 3339 writes it, or as a format says",
        ),
    ] {
        let error = understood(&mapping, operations::SEND, &application(), reply(201, &body)).unwrap_err();
        assert_eq!(cause(&error), told);
    }
    let error = understood(&mapping, operations::SEND, &application(), (201, "<!doctype html>".into())).unwrap_err();
    assert!(cause(&error).starts_with("send: the answer: "), "{error}");
}

#[test]
fn a_record_that_is_not_there_is_no_receipt() {
    let mapping = mapping(JSON_SERVER);
    let found = |body| understood(&mapping, operations::LOOKUP, &application(), reply(200, &body));
    assert_eq!(found(json!([])).unwrap(), json!({}));
    let missing = understood(&mapping, operations::LOOKUP, &application(), reply(404, &json!({})));
    assert_eq!(missing, Err(Error::NotFound));
    let receipt = found(json!([{"id": 5, "code": "7K3M-9X00-1ABC", "received": "2026-05-03T08:00:00Z"}])).unwrap();
    assert_eq!(receipt["reference"], "5");
}

#[test]
fn our_key_as_the_records_name_makes_a_second_put_the_first_one() {
    let mapping = mapping(COUCHDB);
    let request = mapping.request(operations::SEND, &application(), TODAY).unwrap();
    assert_eq!((request.method, request.path.as_str()), ("PUT", "applications/5f0c3c1e"));
    let Content::Text(body) = request.content else { panic!() };
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&body["state"], &body["form"]["version"]), (&json!("RECEIVED"), &json!(3)));
    let conflict = reply(409, &json!({"error": "conflict", "reason": "Document update conflict"}));
    assert_eq!(understood(&mapping, operations::SEND, &application(), conflict), Err(Error::Conflict));
    let receipt = understood(&mapping, operations::SEND, &application(), reply(201, &json!({"ok": true}))).unwrap();
    assert_eq!(receipt["reference"], "HUN-2026-7K3M9X");
}

#[test]
fn a_file_that_is_there_already_is_there() {
    let mapping = mapping(COUCHDB);
    let inputs = object(&json!({"key": "k/1", "name": "Foto 1.jpg", "type": "image/jpeg", "size": 7}));
    let request = mapping.request(operations::ATTACH, &inputs, TODAY).unwrap();
    assert_eq!(request.path, "files/k%2F1/Foto%201.jpg");
    assert_eq!(request.headers, [("Content-Type".to_owned(), "image/jpeg".to_owned())]);
    assert_eq!(request.content, Content::File);
    for answer in [reply(201, &json!({"ok": true})), reply(409, &json!({"error": "conflict"}))] {
        assert_eq!(understood(&mapping, operations::ATTACH, &inputs, answer).unwrap(), json!({"id": "k/1"}));
    }
    assert_eq!(understood(&mapping, operations::ATTACH, &inputs, reply(413, &json!({}))), Err(Error::TooLarge));
}

#[test]
fn what_the_server_says_against_an_application_reaches_the_citizen() {
    let refused = reply(403, &json!({"error": "forbidden", "reason": "Der Hund ist schon angemeldet."}));
    let error = understood(&mapping(COUCHDB), operations::SEND, &application(), refused).unwrap_err();
    assert_eq!(error, Error::Rejected { problems: vec![], detail: Some("Der Hund ist schon angemeldet.".into()) });
}

#[test]
fn objections_find_the_answers_they_are_about() {
    let file = changed(|file| {
        file["operations"]["send"]["json"] = json!({"holder": {"full_name": "{answers.name}"}, "key": "{key}",
            "animals": {"$each": "{answers.dogs}", "as": {"called": "{entry.name}", "birth": {"$": "{entry.born}", "format": "DD.MM.YYYY"}}},
            "all": "{answers}"});
        file["operations"]["send"]["errors"] = json!([{"status": [400, 422], "means": "rejected", "detail": "/message",
            "problems": {"items": "/fields", "place": "/path", "detail": "/text"}}]);
    });
    let mapping = mapping(&file.to_string());
    let request = mapping.request(operations::SEND, &application(), TODAY).unwrap();
    let Content::Text(body) = request.content else { panic!() };
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["animals"], json!([{"called": "Rex", "birth": "29.02.2024"}, {"called": "Bo"}]));
    for (place, field) in [
        ("/holder/full_name", "/answers/name"),
        ("holder.full_name", "/answers/name"),
        ("#/animals/1/called", "/answers/dogs/1/name"),
        ("$.animals[0].birth", "/answers/dogs/0/born"),
        ("/all/name", "/answers/name"),
        ("/key", ""),
        ("/elsewhere", ""),
        ("/holder", ""),
        ("", ""),
    ] {
        let body = json!({"message": "Bitte prüfen", "fields": [{"path": place, "text": "Das stimmt nicht."}]});
        let error = understood(&mapping, operations::SEND, &application(), reply(422, &body)).unwrap_err();
        let problems = vec![(field.to_owned(), "Das stimmt nicht.".to_owned())];
        assert_eq!(error, Error::Rejected { problems, detail: Some("Bitte prüfen".into()) }, "{place}");
    }
    let silent = understood(&mapping, operations::SEND, &application(), reply(422, &json!({}))).unwrap_err();
    assert!(matches!(silent, Error::Contract { .. }));
}

#[test]
fn forms_and_parts_are_bodies_too() {
    let form = changed(|file| {
        let send = &mut file["operations"]["send"];
        send.as_object_mut().unwrap().remove("json");
        send["form"] = json!({"na me": "{answers.name}", "tags": "{answers.dogs.0.name}", "key": "{key}", "none": "{answers.other}"});
        send["headers"] = json!({"X-Key": "k {key}"});
    });
    let request = mapping(&form.to_string()).request(operations::SEND, &application(), TODAY).unwrap();
    assert_eq!(request.content, Content::Text("key=5f0c3c1e&na%20me=%C3%84nne%20%26%20Co&tags=Rex".into()));
    assert_eq!(request.headers[1], ("X-Key".to_owned(), "k 5f0c3c1e".to_owned()));

    let parts = changed(|file| {
        file["lacks"].as_array_mut().unwrap().retain(|name| name != "attach");
        file["operations"]["attach"] = json!({"method": "POST", "path": "files", "multipart": {"for": "{key}", "upload": {"$file": true}},
            "answer": {"id": "/files/0/id"}});
    });
    let inputs = object(&json!({"key": "k", "name": "a.pdf", "type": "application/pdf", "size": 7}));
    let request = mapping(&parts.to_string()).request(operations::ATTACH, &inputs, TODAY).unwrap();
    assert_eq!(request.content, Content::Parts(vec![("for".into(), Some("k".into())), ("upload".into(), None)]));
    assert_eq!(request.headers, [], "the browser writes the boundary");
}

#[test]
fn nothing_leaves_the_place_it_is_meant_for() {
    let mapping = mapping(COUCHDB);
    for key in ["..", ".", "", "..."] {
        let mut inputs = application();
        inputs.insert("key", key.into());
        let error = mapping.request(operations::SEND, &inputs, TODAY).unwrap_err();
        assert!(cause(&error).contains("{key}"), "{error}");
    }
    let mut inputs = application();
    inputs.insert("key", "../../x?y#z".into());
    let request = mapping.request(operations::SEND, &inputs, TODAY).unwrap();
    assert_eq!(request.path, "applications/..%2F..%2Fx%3Fy%23z");
}

#[test]
fn a_header_takes_no_more_than_a_header_may_hold() {
    let file = changed(|file| file["operations"]["case"]["headers"] = json!({"X-Code": "{accessCode}"}));
    let mapping = mapping(&file.to_string());
    for bad in ["a\r\nX-Other: b", "ä", "\u{0}"] {
        let inputs = object(&json!({"reference": "7", "accessCode": bad}));
        let error = mapping.request(operations::CASE, &inputs, TODAY).unwrap_err();
        assert!(cause(&error).contains("X-Code") && !cause(&error).contains(bad), "{error}");
    }
}

#[test]
fn what_the_server_lacks_is_not_offered() {
    let offers = mapping(JSON_SERVER).offers();
    assert!(offers.status && !offers.attachments && !offers.appointments && !offers.address_search && !offers.map);
    let couchdb = mapping(COUCHDB);
    assert!(couchdb.offers().attachments && couchdb.has_codes());
    assert_eq!(couchdb.request(operations::MAP, &application(), TODAY), Err(Error::NotFound));
}

#[test]
fn every_operation_is_mapped_or_lacking_and_never_both() {
    let told = |change: &dyn Fn(&mut Value)| problems(&changed(change));
    let silent = told(&|file| file["lacks"].as_array_mut().unwrap().retain(|name| name != "map"));
    assert_eq!(silent, ["/operations/map: expected either the operation, or its name in lacks, found neither"]);
    let both = told(&|file| file["lacks"].as_array_mut().unwrap().push(json!("case")));
    assert_eq!(
        both,
        ["/operations/case: expected either the operation, or its name in lacks, found more than one of these"]
    );
    let without = told(&|file| {
        file.as_object_mut().unwrap().remove("recipes");
    });
    assert_eq!(without.len(), 2, "{without:?}");
    let needed = told(&|file| file["lacks"].as_array_mut().unwrap().push(json!("send")));
    assert!(needed[0].starts_with("/lacks/6: expected one of the operations codeList, "), "{needed:?}");
    let gone = told(&|file| {
        file["operations"].as_object_mut().unwrap().remove("send");
    });
    assert!(gone.iter().any(|problem| problem.starts_with("/operations/send: ")), "{gone:?}");
}

#[test]
fn mistakes_are_told_with_their_places() {
    let at = |pointer: &str, value: Value| {
        problems(&changed(|file| {
            let (holder, key) = pointer.rsplit_once('/').unwrap();
            match file.pointer_mut(holder).unwrap() {
                Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
                holder => holder[key] = value,
            }
        }))
    };
    for (pointer, value, expected) in [
        ("/base", json!("https://user:word@example.org/"), "an address with a slash"),
        ("/base", json!("https://example.org"), "an address with a slash"),
        ("/base", json!("//example.org/"), "an address with a slash"),
        ("/base", json!("javascript:alert(1)/"), "an address with a slash"),
        ("/zone", json!("Mars"), "Europe/Berlin"),
        ("/surprise", json!(1), "one of the keys"),
        ("/operations/teleport", json!({}), "one of the keys"),
        ("/operations/send/path", json!("/applications"), "a path below"),
        ("/operations/send/path", json!("../applications"), "a path below"),
        ("/operations/send/path", json!("a?b=c"), "a path below"),
        ("/operations/send/path", json!("{elsewhere}"), "a text whose placeholders"),
        ("/operations/send/json/key", json!("{elsewhere}"), "a text whose placeholders"),
        ("/operations/send/json/key", json!("}"), "a text whose placeholders"),
        ("/operations/send/once", json!("key"), "a PUT whose path names {key}"),
        ("/operations/send/once", json!("perhaps"), "header, key, lookup or never"),
        ("/operations/send/form", json!({}), "only one of json, form"),
        ("/operations/send/method", json!("GET"), "POST, PUT or PATCH"),
        ("/operations/send/headers", json!({"Authorization": "Basic c2VjcmV0"}), "a placeholder in it"),
        ("/operations/send/headers", json!({"Cookie": "a=b"}), "the name of a header"),
        ("/operations/send/answer/reference", json!("id"), "a JSON Pointer"),
        ("/operations/send/answer/reference", json!("/~2"), "a JSON Pointer"),
        ("/operations/case/answer/status", json!({"const": "DONE"}), "INITIATED, SUBMITTED"),
        ("/operations/case/answer/status/table/new", json!("DONE"), "INITIATED, SUBMITTED"),
        ("/operations/case/answer/status/format", json!("unix"), "no format"),
        ("/operations/case/answer/updatedAt/format", json!("YY"), "unix, unixMilliseconds"),
        ("/operations/case/answer/service", json!({"var": "/0/x"}), "nothing"),
        ("/operations/case/answer/service", json!({"==": [{"var": "elsewhere"}, 1]}), "the id of a field"),
        ("/operations/case/errors/0/means", json!("rejected"), "detail, problems or both"),
        ("/operations/case/errors/0/means", json!("odd"), "done, rejected"),
        ("/operations/case/errors/0", json!({"means": "denied"}), "a status, a list of them"),
        ("/recipes/services/0", json!("maengelmeldung"), "the id of a service"),
        ("/recipes/folder", json!("https://elsewhere.example/"), "the address of a folder"),
    ] {
        let told = at(pointer, value.clone());
        if expected == "nothing" {
            assert!(told.is_empty(), "{pointer} = {value}: {told:?}");
        } else {
            let fits = told.iter().any(|problem| problem.contains(&format!("expected {expected}")));
            assert!(fits, "{pointer} = {value}: {told:?}");
            assert!(told.iter().all(|problem| problem.starts_with(pointer.rsplit_once('/').unwrap().0)), "{told:?}");
        }
    }
}

#[test]
fn what_is_made_of_a_key_shows_nothing_of_the_rest() {
    let bits = |key| amtsgang::backend::mapping::bits(key);
    assert_eq!(bits("01234567-89ab-4def-8123-456789abcdef"), [0x0012_3456_789a_bdef, 0x0123_4567_89ab_cdef]);
    assert_eq!(bits("ffffffff-ffff-4fff-bfff-ffffffffffff"), [(1 << 60) - 1; 2]);
    assert_eq!(bits(""), [0, 0]);
}

#[test]
fn the_guides_example_is_a_mapping() {
    let guide =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/backends.md")).unwrap();
    let example = guide.split("```json\n").find(|block| block.contains("\"operations\"")).unwrap();
    let mapping = mapping(example.split("```").next().unwrap());
    let request = mapping.request(operations::SEND, &application(), TODAY).unwrap();
    let Content::Text(body) = request.content else { panic!() };
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&body["received"], &body["holder"]["name"]), (&json!("03.05.2026 10:00"), &json!(", ")));
    for operation in operations::ALL {
        assert!(guide.contains(&format!("| `{}`", operation.name)), "{}", operation.name);
        for input in operation.inputs {
            assert!(guide.contains(&format!("`{input}`")), "{input}");
        }
        for given in operation.gives {
            assert!(guide.contains(&format!("`{}`", given.key)), "{}", given.key);
        }
    }
}
