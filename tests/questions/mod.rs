//! Forms without groups, made up: questions with conditions on each other, and answers to them.
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::rc::Rc;

use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, Attachment};
use amtsgang::form::Form;
use amtsgang::recipe::Recipe;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value as Json, json};

use super::patterns::Regex;
use super::probe;

pub const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// A condition on fields chosen among those there are, by their place.
#[derive(Clone, Debug)]
pub enum Condition {
    Truthy(Index),
    Is(Index, &'static str),
    AtLeast(Index, i64),
    /// One of two values.
    Among(Index),
    /// A day before another.
    Before(Index, &'static str),
    /// The country of an address.
    Within(Index, &'static str),
    Unanswered(Index),
    Not(Box<Condition>),
    Both(Box<Condition>, Box<Condition>),
    Either(Box<Condition>, Box<Condition>),
}

pub fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        any::<Index>().prop_map(Condition::Truthy),
        (any::<Index>(), select(vec!["a", "b"])).prop_map(|(ix, value)| Condition::Is(ix, value)),
        (any::<Index>(), 0..4_i64).prop_map(|(ix, n)| Condition::AtLeast(ix, n)),
        any::<Index>().prop_map(Condition::Among),
        (any::<Index>(), select(vec!["2024-01-02", "2024-03-01"])).prop_map(|(ix, day)| Condition::Before(ix, day)),
        (any::<Index>(), select(vec!["DE", "LU"])).prop_map(|(ix, country)| Condition::Within(ix, country)),
        any::<Index>().prop_map(Condition::Unanswered),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|a| Condition::Not(Box::new(a))),
            pair.clone().prop_map(|(a, b)| Condition::Both(Box::new(a), Box::new(b))),
            pair.prop_map(|(a, b)| Condition::Either(Box::new(a), Box::new(b))),
        ]
    })
}

pub const KINDS: &[&str] = &["yesNo", "integer", "decimal", "choice", "text", "address", "file", "date", "place"];

#[derive(Clone, Debug)]
pub struct Question {
    pub kind: &'static str,
    when: Option<Condition>,
    required: Option<Condition>,
    opens_step: bool,
    step_when: Option<Condition>,
}

pub fn questions() -> impl Strategy<Value = Vec<Question>> {
    let maybe = || prop::option::weighted(0.5, condition());
    let question = (select(KINDS), maybe(), maybe(), prop::bool::weighted(0.3), maybe()).prop_map(
        |(kind, when, required, opens_step, step_when)| Question { kind, when, required, opens_step, step_when },
    );
    prop::collection::vec(question, 1..14)
}

/// The recipe of these questions. A condition reads fields of earlier steps, or earlier ones of its own, if `forward`;
/// else later ones: so none goes round in a circle.
pub fn recipe(questions: &[Question], forward: bool) -> Option<Rc<Recipe>> {
    let mut steps: Vec<(Option<Json>, Vec<Json>)> = Vec::new();
    let mut starts: Vec<usize> = vec![0];
    for (ix, question) in questions.iter().enumerate().skip(1) {
        if question.opens_step {
            starts.push(ix);
        }
    }
    let kinds: Vec<&str> = questions.iter().map(|question| question.kind).collect();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(questions.len());
        let (outside, first) = if forward { (&kinds[..start], 0) } else { (&kinds[end..], end) };
        let step_when = questions[start].step_when.as_ref().and_then(|c| to_json(c, outside, first));
        let mut fields = Vec::new();
        for ix in start..end {
            let (readable, first) = if forward { (&kinds[..ix], 0) } else { (&kinds[ix + 1..], ix + 1) };
            let question = &questions[ix];
            let mut field = json!({"id": format!("f{ix}"), "kind": question.kind, "label": {"de": "F"}});
            match question.kind {
                "choice" => {
                    field["options"] = ["a", "b"].map(|v| json!({"value": v, "label": {"de": v}})).to_vec().into();
                }
                "file" => field["accept"] = json!(["image/png"]),
                _ => {}
            }
            for (key, condition) in [("when", &question.when), ("required", &question.required)] {
                if let Some(json) = condition.as_ref().and_then(|c| to_json(c, readable, first)) {
                    field[key] = json;
                }
            }
            fields.push(field);
        }
        steps.push((step_when, fields));
    }
    let text = json!({"de": "Text"});
    let steps: Vec<Json> = steps
        .into_iter()
        .enumerate()
        .map(|(ix, (when, fields))| {
            let mut step = json!({"id": format!("s{ix}"), "title": text, "fields": fields});
            if let Some(when) = when {
                step["when"] = when;
            }
            step
        })
        .collect();
    Some(probe::of_steps(&steps.into()))
}

