//! The entries of groups: where their fields are, and how they come and go.
//!
//! A form's fields begin with one for each of the recipe's, at the same places; those that stand in groups are only the
//! pattern for entries and are never asked. Each entry adds a run of fields at the end, one for each that the recipe's
//! group holds, however deep. A removed entry keeps its fields, so that it can be put back.

use super::{Changes, EntryIx, FieldIx, FieldState, Form};
use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::expr::{Var, World};
use crate::field::{Answer, Kind};
use crate::json::Object;
use crate::recipe::{Field, Recipe};

/// More fields than these, in all entries together, are no form any more.
const MOST_FIELDS: usize = 50_000;

pub(super) struct Entry {
    /// The group's place in the form.
    pub group: FieldIx,
    /// Its fields' first place in the form.
    first: FieldIx,
    /// Whether it is among the group's entries now.
    pub there: bool,
    /// Answers from a draft that fit no field of it, by the id they had.
    pub misfits: Object,
}

/// The form as an entry sees it; `None` sees what stands outside of groups.
pub(super) struct Scope<'a> {
    pub form: &'a Form,
    pub entry: Option<EntryIx>,
}

impl World for Scope<'_> {
    fn value(&self, var: Var) -> Value {
        let value = self.form.value(self.form.seen_from(var.field, self.entry));
        var.part.map_or(value, |part| value.part(part)).clone()
    }

    fn today(&self) -> Date {
        self.form.today
    }

    fn entries(&self, group: usize, visit: &mut dyn FnMut(&dyn World)) {
        let group = &self.form.fields[self.form.seen_from(group, self.entry)];
        for entry in group.entries.iter().filter(|_| group.visible) {
            visit(&Scope { form: self.form, entry: Some(*entry) });
        }
    }
}

/// How many fields an entry of the recipe's group adds, with the entries that the groups in it have at least.
fn fields_of_entry(recipe: &Recipe, group: usize) -> usize {
    let within = recipe.within(group);
    let inner = recipe.direct(within.clone()).map(|field| match &recipe.fields[field].kind {
        Kind::Group(kind) => kind.min * fields_of_entry(recipe, field),
        _ => 0,
    });
    within.len() + inner.sum::<usize>()
}

impl FieldState {
    pub(super) fn new(of: usize, entry: Option<EntryIx>) -> FieldState {
        FieldState {
            of,
            entry,
            answer: Answer::Empty,
            given: false,
            own: false,
            checked: Ok(Value::Null),
            shown: Vec::new(),
            broken: Vec::new(),
            entries: Vec::new(),
            visible: false,
            required: false,
        }
    }
}

impl Form {
    /// The entries of a group, in their order.
    pub fn entries(&self, group: FieldIx) -> &[EntryIx] {
        &self.fields[group].entries
    }

    /// The group that an entry is, or was, in.
    pub fn group_of(&self, entry: EntryIx) -> FieldIx {
        self.entries[entry].group
    }

    /// Which one of its group's entries this is, from 0; `None` for one that was removed.
    pub fn position(&self, entry: EntryIx) -> Option<usize> {
        self.fields[self.group_of(entry)].entries.iter().position(|other| *other == entry)
    }

    /// The entry that a field stands in.
    pub fn entry_of(&self, field: FieldIx) -> Option<EntryIx> {
        self.fields[field].entry
    }

    /// The fields that stand directly in an entry, asked or not.
    pub fn fields_in(&self, entry: EntryIx) -> Vec<FieldIx> {
        let Entry { group, first, .. } = self.entries[entry];
        let within = self.recipe.within(self.fields[group].of);
        let start = within.start;
        self.recipe.direct(within).map(|of| first + of - start).collect()
    }

    /// The field of the recipe's field `of` in an entry of its group, or outside of all.
    pub(super) fn place_in(&self, of: usize, entry: Option<EntryIx>) -> FieldIx {
        match entry {
            Some(entry) => self.entries[entry].first + of - self.fields[self.entries[entry].group].of - 1,
            None => of,
        }
    }

    /// The field that is meant where the recipe's field `of` is read from an entry: its own or a surrounding one's.
    pub(super) fn seen_from(&self, of: usize, mut entry: Option<EntryIx>) -> FieldIx {
        let home = self.recipe.fields[of].home;
        while let (Some(at), Some(home)) = (entry, home) {
            let group = &self.fields[self.entries[at].group];
            if group.of == home {
                return self.place_in(of, entry);
            }
            entry = group.entry;
        }
        of
    }

    /// The entry of the recipe's group `home` that holds a field or an entry, whose own is `entry`.
    pub(super) fn surrounding(&self, home: Option<usize>, mut entry: Option<EntryIx>) -> Option<EntryIx> {
        while let Some(at) = entry {
            let group = &self.fields[self.entries[at].group];
            if Some(group.of) == home {
                break;
            }
            entry = group.entry;
        }
        entry
    }

    /// Visits every entry of the recipe's group `home` that stands in the entry `outside` of the group `within`.
    pub(super) fn scopes(
        &self,
        home: Option<usize>,
        within: Option<usize>,
        outside: Option<EntryIx>,
        visit: &mut dyn FnMut(Option<EntryIx>),
    ) {
        let Some(group) = home.filter(|_| home != within) else { return visit(outside) };
        self.scopes(self.recipe.fields[group].home, within, outside, &mut |entry| {
            let group = &self.fields[self.place_in(group, entry)];
            group.entries.iter().for_each(|entry| visit(Some(*entry)));
        });
    }

