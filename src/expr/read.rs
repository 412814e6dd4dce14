//! Reads JsonLogic and checks all that can be known before anybody answers: operators, operands, fields, and whether a
//! comparison can ever be true.

use super::date::Date;
use super::value::Value;
use super::{Ask, Each, Expr, Op, Var};
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

/// What the values of an expression are, as far as that is known before there are any. Each may be null as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Anything.
    Unknown,
    Bool,
    Int,
    Text,
    /// A text `YYYY-MM-DD`.
    Date,
    /// The value of one of a field's options.
    Choice,
    /// A list of values of a field's options.
    Choices,
    /// Something that is only there or not: an address, a period, attachments.
    Thing,
    /// Entries, to be gone through.
    Group,
}

/// Expressions deeper than this are refused, so that no recursion is deep.
const DEEPEST: usize = 64;

/// Name, meaning, least and most operands.
const OPERATORS: &[(&str, Op, usize, usize)] = &[
    ("==", Op::Equal, 2, 2),
    ("===", Op::Equal, 2, 2),
    ("!=", Op::NotEqual, 2, 2),
    ("!==", Op::NotEqual, 2, 2),
    ("<", Op::Less, 2, 3),
    ("<=", Op::LessOrEqual, 2, 3),
    (">", Op::Greater, 2, 3),
    (">=", Op::GreaterOrEqual, 2, 3),
    ("and", Op::And, 1, usize::MAX),
    ("or", Op::Or, 1, usize::MAX),
    ("!", Op::Not, 1, 1),
    ("!!", Op::Truthy, 1, 1),
    ("in", Op::In, 2, 2),
    ("if", Op::If, 3, usize::MAX),
    ("+", Op::Add, 2, usize::MAX),
    ("-", Op::Subtract, 1, 2),
    ("*", Op::Multiply, 2, usize::MAX),
    ("min", Op::Min, 2, usize::MAX),
    ("max", Op::Max, 2, usize::MAX),
];

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

struct Reader<'a> {
    fields: &'a dyn Fields,
    problems: &'a Problems,
    /// Where we are; grows and shrinks on the way.
    pointer: String,
    /// The group from whose entry fields are read here.
    home: Option<usize>,
    failed: bool,
}

