//! The field kind `time`: an hour and minute of the day, typed in one line.

use super::notation::{not_after, not_before};
use super::schema::Schema;
use super::typing::{digit, tidy};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};
use crate::reading::Object;

/// What a recipe may say of a time of day.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// Both limits are allowed times, in minutes after midnight.
    pub earliest: u16,
    pub latest: u16,
}

const LAST: u16 = 24 * 60 - 1;

impl Time {
    pub const KEYS: &[&str] = &["earliest", "latest"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let limit = |key| {
            let node = object.get(key)?;
            let text = node.string()?;
            let limit = minutes(text).filter(|limit| clock(*limit) == text);
            if limit.is_none() {
                node.expected("a time such as \"08:00\" or \"17:30\"");
            }
            limit
        };
        let (earliest, latest) = (limit("earliest").unwrap_or(0), limit("latest").unwrap_or(LAST));
        if earliest > latest {
            object.expected("latest", "a time not before earliest");
        }
        Self { earliest, latest }
    }

    pub(super) fn schema(&self) -> Schema {
        let mut schema = Schema::of("string").with("pattern", "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$");
        if self.earliest > 0 {
            schema = schema.matching(&not_before(&clock(self.earliest)));
        }
        if self.latest < LAST {
            schema = schema.matching(&not_after(&clock(self.latest)));
        }
        schema
    }
}

impl Rules for Time {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let text = answer.text();
        if text.is_empty() {
            return nothing(required, Missing::Time);
        }
        match minutes(text) {
            None => wrong(Fault::Time),
            Some(time) if time < self.earliest => wrong(Fault::TimeTooEarly { time: clock(self.earliest) }),
            Some(time) if time > self.latest => wrong(Fault::TimeTooLate { time: clock(self.latest) }),
            Some(time) => Ok(Value::Text(clock(time))),
        }
    }

    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(|text| {
            let text = tidy(text);
            minutes(text).map_or_else(|| text.to_owned(), clock)
        })
    }
}

/// The minutes after midnight that a text says: "9", "9:30", "0930", "9.30 Uhr", "9 Uhr 30", "9h30".
fn minutes(text: &str) -> Option<u16> {
    let mut numbers = vec![String::new()];
    let mut mark = String::new();
    for c in text.chars() {
        let Some(digit) = digit(c) else {
            mark.push(c.to_ascii_lowercase());
            continue;
        };
        if !mark.is_empty() {
            if !matches!(tidy(&mark), "" | ":" | "." | "," | "h" | "uhr") {
                return None;
            }
            numbers.push(String::new());
            mark.clear();
        }
        if let Some(number) = numbers.last_mut() {
            number.push(char::from(b'0' + digit));
        }
    }
    if !matches!(tidy(&mark), "" | "h" | "uhr") {
        return None;
    }
    let (hour, minute) = match numbers.as_slice() {
        [hour] if hour.len() <= 2 => (hour.as_str(), "00"),
        [both] if both.len() <= 4 => both.split_at(both.len() - 2),
        // "9:5" may be five past or ten to.
        [hour, minute] if hour.len() <= 2 && minute.len() == 2 => (hour.as_str(), minute.as_str()),
        _ => return None,
    };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// `HH:MM` (ISO 8601).
fn clock(minutes: u16) -> String {
    let (hour, minute) = (minutes / 60, minutes % 60);
    let digit = |number: u16| char::from(b'0' + (number % 10) as u8);
    [digit(hour / 10), digit(hour), ':', digit(minute / 10), digit(minute)].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_times_as_people_write_them() {
        let kind = read(json!({}), Time::read);
        for (text, time) in [
            ("9", "09:00"),
            ("09", "09:00"),
            ("9:30", "09:30"),
            ("930", "09:30"),
            ("0930", "09:30"),
            ("9.30 Uhr", "09:30"),
            ("9,30", "09:30"),
            ("9 Uhr", "09:00"),
            ("9 UHR 30", "09:30"),
            ("9h30", "09:30"),
            ("17 h", "17:00"),
            (" 9 : 30 ", "09:30"),
            ("9 30", "09:30"),
            ("0", "00:00"),
            ("23:59", "23:59"),
            ("٩:٣٠", "09:30"),
        ] {
            assert_eq!(kind.check(&typed(text), true, &cx()), Ok(Value::Text(time.into())), "{text}");
            assert_eq!(kind.normalize(&typed(text)).unwrap_or_else(|| typed(text)), typed(time), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        let kind = read(json!({}), Time::read);
        for text in [
            "24:00", "12:60", "9:5", "9:300", "12345", "halb 10", "9-30", "9:30:15", ":30", "Uhr", "9 am", "-9", "9:",
            "9::30", "1 2 30",
        ] {
            assert_eq!(kind.check(&typed(text), false, &cx()), wrong(Fault::Time), "{text}");
            assert_eq!(kind.normalize(&typed(text)), None, "{text}");
        }
    }

    #[test]
    fn keeps_to_its_limits() {
        let kind = read(json!({"earliest": "08:00", "latest": "17:30"}), Time::read);
        assert_eq!(kind.check(&typed("8"), true, &cx()), Ok(Value::Text("08:00".into())));
        assert_eq!(kind.check(&typed("1730"), true, &cx()), Ok(Value::Text("17:30".into())));
        assert_eq!(kind.check(&typed("7:59"), true, &cx()), wrong(Fault::TimeTooEarly { time: "08:00".into() }));
        assert_eq!(kind.check(&typed("17:31"), true, &cx()), wrong(Fault::TimeTooLate { time: "17:30".into() }));
        assert_eq!(kind.check(&typed(" "), true, &cx()), nothing(true, Missing::Time));
        assert_eq!(kind.check(&typed(" "), false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"earliest": "8:00", "latest": "24:00"}), Time::read), ["/earliest", "/latest"]);
        assert_eq!(pointers(json!({"earliest": "12:00", "latest": "08:00"}), Time::read), ["/latest"]);
        assert_eq!(pointers(json!({"earliest": 8}), Time::read), ["/earliest"]);
    }
}
