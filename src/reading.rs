//! Reads JSON that people wrote (recipes, mappings, tenants) and collects every problem with its place.
//!
//! A reader never stops at the first mistake and never ignores one: each function reports what is wrong and answers
//! `None`, and the caller goes on with the rest. Pointers are RFC 6901 JSON Pointers.

use std::cell::RefCell;
use std::fmt;

use crate::json::{self, Value};

/// One mistake in a file, for its author: where, what was expected, and what stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// RFC 6901 pointer, empty for the whole document.
    pub pointer: String,
    /// An English phrase: "an integer of at least 1".
    pub expected: String,
    /// What stood there, shortened: "the text \"abc\"" or "nothing".
    pub found: String,
}

impl Problem {
    /// The pointer, or words for the whole document.
    pub fn place(&self) -> &str {
        if self.pointer.is_empty() { "(whole file)" } else { &self.pointer }
    }

    /// What is wrong there.
    pub fn sentence(&self) -> String {
        ["expected ", &self.expected, ", found ", &self.found].concat()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.sentence())
    }
}

/// The problems found so far. Shared by everything that reads one document.
#[derive(Default)]
pub struct Problems {
    list: RefCell<Vec<Problem>>,
    /// Whether texts need not be in German.
    any_language: bool,
}

/// More problems than this help no author and only cost memory.
pub const MOST_PROBLEMS: usize = 1000;

impl Problems {
    pub fn new() -> Self {
        Self::default()
    }

    /// For a document some of whose texts are another system's, in whatever language that speaks.
    pub fn in_any_language() -> Self {
        Self { any_language: true, ..Self::default() }
    }

    /// Whether texts must be there in German.
    pub fn german(&self) -> bool {
        !self.any_language
    }

    pub fn report(&self, pointer: &str, expected: &str, found: &str) {
        let mut list = self.list.borrow_mut();
        if list.len() < MOST_PROBLEMS {
            list.push(Problem { pointer: pointer.into(), expected: expected.into(), found: found.into() });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// How many there are. A reader that finds as many afterwards as before has reported nothing.
    pub fn len(&self) -> usize {
        self.list.borrow().len()
    }

    pub fn into_list(self) -> Vec<Problem> {
        self.list.into_inner()
    }
}

/// `pointer` with one more token, escaped as RFC 6901 § 3 asks.
pub fn child(pointer: &str, token: &str) -> String {
    let mut out = String::with_capacity(pointer.len() + token.len() + 1);
    out.push_str(pointer);
    out.push('/');
    if !token.contains(['~', '/']) {
        out.push_str(token);
        return out;
    }
    for c in token.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
    out
}

/// Says what a value is, in a few words and never more than a line.
pub fn describe(value: Option<&Value>) -> String {
    match value {
        None => "nothing".into(),
        Some(Value::Null) => "null".into(),
        Some(Value::Bool(b)) => (if *b { "true" } else { "false" }).into(),
        Some(Value::Number(n)) => {
            let mut written = String::new();
            n.write(&mut written);
            ["the number ", &shortened(&written)].concat()
        }
        Some(Value::String(s)) => ["the text \"", &shortened(s), "\""].concat(),
        Some(Value::Array(a)) => ["a list of ", &a.len().to_string()].concat(),
        Some(Value::Object(o)) => ["an object of ", &o.len().to_string(), " keys"].concat(),
    }
}

fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// The largest whole number that JSON carries safely from one program to the next (RFC 8259 § 6): 2^53 - 1.
pub const MOST_INTEGER: i64 = (1 << 53) - 1;

/// Where a value stands. Recipes have thousands of places and mostly no mistakes: what a place is called is only worked
/// out when a problem is told.
#[derive(Clone, Copy)]
enum Place<'a> {
    At(&'a str),
    Key(&'a Place<'a>, &'a str),
    Element(&'a Place<'a>, usize),
}

impl Place<'_> {
    fn pointer(&self) -> String {
        match self {
            Place::At(pointer) => (*pointer).to_owned(),
            Place::Key(holder, key) => child(&holder.pointer(), key),
            Place::Element(list, ix) => child(&list.pointer(), &ix.to_string()),
        }
    }
}

/// A value with its place.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub value: &'a Value,
    place: Place<'a>,
    pub problems: &'a Problems,
}

impl<'a> Node<'a> {
    /// The value at `pointer`, which must outlive what is read below it.
    pub fn at(value: &'a Value, pointer: &'a str, problems: &'a Problems) -> Self {
        Self { value, place: Place::At(pointer), problems }
    }

    pub fn pointer(&self) -> String {
        self.place.pointer()
    }

