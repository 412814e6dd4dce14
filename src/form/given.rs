//! Answers that a field begins with: the recipe's own, worked out from others or not, and those that a page hands over.

use std::rc::Rc;

use super::entries::Scope;
use super::{Changes, FieldIx, Form};
use crate::field::Kind;
use crate::json::Value as Json;

impl Form {
    /// Whether the answer is one that the field began with, and the citizen has not changed it.
    pub fn is_given(&self, field: FieldIx) -> bool {
        self.fields[field].given
    }

    /// Whether what the field began with cannot be changed.
    pub fn is_fixed(&self, field: FieldIx) -> bool {
        self.fields[field].given && self.field(field).fixed.is_some()
    }

    /// Hands an answer over, in the form in which it is sent. It is taken unless the citizen has answered, if it is right.
    #[inline(never)]
    pub fn hand_over(&mut self, field: FieldIx, value: &Json) -> Changes {
        let mut changes = Changes::default();
        if self.begin_with(field, value) {
            changes.fields.push(field);
            if self.visible(field) {
                self.decide_dependents(field, &mut changes);
            }
        }
        changes
    }

    /// Works out again what a field begins with, and tells whether that has changed. The citizen's own answer stays, and so
    /// does one that was handed over.
    #[inline(never)]
    pub(super) fn begin_anew(&mut self, field: FieldIx) -> bool {
        let recipe = Rc::clone(&self.recipe);
        let (of, entry) = (self.fields[field].of, self.fields[field].entry);
        let Some(value) = &recipe.fields[of].value else { return false };
        let handed_over = self.fields[field].given && recipe.fields[of].prefill.is_some();
        !handed_over && {
            let value = value.eval(&Scope { form: self, entry }).to_json();
            self.begin_with(field, &value)
        }
    }

    fn begin_with(&mut self, field: FieldIx, value: &Json) -> bool {
        if self.fields[field].own || matches!(self.field(field).kind, Kind::Calculated(_)) {
            return false;
        }
        let answer = self.field(field).kind.typed(value).unwrap_or_default().canonical();
        let before = std::mem::replace(&mut self.fields[field].answer, answer);
        self.recheck(field);
        let state = &mut self.fields[field];
        // What is wrong is nobody's answer: whoever looks at the form could not know where it comes from.
        if state.checked.is_err() && !self.recipe.fields[state.of].kind.is_blank(&state.answer) {
            state.answer = Default::default();
            self.recheck(field);
        }
        let state = &mut self.fields[field];
        state.given = !self.recipe.fields[state.of].kind.is_blank(&state.answer);
        state.answer != before
    }
}
