//! What a test writes with `json!`, as the app reads it.

use amtsgang::json::{Value, read};

pub fn given(json: &serde_json::Value) -> Value {
    read(&json.to_string()).expect("what serde_json wrote")
}
