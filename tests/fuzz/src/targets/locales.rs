//! Locale files: read, completed and filled in.

use amtsgang::locale::{Catalogue, base, choose, direction};

use super::Outcome;
use crate::mutation::{mutate, mutate_text};
use crate::{Case, Corpus};

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let mut json = case.pick(&corpus.locales).clone();
    mutate(&mut json, &corpus.pieces, case);
    let mut text = json.to_string();
    if case.once_in(3) {
        text = mutate_text(&text, case);
    }
    case.tell("file", &text);
    case.bytes = text.len();
    let language = case.text();
    direction(&language);
    base(&language);
    let offered = [case.text(), "de".to_owned()];
    choose(std::slice::from_ref(&language), &offered);
    let Ok(catalogue) = Catalogue::parse(&language, &text) else { return Ok(()) };
    case.right = true;
    let keys: Vec<&str> = catalogue.keys().take(400).collect();
    let value = case.text();
    for key in keys {
        let name = key.split('.').next().unwrap_or_default();
        catalogue.fill(key, &[("name", value.as_str()), (name, value.as_str())]);
        catalogue.plural(name, "one", &[("count", value.as_str())]);
    }
    catalogue.awaited();
    // Whether the rest can be read is told, and nothing else happens.
    if catalogue.complete(&case.text()).is_err() {
        catalogue.get("x");
    }
    Ok(())
}
