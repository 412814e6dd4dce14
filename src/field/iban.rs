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

    /// The example of each country in the registry, release 103 (September 2026).
    const EXAMPLES: &str = "\
        AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 \
        AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678 \
        BH67BMAG00001299123456 BI4210000100010000332045181 BR6699999A03000010009795493C1 \
        BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 CY17002001280000001200527600 \
        CZ6508000000192000145399 DE89370400440532013000 DJ2100010000000154000100186 DK5000400440116243 \
        DO28BAGR00000001212453611324 EE382200221020145685 EG380019000500000000263180002 ES9121000418450200051332 \
        FI2112345600000785 FK88SC123456789012 FO6264600001631634 FR1420041010050500013M02606 \
        GB29NWBK60161331926819 GE29NB0000000101904917 GI75NWBK000000007099453 GL8964710001000206 \
        GR1601101250000000012300695 GT82TRAJ01020000001210029690 HN88CABF00000000000250005469 \
        HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 \
        IQ98NBIQ850123456789012 IS140159260076545510730339 IT60X0542811101000000123456 \
        JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101 KZ86125KZT5004100100 \
        LB62099900000001001901229114 LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000 \
        LU280019400644750000 LV80BANK0000435195001 LY83002048000020100120361 MC5811222000010123456789030 \
        MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984 MN121234123456789123 \
        MR1300020001010000123456753 MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR \
        NI45BAPR00000013000003558124 NL91ABNA0417164300 NO9386011117947 OM810180000001299123456 \
        PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702 \
        PT50000201231234567890154 QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 \
        RU0304452522540817810538091310419 SA0380000000608010167519 SC18SSCB11010000000000001497USD \
        SD2129010501234001 SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 \
        SM86U0322509800000000270100 SO211000001001000100141 ST23000100010051845310146 \
        SV62CENR00000000000000700025 TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326 \
        UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906 \
        YE15CBYE0001018861234567891234";

    #[test]
    fn the_registrys_example_of_every_country_goes() {
        let countries: Vec<&str> = STRUCTURES.split(' ').map(|entry| &entry[..2]).collect();
        let examples: Vec<&str> = EXAMPLES.split(' ').collect();
        assert_eq!(countries.len(), 89);
        assert!(countries.is_sorted_by(|a, b| a < b));
        assert_eq!(examples.iter().map(|example| &example[..2]).collect::<Vec<_>>(), countries);
        for example in examples {
            assert_eq!(read(example), Ok(example.to_owned()));
            assert_eq!(read(&grouped(example)), Ok(example.to_owned()));
            assert_eq!(read(&example.to_ascii_lowercase()), Ok(example.to_owned()));
        }
    }

    #[test]
    fn every_slip_of_one_digit_is_noticed() {
        let good = "DE89370400440532013000";
        for at in 2..good.len() {
            for digit in '0'..='9' {
                let mut text = good.to_owned();
                text.replace_range(at..=at, &digit.to_string());
                assert_eq!(read(&text).is_ok(), text == good, "{text}");
            }
        }
    }

    #[test]
    fn two_digits_in_the_wrong_order_are_noticed() {
        let good = "DE89370400440532013000";
        for at in 4..good.len() - 1 {
            let mut bytes = good.as_bytes().to_vec();
            bytes.swap(at, at + 1);
            let text = String::from_utf8(bytes).expect("ASCII");
            assert_eq!(read(&text).is_ok(), text == good, "{text}");
        }
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
