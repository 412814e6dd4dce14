//! Evaluates an expression. Nothing fails here: what has no answer is null.

use std::cmp::Ordering;

use super::value::Value;
use super::{Expr, Op, World};

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

    /// Whether the condition holds.
    pub fn holds(&self, world: &dyn World) -> bool {
        self.eval(world).truthy()
    }
}

fn apply(op: Op, operands: &[Expr], world: &dyn World) -> Value {
    // These three evaluate no more operands than they need.
    match op {
        Op::And | Op::Or => {
            let mut last = Value::Null;
            for operand in operands {
                last = operand.eval(world);
                if last.truthy() == (op == Op::Or) {
                    break;
                }
            }
            return last;
        }
        Op::If => {
            let mut rest = operands;
            while let [condition, then, others @ ..] = rest {
                if condition.holds(world) {
                    return then.eval(world);
                }
                rest = others;
            }
            return rest.first().map_or(Value::Null, |other| other.eval(world));
        }
        _ => {}
    }
    let all: Vec<Value> = operands.iter().map(|operand| operand.eval(world)).collect();
    match (op, all.as_slice()) {
        (Op::Equal, [a, b]) => Value::Bool(a == b),
        (Op::NotEqual, [a, b]) => Value::Bool(a != b),
        (Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual, all) => {
            Value::Bool(all.windows(2).all(|pair| stand(op, &pair[0], &pair[1])))
        }
        (Op::Not, [a]) => Value::Bool(!a.truthy()),
        (Op::Truthy, [a]) => Value::Bool(a.truthy()),
        (Op::In, [needle, Value::List(list)]) => Value::Bool(list.contains(needle)),
        (Op::In, _) => Value::Bool(false),
        (op, all) => calculate(op, all).map_or(Value::Null, Value::Int),
    }
}

fn stand(op: Op, a: &Value, b: &Value) -> bool {
    let order = match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => return false,
    };
    match op {
        Op::Less => order == Ordering::Less,
        Op::LessOrEqual => order != Ordering::Greater,
        Op::Greater => order == Ordering::Greater,
        _ => order != Ordering::Less,
    }
}

fn calculate(op: Op, operands: &[Value]) -> Option<i64> {
    let number = |value: &Value| if let Value::Int(n) = value { Some(*n) } else { None };
    let (first, rest) = operands.split_first()?;
    let first = number(first)?;
    if op == Op::Subtract && rest.is_empty() {
        return first.checked_neg();
    }
    rest.iter().try_fold(first, |a, value| {
        let b = number(value)?;
        match op {
            Op::Add => a.checked_add(b),
            Op::Subtract => a.checked_sub(b),
            Op::Multiply => a.checked_mul(b),
            Op::Min => Some(a.min(b)),
            Op::Max => Some(a.max(b)),
            _ => None,
        }
    })
}
