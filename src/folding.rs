//! One spelling for all ways of writing a word, and many labels in it, to be searched on every key.
//!
//! Whoever types "strasse", "STRASSE" or "Straße" means the same, and so does whoever types "Gebühr", "gebuehr" or "Gebuhr".

use crate::text::is_punctuation;

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    // A soft hyphen is punctuation, and stands inside a word.
    let separates = |c: char| c != '\u{ad}' && (c.is_whitespace() || is_punctuation(c));
    text.split(separates).map(fold).filter(|word| !word.is_empty()).collect()
}

/// What a letter without its accent is, from U+00C0 to U+017F; `?` where there is none.
const PLAIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo?ouuuuypsaaaaaaaceeeeiiiidnooooo?ouuuuypy\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Lower case, without accents, and with umlauts as their base letter however they were written: "Ä", "ae" and "a" are
/// one, as are "ß" and "ss". Any other script is only made lower-case.
fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut last = ' ';
    for c in word.chars() {
        let c = match c {
            'ß' | 'ẞ' => {
                out.push('s');
                's'
            }
            '\u{c0}'..='\u{17f}' => char::from(PLAIN[c as usize - 0xc0]),
            // A soft hyphen and combining accents: "ü" may be written as "u" and a combining diaeresis.
            '\u{ad}' | '\u{300}'..='\u{36f}' => continue,
            // Greek and Cyrillic capitals stand at a fixed distance from their small letters.
            '\u{391}'..='\u{3a9}' | '\u{410}'..='\u{42f}' => char::from_u32(c as u32 + 0x20).unwrap_or(c),
            '\u{400}'..='\u{40f}' => char::from_u32(c as u32 + 0x50).unwrap_or(c),
            c => c.to_ascii_lowercase(),
        };
        if c == 'e' && matches!(last, 'a' | 'o' | 'u') {
            last = ' ';
            continue;
        }
        out.push(c);
        last = c;
    }
    out
}

/// Labels, folded and in one piece of memory. They are known by their places in the list they come from.
#[derive(Debug)]
pub struct Lines {
    /// Of each label its words, a blank before each, and a line break at the end.
    text: String,
    /// Where each label begins; at last, where the text ends.
    starts: Vec<u32>,
}

impl Lines {
    /// Folds every label. Four gigabytes of them go.
    pub fn of<'a>(labels: impl Iterator<Item = &'a str>) -> Lines {
        let mut lines = Lines { text: String::new(), starts: vec![0] };
        for label in labels {
            push(&mut lines.text, &words(label));
            lines.text.push('\n');
            lines.starts.push(lines.text.len() as u32);
        }
        lines
    }

    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// A label without its line break.
    fn line(&self, place: usize) -> &str {
        &self.text[self.starts[place] as usize..self.starts[place + 1] as usize - 1]
    }

    /// The places of the labels that consist of the very words of `text`.
    pub fn same(&self, text: &str) -> Vec<usize> {
        let mut wanted = String::new();
        push(&mut wanted, &words(text));
        (0..self.count()).filter(|place| self.line(*place) == wanted).collect()
    }

    /// The places of the labels in which every word of `query` is found. First the label that is the query, then those that
    /// begin with it, then those of which each word is the beginning of a word, then those that have some only in the
    /// middle of one; alike ones in the list's order. A query without words finds all of them.
    pub fn filter(&self, query: &str) -> Vec<u32> {
        let words = words(query);
        // The longest word is in the fewest labels.
        let Some(rarest) = words.iter().max_by_key(|word| word.len()) else {
            return (0..self.count() as u32).collect();
        };
        let mut whole = String::new();
        push(&mut whole, &words);
        let mut found: [Vec<u32>; 4] = Default::default();
        let mut at = 0;
        while let Some(hit) = self.text[at..].find(rarest.as_str()) {
            let place = self.starts.partition_point(|start| *start as usize <= at + hit) - 1;
            if let Some(rank) = rank(self.line(place), &whole, &words) {
                found[rank].push(place as u32);
            }
            at = self.starts[place + 1] as usize;
        }
        found.concat()
    }
}

fn push(line: &mut String, words: &[String]) {
    for word in words {
        line.push(' ');
        line.push_str(word);
    }
}

/// How well a label answers the words that make up `whole`: 0 is best; `None` if one of them is not in it.
fn rank(line: &str, whole: &str, words: &[String]) -> Option<usize> {
    if let Some(rest) = line.strip_prefix(whole) {
        return Some(usize::from(!rest.is_empty()));
    }
    let begins = |word: &String| line.match_indices(word.as_str()).any(|(at, _)| line[..at].ends_with(' '));
    if words.iter().all(begins) {
        return Some(2);
    }
    words.iter().all(|word| line.contains(word.as_str())).then_some(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: &[&str] = &[
        "Übersee",
        "Bad Münster",
        "Münster",
        "Neumünster",
        "Münster (Hessen)",
        "Straßlach",
        "Ødis-Ås",
        "Łódź",
        "Ёлкино",
    ];

    fn found(query: &str) -> Vec<&'static str> {
        let lines = Lines::of(PLACES.iter().copied());
        lines.filter(query).into_iter().map(|place| PLACES[place as usize]).collect()
    }

    #[test]
    fn the_ways_of_writing_a_word_are_one() {
        for same in [
            ["Gebühr", "gebuehr", "GEBUHR", "gebu\u{308}hr", "Ge\u{ad}bühr"],
            ["Straße", "strasse", "STRASSE", "STRAẞE", "Stra\u{301}sse"],
            ["Łódź", "lodz", "ŁÓDŹ", "Lo\u{301}dz\u{301}", "LODZ"],
            ["Ёлкино", "ёлкино", "ЁЛКИНО", "ёлкино", "Ёлкино"],
        ] {
            for other in &same[1..] {
                assert_eq!(words(other), words(same[0]), "{other}");
            }
        }
        assert_ne!(words("Mull"), words("Mal"));
    }

    #[test]
    fn the_best_comes_first() {
        assert_eq!(found("münster"), ["Münster", "Münster (Hessen)", "Bad Münster", "Neumünster"]);
        assert_eq!(found("hessen muenster"), ["Münster (Hessen)"]);
        assert_eq!(found("unster"), ["Bad Münster", "Münster", "Neumünster", "Münster (Hessen)"]);
        assert_eq!(found("as"), ["Ødis-Ås", "Straßlach"]);
        assert_eq!(found("ueber"), ["Übersee"]);
        assert_eq!(found("katze"), [""; 0]);
    }

    #[test]
    fn nothing_typed_finds_everything_in_its_order() {
        assert_eq!(found(""), PLACES);
        assert_eq!(found(" – "), PLACES);
        assert_eq!(Lines::of([].into_iter()).filter(""), [0; 0]);
        assert_eq!(Lines::of(["", "–"].into_iter()).filter("x"), [0; 0]);
    }

    #[test]
    fn a_label_is_known_by_its_words() {
        let lines = Lines::of(["Müller", "Muller", "Müller & Sohn", ""].into_iter());
        assert_eq!(lines.same("MUELLER"), [0, 1]);
        assert_eq!(lines.same("müller – sohn"), [2]);
        assert_eq!(lines.same("Sohn"), [0; 0]);
    }
}
