//! What JSON Schema (2020-12) can say of a field's value: the list of the kinds, and what several of them share.
//!
//! A value is what [`Kind::check`] makes of an answer. Nothing in the app calls this: it is for whoever takes submissions, by
//! way of `recipe::contract`. Patterns are written so that every dialect of regular expressions reads them alike.

use super::identity_document::IdentityDocument;
use super::licence_plate::LicencePlate;
use super::person_name::PersonName;
use super::phone::Phone;
use super::place::Place;
use super::tax_id::TaxId;
use super::yes_no::YesNo;
use super::{Kind, address, country, iban, notation, person_name};
use crate::json::{Object, Value as Json};

/// A schema, key by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema(Object);

impl Kind {
    /// What its values are; `None` for a note, which has none, and a group, whose values are its entries'.
    pub fn schema(&self) -> Option<Schema> {
        Some(match self {
            Kind::Text(kind) => kind.schema(),
            Kind::PersonName => PersonName::schema(),
            Kind::LongText(kind) => kind.schema(),
            Kind::Email(kind) => kind.schema(),
            Kind::Phone => Phone::schema(),
            Kind::TaxId => TaxId::schema(),
            Kind::IdentityDocument => IdentityDocument::schema(),
            Kind::LicencePlate => LicencePlate::schema(),
            Kind::BankAccount(kind) => kind.schema(),
            Kind::Integer(kind) => kind.schema(),
            Kind::Decimal(kind) => kind.schema(),
            Kind::Money(kind) => kind.schema(),
            Kind::Date(kind) => kind.schema(),
            Kind::Time(kind) => kind.schema(),
            Kind::YearMonth(kind) => kind.schema(),
            Kind::Period(kind) => kind.schema(),
            Kind::YesNo => YesNo::schema(),
            Kind::Choice(kind) => kind.schema(),
            Kind::Listed(kind) => kind.schema(),
            Kind::Choices(kind) => kind.schema(),
            Kind::Consent(kind) => kind.schema(),
            Kind::Address(kind) => kind.schema(),
            Kind::PostcodePlace(kind) => kind.schema(),
            Kind::Country(kind) => kind.schema(),
            Kind::Place => Place::schema(),
            Kind::Appointment(kind) => kind.schema(),
            Kind::File(kind) => kind.schema(),
            Kind::Calculated(kind) => kind.schema(),
            Kind::Note(_) | Kind::Group(_) => return None,
        })
    }
}

impl Schema {
    /// A value of this type.
    pub fn of(name: &str) -> Schema {
        Schema::default().with("type", name)
    }

    /// What [`definition`] gives for this name.
    pub(super) fn shared(name: &str) -> Schema {
        Schema::default().with("$ref", ["#/$defs/", name].concat().as_str())
    }

    pub fn with(mut self, key: &str, value: impl Into<Json>) -> Schema {
        self.0.insert(key, value.into());
        self
    }

    /// Allows only texts that match; of several patterns each must.
    pub(super) fn matching(mut self, pattern: &str) -> Schema {
        let pattern = Json::from(pattern);
        if !self.0.contains_key("pattern") {
            return self.with("pattern", pattern);
        }
        let Some(Json::Array(mut others)) = self.0.remove("allOf").or(Some(Json::Array(Vec::new()))) else {
            return self;
        };
        others.push(Schema::default().with("pattern", pattern).into());
        self.with("allOf", Json::Array(others))
    }

    /// An object with these members and no others; those that are marked must be there.
    pub(super) fn object<const N: usize>(members: [(&str, bool, Schema); N]) -> Schema {
        let (mut properties, mut required) = (Object::new(), Vec::new());
        for (name, needed, schema) in members {
            properties.insert(name, schema.into());
            required.extend(needed.then(|| Json::from(name)));
        }
        Schema::of("object")
            .with("properties", Json::Object(properties))
            .with("required", Json::Array(required))
            .with("additionalProperties", Json::Bool(false))
    }
}

impl From<Schema> for Json {
    fn from(schema: Schema) -> Json {
        Json::Object(schema.0)
    }
}

impl FromIterator<(String, Json)> for Schema {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(members: I) -> Schema {
        Schema(members.into_iter().collect())
    }
}

/// What is shared under a name that stands in a schema as `{"$ref": "#/$defs/<name>"}`.
pub fn definition(name: &str) -> Option<Schema> {
    Some(match name {
        "text" => text(),
        "line" => Schema::shared("text").with("pattern", "^[^\\n\\r]*$"),
        "lines" => Schema::shared("text").with("pattern", "^[^\\r]*$"),
        "name" => person_name::definition(),
        "day" => notation::day(),
        "country" => country::definition(),
        "iban" => Schema::of("string").with("pattern", iban::pattern(&[]).as_str()),
        "address" => address::definition(),
        "germanAddress" => address::german(),
        "foreignAddress" => address::foreign(),
        _ => return None,
    })
}

/// The characters that [`super::typing::is_blank`] calls blank, as a pattern's class has them.
pub(super) const BLANKS: &str =
    "\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u00ad\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2069\\u3000\\ufeff";

/// A tidied text: not empty, and without blanks at its ends.
fn text() -> Schema {
    let ends = [["^[^", BLANKS, "]"].concat(), ["[^", BLANKS, "]$"].concat()];
    let ends = ends.map(|pattern| Schema::default().with("pattern", pattern.as_str()).into());
    Schema::of("string").with("allOf", Json::Array(ends.into()))
}

#[cfg(test)]
mod tests {
    use super::super::typing;
    use super::*;

    #[test]
    fn blanks_are_the_same_in_patterns() {
        let class = regex::Regex::new(&format!("^[{BLANKS}]$")).expect("a pattern");
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            assert_eq!(class.is_match(&c.to_string()), typing::is_blank(c), "{c:?}");
        }
    }

    #[test]
    fn several_patterns_are_all_demanded() {
        let schema = Schema::of("string").matching("a").matching("b").matching("c");
        let expected =
            serde_json::json!({"type": "string", "pattern": "a", "allOf": [{"pattern": "b"}, {"pattern": "c"}]});
        assert_eq!(Json::from(schema), crate::json::given(&expected));
    }
}
