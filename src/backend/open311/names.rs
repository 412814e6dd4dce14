//! A server's codes as names of ours, and back: what a code may hold, our ids, option values and references may not.

use crate::case::Reference;
use crate::recipe::ServiceId;

/// Hexadecimal digits.
const HEX: &[u8; 16] = b"0123456789abcdef";

/// The id under which a service is offered: its code after `s-`. Where that is no id, what can stay of the code, and a number
/// that hardly any other code has.
pub fn service_id(code: &str) -> ServiceId {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if code.len() <= 61
        && code.bytes().all(plain)
        && let Some(id) = ServiceId::parse(&["s-", code].concat())
    {
        return id;
    }
    let kept: String = code.bytes().filter(u8::is_ascii_alphanumeric).take(40).map(char::from).collect();
    let id = ["s-", &kept.to_ascii_lowercase(), "-", &hexadecimal(number(code.as_bytes()))].concat();
    // Letters, digits and hyphens after a letter, at most 2 + 40 + 1 + 16 of them.
    ServiceId::parse(&id).unwrap_or_else(|| service_id("unnamed"))
}

/// A number that is the same for the same bytes, ever (FNV-1a, 64 bits). It keeps no secret.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn hexadecimal(number: u64) -> String {
    (0..16).rev().map(|place| char::from(HEX[(number >> (4 * place)) as usize % 16])).collect()
}

/// `text` in letters and digits: any other byte, and the mark itself, as the mark and two hexadecimal digits.
fn escaped(text: &str, mark: u8, plain: &dyn Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) && byte != mark {
            out.push(char::from(byte));
        } else {
            out.extend([mark, HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]].map(char::from));
        }
    }
    out
}

/// The way back; `None` for what was not made so.
fn unescaped(text: &str, mark: u8) -> Option<String> {
    let digit = |b: &u8| HEX.iter().position(|hex| hex == b);
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((byte, after)) = rest.split_first() {
        if *byte == mark {
            let [high, low, after @ ..] = after else { return None };
            out.push((digit(high)? * 16 + digit(low)?) as u8);
            rest = after;
        } else {
            out.push(*byte);
            rest = after;
        }
    }
    String::from_utf8(out).ok()
}

/// Fields of attributes have ids that begin so; no field of a frame may.
pub(super) const ATTRIBUTE: &str = "attribute";
/// None has a hexadecimal digit after the mark, so that none stands in a code.
const TIME: &str = "ZT";
const LISTED: &str = "ZL";
const ONLY: &str = "ZK";
const MARK: u8 = b'Z';

/// What a field of an attribute stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The attribute's value, as it is.
    Value(String),
    /// Its value among those of a list, or several of them: values of options.
    Listed(String),
    /// The time of day of a `datetime` attribute.
    Time(String),
    /// Whether the only value of a list (code, key) is chosen.
    Only(String, String),
}

impl Asked {
    /// The field's id. Codes of more than 50 characters may have none.
    pub(super) fn id(&self) -> String {
        let code = |code: &str| escaped(code, MARK, &|b| b.is_ascii_alphanumeric());
        match self {
            Asked::Value(own) => [ATTRIBUTE, &code(own)].concat(),
            Asked::Listed(own) => [ATTRIBUTE, &code(own), LISTED].concat(),
            Asked::Time(own) => [ATTRIBUTE, &code(own), TIME].concat(),
            Asked::Only(own, key) => [ATTRIBUTE, &code(own), ONLY, &code(key)].concat(),
        }
    }

    /// What the field of this id stands for, if it is one of an attribute.
    pub(super) fn of(id: &str) -> Option<Asked> {
        let own = id.strip_prefix(ATTRIBUTE)?;
        if let Some(code) = own.strip_suffix(TIME) {
            return Some(Asked::Time(unescaped(code, MARK)?));
        }
        if let Some(code) = own.strip_suffix(LISTED) {
            return Some(Asked::Listed(unescaped(code, MARK)?));
        }
        match own.split_once(ONLY) {
            Some((code, key)) => Some(Asked::Only(unescaped(code, MARK)?, unescaped(key, MARK)?)),
            None => Some(Asked::Value(unescaped(own, MARK)?)),
        }
    }
}

/// The value of an option, for a key that may hold anything.
pub(super) fn option(key: &str) -> String {
    escaped(key, MARK, &|b| b.is_ascii_alphanumeric())
}

