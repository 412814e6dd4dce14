//! The letters and other characters of names: DIN 91379:2022-08, data type A.
//!
//! Type A is the group `bll` (Latin letters, some of them sequences of a base letter and marks) and the group `bnlreq`
//! (N1, 18 characters that are no letters). The tables were made from the code points that
//! `String-Latin/DIN-91379-Characters-and-Sequences: latin_list_1.3.txt` lists: 500 letters of one code point and 149
//! sequences. DIN SPEC 91379 (String.Latin+ 1.2) had 499 and 147; the three that the standard added for older registers
//! (ḗ, ē̍, ō̍) and the three it marks as out of use (Ŀ, ŀ, ŉ) are allowed, as registers still hold them.

/// Letters of one code point, as ranges of code points.
const LETTERS: &[(u16, u16)] = &[
    (0x41, 0x5a),
    (0x61, 0x7a),
    (0xc0, 0xd6),
    (0xd8, 0xf6),
    (0xf8, 0x17e),
    (0x187, 0x188),
    (0x18f, 0x18f),
    (0x197, 0x197),
    (0x1a0, 0x1a1),
    (0x1af, 0x1b0),
    (0x1b7, 0x1b7),
    (0x1cd, 0x1dc),
    (0x1de, 0x1df),
    (0x1e2, 0x1f0),
    (0x1f4, 0x1f5),
    (0x1f8, 0x1ff),
    (0x212, 0x213),
    (0x218, 0x21b),
    (0x21e, 0x21f),
    (0x227, 0x233),
    (0x259, 0x259),
    (0x268, 0x268),
    (0x292, 0x292),
    (0x1e02, 0x1e03),
    (0x1e06, 0x1e07),
    (0x1e0a, 0x1e11),
    (0x1e17, 0x1e17),
    (0x1e1c, 0x1e2b),
    (0x1e2f, 0x1e37),
    (0x1e3a, 0x1e3b),
    (0x1e40, 0x1e49),
    (0x1e52, 0x1e5b),
    (0x1e5e, 0x1e63),
    (0x1e6a, 0x1e6f),
    (0x1e80, 0x1e87),
    (0x1e8c, 0x1e97),
    (0x1e9e, 0x1e9e),
    (0x1ea0, 0x1ef9),
];

/// What may follow which letters and makes one letter with them, in normal form C.
const SEQUENCES: &[(&str, &str)] = &[
    ("\u{300}", "CFGKMPSTZcfgkmpstz"),
    ("\u{301}", "JjÿĪī"),
    ("\u{302}", "DKLMNdklmn"),
    ("\u{304}", "CFHKNPSTZcfhknpstzÛûḲḳṢṣṬṭỤụ"),
    ("\u{306}", "CMNRZcmnrzÇç"),
    ("\u{307}", "KUku"),
    ("\u{308}", "CTZczẠạỌọỤụ"),
    ("\u{30b}", "Aa"),
    ("\u{30c}", "J"),
    ("\u{30d}", "ēō"),
    ("\u{310}", "Mm"),
    ("\u{315}", "CKPTckptČč"),
    ("\u{31b}", "KTkt"),
    ("\u{31b}\u{304}", "Ss"),
    ("\u{323}", "CPcpČč"),
    ("\u{325}", "LRlr"),
    ("\u{325}\u{304}", "LRlr"),
    ("\u{326}", "CHKLNchklnŽž"),
    ("\u{327}", "ZzŽž"),
    ("\u{328}\u{306}", "Cc"),
    ("\u{331}", "HSs"),
    ("\u{35f}H", "K"),
    ("\u{35f}h", "Kk"),
];

/// The group N1.
const OTHERS: &str = " ',-.`~¨´·ʹʺʾʿˈˌ’‡";

/// The first character of a text in normal form C that the standard does not have, with the letter that a mark stands on.
pub fn first_foreign(text: &str) -> Option<&str> {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at + c.len_utf8()..];
        let longest = SEQUENCES
            .iter()
            .filter(|(tail, letters)| rest.starts_with(tail) && letters.contains(c))
            .map(|(tail, _)| tail.len())
            .max();
        let known = longest.is_some() || is_letter(c) || OTHERS.contains(c);
        let after = &rest[longest.unwrap_or(0)..];
        let marks = after.len() - after.trim_start_matches(is_mark).len();
        let end = text.len() - after.len() + marks;
        if !known || marks > 0 {
            return Some(&text[at..end]);
        }
        at = end;
    }
    None
}

