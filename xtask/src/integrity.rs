//! Hashes: for names that change with the content, and for subresource integrity (W3C SRI).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// A value for `integrity="…"`.
pub fn sri(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

/// SHA-256 in hexadecimal digits.
pub fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file name that changes with the content, so that it can be kept by caches for ever: `amtsgang-0123456789abcdef.js`.
pub fn hashed_name(extension: &str, content: &[u8]) -> String {
    format!("amtsgang-{}.{extension}", &hex(content)[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_that_of_the_specification() {
        // The example of W3C SRI § 3.1.
        let script = b"alert('Hello, world.');";
        assert_eq!(sri(script), "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO");
    }

    #[test]
    fn names_change_with_the_content() {
        assert_eq!(hashed_name("js", b"abc"), "amtsgang-ba7816bf8f01cfea.js");
        assert_ne!(hashed_name("js", b"abc"), hashed_name("js", b"abd"));
    }
}
