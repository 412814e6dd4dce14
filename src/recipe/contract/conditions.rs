//! What JSON Schema can say of a recipe's conditions, as seen from one object of a submission: the answers outside of
//! groups, or those of an entry.
//!
//! A condition reads absent members as null. It can be said as far as it compares the object's own members with literals,
//! counts the entries of its own groups, and joins such with `and`, `or`, `!` and `if`.

use super::formula::{Bounds, Formula};
use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::expr::{Each, Expr, Op, Var, World};
use crate::field::notation::{not_after, not_before};
use crate::field::{Kind, Schema, Shown};
use crate::json::Value as Json;
use crate::recipe::Recipe;

/// The members of an object: those of the fields that stand directly in the group `home`.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    pub recipe: &'a Recipe,
    pub home: Option<usize>,
}

impl Members<'_> {
    /// When a condition holds; without one, always.
    pub fn when(&self, condition: Option<&Expr>) -> Bounds {
        condition.map_or_else(|| Bounds::exactly(Formula::Always), |condition| self.holds(condition))
    }

    pub fn holds(&self, condition: &Expr) -> Bounds {
        if let Some(value) = constant(condition) {
            return known(value.truthy());
        }
        let all = |operands: &[Expr]| operands.iter().map(|operand| self.holds(operand)).collect();
        match condition {
            Expr::Literal(value) => known(value.truthy()),
            Expr::Var(var) => self.member(*var, truthy(self.kind(*var), var.part)),
            Expr::Each(each) => self.asks(each),
            Expr::Op(op, operands) => match (op, operands.as_slice()) {
                (Op::And, operands) => Bounds::all(all(operands)),
                (Op::Or, operands) => Bounds::any(all(operands)),
                (Op::Not, [operand]) => self.holds(operand).negate(),
                (Op::Truthy, [operand]) => self.holds(operand),
                (Op::If, operands) => self.chosen(operands),
                (Op::Equal, [a, b]) => self.equal(a, b),
                (Op::NotEqual, [a, b]) => self.equal(a, b).negate(),
                (Op::In, [needle, list]) => self.contained(needle, list),
                (Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual, operands) => {
                    Bounds::all(operands.windows(2).map(|pair| self.compared(*op, &pair[0], &pair[1])).collect())
                }
                _ => Bounds::OPEN,
            },
        }
    }

    /// Whether the operand holds that `if` gives.
    fn chosen(&self, operands: &[Expr]) -> Bounds {
        match operands {
            [] => known(false),
            [last] => self.holds(last),
            [condition, then, others @ ..] => {
                Bounds::either(self.holds(condition), self.holds(then), self.chosen(others))
            }
        }
    }

    fn kind(&self, var: Var) -> &Kind {
        &self.recipe.fields[var.field].kind
    }

    /// The field, or the part of it, is not null, and is such.
    fn member(&self, var: Var, schema: Schema) -> Bounds {
        let field = &self.recipe.fields[var.field];
        if field.home != self.home {
            return Bounds::OPEN;
        }
        let schema = match var.part.map(|part| Formula::member(part, schema.clone())) {
            Some(Formula::Says(inner)) => inner,
            _ => schema,
        };
        Bounds::exactly(Formula::member(&field.id, schema))
    }

    fn equal(&self, a: &Expr, b: &Expr) -> Bounds {
        let (one, value) = match (constant(a), constant(b)) {
            (_, Some(value)) => (a, value),
            (Some(value), _) => (b, value),
            _ => return Bounds::OPEN,
        };
        match (one, &value) {
            (Expr::Var(var), Value::Null) => self.member(*var, Schema::default()).negate(),
            (Expr::Var(var), value) => match exact(value) {
                Some(json) => self.member(*var, Schema::default().with("const", json)),
                None => Bounds::OPEN,
            },
            (Expr::Each(each), Value::Int(number)) if each.ask == Op::Count => {
                Bounds::all(vec![self.at_least(each, *number), self.at_least(each, number.saturating_add(1)).negate()])
            }
            (one, Value::Bool(yes)) if is_yes_or_no(one) => {
                let holds = self.holds(one);
                if *yes { holds } else { holds.negate() }
            }
            _ => Bounds::OPEN,
        }
    }

    fn contained(&self, needle: &Expr, list: &Expr) -> Bounds {
        match (needle, list) {
            (Expr::Var(var), Expr::Literal(Value::List(values))) => {
                match values.iter().map(exact).collect::<Option<Vec<Json>>>() {
                    Some(values) => self.member(*var, Schema::default().with("enum", Json::Array(values))),
                    None => Bounds::OPEN,
                }
            }
            (needle, Expr::Var(var)) => match constant(needle).as_ref().and_then(exact) {
                Some(json) => {
                    let chosen = Schema::default().with("const", json);
                    self.member(*var, Schema::default().with("contains", chosen))
                }
                None => Bounds::OPEN,
            },
            _ => Bounds::OPEN,
        }
    }

    fn compared(&self, op: Op, a: &Expr, b: &Expr) -> Bounds {
        match (constant(a), constant(b)) {
            (_, Some(value)) => self.ordered(a, op, &value),
            (Some(value), _) => self.ordered(b, turned(op), &value),
            _ => Bounds::OPEN,
        }
    }

    /// How something stands to a value.
    fn ordered(&self, one: &Expr, op: Op, value: &Value) -> Bounds {
        match (one, value) {
            (Expr::Each(each), Value::Int(number)) if each.ask == Op::Count => {
                let next = number.saturating_add(1);
                match op {
                    Op::GreaterOrEqual => self.at_least(each, *number),
                    Op::Greater => self.at_least(each, next),
                    Op::Less => self.at_least(each, *number).negate(),
                    _ => self.at_least(each, next).negate(),
                }
            }
            (Expr::Var(var), Value::Int(_) | Value::Fraction(_)) if is_number(self.kind(*var)) => {
                let key = match op {
                    Op::GreaterOrEqual => "minimum",
                    Op::Greater => "exclusiveMinimum",
                    Op::Less => "exclusiveMaximum",
                    _ => "maximum",
                };
                exact(value).map_or(Bounds::OPEN, |json| self.member(*var, Schema::default().with(key, json)))
            }
            (Expr::Var(var), Value::Text(text)) if notation(self.kind(*var), var.part) == Some(form(text).as_str()) => {
                // What is before a limit is not at or after it, and the other way round.
                let (pattern, negated) = match op {
                    Op::GreaterOrEqual => (not_before(text), false),
                    Op::LessOrEqual => (not_after(text), false),
                    Op::Less => (not_before(text), true),
                    _ => (not_after(text), true),
                };
                let schema = Schema::default().with("pattern", pattern.as_str());
                self.member(*var, if negated { Schema::default().with("not", schema) } else { schema })
            }
            _ => Bounds::OPEN,
        }
    }

    /// A question about the entries of a group, as a condition.
    fn asks(&self, each: &Each) -> Bounds {
        match each.ask {
            Op::Count | Op::Some => self.at_least(each, 1),
            Op::None => self.at_least(each, 1).negate(),
            Op::All => {
                let body = self.body(each);
                let every = |formula: Formula| self.group(each, Schema::default().with("items", formula.to_json()));
                let (surely, possibly) = (every(body.surely), every(body.possibly));
                Bounds { surely: surely.surely, possibly: possibly.possibly }
            }
            _ => Bounds::OPEN,
        }
    }

    /// Whether there are so many entries for which it holds.
    fn at_least(&self, each: &Each, number: i64) -> Bounds {
        if number < 1 {
            return known(true);
        }
        let so_many = |formula: Formula| match formula {
            Formula::Never => Bounds::exactly(Formula::Never),
            Formula::Always => self.group(each, Schema::default().with("minItems", number)),
            formula => {
                let contains = Schema::default().with("contains", formula.to_json());
                self.group(each, if number == 1 { contains } else { contains.with("minContains", number) })
            }
        };
        let body = self.body(each);
        Bounds { surely: so_many(body.surely).surely, possibly: so_many(body.possibly).possibly }
    }

    fn body(&self, each: &Each) -> Bounds {
        Members { recipe: self.recipe, home: Some(each.group) }.when(each.body.as_ref())
    }

    /// A group has entries, and they are such.
    fn group(&self, each: &Each, schema: Schema) -> Bounds {
        self.member(Var { field: each.group, part: None }, schema)
    }
}

