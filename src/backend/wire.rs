//! What goes over the wire: the REST contract of `public/openapi.yaml` as plain types, read and written by serde.
//!
//! The app reads them, the reference backend writes them (and the other way round for an [`Application`]), so neither
//! can drift from the other unnoticed. Keys that are not known are passed over, so that a backend may tell more than the
//! contract; keys that are missing, or of another type, are refused. Recipes are read by [`crate::recipe::parse`].

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::recipe::Office;
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

/// The answer to `POST /attachments`: the backend has the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAttachment {
    /// What an application names the attachment by.
    pub id: String,
    pub name: String,
    /// For example "image/jpeg".
    #[serde(rename = "type")]
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// Of the bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// The body of `POST /applications`, as a backend reads it: the app writes a [`crate::form::Submission`].
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Application {
    pub service: String,
    /// The version of the recipe that was answered.
    pub version: u32,
    /// The language the citizen read it in (BCP 47).
    pub language: String,
    /// Field id -> answer; only fields that were shown and answered.
    pub answers: serde_json::Map<String, serde_json::Value>,
}

/// The answer to `POST /applications`. Holds the access code: `Debug` is left out so that no log can show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    pub reference: String,
    /// Told this once and never again.
    pub access_code: String,
    /// RFC 3339.
    pub submitted_at: String,
    /// `SUBMITTED`.
    pub status: String,
}

/// The answer to `GET /cases/{reference}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    pub reference: String,
    /// The service's id.
    pub service: String,
    pub title: Text,
    /// One of the six names of [`crate::case::Status`].
    pub status: String,
    /// `granted`, `rejected` or `withdrawn`; only with `COMPLETED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// RFC 3339.
    pub submitted_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// The day (`YYYY-MM-DD`) by which the office expects to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_by: Option<String>,
    /// In any order.
    pub events: Vec<Event>,
    /// Markdown: what happens next, or what the citizen has to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Text>,
    /// Who to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<Office>,
}

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// RFC 3339.
    pub at: String,
    /// The status from then on.
    pub status: String,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// The answer to `GET /`: which of the operations that may be left out a backend has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offers {
    /// `addressSearch`, `map`, `appointments`, and whatever else there may be.
    pub operations: Vec<String>,
}

/// The answer to `GET /addresses`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Addresses {
    /// The best first.
    pub items: Vec<FoundAddress>,
}

/// An address that a search has found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundAddress {
    pub text: String,
    /// In degrees of WGS 84, as `longitude`.
    pub latitude: f64,
    pub longitude: f64,
}

/// The answer to `GET /calendars/{calendar}/slots`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    pub items: Vec<Slot>,
}

/// A free time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub id: String,
    /// RFC 3339, in the office's own time, as `end`.
    pub start: String,
    pub end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// The body of `POST /calendars/{calendar}/holds`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRequest {
    pub slot: String,
}

/// The answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Not to be guessed: who knows it can book the slot and give it back.
    pub hold: String,
    pub slot: String,
    /// RFC 3339, as `end` and `expires`.
    pub start: String,
    pub end: String,
    pub expires: String,
    /// From now until it expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
}

/// Why a request failed (RFC 9457). Every member may be absent there, so a proxy's own is read as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    /// The answer's HTTP status.
    pub status: u16,
    /// For the citizen, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Objection>,
}

/// What is wrong with one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// A JSON Pointer into the body as a fragment (RFC 6901 § 6): `#/answers/chip`, `#/answers/address/postcode`.
    pub pointer: String,
    /// For the citizen, in the language asked for.
    pub detail: String,
}

/// The value of `Content-Disposition` that names a file: percent-encoded UTF-8, as RFC 8187 § 3.2 asks.
pub fn content_disposition(name: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
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
    fn keys_may_be_more_but_not_fewer_nor_others() {
        let read = |json: &str| serde_json::from_str::<Receipt>(json).is_ok();
        assert!(read(r#"{"reference":"A","accessCode":"B","submittedAt":"C","status":"D","more":[1]}"#));
        assert!(!read(r#"{"reference":"A","submittedAt":"C","status":"D"}"#));
        assert!(!read(r#"{"reference":"A","accessCode":5,"submittedAt":"C","status":"D"}"#));
        assert!(!read(r#"["A","B","C"]"#));
    }

    #[test]
    fn a_problem_may_say_nothing_at_all() {
        assert_eq!(serde_json::from_str::<Problem>("{}").unwrap(), Problem::default());
        assert!(serde_json::from_str::<Problem>(r#"{"errors":"none"}"#).is_err());
    }

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

    #[test]
    fn file_names_survive_a_header() {
        assert_eq!(content_disposition("Hund 1.jpg"), "attachment; filename*=UTF-8''Hund%201.jpg");
        assert_eq!(content_disposition("Maß\"\r\n.pdf"), "attachment; filename*=UTF-8''Ma%C3%9F%22%0D%0A.pdf");
    }
}
