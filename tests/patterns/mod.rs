//! Regular expressions for native tests: the crate `regex` in the place of the browser's own.

use amtsgang::field::Patterns;
use unicode_normalization::UnicodeNormalization;

pub struct Regex;

impl Patterns for Regex {
    fn check(&self, pattern: &str) -> Result<(), String> {
        regex::Regex::new(pattern).map(|_| ()).map_err(|error| error.to_string())
    }

    fn is_match(&self, pattern: &str, text: &str) -> bool {
        regex::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(text))
    }

    fn nfc(&self, text: &str) -> String {
        text.nfc().collect()
    }
}
