//! Forms with groups, made up: questions, calculations and checks that read each other, and what a citizen does in them.
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::rc::Rc;

use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, Kind};
use amtsgang::form::{EntryIx, FieldIx, Form};
use amtsgang::recipe::Recipe;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value as Json, json};

use super::patterns::Regex;
use super::probe;

pub const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// A question, or a group of them; where it can, it reads what stands before it.
#[derive(Clone, Debug)]
pub struct Plan {
    kind: &'static str,
    when: Option<(Index, i64)>,
    required: Option<(Index, i64)>,
    value: Index,
    min: usize,
    check: Option<(Index, i64, bool)>,
    fields: Vec<Plan>,
}

pub fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let reading = || prop::option::weighted(0.5, (any::<Index>(), 0..4_i64));
    let head = move |kinds: Vec<&'static str>| {
        let check = prop::option::weighted(0.5, (any::<Index>(), 0..4_i64, any::<bool>()));
        (select(kinds), reading(), reading(), any::<Index>(), 0..3_usize, check)
    };
    let make =
        |(kind, when, required, value, min, check), fields| Plan { kind, when, required, value, min, check, fields };
    let leaf = head(vec!["integer", "integer", "yesNo", "calculated"]).prop_map(move |head| make(head, Vec::new()));
    let plan = leaf.prop_recursive(3, 10, 3, move |inner| {
        let group = (head(vec!["group"]), prop::collection::vec(inner.clone(), 1..4));
        prop_oneof![1 => inner, 1 => group.prop_map(move |(head, fields)| make(head, fields))]
    });
    prop::collection::vec(plan, 1..6)
}

/// What may be read from a place: expressions that are numbers.
#[derive(Clone, Default)]
pub struct Readable(Vec<Json>);

impl Readable {
    fn pick(&self, ix: &Index) -> Option<Json> {
        (!self.0.is_empty()).then(|| ix.get(&self.0).clone())
    }

    fn condition(&self, reading: Option<&(Index, i64)>) -> Option<Json> {
        let (ix, least) = reading?;
        Some(json!({">=": [self.pick(ix)?, least]}))
    }
}

/// The fields of a step or group as JSON, and what may be read of them from beside and after them.
pub fn fields(plans: &[Plan], readable: &mut Readable, count: &mut usize) -> (Vec<Json>, Vec<Json>) {
    let (mut fields, mut numbers) = (Vec::new(), Vec::new());
    for plan in plans {
        let id = format!("f{count}");
        *count += 1;
        let mut field = json!({"id": id, "kind": plan.kind, "label": {"de": "F"}});
        if let Some(when) = readable.condition(plan.when.as_ref()) {
            field["when"] = when;
        }
        let var = json!({"var": id});
        let mut news = Vec::new();
        match plan.kind {
            "group" => {
                let (inner, sums) = self::fields(&plan.fields, &mut readable.clone(), count);
                field["entry"] = json!({"de": "E"});
                field["add"] = json!({"de": "A"});
                field["min"] = plan.min.into();
                field["max"] = json!(4);
                if let Some(check) = check(plan, &inner, &sums, readable) {
                    field["checks"] = json!([check]);
                }
                field["fields"] = inner.into();
                news.push(json!({"count": var}));
                for sum in sums {
                    let some = json!({"some": [var, {">=": [sum, 1]}]});
                    news.push(json!({"count": [var, {">=": [sum, 2]}]}));
                    numbers
                        .push(json!({"if": [some, 1, {"all": [var, {"<": [sum, 3]}]}, 2, {"none": [var, sum]}, 3, 0]}));
                    news.push(json!({"sum": [var, sum]}));
                }
            }
            "calculated" => {
                field["as"] = json!("number");
                field["value"] = json!({"+": [readable.pick(&plan.value).unwrap_or(json!(1)), 1]});
                news.push(var);
            }
            kind => {
                if let Some(required) = readable.condition(plan.required.as_ref()) {
                    field["required"] = required;
                } else if plan.min == 1 {
                    field["required"] = json!(true);
                }
                news.push(if kind == "integer" { var } else { json!({"if": [var, 2, 1]}) });
            }
        }
        readable.0.extend(news.iter().cloned());
        numbers.append(&mut news);
        fields.push(field);
    }
    (fields, numbers)
}

