//! Days, months and years between days, as the law counts them.
//!
//! Whoever is born on a day completes a year of life when the day before the birthday ends (BGB §§ 187 (2) sentence 2, 188 (2)):
//! so somebody is a year older on the birthday itself, and somebody born on 29 February is a year older on 1 March where
//! the year has no such day. A period of months that would end on a day its last month does not have ends on that month's
//! last day (BGB § 188 (3)): one month after 31 January is 28 February.

use super::date::{Date, days_of_month};

/// How many years of life somebody born on `birth` has completed when `day` begins; `None` before the birth.
pub fn age(birth: Date, day: Date) -> Option<i64> {
    let birthday = (birth.month, birth.day) <= (day.month, day.day);
    (birth <= day).then(|| i64::from(day.year - birth.year) - i64::from(!birthday))
}

/// How many days later `to` is than `from`; below zero if it is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.days() - from.days()
}

/// How many whole months fit between the two days: the most that can be added to the earlier one without passing the later.
/// Below zero if `to` is the earlier one.
pub fn months_between(from: Date, to: Date) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let months = months_of(to) - months_of(from);
    // The last of them is complete on the same day of the month, or on the last one if the month has no such day.
    let complete = to.day >= from.day.min(days_of_month(to.year, to.month));
    months - i64::from(!complete)
}

/// The day so many days later; `None` outside the calendar.
pub fn add_days(day: Date, days: i64) -> Option<Date> {
    let sum = day.days().checked_add(days)?;
    Some(Date::from_days(sum)).filter(|date| date.days() == sum)
}

/// The same day of the month so many months later, or that month's last day if it has no such day; `None` outside the
/// calendar.
pub fn add_months(day: Date, months: i64) -> Option<Date> {
    let sum = months_of(day).checked_add(months)?;
    let (year, month) = (i32::try_from(sum.div_euclid(12)).ok()?, sum.rem_euclid(12) as u8 + 1);
    Date::new(year, month, day.day.min(days_of_month(year, month)))
}

/// 1 for Monday to 7 for Sunday (ISO 8601).
pub fn weekday(day: Date) -> i64 {
    // 1970-01-01 was a Thursday.
    (day.days() + 3).rem_euclid(7) + 1
}

/// Months since the beginning of the year 0.
fn months_of(day: Date) -> i64 {
    i64::from(day.year) * 12 + i64::from(day.month) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a day")
    }

    #[test]
    fn a_year_of_life_is_complete_on_the_birthday() {
        for (birth, on, years) in [
            ("2008-11-23", "2026-11-22", Some(17)),
            ("2008-11-23", "2026-11-23", Some(18)),
            ("2008-11-23", "2026-12-01", Some(18)),
            ("2008-11-23", "2008-11-23", Some(0)),
            ("2008-11-23", "2009-11-22", Some(0)),
            ("2026-11-24", "2026-11-23", None),
            ("1900-01-01", "2026-12-31", Some(126)),
            ("0001-01-01", "9999-12-31", Some(9998)),
        ] {
            assert_eq!(age(day(birth), day(on)), years, "{birth} on {on}");
        }
    }

    #[test]
    fn who_is_born_on_a_leap_day_is_older_on_the_first_of_march_in_common_years() {
        for (on, years) in [
            ("2021-02-28", 16),
            ("2021-03-01", 17),
            ("2022-02-28", 17),
            ("2022-03-01", 18),
            ("2024-02-28", 19),
            ("2024-02-29", 20),
            ("2100-02-28", 95),
            ("2100-03-01", 96),
        ] {
            assert_eq!(age(day("2004-02-29"), day(on)), Some(years), "{on}");
        }
        assert_eq!(age(day("2003-03-01"), day("2024-02-29")), Some(20));
        assert_eq!(age(day("2003-02-28"), day("2024-02-28")), Some(21));
    }

    #[test]
    fn months_end_on_the_same_day_or_on_the_last_one() {
        for (from, months, to) in [
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2026-01-31", 3, "2026-04-30"),
            ("2026-01-15", 24, "2028-01-15"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2026-01-10", -1, "2025-12-10"),
            ("2026-05-31", 0, "2026-05-31"),
        ] {
            assert_eq!(add_months(day(from), months), Some(day(to)), "{from} + {months}");
        }
    }

    #[test]
    fn only_complete_months_count() {
        for (from, to, months) in [
            ("2026-01-15", "2026-02-14", 0),
            ("2026-01-15", "2026-02-15", 1),
            ("2026-01-31", "2026-02-27", 0),
            ("2026-01-31", "2026-02-28", 1),
            ("2024-01-31", "2024-02-28", 0),
            ("2024-02-29", "2025-02-28", 12),
            ("2026-01-30", "2026-03-29", 1),
            ("2026-11-23", "2026-11-23", 0),
            ("2025-12-31", "2026-11-30", 11),
        ] {
            assert_eq!(months_between(day(from), day(to)), months, "{from} to {to}");
            assert_eq!(months_between(day(to), day(from)), -months, "{to} to {from}");
        }
    }

    #[test]
    fn outside_the_calendar_there_is_no_day() {
        let (first, last) = (day("0001-01-01"), day("9999-12-31"));
        assert_eq!((add_days(first, -1), add_days(last, 1)), (None, None));
        assert_eq!((add_months(first, -1), add_months(last, 1)), (None, None));
        assert_eq!(add_days(first, days_between(first, last)), Some(last));
        for much in [i64::MIN, i64::MAX] {
            assert_eq!((add_days(first, much), add_months(first, much)), (None, None));
        }
    }

    #[test]
    fn the_week_begins_on_monday() {
        for (on, number) in
            [("1970-01-01", 4), ("2026-11-23", 1), ("2026-11-29", 7), ("0001-01-01", 1), ("1969-12-31", 3)]
        {
            assert_eq!(weekday(day(on)), number, "{on}");
        }
    }
}
