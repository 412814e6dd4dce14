//! The shape of a record: a JavaScript object whose `payload` holds, as JSON, all that is not needed to find it.

use wasm_bindgen::JsValue;

use super::Error;
use crate::browser::{object, page, property};
use crate::json::{self, Object, Value};
use crate::text::Text;

/// A record: what it is found by, and its payload.
pub fn record(found_by: &[(&str, JsValue)], payload: Object) -> JsValue {
    let mut properties = found_by.to_vec();
    properties.push(("payload", json::write(&Value::Object(payload)).into()));
    object(&properties).into()
}

/// The payload of a record, if it can still be read.
pub fn payload(record: &JsValue) -> Option<Payload> {
    let json = property(record, "payload")?.as_string()?;
    match json::read(&json) {
        Ok(Value::Object(map)) => Some(Payload(map)),
        _ => None,
    }
}

/// All records that can be read; those that cannot are told on the console and left where they are, for the person to
/// remove and for another version of the app to read.
pub fn readable<T>(records: &js_sys::Array, what: &str, read: fn(&JsValue) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    for record in records.iter() {
        match read(&record) {
            Some(entry) => found.push(entry),
            None => page::warn(&Error::Unreadable(what.to_owned()).to_string()),
        }
    }
    found
}

/// What a payload holds, read piece by piece.
pub struct Payload(Object);

impl Payload {
    pub fn string(&self, key: &str) -> Option<String> {
        self.0.get(key)?.as_str().map(str::to_owned)
    }

    pub fn number(&self, key: &str) -> Option<u32> {
        self.0.get(key)?.as_i64()?.try_into().ok()
    }

    pub fn text(&self, key: &str) -> Option<Text> {
        let pairs: Option<Vec<(&str, &str)>> = self
            .0
            .get(key)?
            .as_object()?
            .iter()
            .map(|(language, text)| Some((language.as_str(), text.as_str()?)))
            .collect();
        Some(Text::from_pairs(&pairs?))
    }
}

/// A text as a payload keeps it.
pub fn text(text: &Text) -> Value {
    Value::Object(text.pairs().map(|(language, text)| (language.to_owned(), text.into())).collect())
}
