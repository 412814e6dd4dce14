//! What an operation's answer gives: its values in the form of the REST contract, from wherever the server has them.

use super::operations::{EVENT, Given, Need, Operation, Sort};
use super::template::{Scope, text};
use super::value::{Basis, Pick, at, is_pointer};
use crate::case::instant;
use crate::expr::date::Date;
use crate::json::{Object, Value};
use crate::reading::{self, Node};

/// Where the values of an answer stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The list, for operations that answer with one.
    items: Option<String>,
    values: Vec<(&'static Given, Pick)>,
    /// A case's events: where their list is, and the values of each.
    events: Option<(String, Vec<(&'static Given, Pick)>)>,
}

impl Answer {
    pub fn read(object: &reading::Object, operation: &'static Operation) -> Option<Answer> {
        if operation.gives.is_empty() {
            return Some(Answer { items: None, values: Vec::new(), events: None });
        }
        let answer = object.require("answer", "where in the answer the values stand")?.object()?;
        let scope = Scope { inputs: operation.inputs, entry: false, answer: true };
        let list = operation.list.map(|_| answer.require("items", "the JSON Pointer of the list").and_then(pointer));
        let has_events = operation.gives.iter().any(|given| given.sort == Sort::Events);
        let events = answer.get("events").filter(|_| has_events).map(|node| {
            let object = node.object()?;
            let items = object.require("items", "the JSON Pointer of the list").and_then(pointer);
            let values = values(&object, EVENT, scope, &["items"]);
            Some((items?, values?))
        });
        let values = values(&answer, operation.gives, scope, if list.is_some() { &["items"] } else { &[] });
        // What is there and cannot be read has been reported.
        let (items, events) =
            (list.map_or(Some(None), |read| read.map(Some)), events.map_or(Some(None), |read| read.map(Some)));
        Some(Answer { items: items?, values: values?, events: events? })
    }

    /// Whether anything in it stands in the server's answer.
    pub fn points(&self) -> bool {
        self.items.is_some() || self.events.is_some() || self.values.iter().any(|(_, pick)| pick.points())
    }

    /// The answer as the REST contract has it. The error is for an integrator, and tells nothing of a person.
    pub fn contract(&self, operation: &Operation, from: &Basis, language: &str) -> Result<Value, String> {
        let Some(items) = &self.items else {
            // What is only looked for need not be there.
            let mut made = filled(&self.values, from, language, operation.need != Need::Helps)?;
            if let Some((place, values)) = &self.events {
                let events = list(place, values, from, language)?;
                made.insert("events", Value::Array(events));
            }
            return Ok(Value::Object(made));
        };
        let list = Value::Array(list(items, &self.values, from, language)?);
        Ok(Value::Object(Object::from_iter([(operation.list.unwrap_or("items").to_owned(), list)])))
    }
}

/// A JSON Pointer.
pub fn pointer(node: Node) -> Option<String> {
    let pointer = node.string()?;
    if !is_pointer(pointer) {
        node.expected("a JSON Pointer such as /records, or an empty text for the whole answer");
        return None;
    }
    Some(pointer.to_owned())
}

fn values(
    object: &reading::Object,
    gives: &'static [Given],
    scope: Scope,
    more: &[&str],
) -> Option<Vec<(&'static Given, Pick)>> {
    let known: Vec<&str> = gives.iter().map(|given| given.key).collect();
    object.finish(&[&known, more]);
    let (mut read, mut missing) = (Vec::new(), false);
    for given in gives.iter().filter(|given| given.sort != Sort::Events) {
        let node = match given.needed {
            true => object.require(given.key, "where the value stands, such as /id"),
            false => object.get(given.key),
        };
        let Some(node) = node else {
            missing |= given.needed;
            continue;
        };
        let pick = Pick::of_sort(node, scope, given.sort);
        missing |= pick.is_none();
        let dated = matches!(given.sort, Sort::Moment | Sort::Day);
        if pick.as_ref().is_some_and(|pick| pick.format.is_some()) && !dated {
            node.expected("no format, as this is neither a day nor a time");
            missing = true;
        }
        read.extend(pick.map(|pick| (given, pick)));
    }
    (!missing).then_some(read)
}

fn list(place: &str, values: &[(&'static Given, Pick)], from: &Basis, language: &str) -> Result<Vec<Value>, String> {
    let Some(list) = at(from.answer, place).and_then(Value::as_array) else {
        return Err(["no list at ", if place.is_empty() { "the top" } else { place }].concat());
    };
    let of = |answer| filled(values, &Basis { answer, ..*from }, language, true).map(Value::Object);
    list.iter()
        .enumerate()
        .map(|(ix, value)| of(value).map_err(|cause| [&*ix.to_string(), ": ", &cause].concat()))
        .collect()
}

fn filled(values: &[(&'static Given, Pick)], from: &Basis, language: &str, strict: bool) -> Result<Object, String> {
    let mut made = Object::new();
    for (given, pick) in values {
        let value = pick.value(from).map_err(|cause| [given.key, ": ", &cause].concat())?;
        let wanted = |what: &str| [given.key, ": expected ", what].concat();
        let Some(value) = value else {
            if given.needed && strict {
                return Err([given.key, ": nothing there"].concat());
            }
            continue;
        };
        let is_object = value.is_object();
        let value = match (given.sort, &pick.format) {
            (Sort::Moment, Some(format)) => format.moment(&value, from.zone).map(Value::String),
            (Sort::Day, Some(format)) => format.day(&value, from.zone).map(Value::String),
            (Sort::Text | Sort::Status | Sort::Outcome, None) => single(&value).map(Value::String),
            (Sort::Moment, None) => value.as_str().filter(|text| instant(text).is_some()).map(Value::from),
            // A time is on a day, too.
            (Sort::Day, None) => {
                value.as_str().and_then(|text| Some(Value::String(Date::parse(text.get(..10)?)?.to_string())))
            }
            (Sort::Words, _) if is_object => Some(value),
            (Sort::Words, _) => single(&value)
                .map(|text| Value::Object(Object::from_iter([(language.to_owned(), Value::String(text))]))),
            (Sort::Number, _) => number(value),
            _ => Some(value),
        };
        let value = value.ok_or_else(|| {
            wanted(match given.sort {
                Sort::Moment => "a time as RFC 3339 writes it, or as a format says",
                Sort::Day => "a day as YYYY-MM-DD, or as a format says",
                Sort::Number => "a number",
                _ => "a text or a number",
            })
        })?;
        made.insert(given.key, value);
    }
    Ok(made)
}

/// A text; a number becomes one.
fn single(value: &Value) -> Option<String> {
    matches!(value, Value::String(_) | Value::Number(_)).then(|| text(value))
}

/// A number; a text that is one becomes it.
fn number(value: Value) -> Option<Value> {
    match value {
        Value::Number(_) => Some(value),
        Value::String(text) => crate::json::read(text.trim()).ok().filter(|value| matches!(value, Value::Number(_))),
        _ => None,
    }
}
