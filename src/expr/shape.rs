//! What the values of an expression can be, and whether its operators can make sense of them.

use super::date::Date;
use super::read::Reader;
use super::value::Value;
use super::{Expr, Op};
use crate::json::Value as Json;

/// What the values of an expression are, as far as that is known before there are any. Each may be null as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Anything.
    Unknown,
    Bool,
    /// A whole number.
    Int,
    /// A number that need not be whole.
    Number,
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

impl Shape {
    /// What it is if it is either of the two.
    pub(super) fn or(self, other: Shape) -> Shape {
        match (self, other) {
            (Shape::Int | Shape::Number, Shape::Int | Shape::Number) if self != other => Shape::Number,
            // Whose options they are is not known any more.
            (Shape::Choice, Shape::Choice) => Shape::Text,
            _ if self == other && self != Shape::Choices => self,
            _ => Shape::Unknown,
        }
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Shape::Unknown | Shape::Int | Shape::Number)
    }
}

impl Reader<'_> {
    /// Reports operands that would make the operator's answer always the same.
    pub(super) fn check(&mut self, op: Op, operands: &[Expr], argument: &Json) {
        match op {
            Op::Equal | Op::NotEqual => self.check_comparison(operands, argument, false),
            Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
                self.check_comparison(operands, argument, true);
            }
            Op::In => self.check_in(operands, argument),
            Op::And | Op::Or | Op::Not | Op::Truthy | Op::If => {}
            Op::Add | Op::Subtract | Op::Multiply | Op::Min | Op::Max => self.check_numbers(operands, argument),
            _ => self.check_later(op, operands, argument),
        }
    }

    fn check_numbers(&mut self, operands: &[Expr], argument: &Json) {
        for (ix, operand) in operands.iter().enumerate() {
            if !self.shape(operand).is_number() || matches!(operand, Expr::Literal(Value::Null)) {
                self.expected_at(ix, "a number", argument);
            }
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
        let shape = self.shape(&operands[model]);
        for ix in (0..operands.len()).filter(|ix| *ix != model) {
            if let Some(what) = self.mismatch(&operands[model], shape, &operands[ix]) {
                self.expected_at(ix, what, argument);
            }
        }
    }

    fn check_in(&mut self, operands: &[Expr], argument: &Json) {
        match operands {
            [needle, Expr::Literal(Value::List(values))] => {
                let shape = self.shape(needle);
                if matches!(shape, Shape::Choices | Shape::Thing) {
                    return self.expected_at(0, "a single value", argument);
                }
                for (ix, value) in values.iter().enumerate() {
                    if let Some(what) = self.mismatch(needle, shape, &Expr::Literal(value.clone())) {
                        let token = ["1/", &ix.to_string()].concat();
                        self.inside(&token, |reader| reader.expected(what, &value.to_json()));
                    }
                }
            }
            [needle, several] if self.shape(several) == Shape::Choices => {
                if matches!(needle, Expr::Literal(Value::Null)) {
                    self.expected_at(0, "the value of an option", argument);
                } else if let Some(what) = self.mismatch(several, Shape::Choices, needle) {
                    self.expected_at(0, what, argument);
                }
            }
            [_, several @ Expr::Var(_)] if self.shape(several) == Shape::Unknown => {}
            _ => self.expected_at(1, "a list in square brackets, or a field of several choices", argument),
        }
    }

    /// What should stand in place of `other`, if it can never equal (an element of) `model`, which has this `shape`.
    fn mismatch(&self, model: &Expr, shape: Shape, other: &Expr) -> Option<&'static str> {
        let options = if let Expr::Var(var) = model { Some(var.field) } else { None };
        let (fits, what) = match (shape, other) {
            (Shape::Unknown | Shape::Thing | Shape::Group, _) | (_, Expr::Literal(Value::Null)) => return None,
            (Shape::Choice | Shape::Choices, Expr::Literal(value)) => {
                let offered = match (options, value) {
                    (Some(field), Value::Text(text)) => self.fields.offers(field, text),
                    _ => false,
                };
                (offered, "the value of one of that field's options")
            }
            (Shape::Date, Expr::Literal(_)) => (self.shape(other) == Shape::Date, "a day as \"YYYY-MM-DD\""),
            // Whoever compares cents with 12.5 meant something else.
            (Shape::Int, Expr::Literal(_)) => (self.shape(other) == Shape::Int, "a whole number"),
            (Shape::Int | Shape::Number, _) => (self.shape(other).is_number(), "a number"),
            (Shape::Bool, _) => (matches!(self.shape(other), Shape::Unknown | Shape::Bool), "true or false"),
            (Shape::Text | Shape::Date | Shape::Choice | Shape::Choices, _) => (
                matches!(self.shape(other), Shape::Unknown | Shape::Text | Shape::Date | Shape::Choice),
                "a text in quotation marks",
            ),
        };
        (!fits).then_some(what)
    }

    pub(super) fn shape(&self, expr: &Expr) -> Shape {
        match expr {
            Expr::Literal(value) => match value {
                Value::Bool(_) => Shape::Bool,
                Value::Int(_) => Shape::Int,
                Value::Fraction(_) => Shape::Number,
                Value::Text(text) if Date::parse(text).is_some() => Shape::Date,
                Value::Text(_) => Shape::Text,
                _ => Shape::Unknown,
            },
            Expr::Var(var) => self.fields.shape(*var),
            Expr::Each(each) => self.shape_of_answer(each),
            Expr::Op(op, operands) => self.shape_of(*op, operands),
        }
    }

    fn shape_of(&self, op: Op, operands: &[Expr]) -> Shape {
        match op {
            Op::If => self.either(operands, true),
            Op::And | Op::Or | Op::Add | Op::Subtract | Op::Multiply | Op::Min | Op::Max => {
                self.either(operands, false)
            }
            _ if op.is_later() => self.shape_later(op, operands),
            _ => Shape::Bool,
        }
    }

    /// What a value is that is one of these, or a number calculated from them; of a condition's operands only what it
    /// chooses from. That it may be null is always understood.
    pub(super) fn either(&self, operands: &[Expr], chosen: bool) -> Shape {
        let mut either = None;
        for (ix, expr) in operands.iter().enumerate() {
            let asks = chosen && ix % 2 == 0 && ix + 1 < operands.len();
            if !asks && !matches!(expr, Expr::Literal(Value::Null)) {
                let shape = self.shape(expr);
                either = Some(either.unwrap_or(shape).or(shape));
            }
        }
        either.unwrap_or(Shape::Unknown)
    }
}
