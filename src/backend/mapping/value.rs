//! One value: where it stands in an answer or among the inputs, and what is made of it.

use std::cell::RefCell;

use super::moments::{Format, Zone};
use super::operations::Sort;
use super::template::{Scope, Template, find, text};
use crate::case::{Outcome, Status};
use crate::expr::date::Date;
use crate::expr::value::Value as Known;
use crate::expr::{self, Expr, Fields, Shape, Var, World};
use crate::json::{Object, Value};
use crate::reading::{Node, child, describe};

/// How a value is found, and made into what is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    from: Source,
    table: Option<Table>,
    pub format: Option<Format>,
}

#[derive(Clone, Debug, PartialEq)]
enum Source {
    /// The place in the answer (RFC 6901).
    Pointer(String),
    Text(Template),
    Calculated(Calculation),
    Constant(Value),
}

/// Another system's words, each with ours.
#[derive(Clone, Debug, PartialEq)]
struct Table {
    words: Vec<(String, Value)>,
    /// Without it, a word that is not in the table is an error.
    otherwise: Option<Value>,
}

/// A JsonLogic expression over an answer (by pointers) and the inputs (by paths).
#[derive(Clone, Debug, PartialEq)]
pub struct Calculation {
    expr: Expr,
    /// What its variables name.
    names: Vec<String>,
}

/// What values are taken from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub inputs: &'a Object,
    /// Null for a request.
    pub answer: &'a Value,
    pub today: Date,
    pub zone: Zone,
}

/// What a value is written as, beside a pointer.
const KEYS: &[&str] = &["$", "table", "otherwise", "format"];

impl Pick {
    /// Reads `"/place"`, `"{input}"`, a JsonLogic expression, `{"const": …}` or `{"$": any of these, "table": …, "otherwise": …,
    /// "format": …}`.
    pub fn read(node: Node, scope: Scope) -> Option<Pick> {
        let long = node.value.as_object().is_some_and(|object| object.contains_key("$"));
        if !long {
            return Some(Pick { from: Source::read(node, scope)?, table: None, format: None });
        }
        let object = node.object()?;
        object.finish(&[KEYS]);
        let from = object.get("$").and_then(|node| Source::read(node, scope));
        let otherwise = object.get("otherwise").map(|node| (constant(node), node));
        let table = match object.get("table") {
            Some(node) => Table::read(node, otherwise.and_then(|(value, _)| value)).map(Some),
            None => {
                if otherwise.is_some() {
                    object.expected("table", "a table of words, as otherwise is for the words that are not in it");
                }
                Some(None)
            }
        };
        let format = match object.get("format") {
            Some(node) => Format::read(node).map(Some),
            None => Some(None),
        };
        Some(Pick { from: from?, table: table?, format: format? })
    }

    /// As [`Pick::read`], for a value of a sort whose words are known.
    pub fn of_sort(node: Node, scope: Scope, sort: Sort) -> Option<Pick> {
        let (known, what): (fn(&str) -> bool, &str) = match sort {
            Sort::Status => (
                |word| Status::parse(word).is_some(),
                "INITIATED, SUBMITTED, RECEIVED, PROCESSING, ACTION_REQUIRED or COMPLETED",
            ),
            Sort::Outcome => (|word| Outcome::parse(word).is_some(), "granted, rejected, withdrawn or null"),
            _ => return Pick::read(node, scope),
        };
        let pick = Pick::read(node, scope)?;
        let right = |value: &Value| value.as_str().is_some_and(known) || sort == Sort::Outcome && value.is_null();
        let mut all_right = true;
        if let Some(table) = &pick.table {
            let words = table.words.iter().map(|(word, value)| (child("/table", word), value));
            for (place, value) in words.chain(table.otherwise.iter().map(|value| ("/otherwise".to_owned(), value))) {
                if !right(value) {
                    all_right = false;
                    let pointer = [&node.pointer(), place.as_str()].concat();
                    node.problems.report(&pointer, what, &describe(Some(value)));
                }
            }
        }
        if let Source::Constant(value) = &pick.from
            && pick.table.is_none()
            && !right(value)
        {
            all_right = false;
            node.expected(what);
        }
        all_right.then_some(pick)
    }

    /// The value; `Ok(None)` if there is none, or null. The error is for an integrator, and tells nothing of a person.
    pub fn value(&self, from: &Basis) -> Result<Option<Value>, String> {
        let found = match &self.from {
            Source::Pointer(pointer) => at(from.answer, pointer).cloned(),
            Source::Text(template) => template.value(from.inputs),
            Source::Calculated(calculation) => Some(calculation.value(from)),
            Source::Constant(value) => Some(value.clone()),
        };
        let Some(found) = found.filter(|value| !value.is_null()) else { return Ok(None) };
        let Some(table) = &self.table else { return Ok(Some(found)) };
        let word = text(&found);
        let meant = table.words.iter().find(|(known, _)| *known == word).map(|(_, value)| value);
        match meant.or(table.otherwise.as_ref()) {
            Some(value) => Ok(Some(value.clone()).filter(|value| !value.is_null())),
            None => Err([&describe(Some(&found)), " is not in the table"].concat()),
        }
    }

    /// Whether it is taken from the answer.
    pub fn points(&self) -> bool {
        match &self.from {
            Source::Pointer(_) => true,
            Source::Calculated(calculation) => calculation.names.iter().any(|name| is_pointer(name)),
            Source::Text(_) | Source::Constant(_) => false,
        }
    }

