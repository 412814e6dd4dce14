//! The calculations that the guide for recipes shows are ones, and give what it says.
#![cfg(not(target_arch = "wasm32"))]

mod given;

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::expr::{Fields, Shape, Var, World, fraction, read};
use amtsgang::json::write;
use amtsgang::reading::{Node, Problems};
use given::given;
use serde_json::{Value as Json, json};

/// The fields of the examples, by the ids they have there.
struct Form;

const FIELDS: &[(&str, Shape)] = &[
    ("copies", Shape::Int),
    ("posters", Shape::Int),
    ("area", Shape::Number),
    ("price", Shape::Int),
    ("use.from", Shape::Date),
    ("use.to", Shape::Date),
    ("acquiredOn", Shape::Date),
    ("birthDate", Shape::Date),
    ("movedInOn", Shape::Date),
    ("wantedOn", Shape::Date),
    ("validFrom", Shape::Date),
];

impl Fields for Form {
    fn find(&self, path: &str) -> Option<Var> {
        FIELDS.iter().position(|field| field.0 == path).map(|field| Var { field, part: None })
    }

    fn shape(&self, var: Var) -> Shape {
        FIELDS[var.field].1
    }

    fn offers(&self, _: usize, _: &str) -> bool {
        false
    }

    fn home(&self, _: usize) -> Option<usize> {
        None
    }
}

/// What was answered; nothing else was.
struct Answers(Vec<(&'static str, Value)>);

/// What was answered, and what comes of it.
type Case = (Vec<(&'static str, Value)>, Json);

impl World for Answers {
    fn value(&self, var: Var) -> Value {
        self.0.iter().find(|answer| answer.0 == FIELDS[var.field].0).map_or(Value::Null, |answer| answer.1.clone())
    }

    fn today(&self) -> Date {
        Date { year: 2026, month: 11, day: 23 }
    }

    fn entries(&self, _: usize, _: &mut dyn FnMut(&dyn World)) {}
}

/// The examples of the chapter, in their order.
fn examples() -> Vec<Json> {
    let guide = include_str!("../docs/recipes.md");
    let (_, chapter) = guide.split_once("\n## Calculations\n").expect("the chapter");
    let chapter = chapter.split("\n## ").next().expect("its text");
    let blocks = chapter.split("```json\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let wrapped = blocks.map(|(block, _)| serde_json::from_str::<Json>(&format!("{{{block}}}")).expect("JSON"));
    wrapped.map(|object| object.as_object().and_then(|map| map.values().next()).expect("a key").clone()).collect()
}

#[test]
fn the_calculations_of_the_guide_give_what_it_says() {
    let day = |text: &str| Value::Text(text.into());
    let area = |digits| ("area", fraction::decimal(digits, 1));
    let period = |from, to| vec![area(125), ("use.from", day(from)), ("use.to", day(to))];
    let expected: [Vec<Case>; 12] = [
        vec![
            (vec![("copies", Value::Int(3))], json!(3400)),
            (vec![("copies", Value::Int(1))], json!(1800)),
            (vec![], json!(null)),
        ],
        vec![(vec![("posters", Value::Int(20))], json!(2500)), (vec![("posters", Value::Int(100))], json!(8500))],
        vec![
            (vec![area(100)], json!(4000)),
            (vec![area(101)], json!(9000)),
            (vec![area(501)], json!(15000)),
            (vec![], json!(15000)),
        ],
        vec![(vec![area(100)], json!(4000)), (vec![area(101)], json!(15000)), (vec![], json!(null))],
        vec![
            (vec![("price", Value::Int(996_600))], json!(14_900)),
            (vec![("price", Value::Int(996_700))], json!(15_000)),
            (vec![("price", Value::Int(100))], json!(5000)),
        ],
        vec![(period("2026-07-01", "2026-07-31"), json!(10_630)), (period("2026-07-01", "2026-08-01"), json!(21_250))],
        vec![
            (vec![("acquiredOn", day("2026-06-30"))], json!(5600)),
            (vec![("acquiredOn", day("2026-12-01"))], json!(800)),
        ],
        vec![
            (vec![("birthDate", day("2008-11-23"))], json!(true)),
            (vec![("birthDate", day("2008-11-24"))], json!(false)),
        ],
        vec![
            (vec![("birthDate", day("2021-10-01"))], json!(true)),
            (vec![("birthDate", day("2021-09-30"))], json!(false)),
        ],
        vec![
            (vec![("movedInOn", day("2026-11-09"))], json!(false)),
            (vec![("movedInOn", day("2026-11-08"))], json!(true)),
        ],
        vec![
            (vec![("wantedOn", day("2026-11-28"))], json!(true)),
            (vec![("wantedOn", day("2026-11-27"))], json!(false)),
        ],
        vec![(vec![("validFrom", day("2024-02-29"))], json!("2027-02-28"))],
    ];
    let examples = examples();
    assert_eq!(examples.len(), expected.len());
    for (example, cases) in examples.iter().zip(expected) {
        let (json, problems) = (given(example), Problems::new());
        let expr = read(Node::at(&json, "", &problems), &Form, None);
        let Some((expr, _)) = expr else { panic!("{example}: {:?}", problems.into_list()) };
        for (answers, result) in cases {
            let shown = format!("{example} of {answers:?}");
            let value: Json = serde_json::from_str(&write(&expr.eval(&Answers(answers)).to_json())).unwrap();
            assert_eq!(value, result, "{shown}");
        }
    }
}
