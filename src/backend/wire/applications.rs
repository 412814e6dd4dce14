//! What a citizen sends: attachments and applications; and the receipt.

use serde::{Deserialize, Serialize};

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
    fn file_names_survive_a_header() {
        assert_eq!(content_disposition("Hund 1.jpg"), "attachment; filename*=UTF-8''Hund%201.jpg");
        assert_eq!(content_disposition("Maß\"\r\n.pdf"), "attachment; filename*=UTF-8''Ma%C3%9F%22%0D%0A.pdf");
    }
}