/// The condition over those of the fields that it can sensibly be asked about; `None` if there is none.
pub fn to_json(condition: &Condition, kinds: &[&str], first: usize) -> Option<Json> {
    let pick = |ix: &Index, fits: &dyn Fn(&str) -> bool| {
        let fitting: Vec<usize> = (0..kinds.len()).filter(|at| fits(kinds[*at])).collect();
        (!fitting.is_empty()).then(|| json!({"var": format!("f{}", first + ix.get(&fitting))}))
    };
    let both = |a: &Condition, b: &Condition| Some(json!([to_json(a, kinds, first)?, to_json(b, kinds, first)?]));
    match condition {
        Condition::Truthy(ix) => Some(json!({"!!": [pick(ix, &|_| true)?]})),
        Condition::Is(ix, value) => Some(json!({"==": [pick(ix, &|kind| matches!(kind, "choice" | "text"))?, value]})),
        Condition::AtLeast(ix, n) => Some(json!({">=": [pick(ix, &|kind| matches!(kind, "integer" | "decimal"))?, n]})),
        Condition::Among(ix) => Some(json!({"in": [pick(ix, &|kind| matches!(kind, "choice" | "text"))?, ["a", "b"]]})),
        Condition::Before(ix, day) => Some(json!({"<": [pick(ix, &|kind| kind == "date")?, day]})),
        Condition::Within(ix, country) => {
            let address = pick(ix, &|kind| kind == "address")?["var"].as_str()?.to_owned();
            Some(json!({"==": [{"var": format!("{address}.country")}, country]}))
        }
        Condition::Unanswered(ix) => {
            Some(json!({"==": [pick(ix, &|kind| !matches!(kind, "address" | "file" | "place"))?, null]}))
        }
        Condition::Not(a) => Some(json!({"!": [to_json(a, kinds, first)?]})),
        Condition::Both(a, b) => Some(json!({"and": both(a, b)?})),
        Condition::Either(a, b) => Some(json!({"or": both(a, b)?})),
    }
}

pub fn answer() -> impl Strategy<Value = Answer> {
    let words = || {
        select(vec![
            "", " ", "a", "b", "true", "false", "0", "1", "1,5", "2", "3", "DE", "LU", "52349", "2024", "x y", "50,8 N",
        ])
    };
    let list = |n: usize| prop::collection::vec(words().prop_map(str::to_owned), n);
    let file = (select(vec!["image/png", "text/html"]), any::<bool>()).prop_map(|(media_type, uploaded)| Attachment {
        id: "here".into(),
        name: "x.png".into(),
        media_type: media_type.into(),
        size: 3,
        uploaded: uploaded.then(|| "there".into()),
    });
    prop_oneof![
        6 => words().prop_map(|text| Answer::Text(text.into())),
        1 => list(3).prop_map(Answer::List),
        1 => list(7).prop_map(Answer::List),
        1 => prop::collection::vec(file, 0..3).prop_map(Answer::Files),
        1 => Just(Answer::Empty),
    ]
}

pub fn new_form(recipe: &Rc<Recipe>) -> Form {
    Form::new(Rc::clone(recipe), TODAY, Rc::new(Regex))
}
