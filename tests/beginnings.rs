//! What fields begin with: answers of the recipe's own and of the page's, until the citizen says otherwise.
#![cfg(not(target_arch = "wasm32"))]

mod given;
mod patterns;
mod probe;

use std::rc::Rc;

use amtsgang::expr::date::Date;
use amtsgang::field::Answer;
use amtsgang::form::Form;
use amtsgang::recipe::Recipe;
use given::given;
use patterns::Regex;
use probe::{field, of_fields};
use serde_json::{Value as Json, json};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

fn form(recipe: &Rc<Recipe>) -> Form {
    Form::new(Rc::clone(recipe), TODAY, Rc::new(Regex))
}

fn typed(text: &str) -> Answer {
    Answer::Text(text.into())
}

fn sent(form: &mut Form) -> Json {
    let sent = form.submission("de").expect("complete").to_json();
    serde_json::from_str(&amtsgang::json::write(sent.get("answers").unwrap())).unwrap()
}

/// A place; another one that is the same until somebody says otherwise; and a day in two weeks.
fn places() -> Rc<Recipe> {
    of_fields(&json!([
        field("here", "text", json!({"default": "Musterstadt"})),
        field("there", "text", json!({"default": {"var": "here"}})),
        field("from", "date", json!({"default": {"addDays": [{"today": []}, 14]}})),
    ]))
}

#[test]
fn a_default_is_sent_and_follows_the_others() {
    let recipe = places();
    let mut form = form(&recipe);
    assert_eq!(sent(&mut form), json!({"here": "Musterstadt", "there": "Musterstadt", "from": "2026-12-07"}));
    assert!((0..3).all(|ix| form.is_given(ix)) && form.is_blank());
    let changes = form.set(0, typed("Anderswo"));
    assert_eq!(changes.fields, [0, 1]);
    assert_eq!(form.answer(1), &typed("Anderswo"));
    assert_eq!((form.is_given(0), form.is_given(1), form.is_blank()), (false, true, false));
}

#[test]
fn the_citizens_own_answer_stays_even_if_it_is_none() {
    let recipe = places();
    let mut form = form(&recipe);
    form.set(1, typed(""));
    form.set(0, typed("Anderswo"));
    assert_eq!(form.answer(1), &Answer::Empty);
    form.set(1, typed("Dort"));
    form.set(0, typed("Hier"));
    assert_eq!(form.answer(1), &typed("Dort"));
}

#[test]
fn a_draft_knows_what_is_whose() {
    let recipe = places();
    let mut before = form(&recipe);
    before.set(0, typed(""));
    let draft = before.answers_to_json();
    assert_eq!(amtsgang::json::write(&draft), r#"{"here":null}"#);
    let mut after = form(&recipe);
    assert_eq!(after.restore(&draft), [""; 0]);
    assert_eq!((after.answer(0), after.is_given(0)), (&Answer::Empty, false));
    assert!(after.is_given(2));
    assert_eq!(after.answers_to_json(), draft);
}

#[test]
fn what_is_handed_over_comes_before_the_default_and_after_the_citizen() {
    let recipe = of_fields(&json!([
        field("plate", "licencePlate", json!({"prefill": {"address": "plate"}, "default": "DN-AB 1"})),
        field("again", "licencePlate", json!({"default": {"var": "plate"}})),
    ]));
    let mut form = form(&recipe);
    assert_eq!(form.answer(0), &typed("DN-AB 1"));
    let changes = form.hand_over(0, &given(&json!("DN-XY 22")));
    assert_eq!(changes.fields, [0, 1]);
    assert_eq!((form.answer(1), form.is_given(0)), (&typed("DN-XY 22"), true));
    form.set(0, typed("DN-ZZ 3"));
    assert_eq!(form.hand_over(0, &given(&json!("DN-XY 22"))).fields, [0_usize; 0]);
    assert_eq!(form.answer(0), &typed("DN-ZZ 3"));
}

#[test]
fn what_is_wrong_is_not_begun_with() {
    let recipe = of_fields(&json!([
        field("count", "integer", json!({"prefill": {"address": "count"}, "min": 1, "max": 9})),
        field("half", "integer", json!({"default": {"/": [{"var": "count"}, 2]}})),
    ]));
    let mut form = form(&recipe);
    for wrong in [json!(99), json!("x"), json!({"a": 1}), json!(null), json!([1])] {
        form.hand_over(0, &given(&wrong));
        assert_eq!((form.answer(0), form.is_given(0)), (&Answer::Empty, false), "{wrong}");
    }
    form.hand_over(0, &given(&json!(4)));
    assert_eq!(form.answer(1), &typed("2"));
    form.set(0, typed("5"));
    assert_eq!((form.answer(1), form.is_given(1)), (&Answer::Empty, false));
}

#[test]
fn entries_begin_with_what_stands_around_them() {
    let name = field("name", "text", json!({"default": {"var": "family"}}));
    let recipe = of_fields(&json!([
        field("family", "text", json!({})),
        {"id": "people", "kind": "group", "label": {"de": "P"}, "entry": {"de": "P"}, "add": {"de": "P"}, "fields": [name]},
    ]));
    let mut form = form(&recipe);
    form.set(0, typed("Muster"));
    let (entry, _) = form.add_entry(1).unwrap();
    let name = form.fields_in(entry)[0];
    assert_eq!((form.answer(name), form.is_given(name)), (&typed("Muster"), true));
    assert_eq!(form.set(0, typed("Beispiel")).fields, [name]);
    assert_eq!(form.answer(name), &typed("Beispiel"));
}
