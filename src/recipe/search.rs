//! Finds a service by what a citizen types: in any case, with or without umlauts, half a word, or with a typing mistake.

use crate::folding::words;

/// How well `texts` (title first, then keywords, then summary …) answer `query`: the more the better, `None` if a word
/// of the query is in none of them. A query without words fits everything and says nothing: 0.
///
/// A word is found as it is, as the beginning of a word, inside a word ("steuer" in "Hundesteuer", from 3 letters), or
/// with one mistake (from 4 letters) or two (from 8): a letter wrong, missing, too many, or two of them swapped.
pub fn score(query: &str, texts: &[&str]) -> Option<u32> {
    let texts: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
    let mut sum = 0;
    for wanted in words(query) {
        let mut best = 0;
        for (ix, text) in texts.iter().enumerate() {
            // What is found in the title counts four times what is found in the fourth text or later.
            let weight = 4 - ix.min(3) as u32;
            for word in text {
                best = best.max(weight * quality(&wanted, word));
            }
        }
        if best == 0 {
            return None;
        }
        sum += best;
    }
    Some(sum)
}

/// From 0 (not at all) to 10 (the very word).
fn quality(wanted: &str, word: &str) -> u32 {
    if word == wanted {
        return 10;
    }
    if word.starts_with(wanted) {
        return 7;
    }
    let letters = wanted.chars().count();
    if letters >= 3 && word.contains(wanted) {
        return 5;
    }
    let allowed = if letters >= 8 { 2 } else { usize::from(letters >= 4) };
    match allowed {
        0 => 0,
        _ => (allowed + 1).saturating_sub(mistakes(wanted, word)) as u32,
    }
}

/// How many mistakes turn `wanted` into the beginning of `word` that is most like it.
fn mistakes(wanted: &str, word: &str) -> usize {
    let word: Vec<char> = word.chars().collect();
    // Row i: the mistakes between the first i letters of `wanted` and each beginning of `word`.
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    let mut last = '\0';
    for (i, letter) in wanted.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for j in 0..word.len() {
            let wrong = row[j] + usize::from(word[j] != letter);
            let mut least = wrong.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && word[j] == last && word[j - 1] == letter {
                least = least.min(above[j - 1] + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
        last = letter;
    }
    row.into_iter().min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: &[&str] =
        &["Hundesteuer: Anmeldung", "Hund Halter Gebühr Straße", "Wer einen Hund hält, meldet ihn an."];

    #[test]
    fn finds_whatever_the_spelling() {
        for query in
            ["hundesteuer", "HUNDESTEUER", "gebühr", "gebuehr", "Gebuhr", "GEBÜHR", "strasse", "STRAẞE", "Straße"]
        {
            assert!(score(query, TEXTS).is_some(), "{query}");
        }
        assert!(score("gebu\u{308}hr", TEXTS).is_some());
        assert!(score("СОБАКА", &["собака"]).is_some());
        assert!(score("łódź Şişli", &["Lodz", "Sisli"]).is_some());
    }

    #[test]
    fn finds_while_someone_is_typing() {
        for end in 1.."hundesteuer".len() {
            assert!(score(&"hundesteuer"[..end], TEXTS).is_some());
        }
        for query in ["strass", "gebue", "steuer"] {
            assert!(score(query, TEXTS).is_some(), "{query}");
        }
    }

    #[test]
    fn forgives_one_mistake_in_four_letters_and_two_in_eight() {
        for query in ["hubd", "hnud", "hudn", "hhund", "hundestuer", "hnudesteur", "anmeldumg", "hundestäuer"] {
            assert!(score(query, TEXTS).is_some(), "{query}");
        }
        for query in ["hxd", "katze", "hxxd", "hxndxstxxer", "parkausweis"] {
            assert_eq!(score(query, TEXTS), None, "{query}");
        }
    }

    #[test]
    fn wants_every_word() {
        assert!(score("anmeldung hund", TEXTS).is_some());
        assert_eq!(score("anmeldung katze", TEXTS), None);
        assert_eq!(score("", TEXTS), Some(0));
        assert_eq!(score(" – ", TEXTS), Some(0));
    }

    #[test]
    fn puts_the_better_first() {
        let title = score("hund", &["Hund", "", ""]);
        let beginning = score("hund", &["Hundesteuer", "", ""]);
        let inside = score("hund", &["Haushund", "", ""]);
        let mistake = score("hund", &["Mund", "", ""]);
        let summary = score("hund", &["", "", "Hund"]);
        assert!(title > beginning && beginning > inside && inside > mistake && mistake > None, "{mistake:?}");
        assert!(beginning > summary);
    }
}
