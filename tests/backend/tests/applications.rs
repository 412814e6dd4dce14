//! Applications: all four services, sent and followed; refused where an answer is not right.

mod support;

use amtsgang_backend::clock::Moment;
use serde_json::{Value, json};
use support::openapi::{Contract, assert_valid};
use support::{PDF, Server, certificate, defect, dog, key, permit, root};

fn attached(server: &Server, name: &str) -> String {
    let answer = server.attach(&key(name), "application/pdf", PDF);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn all_four_services_are_sent_and_followed() {
    let server = Server::start();
    let contract = Contract::load(&root());
    let (receipts, cases, written) = (contract.named("Receipt"), contract.named("Case"), contract.named("Application"));
    let tomorrow = Moment::now().date().plus_days(1).to_string();
    let permit = permit(&attached(&server, "registration"), &attached(&server, "consent"), &tomorrow);
    for (prefix, application) in [("MAE-", defect()), ("GEB-", certificate()), ("HUN-", dog()), ("BEW-", permit)] {
        assert_valid(&written, &application, prefix);
        let sent = server.apply(&key(prefix), &application);
        assert_eq!(sent.status, 201, "{}", sent.text());
        assert_eq!(sent.header("cache-control"), Some("no-store"));
        let receipt = sent.json();
        assert_valid(&receipts, &receipt, prefix);
        let (reference, code) = (receipt["reference"].as_str().unwrap(), receipt["accessCode"].as_str().unwrap());
        assert!(reference.starts_with(prefix), "{reference}");

        let answer = server.case(reference, code);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let case = answer.json();
        assert_valid(&cases, &case, prefix);
        assert!(amtsgang::backend::answer::case(&answer.text()).is_ok());
        assert_eq!(case["service"], application["service"]);
        assert_eq!(case["status"], "RECEIVED");
        assert_eq!(case["submittedAt"], receipt["submittedAt"]);
        let statuses: Vec<&Value> = case["events"].as_array().unwrap().iter().map(|event| &event["status"]).collect();
        assert_eq!(statuses, ["SUBMITTED", "RECEIVED"]);
        assert!(case["events"][1]["note"]["de"].as_str().unwrap().contains("Eingangsbestätigung"));
        assert!(case["next"]["de"].is_string() && case["office"]["phone"].is_string());
        // However the citizen's app writes reference and code.
        assert_eq!(server.case(&reference.to_lowercase(), &code.to_lowercase().replace('-', "")).status, 200);
    }
}

/// What comes of sending `application` with `value` at a pointer into its answers, or with that answer left out.
fn with(application: Value, pointer: &str, value: Option<Value>) -> Value {
    let mut application = application;
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let map = application.pointer_mut(&format!("/answers{parent}")).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => map.insert(key.to_owned(), value),
        None => map.remove(key),
    };
    application
}

