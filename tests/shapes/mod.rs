//! A form with one field of each shape, what was answered in it, and how expressions are read and evaluated there.
#![allow(dead_code, reason = "each test file uses its part of it")]

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::expr::{Expr, Fields, Shape, Var, World, fraction, read};
use amtsgang::json::write;
use amtsgang::reading::{Node, Problems};

use crate::given::given;

/// A form with one field of each shape.
pub struct Form;

pub const FIELDS: &[(&str, Shape)] = &[
    ("text", Shape::Text),
    ("number", Shape::Int),
    ("yes", Shape::Bool),
    ("day", Shape::Date),
    ("one", Shape::Choice),
    ("many", Shape::Choices),
    ("home", Shape::Thing),
    ("broken", Shape::Unknown),
    ("empty", Shape::Text),
    ("people", Shape::Group),
    ("income", Shape::Int),
    ("jobs", Shape::Group),
    ("wage", Shape::Int),
    ("cars", Shape::Group),
    ("doors", Shape::Int),
    ("area", Shape::Number),
    ("born", Shape::Date),
    ("share", Shape::Number),
];

/// The group that a field stands in.
pub fn home_of(field: usize) -> Option<usize> {
    let name = match FIELDS[field].0 {
        "income" | "jobs" | "share" => "people",
        "wage" => "jobs",
        "doors" => "cars",
        _ => return None,
    };
    FIELDS.iter().position(|field| field.0 == name)
}

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
        home_of(field)
    }
}

/// Three people, with incomes of 100, none and 300, and with no job, one and two; a car without entries.
pub struct Answers {
    pub person: usize,
    pub job: usize,
}

impl World for Answers {
    fn value(&self, var: Var) -> Value {
        answer(self, var)
    }

    fn today(&self) -> Date {
        Date { year: 2026, month: 11, day: 23 }
    }

    fn entries(&self, group: usize, visit: &mut dyn FnMut(&dyn World)) {
        match FIELDS[group].0 {
            "people" => (0..3).for_each(|person| visit(&Answers { person, job: 0 })),
            "jobs" => (0..self.person).for_each(|job| visit(&Answers { person: self.person, job })),
            _ => {}
        }
    }
}

fn answer(at: &Answers, var: Var) -> Value {
    let text = |text: &str| Value::Text(text.into());
    match FIELDS[var.field].0 {
        "income" => [Value::Int(100), Value::Null, Value::Int(300)][at.person].clone(),
        "share" => [fraction::decimal(5, 1), fraction::decimal(25, 2), Value::Null][at.person].clone(),
        "area" => fraction::decimal(125, 1),
        "born" => text("2008-02-29"),
        "wage" => Value::Int(1000 + at.job as i64),
        "text" => text("Rex"),
        "number" => Value::Int(5),
        "yes" => Value::Bool(true),
        "day" => text("2026-11-23"),
        "one" => text("a"),
        "many" => Value::List(vec![text("a"), text("b")]),
        "home" => {
            let home = Value::Map(vec![("country".into(), text("DE"))]);
            var.part.map_or(home.clone(), |part| home.part(part).clone())
        }
        _ => Value::Null,
    }
}

/// The expression, or where its problems are.
pub fn read_at(json: &serde_json::Value) -> Result<Expr, Vec<String>> {
    let (value, problems) = (given(json), Problems::new());
    let expr = read(Node::at(&value, "/when", &problems), &Form, None).map(|(expr, _)| expr);
    let pointers: Vec<String> = problems.into_list().into_iter().map(|problem| problem.pointer).collect();
    assert_eq!(expr.is_none(), !pointers.is_empty(), "{json}: {pointers:?}");
    expr.ok_or(pointers)
}

/// What it gives to the first person, as JSON.
pub fn eval(json: serde_json::Value) -> serde_json::Value {
    let expr = read_at(&json).unwrap_or_else(|pointers| panic!("{json}: {pointers:?}"));
    serde_json::from_str(&write(&expr.eval(&Answers { person: 0, job: 0 }).to_json())).unwrap()
}

/// Where the problems are of an expression that has some.
pub fn refused(json: serde_json::Value) -> Vec<String> {
    read_at(&json).err().unwrap_or_else(|| panic!("{json} was accepted"))
}
