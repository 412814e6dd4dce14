//! Conditions: what JsonLogic says, what is refused and where, and that nothing makes them panic.
#![cfg(not(target_arch = "wasm32"))]

mod given;

use amtsgang::expr::value::Value;
use amtsgang::expr::{Expr, Fields, Shape, Var, read};
use amtsgang::json::write;
use amtsgang::reading::{Node, Problems};
use given::given;
use proptest::prelude::*;
use serde_json::json;

/// A form with one field of each shape.
struct Form;

const FIELDS: &[(&str, Shape)] = &[
    ("text", Shape::Text),
    ("number", Shape::Int),
    ("yes", Shape::Bool),
    ("day", Shape::Date),
    ("one", Shape::Choice),
    ("many", Shape::Choices),
    ("home", Shape::Thing),
    ("broken", Shape::Unknown),
    ("empty", Shape::Text),
];

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
}

fn answer(var: Var) -> Value {
    let text = |text: &str| Value::Text(text.into());
    match FIELDS[var.field].0 {
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

fn read_at(json: &serde_json::Value) -> Result<Expr, Vec<String>> {
    let (value, problems) = (given(json), Problems::new());
    let expr = read(Node::at(&value, "/when", &problems), &Form);
    let pointers: Vec<String> = problems.into_list().into_iter().map(|problem| problem.pointer).collect();
    assert_eq!(expr.is_none(), !pointers.is_empty(), "{json}: {pointers:?}");
    expr.ok_or(pointers)
}

fn eval(json: serde_json::Value) -> serde_json::Value {
    let expr = read_at(&json).unwrap_or_else(|pointers| panic!("{json}: {pointers:?}"));
    serde_json::from_str(&write(&expr.eval(&answer).to_json())).unwrap()
}

fn refused(json: serde_json::Value) -> Vec<String> {
    read_at(&json).err().unwrap_or_else(|| panic!("{json} was accepted"))
}

#[test]
fn comparisons_convert_nothing() {
    assert_eq!(eval(json!({"==": [{"var": "text"}, "Rex"]})), true);
    assert_eq!(eval(json!({"===": [{"var": "number"}, 5]})), true);
    assert_eq!(eval(json!({"!=": [{"var": "yes"}, true]})), false);
    assert_eq!(eval(json!({"!==": [{"var": "empty"}, {"var": "text"}]})), true);
    assert_eq!(eval(json!({"==": [{"var": "empty"}, null]})), true);
    assert_eq!(eval(json!({"==": [{"var": "home.country"}, "DE"]})), true);
    assert_eq!(eval(json!({"==": ["5", 5]})), false);
    assert_eq!(eval(json!({"==": [0, false]})), false);
}

#[test]
fn order_is_of_numbers_texts_and_days() {
    assert_eq!(eval(json!({"<": [{"var": "number"}, 10]})), true);
    assert_eq!(eval(json!({"<": [5, {"var": "number"}, 10]})), false);
    assert_eq!(eval(json!({"<=": [5, {"var": "number"}, 10]})), true);
    assert_eq!(eval(json!({">": [{"var": "day"}, "2026-09-30"]})), true);
    assert_eq!(eval(json!({">=": [{"var": "day"}, "2026-11-23", "2026-11-24"]})), false);
    assert_eq!(eval(json!({"<": [{"var": "empty"}, "Z"]})), false);
    assert_eq!(eval(json!({">=": [{"var": "empty"}, "Z"]})), false);
}

#[test]
fn truth_is_jsonlogics() {
    assert_eq!(eval(json!({"and": [{"var": "yes"}, {"var": "number"}]})), 5);
    assert_eq!(eval(json!({"and": [{"var": "empty"}, {"var": "number"}]})), json!(null));
    assert_eq!(eval(json!({"or": [{"var": "empty"}, false, {"var": "text"}]})), "Rex");
    assert_eq!(eval(json!({"or": [0, ""]})), "");
    assert_eq!(eval(json!({"!": {"var": "empty"}})), true);
    assert_eq!(eval(json!({"!": [{"var": "many"}]})), false);
    assert_eq!(eval(json!({"!!": [{"var": "home"}]})), true);
    assert_eq!(eval(json!({"var": ["yes"]})), true);
    assert_eq!(eval(json!({"if": [{"var": "empty"}, 1, {"var": "yes"}, 2, 3]})), 2);
    assert_eq!(eval(json!({"if": [{"var": "empty"}, 1, {"var": "empty"}, 2, 3]})), 3);
}

#[test]
fn lists_are_searched() {
    assert_eq!(eval(json!({"in": [{"var": "one"}, ["b", "a"]]})), true);
    assert_eq!(eval(json!({"in": [{"var": "number"}, [1, 2]]})), false);
    assert_eq!(eval(json!({"in": ["b", {"var": "many"}]})), true);
    assert_eq!(eval(json!({"in": [{"var": "one"}, {"var": "many"}]})), true);
    assert_eq!(eval(json!({"in": [{"var": "empty"}, ["a"]]})), false);
    assert_eq!(eval(json!({"in": ["a", {"var": "broken"}]})), false);
}

#[test]
fn sums_stay_whole_or_become_null() {
    assert_eq!(eval(json!({"+": [{"var": "number"}, 1, 2.0]})), 8);
    assert_eq!(eval(json!({"-": [{"var": "number"}, 7]})), -2);
    assert_eq!(eval(json!({"-": [{"var": "number"}]})), -5);
    assert_eq!(eval(json!({"-": {"var": "number"}})), -5);
    assert_eq!(eval(json!({"*": [{"var": "number"}, -3]})), -15);
    assert_eq!(eval(json!({"min": [{"var": "number"}, 3, 9]})), 3);
    assert_eq!(eval(json!({"max": [{"var": "number"}, 3, 9]})), 9);
    assert_eq!(eval(json!({"+": [{"var": "broken"}, 1]})), json!(null));
    let large = 9_007_199_254_740_991_i64;
    assert_eq!(eval(json!({"*": [large, large]})), json!(null));
    assert_eq!(eval(json!({"<": [{"*": [large, large]}, 1]})), false);
}

#[test]
fn every_mistake_is_named_at_its_place() {
    assert_eq!(refused(json!("yes")), ["/when"]);
    assert_eq!(refused(json!({})), ["/when"]);
    assert_eq!(refused(json!({"a/b~": 1})), ["/when/a~1b~0"]);
    assert_eq!(
        refused(json!({"and": [{"==": [{"var": "x"}, {"var": "y"}]}, {"foo": 1}, 1.5]})),
        ["/when/and/0/==/0/var", "/when/and/0/==/1/var", "/when/and/1/foo", "/when/and/2"]
    );
    assert_eq!(refused(json!({"var": ["one", "default"]})), ["/when/var"]);
    assert_eq!(refused(json!({"!": {"var": "home.street"}})), ["/when/!/var"]);
    assert_eq!(refused(json!({"==": [{"var": "one"}, "c"]})), ["/when/==/1"]);
    assert_eq!(refused(json!({"==": ["c", {"var": "one"}]})), ["/when/==/0"]);
    assert_eq!(refused(json!({"==": [{"var": "one"}, {"var": "number"}]})), ["/when/==/1"]);
    assert_eq!(refused(json!({"in": [{"var": "one"}, ["a", "c", 1]]})), ["/when/in/1/1", "/when/in/1/2"]);
    assert_eq!(refused(json!({"in": [{"var": "many"}, ["a"]]})), ["/when/in/0"]);
    assert_eq!(refused(json!({"in": [{"var": "one"}, ["a", null]]})), ["/when/in/1"]);
    assert_eq!(refused(json!({"<": [0, {"var": "number"}, "9"]})), ["/when/</2"]);
    assert_eq!(refused(json!({"==": [{"<": [1, 2]}, "true"]})), ["/when/==/1"]);
    assert_eq!(refused(json!({"+": [{"var": "day"}, 1]})), ["/when/+/0"]);
    assert_eq!(refused(json!({"-": [{"var": "day"}]})), ["/when/-/0"]);
    assert_eq!(refused(json!({"-": {"var": "day"}})), ["/when/-"]);
    assert_eq!(refused(json!({"==": [{"var": "number"}, 9_007_199_254_740_992_i64]})), ["/when/==/1"]);
    assert_eq!(refused(json!({"==": [{"var": "number"}, i64::MIN]})), ["/when/==/1"]);
}

#[test]
fn a_field_that_is_broken_itself_is_not_blamed_again() {
    for json in [json!({"==": [{"var": "broken"}, "c"]}), json!({"<": [{"var": "broken"}, 1]})] {
        assert!(read_at(&json).is_ok(), "{json}");
    }
}

#[test]
fn names_the_fields_it_reads() {
    let json = json!({"or": [{"var": "yes"}, {"==": [{"var": "text"}, {"var": "home.country"}]}, {"var": "yes"}]});
    assert_eq!(read_at(&json).unwrap().fields(), [0, 2, 6]);
}

fn operator() -> impl Strategy<Value = String> {
    let known = "var == === != !== < <= > >= and or ! !! in if + - * min max".split(' ').collect::<Vec<_>>();
    prop_oneof![20 => prop::sample::select(known).prop_map(str::to_owned), 1 => any::<String>()]
}

fn literal() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|b| json!(b)),
        any::<i64>().prop_map(|n| json!(n)),
        (-5..5_i64).prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        prop::sample::select(vec!["", "a", "b", "Rex", "2026-11-23", "true", "5"]).prop_map(|s| json!(s)),
        any::<String>().prop_map(|s| json!(s)),
    ]
}

fn logic() -> impl Strategy<Value = serde_json::Value> {
    let path = prop_oneof![
        20 => prop::sample::select(FIELDS.iter().map(|field| field.0).collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => Just("home.country".to_owned()),
        1 => any::<String>(),
    ];
    let leaf = prop_oneof![3 => path.prop_map(|path| json!({"var": path})), 1 => literal()];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            8 => (operator(), prop::collection::vec(inner.clone(), 0..4)).prop_map(|(op, operands)| json!({op: operands})),
            1 => (operator(), inner.clone()).prop_map(|(op, operand)| json!({op: operand})),
            1 => prop::collection::vec(inner, 0..4).prop_map(serde_json::Value::Array),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_condition_makes_it_panic(json in logic()) {
        if let Ok(expr) = read_at(&json) {
            expr.eval(&answer);
            expr.eval(&|_| Value::Null);
            expr.eval(&|_| Value::Int(i64::MIN));
            expr.eval(&|_| Value::List(vec![Value::Null]));
        }
    }
}
