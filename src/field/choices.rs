//! The field kind `choices`: any number of several options.

use super::choice::{offers, one_of, read_options};
use super::schema::Schema;
use super::{Answer, Checked, ChoiceOption, Context, Fault, Missing, Rules, Value, nothing, read_limits, wrong};
use crate::json::Value as Json;
use crate::reading::Object;

/// What can be chosen, and how many of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Two or more, each value once.
    pub options: Vec<ChoiceOption>,
    /// How many are chosen if any are: from `min` to `max`.
    pub min: i64,
    pub max: i64,
}

impl Choices {
    pub const KEYS: &[&str] = &["options", "min", "max"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let options = read_options(object);
        // Broken options count too: what is wrong with them is reported once.
        let listed = object.map.get("options").and_then(|options| options.as_array()).map_or(0, <[_]>::len);
        let most = listed.max(1) as i64;
        let (min, max) = read_limits(object, ["min", "max"], [1, most], [1, most]);
        Self { options, min, max }
    }

    /// That they come in the options' order no schema can say.
    pub(super) fn schema(&self) -> Schema {
        Schema::of("array")
            .with("items", one_of(&self.options))
            .with("minItems", self.min)
            .with("maxItems", self.max)
            .with("uniqueItems", Json::Bool(true))
    }
}

impl Rules for Choices {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Choices);
        }
        let chosen = answer.list();
        if !chosen.iter().all(|value| offers(&self.options, value)) {
            return wrong(Fault::Choice);
        }
        // In the options' order, whichever was ticked first, and each once.
        let values: Vec<Value> = self
            .options
            .iter()
            .filter(|option| chosen.contains(&option.value))
            .map(|option| Value::Text(option.value.clone()))
            .collect();
        match values.len() as i64 {
            count if count < self.min => wrong(Fault::TooFew { min: self.min }),
            count if count > self.max => wrong(Fault::TooMany { max: self.max }),
            _ => Ok(Value::List(values)),
        }
    }

    /// Values are chosen, never typed: nothing to tidy.
    fn normalize(&self, _: &Answer) -> Option<Answer> {
        None
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty
            || matches!(answer, Answer::List(list) if list.iter().all(|value| offers(&self.options, value)))
    }

    fn is_blank(&self, answer: &Answer) -> bool {
        answer.list().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read};
    use super::*;
    use serde_json::{Value as Json, json};

    fn with(min: Option<i64>, max: Option<i64>) -> Json {
        let option = |value: &str| json!({"value": value, "label": {"de": value}});
        let mut json = json!({"options": [option("a"), option("b"), option("c")]});
        for (key, limit) in [("min", min), ("max", max)] {
            if let Some(limit) = limit {
                json[key] = limit.into();
            }
        }
        json
    }

    #[test]
    fn sends_the_chosen_in_the_options_order() {
        let kind = read(with(None, None), Choices::read);
        let values = Value::List(vec![Value::Text("a".into()), Value::Text("c".into())]);
        assert_eq!(kind.check(&listed(&["c", "a", "c"]), true, &cx()), Ok(values));
        assert_eq!(kind.check(&listed(&["d"]), true, &cx()), wrong(Fault::Choice));
        assert_eq!(kind.check(&listed(&[]), true, &cx()), nothing(true, Missing::Choices));
        assert_eq!(kind.check(&listed(&[]), false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn counts_the_chosen() {
        let kind = read(with(Some(2), Some(2)), Choices::read);
        assert_eq!(kind.check(&listed(&["a"]), false, &cx()), wrong(Fault::TooFew { min: 2 }));
        assert_eq!(kind.check(&listed(&["a", "b", "c"]), false, &cx()), wrong(Fault::TooMany { max: 2 }));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(with(Some(0), None), Choices::read), ["/min"]);
        assert_eq!(pointers(with(None, Some(4)), Choices::read), ["/max"]);
        assert_eq!(pointers(with(Some(3), Some(2)), Choices::read), ["/max"]);
    }
}
