//! The field kind `place`: where something is, in words, and its coordinates where somebody knows them.
//!
//! Coordinates are degrees of WGS 84, counted in millionths: a tenth of a metre. Words are always asked for: not everybody can
//! read coordinates, and the office finds the place by the words.

use super::schema::Schema;
use super::typing::{digit, is_blank, tidy};
use super::{Answer, Checked, Context, Error, Fault, Missing, Rules, Value, nothing};
use crate::expr::fraction;
use crate::json::{self, Number, Value as Json};

/// A place has no parameters.
pub(super) struct Place;

/// The parts of the answer, in this order.
pub const TEXT: usize = 0;
pub const LATITUDE: usize = 1;
pub const LONGITUDE: usize = 2;

/// The parts' names in the value that is sent.
const NAMES: &[&str] = &["text", "latitude", "longitude"];

/// The most characters of the words.
const MOST_CHARACTERS: i64 = 200;

/// Digits after the decimal mark of a degree.
pub const PLACES: u8 = 6;
const MILLION: i64 = 1_000_000;

/// Which way a coordinate is counted: its greatest number of degrees, and the letters for the two directions.
struct Axis {
    most: i64,
    ahead: &'static [char],
    back: &'static [char],
    unreadable: Fault,
}

/// North is ahead.
const NORTHWARD: Axis = Axis { most: 90, ahead: &['N', 'n'], back: &['S', 's'], unreadable: Fault::Latitude };
/// East is ahead, `O` in German.
const EASTWARD: Axis =
    Axis { most: 180, ahead: &['E', 'e', 'O', 'o'], back: &['W', 'w'], unreadable: Fault::Longitude };

/// A point on the earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Millionths of a degree north of the equator.
    pub latitude: i64,
    /// Millionths of a degree east of Greenwich.
    pub longitude: i64,
}

impl Point {
    /// `None` for what is not on the earth.
    pub fn new(latitude: i64, longitude: i64) -> Option<Point> {
        let on_earth = latitude.abs() <= NORTHWARD.most * MILLION && longitude.abs() <= EASTWARD.most * MILLION;
        on_earth.then_some(Point { latitude, longitude })
    }

    /// What the citizen gave, if both coordinates are right.
    pub fn of(answer: &Answer) -> Option<Point> {
        let parts = split(answer);
        Point::new(degrees(&parts[0], &NORTHWARD)?, degrees(&parts[1], &EASTWARD)?)
    }

    /// The point with its coordinates the other way round, if that one is in Germany and this one is not: then they were
    /// probably mixed up.
    pub fn turned(self) -> Option<Point> {
        let turned = Point::new(self.longitude, self.latitude)?;
        (!self.is_german() && turned.is_german()).then_some(turned)
    }

    /// Whether it is within 47° to 55° north and 5° to 15.1° east; so are parts of the neighbours.
    fn is_german(self) -> bool {
        (47 * MILLION..=55 * MILLION + 100_000).contains(&self.latitude)
            && (5 * MILLION..=15 * MILLION + 100_000).contains(&self.longitude)
    }
}

/// A number in millionths, rounded half away from zero; `None` for more than 18 digits, in it or in the result.
pub fn millionths(number: &Number) -> Option<i64> {
    let (mut digits, mut places) = number.decimal()?;
    while places < PLACES {
        (digits, places) = (digits.checked_mul(10)?, places + 1);
    }
    if places > PLACES {
        // Where the first digit that is cut away is a 5, the others decide nothing.
        for _ in PLACES + 1..places {
            digits /= 10;
        }
        digits = (digits + 5 * digits.signum()) / 10;
    }
    Some(digits)
}

/// A coordinate with the decimal `mark` of a language: "50,7987".
pub fn written(millionths: i64, mark: char) -> String {
    let out = json::write(&fraction::decimal(millionths, PLACES).to_json());
    if mark == '.' { out } else { out.replace('.', &mark.to_string()) }
}

/// Latitude and longitude as they were typed; both may have been typed, or pasted, into the input of the first.
fn split(answer: &Answer) -> [String; 2] {
    let (latitude, longitude) = (answer.part(LATITUDE), answer.part(LONGITUDE));
    let both = if longitude.is_empty() { pair(latitude) } else { None };
    let (latitude, longitude) = both.unwrap_or((latitude, longitude));
    [latitude.to_owned(), longitude.to_owned()]
}

/// The two halves of a text with both coordinates, as map programs copy them: "50.7987, 6.4822" or "50,7987 6,4822".
fn pair(text: &str) -> Option<(&str, &str)> {
    // What is longer is something else, and is not worth so many attempts.
    if text.len() > 100 {
        return None;
    }
    let halves = text.char_indices().filter_map(|(at, c)| {
        let (left, right) = (tidy(&text[..at]), tidy(&text[at + c.len_utf8()..]));
        match c {
            ';' | '/' => Some((left, right)),
            // "50,7" is one number in German. Between two numbers with points a comma can only stand between them.
            ',' if left.contains('.') && right.contains('.') => Some((left, right)),
            c if is_blank(c) => Some((tidy(left.trim_end_matches(',')), right)),
            _ => None,
        }
    });
    let mut read = halves.filter(|(left, right)| {
        degrees(left, &NORTHWARD).zip(degrees(right, &EASTWARD)).is_some_and(|(n, e)| Point::new(n, e).is_some())
    });
    read.next()
}

