//! Exact arithmetic: what whole numbers alone cannot say, as fractions in lowest terms.
//!
//! Few recipes calculate with more than whole numbers, so this is code of the later part of the program. Every function
//! here takes any numbers and gives a number or null: null where an operand is none, where something is divided by zero,
//! and where a numerator or denominator outgrows 64 bits. Nothing is ever rounded but by the functions that say so.

use std::cmp::Ordering;

use super::Op;
use super::value::Value;
use crate::json::Number;

/// A number that is not whole, in lowest terms: one value has one form, so that equal ones are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: i64,
    /// At least 2: with 1 it is a [`Value::Int`].
    denominator: i64,
}

/// So many digits after the point are written down, and allowed in a recipe's literals.
pub const MOST_PLACES: u8 = 6;

/// The exact value of `digits` divided by ten `places` times: 1250 with two places is 12.5.
#[inline(never)]
pub fn decimal(digits: i64, places: u8) -> Value {
    value(10_i128.checked_pow(places.into()).and_then(|scale| reduced(digits.into(), scale)))
}

/// The exact value of a number in a recipe; `None` if it has more than [`MOST_PLACES`] digits after the point, or more than
/// 15 in all, which every JSON reader keeps (RFC 8259 § 6).
#[inline(never)]
pub(super) fn literal(number: &Number) -> Option<Value> {
    let (digits, places) = number.decimal()?;
    (places <= MOST_PLACES && digits.abs() < 10_i64.pow(15)).then(|| decimal(digits, places))
}

/// `+`, `-`, `*`, `/`, `%`, `min` or `max` of two numbers. What is left by a division has the sign of what was divided, as
/// in JsonLogic.
#[inline(never)]
pub(super) fn calculate(op: Op, a: &Value, b: &Value) -> Value {
    let (Some((a, over)), Some((b, under))) = (terms(a), terms(b)) else { return Value::Null };
    // Each of these products is less than 2^126, and a sum of two of them less than 2^127.
    let result = match op {
        Op::Add => reduced(a * under + b * over, over * under),
        Op::Subtract => reduced(a * under - b * over, over * under),
        Op::Multiply => reduced(a * b, over * under),
        Op::Divide => reduced(a * under, over * b),
        Op::Remainder if b != 0 => reduced((a * under) % (b * over), over * under),
        Op::Min | Op::Max if ((a * under) < (b * over)) == (op == Op::Min) => reduced(a, over),
        Op::Min | Op::Max => reduced(b, under),
        _ => None,
    };
    value(result)
}

/// How the two stand to each other; `None` unless both are numbers.
#[inline(never)]
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    let ((a, over), (b, under)) = (terms(a)?, terms(b)?);
    Some((a * under).cmp(&(b * over)))
}

/// A number rounded to so many decimal places, halves away from zero; null for anything else.
#[inline(never)]
pub fn half_up(value: &Value, places: u8) -> Value {
    round(Op::RoundHalfUp, value, &decimal(1, places))
}

/// A multiple of `step` near `a`: `roundUp` gives the next one away from zero, `roundDown` the next one towards it,
/// `roundHalfUp` the nearest, and of two equally near the one away from zero (DIN 1333, commercial rounding). Null unless
/// the step is more than zero.
#[inline(never)]
pub(super) fn round(op: Op, a: &Value, step: &Value) -> Value {
    let (Some((a, over)), Some((step, under))) = (terms(a), terms(step)) else { return Value::Null };
    if step <= 0 {
        return Value::Null;
    }
    let (amount, of) = (a * under, over * step);
    let (mut times, left) = (amount / of, (amount % of).abs());
    let away = match op {
        Op::RoundUp => left > 0,
        Op::RoundHalfUp => left >= of - left,
        _ => false,
    };
    if away {
        times += amount.signum();
    }
    value(times.checked_mul(step).and_then(|times| reduced(times, under)))
}

/// Numerator and denominator of a number.
fn terms(value: &Value) -> Option<(i128, i128)> {
    match value {
        Value::Int(number) => Some(((*number).into(), 1)),
        Value::Fraction(fraction) => Some((fraction.numerator.into(), fraction.denominator.into())),
        _ => None,
    }
}

/// In lowest terms, the denominator above zero; `None` for a denominator of zero and for what outgrows 64 bits.
fn reduced(numerator: i128, denominator: i128) -> Option<(i64, i64)> {
    let (over, under) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let divisor = common_divisor(over, under);
    let (over, under) = (over.checked_div(divisor)?, under.checked_div(divisor)?);
    let over = i128::try_from(over).ok()?;
    let over = if (numerator < 0) == (denominator < 0) { over } else { -over };
    Some((i64::try_from(over).ok()?, i64::try_from(under).ok().filter(|under| *under > 0)?))
}

/// The greatest common divisor (Euclid), in 64 bits as soon as they do.
fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(mut small), Ok(mut other)) = (u64::try_from(a), u64::try_from(b)) {
            while other != 0 {
                (small, other) = (other, small % other);
            }
            return small.into();
        }
        (a, b) = (b, a % b);
    }
    a
}

fn value(terms: Option<(i64, i64)>) -> Value {
    match terms {
        Some((number, 1)) => Value::Int(number),
        Some((numerator, denominator)) => Value::Fraction(Fraction { numerator, denominator }),
        None => Value::Null,
    }
}

impl Fraction {
    /// Numerator and denominator, in lowest terms; the denominator is at least 2.
    pub fn terms(self) -> (i64, i64) {
        (self.numerator, self.denominator)
    }

    /// The decimal it is, or where it has more than [`MOST_PLACES`] digits after the point, or no end, the nearest one with
    /// so many; of two equally near the one away from zero.
    #[inline(never)]
    pub fn to_number(self) -> Number {
        let (numerator, denominator) = (i128::from(self.numerator), i128::from(self.denominator));
        let millionths = numerator.abs() * 10_i128.pow(MOST_PLACES.into());
        let (rounded, left) = (millionths / denominator, millionths % denominator);
        let mut digits = (rounded + i128::from(left >= denominator - left)).to_string();
        // "5" is 0.000005.
        while digits.len() <= MOST_PLACES.into() {
            digits.insert(0, '0');
        }
        let (whole, places) = digits.split_at(digits.len() - usize::from(MOST_PLACES));
        let sign = if numerator < 0 { "-" } else { "" };
        Number::of([sign, whole, ".", places].concat().trim_end_matches('0').trim_end_matches('.'))
    }
}
