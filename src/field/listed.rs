//! The field kind `choice` with a code list: one of many entries, which the backend knows and the recipe does not.
//!
//! An answer is either what was typed, or the entry that was chosen: its value and its label, so that it can be shown and
//! sent while the list is not here. What was typed counts as chosen where it is the label of exactly one entry.

use super::choice::{label, picked};
use super::code_list::is_name;
use super::schema::Schema;
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};
use crate::reading::Object;

/// Which list is chosen from.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// What the backend calls it; see [`super::code_list::is_name`].
    pub code_list: String,
}

impl Listed {
    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        if object.map.contains_key("options") {
            object.expected("options", "either options or the name of a code list, not both");
        }
        let name = object.get("codeList").and_then(|node| {
            let name = node.value.as_str().filter(|name| is_name(name));
            if name.is_none() {
                node.expected("a code list's name: 2 to 63 of a-z, 0-9 and -, beginning with a letter");
            }
            name
        });
        Self { code_list: name.unwrap_or_default().to_owned() }
    }

    /// What is in the list only the backend knows.
    pub(super) fn schema(&self) -> Schema {
        Schema::shared("text").with("$comment", ["a value of the code list ", &self.code_list].concat().as_str())
    }
}

impl Rules for Listed {
    fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Choice);
        }
        let list = cx.code_lists.get(&self.code_list);
        match (picked(answer), list) {
            (Some(value), None) => Ok(Value::Text(value.into())),
            (Some(value), Some(list)) if list.item(value).is_some() => Ok(Value::Text(value.into())),
            (Some(_), Some(_)) => wrong(Fault::NotListed { text: label(answer).into(), once: true }),
            (None, None) => wrong(Fault::ListAwaited),
            (None, Some(list)) => match list.meant(answer.text()) {
                Some(item) => Ok(Value::Text(item.value.clone())),
                None => wrong(Fault::NotListed { text: answer.text().into(), once: false }),
            },
        }
    }

    /// A value is written as its list has it.
    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        if picked(answer).is_some() { None } else { answer.map_text(|text| super::typing::tidy(text).to_owned()) }
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Empty | Answer::Text(_)) || picked(answer).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::code_list::{CodeList, CodeLists, Item};
    use super::super::tests::{cx, listed, pointers, read, typed};
    use super::*;
    use crate::text::Text;
    use serde_json::json;

    fn kind() -> Listed {
        read(json!({"codeList": "wz-2008"}), Listed::read)
    }

    fn here() -> CodeLists {
        let item = |(value, de): (&str, &str)| Item { value: value.into(), label: Text::from_pairs(&[("de", de)]) };
        let items = [("10.7", "Bäckerei"), ("55", "Hotel"), ("56", "Café"), ("57", "Cafe")].map(item);
        let mut lists = CodeLists::default();
        lists.put("wz-2008", CodeList::new(items.into()).expect("a list").into());
        lists
    }

    fn text(value: &str) -> Checked {
        Ok(Value::Text(value.into()))
    }

    #[test]
    fn without_the_list_only_what_was_chosen_counts() {
        let kind = kind();
        assert_eq!(kind.check(&listed(&["10.7", "Bäckerei"]), true, &cx()), text("10.7"));
        assert_eq!(kind.check(&typed("Bäckerei"), true, &cx()), wrong(Fault::ListAwaited));
        assert_eq!(kind.check(&Answer::Empty, true, &cx()), nothing(true, Missing::Choice));
        assert_eq!(kind.check(&typed("  "), false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn with_the_list_a_label_counts_as_chosen() {
        let (kind, lists) = (kind(), here());
        let cx = Context { code_lists: &lists, ..cx() };
        for (answer, value) in [
            (typed(" baeckerei "), "10.7"),
            (typed("Café"), "56"),
            (typed("55"), "55"),
            (listed(&["55", "Herberge"]), "55"),
            (listed(&["55", ""]), "55"),
        ] {
            assert_eq!(kind.check(&answer, true, &cx), text(value), "{answer:?}");
        }
        for bad in ["Bäcker", "CAFÉ"] {
            assert_eq!(kind.check(&typed(bad), false, &cx), wrong(Fault::NotListed { text: bad.into(), once: false }));
        }
        let gone = listed(&["99", "Hufschmied"]);
        assert_eq!(kind.check(&gone, false, &cx), wrong(Fault::NotListed { text: "Hufschmied".into(), once: true }));
        let nameless = listed(&["99", ""]);
        assert_eq!(kind.check(&nameless, false, &cx), wrong(Fault::NotListed { text: "99".into(), once: true }));
    }

    #[test]
    fn keeps_what_is_typed_and_what_is_chosen() {
        let kind = kind();
        for answer in [Answer::Empty, typed("Bäck"), listed(&["55", "Hotel"]), listed(&["55", ""])] {
            assert!(kind.fits(&answer), "{answer:?}");
        }
        for answer in [listed(&["55"]), listed(&["", "Hotel"]), listed(&["1", "2", "3"]), Answer::Files(vec![])] {
            assert!(!kind.fits(&answer), "{answer:?}");
        }
        assert_eq!(kind.normalize(&typed(" Bäck ")), Some(typed("Bäck")));
        assert_eq!(kind.normalize(&listed(&["55", " Hotel "])), None);
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        for bad in [json!("WZ 2008"), json!(""), json!(5), json!(["a"]), json!(null)] {
            assert_eq!(pointers(json!({"codeList": bad}), Listed::read), ["/codeList"]);
        }
        assert_eq!(pointers(json!({"codeList": "wz", "options": []}), Listed::read), ["/options"]);
    }
}
