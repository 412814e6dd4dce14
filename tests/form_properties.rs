//! What holds for every form, whatever its conditions and whatever is answered.

mod given;
mod patterns;
mod probe;
mod questions;

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::expr::{Expr, Var, World};
use amtsgang::field::{Answer, CodeLists, Context, Kind};
use amtsgang::form::{FieldIx, Form};
use amtsgang::recipe::{Recipe, Required};
use given::given;
use patterns::Regex;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use questions::{TODAY, answer, new_form, questions, recipe};
use serde_json::{Value as Json, json};

/// What a citizen does: mostly answering, but also leaving fields and going on.
#[derive(Clone, Debug)]
enum Act {
    Set(Index, Answer),
    Leave(Index),
    Normalize(Index),
    Check(Index),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => (any::<Index>(), answer()).prop_map(|(ix, answer)| Act::Set(ix, answer)),
        2 => any::<Index>().prop_map(Act::Leave),
        1 => any::<Index>().prop_map(Act::Normalize),
        1 => any::<Index>().prop_map(Act::Check),
    ];
    prop::collection::vec(act, 1..30)
}

/// The form as the specification says it, worked out from nothing: everything is decided about again and again until it
/// stays as it is, without graph, order or memory.
struct Oracle<'a> {
    recipe: &'a Recipe,
    answers: Vec<Answer>,
    visible: Vec<bool>,
}

impl Oracle<'_> {
    fn of(form: &Form) -> Oracle<'_> {
        let recipe = form.recipe();
        let count = recipe.fields.len();
        let answers = (0..count).map(|ix| form.answer(ix).clone()).collect();
        let mut oracle = Oracle { recipe, answers, visible: vec![false; count] };
        for _ in 0..=2 * count {
            oracle.visible = (0..count).map(|ix| oracle.shows(ix)).collect();
        }
        oracle
    }

    fn shows(&self, ix: FieldIx) -> bool {
        let field = &self.recipe.fields[ix];
        self.holds(field.when.as_ref()) && self.holds(self.recipe.steps[field.step].when.as_ref())
    }

    fn holds(&self, condition: Option<&Expr>) -> bool {
        condition.is_none_or(|condition| condition.holds(self))
    }

    fn requires(&self, ix: FieldIx) -> bool {
        let required = match &self.recipe.fields[ix].required {
            Required::No => false,
            Required::Yes => true,
            Required::When(condition) => self.holds(Some(condition)),
        };
        self.visible[ix] && required
    }
}

impl World for Oracle<'_> {
    fn value(&self, var: Var) -> Value {
        let cx = Context { today: TODAY, patterns: &Regex, code_lists: CodeLists::NONE };
        let checked = self.recipe.fields[var.field].kind.check(&self.answers[var.field], false, &cx);
        match (self.visible[var.field], checked) {
            (true, Ok(value)) => var.part.map_or(value.clone(), |part| value.part(part).clone()),
            _ => Value::Null,
        }
    }

    fn today(&self) -> Date {
        TODAY
    }

    fn entries(&self, _: FieldIx, _: &mut dyn FnMut(&dyn World)) {}
}

/// All that a view may show of a field.
fn seen(form: &Form) -> Vec<(bool, bool, Vec<amtsgang::field::Error>)> {
    let one = |ix| (form.visible(ix), form.required(ix), form.errors(ix).to_vec());
    (0..form.recipe().fields.len()).map(one).collect()
}

