//! The written forms that strings in a recipe must have. `public/schema/recipe.schema.json` says the same as patterns.

/// `^[a-z][a-z0-9-]{1,62}$`
pub(super) fn is_service_id(text: &str) -> bool {
    (2..=63).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// `^[a-z][a-zA-Z0-9]{0,62}$`
pub(super) fn is_id(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// `^[0-9]{14}$`
pub(super) fn is_leika(text: &str) -> bool {
    text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `^(0[1-9]|[1-9][0-9])[0-9]{3}$`
pub(super) fn is_postcode(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("00")
}

/// `^\+[0-9][0-9 ()/-]{3,30}$`
pub(super) fn is_phone(text: &str) -> bool {
    let Some((b'+', number)) = text.as_bytes().split_first() else { return false };
    (4..=31).contains(&number.len())
        && number[0].is_ascii_digit()
        && number.iter().all(|b| b.is_ascii_digit() || b" ()/-".contains(b))
}

/// `^[^@\u0000-\u0020]+@[^@\u0000-\u0020]+\.[^@\u0000-\u0020]+$`
pub(super) fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let domain = domain.as_bytes();
    !name.is_empty()
        && domain.len() >= 3
        && domain[1..domain.len() - 1].contains(&b'.')
        && !domain.contains(&b'@')
        && text.bytes().all(|b| b > b' ')
}

/// `^https://[^\u0000-\u0020"<>]+$`
pub(super) fn is_https(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    !rest.is_empty() && rest.bytes().all(|b| b > b' ' && !b"\"<>".contains(&b))
}

/// The purposes of WCAG 1.3.5 (HTML autofill tokens) that a form of the administration asks for; none for passwords and
/// bank cards. `off` for what a browser should not fill in.
pub(super) const AUTOCOMPLETE: &[&str] = &[
    "additional-name",
    "address-level1",
    "address-level2",
    "address-line1",
    "address-line2",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "country",
    "country-name",
    "email",
    "family-name",
    "given-name",
    "honorific-prefix",
    "honorific-suffix",
    "language",
    "name",
    "nickname",
    "off",
    "organization",
    "organization-title",
    "postal-code",
    "sex",
    "street-address",
    "tel",
    "tel-national",
    "url",
    "username",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(fits: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(fits(text), "{text:?}");
        }
        for text in bad {
            assert!(!fits(text), "{text:?}");
        }
    }

    #[test]
    fn ids() {
        judge(is_service_id, &["ab", "a-", "hundesteuer-anmeldung", "a1"], &["", "a", "1a", "Ab", "a_b", "-a", "aä"]);
        assert!(is_service_id(&"a".repeat(63)) && !is_service_id(&"a".repeat(64)));
        judge(is_id, &["a", "chipNumber", "a1"], &["", "1a", "Ab", "a-b", "a.b", "ä"]);
        assert!(is_id(&"a".repeat(63)) && !is_id(&"a".repeat(64)));
        judge(is_leika, &["99102013104000"], &["", "9910201310400", "9910201310400a"]);
    }

    #[test]
    fn contact() {
        judge(is_postcode, &["52349", "01067"], &["00123", "1067", "523490", "5234a", ""]);
        judge(is_phone, &["+49 2421 25-0", "+49 (0)2421/250"], &["02421 25-0", "+", "+ 49 2421", "+49 x", "+492", ""]);
        judge(
            is_email,
            &["a@b.de", "amt@stadt.example"],
            &["", "a@b", "a@.de", "a@b.", "a b@c.de", "@b.de", "a@b@c.de"],
        );
        judge(
            is_https,
            &["https://a", "https://stadt.example/ä?x=1"],
            &["https://", "http://a", "https://a b", "HTTPS://a"],
        );
    }
}
