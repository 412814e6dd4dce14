//! Points in time as backends write them, to bring them in order.

use crate::expr::date::Date;

/// Microseconds since 1970-01-01T00:00:00Z of an RFC 3339 time such as `2026-11-02T09:30:00.25+01:00`; `None` if it is
/// none. Digits beyond microseconds are dropped; a leap second counts as the second after it.
pub fn instant(text: &str) -> Option<i64> {
    let date = Date::parse(text.get(..10)?)?;
    let time = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let (hour, minute, second) = (number(time, 0, 23)?, number(time, 3, 59)?, number(time, 6, 60)?);
    let colons = time.as_bytes().get(2) == Some(&b':') && time.as_bytes().get(5) == Some(&b':');
    let mut rest = time.get(8..).filter(|_| colons)?;
    let mut micros = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        (0..digits).next()?;
        for ix in 0..6 {
            micros = micros * 10 + fraction.as_bytes()[..digits].get(ix).map_or(0, |b| i64::from(b - b'0'));
        }
        rest = &fraction[digits..];
    }
    let offset = if matches!(rest, "Z" | "z") { 0 } else { offset(rest)? };
    let seconds = date.days() * 86_400 + hour * 3_600 + minute * 60 + second - offset;
    Some(seconds * 1_000_000 + micros)
}

/// The seconds that `+01:00` is ahead of UTC.
fn offset(text: &str) -> Option<i64> {
    let sign = match text.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    Some(sign * (number(text, 1, 23)? * 3_600 + number(text, 4, 59)? * 60))
}

/// The two digits at `at`, up to `most`.
fn number(text: &str, at: usize, most: i64) -> Option<i64> {
    let digits = text.get(at..at + 2).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok().filter(|n| *n <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(instant("1970-01-01T01:00:00.5+01:00"), Some(500_000));
        assert_eq!(instant("1969-12-31t23:59:59.999999999z"), Some(-1));
        assert_eq!(instant("2026-11-02T09:30:00-02:30"), instant("2026-11-02T12:00:00Z"));
        assert_eq!(instant("2016-12-31T23:59:60Z"), instant("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "2026-11-02",
            "2026-11-02T09:30Z",
            "2026-11-02T09:30:00",
            "2026-11-02T24:00:00Z",
            "2026-13-02T09:30:00Z",
            "2026-11-02T09:30:00.Z",
            "2026-11-02T09:30:00+1:00",
            "2026-11-02T09-30-00Z",
            "2026-11-02T09:30:00Zz",
            "2026-11-02T+9:30:00Z",
            "2026-11-0ä",
            "2026-11-02Tää:30:00Z",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
