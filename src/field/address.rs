//! The field kind `address`: where someone lives or a letter goes, in Germany or elsewhere.

use super::country::{self, GERMANY};
use super::schema::Schema;
use super::{Answer, Checked, Context, Error, Fault, Missing, Rules, Value, nothing};
use crate::json::Value as Json;
use crate::reading::Object;

/// What a recipe may say of an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Whether it may be outside Germany.
    pub foreign: bool,
    /// Whether it is the applicant's own, which a browser may fill in (WCAG 1.3.5).
    pub own: bool,
}

/// The parts of the answer, in this order. The country is a code as in [`country::all`]; none is Germany.
pub const COUNTRY: usize = 0;
pub const STREET: usize = 1;
pub const HOUSE_NUMBER: usize = 2;
pub const ADDITION: usize = 3;
pub const POSTCODE: usize = 4;
pub const PLACE: usize = 5;
/// Street and house number of a foreign address, in whatever order is usual there.
pub const LINE: usize = 6;

/// The parts' names in the value that is sent.
const NAMES: &[&str] = &["country", "street", "houseNumber", "addition", "postcode", "place", "line"];

/// No part has more characters.
pub(super) const MOST_CHARACTERS: i64 = 100;

impl Address {
    pub const KEYS: &[&str] = &["foreign", "own"];

    pub(super) fn read(object: &Object) -> Self {
        let flag = |key| object.get(key).and_then(|node| node.boolean());
        Self { foreign: flag("foreign").unwrap_or(true), own: flag("own").unwrap_or(false) }
    }

    /// The parts asked of an address in `country`, after the country itself, each with what is missing without it.
    /// What was typed for another country is kept, and neither checked nor sent.
    pub fn asked(country: &str) -> &'static [(usize, Option<Missing>)] {
        if country.is_empty() || country == GERMANY {
            &[
                (STREET, Some(Missing::Street)),
                (HOUSE_NUMBER, Some(Missing::HouseNumber)),
                (ADDITION, None),
                (POSTCODE, Some(Missing::Postcode)),
                (PLACE, Some(Missing::Place)),
            ]
        } else {
            // Not every country has postcodes.
            &[(LINE, Some(Missing::Line)), (ADDITION, None), (POSTCODE, None), (PLACE, Some(Missing::Place))]
        }
    }

    pub(super) fn schema(&self) -> Schema {
        Schema::shared(if self.foreign { "address" } else { "germanAddress" })
    }
}

impl Rules for Address {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Address);
        }
        let country = match answer.part(COUNTRY) {
            "" => GERMANY,
            country => country,
        };
        let german = country == GERMANY;
        let mut errors = Vec::new();
        let allowed = german || self.foreign && country::all().any(|code| code == country);
        if !allowed {
            errors.push(Error { part: Some(COUNTRY), fault: Fault::Country });
        }
        let mut value = vec![(NAMES[COUNTRY].to_owned(), Value::Text(country.into()))];
        for (part, missing) in Self::asked(country) {
            let text = answer.part(*part);
            let fault = match (*part, missing) {
                (_, Some(missing)) if text.is_empty() => Fault::Missing(*missing),
                _ if text.is_empty() => continue,
                _ if text.chars().count() as i64 > MOST_CHARACTERS => Fault::TooLong { max: MOST_CHARACTERS },
                (POSTCODE, _) if german && !is_postcode(text) => Fault::Postcode,
                (HOUSE_NUMBER, _) if !is_house_number(text) => Fault::HouseNumber,
                _ => {
                    value.push((NAMES[*part].to_owned(), Value::Text(text.into())));
                    continue;
                }
            };
            errors.push(Error { part: Some(*part), fault });
        }
        if errors.is_empty() { Ok(Value::Map(value)) } else { Err(errors) }
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.list().len() == NAMES.len()
    }

    /// A country alone, which is chosen beforehand, is no address; nor is what was typed for another country.
    fn is_blank(&self, answer: &Answer) -> bool {
        !self.fits(answer) || Self::asked(answer.part(COUNTRY)).iter().all(|(part, _)| answer.part(*part).is_empty())
    }

    fn parts(&self) -> &'static [&'static str] {
        NAMES
    }
}

/// An address anywhere.
pub(super) fn definition() -> Schema {
    let either = [Schema::shared("germanAddress"), Schema::shared("foreignAddress")];
    Schema::default().with("oneOf", Json::Array(either.map(Json::from).into()))
}

