//! The field kind `phone`: a telephone number as people write it, kept as E.164.

use super::schema::Schema;
use super::typing::{digit, is_blank};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};

pub(super) struct Phone;

impl Phone {
    pub(super) fn schema() -> Schema {
        Schema::of("string").with("pattern", "^\\+[1-9][0-9]{6,14}$")
    }
}

impl Rules for Phone {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.text() {
            "" => nothing(required, Missing::Phone),
            text => international(text).map(Value::Text).or_else(wrong),
        }
    }
}

/// The number with its country code. A national number is a German one: a leading 0, then the area code. E.164 allows
/// 15 digits, and no complete number has fewer than 7.
fn international(text: &str) -> Result<String, Fault> {
    let start = text.trim_start_matches('(');
    // "+49 (0) 2421 25-0": this zero is dialled only within the country.
    let trunk = text.as_bytes().windows(3).position(|three| three == b"(0)");
    let text = match trunk {
        Some(at) if start.starts_with('+') || start.starts_with("00") => &[&text[..at], &text[at + 3..]].concat(),
        _ => text,
    };
    let mut plus = false;
    let mut digits = String::new();
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            digits.push(char::from(b'0' + digit));
        } else if c == '+' && !plus && digits.is_empty() {
            plus = true;
        } else if !is_blank(c) && !matches!(c, '-' | '/' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}') {
            return Err(Fault::Phone);
        }
    }
    let mut number = String::from("+");
    if plus {
        number.push_str(&digits);
    } else if let Some(abroad) = digits.strip_prefix("00") {
        number.push_str(abroad);
    } else if let Some(national) = digits.strip_prefix('0') {
        number.push_str("49");
        number.push_str(national);
    } else if digits.is_empty() {
        return Err(Fault::Phone);
    } else {
        return Err(Fault::PhoneAreaCode);
    }
    // "+49 0170": German area codes do not begin with 0.
    if number.starts_with("+490") {
        number.remove(3);
    }
    if !(8..=16).contains(&number.len()) || number[1..].starts_with('0') {
        return Err(Fault::Phone);
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, typed};
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, number) in [
            ("02421 25-0", "+492421250"),
            ("(02421) 25 - 0", "+492421250"),
            ("(0)2421/250", "+492421250"),
            ("+49 (0) 2421 25-0", "+492421250"),
            ("(+49) 2421.250", "+492421250"),
            ("0049 (0)2421 250", "+492421250"),
            ("+49 0170 1234567", "+491701234567"),
            ("\u{202a}+49 170\u{a0}123\u{2011}4567\u{202c}", "+491701234567"),
            ("+352 26 12 34", "+352261234"),
            ("00 43 1 58858", "+43158858"),
            ("٠٢٤٢١ ٢٥٠", "+492421250"),
        ] {
            assert_eq!(Phone.check(&typed(text), true, &cx()), Ok(Value::Text(number.into())), "{text}");
        }
    }

    #[test]
    fn refuses_what_cannot_be_dialled() {
        for text in [
            "0",
            "+",
            "()",
            "02421",
            "+49",
            "++49 2421 250",
            "+49 2421 250 App. 3",
            "02421+250",
            "+0 2421 250 11",
            "000 2421 250",
            "+49 2421 1234567890123",
            "a",
        ] {
            assert_eq!(Phone.check(&typed(text), false, &cx()), wrong(Fault::Phone), "{text}");
        }
    }

    #[test]
    fn asks_for_the_area_code() {
        assert_eq!(Phone.check(&typed("25 12 34"), false, &cx()), wrong(Fault::PhoneAreaCode));
    }

    #[test]
    fn nothing_is_wrong_only_where_something_is_required() {
        assert_eq!(Phone.check(&typed(" "), false, &cx()), Ok(Value::Null));
        assert_eq!(Phone.check(&typed(" "), true, &cx()), nothing(true, Missing::Phone));
    }
}
