//! The field kind `money`: an amount in euros, kept in cents.

use super::schema::Schema;
use super::typing::{MOST, number, tidy};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, read_limits, wrong};
use crate::reading::Object;

/// What a recipe may say of an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// Both limits are allowed amounts, in cents. Without a `min` an amount is not negative.
    pub min: i64,
    pub max: i64,
}

impl Money {
    pub const KEYS: &[&str] = &["min", "max"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let (min, max) = read_limits(object, ["min", "max"], [-MOST, MOST], [0, MOST]);
        Self { min, max }
    }

    pub(super) fn schema(&self) -> Schema {
        Schema::of("integer").with("minimum", self.min).with("maximum", self.max).with("$comment", "in cents")
    }
}

impl Rules for Money {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let text = answer.text();
        if text.is_empty() {
            return nothing(required, Missing::Money);
        }
        match number(bare(text), 2) {
            None => wrong(Fault::Money),
            Some(cents) if cents < self.min => wrong(Fault::MoneyTooSmall { min: self.min }),
            Some(cents) if cents > self.max => wrong(Fault::MoneyTooLarge { max: self.max }),
            Some(cents) => Ok(Value::Int(cents)),
        }
    }
}

/// The number alone: without the currency on either side and without the dash that stands for no cents ("12,– €").
fn bare(text: &str) -> &str {
    let mut text = text;
    for sign in ["€", "EUR", "Euro", "euro"] {
        text = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)).unwrap_or(text);
    }
    let text = tidy(text);
    let whole = text.trim_end_matches(['-', '–', '—']);
    if whole.len() < text.len() { whole.strip_suffix([',', '.']).unwrap_or(text) } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_amounts_as_people_write_them() {
        let kind = read(json!({}), Money::read);
        for (text, cents) in [
            ("30,70", 3070),
            ("30.70 €", 3070),
            ("€ 1,234.5", 123_450),
            ("1.234\u{a0}€", 123_400),
            ("12,– €", 1200),
            ("12,--", 1200),
            ("1 234,50 Euro", 123_450),
            ("EUR 0,05", 5),
        ] {
            assert_eq!(kind.check(&typed(text), true, &cx()), Ok(Value::Int(cents)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        let kind = read(json!({}), Money::read);
        for text in ["€", "-", "12-", "12 $", "dreißig", "1,234,56", "0,500", "1 2", "12,-5"] {
            assert_eq!(kind.check(&typed(text), false, &cx()), wrong(Fault::Money), "{text}");
        }
    }

    #[test]
    fn keeps_to_its_limits() {
        let kind = read(json!({"min": 100, "max": 5000}), Money::read);
        assert_eq!(kind.check(&typed("0,99"), true, &cx()), wrong(Fault::MoneyTooSmall { min: 100 }));
        assert_eq!(kind.check(&typed("50,01"), true, &cx()), wrong(Fault::MoneyTooLarge { max: 5000 }));
        let kind = read(json!({}), Money::read);
        assert_eq!(kind.check(&typed("-1"), true, &cx()), wrong(Fault::MoneyTooSmall { min: 0 }));
        assert_eq!(kind.check(&typed(" "), true, &cx()), nothing(true, Missing::Money));
        assert_eq!(kind.check(&typed(" "), false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"min": 3, "max": 2}), Money::read), ["/max"]);
        assert_eq!(pointers(json!({"max": -1}), Money::read), ["/max"]);
        assert_eq!(pointers(json!({"max": "1 €"}), Money::read), ["/max"]);
    }
}
