//! Media types: what is taken for one, and whether the bytes are what they are said to be.

/// The type without its parameters, in lower case: `image/jpeg` of `image/JPEG; q=1`.
pub fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the bytes begin as that type's do. A type that is not known here has no such beginning.
pub fn begins_as(media_type: &str, bytes: &[u8]) -> bool {
    match media_type {
        "image/jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "image/png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        // Readers look for the header within the first kilobyte; some scanners put something before it.
        "application/pdf" => bytes.iter().take(1024).copied().collect::<Vec<u8>>().windows(5).any(|w| w == b"%PDF-"),
        // ISO/IEC 23008-12: a file type box with one of the brands of HEIF.
        "image/heic" => {
            let brands: [&[u8]; 7] = [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"];
            bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| brands.contains(&brand))
        }
        _ => false,
    }
}

/// The name in a `Content-Disposition: attachment; filename*=UTF-8''…` (RFC 6266, RFC 8187), without the folders and
/// control characters that some clients put into it. `None` if there is none.
pub fn file_name(disposition: &str) -> Option<String> {
    let encoded = disposition.split(';').find_map(|part| {
        let (key, value) = part.trim().split_once('=')?;
        key.trim().eq_ignore_ascii_case("filename*").then(|| value.trim())
    })?;
    let (charset, rest) = encoded.split_once('\'')?;
    let (_language, encoded) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let name = percent_decoded(encoded)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(255).collect();
    let name = name.trim();
    (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
}

/// `%41` becomes `A`. `None` if what comes out is no UTF-8, or a percent sign stands alone.
pub fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let digits = after.get(..2)?;
            let digit = |b: u8| char::from(b).to_digit(16);
            bytes.push((digit(digits[0])? * 16 + digit(digits[1])?) as u8);
            rest = &after[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use amtsgang::backend::wire::content_disposition;

    #[test]
    fn bytes_must_begin_as_their_type_does() {
        assert!(begins_as("image/jpeg", &[0xff, 0xd8, 0xff, 0xe0]));
        assert!(begins_as("image/png", b"\x89PNG\r\n\x1a\n..."));
        assert!(begins_as("application/pdf", b"\xef\xbb\xbf%PDF-1.7"));
        assert!(begins_as("image/heic", b"\0\0\0\x18ftypheic\0\0\0\0"));
        for media_type in ["image/jpeg", "image/png", "application/pdf", "image/heic", "text/html"] {
            assert!(!begins_as(media_type, b"<html>"), "{media_type}");
            assert!(!begins_as(media_type, b""), "{media_type}");
        }
        assert_eq!(essence("Image/JPEG; charset=x"), "image/jpeg");
    }

    #[test]
    fn names_come_as_they_were_sent_but_without_folders() {
        for name in ["Hund.jpg", "Maß nehmen.pdf", "a;b=c.png", "100 %.pdf", "狗.jpg"] {
            assert_eq!(file_name(&content_disposition(name)).as_deref(), Some(name));
        }
        assert_eq!(file_name(&content_disposition("../../etc/passwd")).as_deref(), Some("passwd"));
        assert_eq!(file_name(&content_disposition("C:\\x\\y\r\n.pdf")).as_deref(), Some("y.pdf"));
        for bad in
            ["", "attachment", "attachment; filename=x.pdf", "attachment; filename*=UTF-8''%ff", "filename*=UTF-8''%4"]
        {
            assert_eq!(file_name(bad), None, "{bad}");
        }
        assert_eq!(file_name(&content_disposition("..")), None);
    }
}
