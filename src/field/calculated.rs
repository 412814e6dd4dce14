//! The field kind `calculated`: a value that follows from other answers. It is shown and sent, and never typed.
//!
//! What it is worked out from is an expression, which the recipe reads when all fields are known; here is what becomes of
//! the result.

use super::schema::Schema;
use crate::expr::date::Date;
use crate::expr::fraction::half_up;
use crate::expr::value::Value;
use crate::reading::Object;
use crate::text::{self, Text};

/// What the value is, and how it is written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Calculated {
    pub shown: Shown,
    /// To how many decimal places a number is rounded, halves away from zero.
    pub decimals: u8,
    /// What stands behind a number: "m³".
    pub unit: Option<Text>,
}

/// What a calculated value is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In cents.
    Money,
    Number,
    Date,
    Text,
    YesNo,
}

const SHOWN: &[(&str, Shown)] = &[
    ("money", Shown::Money),
    ("number", Shown::Number),
    ("date", Shown::Date),
    ("text", Shown::Text),
    ("yesNo", Shown::YesNo),
];

impl Calculated {
    pub const KEYS: &[&str] = &["label", "hint", "value", "as", "decimals", "unit"];

    pub(super) fn read(object: &Object) -> Self {
        let name = object.require("as", "what the value is: money, number, date, text or yesNo");
        let shown = name.and_then(|node| {
            let found = node.value.as_str().and_then(|name| SHOWN.iter().find(|(known, _)| *known == name));
            if found.is_none() {
                node.expected("one of money, number, date, text, yesNo");
            }
            found.map(|(_, shown)| *shown)
        });
        let unit = object.get("unit").and_then(text::read);
        let decimals = object.get("decimals").and_then(|node| node.integer(0, 6));
        for key in ["unit", "decimals"] {
            if object.map.contains_key(key) && shown.is_some_and(|shown| shown != Shown::Number) {
                object.expected(key, "nothing, for only numbers have it");
            }
        }
        Self { shown: shown.unwrap_or(Shown::Number), decimals: decimals.unwrap_or(0) as u8, unit }
    }

    /// What a calculation's result means here, an amount of money rounded to whole cents; null if it is of another nature.
    pub fn take(&self, result: Value) -> Value {
        match (self.shown, &result) {
            (Shown::YesNo, _) => Value::Bool(result.truthy()),
            (Shown::Money, Value::Int(_) | Value::Fraction(_)) => half_up(&result, 0),
            (Shown::Number, Value::Int(_) | Value::Fraction(_)) => half_up(&result, self.decimals),
            (Shown::Date, Value::Text(day)) if Date::parse(day).is_some() => result,
            (Shown::Text, Value::Text(_)) => result,
            _ => Value::Null,
        }
    }

    pub(super) fn schema(&self) -> Schema {
        match self.shown {
            Shown::Money => Schema::of("integer").with("$comment", "in cents"),
            Shown::Number if self.decimals == 0 => Schema::of("integer"),
            Shown::Number => Schema::of("number"),
            Shown::Date => Schema::shared("day"),
            Shown::Text => Schema::of("string"),
            Shown::YesNo => Schema::of("boolean"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{pointers, read};
    use super::*;
    use crate::expr::fraction::decimal;
    use serde_json::json;

    #[test]
    fn a_result_of_another_nature_is_none() {
        let of = |name: &str| read(json!({"as": name}), Calculated::read);
        assert_eq!(of("money").take(Value::Int(5)), Value::Int(5));
        assert_eq!(of("number").take(Value::Text("5".into())), Value::Null);
        assert_eq!(of("text").take(Value::Text("5".into())), Value::Text("5".into()));
        assert_eq!(of("date").take(Value::Int(5)), Value::Null);
        assert_eq!(of("date").take(Value::Text("2026-02-30".into())), Value::Null);
        assert_eq!(of("yesNo").take(Value::Int(5)), Value::Bool(true));
        assert_eq!(of("yesNo").take(Value::Null), Value::Bool(false));
    }

    #[test]
    fn numbers_are_rounded() {
        let of = |json| read(json, Calculated::read);
        let half = decimal(12_345, 3);
        assert_eq!(of(json!({"as": "money"})).take(half.clone()), Value::Int(12));
        assert_eq!(of(json!({"as": "number"})).take(decimal(-25, 1)), Value::Int(-3));
        assert_eq!(of(json!({"as": "number", "decimals": 2})).take(half), decimal(1235, 2));
    }

    #[test]
    fn says_what_it_is() {
        assert_eq!(pointers(json!({}), Calculated::read), ["/as"]);
        assert_eq!(pointers(json!({"as": "cents"}), Calculated::read), ["/as"]);
        assert_eq!(pointers(json!({"as": "money", "unit": {"de": "m³"}}), Calculated::read), ["/unit"]);
        assert_eq!(pointers(json!({"as": "date", "decimals": 1}), Calculated::read), ["/decimals"]);
        assert_eq!(pointers(json!({"as": "number", "decimals": 7}), Calculated::read), ["/decimals"]);
        assert_eq!(pointers(json!({"as": "number", "unit": {"de": "m³"}}), Calculated::read), [""; 0]);
    }
}
