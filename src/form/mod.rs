//! A form being filled in: the answers, which questions are asked, what is wrong so far, and what may be sent.
//!
//! A [`Form`] knows no page and no backend. It keeps every answer as it was typed, beside what it means, so that one new
//! answer costs only its own check and the conditions that read it. A step's place ([`StepIx`]) and that of a field outside of
//! groups ([`FieldIx`]) are the recipe's; those of fields in entries follow. A place there is not is a programming error
//! and panics.

mod code_lists;
mod conditions;
mod draft;
mod entries;
mod errors;
mod given;
mod steps;
mod submission;

use std::rc::Rc;

use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::field::{Answer, Checked, CodeLists, Context, Error, Patterns};
use crate::json::Object;
use crate::recipe::Recipe;

pub use self::draft::put_answer;
use self::entries::Entry;
pub use self::submission::Submission;

/// A field that a citizen may be asked: one of the recipe's, or one of an entry's. It stays the same as long as the form is
/// open, whatever comes and goes.
pub type FieldIx = usize;
/// An entry of a group; likewise.
pub type EntryIx = usize;
/// A place in [`Recipe::steps`].
pub type StepIx = usize;

/// What a citizen has done with a recipe so far.
pub struct Form {
    recipe: Rc<Recipe>,
    today: Date,
    patterns: Rc<dyn Patterns>,
    code_lists: CodeLists,
    fields: Vec<FieldState>,
    entries: Vec<Entry>,
    steps: Vec<StepState>,
    /// Answers from a draft that fit no field: not to be sent, not to be lost. By the id they had.
    misfits: Object,
}

struct FieldState {
    /// Its place in [`Recipe::fields`].
    of: usize,
    /// The entry it stands in.
    entry: Option<EntryIx>,
    /// A group's entries.
    entries: Vec<EntryIx>,
    answer: Answer,
    /// Whether the answer is one that the field began with.
    given: bool,
    /// Whether the citizen has answered, be it with nothing.
    own: bool,
    /// What the answer means, or what is wrong with it, whether shown or not.
    checked: Checked,
    /// The errors the citizen sees.
    shown: Vec<Error>,
    /// The failed checks that are told here, by their places in [`Recipe::checks`].
    broken: Vec<usize>,
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
    /// The fields whose visibility, requirement, shown errors, warnings, calculated value or entries have changed, each once.
    pub fields: Vec<FieldIx>,
    /// Whether a step has appeared or vanished.
    pub steps: bool,
}

impl Form {
    /// An empty form, filled in on the day `today` of the citizen's calendar.
    pub fn new(recipe: Rc<Recipe>, today: Date, patterns: Rc<dyn Patterns>) -> Form {
        let fields = (0..recipe.fields.len()).map(|of| FieldState::new(of, None)).collect();
        let steps = recipe.steps.iter().map(|_| StepState::default()).collect();
        let (code_lists, entries, misfits) = (CodeLists::default(), Vec::new(), Object::new());
        let mut form = Form { recipe, today, patterns, code_lists, fields, entries, steps, misfits };
        form.begin();
        form.decide_all();
        form
    }

    /// Gives each group outside of others the entries it has at least.
    fn begin(&mut self) {
        let recipe = Rc::clone(&self.recipe);
        recipe.direct(0..recipe.fields.len()).for_each(|field| self.fill_up(field));
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
        let blank =
            |field: FieldIx| self.fields[field].given || self.field(field).kind.is_blank(&self.fields[field].answer);
        self.misfits.is_empty()
            && self.entries.iter().all(|entry| entry.misfits.is_empty())
            && self.all().into_iter().all(blank)
    }

    /// Takes a new answer and decides anew about what depends on it. Errors shown at this field vanish as far as they
    /// are mended; new ones wait until the field is left, for nobody is corrected while typing.
    pub fn set(&mut self, field: FieldIx, answer: Answer) -> Changes {
        let mut changes = Changes::default();
        let answer = answer.canonical();
        if self.fields[field].answer == answer {
            return changes;
        }
        let state = &mut self.fields[field];
        state.answer = answer;
        state.own = true;
        if std::mem::take(&mut state.given) {
            changes.fields.push(field);
        }
        let (means_else, mended) = self.recheck(field);
        if mended && !changes.fields.contains(&field) {
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
        let tidied = self.field(field).kind.normalize(&self.fields[field].answer)?.canonical();
        self.fields[field].answer.clone_from(&tidied);
        Some(tidied)
    }

    /// Checks a field's answer again and drops those shown errors that are mended. Tells whether the answer now means
    /// something else, and whether errors were dropped.
    fn recheck(&mut self, field: FieldIx) -> (bool, bool) {
        let FieldState { of, answer, checked, required, .. } = &mut self.fields[field];
        let cx = Context { today: self.today, patterns: &*self.patterns, code_lists: &self.code_lists };
        let before = std::mem::replace(checked, self.recipe.fields[*of].kind.check(answer, *required, &cx));
        let means_else = meaning(&before) != meaning(checked);
        (means_else, self.drop_mended(field))
    }
}

/// To conditions and backends an answer that is wrong is none.
fn meaning(checked: &Checked) -> &Value {
    checked.as_ref().unwrap_or(&Value::Null)
}
