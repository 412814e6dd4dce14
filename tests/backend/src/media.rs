//! What comes with a file: its media type and its name, as they were sent.

/// The type without its parameters, in lower case: `image/jpeg` of `image/JPEG; q=1`.
pub fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
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
    fn a_type_is_told_without_its_parameters() {
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