impl Reader<'_> {
    fn expected(&mut self, what: &str, found: &Json) {
        self.failed = true;
        self.problems.report(&self.pointer, what, &describe(Some(found)));
    }

    /// As `expected`, about the operand so-and-so of the operator we are at. A single operand may stand without a list.
    fn expected_at(&mut self, operand: usize, what: &str, argument: &Json) {
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

    fn inside<T>(&mut self, token: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(token);
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
        if name == "var" {
            return self.inside(name, |reader| reader.var(argument));
        }
        if let Some(ask) = Ask::of(name) {
            return self.inside(name, |reader| reader.each(ask, argument, depth));
        }
        let Some(&(_, op, least, most)) = OPERATORS.iter().find(|operator| operator.0 == name) else {
            let names: Vec<&str> =
                OPERATORS.iter().map(|operator| operator.0).chain(Ask::NAMES.iter().map(|ask| ask.0)).collect();
            self.failed = true;
            let what = ["one of the operators var, ", &names.join(", ")].concat();
            self.problems.report(&child(&self.pointer, name), &what, "an unknown operator");
            return None;
        };
        self.inside(name, |reader| reader.apply(op, least, most, argument, depth))
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
    fn reaches(&mut self, field: usize, path: &Json) -> bool {
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

    fn each(&mut self, ask: Ask, argument: &Json, depth: usize) -> Option<Expr> {
        let several = argument.as_array();
        let given = several.unwrap_or(std::slice::from_ref(argument));
        let least = if ask == Ask::Count { 1 } else { 2 };
        if !(least..=2).contains(&given.len()) {
            let what = if ask == Ask::Count {
                "a group, and perhaps a condition"
            } else {
                "a group, and what is asked of each entry"
            };
            self.expected(what, argument);
            return None;
        }
        let name = given[0].as_object().filter(|map| map.len() == 1).and_then(|map| map.get("var")).map(path);
        let group = name.and_then(Json::as_str).and_then(|id| self.fields.find(id));
        let Some(group) = group.filter(|var| matches!(self.fields.shape(*var), Shape::Group | Shape::Unknown)) else {
            self.expected_at(0, "a group, as {\"var\": \"its id\"}", argument);
            return None;
        };
        if !self.reaches(group.field, &given[0]) {
            return None;
        }
        let mut body = None;
        if let Some(json) = given.get(1) {
            let outside = self.home.replace(group.field);
            body = self.inside("1", |reader| reader.operand(json, depth));
            self.home = outside;
            let shape = self.shape(body.as_ref()?);
            if ask == Ask::Sum && !matches!(shape, Shape::Unknown | Shape::Int) {
                self.expected_at(1, "a number", argument);
            }
        }
        Some(Expr::Each(Box::new(Each { ask, group: group.field, body })))
    }

    fn apply(&mut self, op: Op, least: usize, most: usize, argument: &Json, depth: usize) -> Option<Expr> {
        let several = argument.as_array();
        let given = several.unwrap_or(std::slice::from_ref(argument));
        if given.len() < least || given.len() > most || op == Op::If && given.len().is_multiple_of(2) {
            self.expected(&count_of_operands(op, least, most), argument);
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

    fn operand(&mut self, json: &Json, depth: usize) -> Option<Expr> {
        if json.is_object() {
            return self.operation(json, depth + 1);
        }
        let literal = literal(json);
        if literal.is_none() {
            self.expected("an operator in curly brackets, a text, a whole number, true, false or null", json);
        }
        literal.map(Expr::Literal)
    }

    fn list(&mut self, list: &[Json], whole: &Json) -> Option<Expr> {
        let values: Vec<Value> = list.iter().filter(|json| !json.is_null()).filter_map(literal).collect();
        if values.is_empty() || values.len() < list.len() {
            self.expected("a list of texts, whole numbers, true or false", whole);
            return None;
        }
        Some(Expr::Literal(Value::List(values)))
    }

    /// Reports operands that would make the operator's answer always the same.
    fn check(&mut self, op: Op, operands: &[Expr], argument: &Json) {
        match op {
            Op::Equal | Op::NotEqual => self.check_comparison(operands, argument, false),
            Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
                self.check_comparison(operands, argument, true);
            }
            Op::In => self.check_in(operands, argument),
            Op::Add | Op::Subtract | Op::Multiply | Op::Min | Op::Max => {
                for (ix, operand) in operands.iter().enumerate() {
                    if !matches!(self.shape(operand), Shape::Unknown | Shape::Int) {
                        self.expected_at(ix, "a whole number", argument);
                    }
                }
            }
            Op::And | Op::Or | Op::Not | Op::Truthy | Op::If => {}
        }
    }

    fn check_comparison(&mut self, operands: &[Expr], argument: &Json, ordered: bool) {
        for (ix, operand) in operands.iter().enumerate() {
            let shape = self.shape(operand);
            let null = matches!(operand, Expr::Literal(Value::Null));
            if ordered && (null || matches!(shape, Shape::Bool | Shape::Choice)) {
                return self.expected_at(ix, "something with an order: a number, a text or a date", argument);
            }
            if matches!(shape, Shape::Choices | Shape::Thing | Shape::Group) {
                return self.expected_at(ix, "a field with a single value (use in for several choices)", argument);
            }
        }
        let Some(model) = operands.iter().position(|operand| !matches!(operand, Expr::Literal(_))) else { return };
        for ix in (0..operands.len()).filter(|ix| *ix != model) {
            if let Some(what) = self.mismatch(&operands[model], &operands[ix]) {
                self.expected_at(ix, what, argument);
            }
        }
    }

    fn check_in(&mut self, operands: &[Expr], argument: &Json) {
        match operands {
            [needle, Expr::Literal(Value::List(values))] => {
                if matches!(self.shape(needle), Shape::Choices | Shape::Thing) {
                    return self.expected_at(0, "a single value", argument);
                }
                for (ix, value) in values.iter().enumerate() {
                    if let Some(what) = self.mismatch(needle, &Expr::Literal(value.clone())) {
                        let token = ["1/", &ix.to_string()].concat();
                        self.inside(&token, |reader| reader.expected(what, &value.to_json()));
                    }
                }
            }
            [needle, several] if self.shape(several) == Shape::Choices => {
                if matches!(needle, Expr::Literal(Value::Null)) {
                    self.expected_at(0, "the value of an option", argument);
                } else if let Some(what) = self.mismatch(several, needle) {
                    self.expected_at(0, what, argument);
                }
            }
            [_, several @ Expr::Var(_)] if self.shape(several) == Shape::Unknown => {}
            _ => self.expected_at(1, "a list in square brackets, or a field of several choices", argument),
        }
    }

    /// What should stand in place of `other`, if it can never equal (an element of) `model`.
    fn mismatch(&self, model: &Expr, other: &Expr) -> Option<&'static str> {
        let options = if let Expr::Var(var) = model { Some(var.field) } else { None };
        let (fits, what) = match (self.shape(model), other) {
            (Shape::Unknown | Shape::Thing | Shape::Group, _) | (_, Expr::Literal(Value::Null)) => return None,
            (Shape::Choice | Shape::Choices, Expr::Literal(value)) => {
                let offered = match (options, value) {
                    (Some(field), Value::Text(text)) => self.fields.offers(field, text),
                    _ => false,
                };
                (offered, "the value of one of that field's options")
            }
            (Shape::Date, Expr::Literal(value)) => {
                (matches!(value, Value::Text(text) if Date::parse(text).is_some()), "a day as \"YYYY-MM-DD\"")
            }
            (Shape::Bool, _) => (matches!(self.shape(other), Shape::Unknown | Shape::Bool), "true or false"),
            (Shape::Int, _) => (matches!(self.shape(other), Shape::Unknown | Shape::Int), "a whole number"),
            (Shape::Text | Shape::Date | Shape::Choice | Shape::Choices, _) => (
                matches!(self.shape(other), Shape::Unknown | Shape::Text | Shape::Date | Shape::Choice),
                "a text in quotation marks",
            ),
        };
        (!fits).then_some(what)
    }

    fn shape(&self, expr: &Expr) -> Shape {
        match expr {
            Expr::Literal(Value::Bool(_)) => Shape::Bool,
            Expr::Literal(Value::Int(_)) => Shape::Int,
            Expr::Literal(Value::Text(_)) => Shape::Text,
            Expr::Literal(_) => Shape::Unknown,
            Expr::Var(var) => self.fields.shape(*var),
            Expr::Each(each) if matches!(each.ask, Ask::Count | Ask::Sum) => Shape::Int,
            Expr::Each(_) => Shape::Bool,
            Expr::Op(op, _) => match op {
                Op::And | Op::Or | Op::If => Shape::Unknown,
                Op::Add | Op::Subtract | Op::Multiply | Op::Min | Op::Max => Shape::Int,
                _ => Shape::Bool,
            },
        }
    }
}

/// What `var` names: a text, or the only element of a list.
fn path(argument: &Json) -> &Json {
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
        Json::Number(number) => number.as_i64().filter(|n| (-MOST_INTEGER..=MOST_INTEGER).contains(n)).map(Value::Int),
        Json::Array(_) | Json::Object(_) => None,
    }
}

fn count_of_operands(op: Op, least: usize, most: usize) -> String {
    if op == Op::If {
        return "3, 5, 7 or more operands: condition, then, and at last an else".into();
    }
    let mut what = least.to_string();
    if most == usize::MAX {
        what.push_str(" or more");
    } else if most > least {
        what.push_str(" to ");
        what.push_str(&most.to_string());
    }
    what.push_str(if most == 1 { " operand" } else { " operands" });
    what
}
