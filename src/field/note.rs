//! The field kind `note`: something to read between the questions. It asks nothing and is never sent.

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

#[cfg(test)]
mod tests {
    use super::super::tests::pointers;
    use super::*;
    use serde_json::json;

    #[test]
    fn needs_a_text() {
        assert_eq!(pointers(json!({}), Note::read), ["/text"]);
    }
}
