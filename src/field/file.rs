//! The field kind `file`: attachments as evidence or pictures.

use super::schema::Schema;
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
    /// Whether large images may be made smaller before they are sent.
    pub shrink: bool,
    /// The camera that phones offer beside the choice of files: `environment` or `user`.
    pub camera: Option<&'static str>,
}

/// A kind of file that can be attached: its media type, its name for people, and the endings of its files.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("image/jpeg", "JPG", &["jpg", "jpeg"]),
    ("image/png", "PNG", &["png"]),
    ("image/webp", "WebP", &["webp"]),
    ("image/heic", "HEIC", &["heic", "heif"]),
    ("image/gif", "GIF", &["gif"]),
    ("image/tiff", "TIFF", &["tif", "tiff"]),
    ("application/pdf", "PDF", &["pdf"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", &["xlsx"]),
    ("application/vnd.oasis.opendocument.text", "ODT", &["odt"]),
    ("text/plain", "TXT", &["txt"]),
];

/// The types that a browser can write, the best for photos first.
const WRITTEN: &[&str] = &["image/jpeg", "image/webp", "image/png"];

impl File {
    pub const KEYS: &[&str] = &["accept", "maxSize", "maxFiles", "shrink", "camera"];

    pub(super) fn read(object: &Object) -> Self {
        let types: Vec<&str> = TYPES.iter().map(|(media_type, ..)| *media_type).collect();
        let what = &["a list of one or more of ", &types.join(", ")].concat();
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
        let shrink = object.get("shrink").and_then(|node| node.boolean()).unwrap_or(false);
        let camera = object.get("camera").and_then(|node| {
            let found = ["environment", "user"].into_iter().find(|name| node.value.as_str() == Some(*name));
            if found.is_none() {
                node.expected("environment or user");
            }
            found
        });
        let file = Self {
            accept,
            max_size: limit("maxSize", 1_000_000_000, 10 * 1024 * 1024).unsigned_abs(),
            max_files: limit("maxFiles", 20, 1),
            shrink,
            camera,
        };
        if !file.accept.is_empty() && file.written().is_none() {
            for key in ["shrink", "camera"].into_iter().filter(|key| object.get(key).is_some()) {
                object.expected(key, "image/jpeg, image/png or image/webp in accept");
            }
        }
        file
    }

    /// The type that images are written in where they are made smaller, among those accepted.
    pub fn written(&self) -> Option<&'static str> {
        WRITTEN.iter().find(|media_type| self.accept.contains(media_type)).copied()
    }

    /// For a file input: the types and the endings of their files. Many systems know no type of HEIC.
    pub fn accepted(&self) -> String {
        let known = TYPES.iter().filter(|(media_type, ..)| self.accept.contains(media_type));
        let words = known.flat_map(|(media_type, _, endings)| {
            let endings = endings.iter().map(|ending| [".", ending].concat());
            std::iter::once((*media_type).to_owned()).chain(endings)
        });
        words.collect::<Vec<_>>().join(",")
    }

    /// The accepted types for people: "JPG, PNG, PDF".
    pub fn accepted_names(&self) -> String {
        let names = TYPES.iter().filter(|(media_type, ..)| self.accept.contains(media_type)).map(|(_, name, _)| *name);
        names.collect::<Vec<_>>().join(", ")
    }

    /// What is wrong with a file, whose media type is that of its content.
    pub fn fault(&self, file: &Attachment) -> Option<Fault> {
        let name = file.name.clone();
        if !self.accept.contains(&file.media_type.as_str()) {
            let accepted = self.accepted_names();
            // A name that promises something else than there is in the file.
            let promised = self.accept.contains(&named_type(&name));
            Some(if promised { Fault::FileContent { name, accepted } } else { Fault::FileType { name, accepted } })
        } else if file.size > self.max_size {
            Some(Fault::FileTooLarge { name, max: self.max_size })
        } else if file.size == 0 {
            Some(Fault::FileEmpty { name })
        } else {
            None
        }
    }

    /// The attachments' ids.
    pub(super) fn schema(&self) -> Schema {
        Schema::of("array").with("items", Schema::of("string")).with("minItems", 1).with("maxItems", self.max_files)
    }
}

/// The media type that a file's name promises; empty for a type that is unknown here.
pub fn named_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let known = TYPES.iter().find(|(_, _, endings)| endings.contains(&ending.as_str()));
    known.map_or("", |(media_type, ..)| media_type)
}