    /// Reports that something else was expected here.
    pub fn expected(&self, what: &str) {
        self.problems.report(&self.pointer(), what, &describe(Some(self.value)));
    }

    fn checked<T>(&self, value: Option<T>, what: &str) -> Option<T> {
        if value.is_none() {
            self.expected(what);
        }
        value
    }

    pub fn string(&self) -> Option<&'a str> {
        self.checked(self.value.as_str(), "a text in quotation marks")
    }

    pub fn boolean(&self) -> Option<bool> {
        self.checked(self.value.as_bool(), "true or false")
    }

    /// A whole number from `least` to `most`.
    pub fn integer(&self, least: i64, most: i64) -> Option<i64> {
        let found = self.value.as_i64().filter(|n| (least..=most).contains(n));
        if found.is_none() {
            let what = ["a whole number from ", &least.to_string(), " to ", &most.to_string()].concat();
            self.expected(&what);
        }
        found
    }

    pub fn list(&self) -> Option<&'a [Value]> {
        self.checked(self.value.as_array(), "a list in square brackets")
    }

    /// One of the values of the list here.
    pub fn element<'b>(&'b self, ix: usize, value: &'b Value) -> Node<'b> {
        Node { value, place: Place::Element(&self.place, ix), problems: self.problems }
    }

    /// The object here. Call [`Object::finish`] when all its keys have been read.
    pub fn object(&self) -> Option<Object<'a>> {
        let map = self.checked(self.value.as_object(), "an object in curly brackets")?;
        Some(Object { map, place: self.place, problems: self.problems })
    }
}

/// An object whose keys are read one by one.
pub struct Object<'a> {
    pub map: &'a json::Object,
    place: Place<'a>,
    pub problems: &'a Problems,
}

impl<'a> Object<'a> {
    /// The value of `key`, if it is there.
    pub fn get<'b>(&'b self, key: &'b str) -> Option<Node<'b>> {
        let value = self.map.get(key)?;
        Some(Node { value, place: Place::Key(&self.place, key), problems: self.problems })
    }

    /// The value of `key`; its absence is reported.
    pub fn require<'b>(&'b self, key: &'b str, what: &str) -> Option<Node<'b>> {
        let found = self.get(key);
        if found.is_none() {
            self.report(key, what, "nothing");
        }
        found
    }

    /// Reports a problem at `key`, whether the key is there or not.
    pub fn expected(&self, key: &str, what: &str) {
        self.report(key, what, &describe(self.map.get(key)));
    }

    /// As [`Object::expected`], where what was `found` is not to be told as it stands there.
    pub fn report(&self, key: &str, what: &str, found: &str) {
        self.problems.report(&child(&self.place.pointer(), key), what, found);
    }

    /// Reports every key that is in none of the lists of `known` ones.
    pub fn finish(&self, known: &[&[&str]]) {
        for key in self.map.keys() {
            if known.iter().all(|keys| !keys.contains(&key)) {
                let mut names: Vec<&str> = known.iter().flat_map(|keys| keys.iter().copied()).collect();
                names.sort_unstable();
                let what = ["one of the keys ", &names.join(", ")].concat();
                self.report(key, &what, "an unknown key");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    #[test]
    fn a_place_is_told_from_the_top_down() {
        let value = given(&json!({"a/b": [1, {"~": true}]}));
        let problems = Problems::new();
        let top = Node::at(&value, "/top", &problems);
        let object = top.object().unwrap();
        let list = object.get("a/b").unwrap();
        let second = list.element(1, &list.list().unwrap()[1]);
        assert_eq!(second.pointer(), "/top/a~1b/1");
        second.object().unwrap().get("~").unwrap().string();
        second.object().unwrap().require("x", "a text");
        let list: Vec<String> = problems.into_list().iter().map(ToString::to_string).collect();
        assert_eq!(
            list,
            [
                "/top/a~1b/1/~0: expected a text in quotation marks, found true",
                "/top/a~1b/1/x: expected a text, found nothing",
            ]
        );
    }

    #[test]
    fn what_is_found_fits_on_a_line() {
        let describe = |json| describe(Some(&given(&json)));
        assert_eq!(describe(json!(1.50)), "the number 1.5");
        assert_eq!(describe(json!(2.0)), "the number 2");
        assert_eq!(describe(json!("ä".repeat(41))), ["the text \"", &"ä".repeat(40), "…\""].concat());
        assert_eq!(describe(json!([1, 2])), "a list of 2");
        assert_eq!(describe(json!({"a": null})), "an object of 1 keys");
        let long = json::read(&"9".repeat(99)).unwrap();
        assert_eq!(super::describe(Some(&long)), ["the number ", &"9".repeat(40), "…"].concat());
    }
}
