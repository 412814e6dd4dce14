//! The field kinds: each says what an answer means, what is wrong with it, and how it is written down.
//!
//! One file per kind. A kind reads its own parameters from a recipe (`KEYS`, `read`) and implements [`Rules`]; the enum
//! [`Kind`] is the list of them. Nothing here knows of forms, languages or browsers.

mod answer;
mod fault;
mod iban;
mod kind;
mod letters;
mod missing;
pub mod notation;
mod pattern;
mod schema;
mod typed;
mod typing;

pub mod address;
pub mod appointment;
pub mod bank_account;
pub mod calculated;
pub mod choice;
pub mod choices;
pub mod code_list;
pub mod consent;
pub mod country;
pub mod date;
pub mod decimal;
pub mod email;
pub mod file;
pub mod group;
pub mod identity_document;
pub mod integer;
pub mod licence_plate;
pub mod listed;
pub mod long_text;
pub mod money;
pub mod note;
pub mod period;
pub mod person_name;
pub mod phone;
pub mod place;
pub mod postcode_place;
pub mod tax_id;
pub mod text;
pub mod time;
pub mod year_month;
pub mod yes_no;

pub use address::Address;
pub use answer::{Answer, Attachment};
pub use appointment::Appointment;
pub use bank_account::BankAccount;
pub use calculated::{Calculated, Shown};
pub use choice::{Choice, ChoiceOption};
pub use choices::Choices;
pub use code_list::{CodeList, CodeLists};
pub use consent::Consent;
pub use country::Country;
pub use date::DateField;
pub use decimal::Decimal;
pub use email::Email;
pub use fault::{Error, Fault, Param};
pub use file::File;
pub use group::Group;
pub use integer::Integer;
pub use kind::Kind;
pub use listed::Listed;
pub use long_text::LongText;
pub use missing::Missing;
pub use money::Money;
pub use note::Note;
pub use period::Period;
pub use postcode_place::PostcodePlace;
pub use schema::{Schema, definition};
pub use text::ShortText;
pub use time::Time;
pub use year_month::YearMonth;

use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::reading::Object;

/// What checking an answer may need to know of the world.
pub struct Context<'a> {
    /// The day on the citizen's calendar, for bounds such as "today-14".
    pub today: Date,
    pub patterns: &'a dyn Patterns,
    /// Those that have come from the backend so far.
    pub code_lists: &'a CodeLists,
}

/// What a browser knows of texts and a crate would know at the cost of large tables: the browser's own in the app, crates in
/// native programs. Regular expressions are in JavaScript's syntax without the `v` flag.
pub trait Patterns {
    /// Whether the pattern can be read; if not, why, in English for the recipe's author.
    fn check(&self, pattern: &str) -> Result<(), String>;

    /// Whether the *whole* text matches, as `^(?:pattern)$` would. A pattern that cannot be read matches nothing.
    fn is_match(&self, pattern: &str, text: &str) -> bool;

    /// The text in Unicode's normal form C (UAX #15).
    fn nfc(&self, text: &str) -> String;
}

/// The typed value (`Null` when nothing was given and nothing is required), or all that is wrong with the answer.
pub type Checked = Result<Value, Vec<Error>>;

/// What every field kind can do with an answer. An answer of another kind's shape counts as empty.
pub trait Rules {
    fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked;

    /// The answer tidied up, to be shown when the field is left; `None` when there is nothing to change. Never alters
    /// what [`Rules::check`] says of it.
    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(|text| typing::tidy(text).to_owned())
    }

    /// Whether the answer can be shown again in a field of this kind (it may still be wrong).
    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Empty | Answer::Text(_))
    }

    /// Whether nothing was given.
    fn is_blank(&self, answer: &Answer) -> bool {
        !self.fits(answer) || answer.is_blank()
    }

    /// The names of the inputs a field consists of, in the order of an [`Answer::List`]; empty for a single input.
    fn parts(&self) -> &'static [&'static str] {
        &[]
    }
}

/// The rules of kinds in which nothing can be typed: notes, groups and calculated values.
struct Untyped;

impl Rules for Untyped {
    fn check(&self, _: &Answer, _: bool, _: &Context) -> Checked {
        Ok(Value::Null)
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty
    }
}

/// Nothing was given: an error where something is required.
fn nothing(required: bool, missing: Missing) -> Checked {
    if required { wrong(Fault::Missing(missing)) } else { Ok(Value::Null) }
}

