//! The field kind `longText`: several lines.

use super::schema::Schema;
use super::text::{MOST_CHARACTERS, check_length};
use super::typing::tidy;
use super::{Answer, Checked, Context, Missing, Rules, Value, nothing, read_limits};
use crate::reading::Object;

/// What a recipe may say of a text of several lines.
#[derive(Clone, Debug, PartialEq)]
pub struct LongText {
    /// Lengths count Unicode scalar values of the tidied text; a line's end is one.
    pub min_length: i64,
    pub max_length: i64,
    /// How high the input is, in lines.
    pub rows: u8,
}

impl LongText {
    pub const KEYS: &[&str] = &["minLength", "maxLength", "rows"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let (min_length, max_length) = read_limits(object, ["minLength", "maxLength"], [0, MOST_CHARACTERS], [0, 2000]);
        let rows = object.get("rows").and_then(|node| node.integer(2, 30)).unwrap_or(5);
        Self { min_length, max_length, rows: rows as u8 }
    }

    pub(super) fn schema(&self) -> Schema {
        Schema::shared("lines").with("minLength", self.min_length.max(1)).with("maxLength", self.max_length)
    }
}

impl Rules for LongText {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let text = tidied(answer.text());
        if text.is_empty() {
            return nothing(required, Missing::Text);
        }
        check_length(&text, self.min_length, self.max_length)?;
        Ok(Value::Text(text))
    }

    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(tidied)
    }
}

/// Line ends as `\n`, whichever way the text came.
fn tidied(text: &str) -> String {
    tidy(text).replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::super::{Fault, wrong};
    use super::*;
    use serde_json::json;

    #[test]
    fn line_ends_are_one_character() {
        let kind = read(json!({"maxLength": 5}), LongText::read);
        let text = Value::Text("a\nb\nc".into());
        assert_eq!(kind.check(&typed(" a\r\nb\rc\n"), true, &cx()), Ok(text));
        assert_eq!(kind.check(&typed("a\nb\ncd"), true, &cx()), wrong(Fault::TooLong { max: 5 }));
        assert_eq!(kind.check(&typed("\r\n"), true, &cx()), nothing(true, Missing::Text));
        assert_eq!(kind.normalize(&typed("a\r\nb")), Some(typed("a\nb")));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(read(json!({}), LongText::read), LongText { min_length: 0, max_length: 2000, rows: 5 });
        assert_eq!(pointers(json!({"rows": 1, "maxLength": -1}), LongText::read), ["/maxLength", "/rows"]);
    }
}
