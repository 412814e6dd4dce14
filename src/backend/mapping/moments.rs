//! Days and times as other systems write them: `03.05.2026 14:30`, seconds since 1970.

use crate::case::instant;
use crate::expr::calendar::weekday;
use crate::expr::date::Date;
use crate::json::Value;
use crate::reading::Node;

/// How a day or a time is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// Seconds since 1970-01-01 UTC.
    Unix,
    UnixMilliseconds,
    Pattern(Vec<Token>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Words(String),
}

/// Which clock is meant where a time names none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zone {
    /// Minutes ahead of UTC.
    Fixed(i64),
    /// Central European time, with summer time (Directive 2000/84/EC).
    Berlin,
}

/// A day, and perhaps a time on it, on the clock of a zone.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Local {
    day: Date,
    /// Since midnight.
    seconds: i64,
}

const TOKENS: [(&str, Token); 6] = [
    ("YYYY", Token::Year),
    ("MM", Token::Month),
    ("DD", Token::Day),
    ("HH", Token::Hour),
    ("mm", Token::Minute),
    ("ss", Token::Second),
];

const A_DAY: i64 = 86_400;

impl Format {
    pub fn read(node: Node) -> Option<Format> {
        let format = match node.string()? {
            "unix" => Some(Format::Unix),
            "unixMilliseconds" => Some(Format::UnixMilliseconds),
            pattern => Self::pattern(pattern),
        };
        if format.is_none() {
            node.expected("unix, unixMilliseconds, or a pattern of YYYY, MM, DD and perhaps HH, mm, ss, each once");
        }
        format
    }

