//! JsonLogic: expressions of all operators, right ones and wrong ones, read and evaluated against any answers.

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::expr::{Fields, Shape, Var, World, fraction, is_operation, read};
use amtsgang::json;
use amtsgang::reading::{Node, Problems};
use serde_json::{Value as Json, json};

use super::{Outcome, holds};
use crate::mutation::stranger;
use crate::{Case, Corpus};

const OPERATORS: &[&str] = &[
    "==",
    "===",
    "!=",
    "!==",
    "<",
    "<=",
    ">",
    ">=",
    "and",
    "or",
    "!",
    "!!",
    "in",
    "if",
    "+",
    "-",
    "*",
    "min",
    "max",
    "/",
    "%",
    "roundUp",
    "roundDown",
    "roundHalfUp",
    "today",
    "age",
    "daysBetween",
    "monthsBetween",
    "addDays",
    "addMonths",
    "weekday",
    "year",
    "month",
    "count",
    "sum",
    "some",
    "all",
    "none",
    "var",
    "xor",
];

/// A field of each shape, and the group it stands in.
const FIELDS: &[(&str, Shape, Option<usize>)] = &[
    ("text", Shape::Text, None),
    ("number", Shape::Int, None),
    ("yes", Shape::Bool, None),
    ("day", Shape::Date, None),
    ("one", Shape::Choice, None),
    ("many", Shape::Choices, None),
    ("home", Shape::Thing, None),
    ("area", Shape::Number, None),
    ("broken", Shape::Unknown, None),
    ("people", Shape::Group, None),
    ("income", Shape::Int, Some(9)),
    ("born", Shape::Date, Some(9)),
    ("jobs", Shape::Group, Some(9)),
    ("wage", Shape::Number, Some(12)),
];

struct Form;

impl Fields for Form {
    fn find(&self, path: &str) -> Option<Var> {
        let (id, part) = path.split_once('.').map_or((path, None), |(id, part)| (id, Some(part)));
        let field = FIELDS.iter().position(|field| field.0 == id)?;
        match part {
            None => Some(Var { field, part: None }),
            Some("country") if id == "home" => Some(Var { field, part: Some("country") }),
            Some(_) => None,
        }
    }

    fn shape(&self, var: Var) -> Shape {
        if var.part.is_some() { Shape::Text } else { FIELDS[var.field].1 }
    }

    fn offers(&self, _: usize, value: &str) -> bool {
        matches!(value, "a" | "b")
    }

    fn home(&self, field: usize) -> Option<usize> {
        FIELDS[field].2
    }
}

/// What was answered, the same in each entry, and how many entries there are.
struct Answers {
    values: Vec<Value>,
    today: Date,
    entries: usize,
}

impl World for Answers {
    fn value(&self, var: Var) -> Value {
        var.part.map_or(&self.values[var.field], |part| self.values[var.field].part(part)).clone()
    }

    fn today(&self) -> Date {
        self.today
    }

    fn entries(&self, _: usize, visit: &mut dyn FnMut(&dyn World)) {
        (0..self.entries).for_each(|_| visit(self));
    }
}

pub fn run(case: &mut Case, _: &Corpus) -> Outcome {
    let depth = if case.once_in(30) { 80 } else { 1 + case.below(5) };
    let json = expression(case, depth);
    let text = json.to_string();
    case.tell("expression", &text);
    case.bytes = text.len();
    let Ok(value) = json::read(&text) else { return Ok(()) };
    let problems = Problems::new();
    is_operation(&value);
    let home = *case.pick(&[None, None, Some(9), Some(12)]);
    let found = read(Node::at(&value, "/when", &problems), &Form, home);
    holds("there is an expression or a problem", found.is_none() != problems.is_empty())?;
    let Some((expression, shape)) = found else { return Ok(()) };
    case.right = true;
    let reads = expression.reads(&|field| FIELDS[field].2);
    holds("only fields are read, each once", reads.is_sorted() && reads.iter().all(|read| read.field < FIELDS.len()))?;
    for _ in 0..3 {
        let values = FIELDS.iter().map(|field| answer(field.1, case)).collect();
        let answers = Answers { values, today: Date::from_days(case.number() % 800_000), entries: case.below(4) };
        let value = expression.eval(&answers);
        holds("the value has the shape that was told", is_of(shape, &value))?;
        expression.holds(&answers);
        value.to_json();
        answers.entries(9, &mut |entry| drop(expression.eval(entry)));
    }
    Ok(())
}

