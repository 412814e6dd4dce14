//! Regular expressions natively, by an engine that goes back as the browser's does: what takes it long takes a browser long.

use std::cell::RefCell;
use std::collections::HashMap;

use amtsgang::field::Patterns;
use regress::Regex;
use unicode_normalization::UnicodeNormalization;

/// Patterns in the browser's syntax, with its flag `u`. Each is compiled once.
#[derive(Default)]
pub struct Ecma(RefCell<HashMap<String, Option<Regex>>>);

/// More of them than these are not kept.
const MOST_KEPT: usize = 1000;

impl Patterns for Ecma {
    fn check(&self, pattern: &str) -> Result<(), String> {
        Regex::with_flags(pattern, "u").map(|_| ()).map_err(|error| error.to_string())
    }

    fn is_match(&self, pattern: &str, text: &str) -> bool {
        let mut kept = self.0.borrow_mut();
        if kept.len() > MOST_KEPT {
            kept.clear();
        }
        let compile = || Regex::with_flags(&["^(?:", pattern, ")$"].concat(), "u").ok();
        kept.entry(pattern.to_owned()).or_insert_with(compile).as_ref().is_some_and(|regex| regex.find(text).is_some())
    }

    fn nfc(&self, text: &str) -> String {
        text.nfc().collect()
    }
}
