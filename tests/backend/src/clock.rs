//! The time: read from the system, written as RFC 3339 in UTC; a clock of this backend's that tests may put forward.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use amtsgang::expr::date::Date;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::put;

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

/// What this backend goes by where time passes for its clients: holds run out. Clones are the same clock.
#[derive(Clone, Default)]
pub struct Clock {
    /// Seconds ahead of the system's.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    pub fn now(&self) -> Moment {
        Moment(Moment::now().0.saturating_add(self.ahead.load(Ordering::Relaxed)))
    }

    /// Puts the clock forward.
    pub fn advance(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// The path of the switch that puts the clock forward.
pub const PATH: &str = "/api/_clock";

/// `PUT /api/_clock` with a number of seconds: for tests, as the faults are.
pub fn router(clock: Clock) -> Router {
    let advance = async |State(clock): State<Clock>, body: String| match body.trim().parse() {
        Ok(seconds) => {
            clock.advance(seconds);
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::BAD_REQUEST,
    };
    Router::new().route(PATH, put(advance)).with_state(clock)
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

    #[test]
    fn a_clock_goes_on_from_where_it_was_put() {
        let (clock, before) = (Clock::default(), Moment::now());
        clock.clone().advance(600);
        assert!(clock.now().0 >= before.0 + 600 && clock.now().0 < Moment::now().0 + 660);
    }
}
