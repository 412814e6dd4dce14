//! A form being filled in: the answers, which questions are asked, what is wrong so far, and what may be sent.
//!
//! A [`Form`] knows no page and no backend. It keeps every answer as it was typed, beside what it means, so that one new
//! answer costs only its own check and the conditions that read it. Its places ([`FieldIx`], [`StepIx`]) are the
//! recipe's; a place the recipe does not have is a programming error and panics.

mod code_lists;
mod conditions;
mod draft;
mod errors;
mod steps;
mod submission;

use std::rc::Rc;

use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::field::{Answer, Checked, CodeLists, Context, Error, Patterns};
use crate::json::Object;
use crate::recipe::Recipe;

pub use self::submission::Submission;

/// A place in [`Recipe::fields`].
pub type FieldIx = usize;
/// A place in [`Recipe::steps`].
pub type StepIx = usize;

/// What a citizen has done with a recipe so far.
pub struct Form {
    recipe: Rc<Recipe>,
    today: Date,
    patterns: Rc<dyn Patterns>,
    code_lists: CodeLists,
    fields: Vec<FieldState>,
    steps: Vec<StepState>,
    /// Answers from a draft that fit no field: not to be sent, not to be lost. By the id they had.
    misfits: Object,
}

struct FieldState {
    answer: Answer,
    /// What the answer means, or what is wrong with it, whether shown or not.
    checked: Checked,
    /// The errors the citizen sees.
    shown: Vec<Error>,
    visible: bool,
    /// Never true while hidden.
    required: bool,
}

#[derive(Default)]
struct StepState {
    /// Whether its own condition holds.
    open: bool,
    /// How many of its fields are visible: none while it is not open.
    visible_fields: usize,
}

/// What a view must draw anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The fields whose visibility, requirement or shown errors have changed, each once.
    pub fields: Vec<FieldIx>,
    /// Whether a step has appeared or vanished.
    pub steps: bool,
}

impl Form {
    /// An empty form, filled in on the day `today` of the citizen's calendar.
    pub fn new(recipe: Rc<Recipe>, today: Date, patterns: Rc<dyn Patterns>) -> Form {
        let state = || FieldState {
            answer: Answer::Empty,
            checked: Ok(Value::Null),
            shown: Vec::new(),
            visible: false,
            required: false,
        };
        let fields = recipe.fields.iter().map(|_| state()).collect();
        let steps = recipe.steps.iter().map(|_| StepState::default()).collect();
        let code_lists = CodeLists::default();
        let mut form = Form { recipe, today, patterns, code_lists, fields, steps, misfits: Object::new() };
        form.decide_all();
        form
    }

    pub fn recipe(&self) -> &Rc<Recipe> {
        &self.recipe
    }

    /// The answer as it was typed; also while its field is hidden.
    pub fn answer(&self, field: FieldIx) -> &Answer {
        &self.fields[field].answer
    }

    /// What the answer means: null for a field that is hidden, empty or invalid.
    pub fn value(&self, field: FieldIx) -> &Value {
        let state = &self.fields[field];
        if state.visible { meaning(&state.checked) } else { &Value::Null }
    }

    /// Whether nothing has been answered: a draft that is not worth keeping.
    pub fn is_blank(&self) -> bool {
        let fields = self.recipe.fields.iter().zip(&self.fields);
        self.misfits.is_empty() && fields.into_iter().all(|(field, state)| field.kind.is_blank(&state.answer))
    }

    /// Takes a new answer and decides anew about what depends on it. Errors shown at this field vanish as far as they
    /// are mended; new ones wait until the field is left, for nobody is corrected while typing.
    pub fn set(&mut self, field: FieldIx, answer: Answer) -> Changes {
        let mut changes = Changes::default();
        let answer = answer.canonical();
        if self.fields[field].answer == answer {
            return changes;
        }
        self.fields[field].answer = answer;
        let (means_else, mended) = self.recheck(field);
        if mended {
            changes.fields.push(field);
        }
        if means_else && self.visible(field) {
            self.decide_dependents(field, &mut changes);
        }
        changes
    }

    /// Tidies an answer whose field is left, and tells what to write into the input if that changed anything. What the
    /// answer means stays the same.
    pub fn normalize(&mut self, field: FieldIx) -> Option<Answer> {
        let state = &mut self.fields[field];
        let tidied = self.recipe.fields[field].kind.normalize(&state.answer)?.canonical();
        state.answer.clone_from(&tidied);
        Some(tidied)
    }

    /// Checks a field's answer again and drops those shown errors that are mended. Tells whether the answer now means
    /// something else, and whether errors were dropped.
    fn recheck(&mut self, field: FieldIx) -> (bool, bool) {
        let FieldState { answer, checked, shown, required, .. } = &mut self.fields[field];
        let cx = Context { today: self.today, patterns: &*self.patterns, code_lists: &self.code_lists };
        let before = std::mem::replace(checked, self.recipe.fields[field].kind.check(answer, *required, &cx));
        let count = shown.len();
        shown.retain(|error| checked.as_ref().is_err_and(|errors| errors.contains(error)));
        (meaning(&before) != meaning(checked), shown.len() < count)
    }
}

/// To conditions and backends an answer that is wrong is none.
fn meaning(checked: &Checked) -> &Value {
    checked.as_ref().unwrap_or(&Value::Null)
}
