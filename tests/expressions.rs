//! Conditions: what JsonLogic says, what is refused and where, and that nothing makes them panic.
#![cfg(not(target_arch = "wasm32"))]

mod given;
mod shapes;

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::expr::{Read, Var, World, fraction, read};
use amtsgang::reading::{Node, Problems};
use given::given;
use proptest::prelude::*;
use serde_json::json;
use shapes::{Answers, FIELDS, Form, eval, home_of, read_at, refused};

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
        refused(json!({"and": [{"==": [{"var": "x"}, {"var": "y"}]}, {"foo": 1}, 1.2345678]})),
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

fn at(id: &str) -> usize {
    FIELDS.iter().position(|field| field.0 == id).unwrap()
}

fn reads(json: serde_json::Value) -> Vec<(usize, Option<usize>)> {
    let reads = read_at(&json).unwrap().reads(&home_of);
    reads.into_iter().map(|Read { field, within }| (field, within)).collect()
}

#[test]
fn names_the_fields_it_reads() {
    let json = json!({"or": [{"var": "yes"}, {"==": [{"var": "text"}, {"var": "home.country"}]}, {"var": "yes"}]});
    assert_eq!(reads(json), [(0, None), (2, None), (6, None)]);
}

#[test]
fn what_is_read_of_entries_matters_outside_of_their_group() {
    let wages =
        json!({"sum": [{"var": "people"}, {"sum": [{"var": "jobs"}, {"*": [{"var": "wage"}, {"var": "number"}]}]}]});
    assert_eq!(reads(wages), [(at("number"), None), (at("people"), None), (at("jobs"), None), (at("wage"), None)]);
    let (value, problems) =
        (given(&json!({"count": [{"var": "jobs"}, {"<": [{"var": "wage"}, {"var": "income"}]}]})), Problems::new());
    let (inside, _) = read(Node::at(&value, "", &problems), &Form, Some(at("people"))).unwrap();
    let people = Some(at("people"));
    let expected = [("income", people), ("jobs", people), ("wage", people)];
    assert_eq!(inside.reads(&home_of), expected.map(|(id, within)| Read { field: at(id), within }));
}

#[test]
fn entries_are_counted_summed_and_asked_about() {
    let (people, income) = (json!({"var": "people"}), json!({"var": "income"}));
    assert_eq!(eval(json!({"count": people})), 3);
    assert_eq!(eval(json!({"count": [people]})), 3);
    assert_eq!(eval(json!({"count": [people, income]})), 2);
    assert_eq!(eval(json!({"count": [people, {">": [income, 100]}]})), 1);
    assert_eq!(eval(json!({"sum": [people, income]})), 400);
    assert_eq!(eval(json!({"sum": [people, {"+": [income, {"var": "number"}]}]})), 410);
    assert_eq!(eval(json!({"sum": [people, {"sum": [{"var": "jobs"}, {"var": "wage"}]}]})), 3001);
    assert_eq!(eval(json!({"sum": [people, 9_007_199_254_740_991_i64]})), 27_021_597_764_222_973_i64);
    assert_eq!(eval(json!({"some": [people, {">": [income, 200]}]})), true);
    assert_eq!(eval(json!({"all": [people, {">": [income, 0]}]})), false);
    assert_eq!(eval(json!({"all": [people, {"or": [{"!": income}, {">": [income, 0]}]}]})), true);
    assert_eq!(eval(json!({"none": [people, {">": [income, 300]}]})), true);
    let (cars, doors) = (json!({"var": "cars"}), json!({"var": "doors"}));
    assert_eq!(eval(json!({"count": cars})), 0);
    assert_eq!(eval(json!({"sum": [cars, doors]})), 0);
    assert_eq!(eval(json!({"some": [cars, true]})), false);
    assert_eq!(eval(json!({"all": [cars, true]})), false);
    assert_eq!(eval(json!({"none": [cars, true]})), true);
}

#[test]
fn an_entry_is_read_from_within_and_a_group_only_as_a_whole() {
    for (json, pointer) in [
        (json!({"var": "people"}), "/when/var"),
        (json!({"var": "income"}), "/when/var"),
        (json!({"==": [{"var": "wage"}, 1]}), "/when/==/0/var"),
        (json!({"count": [{"var": "text"}]}), "/when/count/0"),
        (json!({"count": []}), "/when/count"),
        (json!({"count": [{"var": "people"}, true, true]}), "/when/count"),
        (json!({"count": ["people"]}), "/when/count/0"),
        (json!({"count": {"var": "jobs"}}), "/when/count"),
        (json!({"some": [{"var": "people"}]}), "/when/some"),
        (json!({"sum": [{"var": "people"}, {"var": "wage"}]}), "/when/sum/1/var"),
        (json!({"sum": [{"var": "people"}, {"var": "doors"}]}), "/when/sum/1/var"),
        (json!({"sum": [{"var": "people"}, {"var": "text"}]}), "/when/sum/1"),
        (json!({"sum": [{"var": "people"}, {">": [{"var": "income"}, 1]}]}), "/when/sum/1"),
        (
            json!({"all": [{"var": "people"}, {"none": [{"var": "cars"}, {"var": "income2"}]}]}),
            "/when/all/1/none/1/var",
        ),
    ] {
        assert_eq!(refused(json.clone()), [pointer], "{json}");
    }
}

/// A world in which every field has the same value, and every group two entries.
struct Monotone(Value);

impl World for Monotone {
    fn value(&self, _: Var) -> Value {
        self.0.clone()
    }

    fn today(&self) -> Date {
        Date { year: 2024, month: 2, day: 29 }
    }

    fn entries(&self, _: usize, visit: &mut dyn FnMut(&dyn World)) {
        visit(self);
        visit(self);
    }
}

fn operator() -> impl Strategy<Value = String> {
    let known = "var == === != !== < <= > >= and or ! !! in if + - * min max / % roundUp roundDown roundHalfUp today age daysBetween monthsBetween addDays addMonths weekday year month count sum some all none"
        .split(' ')
        .collect::<Vec<_>>();
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
            expr.eval(&Answers { person: 2, job: 1 });
            let fraction = fraction::decimal(i64::MAX, 18);
            let day = Value::Text("0001-01-01".into());
            for value in [Value::Null, Value::Int(i64::MIN), fraction, day, Value::List(vec![Value::Null])] {
                expr.eval(&Monotone(value));
            }
        }
    }
}