/// The name with an ending of that type: `Foto.jpg` of `Foto.HEIC` and `image/jpeg`. An ending of no type known here stays.
pub fn with_ending(name: &str, media_type: &str) -> String {
    let named = named_type(name);
    let Some((.., endings)) = TYPES.iter().find(|(known, ..)| *known == media_type && *known != named) else {
        return name.to_owned();
    };
    let stem = if named.is_empty() { name } else { name.rsplit_once('.').map_or(name, |(stem, _)| stem) };
    [stem, ".", endings[0]].concat()
}

impl Rules for File {
    /// The value lists the backend's ids, and this device's for attachments that are still here only.
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.files() {
            [] => nothing(required, Missing::File),
            files => self.check_files(files),
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Empty | Answer::Files(_))
    }
}

impl File {
    /// There are files only once the later part of the program is there, which takes them.
    #[inline(never)]
    fn check_files(&self, files: &[Attachment]) -> Checked {
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
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read};
    use super::super::wrong;
    use super::*;
    use crate::media::{self, UNKNOWN};
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
    fn content_that_is_not_what_the_name_promises_is_told_as_such() {
        let kind = read(json!({"accept": ["application/pdf", "image/png"]}), File::read);
        for (name, content, told) in [
            ("Nachweis.pdf", UNKNOWN, "fault.fileContent"),
            ("Foto.png", "image/gif", "fault.fileContent"),
            ("Tabelle.xlsx", UNKNOWN, "fault.fileType"),
            ("Foto.gif", "image/gif", "fault.fileType"),
            ("setup.exe", UNKNOWN, "fault.fileType"),
        ] {
            let file = Attachment { name: name.into(), ..attachment(content, 1) };
            assert_eq!(kind.fault(&file).map(|fault| fault.key()), Some(told), "{name} {content}");
        }
    }

    #[test]
    fn a_name_promises_a_type_by_its_ending() {
        assert_eq!(named_type("Foto.HEIC"), "image/heic");
        assert_eq!(named_type("Nachweis.v2.pdf"), "application/pdf");
        assert_eq!(named_type("heic"), "");
        assert_eq!(named_type("x.exe"), "");
    }

    #[test]
    fn a_name_gets_the_ending_of_what_it_names() {
        assert_eq!(with_ending("Foto.HEIC", "image/jpeg"), "Foto.jpg");
        assert_eq!(with_ending("Foto.JPEG", "image/jpeg"), "Foto.JPEG");
        assert_eq!(with_ending("IMG_1234", "image/jpeg"), "IMG_1234.jpg");
        assert_eq!(with_ending("Dr. Hund", "image/png"), "Dr. Hund.png");
        assert_eq!(with_ending("Foto.jpg", UNKNOWN), "Foto.jpg");
    }

    #[test]
    fn content_is_only_called_what_a_recipe_can_name() {
        for bytes in [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0", b"%PDF-", b"RIFF....WEBP"] {
            let found = media::media_type(bytes, "");
            assert!(TYPES.iter().any(|(known, ..)| *known == found), "{found}");
        }
        assert!(WRITTEN.iter().all(|written| TYPES.iter().any(|(known, ..)| known == written)));
    }

    #[test]
    fn a_file_input_is_told_types_and_endings() {
        let kind = read(json!({"accept": ["image/heic", "image/jpeg"]}), File::read);
        assert_eq!(kind.accepted(), "image/jpeg,.jpg,.jpeg,image/heic,.heic,.heif");
    }

    #[test]
    fn images_are_written_as_an_accepted_type() {
        for (accept, written) in [
            (json!(["image/png", "image/heic", "image/jpeg"]), Some("image/jpeg")),
            (json!(["image/png", "image/webp"]), Some("image/webp")),
            (json!(["image/heic", "application/pdf"]), None),
        ] {
            assert_eq!(read(json!({"accept": accept}), File::read).written(), written);
        }
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({}), File::read), ["/accept"]);
        assert_eq!(pointers(json!({"accept": []}), File::read), ["/accept"]);
        assert_eq!(
            pointers(json!({"accept": ["image/png", "image/svg+xml", "image/png"]}), File::read),
            ["/accept/1", "/accept/2"]
        );
        assert_eq!(
            pointers(json!({"accept": ["image/png"], "maxSize": 0, "maxFiles": 21}), File::read),
            ["/maxSize", "/maxFiles"]
        );
        assert_eq!(
            pointers(json!({"accept": ["image/png"], "shrink": "yes", "camera": "front"}), File::read),
            ["/shrink", "/camera"]
        );
        assert_eq!(
            pointers(json!({"accept": ["application/pdf"], "shrink": true, "camera": "user"}), File::read),
            ["/shrink", "/camera"]
        );
    }
}
