//! International bank account numbers (ISO 13616): their structure in each country, and their check digits.

use super::Fault;
use super::typing::{digit, is_blank, tidy};

/// Each country's code and what follows the check digits: runs of digits (n), capitals (a), or either (c).
///
/// From SWIFT's IBAN registry, release 103. A crate (`iban_validate` 5.0.1) would cost eight kilobytes compressed where this
/// costs one, and knows neither Honduras nor Pakistan nor the letters that Brazil's banks may have since that release.
const STRUCTURES: &str = "\
    AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR8c15n1a1c BY4c4n16c CH5n12c CR18n \
    CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n \
    GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c \
    KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n \
    MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c \
    SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n \
    VG4a16n XK16n YE4a4n18c";

/// The countries of the single euro payments area by the codes of their IBANs: those of the European Payments Council's list
/// (EPC409-09) since May 2025, 41 of them, and Gibraltar, which the list counts with the United Kingdom.
pub const SEPA: &str = "\
    AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI \
    SK SM VA";

/// The number in capitals and without blanks, where it is one; else what is wrong with it.
pub fn read(text: &str) -> Result<String, Fault> {
    let iban = bare(text);
    if !iban.is_ascii() || iban.len() < 5 {
        return Err(Fault::Iban);
    }
    let (country, rest) = iban.split_at(2);
    let (check, account) = rest.split_at(2);
    let structure = STRUCTURES.split(' ').find_map(|entry| entry.strip_prefix(country)).ok_or(Fault::Iban)?;
    let expected = classes(structure);
    if iban.len() != expected.len() + 4 {
        return Err(Fault::IbanLength { length: expected.len() as i64 + 4 });
    }
    let fits = |(c, class): (u8, u8)| match class {
        b'n' => c.is_ascii_digit(),
        b'a' => c.is_ascii_uppercase(),
        _ => c.is_ascii_digit() || c.is_ascii_uppercase(),
    };
    if !check.bytes().all(|c| c.is_ascii_digit()) || !account.bytes().zip(expected).all(fits) {
        return Err(Fault::Iban);
    }
    // ISO 7064, MOD 97-10: the check digits are 02 to 98. 00, 01 and 99 would divide as well, and are none.
    if remainder(&[account, country, check].concat()) != 1 || matches!(check, "00" | "01" | "99") {
        return Err(Fault::IbanCheckDigits);
    }
    Ok(iban)
}

/// A pattern for the numbers of these countries, of all where there are none; it knows nothing of check digits.
pub(super) fn pattern(countries: &[&str]) -> String {
    let mut out = String::new();
    for entry in STRUCTURES.split(' ').filter(|entry| countries.is_empty() || countries.contains(&&entry[..2])) {
        out.push_str(if out.is_empty() { "^(?:" } else { "|" });
        out.push_str(&entry[..2]);
        out.push_str("[0-9]{2}");
        for run in entry[2..].split_inclusive(|c: char| c.is_ascii_alphabetic()) {
            let (count, class) = run.split_at(run.len() - 1);
            let class = match class {
                "n" => "[0-9]",
                "a" => "[A-Z]",
                _ => "[0-9A-Z]",
            };
            out.extend([class, "{", count, "}"]);
        }
    }
    out.push_str(")$");
    // Where no country has such numbers there are none.
    if out.starts_with('^') { out } else { "x^".to_owned() }
}

/// As it is written on paper: in groups of four. A text that is no number is only tidied.
pub fn grouped(text: &str) -> String {
    let bare = bare(text);
    if bare.len() > 34 || !bare.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return tidy(text).to_owned();
    }
    let mut out = String::new();
    for (ix, c) in bare.chars().enumerate() {
        if ix > 0 && ix % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// In capitals, without blanks.
fn bare(text: &str) -> String {
    let plain = |c: char| digit(c).map_or(c.to_ascii_uppercase(), |digit| char::from(b'0' + digit));
    text.chars().filter(|c| !is_blank(*c)).map(plain).collect()
}

/// "4a10n": the class of each character.
fn classes(structure: &str) -> Vec<u8> {
    let mut classes = Vec::new();
    let mut count = 0;
    for b in structure.bytes() {
        if b.is_ascii_digit() {
            count = count * 10 + usize::from(b - b'0');
        } else {
            classes.resize(classes.len() + count, b);
            count = 0;
        }
    }
    classes
}

/// The remainder by 97 of a number whose letters stand for 10 to 35.
fn remainder(text: &str) -> u32 {
    text.bytes().fold(0, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/published_vectors.rs` holds them to the registry's example of each country.
    #[test]
    fn countries_stand_in_their_order_and_once() {
        let countries: Vec<&str> = STRUCTURES.split(' ').map(|entry| &entry[..2]).collect();
        assert_eq!(countries.len(), 89);
        assert!(countries.is_sorted_by(|a, b| a < b));
    }

    /// ISO/IEC 7064 works MOD 97-10 out for 794, which becomes 79444.
    #[test]
    fn the_remainder_is_the_standards() {
        assert_eq!(remainder("79444"), 1);
        assert_eq!((0..100).filter(|check| remainder(&format!("794{check:02}")) == 1).count(), 1);
        // Letters count from A = 10: the German example without its check digits, as the registry turns it.
        assert_eq!(98 - remainder("370400440532013000DE00"), 89);
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, fault) in [
            ("DE8937040044053201300", Fault::IbanLength { length: 22 }),
            ("DE893704004405320130000", Fault::IbanLength { length: 22 }),
            ("NO93860111179470", Fault::IbanLength { length: 15 }),
            ("DE88370400440532013000", Fault::IbanCheckDigits),
            ("DE89370400440532O13000", Fault::Iban),
            ("DEXX370400440532013000", Fault::Iban),
            ("US64SVBKUS6S3300958879", Fault::Iban),
            ("0532013000", Fault::Iban),
            ("DE89", Fault::Iban),
            ("DE89-3704-0044-0532-0130-00", Fault::IbanLength { length: 22 }),
            ("ÄÖ89370400440532013000", Fault::Iban),
            ("", Fault::Iban),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }

    /// 00, 01 and 99 leave the same remainder as 97, 98 and 02.
    #[test]
    fn check_digits_are_02_to_98() {
        for (right, alike) in [("97", "00"), ("98", "01"), ("02", "99")] {
            let account = (0..97)
                .map(|number| format!("3704004405320130{number:02}"))
                .find(|account| read(&["DE", right, account].concat()).is_ok())
                .expect("one in 97");
            assert_eq!(read(&["DE", alike, &account].concat()), Err(Fault::IbanCheckDigits));
        }
    }

    #[test]
    fn the_payments_area_has_its_countries() {
        let sepa: Vec<&str> = SEPA.split(' ').collect();
        assert_eq!(sepa.len(), 42);
        assert!(sepa.is_sorted_by(|a, b| a < b));
        assert!(sepa.iter().all(|code| STRUCTURES.split(' ').any(|entry| entry.starts_with(code))));
    }

    #[test]
    fn paper_has_groups_of_four() {
        assert_eq!(grouped(" de89370400440532013000\u{a0}"), "DE89 3704 0044 0532 0130 00");
        assert_eq!(grouped("DE89 3704"), "DE89 3704");
        assert_eq!(grouped(" DE89-3704 "), "DE89-3704");
        assert_eq!(grouped(""), "");
    }
}
