//! The field kind `choice`: one of several options.

use super::schema::Schema;
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};
use crate::json::Value as Json;
use crate::names::Names;
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

/// More options than this are searched by typing rather than looked through.
pub const MOST_IN_SIGHT: usize = 20;

/// Longer lists than this are none that anybody chooses from.
const MOST_OPTIONS: usize = 20_000;

/// The value of an answer that was chosen from a long list: such an answer is the value and its label.
pub fn picked(answer: &Answer) -> Option<&str> {
    match answer.list() {
        [_, _] => Some(answer.part(0)).filter(|value| !value.is_empty()),
        _ => None,
    }
}

/// What was chosen from a long list, in the words it had there.
pub fn label(answer: &Answer) -> &str {
    match answer.part(1) {
        "" => answer.part(0),
        label => label,
    }
}

/// The value that was chosen, from whatever list, or what was typed instead.
pub fn chosen(answer: &Answer) -> &str {
    picked(answer).unwrap_or_else(|| answer.text())
}

impl Choice {
    pub const KEYS: &[&str] = &["options", "codeList"];

    /// Whether the options are searched by typing.
    pub fn is_long(&self) -> bool {
        self.options.len() > MOST_IN_SIGHT
    }

    pub(super) fn read(object: &Object) -> Self {
        Self { options: read_options(object) }
    }

    pub(super) fn schema(&self) -> Schema {
        one_of(&self.options)
    }
}

impl Rules for Choice {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match chosen(answer) {
            "" => nothing(required, Missing::Choice),
            value if offers(&self.options, value) => Ok(Value::Text(value.into())),
            typed if self.is_long() => wrong(Fault::NotListed { text: typed.into(), once: false }),
            _ => wrong(Fault::Choice),
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        let typed = matches!(answer, Answer::Empty | Answer::Text(_));
        typed && (self.is_long() || self.is_blank(answer)) || offers(&self.options, chosen(answer))
    }

    fn is_blank(&self, answer: &Answer) -> bool {
        chosen(answer).is_empty()
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
    if !(2..=MOST_OPTIONS).contains(&list.len()) {
        node.expected("a list of 2 to 20000 options");
    }
    for (ix, value) in list.iter().enumerate() {
        options.extend(read_option(node.element(ix, value)));
    }
    let value = |ix: usize| list[ix].get("value").and_then(Json::as_str).filter(|value| is_value(value)).unwrap_or("");
    let twice = Names::of(list.len(), &value).twice(&value);
    for ix in twice {
        if let Some(option) = node.element(ix, &list[ix]).object().filter(|_| !value(ix).is_empty()) {
            option.expected("value", "a value that no option before it has");
        }
    }
    options
}

fn read_option(node: Node) -> Option<ChoiceOption> {
    let object = node.object()?;
    object.finish(&[&["value", "label", "hint"]]);
    let value = object.require("value", "a value such as \"dog-1\"").and_then(|node| {
        let value = node.string()?;
        if !is_value(value) {
            node.expected("letters of a to z, digits, and after the first also dots, hyphens and underscores");
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
    fn of_many_options_what_was_typed_is_kept() {
        let many = |count: usize| {
            let option = |ix: usize| json!({"value": format!("v{ix}"), "label": {"de": format!("Nummer {ix}")}});
            read(json!({"options": (0..count).map(option).collect::<Vec<_>>()}), Choice::read)
        };
        let (select, list) = (many(MOST_IN_SIGHT), many(MOST_IN_SIGHT + 1));
        assert!(!select.is_long() && list.is_long());
        let picked = |value: &str| Answer::List(vec![value.into(), "Nummer".into()]);
        for kind in [&select, &list] {
            for answer in [typed("v3"), picked("v3")] {
                assert_eq!(kind.check(&answer, true, &cx()), Ok(Value::Text("v3".into())));
                assert!(kind.fits(&answer) && !kind.is_blank(&answer));
            }
            assert!(
                !kind.fits(&Answer::List(vec!["v3".into()])) && !kind.fits(&Answer::List(vec!["".into(), "x".into()]))
            );
        }
        assert_eq!(
            list.check(&typed(" Num "), true, &cx()),
            wrong(Fault::NotListed { text: "Num".into(), once: false })
        );
        assert_eq!(select.check(&typed("Num"), true, &cx()), wrong(Fault::Choice));
        assert!(list.fits(&typed("Num")) && !select.fits(&typed("Num")));
        // What the recipe does not offer any more is told as every answer that does not fit a new version.
        assert!(!list.fits(&picked("x")) && !select.fits(&picked("x")));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        let a = json!({"value": "a", "label": {"de": "A"}});
        let bad = json!({"value": ".b", "label": "B", "colour": "red"});
        assert_eq!(pointers(json!({}), Choice::read), ["/options"]);
        assert_eq!(pointers(json!({"options": [a]}), Choice::read), ["/options"]);
        assert_eq!(pointers(json!({"options": [a, a]}), Choice::read), ["/options/1/value"]);
        assert_eq!(pointers(json!({"options": [a, a, a]}), Choice::read), ["/options/1/value", "/options/2/value"]);
        assert_eq!(
            pointers(json!({"options": [a, bad]}), Choice::read),
            ["/options/1/colour", "/options/1/value", "/options/1/label"]
        );
        assert_eq!(pointers(json!({"options": [a, {}]}), Choice::read), ["/options/1/value", "/options/1/label"]);
        assert_eq!(pointers(json!({"options": [a, "b"]}), Choice::read), ["/options/1"]);
    }
}
