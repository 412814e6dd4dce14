//! Exact numbers and the calendar against judges that know both: the crates num-rational and chrono.
#![cfg(not(target_arch = "wasm32"))]

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::expr::{Expr, Op, Var, World, calendar, fraction};
use amtsgang::json::{read, write};
use chrono::{Datelike, Days, Months, NaiveDate};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::select;

/// Nothing is read in these calculations.
struct Nowhere;

impl World for Nowhere {
    fn value(&self, _: Var) -> Value {
        Value::Null
    }

    fn today(&self) -> Date {
        Date { year: 2026, month: 11, day: 23 }
    }

    fn entries(&self, _: usize, _: &mut dyn FnMut(&dyn World)) {}
}

fn whole(number: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

/// What the value is, in the judge's words.
fn told(value: &Value) -> Option<BigRational> {
    match value {
        Value::Int(number) => Some(whole(*number)),
        Value::Fraction(fraction) => {
            let (numerator, denominator) = fraction.terms();
            assert!(denominator >= 2, "{numerator}/{denominator}");
            let ratio = BigRational::new(numerator.into(), denominator.into());
            assert_eq!(*ratio.denom(), denominator.into(), "in lowest terms");
            Some(ratio)
        }
        _ => None,
    }
}

/// The number, unless it outgrows 64 bits.
fn kept(number: BigRational) -> Option<BigRational> {
    let fits = |part: &BigInt| i64::try_from(part).is_ok();
    (fits(number.numer()) && fits(number.denom())).then_some(number)
}

fn rounded(op: Op, number: &BigRational, step: &BigRational) -> Option<BigRational> {
    let zero = whole(0);
    if *step <= zero {
        return None;
    }
    let times = number / step;
    let times = match op {
        Op::RoundUp if times > zero => times.ceil(),
        Op::RoundUp => times.floor(),
        Op::RoundDown => times.trunc(),
        _ => times.round(),
    };
    Some(times * step)
}

/// The judge's answer.
fn judged(expr: &Expr) -> Option<BigRational> {
    let (op, operands) = match expr {
        Expr::Op(op, operands) => (*op, operands),
        Expr::Literal(value) => return told(value),
        _ => return None,
    };
    let (a, b) = (judged(&operands[0])?, judged(&operands[1])?);
    let zero = whole(0);
    kept(match op {
        Op::Add => a + b,
        Op::Subtract => a - b,
        Op::Multiply => a * b,
        Op::Divide if b != zero => a / b,
        Op::Remainder if b != zero => &a - (&a / &b).trunc() * b,
        Op::Min => a.min(b),
        Op::Max => a.max(b),
        Op::RoundUp | Op::RoundDown | Op::RoundHalfUp => rounded(op, &a, &b)?,
        _ => return None,
    })
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (-50..50_i64).prop_map(Value::Int),
        6 => (-100_000..100_000_i64, 1..=6_u8).prop_map(|(digits, places)| fraction::decimal(digits, places)),
        1 => any::<i64>().prop_map(Value::Int),
        1 => (any::<i64>(), 0..=18_u8).prop_map(|(digits, places)| fraction::decimal(digits, places)),
        1 => Just(Value::Int(i64::MIN)),
        1 => select(vec![5, 10, 50, 100]).prop_map(Value::Int),
    ]
}

const OPS: &[Op] = &[
    Op::Add,
    Op::Subtract,
    Op::Multiply,
    Op::Divide,
    Op::Remainder,
    Op::Min,
    Op::Max,
    Op::RoundUp,
    Op::RoundDown,
    Op::RoundHalfUp,
];

fn calculation() -> impl Strategy<Value = Expr> {
    number().prop_map(Expr::Literal).prop_recursive(4, 20, 2, |inner| {
        (select(OPS), inner.clone(), inner).prop_map(|(op, a, b)| Expr::Op(op, vec![a, b]))
    })
}

fn op(op: Op, a: Value, b: Value) -> Value {
    Expr::Op(op, vec![Expr::Literal(a), Expr::Literal(b)]).eval(&Nowhere)
}

fn day() -> impl Strategy<Value = Date> {
    let most = Date::parse("9999-12-31").unwrap().days();
    let least = Date::parse("0001-01-01").unwrap().days();
    prop_oneof![
        3 => (-30_000..60_000_i64).prop_map(Date::from_days),
        1 => (least..=most).prop_map(Date::from_days),
        // The ends of months, where calendars differ.
        2 => (1890..2110_i32, 1..=12_u8, 27..=31_u8).prop_filter_map("a day of the calendar", |(year, month, day)| Date::new(year, month, day)),
    ]
}

fn theirs(date: Date) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year, date.month.into(), date.day.into()).unwrap()
}

fn ours(date: NaiveDate) -> Option<Date> {
    Date::new(date.year(), date.month() as u8, date.day() as u8)
}

