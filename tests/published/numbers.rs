//! Numbers with check digits, and licence plates.

use amtsgang::field::Fault;

use super::text;

/// Valid numbers: the five of table 2-1 of ELSTER's "Prüfung der Steuer- und Steueridentifikationsnummer"; 12345678995, which
/// the tax administration's leaflets show; 36574261809 of the tests of `arthurdejong/python-stdnum` (`de.idnr`).
const TAX_IDS: [&str; 7] =
    ["86095742719", "47036892816", "65929970489", "57549285017", "25768131411", "12345678995", "36574261809"];

/// Serial numbers and their check digits: the specimens of identity cards of 2010, 2021 and 2024 and of passports of 2007
/// and 2017 (Federal Ministry of the Interior), and the passport of ICAO Doc 9303, part 4, appendix A.
const SPECIMENS: [(&str, char); 6] = [
    ("T22000129", '3'),
    ("L01X00T47", '1'),
    ("LZ6311T47", '5'),
    ("C01X0006H", '1'),
    ("C01X00T47", '8'),
    ("L898902C3", '6'),
];

/// Districts with an umlaut, all of those of the list that the Federal Ministry of Transport keeps under FZV § 9 that were
/// found in its public copies; umlauts count as one letter.
const UMLAUT_DISTRICTS: &str = "\
    AÖ BÖ BÜD BÜR BÜS BÜZ DÜW FÜ FÜS GÖ GÜ HÖS HÜN JÜL KÖT KÖZ KÜN LÖ LÜN MÜ MÜB MÜL MÜR NÖ ÖHR PLÖ RÜD RÜG SLÜ SÖM SÜW TÖL \
    TÜ ÜB WÜ WÜM";

#[test]
fn published_tax_identification_numbers_go() {
    for number in TAX_IDS {
        assert_eq!(text("taxId", number), Ok(number.to_owned()));
        // As tax offices print it; a stroke is no part of it.
        let grouped = [&number[..2], &number[2..5], &number[5..8], &number[8..]];
        assert_eq!(text("taxId", &grouped.join(" ")), Ok(number.to_owned()));
        assert_eq!(text("taxId", &grouped.join("/")), Err(Fault::TaxIdLength));
    }
}

/// 36574261890 and 36554266806 are the wrong ones of `python-stdnum`; numbers with a leading 0 are the tax administration's
/// own for tests (ELSTER, as above), and nobody has one.
#[test]
fn published_wrong_tax_identification_numbers_do_not_go() {
    for number in ["36574261890", "36554266806", "02476291358"] {
        assert_eq!(text("taxId", number), Err(Fault::TaxId), "{number}");
    }
}

/// MOD 11,10 finds every wrong digit (ISO 7064, § 4).
#[test]
fn any_digit_of_a_tax_identification_number_changed_is_noticed() {
    for number in TAX_IDS {
        for at in 0..number.len() {
            for digit in '0'..='9' {
                let mut other = number.to_owned();
                other.replace_range(at..=at, &digit.to_string());
                if other != number {
                    assert_eq!(text("taxId", &other), Err(Fault::TaxId), "{other} for {number}");
                }
            }
        }
    }
}

#[test]
fn specimens_of_identity_documents_go_with_their_check_digit_and_no_other() {
    for (number, check) in SPECIMENS {
        assert_eq!(text("identityDocument", number), Ok(number.to_owned()));
        for digit in '0'..='9' {
            let whole = format!("{number}{digit}");
            let expected = if digit == check { Ok(whole.clone()) } else { Err(Fault::DocumentCheckDigit) };
            assert_eq!(text("identityDocument", &whole), expected, "{whole}");
        }
    }
}

/// The weights 7, 3 and 1 share no divisor with 10, so a wrong digit always shows.
#[test]
fn any_digit_of_a_specimen_changed_is_noticed() {
    for (number, check) in SPECIMENS {
        for at in (0..number.len()).filter(|at| number.as_bytes()[*at].is_ascii_digit()) {
            for digit in '0'..='9' {
                let mut other = format!("{number}{check}");
                other.replace_range(at..=at, &digit.to_string());
                let right = other.starts_with(number);
                assert_eq!(text("identityDocument", &other).is_ok(), right, "{other} for {number}");
            }
        }
    }
}

/// The other specimen of ICAO Doc 9303 (parts 5 and 6) begins with a D, which no German serial number has.
#[test]
fn a_number_with_a_letter_that_germany_does_not_use_is_told_the_letter() {
    let fault = Fault::DocumentCharacter { character: "D".into() };
    assert_eq!(text("identityDocument", "D231458907"), Err(fault));
}

#[test]
fn districts_with_umlauts_go_on_plates() {
    for district in UMLAUT_DISTRICTS.split(' ') {
        let plate = format!("{district}-AB 12");
        assert_eq!(text("licencePlate", &plate), Ok(plate.clone()));
        assert_eq!(text("licencePlate", &plate.to_lowercase()), Ok(plate.clone()));
        // Eight characters are the most there is room for (annex 4 to the FZV), H and E among them.
        let room = 8 - district.chars().count() - 2;
        let longest = format!("{district}-AB {}", &"1234"[..room.min(4)]);
        assert_eq!(text("licencePlate", &longest), Ok(longest.clone()));
        if room < 4 {
            let longer = format!("{district}-AB 1234");
            assert_eq!(text("licencePlate", &longer), Err(Fault::LicencePlateTooLong), "{longer}");
        }
    }
}
