//! Which steps and fields are asked, which fields must be answered, what calculations come to, and which checks fail.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::entries::Scope;
use super::{Changes, EntryIx, FieldIx, Form, StepIx, meaning};
use crate::expr::Expr;
use crate::expr::value::Value;
use crate::field::Kind;
use crate::recipe::{Check, Node, Recipe, Required};

/// What is still to be decided about: a node's place in the graph's order, and the entry it is decided for (and one more;
/// 0 is outside of all groups). The first of the order comes first, so each is decided about once.
type Open = BinaryHeap<Reverse<(u32, u32)>>;

fn open(node: u32, entry: Option<EntryIx>) -> Reverse<(u32, u32)> {
    Reverse((node, entry.map_or(0, |entry| entry as u32 + 1)))
}

impl Form {
    /// Whether the field is asked: its own condition holds, its step's, and that of the group it is in.
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

    /// Decides about everything, after all answers were checked.
    pub(super) fn decide_all(&mut self) -> Changes {
        let recipe = Rc::clone(&self.recipe);
        let mut changes = Changes::default();
        for node in recipe.graph.order() {
            let mut entries = Vec::new();
            self.scopes(home(&recipe, *node), None, None, &mut |entry| entries.push(entry));
            for entry in entries {
                self.decide(&recipe, *node, entry, &mut Open::new(), &mut changes);
            }
        }
        changes
    }

    /// Decides about what a new value of `field` can change.
    pub(super) fn decide_dependents(&mut self, field: FieldIx, changes: &mut Changes) {
        let recipe = Rc::clone(&self.recipe);
        let mut to_do = Open::new();
        self.open_dependents(&recipe, field, true, false, &mut to_do);
        self.decide_open(&recipe, to_do, changes);
    }

    /// Decides about all that is in an entry, which has come or gone, and about what depends on its group.
    pub(super) fn decide_entry(&mut self, entry: EntryIx, changes: &mut Changes) {
        let recipe = Rc::clone(&self.recipe);
        let group = self.group_of(entry);
        let of = self.fields[group].of;
        let mut to_do = Open::new();
        self.open_dependents(&recipe, group, true, false, &mut to_do);
        for (ix, field) in recipe.fields[recipe.within(of)].iter().enumerate().map(|(ix, field)| (of + 1 + ix, field)) {
            let mut nodes = vec![Node::Field(ix)];
            if matches!(field.required, Required::When(_)) {
                nodes.push(Node::Need(ix));
            }
            for node in nodes {
                let place = recipe.graph.place(node);
                self.scopes(field.home, Some(of), Some(entry), &mut |entry| to_do.push(open(place, entry)));
            }
        }
        for (ix, check) in recipe.checks.iter().enumerate() {
            if std::iter::successors(check.home, |at| recipe.fields[*at].home).any(|home| home == of) {
                let place = recipe.graph.place(Node::Check(ix));
                self.scopes(check.home, Some(of), Some(entry), &mut |entry| to_do.push(open(place, entry)));
            }
        }
        self.decide_open(&recipe, to_do, changes);
    }

    fn decide_open(&mut self, recipe: &Recipe, mut to_do: Open, changes: &mut Changes) {
        let mut last = None;
        while let Some(Reverse(next)) = to_do.pop() {
            if last.replace(next) != Some(next) {
                let entry = (next.1 as usize).checked_sub(1);
                self.decide(recipe, recipe.graph.order()[next.0 as usize], entry, &mut to_do, changes);
            }
        }
        changes.fields.sort_unstable();
        changes.fields.dedup();
    }

    /// Opens what depends on a field whose value has changed, or whose being shown.
    fn open_dependents(&self, recipe: &Recipe, field: FieldIx, value: bool, shown: bool, to_do: &mut Open) {
        let state = &self.fields[field];
        for arrow in recipe.graph.arrows(Node::Field(state.of)) {
            if if arrow.vanishes { shown } else { value } {
                let outside = self.surrounding(arrow.within(), state.entry);
                let home = home(recipe, recipe.graph.order()[arrow.to as usize]);
                self.scopes(home, arrow.within(), outside, &mut |entry| to_do.push(open(arrow.to, entry)));
            }
        }
    }

