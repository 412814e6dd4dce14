//! Names: DIN 91379:2022-08 and DIN SPEC 91379:2019-03, data type A, letter by letter.
//!
//! Source: `String-Latin/DIN-91379-Characters-and-Sequences`, which lists the standard's tables: `latin_list_1.3.txt` for
//! DIN 91379 and `latin_list_1.2.txt` for the DIN SPEC before it (String.Latin+ 1.2 of the Koordinierungsstelle für
//! IT-Standards).

use std::collections::BTreeSet;

use amtsgang::expr::value::Value;
use amtsgang::field::{Error, Fault};
use unicode_normalization::UnicodeNormalization;

use super::check;

/// The group bll, letters of one code point.
const LETTERS: &str = "\
    A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z À Á Â Ã \
    Ä Å Æ Ç È É Ê Ë Ì Í Î Ï Ð Ñ Ò Ó Ô Õ Ö Ø Ù Ú Û Ü Ý Þ ß à á â ã ä å æ ç è é ê ë ì í î ï ð ñ ò ó ô õ ö ø ù ú û ü ý \
    þ ÿ Ā ā Ă ă Ą ą Ć ć Ĉ ĉ Ċ ċ Č č Ď ď Đ đ Ē ē Ĕ ĕ Ė ė Ę ę Ě ě Ĝ ĝ Ğ ğ Ġ ġ Ģ ģ Ĥ ĥ Ħ ħ Ĩ ĩ Ī ī Ĭ ĭ Į į İ ı Ĳ ĳ Ĵ ĵ \
    Ķ ķ ĸ Ĺ ĺ Ļ ļ Ľ ľ Ŀ ŀ Ł ł Ń ń Ņ ņ Ň ň ŉ Ŋ ŋ Ō ō Ŏ ŏ Ő ő Œ œ Ŕ ŕ Ŗ ŗ Ř ř Ś ś Ŝ ŝ Ş ş Š š Ţ ţ Ť ť Ŧ ŧ Ũ ũ Ū ū Ŭ ŭ \
    Ů ů Ű ű Ų ų Ŵ ŵ Ŷ ŷ Ÿ Ź ź Ż ż Ž ž Ƈ ƈ Ə Ɨ Ơ ơ Ư ư Ʒ Ǎ ǎ Ǐ ǐ Ǒ ǒ Ǔ ǔ Ǖ ǖ Ǘ ǘ Ǚ ǚ Ǜ ǜ Ǟ ǟ Ǣ ǣ Ǥ ǥ Ǧ ǧ Ǩ ǩ Ǫ ǫ Ǭ ǭ \
    Ǯ ǯ ǰ Ǵ ǵ Ǹ ǹ Ǻ ǻ Ǽ ǽ Ǿ ǿ Ȓ ȓ Ș ș Ț ț Ȟ ȟ ȧ Ȩ ȩ Ȫ ȫ Ȭ ȭ Ȯ ȯ Ȱ ȱ Ȳ ȳ ə ɨ ʒ Ḃ ḃ Ḇ ḇ Ḋ ḋ Ḍ ḍ Ḏ ḏ Ḑ ḑ ḗ Ḝ ḝ Ḟ ḟ Ḡ ḡ \
    Ḣ ḣ Ḥ ḥ Ḧ ḧ Ḩ ḩ Ḫ ḫ ḯ Ḱ ḱ Ḳ ḳ Ḵ ḵ Ḷ ḷ Ḻ ḻ Ṁ ṁ Ṃ ṃ Ṅ ṅ Ṇ ṇ Ṉ ṉ Ṓ ṓ Ṕ ṕ Ṗ ṗ Ṙ ṙ Ṛ ṛ Ṟ ṟ Ṡ ṡ Ṣ ṣ Ṫ ṫ Ṭ ṭ Ṯ ṯ Ẁ ẁ Ẃ \
    ẃ Ẅ ẅ Ẇ ẇ Ẍ ẍ Ẏ ẏ Ẑ ẑ Ẓ ẓ Ẕ ẕ ẖ ẗ ẞ Ạ ạ Ả ả Ấ ấ Ầ ầ Ẩ ẩ Ẫ ẫ Ậ ậ Ắ ắ Ằ ằ Ẳ ẳ Ẵ ẵ Ặ ặ Ẹ ẹ Ẻ ẻ Ẽ ẽ Ế ế Ề ề Ể ể Ễ ễ \
    Ệ ệ Ỉ ỉ Ị ị Ọ ọ Ỏ ỏ Ố ố Ồ ồ Ổ ổ Ỗ ỗ Ộ ộ Ớ ớ Ờ ờ Ở ở Ỡ ỡ Ợ ợ Ụ ụ Ủ ủ Ứ ứ Ừ ừ Ử ử Ữ ữ Ự ự Ỳ ỳ Ỵ ỵ Ỷ ỷ Ỹ ỹ";

