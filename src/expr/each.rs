//! Questions about all entries of a group: how many, their sum, whether something holds for some, all or none.

use super::eval::calculate;
use super::value::Value;
use super::{Expr, Op, World};

/// A question about the entries of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Each {
    pub ask: Ask,
    /// The group, by its place in `Recipe::fields`.
    pub group: usize,
    /// What is asked of each entry; without it, all are counted.
    pub body: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Count,
    Sum,
    Some,
    All,
    None,
}

impl Ask {
    /// Each by the name of its operator.
    pub(super) const NAMES: &[(&str, Ask)] =
        &[("count", Ask::Count), ("sum", Ask::Sum), ("some", Ask::Some), ("all", Ask::All), ("none", Ask::None)];

    pub(super) fn of(name: &str) -> Option<Ask> {
        Ask::NAMES.iter().find(|(other, _)| *other == name).map(|(_, ask)| *ask)
    }
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
                (Ask::Sum, Value::Int(_) | Value::Fraction(_)) => sum = calculate(Op::Add, &sum, &value),
                (Ask::Sum, _) => {}
                _ => held += i64::from(value.truthy()),
            }
        });
        match self.ask {
            Ask::Count => Value::Int(held),
            Ask::Sum => sum,
            Ask::Some => Value::Bool(held > 0),
            Ask::All => Value::Bool(all > 0 && held == all),
            Ask::None => Value::Bool(held == 0),
        }
    }
}
