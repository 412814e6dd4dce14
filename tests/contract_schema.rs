//! What forms send, and their data contracts: whatever the engine lets through is as the contract says, and of what the
//! engine refuses the contract refuses all that is not of the right shape.
//!
//! That is: an unknown key, an answer to a question that is not asked, a required answer that is missing, too few or too many
//! entries, another type. Whether a question is asked and required is a matter of conditions; the contract decides as the
//! engine does wherever they compare answers beside each other with literals or count entries (`contract_conditions.rs`), and
//! never refuses too much. What a value of each kind may be is in `contract_kinds.rs`.
#![cfg(not(target_arch = "wasm32"))]

mod each_kind;
mod given;
mod judged;
mod patterns;
mod plans;
mod probe;
mod questions;
mod sent;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use amtsgang::expr::value::Value;
use amtsgang::field::{Answer, Fault, Kind};
use amtsgang::form::{FieldIx, Form};
use amtsgang::json::{Object, Value as Json};
use amtsgang::recipe::{Recipe, Required, parse};
use judged::Judge;
use patterns::Regex;
use proptest::prelude::*;
use proptest::sample::Index;

/// Empties what is wrong, until nothing is but what is missing, and lets the backend have all files.
fn mend(form: &mut Form) {
    for _ in 0..=form.all().len() {
        form.check_all();
        let missing = |ix: &FieldIx| form.errors(*ix).iter().all(|error| matches!(error.fault, Fault::Missing(_)));
        let whole = |ix: &FieldIx| form.errors(*ix).iter().all(|error| error.part.is_none());
        let wrong: Vec<FieldIx> = form.all().into_iter().filter(|ix| !missing(ix) || !whole(ix)).collect();
        wrong.into_iter().for_each(|ix| drop(form.set(ix, Answer::Empty)));
    }
    for (ix, file) in form.pending_uploads() {
        form.uploaded(ix, &file.id, "there");
    }
}

fn filled(recipe: &Rc<Recipe>, answers: &[(Index, Answer)]) -> Form {
    let mut form = questions::new_form(recipe);
    for (ix, answer) in answers {
        form.set(ix.index(recipe.fields.len()), answer.clone());
    }
    mend(&mut form);
    form
}

fn given_answers() -> impl Strategy<Value = Vec<(Index, Answer)>> {
    prop::collection::vec((any::<Index>(), questions::answer()), 0..30)
}

fn object(answers: Object) -> Json {
    Json::Object(answers)
}

/// The answers with one more, or another.
fn with(answers: &Object, id: &str, value: Json) -> Json {
    let mut answers = answers.clone();
    answers.insert(id, value);
    Json::Object(answers)
}

fn without(answers: &Object, id: &str) -> Json {
    let mut answers = answers.clone();
    answers.remove(id);
    Json::Object(answers)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Conditions that compare with literals are said completely: both judges always agree.
    #[test]
    fn without_groups_the_contract_decides_as_the_engine(
        questions in questions::questions(), forward in any::<bool>(), given in given_answers(),
    ) {
        let recipe = questions::recipe(&questions, forward).expect("a recipe");
        let judge = Judge::of(&recipe);
        let mut form = filled(&recipe, &given);
        let answers = sent::answers(&form, None);
        let sent = form.submission("de");
        let whole = judge.submission(&object(answers.clone()));
        if let Ok(sent) = &sent {
            prop_assert_eq!(&sent.to_json(), &whole);
        }
        prop_assert_eq!(judge.takes_whole(&whole), sent.is_ok(), "{}", judge.complaints(&whole));

        // A hidden answer.
        for (ix, field) in recipe.fields.iter().enumerate().filter(|(ix, _)| !form.visible(*ix)) {
            for answer in sent::right_answers(&field.kind) {
                let value = field.kind.check(&answer, true, &sent::cx()).expect("a right answer").to_json();
                prop_assert!(!judge.takes(&with(&answers, &field.id, value)), "{} of {}", field.id, ix);
            }
        }
        // An answer that must not be missing, alone or among others.
        for (ix, field) in recipe.fields.iter().enumerate().filter(|(ix, _)| form.required(*ix)) {
            prop_assert!(!judge.takes(&without(&answers, &field.id)), "{} of {}", field.id, ix);
        }
    }

    #[test]
    fn whatever_forms_with_groups_send_is_as_the_contract_says(plans in plans::plans(), acts in plans::acts(), seed in any::<u64>()) {
        let recipe = plans::recipe(&plans);
        let judge = Judge::of(&recipe);
        let (mut form, mut removed) = (plans::new_form(&recipe), Vec::new());
        acts.iter().for_each(|step| drop(plans::act(&mut form, step, &mut removed)));
        let first = form.submission("de").map(|sent| sent.to_json()).ok();
        for sent in first.into_iter().chain(sent::complete(&mut form, seed)) {
            prop_assert!(judge.takes_whole(&sent), "{}", judge.complaints(&sent));
            let answers = sent.get("answers").and_then(Json::as_object).expect("answers");
            refuses_other_shapes(&judge, &recipe, answers)?;
        }
    }
}

/// Breaks each answer and each entry in ways that need no condition to be wrong.
fn refuses_other_shapes(judge: &Judge, recipe: &Rc<Recipe>, answers: &Object) -> Result<(), TestCaseError> {
    let refused = |what: &str, answers: Json| {
        prop_assert!(!sent::takes(recipe, &answers), "{what}: the engine takes {answers:?}");
        prop_assert!(!judge.takes(&answers), "{what}: the contract takes {answers:?}");
        Ok(())
    };
    for (at, broken) in broken(recipe, answers, 0..recipe.fields.len()) {
        refused(&at, Json::Object(broken))?;
    }
    Ok(())
}

