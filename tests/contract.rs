//! The document of the REST contract and the app's code say the same: each example is read, each written value is valid.
#![cfg(not(target_arch = "wasm32"))]

mod given;
mod openapi;
mod patterns;

use std::path::Path;
use std::rc::Rc;

use amtsgang::backend::wire::{self, content_disposition};
use amtsgang::backend::{Error, answer, offers, written};
use amtsgang::case::{AccessCode, Reference};
use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, Attachment};
use amtsgang::form::Form;
use amtsgang::json::write;
use amtsgang::recipe;
use given::given;
use openapi::{Contract, assert_valid};
use patterns::Regex;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn contract() -> Contract {
    Contract::load(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// One value that the document shows, and where.
struct Example<'a> {
    place: String,
    /// The HTTP status, for a response.
    status: Option<u16>,
    schema: &'a Value,
    value: &'a Value,
}

/// Every example of a body in the document. Each body of JSON has one at least, but for errors, which are all alike.
fn bodies(contract: &Contract) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    let paths = contract.at("/paths").as_object().expect("paths");
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().expect("operations") {
            let place = format!("{method} {path}");
            let mut bodies = vec![(place.clone(), None, &operation["requestBody"])];
            for (status, response) in operation["responses"].as_object().expect("responses") {
                bodies.push((format!("{place} {status}"), Some(status.parse().unwrap_or(503)), response));
            }
            for (place, status, body) in bodies {
                let Some(content) = contract.resolve(body)["content"].as_object() else { continue };
                for (media_type, content) in content.iter().filter(|(name, _)| name.ends_with("json")) {
                    let examples = content["examples"].as_object();
                    assert!(examples.is_some() || media_type.contains("problem"), "{place} has no example");
                    for (name, example) in examples.into_iter().flatten() {
                        let value = &contract.resolve(example)["value"];
                        found.push(Example {
                            place: format!("{place} {name}"),
                            status,
                            schema: &content["schema"],
                            value,
                        });
                    }
                }
            }
        }
    }
    found
}

/// The last name in what a schema refers to.
fn name(schema: &Value) -> &str {
    schema["$ref"].as_str().and_then(|target| target.rsplit('/').next()).unwrap_or_default()
}

/// Whether a value is read and written again without a loss.
fn survives<T: DeserializeOwned + Serialize>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone())
        .is_ok_and(|read| serde_json::to_value(read).is_ok_and(|json| json == *value))
}

/// Whether the app's type for a schema reads the value.
fn reads(schema: &str, value: &Value) -> bool {
    match schema {
        "Services" => serde_json::from_value::<wire::Services>(value.clone()).is_ok(),
        "CodeList" => serde_json::from_value::<wire::CodeList>(value.clone()).is_ok(),
        "StoredAttachment" => serde_json::from_value::<wire::StoredAttachment>(value.clone()).is_ok(),
        "Application" => serde_json::from_value::<wire::Application>(value.clone()).is_ok(),
        "Receipt" => serde_json::from_value::<wire::Receipt>(value.clone()).is_ok(),
        "Case" => serde_json::from_value::<wire::Case>(value.clone()).is_ok(),
        "Offers" => serde_json::from_value::<wire::Offers>(value.clone()).is_ok(),
        "Addresses" => serde_json::from_value::<wire::Addresses>(value.clone()).is_ok(),
        "Slots" => serde_json::from_value::<wire::Slots>(value.clone()).is_ok(),
        "HoldRequest" => serde_json::from_value::<wire::HoldRequest>(value.clone()).is_ok(),
        "Hold" => serde_json::from_value::<wire::Hold>(value.clone()).is_ok(),
        other => panic!("no type for {other}"),
    }
}

