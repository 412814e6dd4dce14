//! Documents that are ZIP archives: Word, Excel and OpenDocument, told apart by the names in the archive.

use super::{Order, number, piece};

/// The end of central directory record without its comment, and the longest comment (APPNOTE 4.3.16).
const END: usize = 22;
const COMMENT: usize = 0xffff;

const TEXT: &[u8] = b"application/vnd.oasis.opendocument.text";

/// The media type of the document in a ZIP archive; `None` for an archive of something else, or a document with macros.
pub fn document(bytes: &[u8]) -> Option<&'static str> {
    if is_open_document_text(bytes) {
        return Some("application/vnd.oasis.opendocument.text");
    }
    let (mut office, mut word, mut excel, mut macros) = (false, false, false, false);
    for name in Names::of(bytes)? {
        office |= name == b"[Content_Types].xml";
        word |= name.starts_with(b"word/");
        excel |= name.starts_with(b"xl/");
        macros |= name.ends_with(b"vbaProject.bin");
    }
    match (office && !macros, word, excel) {
        (true, true, false) => Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (true, false, true) => Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        _ => None,
    }
}

/// OpenDocument 1.3, part 2, 3.3: the first file is called `mimetype`, and is neither compressed nor has an extra field.
fn is_open_document_text(bytes: &[u8]) -> bool {
    let stored = number(bytes, 8, 2, Order::Little) == Some(0);
    let rest = bytes.get(30..).and_then(|rest| rest.strip_prefix(b"mimetype")?.strip_prefix(TEXT));
    stored && rest.is_some_and(|rest| rest.starts_with(b"PK"))
}

/// The names of the files in an archive, by its central directory.
struct Names<'a> {
    directory: &'a [u8],
    left: usize,
}

impl<'a> Names<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let latest = bytes.len().checked_sub(END)?;
        // The record ends with a comment of a length that it tells.
        let is_end = |at: &usize| {
            bytes[*at..].starts_with(b"PK\x05\x06")
                && number(bytes, at + 20, 2, Order::Little) == Some(bytes.len() - at - END)
        };
        let end = (latest.saturating_sub(COMMENT)..=latest).rev().find(is_end)?;
        let directory = bytes.get(number(bytes, end + 16, 4, Order::Little)?..end)?;
        Some(Self { directory, left: number(bytes, end + 10, 2, Order::Little)? })
    }
}

impl<'a> Iterator for Names<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        self.left = self.left.checked_sub(1)?;
        if !self.directory.starts_with(b"PK\x01\x02") {
            return None;
        }
        let length = |at| number(self.directory, at, 2, Order::Little);
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let found = piece(self.directory, 46, name)?;
        self.directory = self.directory.get(46 + name + extra + comment..)?;
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of empty files, with a comment at its end.
    fn archive(names: &[&str], comment: &str) -> Vec<u8> {
        let short = |length: usize| (length as u16).to_le_bytes();
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for name in names {
            let at = (bytes.len() as u32).to_le_bytes();
            let length = short(name.len());
            bytes.extend([b"PK\x03\x04", &[0; 22][..], &length, &[0, 0], name.as_bytes()].concat());
            directory.extend([b"PK\x01\x02", &[0; 24][..], &length, &[0; 12], &at, name.as_bytes()].concat());
        }
        let start = (bytes.len() as u32).to_le_bytes();
        let size = (directory.len() as u32).to_le_bytes();
        let count = short(names.len());
        bytes.extend(directory);
        bytes.extend(
            [b"PK\x05\x06", &[0; 4][..], &count, &count, &size, &start, &short(comment.len()), comment.as_bytes()]
                .concat(),
        );
        bytes
    }

    #[test]
    fn documents_are_told_apart_by_what_is_in_them() {
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        let excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        for (names, found) in [
            (&["[Content_Types].xml", "_rels/.rels", "word/document.xml"][..], Some(word)),
            (&["xl/workbook.xml", "[Content_Types].xml"], Some(excel)),
            (&["[Content_Types].xml", "ppt/presentation.xml"], None),
            (&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"], None),
            (&["word/document.xml"], None),
            (&["setup.exe"], None),
            (&[], None),
        ] {
            for comment in ["", "PK\x05\x06 is not the end"] {
                assert_eq!(document(&archive(names, comment)), found, "{names:?}");
            }
        }
    }

    #[test]
    fn an_archive_that_is_cut_off_is_no_document() {
        let whole = archive(&["[Content_Types].xml", "word/document.xml"], "");
        for end in 0..whole.len() {
            assert_eq!(document(&whole[..end]), None, "{end}");
        }
    }

    #[test]
    fn an_open_document_says_first_what_it_is() {
        let start = |media_type: &str| {
            [b"PK\x03\x04", &[0; 22][..], &[8, 0, 0, 0], b"mimetype", media_type.as_bytes(), b"PK\x03\x04"].concat()
        };
        let text = "application/vnd.oasis.opendocument.text";
        assert_eq!(document(&start(text)), Some(text));
        assert_eq!(document(&start("application/vnd.oasis.opendocument.text-template")), None);
        assert_eq!(document(&start("application/epub+zip")), None);
    }
}
