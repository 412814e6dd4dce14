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

/// How far the clocks where the device is are ahead of UTC at a day (`YYYY-MM-DD`) and a time (`HH:MM`): "+01:00".
pub fn offset(day: &str, time: &str) -> String {
    // Without a zone, a date with a time is one of this place (ECMA-262, Date Time String Format).
    let minutes = -JsDate::new(&[day, "T", time].concat().into()).get_timezone_offset();
    let (sign, minutes) = if minutes < 0.0 { ("-", -minutes) } else { ("+", minutes) };
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [sign, &two(minutes as u32 / 60), ":", &two(minutes as u32 % 60)].concat()
}

/// Today's date where the device is.
pub fn today() -> Date {
    let now = JsDate::new_0();
    // A clock outside of the years 1 to 9999 is broken; the first day of the epoch is as good as any then.
    let today = Date::new(now.get_full_year() as i32, now.get_month() as u8 + 1, now.get_date() as u8);
    today.unwrap_or(Date { year: 1970, month: 1, day: 1 })
}
