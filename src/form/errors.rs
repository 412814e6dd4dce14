//! Which errors are shown, and when: on leaving a field, on continuing, and when a backend objects.

use super::{Changes, EntryIx, FieldIx, Form, StepIx};
use crate::field::{Answer, Error, Fault, Kind, period};
use crate::text::Text;

impl Form {
    /// The errors to show at a field now, in the order of its parts.
    pub fn errors(&self, field: FieldIx) -> &[Error] {
        &self.fields[field].shown
    }

    /// What the citizen should know about an answer, and may go on all the same.
    pub fn warnings(&self, field: FieldIx) -> Vec<&Text> {
        let failed = self.fields[field].broken.iter().map(|check| &self.recipe.checks[*check]);
        failed.filter(|check| check.warns).map(|check| &check.message).collect()
    }

    /// All that is wrong with a field: with its answer, with the number of its entries, and with what it does not go
    /// together with.
    fn faults(&self, field: FieldIx) -> Vec<Error> {
        let state = &self.fields[field];
        let mut errors: Vec<Error> = state.checked.as_ref().err().cloned().unwrap_or_default();
        let whole = |fault| Error { part: None, fault };
        if let Kind::Group(group) = &self.field(field).kind
            && state.entries.len() > group.max
        {
            errors.push(whole(Fault::TooManyEntries { max: group.max as i64 }));
        }
        let failed = state.broken.iter().map(|check| &self.recipe.checks[*check]).filter(|check| !check.warns);
        errors.extend(failed.map(|check| whole(Fault::Check(check.message.clone()))));
        errors
    }

    /// Takes away those shown errors that are mended, and tells whether there were any.
    pub(super) fn drop_mended(&mut self, field: FieldIx) -> bool {
        if self.fields[field].shown.is_empty() {
            return false;
        }
        let faults = self.faults(field);
        let shown = &mut self.fields[field].shown;
        let count = shown.len();
        shown.retain(|error| faults.contains(error));
        shown.len() < count
    }

    /// The field is left: what is wrong with its answer is now shown. That there is none is not: people move through a
    /// form before they fill it in.
    pub fn leave(&mut self, field: FieldIx) -> Changes {
        let mut changes = Changes::default();
        let state = &self.fields[field];
        let group = matches!(self.field(field).kind, Kind::Group(_));
        if !state.visible || !group && self.field(field).kind.is_blank(&state.answer) {
            return changes;
        }
        let mut errors = self.faults(field);
        // A backend's objection stays until the answer changes.
        errors.extend(state.shown.iter().filter(|error| matches!(error.fault, Fault::Backend(_))).cloned());
        if errors != state.shown {
            self.fields[field].shown = errors;
            changes.fields.push(field);
        }
        changes
    }

    /// The citizen wants to go on: shows all that is wrong in this step, and tells the fields it is wrong with, in the
    /// order of [`Form::all`].
    pub fn check_step(&mut self, step: StepIx) -> Vec<FieldIx> {
        let fields = self.fields_of(step);
        fields.into_iter().filter(|field| !self.show(*field)).collect()
    }

    /// Shows all that is wrong in the whole form, and tells the fields it is wrong with, in the order of [`Form::all`].
    pub fn check_all(&mut self) -> Vec<FieldIx> {
        let fields = self.all();
        fields.into_iter().filter(|field| !self.show(*field)).collect()
    }

    /// Shows all that is wrong with a field and tells whether that is nothing. An objection of the backend goes: only
    /// the backend can say whether it still holds.
    fn show(&mut self, field: FieldIx) -> bool {
        let shown = if self.is_wrong(field) { self.faults(field) } else { Vec::new() };
        self.fields[field].shown = shown;
        self.fields[field].shown.is_empty()
    }

    /// Whether a field is asked and its answer cannot be sent.
    pub(super) fn is_wrong(&self, field: FieldIx) -> bool {
        let state = &self.fields[field];
        if !state.visible {
            return false;
        }
        let fails = |check: &usize| !self.recipe.checks[*check].warns;
        let too_many = |group: &crate::field::Group| state.entries.len() > group.max;
        state.checked.is_err()
            || state.broken.iter().any(fails)
            || matches!(&self.field(field).kind, Kind::Group(group) if too_many(group))
    }

    /// Shows a backend's problems (RFC 9457) at their fields: pairs of a JSON Pointer into what was sent, such as
    /// `#/answers/chip`, `/answers/home/postcode` or `/answers/persons/0/name`, and a sentence in the citizen's language.
    /// Tells the fields, in order, and the sentences that belong to no visible field.
    pub fn reject(&mut self, problems: &[(String, String)]) -> (Vec<FieldIx>, Vec<String>) {
        let mut fields = Vec::new();
        let mut unplaced = Vec::new();
        for state in &mut self.fields {
            state.shown.retain(|error| !matches!(error.fault, Fault::Backend(_)));
        }
        for (pointer, detail) in problems {
            let place = self.pointed_at(pointer).filter(|(field, _)| self.fields[*field].visible);
            let Some((field, part)) = place else {
                unplaced.push(detail.clone());
                continue;
            };
            let state = &mut self.fields[field];
            state.shown.push(Error { part, fault: Fault::Backend(detail.clone()) });
            // It does not have the file, or does not want it: if it is sent once more, then as another attachment.
            if let Answer::Files(files) = &mut state.answer {
                files.iter_mut().for_each(|file| file.uploaded = None);
            }
            fields.push(field);
        }
        let all = self.all();
        (all.into_iter().filter(|field| fields.contains(field)).collect(), unplaced)
    }

    /// The field, and the part of it, that a pointer into a submission names.
    fn pointed_at(&self, pointer: &str) -> Option<(FieldIx, Option<usize>)> {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        let mut tokens = pointer.strip_prefix("/answers/")?.split('/');
        let mut entry: Option<EntryIx> = None;
        loop {
            let field = self.find(tokens.next()?, entry)?;
            let Some(token) = tokens.next() else { return Some((field, None)) };
            let part = match &self.field(field).kind {
                Kind::Group(_) => match token.parse().ok().and_then(|at: usize| self.entries(field).get(at)) {
                    Some(inner) => {
                        entry = Some(*inner);
                        if tokens.clone().next().is_none() {
                            return Some((field, None));
                        }
                        continue;
                    }
                    None => None,
                },
                Kind::File(_) => token.parse().ok().filter(|ix| *ix < self.fields[field].answer.files().len()),
                Kind::Period(_) => match token {
                    "from" => Some(period::FROM),
                    "to" => Some(period::TO),
                    _ => None,
                },
                kind => kind.part_names().iter().position(|name| *name == token),
            };
            return Some((field, part));
        }
    }
}