/// A coordinate in millionths of a degree; it may be more than there are. Decimal degrees with comma or point, or degrees,
/// minutes and seconds, with a sign before them or the letter of a direction on either side.
fn degrees(text: &str, axis: &Axis) -> Option<i64> {
    let text = tidy(text);
    let (mut sign, mut rest) = (None, text);
    for (letters, value) in [(axis.ahead, 1), (axis.back, -1)] {
        if let Some(bare) = text.strip_suffix(letters).or_else(|| text.strip_prefix(letters)) {
            (sign, rest) = (Some(value), tidy(bare));
        }
    }
    for (signs, value) in [(&['-', '−', '–'][..], -1), (&['+'][..], 1)] {
        if let Some(bare) = rest.strip_prefix(signs) {
            // "-6 W" may mean two things.
            if sign.replace(value).is_some() {
                return None;
            }
            rest = tidy(bare);
        }
    }
    // Degrees, minutes and seconds in thousand-millionths, and whether each is a whole number.
    let (whole, after) = number(rest)?;
    let after = tidy(after);
    let mut sum = whole * 3600;
    let mut rest = tidy(after.strip_prefix('°').unwrap_or(after));
    if !rest.is_empty() {
        let mut before = whole;
        after.strip_prefix('°')?;
        for (marks, worth) in [(&["′", "'", "’"][..], 60), (&["″", "\"", "”", "''", "′′"][..], 1)] {
            if rest.is_empty() {
                break;
            }
            let (part, after) = number(rest)?;
            let after = marks.iter().find_map(|mark| tidy(after).strip_prefix(mark))?;
            if part >= 60 * BILLION || before % BILLION != 0 {
                return None;
            }
            (sum, before, rest) = (sum + part * worth, part, tidy(after));
        }
    }
    if !rest.is_empty() {
        return None;
    }
    // Half a millionth is rounded up.
    Some(sign.unwrap_or(1) * ((sum + 1_800 * 1_000) / (3_600 * 1_000)))
}

const BILLION: i64 = 1_000_000_000;

/// The number a text begins with, in thousand-millionths, and what follows it.
fn number(text: &str) -> Option<(i64, &str)> {
    let (mut value, mut whole, mut decimals) = (0, 0, None);
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        match (digit(c), decimals) {
            (Some(digit), None) if whole < 4 => (value, whole) = (value * 10 + i64::from(digit), whole + 1),
            (Some(_), None) => return None,
            (Some(digit), Some(count)) => {
                if count < 9 {
                    value = value * 10 + i64::from(digit);
                }
                decimals = Some(count + 1);
            }
            (None, None) if whole > 0 && matches!(c, '.' | ',') => decimals = Some(0),
            _ => {
                end = at;
                break;
            }
        }
    }
    // "50," and "50,°" are not finished.
    if whole == 0 || decimals == Some(0) {
        return None;
    }
    for _ in decimals.unwrap_or(0)..9 {
        value *= 10;
    }
    Some((value, &text[end..]))
}

impl Place {
    /// Coordinates come both or not at all.
    pub(super) fn schema() -> Schema {
        let text = Schema::shared("text").with("maxLength", MOST_CHARACTERS);
        let degrees = |axis: Axis| Schema::of("number").with("minimum", -axis.most).with("maximum", axis.most);
        let both = [(NAMES[LATITUDE], NAMES[LONGITUDE]), (NAMES[LONGITUDE], NAMES[LATITUDE])];
        let both = both.map(|(one, other)| (one.to_owned(), Json::Array(vec![other.into()])));
        Schema::object([
            (NAMES[TEXT], true, text),
            (NAMES[LATITUDE], false, degrees(NORTHWARD)),
            (NAMES[LONGITUDE], false, degrees(EASTWARD)),
        ])
        .with("dependentRequired", Json::Object(both.into_iter().collect()))
    }
}

impl Rules for Place {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Location);
        }
        let (mut value, mut errors) = (Vec::new(), Vec::new());
        let mut wrong = |part, fault| errors.push(Error { part: Some(part), fault });
        let text = answer.part(TEXT);
        if text.is_empty() {
            wrong(TEXT, Fault::Missing(Missing::Location));
        } else if text.chars().count() as i64 > MOST_CHARACTERS {
            wrong(TEXT, Fault::TooLong { max: MOST_CHARACTERS });
        }
        value.push((NAMES[TEXT].to_owned(), Value::Text(text.into())));
        let typed = split(answer);
        if typed.iter().any(|text| !text.is_empty()) {
            for ((part, axis), text) in [(LATITUDE, NORTHWARD), (LONGITUDE, EASTWARD)].into_iter().zip(&typed) {
                match degrees(text, &axis) {
                    _ if text.is_empty() => wrong(part, Fault::Missing(Missing::Coordinate)),
                    None => wrong(part, axis.unreadable),
                    Some(found) if found > axis.most * MILLION => wrong(part, Fault::TooLarge { max: axis.most }),
                    Some(found) if found < -axis.most * MILLION => wrong(part, Fault::TooSmall { min: -axis.most }),
                    Some(found) => {
                        value.push((NAMES[part].to_owned(), fraction::decimal(found, PLACES)));
                    }
                }
            }
        }
        if errors.is_empty() { Ok(Value::Map(value)) } else { Err(errors) }
    }

    /// Tidied at its ends, and each coordinate in its own part.
    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        if !self.fits(answer) || answer.is_blank() {
            return None;
        }
        let [latitude, longitude] = split(answer);
        let tidied = Answer::List(vec![answer.part(TEXT).to_owned(), latitude, longitude]);
        (tidied != *answer).then_some(tidied)
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.list().len() == NAMES.len()
    }

    fn parts(&self) -> &'static [&'static str] {
        NAMES
    }
}

#[cfg(test)]
mod tests;
