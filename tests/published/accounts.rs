//! International bank account numbers: ISO 13616 and the check digits of ISO 7064, MOD 97-10.

use amtsgang::expr::value::Value;
use amtsgang::field::{Answer, Error, Fault};
use serde_json::json;

use super::{check, check_answer};

/// The example of each country in SWIFT's IBAN registry, release 103 (September 2026).
const REGISTRY: &str = "\
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

/// Numbers that are worked out step by step elsewhere: European Committee for Banking Standards, EBS204 (BE); Wikipedia,
/// "International Bank Account Number" in English (GB) and in German (DE).
const WORKED_OUT: [&str; 3] = ["BE62510007547061", "GB82WEST12345698765432", "DE68210501700012345678"];

fn sent(iban: &str) -> Result<String, Fault> {
    let kind = json!({"holder": false});
    match check_answer("bankAccount", &kind, &Answer::Text(iban.to_owned())) {
        Ok(value) => match value.part("iban") {
            Value::Text(text) => Ok(text.clone()),
            other => panic!("{iban}: {other:?}"),
        },
        Err(errors) => match errors.as_slice() {
            [Error { part: None, fault }] => Err(fault.clone()),
            other => panic!("{iban}: {other:?}"),
        },
    }
}

fn examples() -> impl Iterator<Item = &'static str> {
    REGISTRY.split(' ').chain(WORKED_OUT)
}

#[test]
fn the_example_of_every_country_of_the_registry_goes() {
    assert_eq!(REGISTRY.split(' ').count(), 89);
    for iban in examples() {
        assert_eq!(sent(iban), Ok(iban.to_owned()));
        assert_eq!(sent(&iban.to_ascii_lowercase()), Ok(iban.to_owned()));
        let paper: Vec<&str> = (0..iban.len()).step_by(4).map(|at| &iban[at..iban.len().min(at + 4)]).collect();
        assert_eq!(sent(&paper.join(" ")), Ok(iban.to_owned()));
    }
}

#[test]
fn no_other_country_has_such_numbers() {
    for country in ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| format!("{first}{second}"))) {
        if !examples().any(|iban| iban.starts_with(&country)) {
            assert_eq!(sent(&format!("{country}89370400440532013000")), Err(Fault::Iban), "{country}");
        }
    }
}

/// MOD 97-10 finds every wrong digit, and every wrong letter (ISO 7064, § 4).
#[test]
fn any_character_of_any_example_changed_is_noticed() {
    for iban in examples() {
        for at in 2..iban.len() {
            let alike = if iban.as_bytes()[at].is_ascii_digit() { '0'..='9' } else { 'A'..='Z' };
            for other in alike {
                let mut text = iban.to_owned();
                text.replace_range(at..=at, &other.to_string());
                if text != iban {
                    assert_eq!(sent(&text), Err(Fault::IbanCheckDigits), "{text} for {iban}");
                }
            }
        }
    }
}

/// MOD 97-10 finds every two digits that have changed places.
#[test]
fn neighbouring_digits_that_changed_places_are_noticed() {
    for iban in examples() {
        for at in 4..iban.len() - 1 {
            let mut bytes = iban.as_bytes().to_vec();
            let both_digits = bytes[at].is_ascii_digit() && bytes[at + 1].is_ascii_digit();
            bytes.swap(at, at + 1);
            let text = String::from_utf8(bytes).expect("ASCII");
            if both_digits && text != iban {
                assert_eq!(sent(&text), Err(Fault::IbanCheckDigits), "{text} for {iban}");
            }
        }
    }
}

#[test]
fn a_number_that_is_too_short_or_too_long_is_told_its_length() {
    for iban in examples() {
        let fault = Fault::IbanLength { length: iban.len() as i64 };
        assert_eq!(sent(&iban[..iban.len() - 1]), Err(fault.clone()), "{iban}");
        assert_eq!(sent(&format!("{iban}0")), Err(fault), "{iban}");
    }
}

#[test]
fn a_number_with_a_holder_is_sent_with_it() {
    assert!(check("bankAccount", "DE68210501700012345678").is_err(), "the holder is missing");
    let both = Answer::List(vec!["DE68 2105 0170 0012 3456 78".into(), "Erika Mustermann".into()]);
    let value = check_answer("bankAccount", &json!({}), &both).expect("an account");
    assert_eq!(*value.part("iban"), Value::Text("DE68210501700012345678".into()));
}
