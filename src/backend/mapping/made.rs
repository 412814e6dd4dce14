//! JSON made from a template: the shape stands in the mapping, the values come from the inputs.

use super::template::{Scope, text};
use super::value::{Basis, Pick};
use crate::json::{Object, Value};
use crate::reading::{Node, child};

/// A JSON value with places to fill.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    Literal(Value),
    Pick(Pick),
    /// For each element of a list among the inputs, which is `{entry}` in it.
    Each(Pick, Box<Made>),
    List(Vec<Made>),
    Object(Vec<(String, Made)>),
}

/// Deeper than this no template is meant to be.
const DEEPEST: usize = 32;

impl Made {
    /// Reads a template: texts with placeholders, `{"$": a value}`, `{"$each": a list, "as": a template}`, and anything else as it is.
    pub fn read(node: Node, scope: Scope) -> Option<Made> {
        Self::read_in(node, scope, 0)
    }

    fn read_in(node: Node, scope: Scope, depth: usize) -> Option<Made> {
        if depth > DEEPEST {
            node.expected("a template nested less deeply");
            return None;
        }
        match node.value {
            Value::String(text) if text.contains(['{', '}']) => Pick::read(node, scope).map(Made::Pick),
            Value::Array(list) => {
                let read: Vec<Made> = list
                    .iter()
                    .enumerate()
                    .filter_map(|(ix, value)| Self::read_in(node.element(ix, value), scope, depth + 1))
                    .collect();
                (read.len() == list.len()).then_some(Made::List(read))
            }
            Value::Object(members) if members.contains_key("$") => Pick::read(node, scope).map(Made::Pick),
            Value::Object(members) if members.contains_key("$each") => {
                let object = node.object()?;
                object.finish(&[&["$each", "as"]]);
                let list = object.get("$each").and_then(|node| Pick::read(node, scope));
                let each = object.require("as", "what each element becomes");
                let each = each.and_then(|node| Self::read_in(node, Scope { entry: true, ..scope }, depth + 1));
                Some(Made::Each(list?, Box::new(each?)))
            }
            Value::Object(members) => {
                let object = node.object()?;
                let read: Vec<_> = members
                    .keys()
                    .filter_map(|key| Some((key.to_owned(), Self::read_in(object.get(key)?, scope, depth + 1)?)))
                    .collect();
                (read.len() == members.len()).then_some(Made::Object(read))
            }
            literal => Some(Made::Literal(literal.clone())),
        }
    }

    /// The value; `None` where all of it is one input that is not there. What is not there is left out of objects and lists.
    pub fn value(&self, from: &Basis) -> Result<Option<Value>, String> {
        Ok(match self {
            Made::Literal(value) => Some(value.clone()),
            Made::Pick(pick) => {
                let value = pick.value(from)?;
                match (&pick.format, value) {
                    (Some(format), Some(value)) => {
                        let written = value.as_str().and_then(|text| format.written(text, from.zone));
                        Some(written.ok_or("a value that is no day and no time, where one is to be written")?)
                    }
                    (_, value) => value,
                }
            }
            Made::Each(list, each) => match list.value(from)? {
                Some(Value::Array(list)) => {
                    let mut made = Vec::with_capacity(list.len());
                    for entry in list {
                        let mut inputs = from.inputs.clone();
                        inputs.insert("entry", entry);
                        made.extend(each.value(&Basis { inputs: &inputs, ..*from })?);
                    }
                    Some(Value::Array(made))
                }
                Some(_) => return Err("a value that is no list, where each of its elements is meant".into()),
                None => None,
            },
            Made::List(list) => {
                let mut made = Vec::with_capacity(list.len());
                for element in list {
                    made.extend(element.value(from)?);
                }
                Some(Value::Array(made))
            }
            Made::Object(members) => {
                let mut made = Object::new();
                for (key, member) in members {
                    if let Some(value) = member.value(from)? {
                        made.insert(key, value);
                    }
                }
                Some(Value::Object(made))
            }
        })
    }

    /// Whether it names an input, at whatever depth.
    pub fn names(&self, input: &str) -> bool {
        match self {
            Made::Literal(_) => false,
            Made::Pick(pick) => pick.names(input),
            Made::Each(list, each) => list.names(input) || each.names(input),
            Made::List(list) => list.iter().any(|element| element.names(input)),
            Made::Object(members) => members.iter().any(|(_, member)| member.names(input)),
        }
    }

    /// The input that a place of what was made came from: `/dog/chip` is `answers.chip` where the template says so, and
    /// places below it are below it. `place` is the rest of a pointer; `here` the input that `{entry}` is.
    pub fn origin(&self, place: &str, here: Option<&str>) -> Option<String> {
        match self {
            Made::Pick(pick) => {
                let input = pick.input()?;
                let path = match input.strip_prefix("entry") {
                    Some(rest) => [here?, rest].concat(),
                    None => input.to_owned(),
                };
                Some([&path.replace('.', "/"), place].concat())
            }
            Made::Each(list, each) => {
                let (number, rest) = split(place)?;
                number.parse::<usize>().ok()?;
                let list = list.input()?.replace('.', "/");
                each.origin(rest, Some(&child(&list, number)))
            }
            Made::List(list) => {
                let (number, rest) = split(place)?;
                list.get(number.parse::<usize>().ok()?)?.origin(rest, here)
            }
            Made::Object(members) => {
                let (key, rest) = split(place)?;
                let key = key.replace("~1", "/").replace("~0", "~");
                members.iter().find(|(own, _)| *own == key)?.1.origin(rest, here)
            }
            Made::Literal(_) => None,
        }
    }
}

/// The first token of a pointer, and the rest.
fn split(place: &str) -> Option<(&str, &str)> {
    let place = place.strip_prefix('/')?;
    Some(place.find('/').map_or((place, ""), |at| place.split_at(at)))
}

/// The value of a member of a form or a query: a text, a list of them, or nothing.
pub fn texts(value: Option<Value>) -> Vec<String> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().map(text).collect(),
        Some(value) => vec![text(&value)],
    }
}
