//! What a citizen holds after sending: the reference of the case and the access code to it.

use std::fmt;

/// Crockford's base 32: no I, L, O and U, which are misread or misheard.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The name of a case, no secret: `HUN-2026-7K3M9X` from our own backends, anything short from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

impl Reference {
    /// Reads what was typed or sent. Spaces vanish. What looks like one of our own references is brought in its form
    /// whatever its case and hyphens are, and with O for 0 or I and L for 1 in its last part; any other is kept as it
    /// is. `None` if there is nothing, more than 64 characters, or one that no address can carry plainly.
    pub fn parse(text: &str) -> Option<Reference> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(own) = own(&text) {
            return Some(Reference(own));
        }
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        let dots = text.bytes().all(|b| b == b'.');
        ((1..=64).contains(&text.len()) && plain && !dots).then_some(Reference(text))
    }

    /// A new reference for a case of `service` (its id) begun in `year`, from random bits (30 of them count).
    pub fn new(service: &str, year: i32, random: u32) -> Reference {
        let mut letters: String = service
            .bytes()
            .filter(u8::is_ascii_alphabetic)
            .take(3)
            .map(|b| char::from(b.to_ascii_uppercase()))
            .collect();
        while letters.len() < 2 {
            letters.push('X');
        }
        Reference(format!("{letters}-{:04}-{}", year.clamp(0, 9999), digits(random.into(), 6)))
    }

    /// A name that only this device knows, from random bits: for what was sent to somebody who gives no numbers.
    pub fn local(random: u64) -> Reference {
        Reference([LOCAL, &digits(random, 12)].concat())
    }

    /// Whether only this device knows it, so that nobody can be asked about it.
    pub fn is_local(&self) -> bool {
        self.0.starts_with(LOCAL)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How references begin that only this device knows.
const LOCAL: &str = "local.";

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `text` in the form of our own references, if it is one: 2 to 4 letters, 4 digits, 6 digits of base 32.
fn own(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !is_hyphen(*c)).map(|c| c.to_ascii_uppercase()).collect();
    if !plain.is_ascii() || !(12..=14).contains(&plain.len()) {
        return None;
    }
    let (letters, rest) = plain.split_at(plain.len() - 10);
    let (year, last) = rest.split_at(4);
    let right = letters.bytes().all(|b| b.is_ascii_uppercase()) && year.bytes().all(|b| b.is_ascii_digit());
    right.then_some([letters, "-", year, "-", &read_digits(last)?].concat())
}

/// The secret that opens a case: 60 random bits as 12 digits of base 32.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessCode(String);

impl AccessCode {
    /// Reads what was typed: in any case, with or without spaces and hyphens, with O for 0 and I or L for 1.
    pub fn parse(text: &str) -> Option<AccessCode> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect();
        read_digits(&plain).filter(|code| code.len() == 12).map(|code| AccessCode::grouped(&code))
    }

    /// A new code from the system's random source (60 of the bits count).
    pub fn new(random: u64) -> AccessCode {
        AccessCode::grouped(&digits(random, 12))
    }

    fn grouped(code: &str) -> AccessCode {
        AccessCode([&code[..4], "-", &code[4..8], "-", &code[8..]].concat())
    }

    /// `XXXX-XXXX-XXXX`: to be shown to the citizen and sent to the backend, and never to be logged.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Nothing of the secret.
impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("AccessCode(…)")
    }
}

/// Hyphens as keyboards and word processors write them.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The last `count` digits of a number in base 32.
fn digits(number: u64, count: u32) -> String {
    (0..count).rev().map(|place| char::from(DIGITS[(number >> (5 * place)) as usize % 32])).collect()
}

/// Upper-case digits of base 32 with look-alikes put right; `None` if there is anything else.
fn read_digits(text: &str) -> Option<String> {
    let read = |c: char| match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        c => (c.is_ascii() && DIGITS.contains(&(c as u8))).then_some(c),
    };
    text.chars().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(text: &str) -> Option<String> {
        Reference::parse(text).map(|reference| reference.0)
    }

    #[test]
    fn references_forgive_how_they_are_typed() {
        for typed in ["HUN-2026-7K3M9X", " hun 2026 7k3m9x", "HUN2026‑7K3M9X", "hun–2026–7k3m9x"] {
            assert_eq!(reference(typed).as_deref(), Some("HUN-2026-7K3M9X"), "{typed}");
        }
        assert_eq!(reference("hol-2026-olI000").as_deref(), Some("HOL-2026-011000"));
        assert_eq!(reference("ge-2026-000000").as_deref(), Some("GE-2026-000000"));
    }

    #[test]
    fn references_of_other_systems_stay_as_they_are() {
        assert_eq!(reference(" 32.1_a-77 ").as_deref(), Some("32.1_a-77"));
        for bad in ["", " ", "..", "a/b", "a?b", "ä", &"a".repeat(65)] {
            assert_eq!(reference(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_name_of_this_device_is_known_as_one() {
        let local = Reference::local(31);
        assert_eq!(local.as_str(), "local.00000000000Z");
        assert_eq!(Reference::parse(local.as_str()), Some(local.clone()));
        assert!(local.is_local() && !Reference::parse("HUN-2026-7K3M9X").unwrap().is_local());
    }

    #[test]
    fn access_codes_forgive_how_they_are_typed() {
        for typed in ["7K3M-9X00-1ABC", "7k3m9xoolabc", " 7K3M 9XO0 iabc", "7K3M–9X00–1ABC"] {
            assert_eq!(AccessCode::parse(typed).unwrap().as_str(), "7K3M-9X00-1ABC", "{typed}");
        }
        for bad in ["", "7K3M-9X00-1AB", "7K3M-9X00-1ABCD", "7K3M-9X00-1ABU", "7K3M-9X00-1AB€", "7K3M-9X00-1ABß"] {
            assert!(AccessCode::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn access_codes_do_not_show_in_logs() {
        let code = AccessCode::parse("7K3M-9X00-1ABC").unwrap();
        assert_eq!(format!("{code:?}"), "AccessCode(…)");
    }

    #[test]
    fn new_ones_use_all_their_bits_and_can_be_read() {
        assert_eq!(Reference::new("hundesteuer-anmeldung", 2026, u32::MAX).as_str(), "HUN-2026-ZZZZZZ");
        assert_eq!(Reference::new("a1", 2026, 32).as_str(), "AX-2026-000010");
        assert_eq!(AccessCode::new(u64::MAX).as_str(), "ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(AccessCode::new(1 << 55).as_str(), "1000-0000-0000");
        let own = Reference::new("hundesteuer-anmeldung", 2026, 123_456_789);
        assert_eq!(Reference::parse(own.as_str()), Some(own.clone()));
    }
}
