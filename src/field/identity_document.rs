//! The field kind `identityDocument`: the serial number of a German identity card or passport, with its check digit or
//! without.

use super::schema::Schema;
use super::typing::{digit, is_blank, tidy};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};

pub(super) struct IdentityDocument;

/// Serial numbers have no vowels and no letter that looks like a digit or like another letter.
const LETTERS: &str = "CFGHJKLMNPRTVWXYZ";

const LENGTH: usize = 9;

impl IdentityDocument {
    /// Whether the check digit is right no schema can say.
    pub(super) fn schema() -> Schema {
        let pattern = ["^[0-9", LETTERS, "]{9}[0-9]?$"].concat();
        Schema::of("string").with("pattern", pattern.as_str())
    }
}

impl Rules for IdentityDocument {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let text = bare(answer.text());
        if text.is_empty() {
            return nothing(required, Missing::DocumentNumber);
        }
        match fault(&text) {
            Some(fault) => wrong(fault),
            None => Ok(Value::Text(text)),
        }
    }

    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(|text| bare(tidy(text)))
    }
}

/// In capitals, without blanks.
fn bare(text: &str) -> String {
    let plain = |c: char| digit(c).map_or(c.to_ascii_uppercase(), |digit| char::from(b'0' + digit));
    text.chars().filter(|c| !is_blank(*c)).map(plain).collect()
}

fn fault(text: &str) -> Option<Fault> {
    let length = text.chars().count();
    for c in text.chars() {
        let alike = match c {
            _ if c.is_ascii_digit() || LETTERS.contains(c) => continue,
            'O' => '0',
            'I' => '1',
            'S' => '5',
            'B' => '8',
            _ => return Some(Fault::DocumentCharacter { character: c.into() }),
        };
        return Some(Fault::DocumentLookAlike { character: c.into(), digit: alike.into() });
    }
    // From here on there are only ASCII letters and digits.
    let (number, check) = text.as_bytes().split_at(length.min(LENGTH));
    match check {
        _ if length < LENGTH => Some(Fault::DocumentLength),
        [] => None,
        [check] if *check == b'0' + check_digit(number) => None,
        [_] => Some(Fault::DocumentCheckDigit),
        _ => Some(Fault::DocumentLength),
    }
}

/// ICAO Doc 9303, part 3, § 4.9: weights 7, 3, 1; letters count from A = 10; the sum's last digit.
fn check_digit(number: &[u8]) -> u8 {
    let sum: u32 = number
        .iter()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(c, weight)| u32::from(if c.is_ascii_digit() { c - b'0' } else { c - b'A' + 10 }) * weight)
        .sum();
    (sum % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, typed};
    use super::*;

    /// T22000129 with 3 stands on the specimen of the identity card of 2010, L01X00T47 with 1 on that of 2021, C01X00T47 with 8
    /// on the passport's of 2017 (Federal Ministry of the Interior).
    #[test]
    fn published_specimens_go() {
        for (number, check) in [("T22000129", '3'), ("L01X00T47", '1'), ("C01X00T47", '8')] {
            let whole = format!("{number}{check}");
            assert_eq!(IdentityDocument.check(&typed(number), true, &cx()), Ok(Value::Text(number.into())));
            assert_eq!(IdentityDocument.check(&typed(&whole), true, &cx()), Ok(Value::Text(whole)));
            for other in ('0'..='9').filter(|other| *other != check) {
                let answer = typed(&format!("{number}{other}"));
                assert_eq!(IdentityDocument.check(&answer, true, &cx()), wrong(Fault::DocumentCheckDigit));
            }
        }
    }

    #[test]
    fn small_letters_and_blanks_go() {
        let copied = typed(" l01x 00t47\u{a0}1");
        assert_eq!(IdentityDocument.check(&copied, true, &cx()), Ok(Value::Text("L01X00T471".into())));
        assert_eq!(IdentityDocument.normalize(&copied), Some(typed("L01X00T471")));
        assert_eq!(IdentityDocument.normalize(&typed("L01X00T47")), None);
    }

    #[test]
    fn tells_letters_from_the_digits_they_look_like() {
        let alike = |character: &str, digit: &str| {
            wrong(Fault::DocumentLookAlike { character: character.into(), digit: digit.into() })
        };
        for (text, fault) in [
            ("LO1X00T47", alike("O", "0")),
            ("l0ix00t47", alike("I", "1")),
            ("L01X00T4S", alike("S", "5")),
            ("L01XB0T47", alike("B", "8")),
            ("L01X00A47", wrong(Fault::DocumentCharacter { character: "A".into() })),
            ("L01X00T4Ä", wrong(Fault::DocumentCharacter { character: "Ä".into() })),
            ("L01X-00T47", wrong(Fault::DocumentCharacter { character: "-".into() })),
        ] {
            assert_eq!(IdentityDocument.check(&typed(text), false, &cx()), fault, "{text}");
        }
    }

    #[test]
    fn has_nine_characters_or_ten() {
        for text in ["L01X00T4", "L01X00T4711", "1", "L01X00T471D"] {
            let fault = if text.ends_with('D') {
                Fault::DocumentCharacter { character: "D".into() }
            } else {
                Fault::DocumentLength
            };
            assert_eq!(IdentityDocument.check(&typed(text), false, &cx()), wrong(fault), "{text}");
        }
        assert_eq!(IdentityDocument.check(&typed("L01X00T47C"), false, &cx()), wrong(Fault::DocumentCheckDigit));
        assert_eq!(IdentityDocument.check(&typed(" "), false, &cx()), Ok(Value::Null));
        assert_eq!(IdentityDocument.check(&typed(" "), true, &cx()), nothing(true, Missing::DocumentNumber));
    }
}