#[test]
fn the_document_holds_together() {
    let contract = contract();
    for (path, operations) in contract.at("/paths").as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let place = format!("{method} {path}");
            for key in ["operationId", "summary", "description", "tags", "responses"] {
                assert!(!operation[key].is_null(), "{place} has no {key}");
            }
            assert!(!operation["responses"]["default"].is_null(), "{place} says nothing of other errors");
            let parameters = operation["parameters"].as_array().unwrap();
            for parameter in parameters.iter().map(|parameter| contract.resolve(parameter)) {
                let validator = contract.validator(&parameter["schema"]);
                assert_valid(&validator, &parameter["example"], &format!("{place} {}", parameter["name"]));
            }
            let asks = |name: &str| parameters.iter().any(|parameter| contract.resolve(parameter)["name"] == name);
            assert_eq!(asks("Idempotency-Key"), method == "post", "{place}");
            assert!(asks("Accept-Language"), "{place}");
            assert_eq!(operation["security"].is_array(), path.starts_with("/cases"), "{place}");
        }
    }
    for (name, schema) in contract.at("/components/schemas").as_object().unwrap() {
        let validator = contract.validator(schema);
        for example in schema["examples"].as_array().into_iter().flatten() {
            assert_valid(&validator, example, name);
        }
    }
}

#[test]
fn every_example_is_what_its_schema_says() {
    let contract = contract();
    let bodies = bodies(&contract);
    assert!(bodies.len() >= 20, "{}", bodies.len());
    for example in bodies {
        assert_valid(&contract.validator(example.schema), example.value, &example.place);
    }
}

#[test]
fn every_example_is_read_by_the_app() {
    let contract = contract();
    for Example { place, status, schema, value } in bodies(&contract) {
        let body = value.to_string();
        let right = match name(schema) {
            "Services" => survives::<wire::Services>(value) && answer::services(&body).is_ok(),
            "CodeList" => survives::<wire::CodeList>(value) && written::code_list("list", &body).is_ok(),
            "StoredAttachment" => survives::<wire::StoredAttachment>(value),
            "Application" => survives::<wire::Application>(value),
            "Receipt" => survives::<wire::Receipt>(value) && answer::receipt(&body).is_ok(),
            "Case" => survives::<wire::Case>(value) && answer::case(&body).is_ok(),
            "Offers" => survives::<wire::Offers>(value) && offers::offers(&body).is_ok(),
            "Addresses" => survives::<wire::Addresses>(value) && offers::addresses(&body).is_ok(),
            "Slots" => survives::<wire::Slots>(value) && offers::slots(&body).is_ok(),
            "HoldRequest" => survives::<wire::HoldRequest>(value),
            "Hold" => survives::<wire::Hold>(value) && offers::hold(&body).is_ok(),
            "recipe.schema.json" => recipe::parse(&body, &Regex).problems.is_empty(),
            "Problem" => {
                survives::<wire::Problem>(value) && Some(u64::from(status.unwrap())) == value["status"].as_u64()
            }
            other => panic!("{place}: no type for {other}"),
        };
        assert!(right, "{place}");
    }
}

#[test]
fn every_refusal_becomes_an_error_of_the_port() {
    let contract = contract();
    for Example { place, status, schema, value } in bodies(&contract) {
        let Some(status) = status.filter(|_| name(schema) == "Problem") else { continue };
        let error = answer::judge(status, None, &value.to_string()).unwrap_err();
        let expected = match status {
            // A mistake of the app's own developers: nothing a citizen could do about.
            400 => matches!(error, Error::Contract { .. }),
            401 => error == Error::Denied,
            404 => error == Error::NotFound,
            409 => error == Error::Conflict,
            413 => error == Error::TooLarge,
            415 => error == Error::WrongType,
            422 => matches!(&error, Error::Rejected { problems, .. } if !problems.is_empty()),
            _ => matches!(error, Error::Unavailable { .. }),
        };
        assert!(expected, "{place}: {error}");
    }
}

