//! What data contracts say of conditions: on every set of answers they decide as the engine does, where JSON Schema can say
//! the condition; where it cannot, the question may be answered and need not be.
#![cfg(not(target_arch = "wasm32"))]

mod each_kind;
mod given;
mod judged;
mod patterns;
mod probe;
mod sent;

use std::rc::Rc;

use amtsgang::json::Value as Json;
use given::given;
use judged::Judge;
use probe::of_fields;
use serde_json::{Value, json};

/// Questions that conditions are about, and before them the one that depends on the condition, if it can stand there.
fn fields(asked: Option<Value>, in_entry: Option<Value>) -> Value {
    let text = json!({"de": "F"});
    let field = |id: &str, kind: &str, more: Value| {
        let mut field = json!({"id": id, "kind": kind, "label": text});
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    };
    let options = json!([{"value": "a", "label": text}, {"value": "b", "label": text}, {"value": "c", "label": text}]);
    let mut person = vec![
        field("adult", "yesNo", json!({})),
        field("income", "integer", json!({})),
        field("jobs", "group", json!({"entry": text, "add": text, "fields": [field("pay", "integer", json!({}))]})),
    ];
    person.extend(in_entry.map(|more| field("inner", "integer", more)));
    let mut fields = vec![
        field("yes", "yesNo", json!({})),
        field("number", "integer", json!({"min": -9, "max": 9})),
        field("area", "decimal", json!({})),
        field("one", "choice", json!({"options": options})),
        field("many", "choices", json!({"options": options})),
        field("name", "text", json!({})),
        field("day", "date", json!({})),
        field("month", "yearMonth", json!({})),
        field("time", "time", json!({})),
        field("stay", "period", json!({})),
        field("home", "address", json!({})),
        field("people", "group", json!({"entry": text, "add": text, "fields": person})),
        field("double", "calculated", json!({"as": "number", "value": {"*": [{"var": "number"}, 2]}})),
        field("odd", "calculated", json!({"as": "yesNo", "value": {"==": [{"%": [{"var": "number"}, 2]}, 1]}})),
    ];
    fields.extend(asked.map(|more| field("outer", "integer", more)));
    fields.into()
}

/// Answers to these questions; what is calculated is added.
fn answers() -> Vec<Value> {
    let home = json!({"country": "LU", "line": "4, rue Neuve", "place": "Echternach"});
    let people = |list: Value| json!({"people": list});
    let mut answers = vec![
        json!({}),
        json!({"yes": true, "number": 0, "one": "a"}),
        json!({"yes": false, "number": 3, "area": 0}),
        json!({"yes": false, "number": -3, "area": 0.5}),
        json!({"number": 5, "area": 3, "name": "a", "one": "b", "many": ["a", "b"]}),
        json!({"number": 4, "area": 2.99, "name": "0", "one": "c", "many": ["c"]}),
        json!({"day": "2026-03-09", "month": "2026-03", "time": "09:30"}),
        json!({"day": "2026-03-10", "month": "2026-04", "time": "09:31"}),
        json!({"day": "2025-12-31", "month": "2025-12", "time": "08:59"}),
        json!({"stay": {"from": "2026-03-09", "to": "2026-03-09"}, "home": home}),
        json!({"stay": {"from": "2026-01-09", "to": "2027-03-09"}}),
        people(json!([{}])),
        people(json!([{"adult": true, "income": 100}])),
        people(json!([{"adult": true, "income": 99}, {"adult": false, "income": 500, "jobs": [{"pay": 1}]}])),
        people(json!([{"adult": true, "jobs": [{"pay": 7}, {}]}, {"adult": true, "income": 300, "jobs": [{}]}, {}])),
        people(json!([{"adult": true}, {"adult": true}, {"adult": true}])),
    ];
    let both: Vec<Value> = (1..6).map(|at| merged(&answers[at], &answers[at + 8])).collect();
    answers.extend(both);
    answers
}

fn merged(a: &Value, b: &Value) -> Value {
    let mut merged = a.clone();
    merged.as_object_mut().unwrap().extend(b.as_object().unwrap().clone());
    merged
}

/// Judges all answers, each with and without one to the question in question. `said`: whether the contract can say it all.
fn judge(condition: &Value, in_entry: bool, said: bool) {
    let optional = json!({"when": condition});
    let required = json!({"when": condition, "required": true});
    let needed = json!({"required": condition});
    for more in [optional, required, needed] {
        let (asked, inner) = if in_entry { (None, Some(more)) } else { (Some(more), None) };
        let recipe = of_fields(&fields(asked, inner));
        let contract = Judge::of(&recipe);
        for answers in answers() {
            for with in [false, true] {
                let mut answers = answers.clone();
                if with && in_entry {
                    for person in answers["people"].as_array_mut().into_iter().flatten() {
                        person["inner"] = json!(1);
                    }
                } else if with {
                    answers["outer"] = json!(1);
                }
                let answers = calculated(&recipe, &given(&answers));
                let (engine, contract) = (sent::takes(&recipe, &answers), contract.takes(&answers));
                assert!(contract || !engine, "{condition} refuses {answers:?}");
                assert!(!said || contract == engine, "{condition} takes {answers:?}");
            }
        }
    }
}

