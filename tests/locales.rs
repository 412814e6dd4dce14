//! Every text that the app shows stands in every locale file, with the same placeholders, and none stands there for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use amtsgang::locale::Catalogue as Read;

type Catalogue = BTreeMap<String, String>;

fn catalogues() -> Vec<(String, Catalogue)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/locales");
    let mut all: Vec<(String, Catalogue)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let language = path.file_stem().unwrap().to_string_lossy().into_owned();
            let read = Read::parse(&language, &fs::read_to_string(&path).unwrap()).unwrap();
            let texts = read.keys().map(|key| (key.to_owned(), read.get(key).to_owned())).collect();
            (language, texts)
        })
        .collect();
    all.sort();
    assert!(all.len() >= 2, "German and English at least");
    all
}

/// The names in curly brackets.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            // What stands behind the unit tests' mark is no text for citizens.
            all.push_str(fs::read_to_string(&path).unwrap().split("#[cfg(test)]").next().unwrap());
        }
    }
}

/// Every quoted text in the sources that looks like a key: words with dots between them.
fn quoted() -> BTreeSet<String> {
    let mut all = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let is_key = |text: &str| {
        text.contains('.')
            && text.split('.').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()))
            && text.starts_with(|c: char| c.is_ascii_lowercase())
    };
    all.split('"').filter(|text| is_key(text)).map(str::to_owned).collect()
}

#[test]
fn every_language_says_the_same_with_the_same_placeholders() {
    let all = catalogues();
    let (first, model) = &all[0];
    for (language, texts) in &all[1..] {
        let (own, others): (BTreeSet<_>, BTreeSet<_>) = (texts.keys().collect(), model.keys().collect());
        assert_eq!(own, others, "{language} and {first} have the same keys");
        for (key, text) in texts {
            assert!(!text.trim().is_empty(), "{language}: {key} is empty");
            assert_eq!(placeholders(text), placeholders(&model[key]), "{language} and {first}: {key}");
        }
    }
}

/// Keys that are put together from a name that is no text: `status.` and a status, `outcome.` and an outcome.
fn is_put_together(key: &str) -> bool {
    key.starts_with("status.") || key.starts_with("outcome.")
}

/// The key without its plural form.
fn base(key: &str) -> &str {
    key.strip_suffix(".one").or_else(|| key.strip_suffix(".other")).unwrap_or(key)
}

#[test]
fn every_key_in_the_code_has_a_text() {
    let (_, texts) = &catalogues()[0];
    let known: BTreeSet<&str> = texts.keys().map(|key| base(key)).collect();
    let rooms: BTreeSet<&str> = known.iter().filter_map(|key| key.split('.').next()).collect();
    let used = quoted();
    let ours = used.iter().filter(|key| rooms.contains(key.split('.').next().unwrap_or_default()));
    let missing: Vec<&String> = ours.filter(|key| !known.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "without a text: {missing:?}");
    assert!(used.len() > 100, "the keys are found at all");
}

#[test]
fn every_status_and_outcome_has_its_words() {
    let (_, texts) = &catalogues()[0];
    for status in ["INITIATED", "SUBMITTED", "RECEIVED", "PROCESSING", "ACTION_REQUIRED", "COMPLETED"] {
        assert!(texts.contains_key(&format!("status.{status}")), "{status}");
        assert!(texts.contains_key(&format!("status.{status}.help")), "{status}");
    }
    for outcome in ["granted", "rejected", "withdrawn"] {
        assert!(texts.contains_key(&format!("outcome.{outcome}")), "{outcome}");
    }
}

#[test]
fn no_text_stands_there_for_nothing() {
    let used = quoted();
    let (_, texts) = &catalogues()[0];
    let idle: Vec<&String> = texts.keys().filter(|key| !used.contains(base(key)) && !is_put_together(key)).collect();
    assert!(idle.is_empty(), "shown nowhere: {idle:?}");
}
