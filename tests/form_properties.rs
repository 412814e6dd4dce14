//! What holds for every form, whatever its conditions and whatever is answered.

mod given;
mod patterns;

use std::rc::Rc;

use amtsgang::expr::value::Value;
use amtsgang::expr::{Expr, Var, World, date::Date};
use amtsgang::field::{Answer, Attachment, CodeLists, Context, Kind};
use amtsgang::form::{FieldIx, Form};
use amtsgang::recipe::{self, Recipe, Required};
use given::given;
use patterns::Regex;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value as Json, json};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// A condition on fields chosen among those there are, by their place.
#[derive(Clone, Debug)]
enum Condition {
    Truthy(Index),
    Is(Index, &'static str),
    AtLeast(Index, i64),
    Not(Box<Condition>),
    Both(Box<Condition>, Box<Condition>),
    Either(Box<Condition>, Box<Condition>),
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        any::<Index>().prop_map(Condition::Truthy),
        (any::<Index>(), select(vec!["a", "b"])).prop_map(|(ix, value)| Condition::Is(ix, value)),
        (any::<Index>(), 0..4_i64).prop_map(|(ix, n)| Condition::AtLeast(ix, n)),
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

const KINDS: &[&str] = &["yesNo", "integer", "decimal", "choice", "text", "address", "file", "date", "place"];

#[derive(Clone, Debug)]
struct Question {
    kind: &'static str,
    when: Option<Condition>,
    required: Option<Condition>,
    opens_step: bool,
    step_when: Option<Condition>,
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let maybe = || prop::option::weighted(0.5, condition());
    let question = (select(KINDS), maybe(), maybe(), prop::bool::weighted(0.3), maybe()).prop_map(
        |(kind, when, required, opens_step, step_when)| Question { kind, when, required, opens_step, step_when },
    );
    prop::collection::vec(question, 1..14)
}

/// The recipe of these questions. A condition reads fields of earlier steps, or earlier ones of its own, if `forward`;
/// else later ones: so none goes round in a circle.
fn recipe(questions: &[Question], forward: bool) -> Option<Rc<Recipe>> {
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
    let json = json!({
        "id": "probe", "version": 1, "title": text, "summary": text, "fee": text, "duration": text, "privacy": text,
        "office": {
            "name": text, "street": "Marktplatz 1", "postcode": "52349", "place": "Musterstadt", "hours": text,
            "phone": "+49 2421 25-0", "email": "amt@musterstadt.de"
        },
        "steps": steps,
    });
    let parsed = recipe::parse(&json.to_string(), &Regex);
    assert_eq!(parsed.problems, [], "{json:#}");
    parsed.recipe.map(Rc::new)
}

/// The condition over those of the fields that it can sensibly be asked about; `None` if there is none.
fn to_json(condition: &Condition, kinds: &[&str], first: usize) -> Option<Json> {
    let pick = |ix: &Index, fits: &dyn Fn(&str) -> bool| {
        let fitting: Vec<usize> = (0..kinds.len()).filter(|at| fits(kinds[*at])).collect();
        (!fitting.is_empty()).then(|| json!({"var": format!("f{}", first + ix.get(&fitting))}))
    };
    let both = |a: &Condition, b: &Condition| Some(json!([to_json(a, kinds, first)?, to_json(b, kinds, first)?]));
    match condition {
        Condition::Truthy(ix) => Some(json!({"!!": [pick(ix, &|_| true)?]})),
        Condition::Is(ix, value) => Some(json!({"==": [pick(ix, &|kind| matches!(kind, "choice" | "text"))?, value]})),
        Condition::AtLeast(ix, n) => Some(json!({">=": [pick(ix, &|kind| matches!(kind, "integer" | "decimal"))?, n]})),
        Condition::Not(a) => Some(json!({"!": [to_json(a, kinds, first)?]})),
        Condition::Both(a, b) => Some(json!({"and": both(a, b)?})),
        Condition::Either(a, b) => Some(json!({"or": both(a, b)?})),
    }
}

fn answer() -> impl Strategy<Value = Answer> {
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

fn new_form(recipe: &Rc<Recipe>) -> Form {
    Form::new(Rc::clone(recipe), TODAY, Rc::new(Regex))
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
