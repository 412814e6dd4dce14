//! The field kind `integer`: a whole number.

use super::schema::Schema;
use super::typing::{MOST, number};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, read_limits, wrong};
use crate::reading::Object;
use crate::text::{self, Text};

/// What a recipe may say of a whole number.
#[derive(Clone, Debug, PartialEq)]
pub struct Integer {
    /// Both limits are allowed values, and of at most 15 digits.
    pub min: i64,
    pub max: i64,
    /// What is counted, shown after the input: "cm", "persons".
    pub unit: Option<Text>,
}

impl Integer {
    pub const KEYS: &[&str] = &["min", "max", "unit"];

    pub(super) fn read(object: &Object) -> Self {
        let (min, max) = read_limits(object, ["min", "max"], [-MOST, MOST], [-MOST, MOST]);
        Self { min, max, unit: object.get("unit").and_then(text::read) }
    }

    pub(super) fn schema(&self) -> Schema {
        Schema::of("integer").with("minimum", self.min).with("maximum", self.max)
    }
}

impl Rules for Integer {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let text = answer.text();
        if text.is_empty() {
            return nothing(required, Missing::Number);
        }
        match number(text, 0) {
            None => wrong(Fault::Integer),
            Some(n) if n < self.min => wrong(Fault::TooSmall { min: self.min }),
            Some(n) if n > self.max => wrong(Fault::TooLarge { max: self.max }),
            Some(n) => Ok(Value::Int(n)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_whole_numbers_within_limits() {
        let kind = read(json!({"min": 1, "max": 1000, "unit": {"de": "cm"}}), Integer::read);
        assert_eq!(kind.check(&typed(" 1.000 "), true, &cx()), Ok(Value::Int(1000)));
        assert_eq!(kind.check(&typed("0"), true, &cx()), wrong(Fault::TooSmall { min: 1 }));
        assert_eq!(kind.check(&typed("1001"), true, &cx()), wrong(Fault::TooLarge { max: 1000 }));
        assert_eq!(kind.check(&typed("99999999999999999999"), true, &cx()), wrong(Fault::TooLarge { max: 1000 }));
        assert_eq!(kind.check(&typed("1,5"), true, &cx()), wrong(Fault::Integer));
        assert_eq!(kind.check(&typed("eins"), true, &cx()), wrong(Fault::Integer));
        assert_eq!(kind.check(&typed(""), true, &cx()), nothing(true, Missing::Number));
        assert_eq!(kind.check(&typed(""), false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn without_limits_fifteen_digits_go() {
        let kind = read(json!({}), Integer::read);
        assert_eq!(kind.check(&typed("-999999999999999"), true, &cx()), Ok(Value::Int(-MOST)));
        assert_eq!(kind.check(&typed("1000000000000000"), true, &cx()), wrong(Fault::TooLarge { max: MOST }));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"min": 3, "max": 2}), Integer::read), ["/max"]);
        assert_eq!(pointers(json!({"min": 1.5, "unit": "cm"}), Integer::read), ["/min", "/unit"]);
    }
}
