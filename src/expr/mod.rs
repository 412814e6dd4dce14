//! Conditions and calculations: JsonLogic, read once into a typed tree and evaluated often.
//!
//! | operator | operands | gives |
//! | --- | --- | --- |
//! | `var` | a path: a field's id, or `id.country`, `id.postcode`, `id.place` of an address, `id.from`, `id.to` of a period | the field's value |
//! | `==` `!=` (also `===` `!==`) | 2 | whether both are the same, without conversion |
//! | `<` `<=` `>` `>=` | 2 or 3 | whether each operand and the next stand so; false unless both are numbers or both texts |
//! | `and` `or` | 1 or more | the first false (true) operand, else the last |
//! | `!` `!!` | 1 | whether the operand is false (true) |
//! | `in` | a value, and a list of literals or a field of several choices | whether the list has the value |
//! | `if` | condition, then, …, else: 3, 5, 7 … | the first operand whose condition is true, else the last |
//! | `+` `*` `min` `max` | 2 or more | an exact number; null if an operand is none, or if it outgrows 64 bits |
//! | `-` | 1 or 2 | likewise |
//! | `/` `%` | 2 | the exact quotient; what is left by a division, with the sign of what was divided. Null by zero |
//! | `roundUp` `roundDown` `roundHalfUp` | a number, and perhaps a step above 0, else 1 | the next multiple of the step away from zero, towards zero, or the nearest |
//! | `today` | none | the day on the citizen's calendar |
//! | `age` | a day of birth, and a day | the completed years of life; see `calendar.rs` |
//! | `daysBetween` `monthsBetween` | 2 days | how many days, complete months the second one is later |
//! | `addDays` `addMonths` | a day, and a whole number | the day so much later, not beyond the last of its month |
//! | `weekday` `year` `month` | a day | a whole number, for the weekday 1 (Monday) to 7 |
//! | `count` | a group, and perhaps a condition | how many entries the group has (for which the condition holds) |
//! | `sum` | a group, and a number | the sum over its entries: nulls count for nothing, and no entries make 0 |
//! | `some` `all` `none` | a group, and a condition | whether it holds for one entry, for each of at least one, for none |
//!
//! What is true is JsonLogic's: see [`Value::truthy`]. The value of a hidden, empty or invalid field is null.
//!
//! A group stands as `{"var": "its id"}`, and only as the first operand of the last three rows. In the second one, the
//! entry's fields are read by their ids. A field in a group can be read from its own entry and from groups within it.

pub mod calendar;
pub mod date;
mod each;
mod eval;
pub mod fraction;
mod later;
mod operators;
mod read;
mod shape;
pub mod value;

use date::Date;
pub use each::Each;
pub use operators::Op;
pub use read::{Fields, is_operation, read};
pub use shape::Shape;
use value::Value;

/// A form being filled in, seen from one place in it: from outside of all groups, or from an entry.
pub trait World {
    /// A field's value, or a part of it: null for hidden, empty and invalid ones.
    fn value(&self, var: Var) -> Value;

    /// The day on the citizen's calendar.
    fn today(&self) -> Date;

    /// Visits the entries of a group (by its place in `Recipe::fields`) that are asked for, in their order.
    fn entries(&self, group: usize, visit: &mut dyn FnMut(&dyn World));
}

/// What a condition reads: a field, by its place in `Recipe::fields`, or one part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Var {
    pub field: usize,
    /// A key of the field's value ([`Value::part`]): `country`, `postcode` or `place` of an address, `from` or `to` of a period.
    pub part: Option<&'static str>,
}

/// A condition or calculation whose operators, operands and fields are known to be right.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Literal(Value),
    Var(Var),
    Op(Op, Vec<Expr>),
    Each(Box<Each>),
}

/// That an expression reads a field, or which entries a group has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    pub field: usize,
    /// The group whose entries keep their values apart: what is read in one of them matters nowhere else. A field read
    /// through `sum` and the like matters outside of its group as well, up to here. `None` is the whole form.
    pub within: Option<usize>,
}

impl Expr {
    /// What it reads, each once, in ascending order. `home` tells the group that a field stands in.
    pub fn reads(&self, home: &dyn Fn(usize) -> Option<usize>) -> Vec<Read> {
        let mut reads = Vec::new();
        self.collect(home, &mut Vec::new(), &mut reads);
        reads
    }

    /// `through`: the groups whose entries are gone through here, the outermost first.
    fn collect(&self, home: &dyn Fn(usize) -> Option<usize>, through: &mut Vec<usize>, reads: &mut Vec<Read>) {
        let mut add = |field: usize, through: &[usize]| {
            let holds = |group: &&usize| std::iter::successors(home(field), |at| home(*at)).any(|at| at == **group);
            let within = home(through.iter().find(holds).copied().unwrap_or(field));
            let read = Read { field, within };
            if let Err(at) = reads.binary_search(&read) {
                reads.insert(at, read);
            }
        };
        match self {
            Expr::Literal(_) => {}
            Expr::Var(var) => add(var.field, through),
            Expr::Op(_, operands) => operands.iter().for_each(|operand| operand.collect(home, through, reads)),
            Expr::Each(each) => {
                add(each.group, through);
                if let Some(body) = &each.body {
                    through.push(each.group);
                    body.collect(home, through, reads);
                    through.pop();
                }
            }
        }
    }
}
