//! The field kind `period`: from one day to another, each typed as three numbers.

use super::date::{Bound, outside, read_date, read_days};
use super::notation::typed_day;
use super::schema::Schema;
use super::{Answer, Checked, Context, Error, Fault, Missing, Rules, Value, nothing, read_limits, wrong};
use crate::expr::date::Date;
use crate::reading::Object;

/// What a recipe may say of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// Both limits are allowed days, for both ends.
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    /// How many days it lasts, the first and the last among them.
    pub min_days: i64,
    pub max_days: i64,
}

/// The first parts of the two days; each day has the parts of a date.
pub const FROM: usize = 0;
pub const TO: usize = 3;

/// No calendar has more days.
const MOST_DAYS: i64 = 3_652_059;

impl Period {
    pub const KEYS: &[&str] = &["min", "max", "minDays", "maxDays"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let [min, max] = read_days(object);
        let (min_days, max_days) = read_limits(object, ["minDays", "maxDays"], [1, MOST_DAYS], [1, MOST_DAYS]);
        Self { min, max, min_days, max_days }
    }

    /// One of the two days, or all that is wrong with it, said of this end.
    fn end(&self, answer: &Answer, first: usize, today: Date) -> Result<Date, Vec<Error>> {
        let whole = |fault| Err(vec![Error { part: Some(first), fault }]);
        let end = if (first..first + 3).all(|part| answer.part(part).is_empty()) {
            whole(Fault::Missing(Missing::Date))
        } else {
            read_date(answer, first).and_then(|date| match outside(date, [self.min, self.max], today) {
                Some(fault) => whole(fault),
                None => Ok(date),
            })
        };
        end.map_err(|mut errors| {
            for error in &mut errors {
                let fault = Box::new(error.fault.clone());
                error.fault = if first == FROM { Fault::From(fault) } else { Fault::To(fault) };
            }
            errors
        })
    }

    /// How the two ends stand to each other no schema can say.
    pub(super) fn schema(&self) -> Schema {
        let end = || typed_day([self.min, self.max]);
        Schema::object([("from", true, end()), ("to", true, end())])
    }
}

impl Rules for Period {
    fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Period);
        }
        let (from, to) = match (self.end(answer, FROM, cx.today), self.end(answer, TO, cx.today)) {
            (Ok(from), Ok(to)) => (from, to),
            (from, to) => {
                let errors = [from, to].into_iter().filter_map(Result::err);
                return Err(errors.flatten().collect());
            }
        };
        let days = to.days() - from.days() + 1;
        if days < 1 {
            Err(vec![Error { part: Some(TO), fault: Fault::PeriodBackwards }])
        } else if days < self.min_days {
            wrong(Fault::PeriodTooShort { min: self.min_days })
        } else if days > self.max_days {
            wrong(Fault::PeriodTooLong { max: self.max_days })
        } else {
            let end = |name: &str, day: Date| (name.to_owned(), Value::Text(day.to_string()));
            Ok(Value::Map(vec![end("from", from), end("to", to)]))
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.list().len() == self.parts().len()
    }

    fn parts(&self) -> &'static [&'static str] {
        &["fromDay", "fromMonth", "fromYear", "toDay", "toMonth", "toYear"]
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read};
    use super::*;
    use crate::json::given;
    use serde_json::json;

    fn check(json: serde_json::Value, parts: [&str; 6]) -> Checked {
        read(json, Period::read).check(&listed(&parts), true, &cx())
    }

    fn from(part: usize, fault: Fault) -> Error {
        Error { part: Some(part), fault: Fault::From(Box::new(fault)) }
    }

    fn to(part: usize, fault: Fault) -> Error {
        Error { part: Some(part), fault: Fault::To(Box::new(fault)) }
    }

    #[test]
    fn two_days_are_a_period() {
        let value = check(json!({}), ["28", "2", "2024", "1.", "03", "2024"]).expect("a period");
        assert_eq!(value.to_json(), given(&json!({"from": "2024-02-28", "to": "2024-03-01"})));
        let value = check(json!({"maxDays": 1}), ["1", "1", "2026", "1", "1", "2026"]).expect("a day");
        assert_eq!(value.to_json(), given(&json!({"from": "2026-01-01", "to": "2026-01-01"})));
    }

    #[test]
    fn says_of_which_end_and_part_something_is_wrong() {
        assert_eq!(
            check(json!({}), ["32", "1", "26", "1", "13", ""]),
            Err(vec![
                from(0, Fault::DateDay),
                from(2, Fault::DateYearShort),
                to(4, Fault::DateMonth),
                to(5, Fault::Missing(Missing::Year)),
            ])
        );
        assert_eq!(
            check(json!({}), ["", "", "", "31", "4", "2026"]),
            Err(vec![from(FROM, Fault::Missing(Missing::Date)), to(3, Fault::DateDayOfMonth { days: 30 })])
        );
        let kind = read(json!({}), Period::read);
        assert_eq!(kind.check(&listed(&["", " ", "", "", "", ""]), true, &cx()), nothing(true, Missing::Period));
        assert_eq!(kind.check(&Answer::Empty, false, &cx()), Ok(Value::Null));
        assert!(kind.check(&listed(&["1", "", "", "", "", ""]), false, &cx()).is_err());
    }

    #[test]
    fn never_ends_before_it_begins() {
        let error = Error { part: Some(TO), fault: Fault::PeriodBackwards };
        assert_eq!(check(json!({}), ["2", "1", "2026", "1", "1", "2026"]), Err(vec![error]));
    }

    #[test]
    fn keeps_to_its_limits() {
        let kind = json!({"min": "today", "max": "2026-12-31", "minDays": 2, "maxDays": 14});
        let period = |days: [&str; 2]| check(kind.clone(), [days[0], "12", "2026", days[1], "12", "2026"]);
        assert!(period(["1", "2"]).is_ok() && period(["1", "14"]).is_ok());
        assert_eq!(period(["1", "1"]), wrong(Fault::PeriodTooShort { min: 2 }));
        assert_eq!(period(["1", "15"]), wrong(Fault::PeriodTooLong { max: 14 }));
        let last = Date { year: 2026, month: 12, day: 31 };
        assert_eq!(
            check(kind, ["22", "11", "2026", "1", "1", "2027"]),
            Err(vec![from(FROM, Fault::DateTooEarly(cx().today)), to(TO, Fault::DateTooLate(last))])
        );
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"min": "today", "max": "today-1"}), Period::read), ["/max"]);
        assert_eq!(pointers(json!({"minDays": 3, "maxDays": 2}), Period::read), ["/maxDays"]);
        assert_eq!(pointers(json!({"minDays": 0}), Period::read), ["/minDays"]);
    }
}