/// A pattern for the texts in which [`first_foreign`] finds nothing.
pub(super) fn pattern() -> String {
    let (mut sequences, mut others) = (String::new(), String::new());
    for (tail, letters) in SEQUENCES {
        sequences.push('[');
        letters.chars().for_each(|c| escape(c, &mut sequences));
        sequences.push(']');
        tail.chars().for_each(|c| escape(c, &mut sequences));
        sequences.push('|');
    }
    for (first, last) in LETTERS {
        let ends = [first, last].map(|code| char::from_u32(u32::from(*code)));
        for (ix, end) in ends.into_iter().flatten().enumerate().take(if first == last { 1 } else { 2 }) {
            others.push_str(if ix == 1 { "-" } else { "" });
            escape(end, &mut others);
        }
    }
    OTHERS.chars().for_each(|c| escape(c, &mut others));
    ["^(?:", &sequences, "[", &others, "])+$"].concat()
}

/// The character as every dialect of patterns reads it. All of them here have four hexadecimal digits.
fn escape(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        return out.push(c);
    }
    out.push_str("\\u");
    for place in [12, 8, 4, 0] {
        out.extend(char::from_digit(u32::from(c) >> place & 15, 16));
    }
}

fn is_letter(c: char) -> bool {
    LETTERS.iter().any(|(first, last)| (u32::from(*first)..=u32::from(*last)).contains(&u32::from(c)))
}

/// Whether it is a combining diacritical mark (U+0300 to U+036F): those of the standard are all of this block.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn sequences() -> Vec<String> {
        let of = |(tail, letters): &(&str, &str)| letters.chars().map(|c| format!("{c}{tail}")).collect::<Vec<_>>();
        SEQUENCES.iter().flat_map(of).collect()
    }

    #[test]
    fn there_are_as_many_as_in_the_standard() {
        let letters: u32 = LETTERS.iter().map(|(first, last)| u32::from(last - first) + 1).sum();
        assert_eq!(letters, 500);
        assert!(LETTERS.is_sorted_by(|a, b| a.1 + 1 < b.0));
        let mut sequences = sequences();
        assert_eq!(sequences.len(), 149);
        sequences.sort();
        sequences.dedup();
        assert_eq!(sequences.len(), 149);
        assert_eq!(OTHERS.chars().count(), 18);
    }

    #[test]
    fn all_are_in_normal_form_and_known() {
        let letters =
            LETTERS.iter().flat_map(|(first, last)| (*first..=*last).filter_map(|c| char::from_u32(c.into())));
        for letter in letters.map(String::from).chain(sequences()) {
            assert_eq!(letter.nfc().collect::<String>(), letter);
            assert_eq!(first_foreign(&letter), None, "{letter}");
            let within = format!("x{letter}-{letter}");
            assert_eq!(first_foreign(&within), None, "{within}");
        }
        assert_eq!(first_foreign(OTHERS), None);
    }

    #[test]
    fn every_other_character_of_the_first_plane_is_named() {
        let known = |c: char| is_letter(c) || OTHERS.contains(c);
        let others = (0..=0xffff_u32).filter_map(char::from_u32).filter(|c| !known(*c));
        let mut count = 0;
        for c in others {
            let text = format!("a {c}");
            let named = first_foreign(&text).expect("a character");
            assert!(named.ends_with(c), "{c}");
            count += 1;
        }
        assert_eq!(count, 0x1_0000 - 0x800 - 518);
    }

    #[test]
    fn a_letter_and_a_mark_go_only_together_as_listed() {
        let marks: Vec<char> = ('\u{300}'..='\u{36f}').collect();
        let sequences = sequences();
        let mut known = std::collections::BTreeSet::new();
        for letter in ('A'..='Z').chain('a'..='z') {
            for mark in &marks {
                let text: String = format!("{letter}{mark}").nfc().collect();
                if text.chars().count() == 1 {
                    continue;
                }
                let goes = first_foreign(&text).is_none();
                assert_eq!(goes, sequences.contains(&text), "{text}");
                known.extend(goes.then_some(text));
            }
        }
        // 61 sequences begin with a plain capital and 57 with a plain small letter; 11 of them have more than one mark or a
        // further letter. One more is y with U+0344, which is two marks in one.
        assert_eq!(known.len(), 61 + 57 - 11 + 1);
    }

    #[test]
    fn the_pattern_knows_the_same_letters() {
        let pattern = regex::Regex::new(&pattern()).expect("a pattern");
        let mut texts: Vec<String> = (0..=0xffff_u32).filter_map(char::from_u32).map(String::from).collect();
        texts.extend(sequences());
        texts.extend(('\u{300}'..='\u{36f}').flat_map(|mark| "AKZakzČžé".chars().map(move |c| format!("{c}{mark}"))));
        texts.extend(["Ana-María d’Été", "K͟H K͟h", "S̛̄s̛̄", "Li\u{331}", "x\ny", "č\u{323}\u{323}"].map(String::from));
        for text in texts {
            assert_eq!(pattern.is_match(&text), first_foreign(&text).is_none(), "{text:?}");
        }
    }
}