pub(super) fn german() -> Schema {
    let number = "^(?:[0-9]|[Oo][Hh][Nn][Ee]$|[Oo]\\. [Nn][Rr]\\.$)";
    Schema::object([
        (NAMES[COUNTRY], true, Schema::default().with("const", GERMANY)),
        (NAMES[STREET], true, part()),
        (NAMES[HOUSE_NUMBER], true, part().with("pattern", number)),
        (NAMES[ADDITION], false, part()),
        (NAMES[POSTCODE], true, postcode()),
        (NAMES[PLACE], true, part()),
    ])
}

pub(super) fn foreign() -> Schema {
    let country = Schema::shared("country").with("not", Schema::default().with("const", GERMANY));
    Schema::object([
        (NAMES[COUNTRY], true, country),
        (NAMES[LINE], true, part()),
        (NAMES[ADDITION], false, part()),
        (NAMES[POSTCODE], false, part()),
        (NAMES[PLACE], true, part()),
    ])
}

/// What may stand in one of the parts.
pub(super) fn part() -> Schema {
    Schema::shared("text").with("maxLength", MOST_CHARACTERS)
}

pub(super) fn postcode() -> Schema {
    Schema::of("string").with("pattern", "^(?:0[1-9]|[1-9][0-9])[0-9]{3}$")
}

/// Five digits, from 01001 on: `^(0[1-9]|[1-9]\d)\d{3}$`.
pub(super) fn is_postcode(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("00")
}

/// "12", "12a", "12-14", "12 1/2", or a word for a house that has none.
fn is_house_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) || ["ohne", "o. nr."].contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read};
    use super::*;
    use crate::json::given;
    use serde_json::json;

    fn check(json: serde_json::Value, parts: [&str; 7]) -> Checked {
        read(json, Address::read).check(&listed(&parts), true, &cx())
    }

    fn faults(parts: [&str; 7]) -> Vec<(usize, Fault)> {
        let errors = check(json!({}), parts).expect_err("a fault");
        errors.into_iter().map(|error| (error.part.expect("a part"), error.fault)).collect()
    }

    #[test]
    fn a_german_address_has_its_parts() {
        let value = check(json!({}), ["DE", " Marktplatz ", "12 a", "", "52349", "Musterstadt", "kept"]);
        let sent = json!({
            "country": "DE", "street": "Marktplatz", "houseNumber": "12 a", "postcode": "52349", "place": "Musterstadt"
        });
        assert_eq!(value.expect("an address").to_json(), given(&sent));
        for number in ["1", "12-14", "7 1/2", "ohne", "Ohne", "o. Nr."] {
            assert!(check(json!({}), ["", "Marktplatz", number, "c/o", "01067", "M", ""]).is_ok(), "{number}");
        }
    }

    #[test]
    fn a_foreign_address_has_a_line() {
        let value = check(json!({}), ["LU", "kept", "", "2. Stock", "", "Echternach", "4, rue Neuve"]);
        let sent = json!({"country": "LU", "line": "4, rue Neuve", "addition": "2. Stock", "place": "Echternach"});
        assert_eq!(value.expect("an address").to_json(), given(&sent));
    }

    #[test]
    fn says_which_part_is_wrong() {
        assert_eq!(
            faults(["DE", "Marktplatz", "", "", "00123", "", ""]),
            [
                (HOUSE_NUMBER, Fault::Missing(Missing::HouseNumber)),
                (POSTCODE, Fault::Postcode),
                (PLACE, Fault::Missing(Missing::Place)),
            ]
        );
        assert_eq!(
            faults(["DE", &"x".repeat(101), "neben 3", "", "5234", "x", ""]),
            [(STREET, Fault::TooLong { max: 100 }), (HOUSE_NUMBER, Fault::HouseNumber), (POSTCODE, Fault::Postcode),]
        );
        assert_eq!(
            faults(["QQ", "", "", "", "", "x", ""]),
            [(COUNTRY, Fault::Country), (LINE, Fault::Missing(Missing::Line))]
        );
    }

    #[test]
    fn abroad_only_where_the_recipe_allows_it() {
        let parts = ["LU", "", "", "", "", "Echternach", "4, rue Neuve"];
        let error = Error { part: Some(COUNTRY), fault: Fault::Country };
        assert_eq!(check(json!({"foreign": false}), parts), Err(vec![error]));
    }

    #[test]
    fn a_country_alone_is_no_address() {
        let kind = read(json!({"own": true}), Address::read);
        for answer in
            [listed(&["LU", "kept", "1", "", "", "", ""]), listed(&["DE", "", "", "", "", " ", "x"]), Answer::Empty]
        {
            assert_eq!(kind.check(&answer, false, &cx()), Ok(Value::Null));
            assert_eq!(kind.check(&answer, true, &cx()), nothing(true, Missing::Address));
        }
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"foreign": 1, "own": "yes"}), Address::read), ["/foreign", "/own"]);
    }
}
