//! The operators that few recipes use: exact division, rounding, and the calendar. Their code comes later.

use super::calendar::{add_days, add_months, age, days_between, months_between, weekday};
use super::date::Date;
use super::read::Reader;
use super::value::Value;
use super::{Expr, Op, Shape, World, fraction};
use crate::json::Value as Json;

/// As `eval` for an operator that [`Op::is_later`]. Null where an operand is none that can be read.
#[inline(never)]
pub(super) fn apply(op: Op, operands: &[Expr], world: &dyn World) -> Value {
    let mut operands = operands.iter().map(|operand| operand.eval(world));
    let (first, second) = (operands.next().unwrap_or_default(), operands.next());
    match op {
        Op::RoundUp | Op::RoundDown | Op::RoundHalfUp => fraction::round(op, &first, &second.unwrap_or(Value::Int(1))),
        Op::Divide | Op::Remainder => fraction::calculate(op, &first, &second.unwrap_or_default()),
        Op::Today => written(world.today()),
        _ => on_days(op, &first, &second.unwrap_or_default()).unwrap_or_default(),
    }
}

fn on_days(op: Op, first: &Value, second: &Value) -> Option<Value> {
    let first = day(first)?;
    Some(match op {
        Op::Weekday => Value::Int(weekday(first)),
        Op::Year => Value::Int(first.year.into()),
        Op::Month => Value::Int(first.month.into()),
        Op::Age => Value::Int(age(first, day(second)?)?),
        Op::DaysBetween => Value::Int(days_between(first, day(second)?)),
        Op::MonthsBetween => Value::Int(months_between(first, day(second)?)),
        Op::AddDays => written(add_days(first, whole(second)?)?),
        Op::AddMonths => written(add_months(first, whole(second)?)?),
        _ => return None,
    })
}

fn day(value: &Value) -> Option<Date> {
    if let Value::Text(text) = value { Date::parse(text) } else { None }
}

fn whole(value: &Value) -> Option<i64> {
    if let Value::Int(number) = value { Some(*number) } else { None }
}

fn written(day: Date) -> Value {
    Value::Text(day.to_string())
}

impl Reader<'_> {
    /// Reports operands that are not what they must be: numbers, days, and whole numbers of days and months.
    #[inline(never)]
    pub(super) fn check_later(&mut self, op: Op, operands: &[Expr], argument: &Json) {
        let days = match op {
            Op::AddDays | Op::AddMonths | Op::Weekday | Op::Year | Op::Month => 1,
            Op::Age | Op::DaysBetween | Op::MonthsBetween => 2,
            _ => 0,
        };
        for (ix, operand) in operands.iter().enumerate() {
            let shape = self.shape(operand);
            let (fits, what) = if ix < days {
                (matches!(shape, Shape::Unknown | Shape::Date), "a day, such as a date field or \"YYYY-MM-DD\"")
            } else if days > 0 {
                (matches!(shape, Shape::Unknown | Shape::Int), "a whole number")
            } else {
                (shape.is_number(), "a number")
            };
            if !fits || matches!(operand, Expr::Literal(Value::Null)) {
                self.expected_at(ix, what, argument);
            }
        }
        let by = match operands.get(1) {
            Some(Expr::Literal(Value::Int(number))) => *number,
            Some(Expr::Literal(Value::Fraction(fraction))) => fraction.terms().0,
            _ => return,
        };
        if matches!(op, Op::RoundUp | Op::RoundDown | Op::RoundHalfUp) && by <= 0 {
            self.expected_at(1, "a number above 0", argument);
        } else if matches!(op, Op::Divide | Op::Remainder) && by == 0 {
            self.expected_at(1, "a number other than 0", argument);
        }
    }

    /// What the result is.
    #[inline(never)]
    pub(super) fn shape_later(&self, op: Op, operands: &[Expr]) -> Shape {
        match op {
            // A multiple of a whole step is whole.
            Op::RoundUp | Op::RoundDown | Op::RoundHalfUp => {
                operands.get(1).map_or(Shape::Int, |step| self.shape(step))
            }
            Op::Remainder => self.either(operands, false),
            Op::Divide => Shape::Number,
            Op::Today | Op::AddDays | Op::AddMonths => Shape::Date,
            _ => Shape::Int,
        }
    }
}