    /// Whether one more entry is possible.
    pub fn may_add(&self, group: FieldIx) -> bool {
        let state = &self.fields[group];
        let Kind::Group(kind) = &self.recipe.fields[state.of].kind else { return false };
        state.entries.len() < kind.max && self.has_room(group, 1)
    }

    /// Whether one entry less is possible.
    pub fn may_remove(&self, group: FieldIx) -> bool {
        let state = &self.fields[group];
        matches!(&self.recipe.fields[state.of].kind, Kind::Group(kind) if state.entries.len() > kind.min)
    }

    /// Adds an entry at the end; `None` if there may be no more.
    pub fn add_entry(&mut self, group: FieldIx) -> Option<(EntryIx, Changes)> {
        let entry = if self.may_add(group) { self.make_entry(group)? } else { return None };
        let mut changes = Changes { fields: vec![group], ..Changes::default() };
        self.decide_entry(entry, &mut changes);
        Some((entry, changes))
    }

    /// Removes an entry unless there must be so many, and keeps it for [`Form::put_back`].
    pub fn remove_entry(&mut self, entry: EntryIx) -> Changes {
        let group = self.group_of(entry);
        let mut changes = Changes { fields: vec![group], ..Changes::default() };
        let Some(at) = self.position(entry).filter(|_| self.may_remove(group)) else { return Changes::default() };
        self.fields[group].entries.remove(at);
        self.entries[entry].there = false;
        self.decide_entry(entry, &mut changes);
        changes
    }

    /// Puts a removed entry back where it was, as far as there is room for it.
    pub fn put_back(&mut self, entry: EntryIx, position: usize) -> Option<Changes> {
        let group = self.group_of(entry);
        if self.position(entry).is_some() || !self.may_add(group) {
            return None;
        }
        let entries = &mut self.fields[group].entries;
        entries.insert(position.min(entries.len()), entry);
        self.entries[entry].there = true;
        let mut changes = Changes { fields: vec![group], ..Changes::default() };
        self.decide_entry(entry, &mut changes);
        Some(changes)
    }

    /// Moves an entry to another position among its group's. Nothing but the order changes.
    pub fn move_entry(&mut self, entry: EntryIx, to: usize) -> Changes {
        let group = self.group_of(entry);
        let Some(at) = self.position(entry) else { return Changes::default() };
        let entries = &mut self.fields[group].entries;
        let entry = entries.remove(at);
        entries.insert(to.min(entries.len()), entry);
        Changes { fields: vec![group], ..Changes::default() }
    }

    /// A new entry with those that the groups in it have at least. What is in it is still to be decided about.
    pub(super) fn make_entry(&mut self, group: FieldIx) -> Option<EntryIx> {
        let entry = self.make_bare_entry(group)?;
        for field in self.fields_in(entry) {
            self.fill_up(field);
        }
        Some(entry)
    }

    /// A new entry in whose groups there is nothing yet; `None` if there is no room for it.
    pub(super) fn make_bare_entry(&mut self, group: FieldIx) -> Option<EntryIx> {
        let (entry, first) = (self.entries.len(), self.fields.len());
        if !self.has_room(group, 1) {
            return None;
        }
        let within = self.recipe.within(self.fields[group].of);
        self.fields.extend(within.map(|of| FieldState::new(of, Some(entry))));
        self.entries.push(Entry { group, first, there: true, misfits: Object::new() });
        self.fields[group].entries.push(entry);
        Some(entry)
    }

    /// Whether the form can bear so many more entries of a group.
    pub(super) fn has_room(&self, group: FieldIx, entries: usize) -> bool {
        self.fields.len() + entries * fields_of_entry(&self.recipe, self.fields[group].of) <= MOST_FIELDS
    }

    /// Gives a group the entries it has at least. Any other field has none.
    pub(super) fn fill_up(&mut self, field: FieldIx) {
        let recipe = std::rc::Rc::clone(&self.recipe);
        let Kind::Group(kind) = &recipe.fields[self.fields[field].of].kind else { return };
        while self.fields[field].entries.len() < kind.min {
            if self.make_entry(field).is_none() {
                break;
            }
        }
    }

    /// The fields there are, in the order they are asked in, a group before its entries' fields; asked or not.
    pub fn all(&self) -> Vec<FieldIx> {
        let mut found = Vec::with_capacity(self.fields.len());
        self.recipe.direct(0..self.recipe.fields.len()).for_each(|field| self.collect(field, &mut found));
        found
    }

    /// As [`Form::all`], of one step.
    pub fn fields_of(&self, step: super::StepIx) -> Vec<FieldIx> {
        let mut found = Vec::new();
        self.recipe.direct(self.recipe.steps[step].fields.clone()).for_each(|field| self.collect(field, &mut found));
        found
    }

    fn collect(&self, field: FieldIx, found: &mut Vec<FieldIx>) {
        found.push(field);
        for entry in &self.fields[field].entries {
            self.fields_in(*entry).into_iter().for_each(|field| self.collect(field, found));
        }
    }

    /// A field's place in [`Recipe::fields`].
    pub fn of(&self, field: FieldIx) -> usize {
        self.fields[field].of
    }

    /// What the recipe says of a field.
    pub fn field(&self, field: FieldIx) -> &Field {
        &self.recipe.fields[self.fields[field].of]
    }

    /// The field with this id in an entry, or outside of all groups.
    pub fn find(&self, id: &str, entry: Option<EntryIx>) -> Option<FieldIx> {
        let recipe: &Recipe = &self.recipe;
        let of = recipe.field_ix(id)?;
        let home = entry.map(|entry| self.fields[self.group_of(entry)].of);
        (recipe.fields[of].home == home).then(|| self.place_in(of, entry))
    }
}
