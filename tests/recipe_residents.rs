//! The three services of the register of residents: what arrives of them, and what their recipes make of answers.
#![cfg(not(target_arch = "wasm32"))]

mod filled;
mod given;
mod patterns;

use filled::*;
use serde_json::{Value, json};

/// Fills a form in and sends it.
fn arrives(service: &str, draft: &Value, answers: &Value) {
    assert_eq!(&sent(&mut filled(service, draft))["answers"], answers);
}

fn confirmation() -> Value {
    json!({"event": "registration", "forWhom": "child", "personFirstNames": "Zoë Ida", "personLastName": "Muster",
        "personBirthDate": ["4", "5", "2010"], "firstNames": "Kim", "lastName": "Muster",
        "birthDate": ["1", "12", "1985"], "address": HOME, "delivery": "post"})
}

#[test]
fn a_confirmation_for_a_child_arrives() {
    let answers = json!({"event": "registration", "forWhom": "child", "personFirstNames": "Zoë Ida",
        "personLastName": "Muster", "personBirthDate": "2010-05-04", "firstNames": "Kim", "lastName": "Muster",
        "birthDate": "1985-12-01", "address": home(), "delivery": "post"});
    arrives("meldebestaetigung", &confirmation(), &answers);
}

#[test]
fn from_the_day_they_are_sixteen_children_ask_for_a_confirmation_themselves() {
    judge(
        "meldebestaetigung",
        &confirmation(),
        &[
            (json!({}), &[], &[]),
            (json!({"personBirthDate": ["3", "5", "2010"]}), &["personBirthDate"], &[]),
            (json!({"forWhom": "other", "personBirthDate": ["3", "5", "1950"]}), &[], &[]),
            (json!({"forWhom": "self", "personBirthDate": ["3", "5", "1950"]}), &[], &[]),
        ],
    );
    let own = filled("meldebestaetigung", &with(&confirmation(), &json!({"forWhom": "self"})));
    assert!(!has_step(&own, "person"));
    let other = filled("meldebestaetigung", &with(&confirmation(), &json!({"forWhom": "other"})));
    assert!(asks(&other, "authority"));
}

fn family() -> Value {
    json!({
        "role": "self", "movingFrom": "germany", "newAddress": HOME, "movedInOn": ["20", "4", "2026"], "newHomeIs": "only",
        "oldAddress": ELSEWHERE, "keepsOld": "false", "movedOutOn": ["30", "4", "2026"],
        "persons": [
            {"relation": "self", "firstNames": "Kim", "lastName": "Muster", "birthDate": ["1", "12", "1985"]},
            {"relation": "child", "firstNames": "Zoë Ida", "lastName": "Muster", "birthDate": ["4", "5", "2010"]},
        ],
        "confirmation": "paper", "landlordConfirmation": file(), "objections": ["parties", "directories"],
        "email": "kim@example.org", "entitled": "true", "truth": "true",
    })
}

#[test]
fn a_family_that_moves_within_germany_tells_no_more_than_is_needed() {
    let answers = json!({
        "role": "self", "movingFrom": "germany", "newAddress": home(), "movedInOn": "2026-04-20",
        "registerBy": "2026-05-04", "newHomeIs": "only", "oldAddress": elsewhere(), "keepsOld": false,
        "movedOutOn": "2026-04-30",
        "persons": [
            {"relation": "self", "firstNames": "Kim", "lastName": "Muster", "birthDate": "1985-12-01"},
            {"relation": "child", "firstNames": "Zoë Ida", "lastName": "Muster", "birthDate": "2010-05-04"},
        ],
        "confirmation": "paper", "landlordConfirmation": [UPLOADED], "objections": ["parties", "directories"],
        "email": "kim@example.org", "entitled": true, "truth": true,
    });
    arrives("wohnsitz-anmelden", &family(), &answers);
}

/// Someone from abroad who keeps a home of the past as the main one and gets no confirmation.
fn newcomer() -> Value {
    let change = json!({
        "movingFrom": "abroad", "newHomeIs": "secondary", "oldAddress": ABROAD, "keepsOld": null,
        "livedInGermany": "true", "lastGermanAddress": ELSEWHERE, "hasMoreHomes": "true",
        "moreHomes": [{"moreHomeAddress": ELSEWHERE, "moreHomeIs": "main"}],
        "persons": [{"relation": "self", "firstNames": "Jean Luc", "usualFirstName": "Luc", "lastName": "Weber",
            "birthDate": ["2", "3", "1980"], "birthPlace": "Luxembourg", "birthCountry": "LU", "sex": "male",
            "nationality": "LU", "maritalStatus": "married", "marriedOn": ["5", "6", "2010"],
            "marriedAt": "Echternach, Luxemburg", "religion": "none", "document": "identity-card",
            "documentNumber": "abc123456", "documentAuthority": "Stadt Echternach, Luxemburg",
            "documentIssuedOn": ["1", "2", "2020"], "documentValidUntil": ["1", "2", "2030"]}],
        "confirmation": "missing", "landlordConfirmation": null, "landlordName": "Haus GmbH", "landlordAddress": HOME,
        "landlordIsOwner": "false", "ownerName": "Erbengemeinschaft Beispiel", "missingReason": "Niemand antwortet.",
        "objections": null, "entitled": null,
    });
    with(&family(), &change)
}

