//! The device's clock.

use js_sys::Date as JsDate;

use crate::expr::date::Date;

/// Milliseconds since 1970-01-01 UTC.
pub fn now() -> f64 {
    JsDate::now()
}

/// Now, as RFC 3339 in UTC: "2026-05-03T08:15:30.000Z".
pub fn now_rfc3339() -> String {
    rfc3339(now())
}

/// A point in time in milliseconds since 1970-01-01 UTC, as RFC 3339 in UTC. Empty where it is none.
pub fn rfc3339(milliseconds: f64) -> String {
    // `toISOString` throws for what is no time; 8.64e15 is the greatest one (ECMA-262, Time Values).
    if milliseconds.abs() > 8.64e15 || milliseconds.is_nan() {
        return String::new();
    }
    JsDate::new(&milliseconds.into()).to_iso_string().into()
}

/// The milliseconds since 1970-01-01 UTC of an RFC 3339 or HTTP date.
pub fn parse(date: &str) -> Option<f64> {
    let milliseconds = JsDate::parse(date);
    if milliseconds.is_nan() { None } else { Some(milliseconds) }
}

/// Today's date where the device is.
pub fn today() -> Date {
    let now = JsDate::new_0();
    // A clock outside of the years 1 to 9999 is broken; the first day of the epoch is as good as any then.
    let today = Date::new(now.get_full_year() as i32, now.get_month() as u8 + 1, now.get_date() as u8);
    today.unwrap_or(Date { year: 1970, month: 1, day: 1 })
}
