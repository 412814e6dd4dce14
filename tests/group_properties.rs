//! What holds for forms with groups, groups in groups, calculations and checks, whatever is answered, added and removed.
#![cfg(not(target_arch = "wasm32"))]

mod patterns;
mod plans;
mod probe;

use std::collections::{BTreeMap, BTreeSet};

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::expr::{Expr, Var, World};
use amtsgang::field::{CodeLists, Context, Error, Fault, Kind};
use amtsgang::form::{EntryIx, FieldIx, Form, put_answer};
use amtsgang::recipe::Required;
use patterns::Regex;
use plans::{Act, TODAY, act, acts, new_form, plans, recipe};
use proptest::prelude::*;
use serde_json::json;

/// The form as the specification says it, worked out from nothing: everything is decided about again and again until it
/// stays as it is, without graph, order or memory.
struct Oracle<'a> {
    form: &'a Form,
    visible: BTreeMap<FieldIx, bool>,
    calculated: BTreeMap<FieldIx, Value>,
}

/// The oracle, as an entry sees it.
struct Seen<'a>(&'a Oracle<'a>, Option<EntryIx>);

impl World for Seen<'_> {
    fn value(&self, var: Var) -> Value {
        self.0.value(self.0.seen_from(var.field, self.1))
    }

    fn today(&self) -> Date {
        TODAY
    }

    fn entries(&self, group: usize, visit: &mut dyn FnMut(&dyn World)) {
        let group = self.0.seen_from(group, self.1);
        if self.0.visible[&group] {
            self.0.form.entries(group).iter().for_each(|entry| visit(&Seen(self.0, Some(*entry))));
        }
    }
}

impl Oracle<'_> {
    fn of(form: &Form) -> Oracle<'_> {
        let all = form.all();
        let mut oracle = Oracle {
            form,
            visible: all.iter().map(|ix| (*ix, false)).collect(),
            calculated: all.iter().map(|ix| (*ix, Value::Null)).collect(),
        };
        for _ in 0..=form.recipe().fields.len() {
            let visible: BTreeMap<FieldIx, bool> = all.iter().map(|ix| (*ix, oracle.shows(*ix))).collect();
            oracle.visible = visible;
            let calculated = all.iter().map(|ix| (*ix, oracle.calculates(*ix))).collect();
            oracle.calculated = calculated;
        }
        oracle
    }

    fn seen_from(&self, of: usize, entry: Option<EntryIx>) -> FieldIx {
        let id = &self.form.recipe().fields[of].id;
        let outer = |entry: &Option<EntryIx>| entry.map(|entry| self.form.entry_of(self.form.group_of(entry)));
        std::iter::successors(Some(entry), outer).find_map(|entry| self.form.find(id, entry)).expect("a field")
    }

    fn shows(&self, ix: FieldIx) -> bool {
        let entry = self.form.entry_of(ix);
        let group = entry.is_none_or(|entry| self.visible[&self.form.group_of(entry)]);
        group && self.holds(self.form.field(ix).when.as_ref(), entry)
    }

    fn calculates(&self, ix: FieldIx) -> Value {
        let value = self.form.field(ix).value.as_ref().filter(|_| self.visible[&ix]);
        value.map_or(Value::Null, |value| value.eval(&Seen(self, self.form.entry_of(ix))))
    }

    fn holds(&self, condition: Option<&Expr>, entry: Option<EntryIx>) -> bool {
        condition.is_none_or(|condition| condition.holds(&Seen(self, entry)))
    }

    fn value(&self, ix: FieldIx) -> Value {
        let kind = &self.form.field(ix).kind;
        if matches!(kind, Kind::Calculated(_)) {
            return self.calculated[&ix].clone();
        }
        let cx = Context { today: TODAY, patterns: &Regex, code_lists: CodeLists::NONE };
        kind.check(self.form.answer(ix), false, &cx).ok().filter(|_| self.visible[&ix]).unwrap_or_default()
    }

    fn requires(&self, ix: FieldIx) -> bool {
        self.visible[&ix]
            && match &self.form.field(ix).required {
                Required::No => false,
                Required::Yes => true,
                Required::When(condition) => self.holds(Some(condition), self.form.entry_of(ix)),
            }
    }

    /// The fields at which failed checks are told, and whether these warn.
    fn failed(&self) -> BTreeSet<(FieldIx, bool)> {
        let mut failed = BTreeSet::new();
        let recipe = self.form.recipe();
        for check in &recipe.checks {
            let group = check.home.expect("a group");
            for entry in self.form.all().into_iter().flat_map(|ix| self.form.entries(ix)) {
                if self.form.field(self.form.group_of(*entry)).id == recipe.fields[group].id {
                    let mut fields = check.fields.iter().map(|of| self.seen_from(*of, Some(*entry)));
                    let first = fields.find(|ix| self.visible[ix]);
                    failed.extend(
                        first.filter(|_| self.holds(Some(&check.when), Some(*entry))).map(|ix| (ix, check.warns)),
                    );
                }
            }
        }
        failed
    }
}