/// Calls `change` with every object inside `value` and its schema's list of required keys.
fn objects(contract: &Contract, schema: &Value, value: &Value, pointer: &str, visit: &mut dyn FnMut(&str, &Value)) {
    let schema = contract.resolve(schema);
    if let (Value::Object(map), Some(properties)) = (value, schema["properties"].as_object()) {
        visit(pointer, schema);
        for (key, value) in map {
            if let Some(property) = properties.get(key) {
                objects(contract, property, value, &format!("{pointer}/{key}"), visit);
            }
        }
    } else if let Value::Array(list) = value {
        for (ix, value) in list.iter().enumerate() {
            objects(contract, &schema["items"], value, &format!("{pointer}/{ix}"), visit);
        }
    }
}

#[test]
fn keys_are_required_by_the_code_exactly_where_the_document_says() {
    let contract = contract();
    for Example { place, schema, value, .. } in bodies(&contract) {
        let name = name(schema);
        if ["Problem", "recipe.schema.json"].contains(&name) {
            continue;
        }
        objects(&contract, schema, value, "", &mut |pointer, schema| {
            let required: Vec<&str> = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            for key in value.pointer(pointer).unwrap().as_object().unwrap().keys() {
                let mut without = value.clone();
                without.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
                let read = reads(name, &without);
                assert_eq!(read, !required.contains(&key.as_str()), "{place}: without {pointer}/{key}");
                if required.contains(&key.as_str()) {
                    let mut null = value.clone();
                    *null.pointer_mut(pointer).unwrap().get_mut(key).unwrap() = Value::Null;
                    assert!(!reads(name, &null), "{place}: {pointer}/{key} null");
                }
            }
            let mut more = value.clone();
            more.pointer_mut(pointer).unwrap()["another"] = json!([1]);
            assert!(reads(name, &more), "{place}: {pointer} with one key more");
        });
    }
}

/// What is typed into a form, as a draft would keep it.
fn filled(recipe: &str, draft: Value) -> Value {
    let parsed = recipe::parse(recipe, &Regex);
    let recipe = Rc::new(parsed.recipe.unwrap_or_else(|| panic!("{:?}", parsed.problems)));
    let mut form = Form::new(recipe, Date { year: 2026, month: 5, day: 3 }, Rc::new(Regex));
    assert_eq!(form.restore(&given(&draft)), [""; 0]);
    for (field, file) in form.pending_uploads() {
        form.uploaded(field, &file.id, "3f2a9c0d5b7e4f1186a0c2d4e6f80912");
    }
    let sent = form.submission("de").map(|submission| write(&submission.to_json()));
    let name = |ix: &usize| form.recipe().fields[*ix].id.clone();
    let sent = sent.unwrap_or_else(|fields| panic!("{:?}", fields.iter().map(name).collect::<Vec<_>>()));
    serde_json::from_str(&sent).unwrap()
}

fn file() -> Value {
    let attachment = Attachment {
        id: "a1".into(),
        name: "Nachweis.pdf".into(),
        media_type: "application/pdf".into(),
        size: 1000,
        uploaded: None,
    };
    serde_json::from_str(&write(&Answer::Files(vec![attachment]).to_json())).unwrap()
}

