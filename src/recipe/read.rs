//! Reads a recipe: the head of the file here, steps and fields in `steps`.

use super::formats::{is_email, is_https, is_leika, is_phone, is_postcode};
use super::{Evidence, Law, Office, Problem, Recipe, ServiceId, steps};
use crate::expr::Op;
use crate::field::{Kind, Patterns};
use crate::json::{self, Value};
use crate::reading::{Node, Object, Problems};
use crate::text::{self, Text};

/// What came of reading a recipe.
#[derive(Debug)]
pub struct Parsed {
    /// `None` exactly when there are problems.
    pub recipe: Option<Recipe>,
    /// All of them, though never more than some hundreds.
    pub problems: Vec<Problem>,
}

/// Recipes larger than this (in bytes) are refused unread.
pub const MOST_BYTES: usize = 4 << 20;

const KEYS: &[&str] = &[
    "$schema",
    "id",
    "version",
    "leika",
    "title",
    "summary",
    "description",
    "keywords",
    "legal",
    "fee",
    "duration",
    "evidence",
    "office",
    "privacy",
    "afterwards",
    "steps",
];
const OFFICE_KEYS: &[&str] = &["name", "street", "postcode", "place", "hours", "phone", "email", "url"];

/// Reads a recipe and checks all of it; `patterns` judges the regular expressions in it.
pub fn parse(json: &str, patterns: &dyn Patterns) -> Parsed {
    File::read(json).check(patterns)
}

/// A recipe's file: JSON, or the problem that it is none. Nothing else has been checked.
pub struct File {
    json: Result<Value, Problem>,
    any_language: bool,
}

impl File {
    pub fn read(text: &str) -> File {
        let problem =
            |expected: &str, found: String| Problem { pointer: String::new(), expected: expected.into(), found };
        if text.len() > MOST_BYTES {
            return File {
                json: Err(problem("a recipe of at most 4 MB", "a larger file".into())),
                any_language: false,
            };
        }
        // Some editors begin a file with a byte order mark, which JSON does not know.
        let value = json::read(text.strip_prefix('\u{feff}').unwrap_or(text));
        let json = value.map_err(|error| problem("a file in the JSON format", error.to_string()));
        File { json, any_language: false }
    }

    /// A recipe that was put together.
    pub fn of(json: Value) -> File {
        File { json: Ok(json), any_language: false }
    }

    /// A recipe that was put together from texts of another system, which may have no German.
    pub fn in_any_language(json: Value) -> File {
        File { json: Ok(json), any_language: true }
    }

    /// Whether the later part of the program is needed to read it, or to fill in its form.
    pub fn needs_later(&self) -> bool {
        self.json.as_ref().is_ok_and(needs_later)
    }

    /// Checks all of it; `patterns` judges the regular expressions in it.
    pub fn check(&self, patterns: &dyn Patterns) -> Parsed {
        let problems = if self.any_language { Problems::in_any_language() } else { Problems::new() };
        let recipe = match &self.json {
            Ok(value) => Node::at(value, "", &problems).object().and_then(|object| read(&object, patterns)),
            Err(problem) => {
                problems.report(&problem.pointer, &problem.expected, &problem.found);
                None
            }
        };
        let problems = problems.into_list();
        Parsed { recipe: recipe.filter(|_| problems.is_empty()), problems }
    }
}

/// Whether a part of a recipe has what only the later part of the program can read, ask or evaluate: field kinds, checks, code lists,
/// operators, and numbers that are not whole.
fn needs_later(json: &Value) -> bool {
    match json {
        Value::Number(number) => number.as_i64().is_none(),
        Value::Array(list) => list.iter().any(needs_later),
        Value::Object(map) => map.iter().any(|(key, value)| match (&**key, value) {
            ("checks" | "codeList" | "default" | "prefill", _) => true,
            ("kind", Value::String(kind)) => Kind::LATER.contains(&&**kind),
            // No operator has a word for its only operand: a key with a text is one of the many others.
            (_, Value::String(_)) if map.len() > 1 => false,
            _ => map.len() == 1 && Op::of(key).is_some_and(Op::is_later) || needs_later(value),
        }),
        _ => false,
    }
}

