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
//! | `+` `*` `min` `max` | 2 or more | a whole number; null if an operand is none, or if it outgrows 64 bits |
//! | `-` | 1 or 2 | likewise |
//!
//! What is true is JsonLogic's: see [`Value::truthy`]. The value of a hidden, empty or invalid field is null.

pub mod date;
mod eval;
mod read;
pub mod value;

pub use read::{Fields, Shape, read};
use value::Value;

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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,
    Truthy,
    In,
    If,
    Add,
    Subtract,
    Multiply,
    Min,
    Max,
}

impl Expr {
    /// The fields it reads, each once, in ascending order.
    pub fn fields(&self) -> Vec<usize> {
        let mut fields = Vec::new();
        self.collect(&mut fields);
        fields
    }

    fn collect(&self, fields: &mut Vec<usize>) {
        match self {
            Expr::Literal(_) => {}
            Expr::Var(var) => {
                if let Err(at) = fields.binary_search(&var.field) {
                    fields.insert(at, var.field);
                }
            }
            Expr::Op(_, operands) => operands.iter().for_each(|operand| operand.collect(fields)),
        }
    }
}