/// The judge has no negative months.
fn plus_months(date: NaiveDate, months: i64) -> Option<Date> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    let sum = if months < 0 { date.checked_sub_months(count) } else { date.checked_add_months(count) };
    ours(sum?)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_calculation_is_exact_or_null(calculation in calculation()) {
        let value = calculation.eval(&Nowhere);
        prop_assert_eq!(told(&value), judged(&calculation), "{:?} of {:?}", value, calculation);
        prop_assert!(value == Value::Null || told(&value).is_some());
    }

    #[test]
    fn numbers_stand_to_each_other_as_they_do(a in calculation(), b in calculation()) {
        let (Some(left), Some(right)) = (told(&a.eval(&Nowhere)), told(&b.eval(&Nowhere))) else { return Ok(()) };
        for (op, holds) in [
            (Op::Equal, left == right),
            (Op::NotEqual, left != right),
            (Op::Less, left < right),
            (Op::LessOrEqual, left <= right),
            (Op::Greater, left > right),
            (Op::GreaterOrEqual, left >= right),
        ] {
            prop_assert_eq!(Expr::Op(op, vec![a.clone(), b.clone()]).holds(&Nowhere), holds, "{:?}", op);
        }
    }

    #[test]
    fn what_is_written_is_the_number_to_six_decimals(calculation in calculation()) {
        let value = calculation.eval(&Nowhere);
        let Some(number) = told(&value) else { return Ok(()) };
        let written = write(&value.to_json());
        let (digits, places) = written.split_once('.').map_or((written.clone(), 0), |(whole, places)| ([whole, places].concat(), places.len()));
        prop_assert!(places <= 6 && !written.ends_with('.') && (places == 0 || !written.ends_with('0')), "{}", written);
        let back = BigRational::new(digits.parse().unwrap(), BigInt::from(10).pow(places as u32));
        let million = whole(1_000_000);
        prop_assert_eq!(back, (number * &million).round() / million, "{}", written);
        prop_assert_eq!(read(&written).unwrap(), value.to_json());
    }

    #[test]
    fn days_and_months_are_added_as_the_calendar_has_them(date in day(), count in prop_oneof![-400..400_i64, -200_000..200_000_i64, any::<i64>()]) {
        let days = Days::new(count.unsigned_abs());
        let day = theirs(date);
        let sum = if count < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) };
        prop_assert_eq!(calendar::add_days(date, count), sum.and_then(ours));
        prop_assert_eq!(calendar::add_months(date, count), plus_months(day, count));
        prop_assert_eq!(calendar::weekday(date), i64::from(day.weekday().number_from_monday()));
    }

    #[test]
    fn what_lies_between_two_days_is_what_can_be_added(from in day(), to in day()) {
        let (first, last) = (theirs(from), theirs(to));
        prop_assert_eq!(calendar::days_between(from, to), last.signed_duration_since(first).num_days());
        prop_assert_eq!(calendar::age(from, to), last.years_since(first).map(i64::from));
        let months = calendar::months_between(from, to);
        prop_assert_eq!(calendar::months_between(to, from), -months);
        let (early, late) = (from.min(to), from.max(to));
        prop_assert!(plus_months(theirs(early), months.abs()).is_some_and(|date| date <= late));
        prop_assert!(plus_months(theirs(early), months.abs() + 1).is_none_or(|date| date > late));
    }
}

#[test]
fn fees_are_rounded_as_their_schedules_say() {
    let cents = |op_, amount, step| op(op_, Value::Int(amount), Value::Int(step));
    for (amount, up, down, half_up) in [
        (1234, 1240, 1230, 1230),
        (1235, 1240, 1230, 1240),
        (1230, 1230, 1230, 1230),
        (-1235, -1240, -1230, -1240),
        (-1234, -1240, -1230, -1230),
        (0, 0, 0, 0),
    ] {
        assert_eq!(cents(Op::RoundUp, amount, 10), Value::Int(up), "{amount}");
        assert_eq!(cents(Op::RoundDown, amount, 10), Value::Int(down), "{amount}");
        assert_eq!(cents(Op::RoundHalfUp, amount, 10), Value::Int(half_up), "{amount}");
    }
    assert_eq!(cents(Op::RoundUp, 12_301, 100), Value::Int(12_400));
    // Binary fractions make 1.005 a little less than it is, and 100.5 of 1.
    let (price, cent) = (fraction::decimal(1005, 3), fraction::decimal(1, 2));
    assert_eq!(op(Op::RoundHalfUp, price.clone(), cent), fraction::decimal(101, 2));
    assert_eq!(op(Op::Multiply, price, Value::Int(100)), fraction::decimal(1005, 1));
    let tenth = fraction::decimal(1, 1);
    assert_eq!(op(Op::Add, tenth.clone(), fraction::decimal(2, 1)), fraction::decimal(3, 1));
    assert_eq!(op(Op::Multiply, tenth, Value::Int(10)), Value::Int(1));
}

#[test]
fn a_number_without_end_is_written_to_six_decimals() {
    let written = |a: i64, b: i64| write(&op(Op::Divide, Value::Int(a), Value::Int(b)).to_json());
    assert_eq!(written(1, 3), "0.333333");
    assert_eq!(written(-2, 3), "-0.666667");
    assert_eq!(written(1, 8), "0.125");
    assert_eq!(written(1, 10_000_000), "0");
    assert_eq!(written(-5, 10_000_000), "-0.000001");
    assert_eq!(written(i64::MAX, 2), "4611686018427387903.5");
    assert_eq!(written(1999, 2000), "0.9995");
    assert_eq!(written(9_999_999, 10_000_000), "1");
}
