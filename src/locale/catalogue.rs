//! The texts of one language: key to sentence, with `{name}` placeholders and plural forms.

use std::collections::BTreeMap;

/// What is shown for a text that a locale file lacks.
const MISSING: &str = "…";

/// The texts of one language, from `locales/<language>.json`.
#[derive(Debug, Default)]
pub struct Catalogue {
    pub language: String,
    texts: BTreeMap<String, String>,
}

impl Catalogue {
    /// Reads a locale file: one flat JSON object of texts.
    pub fn parse(language: &str, json: &str) -> Result<Self, String> {
        let texts = serde_json::from_str(json).map_err(|error| error.to_string())?;
        Ok(Self { language: language.to_owned(), texts })
    }

    /// The text of `key`. Where it is missing, which a test forbids for our own files, a sign that something is.
    pub fn get(&self, key: &str) -> &str {
        self.texts.get(key).map_or(MISSING, String::as_str)
    }

    /// The text of `key` with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The text of `key` in the plural form `category` (an `Intl.PluralRules` category), else in form `other`.
    pub fn plural(&self, key: &str, category: &str, values: &[(&str, &str)]) -> String {
        let exact = [key, ".", category].concat();
        let text = self.texts.get(&exact).or_else(|| self.texts.get(&[key, ".other"].concat()));
        fill(text.map_or(MISSING, String::as_str), values)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

/// `text` with every `{name}` of `values` replaced; unknown placeholders stay as they stand.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('}').unwrap_or(0);
        let name = rest.get(1..end).unwrap_or_default();
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => {
                out.push_str(value);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_stay() {
        assert_eq!(fill("{a} of {b}, {c} {", &[("a", "1"), ("b", "{a}")]), "1 of {a}, {c} {");
    }

    #[test]
    fn a_missing_plural_form_falls_back_to_other() {
        let json = r#"{"files.one":"one file","files.other":"{n} files"}"#;
        let texts = Catalogue::parse("en", json).unwrap();
        assert_eq!(texts.plural("files", "one", &[("n", "1")]), "one file");
        assert_eq!(texts.plural("files", "few", &[("n", "3")]), "3 files");
    }

    #[test]
    fn a_file_that_is_no_catalogue_is_refused() {
        assert!(Catalogue::parse("de", "[1]").is_err());
        assert!(Catalogue::parse("de", r#"{"a":1}"#).is_err());
    }
}
