//! Says what is wrong with an answer, in the very sentences of the app's locale files.

use std::sync::LazyLock;

use amtsgang::field::{Fault, Param};
use amtsgang::locale::Catalogue;

use crate::language::Language;

static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| read("de", include_str!("../../../public/locales/de.json")));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| read("en", include_str!("../../../public/locales/en.json")));

/// A file that cannot be read leaves the keys to be shown; a test says that both can.
fn read(language: &str, json: &str) -> Catalogue {
    Catalogue::parse(language, json).unwrap_or_default()
}

/// The sentence for a fault. Numbers are written plainly: this backend has no `Intl`.
pub fn say(fault: &Fault, language: Language) -> String {
    let catalogue = match language {
        Language::German => &*GERMAN,
        Language::English => &*ENGLISH,
    };
    let params = fault.params();
    let values: Vec<(&str, String)> = params.into_iter().map(|(name, param)| (name, write(param, language))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    catalogue.fill(fault.key(), &values)
}

fn write(param: Param, language: Language) -> String {
    let german = language == Language::German;
    match param {
        Param::Number(number) => number.to_string(),
        Param::Millionths(number) => {
            let (sign, point) = (if number < 0 { "-" } else { "" }, if german { ',' } else { '.' });
            let (whole, rest) = (number.unsigned_abs() / 1_000_000, number.unsigned_abs() % 1_000_000);
            let written = format!("{sign}{whole}{point}{rest:06}");
            written.trim_end_matches('0').trim_end_matches(point).to_owned()
        }
        Param::Cents(cents) => {
            let (sign, cents) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
            let (euros, rest) = (cents / 100, cents % 100);
            if german { format!("{sign}{euros},{rest:02} €") } else { format!("{sign}€{euros}.{rest:02}") }
        }
        Param::Date(date) if german => format!("{:02}.{:02}.{}", date.day, date.month, date.year),
        Param::Date(date) => date.to_string(),
        Param::Month(date) => format!("{:02}/{}", date.month, date.year),
        Param::Bytes(bytes) => format!("{} MB", bytes.div_ceil(1024 * 1024)),
        Param::Fault(fault) => say(&fault, language),
        Param::Text(text) => text.get(language.tag()).to_owned(),
        Param::String(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amtsgang::expr::date::Date;

    #[test]
    fn speaks_both_languages() {
        for (language, money, date) in
            [(Language::German, "12,05 €", "03.02.2026"), (Language::English, "€12.05", "2026-02-03")]
        {
            let said = say(&Fault::MoneyTooLarge { max: 1205 }, language);
            assert!(said.contains(money) && !said.contains('{'), "{said}");
            let said = say(&Fault::DateTooEarly(Date { year: 2026, month: 2, day: 3 }), language);
            assert!(said.contains(date), "{said}");
            assert!(!say(&Fault::Email, language).contains("fault."));
        }
    }
}
