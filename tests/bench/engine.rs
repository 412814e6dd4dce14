//! The form engine natively, on the work that its goals name (`cargo xtask bench engine`).

use std::hint::black_box;
use std::rc::Rc;

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::field::Answer;
use amtsgang::form::Form;
use amtsgang::json;
use amtsgang::recipe::{Recipe, parse};
use amtsgang_bench::recipe::{NoPatterns, SWITCH, answer, group, long};
use criterion::{Criterion, criterion_group, criterion_main};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

fn recipe(count: usize) -> Rc<Recipe> {
    Rc::new(parse(&long(count), &NoPatterns).recipe.expect("a recipe without problems"))
}

fn form(recipe: &Rc<Recipe>) -> Form {
    Form::new(recipe.clone(), TODAY, Rc::new(NoPatterns))
}

fn given(ix: usize) -> Answer {
    match ix % 10 {
        1 => Answer::List(answer(ix).split('.').map(str::to_owned).collect()),
        _ => Answer::Text(answer(ix).to_owned()),
    }
}

fn filled(recipe: &Rc<Recipe>) -> Form {
    let mut form = form(recipe);
    for ix in 0..recipe.fields.len() {
        form.set(ix, given(ix));
    }
    form
}

fn reading(c: &mut Criterion) {
    let text = long(3000);
    c.bench_function("read-3000", |b| b.iter(|| parse(black_box(&text), &NoPatterns)));
}

/// Yes and no by turns: a field comes and goes each time.
fn setting(c: &mut Criterion) {
    for count in [100, 3000] {
        let recipe = recipe(count);
        let mut form = filled(&recipe);
        let mut yes = false;
        c.bench_function(&format!("set-{count}"), |b| {
            b.iter(|| {
                yes = !yes;
                let changes = form.set(SWITCH, Answer::Text(if yes { "false" } else { "true" }.to_owned()));
                assert_eq!(changes.fields.len(), 1);
            });
        });
    }
}

fn validating(c: &mut Criterion) {
    let recipe = recipe(3000);
    let mut empty = form(&recipe);
    c.bench_function("validate-3000-empty", |b| b.iter(|| empty.check_all().len()));
    let mut filled = filled(&recipe);
    assert_eq!(filled.check_all(), [0; 0]);
    c.bench_function("validate-3000-filled", |b| b.iter(|| filled.check_all().len()));
    // Every answer is read and checked anew, as when a draft is opened.
    let draft = filled.answers_to_json();
    c.bench_function("restore-3000", |b| b.iter(|| filled.restore(black_box(&draft)).len()));
}

/// An amount in the middle of a full group, over which a sum is calculated.
fn summing(c: &mut Criterion) {
    let recipe = Rc::new(parse(&group(500), &NoPatterns).recipe.expect("a recipe without problems"));
    let [persons, total] = ["persons", "total"].map(|id| recipe.field_ix(id).expect("a field"));
    let mut form = form(&recipe);
    let typed = |euros: u32| Answer::Text(euros.to_string());
    let mut amounts = Vec::new();
    for euros in 0..500 {
        let (entry, _) = form.add_entry(persons).expect("room for another");
        let amount = form.fields_in(entry)[0];
        form.set(amount, typed(euros));
        amounts.push(amount);
    }
    assert_eq!(form.value(total), &Value::Int(100 * (0..500).sum::<i64>()));
    let mut euros = 0;
    c.bench_function("sum-500", |b| {
        b.iter(|| {
            euros = (euros + 1) % 1000;
            let changes = form.set(amounts[250], typed(euros));
            assert_eq!(changes.fields, [total]);
        });
    });
    assert_eq!(form.value(total), &Value::Int(100 * ((0..500).sum::<i64>() - 250 + i64::from(euros))));
}

/// What is written to the disk for each key press, beside what a whole draft is.
fn keeping(c: &mut Criterion) {
    let recipe = recipe(3000);
    let form = filled(&recipe);
    c.bench_function("keep-3000", |b| b.iter(|| json::write(&form.answers_to_json()).len()));
    c.bench_function("keep-one", |b| {
        b.iter(|| {
            let (path, answer) = form.answer_to_json(black_box(1500)).expect("a field that is there");
            path.len() + answer.map_or(0, |answer| json::write(&answer).len())
        });
    });
}

criterion_group!(engine, reading, setting, validating, summing, keeping);
criterion_main!(engine);