/// One thing is wrong with the answer as a whole.
fn wrong(fault: Fault) -> Checked {
    Err(vec![Error { part: None, fault }])
}

/// A limit read from a recipe, or `default`; reports a maximum below its minimum.
fn read_limits(object: &Object, keys: [&str; 2], allowed: [i64; 2], default: [i64; 2]) -> (i64, i64) {
    let limit = |i: usize| object.get(keys[i]).and_then(|node| node.integer(allowed[0], allowed[1]));
    let (least, most) = (limit(0), limit(1));
    let (min, max) = (least.unwrap_or(default[0]), most.unwrap_or(default[1]));
    if min > max {
        let key = if most.is_some() { keys[1] } else { keys[0] };
        let (what, other) = if most.is_some() { ("a number of at least ", min) } else { ("a number of at most ", max) };
        object.expected(key, &[what, &other.to_string()].concat());
    }
    (min, max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use crate::reading::{Node, Problems};
    use serde_json::json;
    use unicode_normalization::UnicodeNormalization;

    struct Regex;

    impl Patterns for Regex {
        fn check(&self, pattern: &str) -> Result<(), String> {
            regex::Regex::new(pattern).map(|_| ()).map_err(|error| error.to_string())
        }

        fn is_match(&self, pattern: &str, text: &str) -> bool {
            regex::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(text))
        }

        fn nfc(&self, text: &str) -> String {
            text.nfc().collect()
        }
    }

    /// The 23rd of November 2026, and the crate `regex` for patterns.
    pub(super) fn cx() -> Context<'static> {
        Context { today: Date { year: 2026, month: 11, day: 23 }, patterns: &Regex, code_lists: CodeLists::NONE }
    }

    pub(super) fn typed(text: &str) -> Answer {
        Answer::Text(text.into())
    }

    pub(super) fn listed(parts: &[&str]) -> Answer {
        Answer::List(parts.iter().map(|part| (*part).into()).collect())
    }

    /// Reads a kind's parameters and expects no problem.
    pub(super) fn read<T>(json: serde_json::Value, read: impl Fn(&Object) -> T) -> T {
        let (json, problems) = (given(&json), Problems::new());
        let object = Node::at(&json, "", &problems).object().expect("an object");
        let kind = read(&object);
        assert_eq!(problems.into_list(), []);
        kind
    }

    /// Where the problems are that reading a kind's parameters gives.
    pub(super) fn pointers<T>(json: serde_json::Value, read: impl Fn(&Object) -> T) -> Vec<String> {
        let (json, problems) = (given(&json), Problems::new());
        let object = Node::at(&json, "", &problems).object().expect("an object");
        read(&object);
        problems.into_list().into_iter().map(|problem| problem.pointer).collect()
    }

    #[test]
    fn every_name_is_read_as_its_kind() {
        let json = json!({
            "options": [{"value": "a", "label": {"de": "A"}}, {"value": "b", "label": {"de": "B"}}],
            "text": {"de": "x"},
            "accept": ["image/png"],
            "calendar": "a",
            "entry": {"de": "Hund"},
            "add": {"de": "Hund hinzufügen"},
            "as": "number",
        });
        for name in Kind::NAMES {
            let kind = read(json.clone(), |object| Kind::read(name, object, cx().patterns));
            assert_eq!(kind.map(|kind| kind.name()), Some(*name));
        }
    }

    #[test]
    fn what_cannot_be_typed_has_no_value() {
        let json =
            json!({"text": {"de": "x"}, "entry": {"de": "Hund"}, "add": {"de": "Hund hinzufügen"}, "as": "number"});
        for name in ["note", "group", "calculated"] {
            let kind = read(json.clone(), |object| Kind::read(name, object, cx().patterns)).expect(name);
            assert_eq!(kind.check(&typed("x"), true, &cx()), Ok(Value::Null), "{name}");
            assert!(!kind.fits(&typed("x")) && kind.fits(&Answer::Empty), "{name}");
        }
    }

    #[test]
    fn an_unknown_kind_is_a_problem() {
        let json = json!({"kind": "iban"});
        assert_eq!(pointers(json, |object| Kind::read("iban", object, cx().patterns)), ["/kind"]);
        assert_eq!(Kind::keys("iban"), [""; 0]);
    }
}