/// The answers with what the engine calculates from them.
fn calculated(recipe: &Rc<amtsgang::recipe::Recipe>, answers: &Json) -> Json {
    let form = sent::given_back(recipe, answers);
    let mut answers = answers.as_object().expect("answers").clone();
    for id in ["double", "odd"] {
        let value = form.value(form.find(id, None).expect("a field")).to_json();
        if value != Json::Null {
            answers.insert(id, value);
        }
    }
    Json::Object(answers)
}

fn var(id: &str) -> Value {
    json!({"var": id})
}

#[test]
fn comparisons_with_literals_are_said() {
    let mut conditions: Vec<Value> = Vec::new();
    for operator in ["==", "!=", "<", "<=", ">", ">="] {
        for (id, literal) in [
            ("number", json!(3)),
            ("number", json!(-3)),
            ("area", json!(2.99)),
            ("area", json!(0)),
            ("double", json!(6)),
            ("day", json!("2026-03-09")),
            ("month", json!("2026-03")),
            ("time", json!("09:30")),
            ("stay.from", json!("2026-03-09")),
            ("stay.to", json!("2026-12-31")),
        ] {
            conditions.push(json!({operator: [var(id), literal]}));
            conditions.push(json!({operator: [literal, var(id)]}));
        }
    }
    for operator in ["==", "!="] {
        for (id, literals) in [
            ("yes", json!([true, false, null])),
            ("odd", json!([true, false, null])),
            ("number", json!([0, null])),
            ("one", json!(["a", "c", null])),
            ("name", json!(["a", "0", "", null])),
            ("home.country", json!(["LU", "DE", null])),
            ("home.postcode", json!([null])),
            ("day", json!([null])),
        ] {
            conditions.extend(literals.as_array().unwrap().iter().map(|literal| json!({operator: [var(id), literal]})));
        }
    }
    conditions.push(json!({"<": [1, var("number"), 4]}));
    conditions.push(json!({">=": [var("number"), {"-": [3]}]}));
    conditions.push(json!({"<=": [var("number"), {"/": [7, 2]}]}));
    conditions.push(json!({"in": [var("one"), ["a", "b"]]}));
    conditions.push(json!({"in": [var("number"), [3, 4, -3]]}));
    conditions.push(json!({"in": ["a", var("many")]}));
    conditions.iter().for_each(|condition| judge(condition, false, true));
}

#[test]
fn what_is_true_and_what_joins_conditions_is_said() {
    let ids = [
        "yes",
        "number",
        "area",
        "one",
        "many",
        "name",
        "day",
        "month",
        "time",
        "stay",
        "home",
        "stay.to",
        "home.country",
        "double",
        "odd",
    ];
    let (a, b, c) = (json!({">": [var("number"), 2]}), var("yes"), json!({"==": [var("one"), "b"]}));
    let mut conditions: Vec<Value> = ids.iter().map(|id| json!({"!!": [var(id)]})).collect();
    conditions.extend(ids.iter().map(|id| json!({"!": [var(id)]})));
    conditions.extend([
        json!({"and": [a, b]}),
        json!({"or": [a, b, c]}),
        json!({"and": [{"or": [a, {"!": [b]}]}, {"!": [{"and": [c, a]}]}]}),
        json!({"if": [a, b, c]}),
        json!({"if": [a, false, b, {"!": [c]}, true]}),
        json!({"==": [a, false]}),
        json!({"!=": [{"or": [a, c]}, true]}),
        json!({"==": [1, 1]}),
        json!({"<": [2, 1]}),
    ]);
    // What `or` gives is not true or false alone: it cannot be compared.
    let unsaid = conditions.iter().position(|condition| condition.get("!=").is_some()).unwrap();
    for (ix, condition) in conditions.iter().enumerate() {
        judge(condition, false, ix != unsaid);
    }
}

#[test]
fn entries_are_counted() {
    let people = || var("people");
    let mut conditions = vec![
        json!({"!!": [{"count": [people()]}]}),
        json!({"some": [people(), var("adult")]}),
        json!({"all": [people(), var("adult")]}),
        json!({"none": [people(), var("adult")]}),
        json!({"none": [people(), {"<": [var("income"), 100]}]}),
        json!({"all": [people(), {"!": [{"some": [var("jobs"), {">": [var("pay"), 5]}]}]}]}),
        json!({"==": [{"some": [people(), var("adult")]}, false]}),
    ];
    for operator in ["==", "!=", "<", "<=", ">", ">="] {
        for number in [-1, 0, 1, 2, 3] {
            conditions.push(json!({operator: [{"count": [people()]}, number]}));
            conditions.push(json!({operator: [number, {"count": [people(), var("adult")]}]}));
            let jobs = json!({">=": [{"count": [var("jobs")]}, 1]});
            conditions.push(json!({operator: [{"count": [people(), jobs]}, number]}));
        }
    }
    conditions.iter().for_each(|condition| judge(condition, false, true));
}