#[test]
fn every_wrong_answer_is_pointed_at() {
    let server = Server::start();
    for (application, pointer, value, at) in [
        // Missing.
        (dog(), "/firstName", None, "/firstName"),
        (dog(), "/truth", None, "/truth"),
        (dog(), "/address", None, "/address"),
        (dog(), "/address/houseNumber", None, "/address/houseNumber"),
        // Missing only because of another answer.
        (dog(), "/hadKeeper", Some(json!(true)), "/keeperName"),
        (defect(), "/lightNumber", Some(json!("")), "/lightNumber"),
        // Not what they should be.
        (dog(), "/chip", Some(json!("12")), "/chip"),
        (dog(), "/address/postcode", Some(json!("00123")), "/address/postcode"),
        (
            dog(),
            "/address",
            Some(json!({"country": "LU", "line": "4, rue Neuve", "place": "Echternach"})),
            "/address/country",
        ),
        (dog(), "/dogAge", Some(json!(31)), "/dogAge"),
        (dog(), "/dogAge", Some(json!(i64::MAX)), "/dogAge"),
        (dog(), "/breed", Some(json!("dragon")), "/breed"),
        (dog(), "/acquiredOn", Some(json!("2999-01-01")), "/acquiredOn"),
        (certificate(), "/email", Some(json!("max")), "/email"),
        (defect(), "/description", Some(json!("x")), "/description"),
        (defect(), "/description", Some(json!("x".repeat(1001))), "/description"),
        // Right in another notation than the contract's.
        (dog(), "/phone", Some(json!("0221 4710123")), "/phone"),
        (dog(), "/firstName", Some(json!(" Erika ")), "/firstName"),
        (dog(), "/chip", Some(json!("276 0981 0123 4567")), "/chip"),
        (dog(), "/acquiredOn", Some(json!("29.02.2024")), "/acquiredOn"),
        (dog(), "/acquiredOn", Some(json!("2024-02-30")), "/acquiredOn"),
        (dog(), "/acquiredOn", Some(json!(["29", "2", "2024"])), "/acquiredOn"),
        (dog(), "/dogAge", Some(json!("3")), "/dogAge"),
        (dog(), "/dogAge", Some(json!(3.5)), "/dogAge"),
        (dog(), "/hadKeeper", Some(json!("false")), "/hadKeeper"),
        (dog(), "/truth", Some(json!(false)), "/truth"),
        (dog(), "/firstName", Some(json!(null)), "/firstName"),
        (dog(), "/address", Some(json!("Marktplatz 1")), "/address"),
        (dog(), "/address/line", Some(json!("Marktplatz 1")), "/address"),
        (dog(), "/address/floor", Some(json!("2")), "/address"),
        (dog(), "/address/place", Some(json!(7)), "/address"),
        (defect(), "/photos", Some(json!("x")), "/photos"),
        (defect(), "/photos", Some(json!([])), "/photos"),
        // Nobody asked.
        (dog(), "/keeperName", Some(json!("Tierheim")), "/keeperName"),
        (dog(), "/competence", Some(json!([])), "/competence"),
        (dog(), "/a~b", Some(json!(1)), "/a~0b"),
        (certificate(), "/feeNote", Some(json!("x")), "/feeNote"),
    ] {
        let place = format!("{pointer} {value:?}");
        let answer = server.apply(&key("wrong"), &with(application, pointer, value));
        assert_eq!(answer.status, 422, "{place}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.pointers(), [format!("#/answers{at}")], "{place}");
        let detail = &answer.errors()[0].1;
        assert!(detail.ends_with('.') && !detail.contains("fault.") && !detail.contains('{'), "{place}: {detail}");
    }
}

#[test]
fn an_answer_to_a_question_not_asked_is_called_that() {
    let server = Server::start();
    let answer = server.apply(&key("hidden"), &with(dog(), "/keeperName", Some(json!("Tierheim"))));
    assert!(answer.errors()[0].1.contains("nicht gestellt"), "{:?}", answer.errors());
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let server = Server::start();
    let mut application = dog();
    application["answers"] = json!({"phone": 7, "chip": "1", "address": {"country": "DE"}, "nonsense": true});
    let answer = server.apply(&key("many"), &application);
    let pointers = answer.pointers();
    for at in ["/phone", "/chip", "/nonsense", "/firstName", "/breed", "/acquiredOn", "/truth"] {
        assert!(pointers.contains(&format!("#/answers{at}")), "{at} in {pointers:?}");
    }
    assert_valid(&Contract::load(&root()).named("Problem"), &answer.json(), "problem");
}

#[test]
fn sentences_come_in_the_citizens_language() {
    let server = Server::start();
    let said = |language: &str| {
        let answer = server
            .request("POST", "/api/applications")
            .header("Idempotency-Key", &key("language"))
            .header("Accept-Language", language)
            .body(with(dog(), "/address/postcode", Some(json!("1"))).to_string())
            .send();
        assert_eq!(answer.header("content-language"), Some(&language[..2]));
        answer.errors()[0].1.clone()
    };
    assert!(said("de-AT,de;q=0.9").contains("Postleitzahl"), "{}", said("de"));
    assert!(said("en").contains("postcode"), "{}", said("en"));
}

#[test]
fn what_names_no_service_of_ours_is_refused() {
    let server = Server::start();
    for (key_name, value, at) in [
        ("service", json!("kfz"), "#/service"),
        ("version", json!(2), "#/version"),
        ("language", json!("Deutsch"), "#/language"),
    ] {
        let mut application = dog();
        application[key_name] = value;
        let answer = server.apply(&key("refused"), &application);
        assert_eq!((answer.status, answer.pointers()), (422, vec![at.to_owned()]));
    }
    for body in ["", "[]", "{}", "nonsense", r#"{"service":"maengelmeldung","version":1,"language":"de"}"#] {
        let answer =
            server.request("POST", "/api/applications").header("Idempotency-Key", &key("body")).body(body).send();
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.json()["type"], "urn:amtsgang:problem:malformed");
    }
    let answer = server
        .request("POST", "/api/applications")
        .header("Idempotency-Key", &key("large"))
        .body(vec![b' '; 2 << 20])
        .send();
    assert_eq!(answer.status, 413);
}

#[test]
fn the_citizens_calendar_may_be_a_day_ahead_or_behind() {
    let server = Server::start();
    let today = Moment::now().date();
    for (days, status) in [(-1, 201), (0, 201), (1, 201), (-3, 422)] {
        let (first, second) = (attached(&server, &format!("r{days}")), attached(&server, &format!("c{days}")));
        let application = permit(&first, &second, &today.plus_days(days).to_string());
        assert_eq!(server.apply(&key(&format!("day{days}")), &application).status, status, "{days}");
    }
}

#[test]
fn only_reference_and_code_together_open_a_case() {
    let server = Server::start();
    let receipt = server.apply(&key("mine"), &defect()).json();
    let other = server.apply(&key("other"), &dog()).json();
    let (reference, code) = (receipt["reference"].as_str().unwrap(), receipt["accessCode"].as_str().unwrap());
    let denied: Vec<String> = [
        server.case(reference, "0000-0000-0000"),
        server.case(reference, other["accessCode"].as_str().unwrap()),
        server.case(reference, "nonsense"),
        server.case("MAE-2026-ZZZZZZ", code),
        server.case("MAE-2026-ZZZZZZ", "0000-0000-0000"),
        server.case("%2e%2e", code),
        server.get(&format!("/api/cases/{reference}")),
        server.get(&format!("/api/cases/{reference}?code={code}")),
        server
            .request("GET", &format!("/api/cases/{reference}"))
            .header("Authorization", &format!("Basic {code}"))
            .send(),
    ]
    .iter()
    .map(|answer| {
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"));
        answer.text()
    })
    .collect();
    assert!(denied.windows(2).all(|two| two[0] == two[1]), "{denied:?}");
    assert_eq!(server.case(reference, code).status, 200);
}