/// A value that a field of this shape can have.
fn answer(shape: Shape, case: &mut Case) -> Value {
    if case.once_in(5) {
        return Value::Null;
    }
    match shape {
        Shape::Bool => Value::Bool(case.once_in(2)),
        Shape::Int => Value::Int(case.number()),
        Shape::Number => fraction::decimal(case.number() % 1_000_000_000_000_000, case.below(7) as u8),
        Shape::Text => Value::Text(case.text()),
        Shape::Date => Value::Text(Date::from_days(case.number() % 3_000_000).to_string()),
        Shape::Choice => Value::Text((*case.pick(&["a", "b"])).into()),
        Shape::Choices => Value::List((0..1 + case.below(2)).map(|ix| Value::Text(["a", "b"][ix].into())).collect()),
        Shape::Thing => Value::Map(vec![("country".into(), Value::Text("DE".into()))]),
        Shape::Unknown | Shape::Group => Value::Null,
    }
}

/// Null, or what the shape says.
fn is_of(shape: Shape, value: &Value) -> bool {
    match (shape, value) {
        (_, Value::Null) | (Shape::Unknown, _) => true,
        (Shape::Bool, value) => matches!(value, Value::Bool(_)),
        (Shape::Int, value) => matches!(value, Value::Int(_)),
        (Shape::Number, value) => matches!(value, Value::Int(_) | Value::Fraction(_)),
        (Shape::Text | Shape::Date | Shape::Choice, value) => matches!(value, Value::Text(_)),
        (Shape::Choices, value) => matches!(value, Value::List(_)),
        (Shape::Thing, value) => matches!(value, Value::Map(_)),
        (Shape::Group, _) => false,
    }
}

/// An expression that is right more often than not.
pub fn expression(case: &mut Case, depth: usize) -> Json {
    if depth == 0 || case.once_in(6) {
        return leaf(case);
    }
    let operator = *case.pick(OPERATORS);
    let group = json!({"var": if case.once_in(3) { "jobs" } else { "people" }});
    // Only one of the operands is deep, or the whole would be as large as it is deep.
    let deep = expression(case, depth - 1);
    let shallow = |case: &mut Case| if case.once_in(3) { expression(case, 1.min(depth - 1)) } else { leaf(case) };
    let operands = match operator {
        "var" => return leaf(case),
        "!" | "!!" | "weekday" | "year" | "month" => json!([deep]),
        "today" => json!([]),
        "if" => json!([deep, shallow(case), shallow(case)]),
        "and" | "or" | "+" | "*" | "min" | "max" => {
            let mut operands = vec![deep];
            (0..1 + case.below(3)).for_each(|_| operands.push(shallow(case)));
            Json::Array(operands)
        }
        "in" if case.once_in(2) => json!([deep, ["a", "b", 3]]),
        "roundUp" | "roundDown" | "roundHalfUp" if case.once_in(2) => json!([deep]),
        "count" if case.once_in(2) => json!([group]),
        "count" | "sum" | "some" | "all" | "none" => json!([group, deep]),
        _ if case.once_in(2) => json!([shallow(case), deep]),
        _ => json!([deep, shallow(case)]),
    };
    if case.once_in(25) { json!({operator: stranger(case)}) } else { json!({operator: operands}) }
}

fn leaf(case: &mut Case) -> Json {
    match case.below(12) {
        0..=6 => json!({"var": case.pick(FIELDS).0}),
        7 => json!(case.number()),
        8 => json!((case.number() % 1_000_000) as f64 / 100.0),
        9 => json!(Date::from_days(case.number() % 100_000).to_string()),
        10 => json!({"today": []}),
        _ => stranger(case),
    }
}
