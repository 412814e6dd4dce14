//! Every schema of the REST contract has its type and every type its schema: the same keys, the same ones required, each
//! shown in an example that is read and written again without a loss.
#![cfg(not(target_arch = "wasm32"))]

mod bodies;
mod openapi;
mod patterns;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use amtsgang::backend::{answer, offers, wire, written};
use amtsgang::recipe::{self, Office};
use bodies::{Example, bodies, name};
use openapi::Contract;
use patterns::Regex;
use serde::Serialize;
use serde::de::value::Error as Told;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde_json::{Value, json};

fn contract() -> Contract {
    Contract::load(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// A type of the wire.
struct Type {
    /// Its keys, as serde knows them.
    keys: BTreeSet<String>,
    /// Whether a value of it is read.
    reads: fn(&Value) -> bool,
    /// Whether a value of it is read and written again without a loss.
    survives: fn(&Value) -> bool,
}

fn of<T: DeserializeOwned + Serialize>() -> Type {
    let told = T::deserialize(Keys).err().map(|error| error.to_string()).unwrap_or_default();
    Type {
        keys: told.split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect(),
        reads: |value| serde_json::from_value::<T>(value.clone()).is_ok(),
        survives: |value| {
            let read = serde_json::from_value::<T>(value.clone());
            read.is_ok_and(|read| serde_json::to_value(read).is_ok_and(|json| json == *value))
        },
    }
}

/// Tells the keys that a derived type asks for, as its error.
struct Keys;

impl<'de> Deserializer<'de> for Keys {
    type Error = Told;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Told> {
        Err(Told::custom(""))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &str, keys: &[&str], _: V) -> Result<V::Value, Told> {
        Err(Told::custom(keys.join(" ")))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Every type, by the name of its schema.
fn types() -> BTreeMap<&'static str, Type> {
    BTreeMap::from([
        ("Addresses", of::<wire::Addresses>()),
        ("Application", of::<wire::Application>()),
        ("Case", of::<wire::Case>()),
        ("Change", of::<wire::Change>()),
        ("CodeList", of::<wire::CodeList>()),
        ("CodeListItem", of::<wire::CodeListItem>()),
        ("Decision", of::<wire::Decision>()),
        ("Document", of::<wire::Document>()),
        ("DraftContent", of::<wire::DraftContent>()),
        ("Event", of::<wire::Event>()),
        ("FoundAddress", of::<wire::FoundAddress>()),
        ("Hold", of::<wire::Hold>()),
        ("HoldRequest", of::<wire::HoldRequest>()),
        ("Message", of::<wire::Message>()),
        ("NewMessage", of::<wire::NewMessage>()),
        ("Objection", of::<wire::Objection>()),
        ("Offers", of::<wire::Offers>()),
        ("Office", of::<Office>()),
        ("Payment", of::<wire::Payment>()),
        ("PaymentRequest", of::<wire::PaymentRequest>()),
        ("PaymentResult", of::<wire::PaymentResult>()),
        ("PaymentStart", of::<wire::PaymentStart>()),
        ("Problem", of::<wire::Problem>()),
        ("ReadMark", of::<wire::ReadMark>()),
        ("Receipt", of::<wire::Receipt>()),
        ("SavedDraft", of::<wire::SavedDraft>()),
        ("ServiceSummary", of::<wire::ServiceSummary>()),
        ("Services", of::<wire::Services>()),
        ("Slot", of::<wire::Slot>()),
        ("Slots", of::<wire::Slots>()),
        ("StoredAttachment", of::<wire::StoredAttachment>()),
        ("StoredDraft", of::<wire::StoredDraft>()),
        ("Task", of::<wire::Task>()),
        ("TaskAnswer", of::<wire::TaskAnswer>()),
        ("WithdrawalRequest", of::<wire::WithdrawalRequest>()),
    ])
}

/// The answers of field kinds, which `form::Submission` writes; texts and entries are maps.
const NO_TYPES: [&str; 9] = [
    "Appointment",
    "BankAccount",
    "Entry",
    "ForeignAddress",
    "GermanAddress",
    "Period",
    "Place",
    "PostcodePlace",
    "Text",
];

fn keys(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

#[test]
fn every_schema_has_its_type_with_the_same_keys() {
    let (contract, types) = (contract(), types());
    let schemas = contract.at("/components/schemas").as_object().unwrap();
    let objects = schemas.iter().filter(|(_, schema)| schema["type"] == "object");
    let named: BTreeSet<&str> = objects.map(|(name, _)| name.as_str()).collect();
    let typed: BTreeSet<&str> = types.keys().copied().chain(NO_TYPES).collect();
    assert_eq!(named, typed);
    for (name, of) in &types {
        assert!(!of.keys.is_empty(), "{name}");
        assert_eq!(keys(&schemas[*name]), of.keys, "{name}");
    }
}

#[test]
fn every_type_of_the_wire_has_its_schema() {
    let types = types();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/backend/wire");
    let mut found = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let code = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in code.lines().filter_map(|line| line.strip_prefix("pub struct ")) {
            let name = line.split([' ', '(', '<']).next().unwrap();
            // Words by language: a map with an order.
            assert!(types.contains_key(name) || name == "Keywords", "{name} stands in no document");
            found += 1;
        }
    }
    // The office is the recipe's.
    assert_eq!(found, types.len());
}

#[test]
fn every_example_is_read_by_the_app_and_written_again() {
    let (contract, types) = (contract(), types());
    for Example { place, status, schema, value } in bodies(&contract) {
        let (name, body) = (name(schema), value.to_string());
        let right = match name {
            "Services" => answer::services(&body).is_ok(),
            "CodeList" => written::code_list("list", &body).is_ok(),
            "StoredAttachment" => answer::attachment(&body).is_ok(),
            "Receipt" => answer::receipt(&body).is_ok(),
            "Case" => answer::case(&body).is_ok(),
            "Offers" => offers::offers(&body).is_ok(),
            "Addresses" => offers::addresses(&body).is_ok(),
            "Slots" => offers::slots(&body).is_ok(),
            "Hold" => offers::hold(&body).is_ok(),
            "recipe.schema.json" => recipe::parse(&body, &Regex).problems.is_empty(),
            "Problem" => Some(u64::from(status.unwrap())) == value["status"].as_u64(),
            _ => true,
        };
        assert!(right, "{place}");
        if name != "recipe.schema.json" {
            assert!((types[name].survives)(value), "{place}");
        }
    }
}

/// Calls `visit` with every object inside `value`, the name of its schema if it has one, its schema and its place.
fn objects(
    contract: &Contract,
    schema: &Value,
    value: &Value,
    pointer: &str,
    visit: &mut dyn FnMut(&str, &Value, &str),
) {
    let (named, schema) = (name(schema), contract.resolve(schema));
    if let (Value::Object(map), Some(properties)) = (value, schema["properties"].as_object()) {
        visit(named, schema, pointer);
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
fn every_key_is_shown_in_an_example() {
    let contract = contract();
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Example { schema, value, .. } in bodies(&contract) {
        objects(&contract, schema, value, "", &mut |name, _, pointer| {
            let keys = value.pointer(pointer).unwrap().as_object().unwrap().keys().cloned();
            shown.entry(name.to_owned()).or_default().extend(keys);
        });
    }
    for name in types().keys().filter(|name| **name != "Change") {
        let schema = contract.at(&format!("/components/schemas/{name}"));
        let missing: Vec<String> =
            keys(schema).difference(shown.entry((*name).to_owned()).or_default()).cloned().collect();
        assert_eq!(missing, [""; 0], "{name}");
    }
}

#[test]
fn the_news_of_a_case_are_read_as_they_are_shown() {
    let contract = contract();
    let shown =
        contract.at("/paths/~1cases~1{reference}~1changes/get/responses/200/content/text~1event-stream/examples");
    let text = shown["changed"]["value"].as_str().unwrap();
    let data = text.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    openapi::assert_valid(&contract.named("Change"), &data, "a change");
    assert!((types()["Change"].survives)(&data));
    assert_eq!(data.as_object().unwrap().len(), 3);
}

#[test]
fn keys_are_required_by_the_code_exactly_where_the_document_says() {
    let (contract, types) = (contract(), types());
    for Example { place, schema, value, .. } in bodies(&contract) {
        let name = name(schema);
        if ["Problem", "recipe.schema.json"].contains(&name) {
            continue;
        }
        let reads = types[name].reads;
        objects(&contract, schema, value, "", &mut |_, schema, pointer| {
            let required: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            for key in value.pointer(pointer).unwrap().as_object().unwrap().keys() {
                let mut without = value.clone();
                without.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
                let read = reads(&without);
                assert_eq!(read, !required.contains(&key.as_str()), "{place}: without {pointer}/{key}");
                if required.contains(&key.as_str()) {
                    let mut null = value.clone();
                    *null.pointer_mut(pointer).unwrap().get_mut(key).unwrap() = Value::Null;
                    assert!(!reads(&null), "{place}: {pointer}/{key} null");
                }
            }
            let mut more = value.clone();
            more.pointer_mut(pointer).unwrap()["another"] = json!([1]);
            assert!(reads(&more), "{place}: {pointer} with one key more");
        });
    }
}