    /// Whether it is taken from an input, or from a part of it.
    pub fn names(&self, input: &str) -> bool {
        let is = |path: &str| path.strip_prefix(input).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        match &self.from {
            Source::Text(template) => template.paths().any(is),
            Source::Calculated(calculation) => calculation.names.iter().any(|name| is(name)),
            Source::Pointer(_) | Source::Constant(_) => false,
        }
    }

    /// The input that the value is, where it is one and nothing is made of it.
    pub fn input(&self) -> Option<&str> {
        match &self.from {
            Source::Text(template) => template.only_input(),
            _ => None,
        }
    }
}

impl Source {
    fn read(node: Node, scope: Scope) -> Option<Source> {
        if expr::is_operation(node.value) {
            return Calculation::read(node, scope).map(Source::Calculated);
        }
        if let Some(object) = node.value.as_object() {
            if object.contains_key("const") {
                let object = node.object()?;
                object.finish(&[&["const"]]);
                return constant(object.get("const")?).map(Source::Constant);
            }
        } else if let Some(words) = node.value.as_str() {
            if scope.answer && is_pointer(words) {
                return Some(Source::Pointer(words.to_owned()));
            }
            if words.contains(['{', '}']) {
                return Template::read(node, scope).map(Source::Text);
            }
        }
        let pointer = if scope.answer { "a JSON Pointer such as /status, " } else { "" };
        node.expected(
            &[pointer, "a text with placeholders in curly brackets, a JsonLogic expression, or {\"const\": …}"]
                .concat(),
        );
        None
    }
}

impl Table {
    fn read(node: Node, otherwise: Option<Value>) -> Option<Table> {
        let object = node.object()?;
        if object.map.is_empty() {
            node.expected("a table from at least one word of the other system to ours");
        }
        let words: Vec<_> =
            object.map.keys().filter_map(|word| Some((word.to_owned(), constant(object.get(word)?)?))).collect();
        (words.len() == object.map.len()).then_some(Table { words, otherwise })
    }
}

/// A text, a number, true, false or null.
fn constant(node: Node) -> Option<Value> {
    if matches!(node.value, Value::Array(_) | Value::Object(_)) {
        node.expected("a text, a number, true, false or null");
        return None;
    }
    Some(node.value.clone())
}

/// Whether a text is a JSON Pointer (RFC 6901 § 3).
pub fn is_pointer(text: &str) -> bool {
    let escaped = |(at, _): (usize, &str)| matches!(text.as_bytes().get(at + 1), Some(b'0' | b'1'));
    (text.is_empty() || text.starts_with('/')) && text.match_indices('~').all(escaped)
}

/// The value at a pointer.
pub fn at<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(value, |value, token| match value {
        Value::Array(list) => {
            let plain = token == "0" || !token.starts_with('0') && token.bytes().all(|b| b.is_ascii_digit());
            list.get(token.parse::<usize>().ok().filter(|_| plain)?)
        }
        value => value.get(&token.replace("~1", "/").replace("~0", "~")),
    })
}

impl Calculation {
    pub fn read(node: Node, scope: Scope) -> Option<Calculation> {
        let names = Names { scope, known: RefCell::default() };
        let (expr, _) = expr::read(node, &names, None)?;
        Some(Calculation { expr, names: names.known.into_inner() })
    }

    fn value(&self, from: &Basis) -> Value {
        self.expr.eval(&Place { names: &self.names, from: *from }).to_json()
    }

    pub fn holds(&self, from: &Basis) -> bool {
        self.expr.holds(&Place { names: &self.names, from: *from })
    }
}

/// What a calculation's variables may name; each gets a number when it is first read.
struct Names {
    scope: Scope,
    known: RefCell<Vec<String>>,
}

impl Fields for Names {
    fn find(&self, path: &str) -> Option<Var> {
        if !(self.scope.answer && is_pointer(path) || self.scope.knows(path)) {
            return None;
        }
        let mut known = self.known.borrow_mut();
        let field = known.iter().position(|name| name == path).unwrap_or_else(|| {
            known.push(path.to_owned());
            known.len() - 1
        });
        Some(Var { field, part: None })
    }

    fn shape(&self, _: Var) -> Shape {
        Shape::Unknown
    }

    fn offers(&self, _: usize, _: &str) -> bool {
        true
    }

    fn home(&self, _: usize) -> Option<usize> {
        None
    }
}

struct Place<'a> {
    names: &'a [String],
    from: Basis<'a>,
}

impl Place<'_> {
    fn found(&self, field: usize) -> Option<&Value> {
        let name = self.names.get(field)?;
        if is_pointer(name) { at(self.from.answer, name) } else { find(self.from.inputs, name) }
    }
}

impl World for Place<'_> {
    fn value(&self, var: Var) -> Known {
        self.found(var.field).map(Known::from_json).unwrap_or_default()
    }

    fn today(&self) -> Date {
        self.from.today
    }

    /// Pointers in what is asked of each element point into that element.
    fn entries(&self, group: usize, visit: &mut dyn FnMut(&dyn World)) {
        for element in self.found(group).and_then(Value::as_array).unwrap_or_default() {
            visit(&Place { names: self.names, from: Basis { answer: element, ..self.from } });
        }
    }
}
