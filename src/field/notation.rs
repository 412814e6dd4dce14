//! Patterns for values of one fixed notation: days, months and times of day, and those of them from or up to a limit.

use super::date::Bound;
use super::schema::Schema;

/// A day of the calendar as `YYYY-MM-DD`, leap days in leap years only (as in `expr::date`).
const DAY: &str = "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)\
    |02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";

/// Any day.
pub(super) fn day() -> Schema {
    Schema::of("string").with("format", "date").with("pattern", beginning("$").as_str())
}

/// A pattern for what begins with a day and goes on so.
pub(super) fn beginning(rest: &str) -> String {
    ["^", DAY, rest].concat()
}

/// A day that was typed, within those of the limits that do not move with today: the years begin at 1000.
pub(super) fn typed_day(bounds: [Option<Bound>; 2]) -> Schema {
    within(Schema::shared("day").matching("^[1-9]"), bounds, "YYYY-MM-DD".len())
}

/// Only texts of a notation of so many characters that are within the limits, as far as these are fixed.
pub(super) fn within(schema: Schema, bounds: [Option<Bound>; 2], length: usize) -> Schema {
    let limit = |bound| match bound {
        Some(Bound::Fixed(date)) => Some(date.to_string()[..length].to_owned()),
        _ => None,
    };
    let [min, max] = bounds.map(limit);
    let schema = min.iter().fold(schema, |schema, min| schema.matching(&not_before(min)));
    max.iter().fold(schema, |schema, max| schema.matching(&not_after(max)))
}

/// What is not before `limit`, among texts of its notation: those that differ in digits only.
pub fn not_before(limit: &str) -> String {
    ["^(?:", limit, &others(limit, true), ")"].concat()
}

/// Likewise what is not after it.
pub fn not_after(limit: &str) -> String {
    ["^(?:", limit, &others(limit, false), ")"].concat()
}

/// How the texts begin that are after the limit, or before it: as the limit up to a digit, and then with one that is
/// larger, or smaller. Each beginning has a `|` before it.
fn others(limit: &str, after: bool) -> String {
    let mut out = String::new();
    for (at, digit) in limit.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let (first, last) = if after { (u32::from(digit) + 1, '9'.into()) } else { ('0'.into(), u32::from(digit) - 1) };
        let [Some(first), Some(last)] = [first, last].map(char::from_u32) else { continue };
        if first <= last {
            let range = if first == last { first.to_string() } else { ['[', first, '-', last, ']'].iter().collect() };
            out.extend(["|", &limit[..at], &range]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::date::Date;
    use regex::Regex;

    #[test]
    fn the_calendars_days_are_days_and_no_others() {
        let pattern = Regex::new(&beginning("$")).expect("a pattern");
        for year in [1, 4, 100, 400, 1000, 1600, 1900, 1996, 2000, 2023, 2024, 2100, 2400, 9999] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    assert_eq!(pattern.is_match(&text), Date::new(year, month, day).is_some(), "{text}");
                }
            }
        }
        for text in ["2026-1-1", "2026-01-011", "12026-01-01", "2026/01/01", "٢٠٢٦-٠١-٠١", " 2026-01-01"] {
            assert!(!pattern.is_match(text), "{text}");
        }
    }

    #[test]
    fn limits_are_in_the_order_of_the_texts() {
        let days: Vec<String> = (10_000..22_000).step_by(97).map(|days| Date::from_days(days).to_string()).collect();
        let times: Vec<String> = (0..24 * 60).step_by(7).map(|at| format!("{:02}:{:02}", at / 60, at % 60)).collect();
        for texts in [days, times] {
            for limit in texts.iter().step_by(11) {
                let (from, until) = (not_before(limit), not_after(limit));
                let (from, until) = (Regex::new(&from).expect("a pattern"), Regex::new(&until).expect("a pattern"));
                for text in &texts {
                    assert_eq!(from.is_match(text), text >= limit, "{text} from {limit}");
                    assert_eq!(until.is_match(text), text <= limit, "{text} until {limit}");
                }
            }
        }
    }

    #[test]
    fn a_limit_reads_like_a_table() {
        assert_eq!(not_before("2026-03"), "^(?:2026-03|[3-9]|2[1-9]|20[3-9]|202[7-9]|2026-[1-9]|2026-0[4-9])");
        assert_eq!(not_after("08:30"), "^(?:08:30|0[0-7]|08:[0-2])");
    }
}