#[test]
fn entries_have_conditions_of_their_own_and_those_from_outside() {
    for condition in [
        var("adult"),
        json!({">=": [var("income"), 100]}),
        json!({"or": [{"!": [var("adult")]}, {"==": [var("income"), 300]}]}),
        json!({"some": [var("jobs"), {"==": [var("pay"), 7]}]}),
        // What stands outside is the same for all entries.
        var("yes"),
        json!({"in": ["a", var("many")]}),
        json!({"or": [{"==": [var("number"), 0]}, {">": [var("number"), 4]}]}),
    ] {
        let condition = if condition.get("var").is_some() { json!({"!!": [condition]}) } else { condition };
        judge(&condition, true, true);
    }
    // Both together: only one side of it can be said.
    judge(&json!({"and": [var("yes"), var("adult")]}), true, false);
    judge(&json!({"or": [var("yes"), var("adult")]}), true, false);
}

#[test]
fn what_no_schema_can_say_is_left_open() {
    for condition in [
        json!({">": [{"+": [var("number"), 1]}, 3]}),
        json!({"<": [var("number"), var("area")]}),
        json!({"==": [var("one"), var("name")]}),
        json!({">=": [{"age": [var("day"), {"today": []}]}, 1]}),
        json!({"<": [var("day"), {"today": []}]}),
        json!({">": [{"sum": [var("people"), var("income")]}, 100]}),
        json!({"some": [var("people"), {">": [var("income"), var("number")]}]}),
        json!({"and": [var("yes"), {">": [{"+": [var("number"), 1]}, 3]}]}),
        json!({"or": [var("yes"), {">": [{"+": [var("number"), 1]}, 3]}]}),
        json!({"if": [{"<": [var("number"), var("area")]}, var("yes"), {"!": [var("yes")]}]}),
        json!({"<": [var("name"), "b"]}),
        json!({"in": [var("one"), var("many")]}),
    ] {
        judge(&condition, false, false);
    }
}

#[test]
fn half_of_a_condition_is_better_than_nothing() {
    let open = json!({">": [{"+": [var("number"), 1]}, 3]});
    let judge_of = |condition: Value| {
        let more = json!({"when": condition, "required": true});
        Judge::of(&of_fields(&fields(Some(more), None)))
    };
    let takes = |judge: &Judge, answers: Value| judge.takes(&given(&answers));
    let both = judge_of(json!({"and": [var("yes"), open]}));
    assert!(!takes(&both, json!({"yes": false, "odd": false, "outer": 1})));
    assert!(
        takes(&both, json!({"yes": true, "odd": false, "outer": 1}))
            && takes(&both, json!({"yes": true, "odd": false}))
    );
    let either = judge_of(json!({"or": [var("yes"), open]}));
    assert!(!takes(&either, json!({"yes": true, "odd": false})));
    assert!(takes(&either, json!({"odd": false, "outer": 1})) && takes(&either, json!({"odd": false})));
}

#[test]
fn checks_that_can_be_said_refuse() {
    let text = json!({"de": "F"});
    let yes = json!({"id": "yes", "kind": "yesNo", "label": text});
    let number = json!({"id": "number", "kind": "integer", "label": text, "when": var("yes")});
    let check = |level: &str, when: Value| json!({"when": when, "message": text, "fields": ["number"], "level": level});
    let group = |check: Value| {
        let group = json!({
            "id": "list", "kind": "group", "label": text, "entry": text, "add": text, "fields": [yes, number],
            "checks": [check]
        });
        Judge::of(&of_fields(&json!([group])))
    };
    let sent = |yes: bool, number: Option<i64>| {
        let mut entry = json!({"yes": yes});
        entry.as_object_mut().unwrap().extend(number.map(|number| ("number".to_owned(), json!(number))));
        given(&json!({"list": [entry]}))
    };
    let small = json!({"!": [{">=": [var("number"), 3]}]});
    let (error, warning) = (group(check("error", small.clone())), group(check("warning", small)));
    assert!(!error.takes(&sent(true, Some(2))) && !error.takes(&sent(true, None)));
    assert!(error.takes(&sent(true, Some(3))));
    // There the question is not asked, and nobody could be told.
    assert!(error.takes(&sent(false, None)));
    assert!(warning.takes(&sent(true, Some(2))));
    let open = group(check("error", json!({">": [{"*": [var("number"), 2]}, 3]})));
    assert!(open.takes(&sent(true, Some(2))));
}