/// The group bll, letters that are a sequence of code points: U+0041 and U+030B is `0041+030B`.
const SEQUENCES: &str = "\
    0041+030B 0043+0300 0043+0304 0043+0306 0043+0308 0043+0315 0043+0323 0043+0326 0043+0328+0306 0044+0302 \
    0046+0300 0046+0304 0047+0300 0048+0304 0048+0326 0048+0331 004A+0301 004A+030C 004B+0300 004B+0302 004B+0304 \
    004B+0307 004B+0315 004B+031B 004B+0326 004B+035F+0048 004B+035F+0068 004C+0302 004C+0325 004C+0325+0304 \
    004C+0326 004D+0300 004D+0302 004D+0306 004D+0310 004E+0302 004E+0304 004E+0306 004E+0326 0050+0300 0050+0304 \
    0050+0315 0050+0323 0052+0306 0052+0325 0052+0325+0304 0053+0300 0053+0304 0053+031B+0304 0053+0331 0054+0300 \
    0054+0304 0054+0308 0054+0315 0054+031B 0055+0307 005A+0300 005A+0304 005A+0306 005A+0308 005A+0327 0061+030B \
    0063+0300 0063+0304 0063+0306 0063+0308 0063+0315 0063+0323 0063+0326 0063+0328+0306 0064+0302 0066+0300 \
    0066+0304 0067+0300 0068+0304 0068+0326 006A+0301 006B+0300 006B+0302 006B+0304 006B+0307 006B+0315 006B+031B \
    006B+0326 006B+035F+0068 006C+0302 006C+0325 006C+0325+0304 006C+0326 006D+0300 006D+0302 006D+0306 006D+0310 \
    006E+0302 006E+0304 006E+0306 006E+0326 0070+0300 0070+0304 0070+0315 0070+0323 0072+0306 0072+0325 \
    0072+0325+0304 0073+0300 0073+0304 0073+031B+0304 0073+0331 0074+0300 0074+0304 0074+0315 0074+031B 0075+0307 \
    007A+0300 007A+0304 007A+0306 007A+0308 007A+0327 00C7+0306 00DB+0304 00E7+0306 00FB+0304 00FF+0301 010C+0315 \
    010C+0323 010D+0315 010D+0323 0113+030D 012A+0301 012B+0301 014D+030D 017D+0326 017D+0327 017E+0326 017E+0327 \
    1E32+0304 1E33+0304 1E62+0304 1E63+0304 1E6C+0304 1E6D+0304 1EA0+0308 1EA1+0308 1ECC+0308 1ECD+0308 1EE4+0304 \
    1EE4+0308 1EE5+0304 1EE5+0308";

/// What DIN 91379 has and DIN SPEC 91379 had not (`latin_list_new_1.3.txt`).
const NEW: [&str; 3] = ["\u{1e17}", "\u{113}\u{30d}", "\u{14d}\u{30d}"];

/// What is out of use and may still stand in registers (`latin_list_deprecated_1.3.txt`).
const OUT_OF_USE: [&str; 6] = ["\u{113}\u{30d}", "\u{13f}", "\u{140}", "\u{149}", "\u{14d}\u{30d}", "\u{1e17}"];

/// The group bnlreq (N1), which names may have beside letters.
const N1: [char; 18] = [
    ' ', '\'', ',', '-', '.', '`', '~', '\u{a8}', '\u{b4}', '\u{b7}', '\u{2b9}', '\u{2ba}', '\u{2be}', '\u{2bf}',
    '\u{2c8}', '\u{2cc}', '\u{2019}', '\u{2021}',
];

/// The groups bnl, bnlopt, gl, cl and enl in part: what other data types have, and type A has not.
const OTHER_TYPES: &str = "\
    !\"#$%&()*+/0123456789:;<=>?@[\\]^_{|}¡¢£¥§©ª«¬®¯°±²³µ¶¹º»¿×÷€¤¦¸¼½¾ΆΈΉΊΌΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξο\
    πρςστυφχψωϊϋόύώЍАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюяѝƒʰʳˆ˜ˢᵈᵗ‘‚“”„†…‰′″‹›⁰⁴⁵⁶⁷⁸⁹ⁿ₀₁₂₃₄₅₆₇₈₉™∞≤≥";

/// The group dc: marks that have a meaning only within a sequence.
const MARKS: &str = "\u{300}\u{301}\u{302}\u{304}\u{306}\u{307}\u{308}\u{30b}\u{30c}\u{30d}\u{310}\u{315}\u{31b}\u{323}\u{325}\u{326}\u{327}\u{328}\u{331}\u{35f}";

fn letters() -> Vec<String> {
    LETTERS.split(' ').map(str::to_owned).collect()
}

fn sequences() -> Vec<String> {
    let code = |hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("a code point");
    SEQUENCES.split(' ').map(|codes| codes.split('+').map(code).collect()).collect()
}

