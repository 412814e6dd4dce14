//! A text in several languages, and how one of them is picked.

use std::fmt;

use crate::json::Value;
use crate::reading::{Node, Object};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One text in one or more languages, in the order they were written.
///
/// As JSON an object from language to text: `{"de": "Hundesteuer", "en": "Dog tax"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<(String, String)>);

impl Text {
    /// A text from pairs of language and text.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Text {
        Text(pairs.iter().map(|(language, text)| ((*language).into(), (*text).into())).collect())
    }

    /// The best text for a reader of `language` (BCP 47) and the language it is in, for the element's `lang`.
    ///
    /// First the very language, then its base ("en" for "en-US"), then another region of it ("en-GB"), then German,
    /// then the first there is. Two empty strings when the text has no language at all.
    pub fn pick(&self, language: &str) -> (&str, &str) {
        if let Some((tag, text)) = self.0.iter().find(|(tag, _)| tag == language) {
            return (text, tag);
        }
        let wanted = base(language);
        let mut best = (5, "", "");
        for (ix, (tag, text)) in self.0.iter().enumerate() {
            let rank = if tag.eq_ignore_ascii_case(language) {
                0
            } else if tag.eq_ignore_ascii_case(wanted) {
                1
            } else if base(tag).eq_ignore_ascii_case(wanted) {
                2
            } else if tag == "de" {
                3
            } else if ix == 0 {
                4
            } else {
                continue;
            };
            if rank < best.0 {
                best = (rank, text, tag);
            }
        }
        (best.1, best.2)
    }

    /// The best text for a reader of `language`, as [`Text::pick`].
    pub fn get(&self, language: &str) -> &str {
        self.pick(language).0
    }

    /// The languages this text is written in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(language, _)| language.as_str())
    }

    /// Every language with its text.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(language, text)| (language.as_str(), text.as_str()))
    }
}

/// "de" of "de-AT".
fn base(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

/// Reads a text of a recipe: in German at least, unless the recipe's problems say otherwise; in each language more than blanks.
pub fn read(node: Node) -> Option<Text> {
    read_in(node, node.problems.german())
}

/// Reads a text of a backend, in whatever language it has; in each more than blanks.
pub fn read_any(node: Node) -> Option<Text> {
    read_in(node, false)
}

fn read_in(node: Node, german: bool) -> Option<Text> {
    // Recipes are mostly texts: only a text with problems is worth the cost of knowing its place.
    let Some(map) = node.value.as_object() else {
        node.object();
        return None;
    };
    let fits = |(language, value): &(String, Value)| {
        let text = value.as_str().filter(|text| !is_blank(text) && is_language(language))?;
        Some((language.clone(), text.to_owned()))
    };
    let pairs: Option<Vec<_>> = map.iter().map(fits).collect();
    if pairs.is_none() || map.is_empty() || german && !map.contains_key("de") {
        report(&node.object()?, german);
        return None;
    }
    pairs.map(Text)
}

fn report(object: &Object, german: bool) {
    for (language, value) in object.map.iter() {
        if !is_language(language) {
            object.report(language, "a language such as de or en-GB", "another key");
        }
        if value.as_str().is_none_or(is_blank) {
            object.expected(language, "a text in quotation marks, not a blank one");
        }
    }
    if german || object.map.is_empty() {
        object.require("de", "the text in German");
    }
}

/// Whether `tag` is what texts are keyed by: a lower-case language and, if need be, an upper-case region.
pub fn is_language(tag: &str) -> bool {
    let language = base(tag);
    let region = &tag[language.len()..];
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && (region.is_empty() || region.len() == 3 && region[1..].bytes().all(|b| b.is_ascii_uppercase()))
}

/// Whether there is nothing to read in `text`: only spaces, tabs and line ends.
pub fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}

/// ASCII punctuation, and what texts in European languages have beyond it. Unicode's whole table would cost kilobytes.
pub fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}'..='\u{b8}' | '\u{bb}' | '\u{bf}')
        || matches!(c, '×' | '÷' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20c0}')
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (language, text) in &self.0 {
            map.serialize_entry(language, text)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        struct Languages;
        impl<'de> Visitor<'de> for Languages {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object from language to text")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Text(pairs))
            }
        }
        deserializer.deserialize_map(Languages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use crate::reading::Problems;

    fn pointers(json: serde_json::Value) -> Vec<String> {
        let problems = Problems::new();
        let json = given(&json);
        let text = read(Node::at(&json, "/title", &problems));
        let list = problems.into_list();
        assert_eq!(text.is_none(), !list.is_empty(), "{list:?}");
        list.into_iter().map(|p| p.pointer).collect()
    }

    #[test]
    fn picks_the_nearest_language() {
        let text = Text::from_pairs(&[("fr", "chien"), ("en-GB", "dog"), ("de", "Hund")]);
        assert_eq!(text.pick("fr-CA"), ("chien", "fr"));
        assert_eq!(text.pick("EN-gb"), ("dog", "en-GB"));
        assert_eq!(text.pick("en"), ("dog", "en-GB"));
        assert_eq!(text.pick("tr"), ("Hund", "de"));
        assert_eq!(Text::from_pairs(&[("fr", "chien"), ("en", "dog")]).pick("tr"), ("chien", "fr"));
        assert_eq!(Text::default().pick("de"), ("", ""));
        assert_eq!(text.pick(""), ("Hund", "de"));
    }

    #[test]
    fn names_each_mistake() {
        use serde_json::json;
        assert_eq!(pointers(json!({"de": "Hund", "en-GB": "dog", "gsw": "Hund"})), [""; 0]);
        assert_eq!(pointers(json!("Hund")), ["/title"]);
        assert_eq!(pointers(json!({"en": "dog"})), ["/title/de"]);
        assert_eq!(pointers(json!({"de": " \n", "en": 1})), ["/title/de", "/title/en"]);
        for tag in ["DE", "d", "deutsch", "de-at", "de-", "de-ATX", "", "dé", "de-Ä"] {
            assert_eq!(pointers(json!({"de": "Hund", tag: "Hund"})), [format!("/title/{tag}")], "{tag}");
        }
    }

    #[test]
    fn survives_json() {
        let text = Text::from_pairs(&[("en", "dog"), ("de", "Hund")]);
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(json, r#"{"en":"dog","de":"Hund"}"#);
        assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
        assert!(serde_json::from_str::<Text>(r#""Hund""#).is_err());
    }
}
