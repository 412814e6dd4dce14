//! The time: read from the system, written as RFC 3339 in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use amtsgang::expr::date::Date;

const DAY: i64 = 86_400;

/// A point in time, in whole seconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    pub fn now() -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        Date::from_days(self.0.div_euclid(DAY))
    }

    /// So many days earlier.
    pub fn days_ago(self, days: i64) -> Moment {
        Moment(self.0.saturating_sub(days * DAY))
    }

    /// For example `2026-05-03T09:30:00Z`.
    pub fn rfc3339(self) -> String {
        let second = self.0.rem_euclid(DAY);
        format!("{}T{:02}:{:02}:{:02}Z", self.date(), second / 3600, second / 60 % 60, second % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_utc() {
        assert_eq!(Moment(0).rfc3339(), "1970-01-01T00:00:00Z");
        assert_eq!(Moment(1_777_800_645).rfc3339(), "2026-05-03T09:30:45Z");
        assert_eq!(Moment(DAY).days_ago(1), Moment(0));
    }
}
