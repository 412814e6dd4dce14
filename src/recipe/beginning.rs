//! Reads what fields begin with: answers of the recipe's own, of the page's or of its address.

use super::graph::Node as Place;
use super::read::optional_text;
use super::steps::Reader;
use super::{Prefill, Recipe};
use crate::expr::value::Value;
use crate::expr::{Expr, is_operation};
use crate::field::Kind;
use crate::reading::{Node, Object};

/// Names under which answers are handed over: `^[A-Za-z][A-Za-z0-9._-]{0,62}$`.
fn is_name(name: &str) -> bool {
    (1..=63).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

impl Reader<'_> {
    #[inline(never)]
    pub(super) fn beginning(&mut self, object: &Object, ix: usize) {
        if matches!(self.form.fields[ix].kind, Kind::File(_)) {
            for key in ["default", "prefill", "fixed"].into_iter().filter(|key| object.map.contains_key(key)) {
                object.expected(key, "nothing, for files are chosen");
            }
            return;
        }
        if let Some(node) = object.get("default") {
            if is_operation(node.value) {
                self.expressions.push((Place::Field(ix), "default"));
            } else if self.form.fields[ix].kind.typed(node.value).is_some() {
                self.form.fields[ix].value = Some(Expr::Literal(Value::from_json(node.value)));
            } else {
                node.expected("an answer in the form in which it is sent, or a calculation");
            }
        }
        self.form.fields[ix].prefill = object.get("prefill").and_then(prefill);
        if object.map.contains_key("fixed") {
            if !object.map.contains_key("default") && !object.map.contains_key("prefill") {
                object.expected("fixed", "default or prefill beside it");
            }
            self.form.fields[ix].fixed = optional_text(object, "fixed");
        }
    }
}

fn prefill(node: Node) -> Option<Prefill> {
    let what = "{\"page\": \"a name\"} or {\"address\": \"a name\"}";
    let source = node.object()?;
    let only = source.map.iter().next().filter(|_| source.map.len() == 1);
    let name = only.and_then(|(_, name)| name.as_str()).filter(|name| is_name(name)).map(str::to_owned);
    let found = match only.map(|(key, _)| &**key) {
        Some("page") => name.map(Prefill::Page),
        Some("address") => name.map(Prefill::Address),
        _ => None,
    };
    if found.is_none() {
        node.expected(what);
    }
    found
}

impl Recipe {
    /// Whether some field's first answer may come from outside.
    pub fn is_prefilled(&self) -> bool {
        self.fields.iter().any(|field| field.prefill.is_some())
    }
}