    fn pattern(text: &str) -> Option<Format> {
        let (mut tokens, mut words, mut rest) = (Vec::new(), String::new(), text);
        while let Some(c) = rest.chars().next() {
            let known = TOKENS.iter().find(|(name, _)| rest.starts_with(name));
            match known {
                Some((name, token)) => {
                    if !words.is_empty() {
                        tokens.push(Token::Words(std::mem::take(&mut words)));
                    }
                    tokens.push(token.clone());
                    rest = &rest[name.len()..];
                }
                // A letter that means nothing would be a mistake in the pattern; T and Z stand in ISO 8601.
                None if c.is_alphanumeric() && !matches!(c, 'T' | 'Z') => return None,
                None => {
                    words.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        if !words.is_empty() {
            tokens.push(Token::Words(words));
        }
        let count = |token: &Token| tokens.iter().filter(|other| *other == token).count();
        let day = [Token::Year, Token::Month, Token::Day].iter().all(|token| count(token) == 1);
        let time = TOKENS[3..].iter().map(|(_, token)| count(token)).collect::<Vec<_>>();
        let in_order = matches!(time[..], [0, 0, 0] | [1, 1, 0 | 1]);
        (day && in_order).then_some(Format::Pattern(tokens))
    }

    /// The point in time as RFC 3339.
    pub fn moment(&self, value: &Value, zone: Zone) -> Option<String> {
        Some(match self {
            Format::Pattern(tokens) => {
                let local = matched(tokens, value.as_str()?)?;
                local.rfc3339(zone.ahead(local))
            }
            _ => Local::of_seconds(self.seconds(value)?)?.rfc3339(0),
        })
    }

    /// The day as `YYYY-MM-DD`.
    pub fn day(&self, value: &Value, zone: Zone) -> Option<String> {
        let local = match self {
            Format::Pattern(tokens) => matched(tokens, value.as_str()?)?,
            _ => zone.local(self.seconds(value)?)?,
        };
        Some(local.day.to_string())
    }

    fn seconds(&self, value: &Value) -> Option<i64> {
        let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
        Some(if *self == Format::UnixMilliseconds { number.div_euclid(1_000) } else { number })
    }

    /// A day (`YYYY-MM-DD`) or a point in time (RFC 3339) as another system writes it.
    pub fn written(&self, text: &str, zone: Zone) -> Option<Value> {
        let day = Date::parse(text);
        let seconds = match day {
            Some(day) => {
                let local = Local { day, seconds: 0 };
                local.seconds_on_clock() - 60 * zone.ahead(local)
            }
            None => instant(text)?.div_euclid(1_000_000),
        };
        let local = match day {
            Some(day) => Local { day, seconds: 0 },
            None => zone.local(seconds)?,
        };
        Some(match self {
            Format::Unix => seconds.into(),
            Format::UnixMilliseconds => seconds.checked_mul(1_000)?.into(),
            Format::Pattern(tokens) => Value::String(tokens.iter().map(|token| token.written(local)).collect()),
        })
    }
}

impl Token {
    fn written(&self, local: Local) -> String {
        let [hour, minute, second] = local.clock();
        let two = |number: i64| format!("{number:02}");
        match self {
            Token::Year => format!("{:04}", local.day.year),
            Token::Month => two(local.day.month.into()),
            Token::Day => two(local.day.day.into()),
            Token::Hour => two(hour),
            Token::Minute => two(minute),
            Token::Second => two(second),
            Token::Words(words) => words.clone(),
        }
    }
}

/// Reads a text by a pattern. Days, months and hours may have one digit where the pattern has two, as people write them.
fn matched(tokens: &[Token], text: &str) -> Option<Local> {
    let (mut rest, mut parts) = (text, [0_i64; 6]);
    for token in tokens {
        let (place, least, most) = match token {
            Token::Words(words) => {
                rest = rest.strip_prefix(words.as_str())?;
                continue;
            }
            Token::Year => (0, 4, 4),
            Token::Month => (1, 1, 2),
            Token::Day => (2, 1, 2),
            Token::Hour => (3, 1, 2),
            Token::Minute => (4, 2, 2),
            Token::Second => (5, 2, 2),
        };
        let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        parts[place] = rest.get(..digits).filter(|_| digits >= least)?.parse().ok()?;
        rest = &rest[digits..];
    }
    let [year, month, day, hour, minute, second] = parts;
    let fits = rest.is_empty() && hour < 24 && minute < 60 && second < 60;
    let day = Date::new(year as i32, month as u8, day as u8).filter(|_| fits)?;
    Some(Local { day, seconds: hour * 3_600 + minute * 60 + second })
}

impl Local {
    /// `None` outside of the calendar.
    fn of_seconds(seconds: i64) -> Option<Local> {
        let days = seconds.div_euclid(A_DAY);
        let day = Date::from_days(days);
        (day.days() == days).then_some(Local { day, seconds: seconds.rem_euclid(A_DAY) })
    }

    fn seconds_on_clock(self) -> i64 {
        self.day.days() * A_DAY + self.seconds
    }

    fn clock(self) -> [i64; 3] {
        [self.seconds / 3_600, self.seconds / 60 % 60, self.seconds % 60]
    }

    /// `ahead`: how many minutes its clock is ahead of UTC.
    fn rfc3339(self, ahead: i64) -> String {
        let [hour, minute, second] = self.clock();
        let zone = match ahead {
            0 => "Z".to_owned(),
            _ => format!("{}{:02}:{:02}", if ahead < 0 { '-' } else { '+' }, ahead.abs() / 60, ahead.abs() % 60),
        };
        format!("{}T{hour:02}:{minute:02}:{second:02}{zone}", self.day)
    }
}

impl Zone {
    pub fn read(node: Node) -> Option<Zone> {
        let zone = match node.string()? {
            "Europe/Berlin" => Some(Zone::Berlin),
            "UTC" => Some(Zone::Fixed(0)),
            text => fixed(text).map(Zone::Fixed),
        };
        if zone.is_none() {
            node.expected("Europe/Berlin, UTC, or hours and minutes ahead of UTC such as +01:00");
        }
        zone
    }

    /// How many minutes the clock is ahead of UTC when it shows `local`. The hour that is there twice in October counts as
    /// the first, summer time.
    fn ahead(self, local: Local) -> i64 {
        match self {
            Zone::Fixed(minutes) => minutes,
            Zone::Berlin => {
                let turn = |month, hour: i64| last_sunday(local.day.year, month).days() * A_DAY + hour * 3_600;
                let summer = (turn(3, 2)..turn(10, 3)).contains(&local.seconds_on_clock());
                if summer { 120 } else { 60 }
            }
        }
    }

    /// What the clock shows, seconds since 1970-01-01 UTC.
    fn local(self, seconds: i64) -> Option<Local> {
        let minutes = match self {
            Zone::Fixed(minutes) => minutes,
            Zone::Berlin => {
                // Both turns are at 01:00 UTC.
                let year = Local::of_seconds(seconds)?.day.year;
                let turn = |month| last_sunday(year, month).days() * A_DAY + 3_600;
                if (turn(3)..turn(10)).contains(&seconds) { 120 } else { 60 }
            }
        };
        Local::of_seconds(seconds + minutes * 60)
    }
}

fn last_sunday(year: i32, month: u8) -> Date {
    let last = Date { year, month, day: 31 };
    last.plus_days(-(weekday(last) % 7))
}

/// The minutes of `+01:00`.
fn fixed(text: &str) -> Option<i64> {
    let sign = match text.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    let two = |at: usize| {
        let digits = text.get(at..at + 2).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        digits?.parse::<i64>().ok()
    };
    let (hours, minutes) = (two(1)?, two(4)?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(pattern: &str, text: &str) -> Option<String> {
        Format::pattern(pattern).expect("a pattern").moment(&text.into(), Zone::Berlin)
    }

    #[test]
    fn german_times_are_read_on_the_german_clock() {
        let at = |text| moment("DD.MM.YYYY HH:mm", text);
        assert_eq!(at("3.5.2026 9:30").as_deref(), Some("2026-05-03T09:30:00+02:00"));
        assert_eq!(at("03.12.2026 09:30").as_deref(), Some("2026-12-03T09:30:00+01:00"));
        assert_eq!(at("29.03.2026 01:59").as_deref(), Some("2026-03-29T01:59:00+01:00"));
        assert_eq!(at("29.03.2026 03:00").as_deref(), Some("2026-03-29T03:00:00+02:00"));
        assert_eq!(at("25.10.2026 02:30").as_deref(), Some("2026-10-25T02:30:00+02:00"));
        assert_eq!(at("25.10.2026 03:00").as_deref(), Some("2026-10-25T03:00:00+01:00"));
        assert_eq!(moment("DD.MM.YYYY", "03.05.2026").as_deref(), Some("2026-05-03T00:00:00+02:00"));
    }

    #[test]
    fn what_is_no_time_is_not_guessed() {
        for text in
            ["31.02.2026 09:30", "03.05.26 09:30", "03.05.2026 24:00", "03.05.2026", "03.05.2026 09:30:00", "", "ä"]
        {
            assert_eq!(moment("DD.MM.YYYY HH:mm", text), None, "{text}");
        }
        for pattern in
            ["", "DD.MM", "DD.MM.YYYY DD", "DD.MM.YYYY HH", "DD.MM.YYYY mm:ss", "D.M.YYYY", "DD.MM.YYYY hh:mm"]
        {
            assert_eq!(Format::pattern(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn seconds_since_1970_are_a_time_and_a_day() {
        let end = Value::from(1_793_400_000);
        assert_eq!(Format::Unix.moment(&end, Zone::Berlin).as_deref(), Some("2026-10-30T22:40:00Z"));
        assert_eq!(Format::Unix.day(&Value::from(1_793_405_000), Zone::Berlin).as_deref(), Some("2026-10-31"));
        assert_eq!(
            Format::UnixMilliseconds.moment(&"-1".into(), Zone::Berlin).as_deref(),
            Some("1969-12-31T23:59:59Z")
        );
        assert_eq!(Format::Unix.moment(&Value::from(i64::MAX >> 8), Zone::Berlin), None);
        assert_eq!(Format::Unix.moment(&"x".into(), Zone::Berlin), None);
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        let format = Format::pattern("DD.MM.YYYY HH:mm:ss").unwrap();
        for hour in 0..24 * 400 {
            let at = Local::of_seconds(1_767_222_000 + hour * 3_600).unwrap().rfc3339(0);
            let written = format.written(&at, Zone::Berlin).unwrap();
            let read = format.moment(&written, Zone::Berlin).unwrap();
            // The hour that is there twice is the only one that is not told apart.
            let twice = written.as_str().is_some_and(|text| text.starts_with("25.10.2026 02"));
            assert!(twice || instant(&read) == instant(&at), "{at} {read}");
        }
        let day = Format::pattern("YYYY/MM/DD").unwrap();
        assert_eq!(day.written("2026-05-03", Zone::Berlin), Some("2026/05/03".into()));
        assert_eq!(Format::Unix.written("1970-01-02", Zone::Fixed(0)), Some(86_400.into()));
        assert_eq!(day.written("soon", Zone::Berlin), None);
    }

    #[test]
    fn zones_are_named_or_counted() {
        assert_eq!(
            (fixed("+01:00"), fixed("-02:30"), fixed("+1:00"), fixed("+15:00"), fixed("01:00")),
            (Some(60), Some(-150), None, None, None)
        );
    }
}
