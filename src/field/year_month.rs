//! The field kind `yearMonth`: a month of a year, typed as two numbers.

use super::date::{Bound, MONTH, YEAR, from_today, read_bounds, read_numbers};
use super::notation::within;
use super::schema::Schema;
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};
use crate::expr::date::Date;
use crate::reading::Object;

/// What a recipe may say of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct YearMonth {
    /// Both limits are allowed months; [`Bound::Today`] counts months here.
    pub min: Option<Bound>,
    pub max: Option<Bound>,
}

/// A first or last month: a month's first day, or so many months after the one in which the form is filled in.
fn parse(text: &str) -> Option<Bound> {
    from_today(text).map(Bound::Today).or_else(|| Date::parse(&[text, "-01"].concat()).map(Bound::Fixed))
}

/// The first day of the month that a bound means; at the calendar's ends its first or last month.
fn resolve(bound: Bound, today: Date) -> Date {
    let months = match bound {
        Bound::Fixed(date) => return date,
        Bound::Today(months) => i64::from(today.year) * 12 + i64::from(today.month) - 1 + months,
    };
    let months = months.clamp(12, 9999 * 12 + 11);
    Date { year: (months / 12) as i32, month: (months % 12) as u8 + 1, day: 1 }
}

impl YearMonth {
    pub const KEYS: &[&str] = &["min", "max"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let what = "a month such as \"2026-01\", \"today\", \"today+12\" or \"today-12\"";
        let [min, max] = read_bounds(object, parse, what);
        Self { min, max }
    }

    pub(super) fn schema(&self) -> Schema {
        let schema = Schema::of("string").with("pattern", "^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])$");
        within(schema, [self.min, self.max], "YYYY-MM".len())
    }
}

impl Rules for YearMonth {
    fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::YearMonth);
        }
        let numbers = read_numbers(answer, 0, &[MONTH, YEAR])?;
        let month = Date { year: i32::from(numbers[YEAR]), month: numbers[MONTH] as u8, day: 1 };
        let [first, last] = [self.min, self.max].map(|bound| bound.map(|bound| resolve(bound, cx.today)));
        match (first, last) {
            (Some(first), _) if month < first => wrong(Fault::MonthTooEarly(first)),
            (_, Some(last)) if month > last => wrong(Fault::MonthTooLate(last)),
            _ => {
                let mut text = month.to_string();
                text.truncate("YYYY-MM".len());
                Ok(Value::Text(text))
            }
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.list().len() == self.parts().len()
    }

    fn parts(&self) -> &'static [&'static str] {
        &["month", "year"]
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read};
    use super::super::{Error, Kind};
    use super::*;
    use serde_json::json;

    fn check(json: serde_json::Value, parts: &[&str]) -> Checked {
        read(json, YearMonth::read).check(&listed(parts), true, &cx())
    }

    fn month(year: i32, month: u8) -> Date {
        Date { year, month, day: 1 }
    }

    #[test]
    fn two_numbers_are_a_month() {
        for parts in [["5", "2026"], ["05", " 2026 "], ["5.", "2026"], ["٥", "٢٠٢٦"]] {
            assert_eq!(check(json!({}), &parts), Ok(Value::Text("2026-05".into())), "{parts:?}");
        }
        let kind = Kind::YearMonth(read(json!({}), YearMonth::read));
        assert_eq!(kind.part_names(), ["month", "year"]);
    }

    #[test]
    fn says_which_part_is_wrong() {
        let error = |part, fault| Error { part: Some(part), fault };
        assert_eq!(
            check(json!({}), &["13", "26"]),
            Err(vec![error(0, Fault::DateMonth), error(1, Fault::DateYearShort)])
        );
        assert_eq!(
            check(json!({}), &["Mai", "0999"]),
            Err(vec![error(0, Fault::DateMonth), error(1, Fault::DateYear)])
        );
        assert_eq!(check(json!({}), &["5", ""]), Err(vec![error(1, Fault::Missing(Missing::Year))]));
        assert_eq!(check(json!({}), &["", "2026"]), Err(vec![error(0, Fault::Missing(Missing::Month))]));
        assert_eq!(check(json!({}), &["", " "]), nothing(true, Missing::YearMonth));
    }

    #[test]
    fn limits_may_move_with_today() {
        let kind = json!({"min": "today-11", "max": "today+2"});
        assert_eq!(check(kind.clone(), &["12", "2025"]), Ok(Value::Text("2025-12".into())));
        assert_eq!(check(kind.clone(), &["11", "2025"]), wrong(Fault::MonthTooEarly(month(2025, 12))));
        assert_eq!(check(kind.clone(), &["1", "2027"]), Ok(Value::Text("2027-01".into())));
        assert_eq!(check(kind, &["2", "2027"]), wrong(Fault::MonthTooLate(month(2027, 1))));
        assert_eq!(check(json!({"min": "2020-02"}), &["1", "2020"]), wrong(Fault::MonthTooEarly(month(2020, 2))));
        assert_eq!(resolve(Bound::Today(-9999), month(3, 1)), month(1, 1));
        assert_eq!(resolve(Bound::Today(9999), month(9999, 1)), month(9999, 12));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"min": "2026-02", "max": "2026-01"}), YearMonth::read), ["/max"]);
        assert_eq!(pointers(json!({"min": "today", "max": "today-1"}), YearMonth::read), ["/max"]);
        for bad in ["2026-13", "2026-1", "2026-01-01", "today+", "today1", "today+1234567", ""] {
            assert_eq!(pointers(json!({"max": bad}), YearMonth::read), ["/max"], "{bad}");
        }
    }
}