pub fn check(plan: &Plan, inner: &[Json], sums: &[Json], outside: &Readable) -> Option<Json> {
    let (ix, least, warns) = plan.check.as_ref()?;
    let all = Readable(sums.iter().chain(&outside.0).cloned().collect());
    let ids: Vec<&Json> = inner.iter().map(|field| &field["id"]).collect();
    let level = if *warns { "warning" } else { "error" };
    let when = all.condition(Some(&(*ix, *least)))?;
    Some(json!({"when": when, "message": {"de": "M"}, "fields": ids, "level": level}))
}

pub fn recipe(plans: &[Plan]) -> Rc<Recipe> {
    let (fields, _) = fields(plans, &mut Readable::default(), &mut 0);
    probe::of_fields(&fields.into())
}

#[derive(Clone, Debug)]
pub enum Act {
    Set(Index, &'static str),
    Leave(Index),
    Check,
    Add(Index),
    Remove(Index),
    PutBack(Index, usize),
    Move(Index, usize),
}

pub fn acts() -> impl Strategy<Value = Vec<Act>> {
    let index = || any::<Index>();
    let act = prop_oneof![
        6 => (index(), select(vec!["", "0", "1", "2", "3", "x", "true", "false"])).prop_map(|(ix, text)| Act::Set(ix, text)),
        1 => index().prop_map(Act::Leave),
        1 => Just(Act::Check),
        4 => index().prop_map(Act::Add),
        2 => index().prop_map(Act::Remove),
        1 => (index(), 0..4_usize).prop_map(|(ix, at)| Act::PutBack(ix, at)),
        1 => (index(), 0..4_usize).prop_map(|(ix, at)| Act::Move(ix, at)),
    ];
    prop::collection::vec(act, 1..30)
}

pub fn new_form(recipe: &Rc<Recipe>) -> Form {
    Form::new(Rc::clone(recipe), TODAY, Rc::new(Regex))
}

/// Does it, and gives the fields that are told to have changed, if that is told.
pub fn act(form: &mut Form, act: &Act, removed: &mut Vec<EntryIx>) -> Option<Vec<FieldIx>> {
    let all = form.all();
    let groups: Vec<FieldIx> =
        all.iter().copied().filter(|ix| matches!(form.field(*ix).kind, Kind::Group(_))).collect();
    let entries: Vec<EntryIx> = groups.iter().flat_map(|group| form.entries(*group)).copied().collect();
    let changes = match act {
        Act::Set(ix, text) => {
            let ix = *ix.get(&all);
            let answer = Answer::Text((*text).into());
            let asks = matches!(form.field(ix).kind, Kind::Integer(_) | Kind::YesNo);
            (asks && form.field(ix).kind.fits(&answer)).then(|| form.set(ix, answer))
        }
        Act::Leave(ix) => Some(form.leave(*ix.get(&all))),
        Act::Check => {
            form.check_step(0);
            None
        }
        Act::Add(_) | Act::Remove(_) | Act::Move(..) if groups.is_empty() => None,
        Act::Add(ix) => {
            let group = *ix.get(&groups);
            let (may, before) = (form.may_add(group), form.entries(group).len());
            let added = form.add_entry(group);
            assert_eq!((added.is_some(), form.entries(group).len()), (may, before + usize::from(may)));
            added.map(|(_, changes)| changes)
        }
        Act::Remove(_) | Act::Move(..) if entries.is_empty() => None,
        Act::Remove(ix) => {
            let entry = *ix.get(&entries);
            let may = form.may_remove(form.group_of(entry));
            let changes = form.remove_entry(entry);
            assert_eq!(form.position(entry).is_none(), may);
            removed.extend(Some(entry).filter(|_| may));
            Some(changes)
        }
        Act::Move(ix, to) => Some(form.move_entry(*ix.get(&entries), *to)),
        Act::PutBack(..) if removed.is_empty() => None,
        Act::PutBack(ix, at) => {
            let entry = removed.remove(ix.index(removed.len()));
            form.put_back(entry, *at)
        }
    };
    changes.map(|changes| changes.fields)
}
