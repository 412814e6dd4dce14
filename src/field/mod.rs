//! The field kinds: each says what an answer means, what is wrong with it, and how it is written down.
//!
//! One file per kind. A kind reads its own parameters from a recipe (`KEYS`, `read`) and implements [`Rules`]; the enum
//! [`Kind`] is the list of them. Nothing here knows of forms, languages or browsers.

mod answer;
mod fault;
mod typing;

pub mod address;
pub mod choice;
pub mod choices;
pub mod consent;
pub mod country;
pub mod date;
pub mod email;
pub mod file;
pub mod integer;
pub mod long_text;
pub mod money;
pub mod note;
pub mod phone;
pub mod text;
pub mod yes_no;

pub use address::Address;
pub use answer::{Answer, Attachment};
pub use choice::{Choice, ChoiceOption};
pub use choices::Choices;
pub use consent::Consent;
pub use date::DateField;
pub use fault::{Error, Fault, Missing, Param};
pub use file::File;
pub use integer::Integer;
pub use long_text::LongText;
pub use money::Money;
pub use note::Note;
pub use text::ShortText;

use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::reading::Object;

/// What checking an answer may need to know of the world.
pub struct Context<'a> {
    /// The day on the citizen's calendar, for bounds such as "today-14".
    pub today: Date,
    pub patterns: &'a dyn Patterns,
}

/// Regular expressions in JavaScript's syntax without the `v` flag: the browser's own in the app, a crate in native tests.
pub trait Patterns {
    /// Whether the pattern can be read; if not, why, in English for the recipe's author.
    fn check(&self, pattern: &str) -> Result<(), String>;

    /// Whether the *whole* text matches, as `^(?:pattern)$` would. A pattern that cannot be read matches nothing.
    fn is_match(&self, pattern: &str, text: &str) -> bool;
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

/// A field kind with the parameters a recipe gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Text(ShortText),
    LongText(LongText),
    Email,
    Phone,
    Integer(Integer),
    Money(Money),
    Date(DateField),
    YesNo,
    Choice(Choice),
    Choices(Choices),
    Consent(Consent),
    Address(Address),
    File(File),
    Note(Note),
}

impl Kind {
    /// The names of all kinds, as recipes write them.
    pub const NAMES: &[&str] = &[
        "text", "longText", "email", "phone", "integer", "money", "date", "yesNo", "choice", "choices", "consent",
        "address", "file", "note",
    ];

    /// Reads the parameters of the kind called `name` and reports what is wrong with them. `None` only for a name that
    /// is none of [`Kind::NAMES`], reported at the key `kind`.
    pub fn read(name: &str, object: &Object, patterns: &dyn Patterns) -> Option<Kind> {
        Some(match name {
            "text" => Kind::Text(ShortText::read(object, patterns)),
            "longText" => Kind::LongText(LongText::read(object)),
            "email" => Kind::Email,
            "phone" => Kind::Phone,
            "integer" => Kind::Integer(Integer::read(object)),
            "money" => Kind::Money(Money::read(object)),
            "date" => Kind::Date(DateField::read(object)),
            "yesNo" => Kind::YesNo,
            "choice" => Kind::Choice(Choice::read(object)),
            "choices" => Kind::Choices(Choices::read(object)),
            "consent" => Kind::Consent(Consent::read(object)),
            "address" => Kind::Address(Address::read(object)),
            "file" => Kind::File(File::read(object)),
            "note" => Kind::Note(Note::read(object)),
            _ => {
                object.expected("kind", &["one of the kinds ", &Self::NAMES.join(", ")].concat());
                return None;
            }
        })
    }

