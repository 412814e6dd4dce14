//! The field kind `note`: something to read between the questions. It asks nothing and is never sent.

use super::{Answer, Checked, Context, Rules, Value};
use crate::reading::Object;
use crate::text::{self, Text};

/// What there is to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// In Markdown.
    pub text: Text,
}

impl Note {
    pub const KEYS: &[&str] = &["text"];

    pub(super) fn read(object: &Object) -> Self {
        Self { text: object.require("text", "what there is to read").and_then(text::read).unwrap_or_default() }
    }
}

impl Rules for Note {
    fn check(&self, _: &Answer, _: bool, _: &Context) -> Checked {
        Ok(Value::Null)
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use serde_json::json;

    #[test]
    fn has_no_value() {
        let kind = read(json!({"text": {"de": "Bitte beachten"}}), Note::read);
        assert_eq!(kind.check(&typed("x"), true, &cx()), Ok(Value::Null));
    }

    #[test]
    fn needs_a_text() {
        assert_eq!(pointers(json!({}), Note::read), ["/text"]);
    }
}
