//! How people type: blanks at the ends, invisible characters from a copied text, and numbers written their own way.

/// The largest number that is read, in either direction: 15 digits, which every JSON reader keeps exactly (RFC 8259 § 6).
pub const MOST: i64 = 999_999_999_999_999;

/// `text` without blanks and invisible characters at its ends.
pub fn tidy(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// White space, and the invisible characters that come along when text is copied: soft hyphen, zero-width characters,
/// marks of direction, the byte order mark.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The value of a decimal digit: ASCII, Arabic-Indic, or Eastern Arabic-Indic as Persian and Urdu keyboards give.
pub fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// Reads a number with at most `decimals` digits after the decimal comma or point, in units of the last of them:
/// with two decimals "1.234,5" is 123450. Beyond [`MOST`] it is one more than that.
///
/// German and English notation both go: groups of three may be set off by one kind of mark (point, comma, blank or
/// apostrophe), and a point or comma that is not that mark is the decimal one. `None` for all that could be read in
/// two ways or in none.
pub fn number(text: &str, decimals: usize) -> Option<i64> {
    let (negative, text) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, tidy(rest)),
        None => (false, text),
    };
    let mut runs = vec![String::new()];
    let mut marks = Vec::new();
    for c in text.chars() {
        if let (Some(digit), Some(run)) = (digit(c), runs.last_mut()) {
            run.push(char::from(b'0' + digit));
            continue;
        }
        marks.push(match c {
            '.' | ',' => c,
            '\'' | '’' => '\'',
            c if is_blank(c) => ' ',
            _ => return None,
        });
        runs.push(String::new());
    }

    let mut fraction = String::new();
    if let (Some(last), Some((mark @ ('.' | ','), before))) = (runs.last(), marks.split_last())
        && (1..=decimals).contains(&last.len())
        && !before.contains(mark)
    {
        fraction = runs.pop()?;
        marks.pop();
    }

    let (first, groups) = runs.split_first()?;
    let grouped = groups.is_empty()
        || first.len() <= 3
            && !first.starts_with('0')
            && groups.iter().all(|group| group.len() == 3)
            && marks.iter().all(|mark| *mark == marks[0]);
    if first.is_empty() || !grouped {
        return None;
    }
    while fraction.len() < decimals {
        fraction.push('0');
    }
    runs.push(fraction);
    let digits = runs.iter().flat_map(|run| run.bytes());
    let value = digits.fold(0, |n: i64, digit| (n * 10 + i64::from(digit - b'0')).min(MOST + 1));
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_notations() {
        for (text, cents) in [
            ("0", 0),
            ("12", 1200),
            ("12,5", 1250),
            ("12.50", 1250),
            ("0,05", 5),
            ("1.234", 123_400),
            ("1,234", 123_400),
            ("1.234,50", 123_450),
            ("1,234.50", 123_450),
            ("1\u{a0}234\u{202f}567,8", 123_456_780),
            ("1'234’567.80", 123_456_780),
            ("-3,20", -320),
            ("− 3", -300),
            ("١٢٣", 12_300),
            ("۴۵", 4500),
            ("9999999999999,99", MOST),
            ("99999999999999999999999", MOST + 1),
            ("-99999999999999999999999,99", -MOST - 1),
        ] {
            assert_eq!(number(text, 2), Some(cents), "{text}");
        }
    }

    #[test]
    fn refuses_what_may_mean_two_things_or_none() {
        for text in [
            "",
            "-",
            ",",
            ",50",
            "12,",
            "1.2.3",
            "1,234,56",
            "1.234.5",
            "12.34,5",
            "1234.567",
            "0,500",
            "0.123",
            "1.2345",
            "1 23",
            "12 50",
            "1  000",
            "1.000 000",
            "1,000.000,00",
            "12a",
            "1e3",
            "--1",
            "½",
            "1\u{200b}2",
        ] {
            assert_eq!(number(text, 2), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_have_groups_but_no_decimals() {
        assert_eq!(number("1.000", 0), Some(1000));
        assert_eq!(number("1 000 000", 0), Some(1_000_000));
        assert_eq!(number("007", 0), Some(7));
        for text in ["1,5", "1,50", "10.00", "1.0000"] {
            assert_eq!(number(text, 0), None, "{text}");
        }
    }

    #[test]
    fn trims_what_cannot_be_seen() {
        assert_eq!(tidy("\u{feff}\u{202a} +49 170 \u{202c}\n"), "+49 170");
        assert_eq!(tidy("\u{200b}"), "");
    }
}
