//! Services on offer, code lists, and what a backend offers besides.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The answer to `GET /services`, and the content of `recipes/index.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Services {
    pub services: Vec<ServiceSummary>,
}

/// What a catalogue shows of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceSummary {
    /// See [`crate::recipe::ServiceId`].
    pub id: String,
    pub version: u32,
    pub title: Text,
    pub summary: Text,
    #[serde(default, skip_serializing_if = "Keywords::is_empty")]
    pub keywords: Keywords,
    /// The key of the German catalogue of public services: 14 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leika: Option<String>,
}

/// Words people search for, by language, in the order they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keywords(pub Vec<(String, Vec<String>)>);

impl Keywords {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The answer to `GET /code-lists/{name}`, and the content of `code-lists/{name}.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeList {
    /// In the order in which they are shown.
    pub items: Vec<CodeListItem>,
}

/// What can be chosen from a code list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeListItem {
    /// What is sent; no two alike. See [`crate::field::code_list::is_value`].
    pub value: String,
    pub label: Text,
}

/// The answer to `GET /`: which of the operations that may be left out a backend has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offers {
    /// `addressSearch`, `map`, `appointments`, and whatever else there may be.
    pub operations: Vec<String>,
    /// Plain text: what to do when the access code of a case is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_code: Option<Text>,
}

impl Serialize for Keywords {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (language, words) in &self.0 {
            map.serialize_entry(language, words)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Keywords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Keywords, D::Error> {
        struct Languages;
        impl<'de> Visitor<'de> for Languages {
            type Value = Keywords;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object from language to words")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keywords, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Keywords(pairs))
            }
        }
        deserializer.deserialize_map(Languages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_keep_their_order_and_may_be_left_out() {
        let json =
            r#"{"id":"a-b","version":1,"title":{"de":"A"},"summary":{"de":"B"},"keywords":{"en":["x"],"de":[]}}"#;
        let summary: ServiceSummary = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&summary).unwrap(), json);
        let none: ServiceSummary =
            serde_json::from_str(r#"{"id":"a-b","version":1,"title":{"de":"A"},"summary":{"de":"B"}}"#).unwrap();
        assert!(none.keywords.is_empty() && none.leika.is_none());
        assert!(!serde_json::to_string(&none).unwrap().contains("keywords"));
    }
}