#[test]
fn what_the_four_services_send_is_the_contract() {
    let home = json!(["DE", "Marktplatz", "12 a", "", "12345", "Musterstadt", ""]);
    let abroad = json!(["LU", "", "", "2. Stock", "", "Echternach", "4, rue Neuve"]);
    let forms = [
        (
            "hundesteuer-anmeldung",
            json!({"firstName": "Erika", "lastName": "Beispiel", "phone": "0221 4710123", "address": home, "otherDogs": "0",
                "dogName": "Bello", "breed": "rottweiler", "chip": "276 0981-0123 4567", "competence": file(),
                "acquiredOn": ["3", "5", "2026"], "birthKnown": "false", "dogAge": "3", "hadKeeper": "true",
                "keeperName": "Tierheim", "keeperAddress": abroad, "insurer": "Beispielversicherung", "truth": "true"}),
        ),
        (
            "bewohnerparkausweis",
            json!({"request": "renewal", "permitNumber": "A-17", "validFrom": ["4", "5", "2026"], "firstName": "Erika",
                "lastName": "Beispiel", "birthDate": ["1", "2", "1980"], "email": "erika@example.org", "address": home,
                "zone": "B", "plate": "dn ab 123", "isKeeper": "false", "keeperName": "Max Beispiel",
                "registration": file(), "keeperConsent": file(), "conditionsMet": "true"}),
        ),
        (
            "geburtsurkunde",
            json!({"relation": "other", "interest": "Ich brauche sie für ein Erbe.", "interestEvidence": file(),
                "childFirstNames": "Max", "childBirthName": "Beispiel", "childBirthDate": ["1", "2", "1990"],
                "childBirthPlace": "Musterstadt", "parent1": "Erika Beispiel", "format": "german", "purpose": "passport",
                "copies": "2", "firstName": "Erika", "lastName": "Beispiel", "email": "erika@example.org",
                "address": abroad}),
        ),
        (
            "maengelmeldung",
            json!({"category": "light", "lightNumber": "L 12", "description": "Seit einer Woche dunkel.\nAuch nachts.",
                "place": "Marktstraße 12", "photos": null}),
        ),
    ];
    let contract = contract();
    let application = contract.named("Application");
    for (service, draft) in forms {
        let path = format!("{}/public/recipes/{service}.json", env!("CARGO_MANIFEST_DIR"));
        let sent = filled(&std::fs::read_to_string(path).unwrap(), draft);
        assert_eq!(sent["service"], service);
        assert!(sent["answers"].as_object().unwrap().len() >= 4);
        assert_valid(&application, &sent, service);
        assert!(survives::<wire::Application>(&sent), "{service}");
    }
}

#[test]
fn every_field_kind_sends_what_the_contract_says() {
    let text = json!({"de": "A"});
    let options = json!([{"value": "a", "label": text}, {"value": "b", "label": text}, {"value": "c", "label": text}]);
    let field = |kind: &str, more: Value| {
        let mut field = json!({"id": kind, "kind": kind, "label": text});
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    };
    let recipe = json!({
        "id": "alle-feldarten", "version": 1, "title": text, "summary": text, "fee": text, "duration": text,
        "privacy": text,
        "office": {"name": text, "street": "Rathausplatz 1", "postcode": "12345", "place": "Musterstadt", "hours": text,
            "phone": "+49 221 4710120", "email": "amt@musterstadt.example"},
        "steps": [{"id": "s", "title": text, "fields": [
            field("text", json!({})), field("personName", json!({})), field("longText", json!({})), field("email", json!({})), field("phone", json!({})), field("taxId", json!({})), field("bankAccount", json!({})), field("licencePlate", json!({})), field("identityDocument", json!({})),
            field("integer", json!({})), field("decimal", json!({"decimals": 3})), field("money", json!({"min": -500})), field("date", json!({})),
            field("time", json!({})), field("yearMonth", json!({})), field("period", json!({})),
            field("yesNo", json!({})), field("choice", json!({"options": options})),
            field("choices", json!({"options": options})), field("consent", json!({})), field("address", json!({})), field("country", json!({})), field("postcodePlace", json!({})), field("place", json!({})), field("appointment", json!({"calendar": "amt"})),
            field("file", json!({"accept": ["application/pdf"]})),
            {"id": "note", "kind": "note", "text": text},
            field("group", json!({"min": 1, "entry": text, "add": text, "fields": [
                {"id": "inside", "kind": "integer", "label": text}, {"id": "when", "kind": "date", "label": text}]})),
            field("calculated", json!({"as": "number", "decimals": 1,
                "value": {"/": [{"sum": [{"var": "group"}, {"var": "inside"}]}, 4]}})),
        ]}],
    });
    let sent = filled(
        &recipe.to_string(),
        json!({"text": " Ä ", "personName": "Zoe\u{308} ", "longText": "a\r\nb", "email": "a@example.org", "phone": "0221 4710123", "taxId": "12 345 678 995",
            "bankAccount": ["de89 3704 0044 0532 0130 00", "Heimatverein Musterstadt"], "licencePlate": "dn ab 123h", "identityDocument": "l01x 00t47", "integer": "-3", "decimal": "1.234,5",
            "money": "-1,50 €", "date": ["3", "5", "2026"], "time": "9.30 Uhr", "yearMonth": ["5", "2026"],
            "period": ["3", "5", "2026", "4", "5", "2026"], "yesNo": "false", "choice": "b", "choices": ["c", "a"],
            "consent": "true", "address": ["DE", "Marktplatz", "1", "", "12345", "Musterstadt", ""], "country": "LU", "postcodePlace": ["12345", "Musterstadt"],
            "place": ["Markt 1", "50,7987 N", "6,4822"], "appointment": ["s-1", "2026-12-01T09:20:00+01:00", "h", "1", "", ""], "file": file(),
            "group": [{"inside": "7", "when": ["3", "5", "2026"]}, {}]}),
    );
    let expected = json!({
        "text": "Ä", "personName": "Zoë", "longText": "a\nb", "email": "a@example.org", "phone": "+492214710123", "taxId": "12345678995",
        "bankAccount": {"iban": "DE89370400440532013000", "holder": "Heimatverein Musterstadt"}, "licencePlate": "DN-AB 123H", "identityDocument": "L01X00T47", "integer": -3, "decimal": 1234.5,
        "money": -150, "date": "2026-05-03", "time": "09:30", "yearMonth": "2026-05",
        "period": {"from": "2026-05-03", "to": "2026-05-04"}, "yesNo": false, "choice": "b", "choices": ["a", "c"], "consent": true,
        "address": {"country": "DE", "street": "Marktplatz", "houseNumber": "1", "postcode": "12345", "place": "Musterstadt"},
        "country": "LU", "postcodePlace": {"postcode": "12345", "place": "Musterstadt"},
        "place": {"text": "Markt 1", "latitude": 50.7987, "longitude": 6.4822},
        "appointment": {"slot": "s-1", "start": "2026-12-01T09:20:00+01:00", "hold": "h"}, "file": ["3f2a9c0d5b7e4f1186a0c2d4e6f80912"],
        "group": [{"inside": 7, "when": "2026-05-03"}, {}], "calculated": 1.8,
    });
    assert_eq!(sent["answers"], expected);
    assert_valid(&contract().named("Application"), &sent, "all kinds");
}