/// The key of an option's value.
pub(super) fn key(option: &str) -> Option<String> {
    unescaped(option, MARK)
}

/// What a citizen holds: the number of a request, or a token for it as long as it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ticket {
    Request(String),
    Token(String),
}

const TOKEN: &str = "token.";
const CODED: &str = "id.";

impl Ticket {
    /// The reference to show and to keep; `None` for a number of more than 60 characters. A number is its own reference wherever one
    /// can be written so, and read again without a change.
    pub fn reference(&self) -> Option<Reference> {
        let coded = |text: &str| escaped(text, b'.', &|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let text = match self {
            Ticket::Token(token) => [TOKEN, &coded(token)].concat(),
            Ticket::Request(id) => {
                let own = Reference::parse(id).filter(|own| own.as_str() == id);
                match own.filter(|_| !id.starts_with(TOKEN) && !id.starts_with(CODED)) {
                    Some(own) => return Some(own),
                    None => [CODED, &coded(id)].concat(),
                }
            }
        };
        Reference::parse(&text).filter(|own| own.as_str() == text)
    }

    /// What a reference stands for. Every one stands for something: it may also have been typed.
    pub fn of(reference: &Reference) -> Ticket {
        let text = reference.as_str();
        if let Some(token) = text.strip_prefix(TOKEN).and_then(|token| unescaped(token, b'.')) {
            return Ticket::Token(token);
        }
        let coded = text.strip_prefix(CODED).and_then(|id| unescaped(id, b'.'));
        Ticket::Request(coded.unwrap_or_else(|| text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_service_is_called_by_its_code_where_that_can_be() {
        for (code, id) in
            [("001", "s-001"), ("4fd3b656e750846c53000004", "s-4fd3b656e750846c53000004"), ("a-b", "s-a-b")]
        {
            assert_eq!(service_id(code).as_str(), id);
        }
        assert_eq!(service_id("DMV66").as_str(), ["s-dmv66-", &hexadecimal(number(b"DMV66"))].concat());
        assert_ne!(service_id("DMV66"), service_id("dmv66"));
        assert_ne!(service_id("ä"), service_id("ö"));
        assert_eq!(number(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(number(b"a"), 0xaf63_dc4c_8601_ec8c);
    }

    #[test]
    fn fields_are_called_by_their_attributes() {
        assert_eq!(Asked::Value("WHISHETN".into()).id(), "attributeWHISHETN");
        assert_eq!(Asked::Time("a.b".into()).id(), "attributeaZ2ebZT");
        assert_eq!(Asked::of("attributeZ"), None);
        assert_eq!(Asked::of("location"), None);
    }

    #[test]
    fn numbers_that_would_be_tidied_are_kept_as_they_are() {
        let reference = |id: &str| Ticket::Request(id.to_owned()).reference().unwrap().as_str().to_owned();
        assert_eq!(reference("293944"), "293944");
        assert_eq!(reference("101002-1"), "101002-1");
        // Else it would be taken for one of our own references, and become SR-1900-012345.
        assert_eq!(reference("SR1900012345"), "id.SR1900012345");
        assert_eq!(reference("12/34"), "id.12.2f34");
        assert_eq!(Ticket::Request("x".repeat(99)).reference(), None);
    }

    proptest! {
        #[test]
        fn every_code_comes_back(code in any::<String>(), key in any::<String>()) {
            let one = |asked: fn(String) -> Asked| asked(code.clone());
            let only = Asked::Only(code.clone(), key.clone());
            for asked in [one(Asked::Value), one(Asked::Listed), one(Asked::Time), only] {
                let id = asked.id();
                prop_assert!(id.bytes().all(|b| b.is_ascii_alphanumeric()));
                prop_assert_eq!(Asked::of(&id), Some(asked));
            }
            prop_assert_eq!(super::key(&option(&key)), Some(key));
            for ticket in [Ticket::Request(code.clone()), Ticket::Token(code.clone())] {
                if let Some(reference) = ticket.reference() {
                    prop_assert_eq!(Reference::parse(reference.as_str()), Some(reference.clone()));
                    prop_assert_eq!(Ticket::of(&reference), ticket);
                }
            }
            prop_assert!(service_id(&code).as_str().starts_with("s-"));
        }
    }
}
