//! What the app says, by key, as its locale files write it.

use std::fs;

use serde_json::Value;

use crate::place;

#[derive(Clone)]
pub struct Words {
    pub language: String,
    sentences: Value,
}

impl Words {
    pub fn of(language: &str) -> Words {
        let path = place::repository().join("public/locales").join(format!("{language}.json"));
        let json = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Words { language: language.to_owned(), sentences: serde_json::from_str(&json).expect("a locale file is JSON") }
    }

    /// The sentence of `key`.
    pub fn get(&self, key: &str) -> &str {
        self.sentences[key].as_str().unwrap_or_else(|| panic!("{} has no {key}", self.language))
    }

    /// The sentence of `key` with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut sentence = self.get(key).to_owned();
        for (name, value) in values {
            sentence = sentence.replace(&format!("{{{name}}}"), value);
        }
        sentence
    }

    /// The sentence of `key` up to its first placeholder.
    pub fn start(&self, key: &str) -> &str {
        self.get(key).split('{').next().unwrap_or_default().trim()
    }
}