#[test]
fn a_newcomer_from_abroad_tells_all_that_the_register_keeps() {
    let answers = json!({
        "role": "self", "movingFrom": "abroad", "newAddress": home(), "movedInOn": "2026-04-20",
        "registerBy": "2026-05-04", "newHomeIs": "secondary", "oldAddress": abroad(), "movedOutOn": "2026-04-30",
        "livedInGermany": true, "lastGermanAddress": elsewhere(), "hasMoreHomes": true,
        "moreHomes": [{"moreHomeAddress": elsewhere(), "moreHomeIs": "main"}],
        "persons": [{"relation": "self", "firstNames": "Jean Luc", "usualFirstName": "Luc", "lastName": "Weber",
            "birthDate": "1980-03-02", "birthPlace": "Luxembourg", "birthCountry": "LU", "sex": "male",
            "nationality": "LU", "maritalStatus": "married", "marriedOn": "2010-06-05",
            "marriedAt": "Echternach, Luxemburg", "religion": "none", "document": "identity-card",
            "documentNumber": "ABC123456", "documentAuthority": "Stadt Echternach, Luxemburg",
            "documentIssuedOn": "2020-02-01", "documentValidUntil": "2030-02-01"}],
        "confirmation": "missing", "landlordName": "Haus GmbH", "landlordAddress": home(), "landlordIsOwner": false,
        "ownerName": "Erbengemeinschaft Beispiel", "missingReason": "Niemand antwortet.", "email": "kim@example.org",
        "truth": true,
    });
    arrives("wohnsitz-anmelden", &newcomer(), &answers);
}

#[test]
fn who_registers_late_or_at_the_wrong_place_is_warned_and_goes_on() {
    judge(
        "wohnsitz-anmelden",
        &family(),
        &[
            (json!({"movedInOn": ["19", "4", "2026"]}), &[], &[]),
            (json!({"movedInOn": ["18", "4", "2026"]}), &[], &["movedInOn"]),
            (json!({"newAddress": ELSEWHERE}), &[], &["newAddress"]),
        ],
    );
    let late = with(&family(), &json!({"movedInOn": ["1", "2", "2026"]}));
    assert_eq!(sent(&mut filled("wohnsitz-anmelden", &late))["answers"]["registerBy"], "2026-02-15");
}

#[test]
fn there_is_one_main_home_and_the_addresses_are_where_they_should_be() {
    let secondary = json!([{"moreHomeAddress": ELSEWHERE, "moreHomeIs": "secondary"}]);
    judge(
        "wohnsitz-anmelden",
        &family(),
        &[
            (json!({"oldAddress": ABROAD}), &["oldAddress"], &[]),
            (json!({"movingFrom": "none"}), &[], &[]),
            (json!({"keepsOld": "true", "oldHomeIs": "secondary"}), &["keepsOld"], &[]),
            (
                json!({"newHomeIs": "main", "keepsOld": "true", "oldHomeIs": "secondary", "hasMoreHomes": "false"}),
                &[],
                &[],
            ),
            (
                json!({"newHomeIs": "main", "keepsOld": "true", "oldHomeIs": "main", "hasMoreHomes": "false"}),
                &["hasMoreHomes"],
                &[],
            ),
            (json!({"newHomeIs": "main", "hasMoreHomes": "false"}), &["hasMoreHomes"], &[]),
            (json!({"newHomeIs": "main", "hasMoreHomes": "true", "moreHomes": secondary}), &[], &[]),
            (json!({"newHomeIs": "secondary", "hasMoreHomes": "false"}), &["hasMoreHomes"], &[]),
            (json!({"newHomeIs": "secondary", "hasMoreHomes": "true", "moreHomes": secondary}), &["moreHomes"], &[]),
            (
                json!({"newHomeIs": "secondary", "keepsOld": "true", "oldHomeIs": "main", "hasMoreHomes": "false"}),
                &[],
                &[],
            ),
        ],
    );
    let german = [(json!({"oldAddress": ELSEWHERE}), &["oldAddress"][..], &[][..])];
    judge("wohnsitz-anmelden", &newcomer(), &german);
}