    /// The keys of a recipe's field that belong to the kind called `name`; none for an unknown kind.
    pub fn keys(name: &str) -> &'static [&'static str] {
        match name {
            "text" => ShortText::KEYS,
            "longText" => LongText::KEYS,
            "integer" => Integer::KEYS,
            "money" => Money::KEYS,
            "date" => DateField::KEYS,
            "choice" => Choice::KEYS,
            "choices" => Choices::KEYS,
            "consent" => Consent::KEYS,
            "address" => Address::KEYS,
            "file" => File::KEYS,
            "note" => Note::KEYS,
            _ => &[],
        }
    }

    /// The kind's name, as recipes write it.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Text(_) => "text",
            Kind::LongText(_) => "longText",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Integer(_) => "integer",
            Kind::Money(_) => "money",
            Kind::Date(_) => "date",
            Kind::YesNo => "yesNo",
            Kind::Choice(_) => "choice",
            Kind::Choices(_) => "choices",
            Kind::Consent(_) => "consent",
            Kind::Address(_) => "address",
            Kind::File(_) => "file",
            Kind::Note(_) => "note",
        }
    }

    fn rules(&self) -> &dyn Rules {
        match self {
            Kind::Text(kind) => kind,
            Kind::LongText(kind) => kind,
            Kind::Email => &email::Email,
            Kind::Phone => &phone::Phone,
            Kind::Integer(kind) => kind,
            Kind::Money(kind) => kind,
            Kind::Date(kind) => kind,
            Kind::YesNo => &yes_no::YesNo,
            Kind::Choice(kind) => kind,
            Kind::Choices(kind) => kind,
            Kind::Consent(kind) => kind,
            Kind::Address(kind) => kind,
            Kind::File(kind) => kind,
            Kind::Note(kind) => kind,
        }
    }

    /// See [`Checked`]. A conditional requirement is the caller's to decide.
    pub fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        self.rules().check(answer, required, cx)
    }

    /// See [`Rules::normalize`].
    pub fn normalize(&self, answer: &Answer) -> Option<Answer> {
        self.rules().normalize(answer)
    }

    /// See [`Rules::fits`].
    pub fn fits(&self, answer: &Answer) -> bool {
        self.rules().fits(answer)
    }

    /// See [`Rules::is_blank`].
    pub fn is_blank(&self, answer: &Answer) -> bool {
        self.rules().is_blank(answer)
    }

    /// How many inputs the field has: 3 for a date, 7 for an address, else 1.
    pub fn parts(&self) -> usize {
        self.rules().parts().len().max(1)
    }

    /// The names of the inputs of a date or an address; empty for other kinds.
    pub fn part_names(&self) -> &'static [&'static str] {
        self.rules().parts()
    }

    /// What can be chosen, for the two kinds that offer a choice.
    pub fn options(&self) -> Option<&[ChoiceOption]> {
        match self {
            Kind::Choice(kind) => Some(&kind.options),
            Kind::Choices(kind) => Some(&kind.options),
            _ => None,
        }
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
    use crate::reading::{Node, Problems};
    use serde_json::json;

    struct Regex;

    impl Patterns for Regex {
        fn check(&self, pattern: &str) -> Result<(), String> {
            regex::Regex::new(pattern).map(|_| ()).map_err(|error| error.to_string())
        }

        fn is_match(&self, pattern: &str, text: &str) -> bool {
            regex::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(text))
        }
    }

    /// The 23rd of November 2026, and the crate `regex` for patterns.
    pub(super) fn cx() -> Context<'static> {
        Context { today: Date { year: 2026, month: 11, day: 23 }, patterns: &Regex }
    }

    pub(super) fn typed(text: &str) -> Answer {
        Answer::Text(text.into())
    }

    pub(super) fn listed(parts: &[&str]) -> Answer {
        Answer::List(parts.iter().map(|part| (*part).into()).collect())
    }

    /// Reads a kind's parameters and expects no problem.
    pub(super) fn read<T>(json: serde_json::Value, read: impl Fn(&Object) -> T) -> T {
        let problems = Problems::new();
        let object = Node::at(&json, "", &problems).object().expect("an object");
        let kind = read(&object);
        assert_eq!(problems.into_list(), []);
        kind
    }

    /// Where the problems are that reading a kind's parameters gives.
    pub(super) fn pointers<T>(json: serde_json::Value, read: impl Fn(&Object) -> T) -> Vec<String> {
        let problems = Problems::new();
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
        });
        for name in Kind::NAMES {
            let kind = read(json.clone(), |object| Kind::read(name, object, cx().patterns));
            assert_eq!(kind.map(|kind| kind.name()), Some(*name));
        }
    }

    #[test]
    fn an_unknown_kind_is_a_problem() {
        let json = json!({"kind": "iban"});
        assert_eq!(pointers(json, |object| Kind::read("iban", object, cx().patterns)), ["/kind"]);
        assert_eq!(Kind::keys("iban"), [""; 0]);
    }
}
