//! Languages: which one is spoken, its catalogue of texts, and its direction. Formats come from the browser's `Intl`.

pub mod catalogue;
#[cfg(target_arch = "wasm32")]
pub mod load;

pub use catalogue::{Catalogue, MORE};

/// Languages written from right to left (CLDR `characterOrder`), by their base language.
const RIGHT_TO_LEFT: &[&str] = &["ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];

/// The value for HTML's `dir`.
pub fn direction(language: &str) -> &'static str {
    if RIGHT_TO_LEFT.contains(&base(language)) { "rtl" } else { "ltr" }
}

/// The language without region or script: `de` of `de-AT`.
pub fn base(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

/// The offered language that suits best: the wanted ones in their order, each exactly or by its base language;
/// else the first offered.
pub fn choose<'a>(wanted: &[String], offered: &'a [String]) -> &'a str {
    for want in wanted {
        let same = offered.iter().find(|offer| offer.eq_ignore_ascii_case(want));
        let alike = || offered.iter().find(|offer| base(offer).eq_ignore_ascii_case(base(want)));
        if let Some(found) = same.or_else(alike) {
            return found;
        }
    }
    offered.first().map_or("de", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(languages: &[&str]) -> Vec<String> {
        languages.iter().map(|l| (*l).to_owned()).collect()
    }

    #[test]
    fn the_first_wanted_language_that_is_offered_is_spoken() {
        assert_eq!(choose(&list(&["fr", "en-GB", "de"]), &list(&["de", "en"])), "en");
        assert_eq!(choose(&list(&["fr"]), &list(&["de", "en"])), "de");
        assert_eq!(choose(&[], &[]), "de");
    }

    #[test]
    fn regions_do_not_change_the_direction() {
        assert_eq!(direction("ar-EG"), "rtl");
        assert_eq!(direction("de"), "ltr");
    }
}
