//! The field kind `decimal`: a number with digits after the point, kept exactly.

use super::schema::Schema;
use super::typing::number;
use super::{Answer, Checked, Context, Fault, Missing, Rules, nothing, wrong};
use crate::expr::fraction;
use crate::json::{Number, Value as Json};
use crate::reading::Object;
use crate::text::{self, Text};

/// What a recipe may say of a decimal number.
#[derive(Clone, Debug, PartialEq)]
pub struct Decimal {
    /// How many digits may stand after the point, 1 to 6.
    pub decimals: u8,
    /// Both limits are allowed values, in units of the last of those digits: with two of them 12.5 is 1250. At most nine
    /// digits stand before the point.
    pub min: i64,
    pub max: i64,
    /// What is measured, shown after the input: "m²".
    pub unit: Option<Text>,
}

const LIMIT: &str =
    "a number of at most 9 digits before the point and no more after it than decimals (2 unless said otherwise)";

impl Decimal {
    pub const KEYS: &[&str] = &["decimals", "min", "max", "unit"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let decimals = object.get("decimals").and_then(|node| node.integer(1, fraction::MOST_PLACES.into()));
        let decimals = decimals.unwrap_or(2) as u8;
        let most = tens(9 + decimals) - 1;
        let [min, max] = ["min", "max"].map(|key| {
            let node = object.get(key)?;
            let limit = match node.value {
                Json::Number(number) => units(number, decimals),
                _ => None,
            };
            let limit = limit.filter(|limit| limit.abs() <= most);
            if limit.is_none() {
                node.expected(LIMIT);
            }
            limit
        });
        let unit = object.get("unit").and_then(text::read);
        let (min, max) = (min.unwrap_or(-most), max.unwrap_or(most));
        if min > max {
            object.expected("max", "a number of at least min");
        }
        Self { decimals, min, max, unit }
    }

    /// What was typed, in units of the last digit.
    fn units(&self, text: &str) -> Result<i64, Fault> {
        let places = self.places();
        let spare = tens(places - self.decimals);
        let fine = number(text, places.into()).filter(|n| n % spare == 0).map(|n| n / spare);
        let grouped = number(text, 0).map(|n| n.saturating_mul(tens(self.decimals)));
        let fits = |n: &i64| (self.min..=self.max).contains(n);
        match (fine, grouped) {
            (Some(fine), Some(grouped)) if fine != grouped => match (fits(&fine), fits(&grouped)) {
                (true, true) => Err(Fault::DecimalUnclear),
                (false, true) => Ok(grouped),
                _ => Ok(fine),
            },
            (fine, grouped) => fine.or(grouped).ok_or(Fault::Decimal { decimals: self.decimals.into() }),
        }
    }

    fn millionths(&self, units: i64) -> i64 {
        units * tens(fraction::MOST_PLACES - self.decimals)
    }

    /// How many digits are read after the point. Three of them would look like a group of thousands; with a 0 behind them
    /// nobody can take them for one.
    fn places(&self) -> u8 {
        if self.decimals == 3 { 4 } else { self.decimals }
    }

    /// What could have been typed to mean the number, and nothing else; `None` if it has too many digits.
    #[inline(never)]
    pub fn typed(&self, number: &Number) -> Option<String> {
        units(number, self.decimals)?;
        let mut text = String::new();
        number.write(&mut text);
        if let Some(point) = text.find('.') {
            while text.len() - point <= self.places().into() {
                text.push('0');
            }
        }
        Some(text)
    }

    /// How many digits may follow the point stands in a comment: `multipleOf` of a decimal is a matter of binary fractions to
    /// many validators, which refuse 19.99 as no multiple of 0.01.
    pub(super) fn schema(&self) -> Schema {
        let [min, max] = [self.min, self.max].map(|limit| fraction::decimal(limit, self.decimals).to_json());
        let comment = ["at most ", &self.decimals.to_string(), " digits after the point"].concat();
        Schema::of("number").with("minimum", min).with("maximum", max).with("$comment", comment.as_str())
    }
}

/// The number in units of the last of so many digits after the point; `None` if it has more of them, or too many in all.
fn units(number: &Number, decimals: u8) -> Option<i64> {
    let (digits, places) = number.decimal()?;
    digits.checked_mul(tens(decimals.checked_sub(places)?))
}

fn tens(places: u8) -> i64 {
    10_i64.pow(places.into())
}

