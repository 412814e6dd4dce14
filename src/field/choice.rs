//! The field kind `choice`: one of several options.

use super::schema::Schema;
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};
use crate::json::Value as Json;
use crate::reading::{Node, Object};
use crate::text::{self, Text};

/// What can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Two or more, each value once.
    pub options: Vec<ChoiceOption>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceOption {
    /// What is sent; never shown.
    pub value: String,
    pub label: Text,
    pub hint: Option<Text>,
}

impl Choice {
    pub const KEYS: &[&str] = &["options"];

    pub(super) fn read(object: &Object) -> Self {
        Self { options: read_options(object) }
    }

    pub(super) fn schema(&self) -> Schema {
        one_of(&self.options)
    }
}

impl Rules for Choice {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.text() {
            "" => nothing(required, Missing::Choice),
            text if offers(&self.options, text) => Ok(Value::Text(text.into())),
            _ => wrong(Fault::Choice),
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Empty | Answer::Text(_)) && (answer.is_blank() || offers(&self.options, answer.text()))
    }

    fn is_blank(&self, answer: &Answer) -> bool {
        answer.text().is_empty()
    }
}

/// The value of one of the options.
pub(super) fn one_of(options: &[ChoiceOption]) -> Schema {
    let values = options.iter().map(|option| Json::from(option.value.as_str()));
    Schema::default().with("enum", Json::Array(values.collect()))
}

pub(super) fn offers(options: &[ChoiceOption], value: &str) -> bool {
    options.iter().any(|option| option.value == value)
}

/// Reads `options` and reports what is wrong with them.
pub(super) fn read_options(object: &Object) -> Vec<ChoiceOption> {
    let mut options: Vec<ChoiceOption> = Vec::new();
    let Some(node) = object.require("options", "a list of two or more options") else { return options };
    let Some(list) = node.list() else { return options };
    if list.len() < 2 {
        node.expected("a list of two or more options");
    }
    for (ix, value) in list.iter().enumerate() {
        if let Some(option) = read_option(node.element(ix, value), &options) {
            options.push(option);
        }
    }
    options
}

fn read_option(node: Node, before: &[ChoiceOption]) -> Option<ChoiceOption> {
    let object = node.object()?;
    object.finish(&[&["value", "label", "hint"]]);
    let value = object.require("value", "a value such as \"dog-1\"").and_then(|node| {
        let value = node.string()?;
        if !is_value(value) {
            node.expected("letters of a to z, digits, and after the first also dots, hyphens and underscores");
        } else if offers(before, value) {
            node.expected("a value that no option before it has");
        }
        Some(value.to_owned())
    });
    let label = object.require("label", "a text").and_then(text::read);
    let hint = object.get("hint").and_then(text::read);
    Some(ChoiceOption { value: value?, label: label?, hint })
}

fn is_value(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use serde_json::json;

    #[test]
    fn only_options_can_be_chosen() {
        let options = json!([{"value": "a", "label": {"de": "A"}}, {"value": "b.1", "label": {"de": "B"}}]);
        let kind = read(json!({"options": options}), Choice::read);
        assert_eq!(kind.check(&typed("b.1"), true, &cx()), Ok(Value::Text("b.1".into())));
        assert_eq!(kind.check(&typed("c"), false, &cx()), wrong(Fault::Choice));
        assert_eq!(kind.check(&Answer::Empty, true, &cx()), nothing(true, Missing::Choice));
        assert_eq!(kind.check(&Answer::Empty, false, &cx()), Ok(Value::Null));
        assert!(kind.fits(&typed("a")) && !kind.fits(&typed("c")) && !kind.fits(&Answer::List(vec!["a".into()])));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        let a = json!({"value": "a", "label": {"de": "A"}});
        let bad = json!({"value": ".b", "label": "B", "colour": "red"});
        assert_eq!(pointers(json!({}), Choice::read), ["/options"]);
        assert_eq!(pointers(json!({"options": [a]}), Choice::read), ["/options"]);
        assert_eq!(pointers(json!({"options": [a, a]}), Choice::read), ["/options/1/value"]);
        assert_eq!(
            pointers(json!({"options": [a, bad]}), Choice::read),
            ["/options/1/colour", "/options/1/value", "/options/1/label"]
        );
        assert_eq!(pointers(json!({"options": [a, {}]}), Choice::read), ["/options/1/value", "/options/1/label"]);
        assert_eq!(pointers(json!({"options": [a, "b"]}), Choice::read), ["/options/1"]);
    }
}