#[test]
fn everyone_who_moves_is_named_once_and_by_whom_the_law_says() {
    let person = |relation: &str, year: &str| json!({"relation": relation, "firstNames": "Kim", "lastName": "Muster", "birthDate": ["4", "5", year]});
    let persons =
        |list: &[(&str, &str)]| -> Value { list.iter().map(|(relation, year)| person(relation, year)).collect() };
    judge(
        "wohnsitz-anmelden",
        &family(),
        &[
            (json!({"persons": persons(&[("child", "2015")])}), &["persons"], &[]),
            (json!({"persons": persons(&[("self", "1985"), ("self", "1986")])}), &["persons"], &[]),
            (
                json!({"persons": persons(&[("self", "1985"), ("spouse", "1985"), ("spouse", "1986")])}),
                &["persons"],
                &[],
            ),
            (json!({"persons": persons(&[("self", "2011")])}), &["birthDate"], &[]),
            (json!({"role": "child", "persons": persons(&[("child", "2015")])}), &[], &[]),
            (json!({"role": "child", "persons": persons(&[("child", "2009")])}), &["birthDate"], &[]),
            (json!({"role": "carer", "persons": persons(&[("self", "1950")])}), &["relation"], &[]),
        ],
    );
    let child = filled("wohnsitz-anmelden", &with(&family(), &json!({"role": "child"})));
    assert!(has_step(&child, "sorge") && asks(&child, "applicantFirstName"));
    assert!(!has_step(&filled("wohnsitz-anmelden", &family()), "sorge"));
}

#[test]
fn documents_and_marriages_follow_the_calendar() {
    let person = |change: Value| json!({"persons": [with(&newcomer()["persons"][0], &change)]});
    judge(
        "wohnsitz-anmelden",
        &newcomer(),
        &[
            (json!({}), &[], &[]),
            (person(json!({"marriedOn": ["1", "3", "1980"]})), &["marriedOn"], &[]),
            (person(json!({"documentValidUntil": ["1", "2", "2020"]})), &["documentValidUntil"], &[]),
            (person(json!({"documentValidUntil": ["2", "5", "2026"]})), &[], &["documentValidUntil"]),
            (person(json!({"documentValidUntil": null})), &[], &[]),
        ],
    );
}

fn search() -> Value {
    json!({
        "requester": "private", "firstName": "Kim", "lastName": "Muster", "address": HOME, "email": "kim@example.org",
        "commercial": "false", "noAdvertising": "true",
        "sought": [
            {"soughtFirstName": "Änne", "soughtLastName": "Groß", "soughtBirthDate": ["1", "2", "1970"],
                "soughtAddress": ELSEWHERE},
            {"soughtFirstName": "Max", "soughtLastName": "Beispiel", "soughtFormerName": "Klein",
                "soughtBirthDate": ["3", "4", "1960"]},
        ],
        "feeAccepted": "true",
    })
}

#[test]
fn a_search_for_two_people_arrives_with_its_fee() {
    let answers = json!({
        "requester": "private", "firstName": "Kim", "lastName": "Muster", "address": home(), "email": "kim@example.org",
        "commercial": false, "noAdvertising": true,
        "sought": [
            {"soughtFirstName": "Änne", "soughtLastName": "Groß", "soughtBirthDate": "1970-02-01",
                "soughtAddress": elsewhere()},
            {"soughtFirstName": "Max", "soughtLastName": "Beispiel", "soughtFormerName": "Klein",
                "soughtBirthDate": "1960-04-03"},
        ],
        "fee": 2200, "feeAccepted": true,
    });
    arrives("melderegisterauskunft", &search(), &answers);
}

#[test]
fn a_name_alone_finds_nobody_and_one_detail_more_helps() {
    let sought = |change: Value| json!({"sought": [with(&json!({"soughtFirstName": "Änne", "soughtLastName": "Groß"}), &change)]});
    let born = json!(["1", "2", "1970"]);
    judge(
        "melderegisterauskunft",
        &search(),
        &[
            (sought(json!({})), &["soughtBirthDate"], &[]),
            (sought(json!({"soughtSex": "female", "soughtFormerName": "Klein"})), &["soughtBirthDate"], &[]),
            (sought(json!({"soughtBirthDate": born})), &[], &["soughtBirthDate"]),
            (sought(json!({"soughtAddress": ELSEWHERE})), &[], &["soughtBirthDate"]),
            (sought(json!({"soughtBirthDate": born, "soughtSex": "female"})), &[], &[]),
            (sought(json!({"soughtBirthDate": born, "soughtAddress": ELSEWHERE})), &[], &[]),
            (sought(json!({"soughtBirthDate": ["1", "2", "1900"], "soughtSex": "female"})), &[], &["soughtBirthDate"]),
        ],
    );
}

#[test]
fn only_who_asks_commercially_names_a_purpose() {
    let asked = |change: Value| filled("melderegisterauskunft", &with(&search(), &change));
    assert!(!asks(&asked(json!({})), "purpose"));
    let tracing = asked(json!({"commercial": "true", "purpose": "tracing"}));
    assert!(asks(&tracing, "purpose") && asks(&tracing, "client") && !asks(&tracing, "purposeText"));
    assert!(asks(&asked(json!({"commercial": "true", "purpose": "other"})), "purposeText"));
    assert!(asks(&asked(json!({"requester": "organisation"})), "fileReference"));
}
