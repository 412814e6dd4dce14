//! A day in the (proleptic) Gregorian calendar.

use std::fmt;

/// A day from 0001-01-01 to 9999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// The first day of the calendar.
    pub const FIRST: Date = Date { year: 1, month: 1, day: 1 };
    /// The last day of the calendar.
    pub const LAST: Date = Date { year: 9999, month: 12, day: 31 };

    /// The day, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let real = (1..=9999).contains(&year) && day >= 1 && day <= days_of_month(year, month);
        real.then_some(Date { year, month, day })
    }

    /// Reads `YYYY-MM-DD` (ISO 8601), nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        if bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number =
            |digits: &[u8]| digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0')));
        Date::new(number(&bytes[..4])?, number(&bytes[5..7])? as u8, number(&bytes[8..])? as u8)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        // Years begin in March here, so that the leap day is a year's last; 400 years have 146,097 days.
        let march_year = i64::from(self.year) - i64::from(self.month < 3);
        let (era, year) = (march_year.div_euclid(400), march_year.rem_euclid(400));
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
    }

    /// The day so many days after 1970-01-01, or the calendar's first or last day.
    pub fn from_days(days: i64) -> Date {
        let days = days.clamp(Date::FIRST.days(), Date::LAST.days()) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Date { year: (era * 400 + year) as i32 + i32::from(month < 3), month: month as u8, day: day as u8 }
    }

    /// The day so many days later, or the calendar's first or last day.
    pub fn plus_days(self, days: i64) -> Date {
        Date::from_days(self.days().saturating_add(days))
    }
}

/// How many days a month has; none, if there is no such month.
pub(super) fn days_of_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// `YYYY-MM-DD` (ISO 8601).
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_calendar() {
        assert!(Date::new(2024, 2, 29).is_some());
        assert!(Date::new(2000, 2, 29).is_some());
        assert!(Date::new(1900, 2, 29).is_none());
        assert!(Date::new(2026, 4, 31).is_none());
        assert!(Date::new(2026, 13, 1).is_none());
        assert!(Date::new(2026, 0, 1).is_none());
        assert!(Date::new(2026, 1, 0).is_none());
        assert!(Date::new(0, 1, 1).is_none());
        assert!(Date::new(10_000, 1, 1).is_none());
    }

    #[test]
    fn reads_iso_dates_only() {
        let date = Date::parse("2026-03-09").unwrap();
        assert_eq!((date.year, date.month, date.day), (2026, 3, 9));
        assert_eq!(date.to_string(), "2026-03-09");
        assert_eq!(Date::parse("0007-01-01").unwrap().to_string(), "0007-01-01");
        for bad in
            ["", "2026-3-9", "2026-02-30", "26-03-2009", "2026/03/09", "+026-03-09", "2026-03-091", "２026-03-09"]
        {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn counts_every_day_once() {
        assert_eq!(Date::new(1970, 1, 1).unwrap().days(), 0);
        assert_eq!(Date::new(2000, 3, 1).unwrap().days(), 11_017);
        let mut expected = Date::FIRST;
        for days in Date::FIRST.days()..=Date::LAST.days() {
            let date = Date::from_days(days);
            assert_eq!((date, date.days()), (expected, days));
            expected = Date::new(date.year, date.month, date.day + 1)
                .or_else(|| Date::new(date.year, date.month + 1, 1))
                .or_else(|| Date::new(date.year + 1, 1, 1))
                .unwrap_or(Date::LAST);
        }
    }

    #[test]
    fn stops_at_the_ends_of_the_calendar() {
        let date = Date::parse("2024-02-28").unwrap();
        assert_eq!(date.plus_days(2).to_string(), "2024-03-01");
        assert_eq!(date.plus_days(-59).to_string(), "2023-12-31");
        assert_eq!(date.plus_days(i64::MAX), Date::LAST);
        assert_eq!(date.plus_days(i64::MIN), Date::FIRST);
    }
}
