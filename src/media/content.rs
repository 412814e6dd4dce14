//! The kind of a file by what is in it.

use super::zip;

/// The media type of content that is none of those known here (RFC 2046 § 4.5.1).
pub const UNKNOWN: &str = "application/octet-stream";

/// How many of the first bytes readers look for a PDF's header in; some scanners put something before it.
const BEFORE_PDF: usize = 1024;

/// The media type of the content, by its first bytes, for archives by what is in them, and [`UNKNOWN`] for the rest.
/// `named`: the type by the file's name. Text has no mark of its own, so it is text only where the name says so.
///
/// The first 64 kB are enough for all but archives and texts, which are read whole.
pub fn media_type(bytes: &[u8], named: &str) -> &'static str {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        "image/jpeg"
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        "image/webp"
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        "image/gif"
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        "image/tiff"
    } else if is_heif(bytes) {
        "image/heic"
    } else if bytes.starts_with(b"PK\x03\x04") {
        zip::document(bytes).unwrap_or(UNKNOWN)
    } else if is_pdf(bytes) {
        "application/pdf"
    } else if named == "text/plain" && is_text(bytes) {
        "text/plain"
    } else {
        UNKNOWN
    }
}

/// ISO/IEC 23008-12: a file type box that names one of the brands of HEIF with HEVC, first or among the compatible ones.
fn is_heif(bytes: &[u8]) -> bool {
    const BRANDS: &[&[u8]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];
    let length = super::number(bytes, 0, 4, super::Order::Big).unwrap_or(0);
    let Some(brands) = bytes.get(8..length.min(bytes.len()).min(256)) else { return false };
    // AVIF has mif1 among its brands as well.
    let is_other = |brand: &[u8]| brand.starts_with(b"avi");
    bytes.get(4..8) == Some(b"ftyp")
        && brands.chunks_exact(4).any(|brand| BRANDS.contains(&brand))
        && !brands.chunks_exact(4).any(is_other)
}

/// A header among the first bytes, and no page of the web before it, which a careless reader would take the file for.
fn is_pdf(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(BEFORE_PDF)];
    let header = start.windows(5).position(|window| window == b"%PDF-");
    header.is_some_and(|at| !start[..at].contains(&b'<'))
}

/// UTF-8 without control characters but tabs and ends of lines and pages.
fn is_text(bytes: &[u8]) -> bool {
    let control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0c) || *byte == 0x7f;
    std::str::from_utf8(bytes).is_ok() && !bytes.iter().any(control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_not_the_name() {
        for (bytes, found) in [
            (&[0xff, 0xd8, 0xff, 0xe0][..], "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n...", "image/png"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
            (b"GIF89a...", "image/gif"),
            (b"II*\0\x08\0\0\0", "image/tiff"),
            (b"MM\0*\0\0\0\x08", "image/tiff"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic"),
            (b"%PDF-1.7", "application/pdf"),
            (b"\xef\xbb\xbf%PDF-1.7", "application/pdf"),
            (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", UNKNOWN),
            (b"\0\0\0\x18ftypisom\0\0\0\0mp41", UNKNOWN),
            (b"RIFF\x10\0\0\0WAVEfmt ", UNKNOWN),
            (b"<html>%PDF-1.7", UNKNOWN),
            (b"MZ\x90", UNKNOWN),
            (b"PK\x03\x04", UNKNOWN),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UNKNOWN),
            (b"", UNKNOWN),
        ] {
            for named in ["", "image/jpeg", "application/pdf"] {
                assert_eq!(media_type(bytes, named), found, "{}", bytes.escape_ascii());
            }
        }
    }

    #[test]
    fn a_header_far_behind_the_start_is_no_pdf() {
        let late = |blanks| [vec![b' '; blanks], b"%PDF-1.4".to_vec()].concat();
        assert_eq!(media_type(&late(BEFORE_PDF - 5), ""), "application/pdf");
        assert_eq!(media_type(&late(BEFORE_PDF - 4), ""), UNKNOWN);
    }

    #[test]
    fn text_is_utf_8_that_calls_itself_text() {
        let text = "\u{feff}Sehr geehrte Damen und Herren,\r\n\tGrüße\n".as_bytes();
        assert_eq!(media_type(text, "text/plain"), "text/plain");
        assert_eq!(media_type(text, "application/pdf"), UNKNOWN);
        for bytes in [&b"Gr\xfc\xdfe"[..], b"a\0b", b"\x1b[31m"] {
            assert_eq!(media_type(bytes, "text/plain"), UNKNOWN);
        }
    }
}
