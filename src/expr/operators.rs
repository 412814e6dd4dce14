//! The list of the operators: what each is called, how many operands it takes, and whose code comes later.

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
    Count,
    Sum,
    Some,
    All,
    None,
}

/// Any number of operands.
const MANY: u8 = u8::MAX;

/// The names of all, in the order of `OPERATORS`.
pub(super) const NAMES: &str = "== === != !== < <= > >= and or ! !! in if + - * min max / % roundUp roundDown roundHalfUp today \
    age daysBetween monthsBetween addDays addMonths weekday year month count sum some all none";

/// Meaning, least and most operands. From `/` on their code is in the later part of the program.
const OPERATORS: &[(Op, u8, u8)] = &[
    (Op::Equal, 2, 2),
    (Op::Equal, 2, 2),
    (Op::NotEqual, 2, 2),
    (Op::NotEqual, 2, 2),
    (Op::Less, 2, 3),
    (Op::LessOrEqual, 2, 3),
    (Op::Greater, 2, 3),
    (Op::GreaterOrEqual, 2, 3),
    (Op::And, 1, MANY),
    (Op::Or, 1, MANY),
    (Op::Not, 1, 1),
    (Op::Truthy, 1, 1),
    (Op::In, 2, 2),
    (Op::If, 3, MANY),
    (Op::Add, 2, MANY),
    (Op::Subtract, 1, 2),
    (Op::Multiply, 2, MANY),
    (Op::Min, 2, MANY),
    (Op::Max, 2, MANY),
    (Op::Divide, 2, 2),
    (Op::Remainder, 2, 2),
    (Op::RoundUp, 1, 2),
    (Op::RoundDown, 1, 2),
    (Op::RoundHalfUp, 1, 2),
    (Op::Today, 0, 0),
    (Op::Age, 2, 2),
    (Op::DaysBetween, 2, 2),
    (Op::MonthsBetween, 2, 2),
    (Op::AddDays, 2, 2),
    (Op::AddMonths, 2, 2),
    (Op::Weekday, 1, 1),
    (Op::Year, 1, 1),
    (Op::Month, 1, 1),
    (Op::Count, 1, 2),
    (Op::Sum, 2, 2),
    (Op::Some, 2, 2),
    (Op::All, 2, 2),
    (Op::None, 2, 2),
];

impl Op {
    /// The operator of this name.
    pub fn of(name: &str) -> Option<Op> {
        NAMES.split(' ').zip(OPERATORS).find(|(other, _)| *other == name).map(|(_, operator)| operator.0)
    }

    /// Whether its code is in the later part of the program.
    pub fn is_later(self) -> bool {
        self as u8 >= Op::Divide as u8
    }

    /// Whether it asks about the entries of a group.
    pub(super) fn asks(self) -> bool {
        self as u8 >= Op::Count as u8
    }

    /// Whether it can have so many operands.
    pub(super) fn takes(self, count: usize) -> bool {
        let (least, most) = self.operands();
        count >= least.into() && (most == MANY || count <= most.into()) && !(self == Op::If && count.is_multiple_of(2))
    }

    fn operands(self) -> (u8, u8) {
        OPERATORS.iter().find(|operator| operator.0 == self).map_or((0, 0), |operator| (operator.1, operator.2))
    }

    /// How many operands it has, for who wrote others.
    pub(super) fn expected(self) -> &'static str {
        match self.operands() {
            (0, 0) => "an empty list",
            (1, 1) => "1 operand",
            (1, 2) => "1 or 2 operands",
            (2, 2) => "2 operands",
            (2, 3) => "2 or 3 operands",
            (1, _) => "1 or more operands",
            (2, _) => "2 or more operands",
            _ => "3, 5, 7 or more operands: condition, then, and at last an else",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_has_its_name_and_the_later_ones_stand_at_the_end() {
        let names: Vec<&str> = NAMES.split(' ').collect();
        assert_eq!(names.len(), OPERATORS.len());
        for (name, op) in
            [("==", Op::Equal), ("!==", Op::NotEqual), ("if", Op::If), ("age", Op::Age), ("none", Op::None)]
        {
            assert_eq!(Op::of(name), Some(op), "{name}");
        }
        assert_eq!((Op::of(""), Op::of("= ="), Op::of("var")), (None, None, None));
        let later = names.iter().position(|name| *name == "/").expect("the first later one");
        assert!(OPERATORS[..later].iter().all(|operator| !operator.0.is_later()));
        assert!(OPERATORS[later..].iter().all(|operator| operator.0.is_later()));
    }
}
