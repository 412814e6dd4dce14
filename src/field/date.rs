//! The field kind `date`: a day, typed as three numbers.

use super::notation::typed_day;
use super::schema::Schema;
use super::typing::digit;
use super::{Answer, Checked, Context, Error, Fault, Missing, Rules, Value, nothing, wrong};
use crate::expr::date::Date;
use crate::reading::Object;

/// What a recipe may say of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DateField {
    /// Both limits are allowed days.
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    /// Whether it is the applicant's own day of birth, which a browser may fill in (WCAG 1.3.5).
    pub birthday: bool,
}

/// A first or last day: of the calendar, or so many days after the day the form is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Fixed(Date),
    Today(i64),
}

/// The limits `min` and `max` of a recipe. Reports what cannot be read as not being `what`, and a last day before the first.
pub(super) fn read_bounds(object: &Object, parse: fn(&str) -> Option<Bound>, what: &str) -> [Option<Bound>; 2] {
    let bounds = ["min", "max"].map(|key| {
        let node = object.get(key)?;
        let bound = parse(node.string()?);
        if bound.is_none() {
            node.expected(what);
        }
        bound
    });
    let apart = match bounds {
        [Some(Bound::Fixed(min)), Some(Bound::Fixed(max))] => min > max,
        [Some(Bound::Today(min)), Some(Bound::Today(max))] => min > max,
        _ => false,
    };
    if apart {
        object.expected("max", "nothing before min");
    }
    bounds
}

/// As [`read_bounds`], of days.
pub(super) fn read_days(object: &Object) -> [Option<Bound>; 2] {
    read_bounds(object, Bound::parse, "a day such as \"2026-01-31\", \"today\", \"today+14\" or \"today-14\"")
}

/// What is wrong with a day outside its limits.
pub(super) fn outside(date: Date, bounds: [Option<Bound>; 2], today: Date) -> Option<Fault> {
    let [first, last] = bounds.map(|bound| bound.map(|bound| bound.resolve(today)));
    match (first, last) {
        (Some(first), _) if date < first => Some(Fault::DateTooEarly(first)),
        (_, Some(last)) if date > last => Some(Fault::DateTooLate(last)),
        _ => None,
    }
}

impl Bound {
    pub fn resolve(self, today: Date) -> Date {
        match self {
            Bound::Fixed(date) => date,
            Bound::Today(days) => today.plus_days(days),
        }
    }

    fn parse(text: &str) -> Option<Bound> {
        from_today(text).map(Bound::Today).or_else(|| Date::parse(text).map(Bound::Fixed))
    }
}

/// The number in "today", "today+14" or "today-14"; `None` for any other text.
pub(super) fn from_today(text: &str) -> Option<i64> {
    let number = text.strip_prefix("today")?;
    if number.is_empty() {
        return Some(0);
    }
    let digits = number.strip_prefix(['+', '-'])?;
    let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { number.parse().ok() } else { None }
}

/// The parts of the answer, in this order.
pub const DAY: usize = 0;
pub const MONTH: usize = 1;
pub const YEAR: usize = 2;

impl DateField {
    pub const KEYS: &[&str] = &["min", "max", "birthday"];

    pub(super) fn read(object: &Object) -> Self {
        let [min, max] = read_days(object);
        let birthday = object.get("birthday").and_then(|node| node.boolean()).unwrap_or(false);
        Self { min, max, birthday }
    }

    pub(super) fn schema(&self) -> Schema {
        typed_day([self.min, self.max])
    }
}

impl Rules for DateField {
    fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Date);
        }
        let date = read_date(answer, 0)?;
        match outside(date, [self.min, self.max], cx.today) {
            Some(fault) => wrong(fault),
            None => Ok(Value::Text(date.to_string())),
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.list().len() == self.parts().len()
    }

    fn parts(&self) -> &'static [&'static str] {
        &["day", "month", "year"]
    }
}

/// The day that three parts give, from part `first` on, or what is wrong with each of them.
pub(super) fn read_date(answer: &Answer, first: usize) -> Result<Date, Vec<Error>> {
    let [day, month, year] = read_numbers(answer, first, &[DAY, MONTH, YEAR])?;
    let date = |day| Date::new(i32::from(year), month as u8, day);
    date(day as u8).ok_or_else(|| {
        let days = (28..31).rev().find(|day| date(*day).is_some()).unwrap_or(28);
        vec![Error { part: Some(first + DAY), fault: Fault::DateDayOfMonth { days } }]
    })
}