/// The answers of an object, each time with one thing in it that is of the wrong shape, and what that is.
fn broken(recipe: &Recipe, answers: &Object, fields: std::ops::Range<usize>) -> Vec<(String, Object)> {
    let mut all = Vec::new();
    let mut change = |what: String, id: &str, value: Option<Json>| {
        let mut other = answers.clone();
        match value {
            Some(value) => other.insert(id, value),
            None => drop(other.remove(id)),
        }
        all.push((what, other));
    };
    change("an unknown key".into(), "unknown", Some(1.into()));
    for ix in recipe.direct(fields) {
        let field = &recipe.fields[ix];
        let Some(value) = answers.get(&field.id) else { continue };
        for other in [Json::Null, "x".into(), Json::Array(Vec::new()), Json::Object(Object::new())] {
            if !matches!((&field.kind, &other), (Kind::Calculated(_), _)) || !other.is_null() {
                change(format!("{} as {other:?}", field.id), &field.id, Some(other));
            }
        }
        if field.required == Required::Yes && field.when.is_none() && recipe.steps[field.step].when.is_none() {
            change(format!("no {}", field.id), &field.id, None);
        }
        let (Kind::Group(group), Json::Array(entries)) = (&field.kind, value) else { continue };
        let many = entries.iter().cycle().take(group.max + 1).cloned().collect();
        change(format!("too many {}", field.id), &field.id, Some(Json::Array(many)));
        if entries.len() == group.min {
            change(format!("too few {}", field.id), &field.id, Some(Json::Array(entries[1..].to_vec())));
        }
        for (at, entry) in entries.iter().enumerate() {
            for (what, broken) in broken(recipe, entry.as_object().expect("an entry"), recipe.within(ix)) {
                let mut entries = entries.clone();
                entries[at] = Json::Object(broken);
                change(format!("{what} in {}/{at}", field.id), &field.id, Some(Json::Array(entries)));
            }
        }
    }
    all
}

/// The questions of published recipes of which no contract can say when they are asked: sums of incomes and ages decide.
const OPEN: &[(&str, &[&str])] = &[
    ("kita-aufnahme", &["reasons"]),
    ("wohngeld-mietzuschuss", &["childBenefit", "childcareEvidence", "livelihood", "sharedCare", "sharedCareText"]),
];

/// The recipes of a folder.
fn recipes(folder: &str) -> Vec<Rc<Recipe>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|ending| ending == "json"));
    let parsed = files.map(|file| parse(&fs::read_to_string(file).unwrap(), &Regex));
    parsed.map(|parsed| Rc::new(parsed.recipe.unwrap_or_else(|| panic!("{:?}", parsed.problems)))).collect()
}

#[test]
fn what_published_recipes_send_is_as_their_contracts_say() {
    whatever_is_sent_is_taken("public/recipes");
}

#[test]
fn what_the_good_recipes_send_is_as_their_contracts_say() {
    whatever_is_sent_is_taken("tests/recipes/good");
}

fn whatever_is_sent_is_taken(folder: &str) {
    for recipe in recipes(folder) {
        let judge = Judge::of(&recipe);
        let (mut count, mut open) = (0, BTreeSet::new());
        for seed in 1..=40 {
            let mut form = questions::new_form(&recipe);
            let Some(sent) = sent::complete(&mut form, seed) else { continue };
            count += 1;
            assert!(judge.takes_whole(&sent), "{}: {}\n{sent:#?}", recipe.id, judge.complaints(&sent));
            let answers = sent.get("answers").and_then(Json::as_object).unwrap();
            for ix in form.all().into_iter().filter(|ix| form.entry_of(*ix).is_none()) {
                let id = &form.field(ix).id;
                let value = form.field(ix).kind.check(form.answer(ix), false, &sent::cx()).unwrap_or(Value::Null);
                if form.visible(ix) && answers.contains_key(id) {
                    let less = without(answers, id);
                    assert!(!sent::takes(&recipe, &less) || judge.takes(&less), "{}: no {id}", recipe.id);
                    if form.required(ix) && judge.takes(&less) {
                        open.insert(id.clone());
                    }
                } else if !form.visible(ix) && value != Value::Null && judge.takes(&with(answers, id, value.to_json()))
                {
                    open.insert(id.clone());
                }
            }
        }
        assert!(count > 0, "{} was never complete", recipe.id);
        if folder == "public/recipes" {
            let known = OPEN.iter().filter(|(id, _)| *id == recipe.id.as_str()).flat_map(|(_, fields)| *fields);
            let more: Vec<&String> = open.iter().filter(|id| !known.clone().any(|known| known == id)).collect();
            assert!(more.is_empty(), "{}: nothing is said about {more:?}", recipe.id);
        }
    }
}

#[test]
fn the_frame_of_a_submission_is_fixed() {
    for recipe in recipes("tests/recipes/good") {
        let judge = Judge::of(&recipe);
        let mut form = questions::new_form(&recipe);
        let sent = (1..=40).find_map(|seed| sent::complete(&mut form, seed)).expect("a submission");
        let whole = sent.as_object().unwrap();
        assert!(judge.takes_whole(&sent));
        for key in ["service", "version", "language", "answers"] {
            assert!(!judge.takes_whole(&without(whole, key)), "no {key}");
            assert!(!judge.takes_whole(&with(whole, key, Json::Null)), "{key}");
        }
        assert!(!judge.takes_whole(&with(whole, "service", "another".into())));
        assert!(!judge.takes_whole(&with(whole, "version", 99.into())));
        assert!(!judge.takes_whole(&with(whole, "more", 1.into())));
    }
}
