//! A recipe around the steps or fields that a test is about.
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::rc::Rc;

use amtsgang::recipe::{Recipe, parse};
use serde_json::{Value, json};

use crate::patterns::Regex;

/// The recipe with these steps, which has no problems.
pub fn of_steps(steps: &Value) -> Rc<Recipe> {
    let text = json!({"de": "Text"});
    let json = json!({
        "id": "probe", "version": 3, "title": text, "summary": text, "fee": text, "duration": text, "privacy": text,
        "office": {
            "name": text, "street": "Marktplatz 1", "postcode": "52349", "place": "Musterstadt", "hours": text,
            "phone": "+49 2421 25-0", "email": "amt@musterstadt.example"
        },
        "steps": steps,
    });
    let parsed = parse(&json.to_string(), &Regex);
    assert_eq!(parsed.problems, [], "{json:#}");
    Rc::new(parsed.recipe.expect("a recipe"))
}

/// As [`of_steps`], with these fields in one step.
pub fn of_fields(fields: &Value) -> Rc<Recipe> {
    of_steps(&json!([{"id": "s", "title": {"de": "Schritt"}, "fields": fields}]))
}

/// A field with these keys beside its label.
pub fn field(id: &str, kind: &str, keys: Value) -> Value {
    let mut field = json!({"id": id, "kind": kind, "label": {"de": id}});
    let Value::Object(keys) = keys else { panic!("the keys of {id}: {keys}") };
    field.as_object_mut().expect("an object").extend(keys);
    field
}