impl Rules for Decimal {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let text = answer.text();
        if text.is_empty() {
            return nothing(required, Missing::Number);
        }
        match self.units(text) {
            Err(fault) => wrong(fault),
            Ok(n) if n < self.min => wrong(Fault::DecimalTooSmall { min: self.millionths(self.min) }),
            Ok(n) if n > self.max => wrong(Fault::DecimalTooLarge { max: self.millionths(self.max) }),
            Ok(n) => Ok(fraction::decimal(n, self.decimals)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use crate::expr::value::Value;
    use crate::json;
    use serde_json::json;

    /// The value that is sent, as JSON, or the fault.
    fn check(kind: &Decimal, text: &str) -> Result<String, Fault> {
        match kind.check(&typed(text), true, &cx()) {
            Ok(value) => Ok(json::write(&value.to_json())),
            Err(mut errors) => Err(errors.remove(0).fault),
        }
    }

    #[test]
    fn reads_numbers_as_people_write_them() {
        let kind = read(json!({}), Decimal::read);
        for (text, value) in [
            ("12,5", "12.5"),
            (" 12.50 ", "12.5"),
            ("0,05", "0.05"),
            ("1.234", "1234"),
            ("1,234", "1234"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("-0,1", "-0.1"),
            ("7", "7"),
            ("999.999.999,99", "999999999.99"),
        ] {
            assert_eq!(check(&kind, text), Ok(value.into()), "{text}");
        }
        assert_eq!(check(&kind, "12,345"), Ok("12345".into()));
        for text in ["1,2,3", "zwölf", "12 m", ",", "0,500", "1,2345"] {
            assert_eq!(check(&kind, text), Err(Fault::Decimal { decimals: 2 }), "{text}");
        }
        assert_eq!(kind.check(&typed(""), true, &cx()), nothing(true, Missing::Number));
        assert_eq!(kind.check(&typed(""), false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn thousands_are_never_taken_for_decimals() {
        let kind = read(json!({"decimals": 3}), Decimal::read);
        for text in ["1.234", "1,234", "-12.500"] {
            assert_eq!(check(&kind, text), Err(Fault::DecimalUnclear), "{text}");
        }
        for (text, value) in [
            ("1,2340", "1.234"),
            ("1234", "1234"),
            ("0,234", "0.234"),
            ("1234,567", "1234.567"),
            ("1.234.567", "1234567"),
            ("1.234,567", "1234.567"),
            ("1 234", "1234"),
            ("1,23", "1.23"),
        ] {
            assert_eq!(check(&kind, text), Ok(value.into()), "{text}");
        }
        assert_eq!(check(&kind, "1,2345"), Err(Fault::Decimal { decimals: 3 }));
        // Where only one of both is allowed, it is meant.
        let kind = read(json!({"decimals": 4, "min": 0, "max": 500}), Decimal::read);
        assert_eq!(check(&kind, "12.345"), Ok("12.345".into()));
        let kind = read(json!({"decimals": 6, "min": 1000}), Decimal::read);
        assert_eq!(check(&kind, "12,345"), Ok("12345".into()));
        assert_eq!(check(&kind, "0,345"), Err(Fault::DecimalTooSmall { min: 1_000_000_000 }));
    }

    #[test]
    fn keeps_to_its_limits() {
        let kind = read(json!({"min": 0.5, "max": 99.95}), Decimal::read);
        assert_eq!((check(&kind, "0,5"), check(&kind, "99,95")), (Ok("0.5".into()), Ok("99.95".into())));
        assert_eq!(check(&kind, "0,49"), Err(Fault::DecimalTooSmall { min: 500_000 }));
        assert_eq!(check(&kind, "99,96"), Err(Fault::DecimalTooLarge { max: 99_950_000 }));
        let kind = read(json!({"decimals": 6}), Decimal::read);
        assert_eq!(check(&kind, "999999999,999999"), Ok("999999999.999999".into()));
        let most = Fault::DecimalTooLarge { max: 999_999_999_999_999 };
        assert_eq!(check(&kind, "1000000000"), Err(most.clone()));
        assert_eq!(check(&kind, &"9".repeat(40)), Err(most));
    }

    #[test]
    fn what_was_sent_could_have_been_typed() {
        for decimals in 1..=6 {
            let kind = read(json!({"decimals": decimals}), Decimal::read);
            for sent in ["0", "-1234.5", "1234", "0.1", "-999999999.9"] {
                let json::Value::Number(number) = json::read(sent).unwrap() else { panic!("{sent}") };
                assert_eq!(check(&kind, &kind.typed(&number).unwrap()), Ok(sent.into()), "{decimals}");
            }
        }
        let kind = read(json!({"decimals": 3}), Decimal::read);
        let number = |text: &str| Number::of(text);
        assert_eq!(kind.typed(&number("1.234")), Some("1.2340".into()));
        assert_eq!(kind.typed(&number("1.2345")), None);
        assert_eq!(kind.typed(&number("1e400")), None);
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"decimals": 0}), Decimal::read), ["/decimals"]);
        assert_eq!(pointers(json!({"decimals": 7}), Decimal::read), ["/decimals"]);
        assert_eq!(pointers(json!({"min": 0.125, "max": "1"}), Decimal::read), ["/min", "/max"]);
        assert_eq!(pointers(json!({"max": 1_000_000_000}), Decimal::read), ["/max"]);
        assert_eq!(pointers(json!({"min": 0.2, "max": 0.1}), Decimal::read), ["/max"]);
        assert_eq!(pointers(json!({"unit": "m²"}), Decimal::read), ["/unit"]);
    }
}
