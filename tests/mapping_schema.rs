//! Mappings broken in every simple way: what the JSON Schema refuses, the reader refuses too; what only the reader refuses is
//! something that a schema cannot say.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

use amtsgang::backend::mapping::parse;
use jsonschema::Validator;
use serde_json::{Value, json};

/// The expectations that no schema can have, by their first words.
const BEYOND: &[&str] = &[
    "a text whose placeholders",
    "{key} in the path",
    "the id of a field with an answer",
    "a text in quotation marks",
    "something with an order",
    "a whole number",
    "a number",
    "a day",
    "true or false",
    "a group, as",
    "exactly one member",
    "3, 5, 7 or more operands",
    "a list of texts",
];

struct Judges {
    schema: Validator,
    wrong: Vec<String>,
    count: usize,
}

impl Judges {
    fn judge(&mut self, what: &str, mapping: &Value) {
        self.count += 1;
        let accepted = self.schema.is_valid(mapping);
        let problems = parse(&mapping.to_string()).problems;
        let beyond = |expected: &str| BEYOND.iter().any(|beyond| expected.starts_with(beyond));
        if accepted && !problems.iter().all(|problem| beyond(&problem.expected)) {
            self.wrong.push(format!("{what}: only the reader refuses: {}", problems[0]));
        } else if !accepted && problems.is_empty() {
            self.wrong.push(format!("{what}: only the schema refuses"));
        }
    }

    /// Breaks the value at `pointer` and everything in it.
    fn break_all(&mut self, mapping: &mut Value, pointer: &str) {
        let original = mapping.pointer(pointer).unwrap().clone();
        for other in strangers() {
            let what = format!("{pointer} = {other}");
            *mapping.pointer_mut(pointer).unwrap() = other;
            self.judge(&what, mapping);
        }
        *mapping.pointer_mut(pointer).unwrap() = original.clone();
        match original {
            Value::Object(map) => {
                for key in map.keys() {
                    let value = mapping.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key).unwrap();
                    self.judge(&format!("{pointer} without {key}"), mapping);
                    mapping.pointer_mut(pointer).unwrap()[key] = value;
                    self.break_all(mapping, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")));
                }
                for (key, value) in more() {
                    if !map.contains_key(key) {
                        let what = format!("{pointer} with {key} {value}");
                        mapping.pointer_mut(pointer).unwrap()[key] = value;
                        self.judge(&what, mapping);
                        mapping.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
                    }
                }
            }
            Value::Array(list) => {
                for ix in 0..list.len() {
                    let value = mapping.pointer_mut(pointer).unwrap().as_array_mut().unwrap().remove(ix);
                    self.judge(&format!("{pointer} without {ix}"), mapping);
                    mapping.pointer_mut(pointer).unwrap().as_array_mut().unwrap().insert(ix, value);
                    self.break_all(mapping, &format!("{pointer}/{ix}"));
                }
                for one in [json!("attach"), list[0].clone()] {
                    mapping.pointer_mut(pointer).unwrap().as_array_mut().unwrap().push(one);
                    self.judge(&format!("{pointer} with one more"), mapping);
                    mapping.pointer_mut(pointer).unwrap().as_array_mut().unwrap().pop();
                }
            }
            _ => {}
        }
    }
}

fn strangers() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(404),
        json!(2.5),
        json!(""),
        json!("x"),
        json!("/x"),
        json!("/~x"),
        json!("{key}"),
        json!("{key"),
        json!("}}"),
        json!("../x/"),
        json!("https://example.org/x/"),
        json!("lookup"),
        json!("PUT"),
        json!("rejected"),
        json!([]),
        json!({}),
        json!({"const": "RECEIVED"}),
        json!({"$": "/x"}),
        json!({"$": "{language}", "table": {"a": "b"}, "otherwise": null}),
        json!({"==": [{"var": "language"}, "de"]}),
    ]
}

fn more() -> Vec<(&'static str, Value)> {
    vec![
        ("stranger", json!(1)),
        ("form", json!({})),
        ("otherwise", json!("RECEIVED")),
        ("format", json!("DD.MM.YYYY")),
        ("detail", json!("/detail")),
        ("const", json!(1)),
        ("$", json!("{language}")),
        ("headers", json!({"Authorization": "secret"})),
        ("codeList", json!({})),
    ]
}

fn judges() -> Judges {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/schema/mapping.schema.json");
    let schema = fs::read_to_string(schema).unwrap();
    let schema = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    Judges { schema, wrong: Vec::new(), count: 0 }
}

fn break_mapping(name: &str) {
    let mut judges = judges();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mappings").join(name);
    let mut mapping: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert!(judges.schema.is_valid(&mapping), "{:#?}", judges.schema.iter_errors(&mapping).collect::<Vec<_>>());
    assert!(parse(&mapping.to_string()).problems.is_empty());
    judges.break_all(&mut mapping, "");
    assert!(judges.count > 1000, "only {} mappings judged", judges.count);
    let some = &judges.wrong[..judges.wrong.len().min(40)];
    assert!(judges.wrong.is_empty(), "{} of {}: {some:#?}", judges.wrong.len(), judges.count);
}

// Tests of their own, so that two cores share the work.

#[test]
fn reader_and_schema_break_at_the_same_places_of_records() {
    break_mapping("json-server.json");
}

#[test]
fn reader_and_schema_break_at_the_same_places_of_documents() {
    break_mapping("couchdb.json");
}

#[test]
fn reader_and_schema_break_at_the_same_places_of_everything_there_is() {
    break_mapping("complete.json");
}