/// Day, month and year, or those of them that are `asked`, one in each part from `first` on; what is not asked is 0.
pub(super) fn read_numbers(answer: &Answer, first: usize, asked: &[usize]) -> Result<[u16; 3], Vec<Error>> {
    let mut errors = Vec::new();
    let mut numbers = [0; 3];
    let expected = [
        (Missing::Day, Fault::DateDay, 1..=31),
        (Missing::Month, Fault::DateMonth, 1..=12),
        (Missing::Year, Fault::DateYear, 1000..=9999),
    ];
    for (part, asked) in (first..).zip(asked) {
        let (missing, fault, range) = &expected[*asked];
        let text = answer.part(part);
        let number = read_number(text);
        let fault = match number {
            _ if text.is_empty() => Fault::Missing(*missing),
            Some(number) if range.contains(&number) => {
                numbers[*asked] = number;
                continue;
            }
            Some(_) if *asked == YEAR && text.chars().count() == 2 => Fault::DateYearShort,
            _ => fault.clone(),
        };
        errors.push(Error { part: Some(part), fault });
    }
    if errors.is_empty() { Ok(numbers) } else { Err(errors) }
}

/// A number of at most four digits; a full stop after it is how German writes "the 3rd".
fn read_number(text: &str) -> Option<u16> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.is_empty() || text.chars().count() > 4 {
        return None;
    }
    text.chars().try_fold(0, |number, c| Some(number * 10 + u16::from(digit(c)?)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read};
    use super::*;
    use serde_json::json;

    fn check(json: serde_json::Value, parts: &[&str]) -> Checked {
        read(json, DateField::read).check(&listed(parts), true, &cx())
    }

    fn faults(parts: &[&str]) -> Vec<(usize, Fault)> {
        let errors = check(json!({}), parts).expect_err("a fault");
        errors.into_iter().map(|error| (error.part.expect("a part"), error.fault)).collect()
    }

    #[test]
    fn three_numbers_are_a_day() {
        for parts in [["1", "2", "2024"], ["01", " 02 ", "2024"], ["1.", "2.", "2024"], ["١", "٢", "٢٠٢٤"]] {
            assert_eq!(check(json!({}), &parts), Ok(Value::Text("2024-02-01".into())), "{parts:?}");
        }
        assert_eq!(check(json!({}), &["29", "2", "2024"]), Ok(Value::Text("2024-02-29".into())));
    }

    #[test]
    fn says_which_part_is_wrong() {
        assert_eq!(faults(&["32", "13", "2024"]), [(DAY, Fault::DateDay), (MONTH, Fault::DateMonth)]);
        assert_eq!(faults(&["0", "1", "20245"]), [(DAY, Fault::DateDay), (YEAR, Fault::DateYear)]);
        assert_eq!(
            faults(&["x", "Mai", "0999"]),
            [(DAY, Fault::DateDay), (MONTH, Fault::DateMonth), (YEAR, Fault::DateYear)]
        );
        assert_eq!(faults(&["1", "2", "85"]), [(YEAR, Fault::DateYearShort)]);
        assert_eq!(faults(&["31", "4", "2024"]), [(DAY, Fault::DateDayOfMonth { days: 30 })]);
        assert_eq!(faults(&["29", "2", "2023"]), [(DAY, Fault::DateDayOfMonth { days: 28 })]);
        assert_eq!(faults(&["30", "2", "2024"]), [(DAY, Fault::DateDayOfMonth { days: 29 })]);
        assert_eq!(
            faults(&["", "2", " "]),
            [(DAY, Fault::Missing(Missing::Day)), (YEAR, Fault::Missing(Missing::Year))]
        );
    }

    #[test]
    fn part_of_a_day_is_wrong_even_where_none_is_required() {
        let kind = read(json!({}), DateField::read);
        assert!(kind.check(&listed(&["1", "", ""]), false, &cx()).is_err());
        assert_eq!(kind.check(&listed(&["", " ", ""]), false, &cx()), Ok(Value::Null));
        assert_eq!(kind.check(&Answer::Empty, true, &cx()), nothing(true, Missing::Date));
    }

    #[test]
    fn limits_may_move_with_today() {
        let kind = json!({"min": "today-14", "max": "today"});
        assert_eq!(check(kind.clone(), &["9", "11", "2026"]), Ok(Value::Text("2026-11-09".into())));
        let first = Date { year: 2026, month: 11, day: 9 };
        assert_eq!(check(kind.clone(), &["8", "11", "2026"]), wrong(Fault::DateTooEarly(first)));
        assert_eq!(check(kind, &["24", "11", "2026"]), wrong(Fault::DateTooLate(cx().today)));
        let kind = json!({"min": "1900-01-01"});
        let first = Date { year: 1900, month: 1, day: 1 };
        assert_eq!(check(kind, &["31", "12", "1899"]), wrong(Fault::DateTooEarly(first)));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"min": "2026-02-02", "max": "2026-02-01"}), DateField::read), ["/max"]);
        assert_eq!(pointers(json!({"min": "today", "max": "today-1"}), DateField::read), ["/max"]);
        for bad in ["2026-02-30", "today+", "today++1", "today1", "today+1234567", "tomorrow", ""] {
            assert_eq!(pointers(json!({"min": bad}), DateField::read), ["/min"], "{bad}");
        }
        assert_eq!(pointers(json!({"birthday": "yes"}), DateField::read), ["/birthday"]);
    }
}
