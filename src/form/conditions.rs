//! Which steps and fields are asked, and which fields must be answered.

use std::rc::Rc;

use super::{Changes, FieldIx, Form, StepIx};
use crate::expr::value::Value;
use crate::expr::{Expr, Var};
use crate::recipe::{Node, Required};

impl Form {
    /// Whether the field is asked: its own condition holds, and its step's.
    pub fn visible(&self, field: FieldIx) -> bool {
        self.fields[field].visible
    }

    /// Whether the field must be answered now. A hidden one never must.
    pub fn required(&self, field: FieldIx) -> bool {
        self.fields[field].required
    }

    /// Whether the step is gone through: its condition holds, and it has something to show.
    pub fn step_visible(&self, step: StepIx) -> bool {
        self.steps[step].visible_fields > 0
    }

    /// Decides about every step and field, after all answers were checked.
    pub(super) fn decide_all(&mut self) -> Changes {
        let recipe = Rc::clone(&self.recipe);
        let mut changes = Changes::default();
        for node in recipe.graph.order() {
            self.decide(*node, &mut changes);
        }
        changes
    }

    /// Decides about the steps and fields that a new value of `field` can change.
    pub(super) fn decide_dependents(&mut self, field: FieldIx, changes: &mut Changes) {
        for node in self.recipe.graph.dependents(field) {
            self.decide(node, changes);
        }
    }

    /// Decides about one step or field. What it depends on must have been decided about before.
    fn decide(&mut self, node: Node, changes: &mut Changes) {
        match node {
            Node::Step(ix) => self.steps[ix].open = self.holds(self.recipe.steps[ix].when.as_ref()),
            Node::Field(ix) => self.decide_field(ix, changes),
        }
    }

    fn decide_field(&mut self, ix: FieldIx, changes: &mut Changes) {
        let field = &self.recipe.fields[ix];
        let visible = self.steps[field.step].open && self.holds(field.when.as_ref());
        let required = visible
            && match &field.required {
                Required::No => false,
                Required::Yes => true,
                Required::When(condition) => self.holds(Some(condition)),
            };
        let (step, state) = (&mut self.steps[field.step], &mut self.fields[ix]);
        if (visible, required) == (state.visible, state.required) {
            return;
        }
        if visible != state.visible {
            let before = step.visible_fields;
            step.visible_fields = if visible { before + 1 } else { before - 1 };
            changes.steps |= before.min(step.visible_fields) == 0;
        }
        (state.visible, state.required) = (visible, required);
        if !visible {
            state.shown.clear();
        }
        self.recheck(ix);
        changes.fields.push(ix);
    }

    fn holds(&self, condition: Option<&Expr>) -> bool {
        let values = |var: Var| -> Value {
            let value = self.value(var.field);
            var.part.map_or(value, |part| value.part(part)).clone()
        };
        condition.is_none_or(|condition| condition.holds(&values))
    }
}
