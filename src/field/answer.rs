//! What a citizen typed, chose or attached, exactly as they did it, and its shape in a draft.

use super::typing::tidy;
use crate::json::{Object, Value as Json};

/// What was given in a field. It is kept as it was typed; what it means is for the field's kind to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    #[default]
    Empty,
    /// Typed text, one chosen value, or "true" and "false".
    Text(String),
    /// The parts of a date or an address, or several chosen values.
    List(Vec<String>),
    Files(Vec<Attachment>),
}

/// A file of the citizen's, as evidence or picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Names the bytes kept on this device.
    pub id: String,
    /// The file's name, as the citizen knows it.
    pub name: String,
    /// For example "image/jpeg"; see [`super::file::media_type`].
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// The backend's id, once it has the bytes.
    pub uploaded: Option<String>,
}

impl Answer {
    /// The text, tidied at its ends; empty for an answer of another shape.
    pub fn text(&self) -> &str {
        match self {
            Answer::Text(text) => tidy(text),
            _ => "",
        }
    }

    /// The parts or chosen values; none for an answer of another shape.
    pub fn list(&self) -> &[String] {
        match self {
            Answer::List(list) => list,
            _ => &[],
        }
    }

    /// One part of a date or an address, tidied at its ends.
    pub fn part(&self, part: usize) -> &str {
        self.list().get(part).map_or("", |text| tidy(text))
    }

    /// The attachments; none for an answer of another shape.
    pub fn files(&self) -> &[Attachment] {
        match self {
            Answer::Files(files) => files,
            _ => &[],
        }
    }

    /// Whether nothing but blanks was given.
    pub fn is_blank(&self) -> bool {
        match self {
            Answer::Empty => true,
            Answer::Text(text) => tidy(text).is_empty(),
            Answer::List(list) => list.iter().all(|text| tidy(text).is_empty()),
            Answer::Files(files) => files.is_empty(),
        }
    }

    /// The answer, with an empty text or an empty list for what it is: none.
    pub fn canonical(self) -> Answer {
        match &self {
            Answer::Text(text) if text.is_empty() => Answer::Empty,
            Answer::List(list) if list.is_empty() => Answer::Empty,
            Answer::Files(files) if files.is_empty() => Answer::Empty,
            _ => self,
        }
    }

    /// The answer with its text, or each of its parts, changed; `None` if that changes nothing.
    pub(super) fn map_text(&self, change: impl Fn(&str) -> String) -> Option<Answer> {
        let changed = match self {
            Answer::Text(text) => Answer::Text(change(text)),
            Answer::List(list) => Answer::List(list.iter().map(|text| change(text)).collect()),
            _ => return None,
        };
        (changed != *self).then_some(changed)
    }

    /// For a draft: null, a string, a list of strings, or a list of attachments as
    /// `{"id", "name", "type", "size", "uploaded"?}`. An empty list is read as a list of strings.
    pub fn to_json(&self) -> Json {
        match self {
            Answer::Empty => Json::Null,
            Answer::Text(text) => Json::String(text.clone()),
            Answer::List(list) => Json::Array(list.iter().map(|text| Json::String(text.clone())).collect()),
            Answer::Files(files) => Json::Array(files.iter().map(Attachment::to_json).collect()),
        }
    }

    /// Reads what [`Answer::to_json`] wrote; `None` for anything else.
    pub fn from_json(json: &Json) -> Option<Answer> {
        match json {
            Json::Null => Some(Answer::Empty),
            Json::String(text) => Some(Answer::Text(text.clone())),
            Json::Array(list) if list.first().is_some_and(Json::is_object) => {
                list.iter().map(Attachment::from_json).collect::<Option<_>>().map(Answer::Files)
            }
            Json::Array(list) => {
                list.iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<_>>().map(Answer::List)
            }
            _ => None,
        }
    }
}

impl Attachment {
    fn to_json(&self) -> Json {
        let mut map = Object::new();
        let texts = [("id", Some(&self.id)), ("name", Some(&self.name)), ("type", Some(&self.media_type))];
        for (key, text) in texts.into_iter().chain([("uploaded", self.uploaded.as_ref())]) {
            if let Some(text) = text {
                map.insert(key, text.as_str().into());
            }
        }
        // No browser has files of more than 2^53 bytes.
        map.insert("size", Json::from(i64::try_from(self.size).unwrap_or(i64::MAX)));
        Json::Object(map)
    }

    fn from_json(json: &Json) -> Option<Attachment> {
        let text = |key| json.get(key).and_then(Json::as_str).map(str::to_owned);
        Some(Attachment {
            id: text("id")?,
            name: text("name")?,
            media_type: text("type")?,
            size: json.get("size")?.as_i64()?.try_into().ok()?,
            uploaded: text("uploaded"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    #[test]
    fn drafts_keep_every_shape() {
        let photo = Attachment {
            id: "a1".into(),
            name: "Hund.jpg".into(),
            media_type: "image/jpeg".into(),
            size: 5_000_000_000,
            uploaded: Some("b7".into()),
        };
        let waiting = Attachment { uploaded: None, ..photo.clone() };
        for answer in [
            Answer::Empty,
            Answer::Text(" Rex \n".into()),
            Answer::List(vec!["1".into(), String::new()]),
            Answer::List(vec![]),
            Answer::Files(vec![photo, waiting]),
        ] {
            assert_eq!(Answer::from_json(&answer.to_json()), Some(answer));
        }
    }

    #[test]
    fn a_draft_of_another_shape_is_no_answer() {
        for json in [json!(1), json!(true), json!({"de": "x"}), json!(["a", 1]), json!([{"id": "a"}])] {
            assert_eq!(Answer::from_json(&given(&json)), None, "{json}");
        }
    }

    #[test]
    fn blanks_are_nothing() {
        assert!(Answer::Text(" \u{a0}\u{200b}\n".into()).is_blank());
        assert!(Answer::List(vec![String::new(), " ".into()]).is_blank());
        assert!(Answer::Files(vec![]).is_blank());
        assert!(!Answer::Text("0".into()).is_blank());
    }
}
