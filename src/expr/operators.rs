//! The list of the operators: what each is called, how many operands it takes, and whose code comes later.

use crate::json::Value as Json;

/// What is done with the operands; see the table in `mod.rs`.
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
    Divide,
    Remainder,
    RoundUp,
    RoundDown,
    RoundHalfUp,
    Today,
    Age,
    DaysBetween,
    MonthsBetween,
    AddDays,
    AddMonths,
    Weekday,
    Year,
    Month,
}

/// Any number of operands.
const MANY: u8 = u8::MAX;

/// Name, meaning, least and most operands. From `/` on their code is in the later part of the program.
const OPERATORS: &[(&str, Op, u8, u8)] = &[
    ("==", Op::Equal, 2, 2),
    ("===", Op::Equal, 2, 2),
    ("!=", Op::NotEqual, 2, 2),
    ("!==", Op::NotEqual, 2, 2),
    ("<", Op::Less, 2, 3),
    ("<=", Op::LessOrEqual, 2, 3),
    (">", Op::Greater, 2, 3),
    (">=", Op::GreaterOrEqual, 2, 3),
    ("and", Op::And, 1, MANY),
    ("or", Op::Or, 1, MANY),
    ("!", Op::Not, 1, 1),
    ("!!", Op::Truthy, 1, 1),
    ("in", Op::In, 2, 2),
    ("if", Op::If, 3, MANY),
    ("+", Op::Add, 2, MANY),
    ("-", Op::Subtract, 1, 2),
    ("*", Op::Multiply, 2, MANY),
    ("min", Op::Min, 2, MANY),
    ("max", Op::Max, 2, MANY),
    ("/", Op::Divide, 2, 2),
    ("%", Op::Remainder, 2, 2),
    ("roundUp", Op::RoundUp, 1, 2),
    ("roundDown", Op::RoundDown, 1, 2),
    ("roundHalfUp", Op::RoundHalfUp, 1, 2),
    ("today", Op::Today, 0, 0),
    ("age", Op::Age, 2, 2),
    ("daysBetween", Op::DaysBetween, 2, 2),
    ("monthsBetween", Op::MonthsBetween, 2, 2),
    ("addDays", Op::AddDays, 2, 2),
    ("addMonths", Op::AddMonths, 2, 2),
    ("weekday", Op::Weekday, 1, 1),
    ("year", Op::Year, 1, 1),
    ("month", Op::Month, 1, 1),
];

impl Op {
    /// The operator of this name.
    pub(super) fn of(name: &str) -> Option<Op> {
        OPERATORS.iter().find(|operator| operator.0 == name).map(|operator| operator.1)
    }

    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|operator| operator.0)
    }

    /// Whether its code is in the later part of the program.
    pub(super) fn is_later(self) -> bool {
        self as u8 >= Op::Divide as u8
    }

    /// Whether it can have so many operands.
    pub(super) fn takes(self, count: usize) -> bool {
        let (least, most) = self.operands();
        count >= least.into() && (most == MANY || count <= most.into()) && !(self == Op::If && count.is_multiple_of(2))
    }

    fn operands(self) -> (u8, u8) {
        OPERATORS.iter().find(|operator| operator.1 == self).map_or((0, 0), |operator| (operator.2, operator.3))
    }

    /// How many operands it has, for who wrote others.
    pub(super) fn expected(self) -> String {
        let (least, most) = self.operands();
        if self == Op::If {
            return "3, 5, 7 or more operands: condition, then, and at last an else".into();
        }
        if most == 0 {
            return "an empty list".into();
        }
        let mut what = least.to_string();
        if most == MANY {
            what.push_str(" or more");
        } else if most > least {
            what.push_str(" to ");
            what.push_str(&most.to_string());
        }
        what.push_str(if most == 1 { " operand" } else { " operands" });
        what
    }
}

/// Whether a recipe, or part of one, has an expression that only the later part of the program can read or evaluate: one with
/// a later operator, or with a number that is not whole.
pub fn needs_later(json: &Json) -> bool {
    match json {
        Json::Number(number) => number.as_i64().is_none(),
        Json::Array(list) => list.iter().any(needs_later),
        Json::Object(map) => {
            let operator = if map.len() == 1 { map.iter().next().and_then(|(name, _)| Op::of(name)) } else { None };
            operator.is_some_and(Op::is_later) || map.iter().any(|(_, value)| needs_later(value))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    #[test]
    fn the_later_operators_stand_at_the_end() {
        let later = OPERATORS.iter().position(|operator| operator.1.is_later()).expect("a later operator");
        assert_eq!(OPERATORS[later].0, "/");
        assert!(OPERATORS[later..].iter().all(|operator| operator.1.is_later()));
    }

    #[test]
    fn the_later_part_is_waited_for_only_where_it_is_needed() {
        for json in [
            json!({"steps": [{"when": {"and": [true, {">=": [{"age": [{"var": "born"}, {"today": []}]}, 18]}]}}]}),
            json!({"value": {"*": [{"var": "area"}, 0.5]}}),
            json!([1e40]),
        ] {
            assert!(needs_later(&given(&json)), "{json}");
        }
        for json in [
            json!({"when": {"+": [{"var": "year"}, 1.0]}, "year": 1, "month": 2}),
            json!({"label": {"de": "year", "en": "%"}, "options": ["today", "/"], "min": -5}),
        ] {
            assert!(!needs_later(&given(&json)), "{json}");
        }
    }
}
