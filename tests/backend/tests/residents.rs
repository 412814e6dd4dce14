//! Applications with people, homes and incomes in groups: sent with their files and followed, refused where an entry is
//! not right.

mod support;

use serde_json::{Value, json};
use support::openapi::{Contract, assert_valid};
use support::{PDF, Server, key, root};

fn attached(server: &Server, name: &str) -> String {
    let answer = server.attach(&key(name), "application/pdf", PDF);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn application(service: &str, answers: Value) -> Value {
    json!({"service": service, "version": 1, "language": "de", "answers": answers})
}

fn home() -> Value {
    json!({"country": "DE", "street": "Marktplatz", "houseNumber": "12 a", "postcode": "12345", "place": "Musterstadt"})
}

fn confirmation() -> Value {
    let answers = json!({"event": "deregistration", "forWhom": "self", "firstNames": "Kim", "lastName": "Muster",
        "birthDate": "1985-12-01", "address": home(), "delivery": "pickup"});
    application("meldebestaetigung", answers)
}

fn search() -> Value {
    let answers = json!({
        "requester": "organisation", "organisation": "Muster GmbH", "firstName": "Kim", "lastName": "Muster",
        "address": home(), "email": "kim@example.org", "commercial": true, "purpose": "debt", "noAdvertising": true,
        "sought": [
            {"soughtFirstName": "Änne", "soughtLastName": "Groß", "soughtBirthDate": "1970-02-01"},
            {"soughtFirstName": "Max", "soughtLastName": "Beispiel", "soughtAddress": home()},
        ],
        "fee": 2200, "feeAccepted": true,
    });
    application("melderegisterauskunft", answers)
}

fn moving(confirmation: &str) -> Value {
    let answers = json!({
        "role": "self", "movingFrom": "none", "newAddress": home(), "movedInOn": "2020-02-01",
        "registerBy": "2020-02-15", "newHomeIs": "only",
        "persons": [{"relation": "self", "firstNames": "Kim", "lastName": "Muster", "birthDate": "1985-12-01",
            "birthPlace": "Musterstadt", "birthCountry": "DE", "sex": "female", "nationality": "DE",
            "maritalStatus": "single", "religion": "none", "document": "none"}],
        "confirmation": "paper", "landlordConfirmation": [confirmation], "email": "kim@example.org", "truth": true,
    });
    application("wohnsitz-anmelden", answers)
}

fn housing(lease: &str, payment: &str, incomes: [&str; 2]) -> Value {
    let answers = json!({
        "request": "first", "otherBenefit": "no", "represented": false, "address": home(), "movedInOn": "2020-02-01",
        "tenure": "tenant", "livingSpace": 58.5, "subsidised": "unknown",
        "persons": [{"relation": "self", "firstName": "Kim", "lastName": "Muster", "birthDate": "1985-12-01",
            "birthPlace": "Musterstadt", "sex": "female", "maritalStatus": "single", "nationality": "DE",
            "occupation": "employed", "benefit": "none", "disabled": false, "hasIncome": true,
            "incomes": [
                {"incomeKind": "wage", "payer": "Beispiel GmbH", "rhythm": "monthly", "amount": 150_000,
                    "incomeYear": 1_800_000, "incomeEvidence": [incomes[0]]},
                {"incomeKind": "capital", "rhythm": "yearly", "amount": 12_000, "incomeYear": 12_000,
                    "incomeEvidence": [incomes[1]]},
            ],
            "personYear": 1_812_000}],
        "householdSize": 1, "householdYear": 1_812_000, "memberChange": false, "incomeChange": false, "death": false,
        "paysMaintenance": false, "landlordName": "Haus GmbH", "landlordAddress": home(), "landlordRelated": false,
        "rentBase": 65_000, "rentCosts": 12_000, "rentHeating": 9_000, "rentTotal": 86_000, "rentCounted": 77_000,
        "rentSince": "2020-02-01", "sublets": false, "businessUse": false, "flatmates": 0, "householdMonth": 151_000,
        "assetsLimit": 6_000_000, "assetsAbove": false, "lease": [lease], "rentPayment": [payment], "payee": "self",
        "account": {"iban": "DE89370400440532013000", "holder": "Kim Muster"}, "truth": true,
    });
    application("wohngeld-mietzuschuss", answers)
}

/// One of housing benefit, with its four files.
fn housed(server: &Server) -> Value {
    let [lease, payment, wage, capital] = ["lease", "payment", "wage", "capital"].map(|name| attached(server, name));
    housing(&lease, &payment, [&wage, &capital])
}

#[test]
fn the_services_for_residents_are_sent_and_followed() {
    let server = Server::start();
    let contract = Contract::load(&root());
    let (written, receipts, cases) = (contract.named("Application"), contract.named("Receipt"), contract.named("Case"));
    let moving = moving(&attached(&server, "confirmation"));
    for application in [confirmation(), search(), moving, housed(&server)] {
        let service = application["service"].as_str().unwrap();
        assert_valid(&written, &application, service);
        let sent = server.apply(&key(service), &application);
        assert_eq!(sent.status, 201, "{service}: {}", sent.text());
        let receipt = sent.json();
        assert_valid(&receipts, &receipt, service);
        let case = server.case(receipt["reference"].as_str().unwrap(), receipt["accessCode"].as_str().unwrap());
        assert_eq!(case.status, 200, "{}", case.text());
        assert_valid(&cases, &case.json(), service);
        assert_eq!(case.json()["service"], service);
    }
}

/// An application with another answer at a pointer, or without it.
fn with(application: &Value, pointer: &str, value: Option<Value>) -> Value {
    let mut application = application.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let map = application.pointer_mut(&format!("/answers{parent}")).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => map.insert(key.to_owned(), value),
        None => map.remove(key),
    };
    application
}

#[test]
fn what_is_wrong_in_an_entry_or_a_sum_is_pointed_at() {
    let server = Server::start();
    let (housing, search, moving) = (housed(&server), search(), moving(&attached(&server, "confirmation")));
    for (application, pointer, value, at) in [
        (&search, "/sought/1/soughtLastName", None, "/sought/1/soughtLastName"),
        (&search, "/sought/0/soughtBirthDate", None, "/sought/0/soughtBirthDate"),
        (&search, "/fee", Some(json!(1100)), "/fee"),
        (&moving, "/persons/0/relation", Some(json!("child")), "/persons"),
        (&moving, "/persons/0/birthDate", Some(json!("2015-01-01")), "/persons/0/birthDate"),
        (&moving, "/registerBy", Some(json!("2020-02-16")), "/registerBy"),
        (&housing, "/persons/0/incomes/1/amount", None, "/persons/0/incomes/1/amount"),
        (&housing, "/persons/0/incomes/0/payer", None, "/persons/0/incomes/0/payer"),
        (&housing, "/persons/0/incomes/0/incomeYear", Some(json!(1)), "/persons/0/incomes/0/incomeYear"),
        (&housing, "/persons/0/training", Some(json!("gets")), "/persons/0/training"),
        (&housing, "/householdYear", Some(json!(1)), "/householdYear"),
        (&housing, "/livingSpace", Some(json!("58,5")), "/livingSpace"),
    ] {
        let answer = server.apply(&key("wrong"), &with(application, pointer, value.clone()));
        let place = format!("{pointer} {value:?}");
        assert_eq!(answer.status, 422, "{place}: {}", answer.text());
        let pointers = answer.pointers();
        assert!(pointers.contains(&format!("#/answers{at}")), "{place}: {pointers:?}");
    }
}