    /// Decides about one node, for one entry. What it depends on must have been decided about before.
    fn decide(&mut self, recipe: &Recipe, node: Node, entry: Option<EntryIx>, to_do: &mut Open, changes: &mut Changes) {
        match node {
            Node::Step(ix) => {
                let is_open = self.holds(recipe.steps[ix].when.as_ref(), None);
                if std::mem::replace(&mut self.steps[ix].open, is_open) != is_open {
                    to_do.extend(recipe.graph.arrows(node).iter().map(|arrow| open(arrow.to, None)));
                }
            }
            Node::Field(of) => {
                let field = self.place_in(of, entry);
                let (value, shown) = self.decide_field(recipe, field, changes);
                if value || shown {
                    self.open_dependents(recipe, field, value, shown, to_do);
                }
            }
            Node::Need(of) => {
                let field = self.place_in(of, entry);
                let Required::When(condition) = &recipe.fields[of].required else { return };
                let required = self.fields[field].visible && self.holds(Some(condition), entry);
                if self.fields[field].required != required {
                    self.fields[field].required = required;
                    self.recheck(field);
                    changes.fields.push(field);
                }
            }
            Node::Check(ix) => self.decide_check(&recipe.checks[ix], ix, entry, changes),
        }
    }

    /// Tells whether the field's value has changed, and whether it has come or gone.
    fn decide_field(&mut self, recipe: &Recipe, ix: FieldIx, changes: &mut Changes) -> (bool, bool) {
        let (of, entry) = (self.fields[ix].of, self.fields[ix].entry);
        let field = &recipe.fields[of];
        let asked = match entry {
            Some(entry) => self.entries[entry].there && self.fields[self.group_of(entry)].visible,
            None => self.steps[field.step].open,
        };
        let visible = asked && self.holds(field.when.as_ref(), entry);
        let mut new_value = false;
        if let (true, Kind::Calculated(kind), Some(value)) = (visible, &field.kind, &field.value) {
            let value = Ok(kind.take(value.eval(&Scope { form: self, entry })));
            new_value = self.fields[ix].checked != value;
            self.fields[ix].checked = value;
        }
        let begun = visible && field.value.is_some() && !matches!(field.kind, Kind::Calculated(_)) && {
            let before = meaning(&self.fields[ix].checked).clone();
            let begun = self.begin_anew(ix);
            new_value |= before != *meaning(&self.fields[ix].checked);
            begun
        };
        let state = &mut self.fields[ix];
        let shown = visible != state.visible;
        if shown {
            if entry.is_none() {
                let step = &mut self.steps[field.step];
                let before = step.visible_fields;
                step.visible_fields = if visible { before + 1 } else { before - 1 };
                changes.steps |= before.min(step.visible_fields) == 0;
            }
            state.visible = visible;
            if field.required == Required::Yes || !visible {
                state.required = visible;
            }
            if !visible {
                state.shown.clear();
            }
            new_value |= *meaning(&state.checked) != Value::Null || !state.entries.is_empty();
            if !matches!(field.kind, Kind::Calculated(_)) {
                self.recheck(ix);
            }
        }
        if shown || new_value || begun {
            changes.fields.push(ix);
        }
        (new_value, shown)
    }

    /// Puts a failed check at the first of its fields that is asked, and takes it away from the others.
    #[inline(never)]
    fn decide_check(&mut self, check: &Check, ix: usize, entry: Option<EntryIx>, changes: &mut Changes) {
        let mut fails = self.holds(Some(&check.when), entry);
        for of in &check.fields {
            let field = self.place_in(*of, entry);
            let here = fails && self.fields[field].visible;
            fails &= !here;
            let state = &mut self.fields[field];
            match state.broken.iter().position(|broken| *broken == ix) {
                None if here => {
                    state.broken.push(ix);
                    state.broken.sort_unstable();
                }
                Some(at) if !here => drop(state.broken.remove(at)),
                _ => continue,
            }
            if self.drop_mended(field) || check.warns {
                changes.fields.push(field);
            }
        }
    }

    fn holds(&self, condition: Option<&Expr>, entry: Option<EntryIx>) -> bool {
        condition.is_none_or(|condition| condition.holds(&Scope { form: self, entry }))
    }
}

/// The group whose entries a node is decided for.
fn home(recipe: &Recipe, node: Node) -> Option<usize> {
    match node {
        Node::Step(_) => None,
        Node::Field(ix) | Node::Need(ix) => recipe.fields[ix].home,
        Node::Check(ix) => recipe.checks[ix].home,
    }
}
