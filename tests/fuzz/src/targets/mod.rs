//! The list of the targets: what is read, and what must hold for it whatever it is.

mod acts;
mod answers;
mod drafts;
mod json;
mod keys;
mod kinds;
mod locales;
mod logic;
mod markdown;
mod media;
mod patterns;
mod recipe;
mod words;

use crate::{Case, Corpus};

/// Nothing, or what does not hold.
pub type Outcome = Result<(), String>;

/// Something that reads what strangers write.
pub struct Target {
    pub name: &'static str,
    /// How many of a hundred cases it gets.
    pub share: u64,
    pub run: fn(&mut Case, &Corpus) -> Outcome,
}

pub const TARGETS: &[Target] = &[
    Target { name: "json", share: 16, run: json::run },
    Target { name: "recipe", share: 4, run: recipe::run },
    Target { name: "logic", share: 16, run: logic::run },
    Target { name: "kinds", share: 17, run: kinds::run },
    Target { name: "patterns", share: 3, run: patterns::run },
    Target { name: "drafts", share: 3, run: drafts::run },
    Target { name: "acts", share: 3, run: acts::run },
    Target { name: "markdown", share: 10, run: markdown::run },
    Target { name: "media", share: 8, run: media::run },
    Target { name: "answers", share: 6, run: answers::run },
    Target { name: "locales", share: 2, run: locales::run },
    Target { name: "keys", share: 6, run: keys::run },
    Target { name: "words", share: 6, run: words::run },
];

/// Tells what does not hold.
fn holds(what: &str, is_so: bool) -> Outcome {
    if is_so { Ok(()) } else { Err(format!("breaks a promise: {what}")) }
}
