//! The field kind `taxId`: the tax identification number (IdNr, AO § 139b) of a person.

use super::schema::Schema;
use super::typing::{digit, is_blank, tidy};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};

pub(super) struct TaxId;

impl TaxId {
    /// Which digits go together, and the check digit, no schema can say.
    pub(super) fn schema() -> Schema {
        Schema::of("string").with("pattern", "^[1-9][0-9]{10}$")
    }
}

impl Rules for TaxId {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let text = answer.text();
        if text.is_empty() {
            return nothing(required, Missing::TaxId);
        }
        match digits(text) {
            None => wrong(Fault::TaxIdLength),
            Some(digits) if is_tax_id(&digits) => {
                Ok(Value::Text(digits.iter().map(|digit| char::from(b'0' + digit)).collect()))
            }
            Some(_) => wrong(Fault::TaxId),
        }
    }

    /// In groups, as letters of the tax office show it: "12 345 678 995".
    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(|text| {
            let text = tidy(text);
            let Some(digits) = digits(text) else { return text.to_owned() };
            let mut grouped = String::new();
            for (ix, digit) in digits.iter().enumerate() {
                if matches!(ix, 2 | 5 | 8) {
                    grouped.push(' ');
                }
                grouped.push(char::from(b'0' + digit));
            }
            grouped
        })
    }
}

/// The eleven digits, whatever blanks are among them.
fn digits(text: &str) -> Option<[u8; 11]> {
    let digits: Option<Vec<u8>> = text.chars().filter(|c| !is_blank(*c)).map(digit).collect();
    digits?.try_into().ok()
}

/// The rules of ELSTER's "Prüfung der Steuer- und Steueridentifikationsnummer", chapter 2: no leading 0; among the first
/// ten exactly one digit occurs two or three times and every other at most once; three alike never follow one another
/// directly; the last one is the check digit of ISO 7064, MOD 11,10.
fn is_tax_id(digits: &[u8; 11]) -> bool {
    let (first, check) = (&digits[..10], digits[10]);
    let mut counts = [0_u8; 10];
    for digit in first {
        counts[usize::from(*digit)] += 1;
    }
    let repeated = counts.iter().filter(|count| **count > 1).count();
    let most = counts.iter().max().copied().unwrap_or(0);
    let in_a_row = first.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
    digits[0] != 0 && repeated == 1 && most <= 3 && !in_a_row && check == check_digit(first)
}

/// ISO 7064, MOD 11,10.
fn check_digit(digits: &[u8]) -> u8 {
    let product = digits.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, typed};
    use super::*;

    fn grouped(text: &str) -> String {
        [&text[..2], &text[2..5], &text[5..8], &text[8..]].join(" ")
    }

    /// The five valid numbers of table 2-1 of ELSTER's document (see above), and the one that circulates as an example of the
    /// tax administration's.
    #[test]
    fn published_numbers_go() {
        for text in ["86095742719", "47036892816", "65929970489", "57549285017", "25768131411", "12345678995"] {
            assert_eq!(TaxId.check(&typed(text), true, &cx()), Ok(Value::Text(text.into())), "{text}");
            assert_eq!(TaxId.check(&typed(&grouped(text)), true, &cx()), Ok(Value::Text(text.into())), "{text}");
            assert_eq!(TaxId.normalize(&typed(text)), Some(typed(&grouped(text))));
        }
        assert_eq!(TaxId.check(&typed("٨٦ ٠٩٥ ٧٤٢ ٧١٩"), true, &cx()), Ok(Value::Text("86095742719".into())));
    }

    #[test]
    fn another_check_digit_does_not_go() {
        for last in '0'..='8' {
            let text = format!("8609574271{last}");
            assert_eq!(TaxId.check(&typed(&text), true, &cx()), wrong(Fault::TaxId), "{text}");
        }
    }

    fn with_check(first: &str) -> String {
        let digits: Vec<u8> = first.bytes().map(|b| b - b'0').collect();
        format!("{first}{}", check_digit(&digits))
    }

    /// ISO/IEC 7064 works MOD 11,10 out for 0794; the others are the examples of `arthurdejong/python-stdnum`.
    #[test]
    fn the_check_digit_is_the_standards() {
        for (digits, whole) in [("0794", "07945"), ("79462", "794623"), ("00200667308", "002006673085")] {
            assert_eq!(with_check(digits), whole);
        }
    }

    /// Every one with the check digit that belongs to it, so that only the rule at hand says no.
    #[test]
    fn repeated_digits_follow_the_rule() {
        assert_eq!(with_check("1234567899"), "12345678995");
        for (first, goes) in [
            ("1234567899", true),
            ("1123456789", true),
            // Three times, two of them side by side.
            ("1121456789", true),
            // The test numbers of the tax administration begin with 0.
            ("0247629135", false),
            // No digit twice.
            ("1234567890", false),
            // Two digits twice.
            ("1122456789", false),
            // Three in a row.
            ("1114567892", false),
            // Four times.
            ("1121416789", false),
            // One three times, another twice.
            ("1121422789", false),
        ] {
            let text = with_check(first);
            assert_eq!(TaxId.check(&typed(&text), true, &cx()).is_ok(), goes, "{text}");
        }
    }

    #[test]
    fn says_when_it_is_none_at_all() {
        for text in ["8609574271", "860957427190", "86 095 742/719", "DE86095742719", "x"] {
            assert_eq!(TaxId.check(&typed(text), false, &cx()), wrong(Fault::TaxIdLength), "{text}");
            assert_eq!(TaxId.normalize(&typed(text)), None);
        }
        assert_eq!(TaxId.check(&typed(" "), false, &cx()), Ok(Value::Null));
        assert_eq!(TaxId.check(&typed(" "), true, &cx()), nothing(true, Missing::TaxId));
    }
}
