//! Reads JsonLogic and checks all that can be known before anybody answers: operators, operands and fields here, what their
//! values can be in `shape.rs`.

use super::operators::NAMES;
use super::value::Value;
use super::{Expr, Op, Shape, Var, fraction};
use crate::json::Value as Json;
use crate::reading::{MOST_INTEGER, Node, Problems, child, describe};

/// The fields a condition may read. Known by the recipe; the ones above this room.
pub trait Fields {
    /// The field (or part of one) that `path` names.
    fn find(&self, path: &str) -> Option<Var>;

    /// What its values are.
    fn shape(&self, var: Var) -> Shape;

    /// Whether a field of shape `Choice` or `Choices` offers `value`.
    fn offers(&self, field: usize, value: &str) -> bool;

    /// The group that a field stands in.
    fn home(&self, field: usize) -> Option<usize>;
}

const NUMBER: &str = "a number of at most 15 digits, 6 of them after the point";

/// Expressions deeper than this are refused, so that no recursion is deep.
const DEEPEST: usize = 64;

/// Whether this is meant as an expression: an object of which the only key is an operator.
pub fn is_operation(json: &Json) -> bool {
    let only = json.as_object().filter(|map| map.len() == 1).and_then(|map| map.keys().next());
    only.is_some_and(|key| key == "var" || Op::of(key).is_some())
}

/// Reads the condition or calculation at `node`, an object with one operator, of something in the group `home`. `None`
/// exactly when problems were reported. Tells the shape of its values as well.
pub fn read(node: Node, fields: &dyn Fields, home: Option<usize>) -> Option<(Expr, Shape)> {
    let mut reader = Reader { fields, problems: node.problems, pointer: node.pointer(), home, failed: false };
    let expr = reader.operation(node.value, 0);
    expr.filter(|_| !reader.failed).map(|expr| {
        let shape = reader.shape(&expr);
        (expr, shape)
    })
}

pub(super) struct Reader<'a> {
    pub(super) fields: &'a dyn Fields,
    problems: &'a Problems,
    /// Where we are; grows and shrinks on the way.
    pointer: String,
    /// The group from whose entry fields are read here.
    pub(super) home: Option<usize>,
    failed: bool,
}

impl Reader<'_> {
    pub(super) fn expected(&mut self, what: &str, found: &Json) {
        self.failed = true;
        self.problems.report(&self.pointer, what, &describe(Some(found)));
    }

    /// As `expected`, about the operand so-and-so of the operator we are at. A single operand may stand without a list.
    pub(super) fn expected_at(&mut self, operand: usize, what: &str, argument: &Json) {
        match argument.at(operand) {
            Some(json) => self.inside_operand(operand, |reader| reader.expected(what, json)),
            None => self.expected(what, argument),
        }
    }

    fn inside_operand<T>(&mut self, ix: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        const FEW: [&str; 4] = ["0", "1", "2", "3"];
        match FEW.get(ix) {
            Some(token) => self.inside(token, read),
            None => self.inside(&ix.to_string(), read),
        }
    }

    pub(super) fn inside<T>(&mut self, token: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        // The only operator that RFC 6901 § 3 has written otherwise.
        self.pointer.push_str(if token == "/" { "~1" } else { token });
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    fn operation(&mut self, json: &Json, depth: usize) -> Option<Expr> {
        let map = json.as_object().filter(|map| map.len() == 1);
        let Some((name, argument)) = map.and_then(|map| map.iter().next()) else {
            self.expected("an object with one operator, such as {\"==\": [{\"var\": \"field\"}, \"value\"]}", json);
            return None;
        };
        if depth >= DEEPEST {
            self.expected("a condition nested less deeply", json);
            return None;
        }
        let op = Op::of(name);
        if op.is_none() && name != "var" {
            self.failed = true;
            let what = ["one of the operators var ", NAMES].concat();
            self.problems.report(&child(&self.pointer, name), &what, "an unknown operator");
            return None;
        }
        self.inside(name, |reader| match op {
            None => reader.var(argument),
            Some(op) if op.asks() => reader.each(op, argument, depth),
            Some(op) => reader.apply(op, argument, depth),
        })
    }

    fn var(&mut self, argument: &Json) -> Option<Expr> {
        let path = path(argument);
        let Some(var) = path.as_str().and_then(|path| self.fields.find(path)) else {
            self.expected("the id of a field with an answer, an address's id.country, id.postcode, id.place, or a period's id.from, id.to", path);
            return None;
        };
        if self.fields.shape(var) == Shape::Group {
            self.expected(
                "a field with an answer (a group only as the first operand of count, sum, some, all, none)",
                path,
            );
            return None;
        }
        self.reaches(var.field, path).then_some(Expr::Var(var))
    }

    /// Whether the field can be read from here; reports that it cannot.
    pub(super) fn reaches(&mut self, field: usize, path: &Json) -> bool {
        let target = self.fields.home(field);
        let mut here = self.home;
        while here != target {
            let Some(group) = here else {
                self.expected("a field of this entry or outside of groups (those of other entries are read by count, sum, some, all, none)", path);
                return false;
            };
            here = self.fields.home(group);
        }
        true
    }

    fn apply(&mut self, op: Op, argument: &Json, depth: usize) -> Option<Expr> {
        let several = argument.as_array();
        let given = several.unwrap_or(std::slice::from_ref(argument));
        if !op.takes(given.len()) {
            self.expected(op.expected(), argument);
            return None;
        }
        let mut operands = Vec::with_capacity(given.len());
        for (ix, json) in given.iter().enumerate() {
            let operand = if several.is_none() {
                self.operand(json, depth)
            } else {
                self.inside_operand(ix, |reader| match json {
                    Json::Array(list) if op == Op::In && ix == 1 => reader.list(list, json),
                    _ => reader.operand(json, depth),
                })
            };
            operands.extend(operand);
        }
        if operands.len() == given.len() {
            self.check(op, &operands, argument);
        }
        Some(Expr::Op(op, operands))
    }

    pub(super) fn operand(&mut self, json: &Json, depth: usize) -> Option<Expr> {
        if json.is_object() {
            return self.operation(json, depth + 1);
        }
        let literal = literal(json);
        if literal.is_none() {
            let number = matches!(json, Json::Number(_));
            let other = "an operator in curly brackets, a text, a number, true, false or null";
            self.expected(if number { NUMBER } else { other }, json);
        }
        literal.map(Expr::Literal)
    }

    fn list(&mut self, list: &[Json], whole: &Json) -> Option<Expr> {
        let values: Vec<Value> = list.iter().filter(|json| !json.is_null()).filter_map(literal).collect();
        if values.is_empty() || values.len() < list.len() {
            self.expected("a list of texts, numbers, true or false", whole);
            return None;
        }
        Some(Expr::Literal(Value::List(values)))
    }
}

/// What `var` names: a text, or the only element of a list.
pub(super) fn path(argument: &Json) -> &Json {
    match argument {
        Json::Array(list) if list.len() == 1 => &list[0],
        other => other,
    }
}

fn literal(json: &Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Bool(b) => Some(Value::Bool(*b)),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => (whole.abs() <= MOST_INTEGER).then_some(Value::Int(whole)),
            None => fraction::literal(number),
        },
        Json::Array(_) | Json::Object(_) => None,
    }
}
