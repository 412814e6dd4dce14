//! The field kind `group`: the same questions once for each of several things, such as the members of a household.
//!
//! Its answers are its entries', which the form keeps; a group itself holds nothing that could be typed.

use super::read_limits;
use crate::reading::Object;
use crate::text::{self, Text};

/// More entries than these are for no form.
pub const MOST_ENTRIES: i64 = 500;

/// How many entries there may be, and what they are called.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// There are never fewer.
    pub min: usize,
    pub max: usize,
    /// One entry: "Person".
    pub entry: Text,
    /// What adds an entry: "Add a person".
    pub add: Text,
    /// A sentence about an entry, with ids of its own fields as placeholders: "{firstName} {lastName}".
    pub summary: Option<Text>,
}

impl Group {
    pub const KEYS: &[&str] = &["label", "hint", "min", "max", "entry", "add", "summary", "fields", "checks"];

    pub(super) fn read(object: &Object) -> Self {
        let (min, max) = read_limits(object, ["min", "max"], [0, MOST_ENTRIES], [0, 20]);
        if max == 0 {
            object.expected("max", "at least 1");
        }
        let text = |key, what| object.require(key, what).and_then(text::read).unwrap_or_default();
        Self {
            min: min as usize,
            max: max as usize,
            entry: text("entry", "what one entry is called"),
            add: text("add", "what adds an entry"),
            summary: object.get("summary").and_then(text::read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{pointers, read};
    use super::*;
    use serde_json::json;

    #[test]
    fn twenty_entries_are_the_usual_limit() {
        let kind = read(json!({"entry": {"de": "Hund"}, "add": {"de": "Hund hinzufügen"}}), Group::read);
        assert_eq!((kind.min, kind.max), (0, 20));
    }

    #[test]
    fn limits_and_names_are_checked() {
        let names = json!({"entry": {"de": "Hund"}, "add": {"de": "Hund hinzufügen"}});
        for (more, pointer) in [
            (json!({"min": 21}), "/min"),
            (json!({"min": 3, "max": 2}), "/max"),
            (json!({"max": 501}), "/max"),
            (json!({"max": 0}), "/max"),
            (json!({"entry": "Hund"}), "/entry"),
            (json!({"add": null}), "/add"),
            (json!({"summary": 1}), "/summary"),
        ] {
            let mut json = names.clone();
            json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            assert_eq!(pointers(json, Group::read), [pointer], "{more}");
        }
        assert_eq!(pointers(json!({}), Group::read), ["/entry", "/add"]);
    }
}