fn known(holds: bool) -> Bounds {
    Bounds::exactly(if holds { Formula::Always } else { Formula::Never })
}

/// What is true for a condition, among the values that a field of this kind can have.
fn truthy(kind: &Kind, part: Option<&str>) -> Schema {
    let schema = Schema::default();
    match kind {
        _ if part.is_some() => schema,
        Kind::YesNo => schema.with("const", Json::Bool(true)),
        Kind::Calculated(kind) if kind.shown == Shown::YesNo => schema.with("const", Json::Bool(true)),
        Kind::Calculated(kind) if kind.shown == Shown::Text => schema.with("minLength", 1),
        kind if is_number(kind) => schema.with("not", Schema::default().with("const", 0)),
        _ => schema,
    }
}

fn is_number(kind: &Kind) -> bool {
    match kind {
        Kind::Integer(_) | Kind::Decimal(_) | Kind::Money(_) => true,
        Kind::Calculated(kind) => matches!(kind.shown, Shown::Money | Shown::Number),
        _ => false,
    }
}

/// The notation of a kind whose texts are in the order of what they mean, with 0 for every digit.
fn notation(kind: &Kind, part: Option<&str>) -> Option<&'static str> {
    match kind {
        Kind::Date(_) => Some("0000-00-00"),
        Kind::Calculated(kind) if kind.shown == Shown::Date => Some("0000-00-00"),
        Kind::Period(_) if part.is_some() => Some("0000-00-00"),
        Kind::YearMonth(_) => Some("0000-00"),
        Kind::Time(_) => Some("00:00"),
        _ => None,
    }
}

