//! The field kind `licencePlate`: the registration number of a German vehicle.
//!
//! The letters for the district are not compared with a list: the Federal Ministry of Transport publishes new ones from
//! time to time (FZV § 9), and a vehicle keeps the old ones for life. A list would refuse plates that are on the road.

use super::schema::Schema;
use super::text::upper;
use super::typing::{digit, is_blank, tidy};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};

pub(super) struct LicencePlate;

/// Letters and digits on a plate, the H or E at its end among them.
const MOST_CHARACTERS: usize = 8;

impl LicencePlate {
    pub(super) fn schema() -> Schema {
        // A hyphen and a space stand between the others.
        Schema::of("string")
            .with("pattern", "^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9][0-9]{0,3}[EH]?$")
            .with("maxLength", MOST_CHARACTERS as i64 + 2)
    }
}

impl Rules for LicencePlate {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.text() {
            "" => nothing(required, Missing::LicencePlate),
            text => plate(text).map(Value::Text).or_else(wrong),
        }
    }

    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(|text| plate(tidy(text)).unwrap_or_else(|_| tidy(text).to_owned()))
    }
}

/// "DN-AB 123" for whatever was typed: one to three letters for the district, one or two letters without umlauts, a number
/// of one to four digits (annex 2 to the FZV of 2011), and H for a historic vehicle or E for an electric one.
fn plate(text: &str) -> Result<String, Fault> {
    let (letters, rest) = runs(text).ok_or(Fault::LicencePlate)?;
    let (district, own) = match letters.as_slice() {
        [district, own] => (district.as_str(), own.as_str()),
        [both] => split(both)?,
        _ => return Err(Fault::LicencePlate),
    };
    let (number, end) = match rest.as_slice() {
        [number] => (number.as_str(), ""),
        [number, end] if matches!(end.as_str(), "H" | "E") => (number.as_str(), end.as_str()),
        _ => return Err(Fault::LicencePlate),
    };
    let right = (1..=3).contains(&district.chars().count())
        && (1..=2).contains(&own.len())
        && own.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=4).contains(&number.len())
        && !number.starts_with('0');
    if !right {
        return Err(Fault::LicencePlate);
    }
    let plate = [district, "-", own, " ", number, end].concat();
    if plate.chars().count() - 2 > MOST_CHARACTERS {
        return Err(Fault::LicencePlateTooLong);
    }
    Ok(plate)
}

/// The letters before the number, as far as they stand apart, and what follows them: runs of digits and of letters.
fn runs(text: &str) -> Option<(Vec<String>, Vec<String>)> {
    let mut runs: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        let c = digit(c).map_or(upper(c), |digit| char::from(b'0' + digit));
        let kind = match c {
            'A'..='Z' | 'Ä' | 'Ö' | 'Ü' => 'A',
            '0'..='9' => '0',
            '-' | '\u{2010}'..='\u{2015}' => ' ',
            c if is_blank(c) => ' ',
            _ => return None,
        };
        match runs.last_mut() {
            _ if kind == ' ' => {}
            Some(run) if kind == last => run.push(c),
            _ => runs.push(c.into()),
        }
        last = kind;
    }
    let number = runs.iter().position(|run| run.starts_with(|c: char| c.is_ascii_digit()))?;
    let rest = runs.split_off(number);
    Some((runs, rest))
}

/// Parts the district's letters from the others where nothing stands between them and only one way is possible. Two letters
/// are rather a district without the others: "DN 123" is none of Düsseldorf's.
fn split(both: &str) -> Result<(&str, &str), Fault> {
    if both.chars().count() < 3 {
        return Err(Fault::LicencePlate);
    }
    let mut found = None;
    for (at, _) in both.char_indices().skip(1).take(3) {
        let (district, own) = both.split_at(at);
        if own.len() <= 2 && own.is_ascii() {
            if found.is_some() {
                return Err(Fault::LicencePlateUnclear);
            }
            found = Some((district, own));
        }
    }
    found.ok_or(Fault::LicencePlate)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, typed};
    use super::*;

    #[test]
    fn reads_plates_as_people_write_them() {
        for (text, plate) in [
            ("DN-AB 123", "DN-AB 123"),
            ("dn ab 123", "DN-AB 123"),
            ("DN-AB123", "DN-AB 123"),
            (" dn – ab - 123 ", "DN-AB 123"),
            ("B-A 1", "B-A 1"),
            ("MTKAB12", "MTK-AB 12"),
            ("tü-ab 9999", "TÜ-AB 9999"),
            ("AÖA12", "AÖ-A 12"),
            ("dn-ab 12 h", "DN-AB 12H"),
            ("DN-AB 123E", "DN-AB 123E"),
            ("HH-AB 1234", "HH-AB 1234"),
            ("XYZ-A 1", "XYZ-A 1"),
            ("B\u{a0}AB ١٢", "B-AB 12"),
        ] {
            assert_eq!(LicencePlate.check(&typed(text), true, &cx()), Ok(Value::Text(plate.into())), "{text}");
            assert_eq!(LicencePlate.normalize(&typed(text)).unwrap_or_else(|| typed(text)), typed(plate), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_plate() {
        for text in [
            "DN",
            "123",
            "DN-123",
            "DN 123",
            "ba1",
            "DN-ABC 1",
            "ABCD-E 1",
            "DN-AB",
            "DN-AB 0",
            "DN-AB 012",
            "DN-AB 12345",
            "DN-ÄB 1",
            "DN-AB 12X",
            "DN-AB 12HE",
            "DN-AB 1 2",
            "D-N-A 1",
            "DN.AB 1",
            "ABCDEF1",
            "12-AB 3",
            "DN-AB 12 H 3",
        ] {
            assert_eq!(LicencePlate.check(&typed(text), false, &cx()), wrong(Fault::LicencePlate), "{text}");
            assert_eq!(LicencePlate.normalize(&typed(text)), None, "{text}");
        }
    }

    #[test]
    fn asks_for_the_hyphen_where_two_districts_are_possible() {
        for text in ["DNA 12", "DNAB123", "bab 1"] {
            assert_eq!(LicencePlate.check(&typed(text), false, &cx()), wrong(Fault::LicencePlateUnclear), "{text}");
        }
    }

    #[test]
    fn has_at_most_eight_characters() {
        assert!(LicencePlate.check(&typed("MTK-AB 123"), true, &cx()).is_ok());
        for text in ["MTK-AB 1234", "DN-AB 1234H", "MTK-AB 123E"] {
            assert_eq!(LicencePlate.check(&typed(text), false, &cx()), wrong(Fault::LicencePlateTooLong), "{text}");
        }
        assert_eq!(LicencePlate.check(&typed(" "), false, &cx()), Ok(Value::Null));
        assert_eq!(LicencePlate.check(&typed(" "), true, &cx()), nothing(true, Missing::LicencePlate));
    }
}
