//! Evaluates the operators that few recipes use: exact division, rounding, and the calendar. Their code comes later.

use super::calendar::{add_days, add_months, age, days_between, months_between, weekday};
use super::date::Date;
use super::value::Value;
use super::{Expr, Op, World, fraction};

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