fn form(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// The operator with its operands the other way round.
fn turned(op: Op) -> Op {
    match op {
        Op::Less => Op::Greater,
        Op::LessOrEqual => Op::GreaterOrEqual,
        Op::Greater => Op::Less,
        _ => Op::LessOrEqual,
    }
}

/// Whether it is always true or false, and never null.
fn is_yes_or_no(expr: &Expr) -> bool {
    match expr {
        Expr::Op(op, _) => matches!(
            op,
            Op::Equal
                | Op::NotEqual
                | Op::Less
                | Op::LessOrEqual
                | Op::Greater
                | Op::GreaterOrEqual
                | Op::In
                | Op::Not
                | Op::Truthy
        ),
        Expr::Each(each) => matches!(each.ask, Op::Some | Op::All | Op::None),
        _ => false,
    }
}

/// The value as JSON, if that is the very same value.
fn exact(value: &Value) -> Option<Json> {
    let whole = match value {
        Value::Fraction(fraction) => 1_000_000 % fraction.terms().1 == 0,
        _ => true,
    };
    whole.then(|| value.to_json())
}

/// The value of an expression that reads neither a field nor the calendar.
fn constant(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Literal(value) => Some(value.clone()),
        Expr::Op(op, operands) if *op != Op::Today => {
            operands.iter().all(|operand| constant(operand).is_some()).then(|| expr.eval(&Nowhere))
        }
        _ => None,
    }
}

/// Where there is nothing to read.
struct Nowhere;

impl World for Nowhere {
    fn value(&self, _: Var) -> Value {
        Value::Null
    }

    fn today(&self) -> Date {
        Date::from_days(0)
    }

    fn entries(&self, _: usize, _: &mut dyn FnMut(&dyn World)) {}
}
