//! The field kind `file`: attachments as evidence or pictures.

use super::{Answer, Attachment, Checked, Context, Error, Fault, Missing, Rules, Value, nothing};
use crate::reading::Object;

/// What a recipe may say of attachments.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Media types, each one of [`TYPES`].
    pub accept: Vec<&'static str>,
    /// Of each attachment, in bytes.
    pub max_size: u64,
    pub max_files: i64,
}

/// A kind of file that can be attached: its media type, its name for people, and the endings of its files.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("image/jpeg", "JPG", &["jpg", "jpeg"]),
    ("image/png", "PNG", &["png"]),
    ("image/heic", "HEIC", &["heic"]),
    ("application/pdf", "PDF", &["pdf"]),
];

impl File {
    pub const KEYS: &[&str] = &["accept", "maxSize", "maxFiles"];

    pub(super) fn read(object: &Object) -> Self {
        let what = "a list of one or more of image/jpeg, image/png, image/heic, application/pdf";
        let mut accept = Vec::new();
        if let Some(node) = object.require("accept", what)
            && let Some(list) = node.list()
        {
            if list.is_empty() {
                node.expected(what);
            }
            for (ix, value) in list.iter().enumerate() {
                let known = TYPES.iter().find(|(media_type, ..)| value.as_str() == Some(*media_type));
                match known {
                    Some((media_type, ..)) if !accept.contains(media_type) => accept.push(*media_type),
                    _ => node.element(ix, value).expected(what),
                }
            }
        }
        let limit = |key, most, default| object.get(key).and_then(|node| node.integer(1, most)).unwrap_or(default);
        Self {
            accept,
            max_size: limit("maxSize", 1_000_000_000, 10 * 1024 * 1024).unsigned_abs(),
            max_files: limit("maxFiles", 20, 1),
        }
    }

    /// The accepted types for people: "JPG, PNG, PDF".
    pub fn accepted_names(&self) -> String {
        let names = TYPES.iter().filter(|(media_type, ..)| self.accept.contains(media_type)).map(|(_, name, _)| *name);
        names.collect::<Vec<_>>().join(", ")
    }

    fn fault(&self, file: &Attachment) -> Option<Fault> {
        let name = file.name.clone();
        if !self.accept.contains(&file.media_type.as_str()) {
            Some(Fault::FileType { name, accepted: self.accepted_names() })
        } else if file.size > self.max_size {
            Some(Fault::FileTooLarge { name, max: self.max_size })
        } else if file.size == 0 {
            Some(Fault::FileEmpty { name })
        } else {
            None
        }
    }
}

/// The media type of a file: what the browser says, or, where it says nothing (as for HEIC on most systems), what the
/// file's name says. Empty for a type that is unknown here.
pub fn media_type(declared: &str, name: &str) -> String {
    if !declared.is_empty() {
        return declared.to_ascii_lowercase();
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let known = TYPES.iter().find(|(_, _, endings)| endings.contains(&ending.as_str()));
    known.map_or("", |(media_type, ..)| media_type).into()
}

impl Rules for File {
    /// The value lists the backend's ids, and this device's for attachments that are still here only.
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        let files = answer.files();
        if files.is_empty() {
            return nothing(required, Missing::File);
        }
        let mut errors = Vec::new();
        if files.len() as i64 > self.max_files {
            errors.push(Error { part: None, fault: Fault::TooManyFiles { max: self.max_files } });
        }
        for (ix, file) in files.iter().enumerate() {
            if let Some(fault) = self.fault(file) {
                errors.push(Error { part: Some(ix), fault });
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let id = |file: &Attachment| Value::Text(file.uploaded.as_ref().unwrap_or(&file.id).clone());
        Ok(Value::List(files.iter().map(id).collect()))
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Empty | Answer::Files(_))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read};
    use super::super::wrong;
    use super::*;
    use serde_json::json;

    fn attachment(media_type: &str, size: u64) -> Attachment {
        Attachment { id: "a".into(), name: "x".into(), media_type: media_type.into(), size, uploaded: None }
    }

    #[test]
    fn checks_type_and_size_of_each() {
        let kind = read(json!({"accept": ["application/pdf", "image/png"], "maxSize": 10, "maxFiles": 2}), File::read);
        let files =
            Answer::Files(vec![attachment("text/html", 1), attachment("image/png", 11), attachment("image/png", 0)]);
        let name = || "x".to_owned();
        let errors = [
            (None, Fault::TooManyFiles { max: 2 }),
            (Some(0), Fault::FileType { name: name(), accepted: "PNG, PDF".into() }),
            (Some(1), Fault::FileTooLarge { name: name(), max: 10 }),
            (Some(2), Fault::FileEmpty { name: name() }),
        ];
        let errors = errors.into_iter().map(|(part, fault)| Error { part, fault }).collect();
        assert_eq!(kind.check(&files, true, &cx()), Err(errors));
        assert_eq!(kind.check(&Answer::Files(vec![]), true, &cx()), wrong(Fault::Missing(Missing::File)));
        assert_eq!(kind.check(&Answer::Empty, false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn sends_the_backends_ids() {
        let kind = read(json!({"accept": ["image/png"], "maxFiles": 2}), File::read);
        let here = attachment("image/png", kind.max_size);
        let there = Attachment { uploaded: Some("b".into()), ..here.clone() };
        let ids = Value::List(vec![Value::Text("b".into()), Value::Text("a".into())]);
        assert_eq!(kind.check(&Answer::Files(vec![there, here]), true, &cx()), Ok(ids));
    }

    #[test]
    fn a_type_is_guessed_only_where_none_is_declared() {
        assert_eq!(media_type("image/PNG", "x.pdf"), "image/png");
        assert_eq!(media_type("", "Foto.HEIC"), "image/heic");
        assert_eq!(media_type("", "Nachweis.v2.pdf"), "application/pdf");
        assert_eq!(media_type("", "heic"), "");
        assert_eq!(media_type("", "x.exe"), "");
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({}), File::read), ["/accept"]);
        assert_eq!(pointers(json!({"accept": []}), File::read), ["/accept"]);
        assert_eq!(
            pointers(json!({"accept": ["image/png", "image/gif", "image/png"]}), File::read),
            ["/accept/1", "/accept/2"]
        );
        assert_eq!(
            pointers(json!({"accept": ["image/png"], "maxSize": 0, "maxFiles": 21}), File::read),
            ["/maxSize", "/maxFiles"]
        );
    }
}
