//! Evaluates an expression. Nothing fails here: what has no answer is null.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::value::Value;
use super::{Expr, Op, World, fraction, later};

impl Expr {
    /// The value as seen from a place in a form.
    pub fn eval(&self, world: &dyn World) -> Value {
        match self {
            Expr::Literal(value) => value.clone(),
            Expr::Var(var) => world.value(*var),
            Expr::Op(op, operands) => apply(*op, operands, world),
            Expr::Each(each) => each.eval(world),
        }
    }

    /// As [`Expr::eval`], without a copy of what stands in the recipe.
    fn look(&self, world: &dyn World) -> Cow<'_, Value> {
        match self {
            Expr::Literal(value) => Cow::Borrowed(value),
            _ => Cow::Owned(self.eval(world)),
        }
    }

    /// Whether the condition holds.
    pub fn holds(&self, world: &dyn World) -> bool {
        self.eval(world).truthy()
    }
}

fn apply(op: Op, operands: &[Expr], world: &dyn World) -> Value {
    let Some((first, rest)) = operands.split_first() else { return later::apply(op, operands, world) };
    match op {
        Op::And | Op::Or => {
            let mut last = first.eval(world);
            for operand in rest {
                if last.truthy() == (op == Op::Or) {
                    break;
                }
                last = operand.eval(world);
            }
            last
        }
        Op::If => {
            let mut rest = operands;
            while let [condition, then, others @ ..] = rest {
                if condition.holds(world) {
                    return then.eval(world);
                }
                rest = others;
            }
            rest.first().map_or(Value::Null, |other| other.eval(world))
        }
        Op::Not | Op::Truthy => Value::Bool(first.holds(world) == (op == Op::Truthy)),
        Op::Equal | Op::NotEqual => {
            let same = rest.first().is_some_and(|second| first.look(world) == second.look(world));
            Value::Bool(same == (op == Op::Equal))
        }
        Op::In => {
            let list = rest.first().map(|list| list.look(world));
            let Some(Value::List(list)) = list.as_deref() else { return Value::Bool(false) };
            Value::Bool(list.contains(&first.look(world)))
        }
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
            let mut before = first.look(world);
            Value::Bool(rest.iter().all(|next| {
                let next = next.look(world);
                let stand = stand(op, &before, &next);
                before = next;
                stand
            }))
        }
        Op::Add | Op::Subtract | Op::Multiply | Op::Min | Op::Max => {
            let mut result = first.eval(world);
            if rest.is_empty() {
                return calculate(op, &Value::Int(0), &result);
            }
            for operand in rest {
                result = calculate(op, &result, &operand.look(world));
            }
            result
        }
        _ => later::apply(op, operands, world),
    }
}

fn stand(op: Op, a: &Value, b: &Value) -> bool {
    let order = match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Fraction(_), _) | (_, Value::Fraction(_)) => fraction::compare(a, b),
        _ => None,
    };
    match op {
        Op::Less => order == Some(Ordering::Less),
        Op::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Op::Greater => order == Some(Ordering::Greater),
        _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

/// Two numbers by one operator; null where one is none, and where the result outgrows 64 bits.
pub(super) fn calculate(op: Op, a: &Value, b: &Value) -> Value {
    let (a, b) = match (a, b) {
        (Value::Int(a), Value::Int(b)) => (*a, *b),
        (Value::Fraction(_), _) | (_, Value::Fraction(_)) => return fraction::calculate(op, a, b),
        _ => return Value::Null,
    };
    let result = match op {
        Op::Add => a.checked_add(b),
        Op::Subtract => a.checked_sub(b),
        Op::Multiply => a.checked_mul(b),
        Op::Min => Some(a.min(b)),
        Op::Max => Some(a.max(b)),
        _ => None,
    };
    result.map_or(Value::Null, Value::Int)
}
