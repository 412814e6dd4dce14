//! The texts of one language: key to sentence, with `{name}` placeholders and plural forms.

use std::sync::OnceLock;

use crate::json::{self, Object, Value};

/// The key under which a locale file names another with the rest of its texts. A build takes those apart that a first form
/// does not show; a file that was put beside the built ones by hand is whole.
pub const MORE: &str = "+";

/// What is shown for a text that a locale file lacks.
const MISSING: &str = "…";

/// The texts of one language, from `locales/<language>.json`.
#[derive(Debug, Default)]
pub struct Catalogue {
    pub language: String,
    /// Each of them a string.
    texts: Object,
    /// Those of the file named under [`MORE`], once it has come.
    more: OnceLock<Object>,
}

impl Catalogue {
    /// Reads a locale file: one flat JSON object of texts.
    pub fn parse(language: &str, json: &str) -> Result<Self, String> {
        Ok(Self { language: language.to_owned(), texts: texts(json)?, more: OnceLock::new() })
    }

    /// The name of the file with the rest of the texts, while it has not come.
    pub fn awaited(&self) -> Option<&str> {
        let name = self.texts.get(MORE)?.as_str()?;
        self.more.get().is_none().then_some(name)
    }

    /// Takes the rest of the texts.
    pub fn complete(&self, json: &str) -> Result<(), String> {
        // Two may have asked for the same file at the same time.
        let _ = self.more.set(texts(json)?);
        Ok(())
    }

    /// The text of `key`. Where it is missing, which a test forbids for our own files, a sign that something is.
    pub fn get(&self, key: &str) -> &str {
        self.text(key).unwrap_or(MISSING)
    }

    /// The text of `key` with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The text of `key` in the plural form `category` (an `Intl.PluralRules` category), else in form `other`.
    pub fn plural(&self, key: &str, category: &str, values: &[(&str, &str)]) -> String {
        let exact = [key, ".", category].concat();
        let text = self.text(&exact).or_else(|| self.text(&[key, ".other"].concat()));
        fill(text.unwrap_or(MISSING), values)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys()
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).or_else(|| self.more.get()?.get(key))?.as_str()
    }
}

fn texts(json: &str) -> Result<Object, String> {
    match json::read(json).map_err(|error| error.to_string())? {
        Value::Object(texts) if texts.iter().all(|(_, text)| text.as_str().is_some()) => Ok(texts),
        _ => Err("no object of texts".to_owned()),
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
    fn the_rest_may_come_later() {
        let texts = Catalogue::parse("de", r#"{"+":"de.later.json","a":"A"}"#).unwrap();
        assert_eq!((texts.awaited(), texts.get("a"), texts.get("b")), (Some("de.later.json"), "A", MISSING));
        assert!(texts.complete("<!doctype html>").is_err());
        assert_eq!(texts.awaited(), Some("de.later.json"));
        texts.complete(r#"{"b":"B"}"#).unwrap();
        assert_eq!((texts.awaited(), texts.get("a"), texts.get("b")), (None, "A", "B"));
        assert_eq!(Catalogue::parse("fr", r#"{"a":"A"}"#).unwrap().awaited(), None);
    }

    #[test]
    fn a_file_that_is_no_catalogue_is_refused() {
        assert!(Catalogue::parse("de", "[1]").is_err());
        assert!(Catalogue::parse("de", r#"{"a":1}"#).is_err());
    }
}
