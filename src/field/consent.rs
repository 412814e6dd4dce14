//! The field kind `consent`: one box to tick, with what is agreed to.

use super::schema::Schema;
use super::{Answer, Checked, Context, Missing, Rules, Value, nothing};
use crate::json::Value as Json;
use crate::reading::Object;
use crate::text::{self, Text};

/// What a recipe may say of a consent.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    /// What is agreed to, in Markdown, above the box.
    pub text: Option<Text>,
}

impl Consent {
    pub const KEYS: &[&str] = &["text"];

    pub(super) fn read(object: &Object) -> Self {
        Self { text: object.get("text").and_then(text::read) }
    }

    pub(super) fn schema(&self) -> Schema {
        Schema::default().with("const", Json::Bool(true))
    }
}

/// Consent is given by an act and never assumed (DSGVO art. 4 no. 11): only "true" counts.
impl Rules for Consent {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.text() {
            "true" => Ok(Value::Bool(true)),
            _ => nothing(required, Missing::Consent),
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.text() == "true"
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_tick_is_consent() {
        let kind = read(json!({"text": {"de": "Ich stimme zu."}}), Consent::read);
        assert_eq!(kind.check(&typed("true"), true, &cx()), Ok(Value::Bool(true)));
        for answer in [typed("false"), typed("yes"), Answer::Empty] {
            assert_eq!(kind.check(&answer, true, &cx()), nothing(true, Missing::Consent));
            assert_eq!(kind.check(&answer, false, &cx()), Ok(Value::Null));
        }
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"text": "Ja"}), Consent::read), ["/text"]);
    }
}