/// The recipe, which may hold stand-ins where problems were reported.
fn read(object: &Object, patterns: &dyn Patterns) -> Option<Recipe> {
    object.finish(&[KEYS]);
    object.get("$schema").and_then(|node| node.string());
    let id =
        line(object, "id", |id| ServiceId::parse(id).is_some(), "2 to 63 of a-z, 0-9 and -, beginning with a letter");
    let version = object.require("version", "the recipe's version: 1, later 2 …");
    let version = version.and_then(|node| node.integer(1, u32::MAX.into()));
    let mut laws = Vec::new();
    each(object.get("legal"), 0, &mut |node| {
        let Some(law) = node.object() else { return };
        law.finish(&[&["title", "url"]]);
        laws.push(Law { title: text(&law, "title"), url: url(&law) });
    });
    let mut evidence = Vec::new();
    each(object.get("evidence"), 0, &mut |node| {
        let Some(item) = node.object() else { return };
        item.finish(&[&["title", "hint"]]);
        evidence.push(Evidence { title: text(&item, "title"), hint: optional_text(&item, "hint") });
    });
    let office = object.require("office", "the office responsible").and_then(|node| read_office(&node.object()?));
    let form = steps::read(object, patterns);
    Some(Recipe {
        leika: optional_line(object, "leika", is_leika, "a key of 14 digits"),
        title: text(object, "title"),
        summary: text(object, "summary"),
        description: optional_text(object, "description"),
        keywords: read_keywords(object),
        legal: laws,
        fee: text(object, "fee"),
        duration: text(object, "duration"),
        evidence,
        privacy: text(object, "privacy"),
        afterwards: optional_text(object, "afterwards"),
        steps: form.steps,
        fields: form.fields,
        checks: form.checks,
        graph: form.graph,
        by_id: form.by_id,
        // What has no stand-in comes last, when all problems have been found.
        id: ServiceId::parse(&id)?,
        version: version? as u32,
        office: office?,
    })
}

fn read_office(object: &Object) -> Option<Office> {
    object.finish(&[OFFICE_KEYS]);
    Some(Office {
        name: text(object, "name"),
        street: line(object, "street", is_not_blank, "street and house number"),
        postcode: line(object, "postcode", is_postcode, "a German postcode of 5 digits"),
        place: line(object, "place", is_not_blank, "the place"),
        hours: text(object, "hours"),
        phone: line(object, "phone", is_phone, "a number such as \"+49 2421 25-0\""),
        email: line(object, "email", is_email, "an e-mail address"),
        url: url(object),
    })
}

fn read_keywords(object: &Object) -> Vec<(String, Vec<String>)> {
    let mut keywords = Vec::new();
    let Some(languages) = object.get("keywords").and_then(|node| node.object()) else { return keywords };
    for language in languages.map.keys() {
        if !text::is_language(language) {
            languages.report(language, "a language such as de or en-GB", "another key");
        }
        let mut words = Vec::new();
        each(languages.get(language), 0, &mut |node| match node.value.as_str() {
            Some(word) if is_not_blank(word) => words.push(word.to_owned()),
            _ => node.expected("a word in quotation marks, not a blank one"),
        });
        keywords.push((language.to_owned(), words));
    }
    keywords
}

/// Reads each element of the list at `node`, if there is one, and reports a list of fewer than `least`.
pub(super) fn each(node: Option<Node>, least: usize, read: &mut dyn FnMut(Node)) {
    let Some((node, list)) = node.and_then(|node| Some((node, node.list()?))) else { return };
    if list.len() < least {
        node.expected("a list of at least one");
    }
    for (ix, value) in list.iter().enumerate() {
        read(node.element(ix, value));
    }
}

/// The text at `key`; its absence is reported.
pub(super) fn text(object: &Object, key: &str) -> Text {
    object.require(key, "a text such as {\"de\": \"…\", \"en\": \"…\"}").and_then(text::read).unwrap_or_default()
}

pub(super) fn optional_text(object: &Object, key: &str) -> Option<Text> {
    object.get(key).and_then(text::read)
}

/// The string at `key`, of the form `fits` knows and `what` describes; its absence is reported.
pub(super) fn line(object: &Object, key: &str, fits: fn(&str) -> bool, what: &str) -> String {
    object.require(key, what);
    optional_line(object, key, fits, what).unwrap_or_default()
}

fn optional_line(object: &Object, key: &str, fits: fn(&str) -> bool, what: &str) -> Option<String> {
    let found = object.get(key)?.value.as_str().filter(|text| fits(text));
    if found.is_none() {
        object.expected(key, what);
    }
    found.map(str::to_owned)
}

fn url(object: &Object) -> Option<String> {
    optional_line(object, "url", is_https, "an address beginning with https://")
}

fn is_not_blank(text: &str) -> bool {
    !text::is_blank(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    #[test]
    fn the_later_part_is_waited_for_only_where_it_is_needed() {
        for json in [
            json!({"when": {"and": [true, {">=": [{"age": [{"var": "born"}, {"today": []}]}, 18]}]}}),
            json!({"value": {"*": [{"var": "area"}, 0.5]}}),
            json!({"steps": [{"fields": [{"id": "account", "kind": "bankAccount"}]}]}),
            json!({"steps": [{"fields": [], "checks": []}]}),
            json!({"kind": "choice", "codeList": "trades"}),
            json!({"when": {"some": [{"var": "dogs"}, true]}}),
            json!([1e40]),
        ] {
            assert!(needs_later(&given(&json)), "{json}");
        }
        for json in [
            json!({"when": {"<": [{"+": [{"var": "year"}, 1.0]}, {"max": [1, 2]}]}}),
            json!({"fields": [{"kind": "text", "label": {"de": "bankAccount"}}], "options": ["today", "/"], "min": -5}),
        ] {
            assert!(!needs_later(&given(&json)), "{json}");
        }
    }
}
