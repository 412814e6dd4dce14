//! What every answer of a GeoReport server has in common: lenient values, lists, and errors.
//!
//! Servers turn XML into JSON by program, so numbers come as texts and texts as numbers, and nothing is null, empty or left out
//! ("Optional Arguments"). What is missing where it is needed, or means nothing we know, is an error with its place.

use crate::backend::Error;
use crate::json::{self, Value};
use crate::reading::{Node, Object, Problems};

/// Reads an answer's value; the first problem found is told to the developer.
pub fn whole<T>(value: &Value, read: impl FnOnce(Node) -> Option<T>) -> Result<T, Error> {
    let problems = Problems::new();
    let read = read(Node::at(value, "", &problems));
    match (read, problems.into_list().first()) {
        (Some(read), None) => Ok(read),
        (_, Some(problem)) => Err(Error::contract(&problem.to_string())),
        (None, None) => Err(Error::contract("nothing that can be read")),
    }
}

/// A text without blanks at its ends, or a number or truth value as it is written; `None` for null and blank. The outer `None`
/// is something else.
pub(super) fn scalar(node: Node) -> Option<Option<String>> {
    let text = match node.value {
        Value::Null => String::new(),
        Value::Bool(is) => (if *is { "true" } else { "false" }).to_owned(),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(_) => json::write(node.value),
        Value::Array(_) | Value::Object(_) => {
            node.expected("a text or a number");
            return None;
        }
    };
    Some((!text.is_empty()).then_some(text))
}

/// A value that may be left out.
pub(super) fn may(object: &Object, key: &str) -> Option<Option<String>> {
    object.get(key).map_or(Some(None), scalar)
}

/// A value that must be there.
pub(super) fn must(object: &Object, key: &str) -> Option<String> {
    let found = scalar(object.require(key, "a text or a number")?)?;
    if found.is_none() {
        object.expected(key, "a text or a number");
    }
    found
}

/// `true` or `false`, as a truth value or in words; `None` where nothing stands there. The outer `None` is something else.
pub(super) fn truth(object: &Object, key: &str) -> Option<Option<bool>> {
    match may(object, key)?.map(|word| word.to_ascii_lowercase()).as_deref() {
        None => Some(None),
        Some("true") => Some(Some(true)),
        Some("false") => Some(Some(false)),
        Some(_) => {
            object.expected(key, "true or false");
            None
        }
    }
}

/// Every object of a list; `None` as soon as one cannot be read. An empty XML element is an empty list.
pub(super) fn each(node: Node, read: &mut dyn FnMut(&Object) -> Option<()>) -> Option<()> {
    if node.value.is_null() {
        return Some(());
    }
    for (ix, value) in node.list()?.iter().enumerate() {
        read(&node.element(ix, value).object()?)?;
    }
    Some(())
}

/// Several words with one blank between them: XML is often indented in the middle of a sentence.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Nothing for a success (2xx), else the error that status and body (if it could be read) mean. `retry_after` in seconds.
pub fn judge(status: u16, retry_after: Option<u32>, body: Option<&Value>) -> Result<(), Error> {
    let said = || body.map(descriptions).unwrap_or_default();
    match status {
        200..=299 => Ok(()),
        // For a key that is missing or wrong; no citizen has one.
        401 | 403 => Err(Error::contract(&["access denied: ", &said()].concat())),
        404 | 410 => Err(Error::NotFound),
        408 => Err(Error::Timeout),
        413 => Err(Error::TooLarge),
        429 => Err(Error::RateLimited { retry_after }),
        500.. => Err(Error::Unavailable { status }),
        // "Basically 400 for any other error", with a description "meant to be seen by the user".
        400..=499 if !said().is_empty() => Err(Error::Rejected { problems: Vec::new(), detail: Some(said()) }),
        _ => Err(Error::contract(&["status ", &status.to_string()].concat())),
    }
}

/// The descriptions of an error's body, one after the other.
fn descriptions(body: &Value) -> String {
    let told = |error: &Value| error.get("description").and_then(Value::as_str).map(line);
    let all: Vec<String> = body.as_array().unwrap_or_default().iter().filter_map(told).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    #[test]
    fn a_value_is_the_same_as_text_number_or_truth() {
        let read = |json: serde_json::Value| {
            let value = given(&json!([json]));
            whole(&value, |node| scalar(node.element(0, value.at(0)?)))
        };
        assert_eq!(read(json!(293_944)), Ok(Some("293944".into())));
        assert_eq!(read(json!("\n  001 ")), Ok(Some("001".into())));
        assert_eq!(read(json!(-122.4651145)), Ok(Some("-122.4651145".into())));
        assert_eq!(read(json!(true)), Ok(Some("true".into())));
        assert_eq!((read(json!(null)), read(json!(" "))), (Ok(None), Ok(None)));
        assert_eq!(read(json!({})), Err(Error::contract("/0: expected a text or a number, found an object of 0 keys")));
    }

    #[test]
    fn only_true_and_false_are_truth() {
        let read = |json: serde_json::Value| whole(&given(&json), |node| truth(&node.object()?, "is"));
        for yes in [json!({"is": true}), json!({"is": "true"}), json!({"is": "True"})] {
            assert_eq!(read(yes), Ok(Some(true)));
        }
        assert_eq!((read(json!({"is": "false"})), read(json!({"is": ""}))), (Ok(Some(false)), Ok(None)));
        assert_eq!(
            read(json!({"is": "yes"})),
            Err(Error::contract("/is: expected true or false, found the text \"yes\""))
        );
    }

    #[test]
    fn each_status_has_its_error() {
        let body = given(
            &json!([{"code": 403, "description": "Invalid api_key received."}, {"code": 4, "description": " Two\n words "}]),
        );
        let said = "Invalid api_key received. Two words";
        let judged = |status: u16, body: Option<&Value>| judge(status, Some(9), body).unwrap_err();
        assert_eq!(judge(201, None, None), Ok(()));
        let rejected = Error::Rejected { problems: vec![], detail: Some(said.into()) };
        assert_eq!((judged(400, Some(&body)), judged(422, Some(&body))), (rejected.clone(), rejected));
        assert_eq!(judged(403, Some(&body)), Error::contract(&["access denied: ", said].concat()));
        assert_eq!(judged(404, Some(&body)), Error::NotFound);
        assert_eq!(judged(429, None), Error::RateLimited { retry_after: Some(9) });
        assert_eq!(judged(503, None), Error::Unavailable { status: 503 });
        for body in [json!(null), json!({"error": "no"}), json!([{"description": 3}])] {
            assert_eq!(judged(400, Some(&given(&body))), Error::contract("status 400"));
        }
        assert_eq!(judged(400, None), Error::contract("status 400"));
        assert_eq!(judged(304, None), Error::contract("status 304"));
    }
}