/// What is sent for a name.
fn sent(name: &str) -> Result<String, Vec<Error>> {
    check("personName", name).map(|value| match value {
        Value::Text(text) => text,
        other => panic!("{name}: {other:?}"),
    })
}

fn foreign(name: &str) -> String {
    match sent(name).expect_err(name).as_slice() {
        [Error { part: None, fault: Fault::NameCharacter { character } }] => character.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn each_edition_has_as_many_letters_as_it_says() {
    let (letters, sequences) = (letters(), sequences());
    assert!(letters.iter().all(|letter| letter.chars().count() == 1));
    assert!(sequences.iter().all(|letter| letter.chars().count() > 1));
    let all: BTreeSet<&String> = letters.iter().chain(&sequences).collect();
    assert_eq!(all.len(), letters.len() + sequences.len(), "none stands twice");
    // DIN 91379:2022-08, and DIN SPEC 91379:2019-03 without what is new since.
    assert_eq!((letters.len(), sequences.len()), (500, 149));
    let old = |list: &[String]| list.iter().filter(|letter| !NEW.contains(&letter.as_str())).count();
    assert_eq!((old(&letters), old(&sequences)), (499, 147));
    assert!(OUT_OF_USE.iter().chain(&NEW).all(|letter| all.contains(&(*letter).to_owned())));
    let marks: BTreeSet<char> = sequences.iter().flat_map(|letter| letter.chars().skip(1)).collect();
    let known: BTreeSet<char> = MARKS.chars().chain(['H', 'h']).collect();
    assert_eq!(marks, known, "every mark of the group dc is used, and no other");
}

#[test]
fn every_letter_goes_alone_and_within_a_name() {
    for letter in letters().into_iter().chain(sequences()) {
        for name in [letter.clone(), format!("A{letter}b"), format!("{letter}{letter}-{letter}")] {
            assert_eq!(sent(&name), Ok(name.clone()), "{name}");
        }
    }
}

#[test]
fn however_a_letter_is_composed_its_normal_form_c_is_sent() {
    let mut turned = 0;
    for letter in letters().into_iter().chain(sequences()) {
        assert_eq!(letter.nfc().collect::<String>(), letter, "the standard lists normal form C");
        let apart: String = letter.nfd().collect();
        assert_eq!(sent(&apart), Ok(letter.clone()), "{letter}");
        // Marks above and marks below a letter mean the same in either order (Unicode, § 3.11).
        let mut characters = apart.chars();
        if let (Some(base), Some(first), Some(second), None) =
            (characters.next(), characters.next(), characters.next(), characters.next())
        {
            let other: String = [base, second, first].iter().collect();
            if other.nfc().eq(letter.chars()) {
                assert_eq!(sent(&other), Ok(letter.clone()), "{letter}");
                turned += 1;
            }
        }
    }
    assert_eq!(turned, 64, "letters with a mark above and one below");
    // Characters that Unicode has for other standards' sake, and whose normal form C is another character.
    for (typed, normal) in [
        ("\u{212a}", "K"),
        ("\u{212b}", "\u{c5}"),
        ("\u{387}", "\u{b7}"),
        ("\u{1fef}", "`"),
        ("\u{1ffd}", "\u{b4}"),
        ("J\u{341}", "J\u{301}"),
    ] {
        assert_eq!(sent(typed), Ok(normal.to_owned()), "{typed}");
    }
}

#[test]
fn a_mark_goes_only_where_the_standard_lists_it() {
    let known: BTreeSet<String> = letters().into_iter().chain(sequences()).collect();
    let (mut gone, mut refused) = (0, 0);
    for mark in MARKS.chars() {
        let alone = mark.to_string();
        assert_eq!(foreign(&alone), alone);
        assert_eq!(foreign(&format!("Anna {mark}")), format!(" {mark}"));
        for letter in letters() {
            let both: String = [letter.as_str(), alone.as_str()].concat().nfc().collect();
            if known.contains(&both) {
                assert_eq!(sent(&both), Ok(both.clone()));
                gone += 1;
            } else {
                assert_eq!(foreign(&format!("Anna{both}")), both);
                refused += 1;
            }
        }
    }
    assert_eq!((gone, refused), (529, 9_471), "500 letters with each of 20 marks");
}

#[test]
fn the_characters_n1_go_between_letters() {
    for character in N1 {
        let name = format!("A{character}b");
        assert_eq!(sent(&name), Ok(name.clone()), "{character}");
        // Alone they are no letters that marks could stand on.
        let marked: String = [character, '\u{331}'].iter().collect();
        assert_eq!(foreign(&format!("A{marked}")), marked);
    }
}

#[test]
fn characters_of_the_other_data_types_do_not_go() {
    let letters = letters();
    for character in OTHER_TYPES.chars() {
        assert!(!letters.contains(&character.to_string()) && !N1.contains(&character), "{character}");
        let sent: String = character.to_string().nfc().collect();
        assert_eq!(foreign(&format!("A{character}b")), sent);
    }
}
