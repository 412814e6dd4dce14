//! Questions about all entries of a group: how many, their sum, whether something holds for some, all or none.

use super::eval::calculate;
use super::read::{Reader, path};
use super::value::Value;
use super::{Expr, Op, Shape, World};
use crate::json::Value as Json;

/// A question about the entries of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Each {
    /// `Count`, `Sum`, `Some`, `All` or `None`.
    pub ask: Op,
    /// The group, by its place in `Recipe::fields`.
    pub group: usize,
    /// What is asked of each entry; without it, all are counted.
    pub body: Option<Expr>,
}

impl Each {
    /// The answer; null for a sum that outgrows 64 bits.
    #[inline(never)]
    pub fn eval(&self, world: &dyn World) -> Value {
        let (mut all, mut held, mut sum) = (0, 0, Value::Int(0));
        world.entries(self.group, &mut |entry| {
            all += 1;
            let value = self.body.as_ref().map_or(Value::Bool(true), |body| body.eval(entry));
            match (self.ask, &value) {
                (Op::Sum, Value::Int(_) | Value::Fraction(_)) => sum = calculate(Op::Add, &sum, &value),
                (Op::Sum, _) => {}
                _ => held += i64::from(value.truthy()),
            }
        });
        match self.ask {
            Op::Count => Value::Int(held),
            Op::Sum => sum,
            Op::Some => Value::Bool(held > 0),
            Op::All => Value::Bool(all > 0 && held == all),
            _ => Value::Bool(held == 0),
        }
    }
}

impl Reader<'_> {
    /// Reads the group and what is asked of its entries.
    #[inline(never)]
    pub(super) fn each(&mut self, ask: Op, argument: &Json, depth: usize) -> Option<Expr> {
        let several = argument.as_array();
        let given = several.unwrap_or(std::slice::from_ref(argument));
        if !ask.takes(given.len()) {
            let what = if ask == Op::Count {
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
            if ask == Op::Sum && !self.shape(body.as_ref()?).is_number() {
                self.expected_at(1, "a number", argument);
            }
        }
        Some(Expr::Each(Box::new(Each { ask, group: group.field, body })))
    }

    /// What the answer is.
    #[inline(never)]
    pub(super) fn shape_of_answer(&self, each: &Each) -> Shape {
        match (each.ask, &each.body) {
            (Op::Sum, Some(body)) => self.shape(body).or(Shape::Int),
            (Op::Count | Op::Sum, _) => Shape::Int,
            _ => Shape::Bool,
        }
    }
}