type SeenField = (bool, bool, Vec<Error>, usize, Value, Vec<EntryIx>);

/// All that a view may show of each field.
fn seen(form: &Form) -> BTreeMap<FieldIx, SeenField> {
    let calculated = |ix| match form.field(ix).kind {
        Kind::Calculated(_) => form.value(ix).clone(),
        _ => Value::Null,
    };
    let one = |ix| {
        let errors = form.errors(ix).to_vec();
        (
            form.visible(ix),
            form.required(ix),
            errors,
            form.warnings(ix).len(),
            calculated(ix),
            form.entries(ix).to_vec(),
        )
    };
    form.all().into_iter().map(|ix| (ix, one(ix))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_form_is_always_what_its_answers_and_entries_make_it(plans in plans(), acts in acts()) {
        let recipe = recipe(&plans);
        let (mut form, mut removed) = (new_form(&recipe), Vec::new());
        for step in &acts {
            let before = seen(&form);
            let told = act(&mut form, step, &mut removed);
            let after = seen(&form);
            if let Some(told) = told {
                // Of what was there before and is still there, what is told to have changed has, and nothing else.
                let differing: BTreeSet<FieldIx> =
                    before.keys().filter(|ix| after.get(ix).is_some_and(|now| *now != before[ix])).copied().collect();
                let told: BTreeSet<FieldIx> =
                    told.into_iter().filter(|ix| before.contains_key(ix) && after.contains_key(ix)).collect();
                prop_assert!(told.is_superset(&differing), "{:?}: {:?} lacks some of {:?}", step, told, differing);
                let more: Vec<&FieldIx> = told.difference(&differing).collect();
                prop_assert!(more.iter().all(|ix| matches!(form.field(**ix).kind, Kind::Group(_))), "{:?}: {:?}", step, more);
            }
            let oracle = Oracle::of(&form);
            for ix in form.all() {
                prop_assert_eq!(form.visible(ix), oracle.visible[&ix], "field {} after {:?}", ix, step);
                prop_assert_eq!(form.required(ix), oracle.requires(ix), "field {} after {:?}", ix, step);
                prop_assert_eq!(form.value(ix), &oracle.value(ix), "field {} after {:?}", ix, step);
            }
            let warned: BTreeSet<FieldIx> = form.all().into_iter().filter(|ix| !form.warnings(*ix).is_empty()).collect();
            let failed = oracle.failed();
            prop_assert_eq!(&warned, &failed.iter().filter(|(_, warns)| *warns).map(|(ix, _)| *ix).collect());
        }
        let failed = Oracle::of(&form).failed();
        form.check_all();
        let tells = |ix: &FieldIx| form.errors(*ix).iter().any(|error| matches!(error.fault, Fault::Check(_)));
        let told: BTreeSet<FieldIx> = form.all().into_iter().filter(tells).collect();
        prop_assert_eq!(told, failed.into_iter().filter(|(_, warns)| !warns).map(|(ix, _)| ix).collect::<BTreeSet<_>>());
    }

    #[test]
    fn a_draft_of_entries_loses_nothing(plans in plans(), acts in acts()) {
        let recipe = recipe(&plans);
        let (mut form, mut removed) = (new_form(&recipe), Vec::new());
        acts.iter().for_each(|step| drop(act(&mut form, step, &mut removed)));
        let draft = form.answers_to_json();
        let mut again = new_form(&recipe);
        prop_assert_eq!(again.restore(&draft), [""; 0]);
        prop_assert_eq!(&again.answers_to_json(), &draft);
        prop_assert_eq!(again.all().len(), form.all().len());
        for (ours, other) in form.all().into_iter().zip(again.all()) {
            prop_assert_eq!((form.answer(ours), form.visible(ours)), (again.answer(other), again.visible(other)));
            prop_assert_eq!(form.value(ours), again.value(other));
        }
        prop_assert_eq!(form.submission("de").map_err(|wrong| wrong.len()), again.submission("de").map_err(|wrong| wrong.len()));
    }

    #[test]
    fn a_draft_with_its_changes_is_the_whole_draft(plans in plans(), acts in acts()) {
        let recipe = recipe(&plans);
        let (mut form, mut removed) = (new_form(&recipe), Vec::new());
        let mut kept = form.answers_to_json();
        for step in &acts {
            let set = if let Act::Set(ix, _) = step { Some(*ix.get(&form.all())) } else { None };
            act(&mut form, step, &mut removed);
            match set.map(|ix| form.answer_to_json(ix)) {
                Some(change) => {
                    let (path, answer) = change.expect("a field that is there");
                    put_answer(&mut kept, &path, answer);
                }
                None => kept = form.answers_to_json(),
            }
            prop_assert_eq!(&kept, &form.answers_to_json(), "after {:?}", step);
        }
    }

    #[test]
    fn what_is_sent_is_what_is_asked(plans in plans(), acts in acts()) {
        let recipe = recipe(&plans);
        let (mut form, mut removed) = (new_form(&recipe), Vec::new());
        acts.iter().for_each(|step| drop(act(&mut form, step, &mut removed)));
        let incomplete = form.first_incomplete();
        match form.submission("de") {
            Ok(sent) => {
                prop_assert!(incomplete.is_none());
                let expected = expected(&form, None);
                prop_assert_eq!(&sent.answers, &expected);
                // Each of them is found where it stands.
                for ix in form.all() {
                    let (wrong, unplaced) = form.reject(&[(pointer(&form, ix), "d".into())]);
                    let placed = form.visible(ix);
                    prop_assert_eq!((wrong, unplaced.is_empty()), (if placed { vec![ix] } else { vec![] }, placed));
                }
            }
            Err(wrong) => {
                prop_assert!(incomplete.is_some() && !wrong.is_empty());
                for ix in form.all() {
                    prop_assert_eq!(wrong.contains(&ix), !form.errors(ix).is_empty());
                }
            }
        }
    }
}

fn expected(form: &Form, entry: Option<EntryIx>) -> amtsgang::json::Object {
    let mut answers = amtsgang::json::Object::new();
    for ix in form.all().into_iter().filter(|ix| form.entry_of(*ix) == entry && form.visible(*ix)) {
        let entries: Vec<_> =
            form.entries(ix).iter().map(|entry| amtsgang::json::Value::Object(expected(form, Some(*entry)))).collect();
        if !entries.is_empty() {
            answers.insert(&form.field(ix).id, amtsgang::json::Value::Array(entries));
        } else if *form.value(ix) != Value::Null {
            answers.insert(&form.field(ix).id, form.value(ix).to_json());
        }
    }
    answers
}

fn pointer(form: &Form, ix: FieldIx) -> String {
    let place = match form.entry_of(ix) {
        None => "/answers".to_owned(),
        Some(entry) => format!("{}/{}", pointer(form, form.group_of(entry)), form.position(entry).unwrap()),
    };
    format!("{place}/{}", form.field(ix).id)
}

#[test]
fn no_group_ever_has_fewer_entries_than_its_least() {
    let names = json!({"entry": {"de": "E"}, "add": {"de": "A"}, "min": 60, "max": 500});
    let inner = probe::field("inner", "group", {
        let mut keys = names.clone();
        keys["fields"] = json!([probe::field("a", "text", json!({})), probe::field("b", "text", json!({}))]);
        keys
    });
    let mut keys = names;
    keys["min"] = json!(0);
    keys["fields"] = json!([inner]);
    let mut form = new_form(&probe::of_fields(&json!([probe::field("outer", "group", keys)])));
    while form.add_entry(0).is_some() {}
    // The form is full long before its 500 entries.
    assert!((400..420).contains(&form.entries(0).len()), "{}", form.entries(0).len());
    let groups = form.all().into_iter().filter(|ix| form.field(*ix).id == "inner");
    assert!(groups.into_iter().all(|group| form.entries(group).len() == 60));
}