#[test]
fn headers_and_paths_are_the_contracts() {
    let contract = contract();
    let parameters = contract.at("/paths/~1attachments/post/parameters").as_array().unwrap();
    let header = parameters.iter().find(|parameter| parameter["name"] == "Content-Disposition").unwrap();
    let disposition = contract.validator(&header["schema"]);
    let (reference, code) = (contract.named("Reference"), contract.named("Receipt"));
    proptest!(ProptestConfig::with_cases(500), |(name in "\\PC{1,40}|[\\x00-\\x7f]{1,9}", typed in "[A-Za-z0-9 ._-]{1,70}", bits: u64)| {
        assert_valid(&disposition, &content_disposition(&name).into(), &name);
        if let Some(read) = Reference::parse(&typed) {
            assert_valid(&reference, &read.as_str().into(), &typed);
        }
        let receipt = json!({
            "reference": Reference::new("hund", 2026, bits as u32).as_str(),
            "accessCode": AccessCode::new(bits).as_str(),
            "submittedAt": "2026-05-03T09:30:00Z", "status": "SUBMITTED",
        });
        assert_valid(&code, &receipt, "a receipt");
    });
}

#[test]
fn a_backend_is_told_every_type_that_a_recipe_can_accept() {
    let contract = contract();
    let told = contract.at("/paths/~1attachments/post/requestBody/content").as_object().expect("types");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/schema/recipe.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let named = schema.pointer("/$defs/kind-file/properties/accept/items/enum").and_then(Value::as_array).unwrap();
    let mut named: Vec<&str> = named.iter().filter_map(Value::as_str).collect();
    let mut told: Vec<&str> = told.keys().map(String::as_str).collect();
    named.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, named);
}
