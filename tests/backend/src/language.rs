//! The language of a request, and the few sentences this backend says by itself.

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use std::convert::Infallible;

/// A language the backend speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// The language of the municipality.
    #[default]
    German,
    English,
}

impl Language {
    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::German => "de",
            Language::English => "en",
        }
    }

    /// Picks one of two sentences: German, English.
    pub fn of(self, sentences: [&'static str; 2]) -> &'static str {
        match self {
            Language::German => sentences[0],
            Language::English => sentences[1],
        }
    }

    /// The one the client likes best (RFC 9110 § 12.5.4), German if it likes neither.
    pub fn accepted(header: &str) -> Language {
        let mut best = (0.0, Language::German);
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let base = tag.split('-').next().unwrap_or_default();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
            let language = match base {
                "*" | "de" | "DE" => Language::German,
                "en" | "EN" => Language::English,
                _ => continue,
            };
            if let Ok(weight) = weight
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(header.map_or(Language::German, Language::accepted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_is_spoken() {
        for (header, language) in [
            ("en", "en"),
            ("en-GB,de;q=0.9", "en"),
            ("de;q=0.5, en;q=0.7", "en"),
            ("tr, de;q=0.3, en;q=0.2", "de"),
            ("tr", "de"),
            ("", "de"),
            ("*", "de"),
            ("en;q=nonsense", "de"),
            ("en;q=0", "de"),
        ] {
            assert_eq!(Language::accepted(header).tag(), language, "{header}");
        }
    }
}