fn steps_seen(form: &Form) -> Vec<bool> {
    (0..form.recipe().steps.len()).map(|ix| form.step_visible(ix)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_form_is_always_what_its_answers_make_it(questions in questions(), forward in any::<bool>(), acts in acts()) {
        let recipe = recipe(&questions, forward).expect("a recipe");
        let mut form = new_form(&recipe);
        for act in acts {
            let (before, steps_before) = (seen(&form), steps_seen(&form));
            let mut told = None;
            match act {
                Act::Set(ix, answer) => told = Some(form.set(ix.index(before.len()), answer)),
                Act::Leave(ix) => told = Some(form.leave(ix.index(before.len()))),
                Act::Normalize(ix) => {
                    form.normalize(ix.index(before.len()));
                    prop_assert_eq!(seen(&form), before.clone());
                }
                Act::Check(ix) => {
                    form.check_step(ix.index(steps_before.len()));
                }
            }

            // What is told to have changed has, and nothing else.
            if let Some(changes) = told {
                let after = seen(&form);
                let mut fields = changes.fields;
                fields.sort_unstable();
                let differing: Vec<FieldIx> = (0..before.len()).filter(|ix| before[*ix] != after[*ix]).collect();
                prop_assert_eq!(fields, differing);
                prop_assert!(changes.steps || steps_before == steps_seen(&form));
            }

            let oracle = Oracle::of(&form);
            for ix in 0..before.len() {
                prop_assert_eq!(form.visible(ix), oracle.visible[ix], "field {}", ix);
                prop_assert_eq!(form.required(ix), oracle.requires(ix), "field {}", ix);
                let value = oracle.value(Var { field: ix, part: None });
                prop_assert_eq!(form.value(ix), &value, "field {}", ix);
                prop_assert!(form.visible(ix) || form.errors(ix).is_empty());
            }
            for (ix, step) in recipe.steps.iter().enumerate() {
                prop_assert_eq!(form.step_visible(ix), step.fields.clone().any(|field| form.visible(field)));
            }
        }
    }

    #[test]
    fn only_visible_answers_leave(questions in questions(), forward in any::<bool>(), acts in acts()) {
        let recipe = recipe(&questions, forward).expect("a recipe");
        let mut form = new_form(&recipe);
        for act in acts {
            if let Act::Set(ix, answer) = act {
                form.set(ix.index(recipe.fields.len()), answer);
            }
        }
        let incomplete = form.first_incomplete();
        let pending = form.pending_uploads();
        prop_assert!(pending.iter().all(|(ix, file)| form.visible(*ix) && file.uploaded.is_none()));
        match form.submission("de") {
            Ok(sent) => {
                prop_assert!(incomplete.is_none() && pending.is_empty());
                for (ix, field) in recipe.fields.iter().enumerate() {
                    let value = sent.answers.get(&field.id);
                    let expected = Some(form.value(ix).to_json()).filter(|json| !json.is_null());
                    prop_assert!(form.visible(ix) || value.is_none(), "{}", field.id);
                    prop_assert_eq!(value, expected.as_ref());
                }
                prop_assert!(sent.answers.keys().all(|id| recipe.field_ix(id).is_some()));
            }
            Err(wrong) => {
                prop_assert!(incomplete.is_some() || !pending.is_empty());
                prop_assert!(!wrong.is_empty() && wrong.is_sorted_by(|a, b| a < b));
                for ix in 0..recipe.fields.len() {
                    prop_assert_eq!(wrong.contains(&ix), !form.errors(ix).is_empty());
                }
            }
        }
    }

    #[test]
    fn a_draft_loses_nothing(questions in questions(), acts in acts()) {
        let recipe = recipe(&questions, true).expect("a recipe");
        let mut form = new_form(&recipe);
        for act in acts {
            if let Act::Set(ix, answer) = act {
                form.set(ix.index(recipe.fields.len()), answer);
            }
        }
        let draft = form.answers_to_json();
        let mut again = new_form(&recipe);
        let misfits = again.restore(&draft);
        prop_assert_eq!(&again.answers_to_json(), &draft);
        for (ix, field) in recipe.fields.iter().enumerate() {
            if misfits.contains(&field.id) {
                prop_assert!(!field.kind.fits(form.answer(ix)));
            } else {
                prop_assert_eq!(again.answer(ix), form.answer(ix));
                prop_assert!(field.kind.fits(form.answer(ix)));
            }
        }
        // From the same answers comes the same form, whatever stood there before.
        let (restored, steps) = (seen(&again), steps_seen(&again));
        again.restore(&given(&json!({})));
        again.check_all();
        again.restore(&draft);
        prop_assert_eq!((seen(&again), steps_seen(&again)), (restored, steps));
    }

    #[test]
    fn the_way_through_the_steps_is_one_line(questions in questions(), acts in acts()) {
        let recipe = recipe(&questions, true).expect("a recipe");
        let mut form = new_form(&recipe);
        for act in acts {
            if let Act::Set(ix, answer) = act {
                form.set(ix.index(recipe.fields.len()), answer);
            }
        }
        let visible: Vec<usize> = (0..recipe.steps.len()).filter(|ix| form.step_visible(*ix)).collect();
        prop_assert_eq!(form.first(), visible.first().copied());
        for (at, step) in visible.iter().enumerate() {
            prop_assert_eq!(form.progress(*step), (at + 1, visible.len()));
            prop_assert_eq!(form.next(*step), visible.get(at + 1).copied());
            prop_assert_eq!(form.previous(*step), at.checked_sub(1).map(|at| visible[at]));
        }
    }

    #[test]
    fn no_draft_and_no_backend_make_a_form_panic(
        draft in prop::collection::vec(("f[0-9]|[a-z]{1,3}", select(vec![
            json!(null), json!(1), json!("a"), json!([]), json!(["1", "2", "2024"]), json!([{}]), json!({"id": "x"}),
            json!([{"id": "x", "name": "y", "type": "image/png", "size": 1}]), json!([["a"]]),
        ])), 0..8),
        pointers in prop::collection::vec("(#?/answers/f[0-9])?(/[a-z0-9~]{0,9}){0,3}|.{0,12}", 0..6),
        questions in questions(),
    ) {
        let recipe = recipe(&questions, true).expect("a recipe");
        let mut form = new_form(&recipe);
        let draft = Json::Object(draft.into_iter().collect());
        form.restore(&given(&draft));
        let problems: Vec<(String, String)> = pointers.into_iter().map(|pointer| (pointer, "d".into())).collect();
        let (fields, unplaced) = form.reject(&problems);
        let placed: usize = fields.iter().map(|ix| form.errors(*ix).len()).sum();
        prop_assert_eq!(placed + unplaced.len(), problems.len());
        for ix in fields {
            for error in form.errors(ix) {
                let parts = match &recipe.fields[ix].kind {
                    Kind::File(_) => form.answer(ix).files().len(),
                    kind => kind.part_names().len(),
                };
                prop_assert!(error.part.is_none_or(|part| part < parts));
            }
        }
        let _ = form.submission("de");
    }
}
