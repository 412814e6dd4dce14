//! Every part of a good recipe broken in every simple way: what the JSON Schema refuses, the reader refuses too; what
//! only the reader refuses is something that a schema cannot say.
#![cfg(not(target_arch = "wasm32"))]

mod patterns;

use std::fs;
use std::path::Path;

use amtsgang::recipe::{Problem, parse};
use jsonschema::Validator;
use patterns::Regex;
use serde_json::{Value, json};

/// The expectations that no schema can have, by their first words; one that ends with a full stop is meant whole.
const BEYOND: &[&str] = &[
    "an id that no other",
    "a value that no option before it has",
    "the id of a field with an answer",
    "the value of one of that field's options",
    "a field with a single value",
    "a list in square brackets, or a field of several choices",
    "something with an order",
    "a whole number.",
    "a number.",
    "a number above 0",
    "a number other than 0",
    "true or false.",
    "a text in quotation marks.",
    "a day",
    "3, 5, 7 or more operands",
    "a regular expression",
    "a number of at",
    "the value of an option",
    "a group, as ",
    "the id of a field beside the check",
    "a field of this entry or outside of groups",
    "a calculation whose result",
    "a number.",
    "an answer in the form in which it is sent",
];

struct Judges {
    schema: Validator,
    wrong: Vec<String>,
    count: usize,
}

impl Judges {
    fn judge(&mut self, what: &str, recipe: &Value) {
        self.count += 1;
        let accepted = self.schema.is_valid(recipe);
        let problems = parse(&recipe.to_string(), &Regex).problems;
        let beyond = |problem: &Problem| {
            let expected = problem.expected.clone() + ".";
            // How many can be chosen depends on how many options there are.
            let how_many = expected.starts_with("a whole number from 1 to ")
                && (problem.pointer.ends_with("/min") || problem.pointer.ends_with("/max"));
            how_many || BEYOND.iter().any(|beyond| expected.starts_with(beyond))
        };
        if accepted && !problems.iter().all(beyond) {
            self.wrong.push(format!("{what}: only the reader refuses: {}", problems[0]));
        } else if !accepted && problems.is_empty() {
            self.wrong.push(format!("{what}: only the schema refuses"));
        }
    }

    /// Breaks the value at `pointer` and everything in it.
    fn break_all(&mut self, file: &str, recipe: &mut Value, pointer: &str) {
        let original = recipe.pointer(pointer).unwrap().clone();
        // A text is a text, and a head a head: once is enough.
        let broken_once = original.get("de").is_some()
            || ["/id", "/kind"].iter().any(|key| pointer.ends_with(key))
            || !(pointer.is_empty() || pointer.starts_with("/steps"));
        if file != "complete" && broken_once {
            return;
        }
        for other in strangers() {
            let what = format!("{file}{pointer} = {other}");
            *recipe.pointer_mut(pointer).unwrap() = other;
            self.judge(&what, recipe);
        }
        *recipe.pointer_mut(pointer).unwrap() = original.clone();
        match original {
            Value::Object(map) => {
                for key in map.keys() {
                    let value = recipe.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key).unwrap();
                    self.judge(&format!("{file}{pointer} without {key}"), recipe);
                    recipe.pointer_mut(pointer).unwrap()[key] = value;
                    self.break_all(file, recipe, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")));
                }
                for (key, value) in [("stranger", json!(1)), ("hint", json!({"de": "x"})), ("min", json!(1))] {
                    if !map.contains_key(key) {
                        recipe.pointer_mut(pointer).unwrap()[key] = value;
                        self.judge(&format!("{file}{pointer} with {key}"), recipe);
                        recipe.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
                    }
                }
            }
            Value::Array(list) => {
                for ix in 0..list.len() {
                    let value = recipe.pointer_mut(pointer).unwrap().as_array_mut().unwrap().remove(ix);
                    self.judge(&format!("{file}{pointer} without {ix}"), recipe);
                    recipe.pointer_mut(pointer).unwrap().as_array_mut().unwrap().insert(ix, value);
                    self.break_all(file, recipe, &format!("{pointer}/{ix}"));
                }
                recipe.pointer_mut(pointer).unwrap().as_array_mut().unwrap().push(json!("image/png"));
                self.judge(&format!("{file}{pointer} with one more"), recipe);
                recipe.pointer_mut(pointer).unwrap().as_array_mut().unwrap().pop();
            }
            _ => {}
        }
    }
}

fn strangers() -> [Value; 12] {
    [
        json!(null),
        json!(true),
        json!(0),
        json!(2.0),
        json!(0.5),
        json!(9_999_999_999_999_999_i64),
        json!(""),
        json!("x"),
        json!("x y"),
        json!([]),
        json!({}),
        json!({"de": "Ä"}),
    ]
}

/// Breaks the good recipes that `chosen` takes, by file name.
fn break_recipes(chosen: fn(&str) -> bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = fs::read_to_string(root.join("public/schema/recipe.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    let mut judges = Judges { schema, wrong: Vec::new(), count: 0 };
    for entry in fs::read_dir(root.join("tests/recipes/good")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if chosen(name) {
            let mut recipe: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            judges.break_all(name, &mut recipe, "");
        }
    }
    assert!(judges.count > 1000, "only {} recipes judged", judges.count);
    assert!(judges.wrong.is_empty(), "{} of {}: {:#?}", judges.wrong.len(), judges.count, judges.wrong);
}

// Two tests, so that two cores share the work.

#[test]
fn reader_and_schema_break_at_the_same_conditions() {
    break_recipes(|file| file == "conditions");
}

#[test]
fn reader_and_schema_break_at_the_same_places() {
    break_recipes(|file| file != "conditions");
}
