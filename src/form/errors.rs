//! Which errors are shown, and when: on leaving a field, on continuing, and when a backend objects.

use super::{Changes, FieldIx, Form, StepIx};
use crate::field::{Answer, Error, Fault, Kind, period};

impl Form {
    /// The errors to show at a field now, in the order of its parts.
    pub fn errors(&self, field: FieldIx) -> &[Error] {
        &self.fields[field].shown
    }

    /// The field is left: what is wrong with its answer is now shown. That there is none is not: people move through a
    /// form before they fill it in.
    pub fn leave(&mut self, field: FieldIx) -> Changes {
        let state = &mut self.fields[field];
        let blank = self.recipe.fields[field].kind.is_blank(&state.answer);
        let mut changes = Changes::default();
        if blank || !state.visible {
            return changes;
        }
        let mut errors: Vec<Error> = state.checked.as_ref().err().cloned().unwrap_or_default();
        // A backend's objection stays until the answer changes.
        errors.extend(state.shown.iter().filter(|error| matches!(error.fault, Fault::Backend(_))).cloned());
        if errors != state.shown {
            state.shown = errors;
            changes.fields.push(field);
        }
        changes
    }

    /// The citizen wants to go on: shows all that is wrong in this step, and tells the fields it is wrong with.
    pub fn check_step(&mut self, step: StepIx) -> Vec<FieldIx> {
        let fields = self.recipe.steps[step].fields.clone();
        fields.filter(|field| !self.show(*field)).collect()
    }

    /// Shows all that is wrong in the whole form, and tells the fields it is wrong with.
    pub fn check_all(&mut self) -> Vec<FieldIx> {
        (0..self.fields.len()).filter(|field| !self.show(*field)).collect()
    }

    /// Shows all that is wrong with a field and tells whether that is nothing. An objection of the backend goes: only
    /// the backend can say whether it still holds.
    fn show(&mut self, field: FieldIx) -> bool {
        let state = &mut self.fields[field];
        state.shown.clear();
        if let (true, Err(errors)) = (state.visible, &state.checked) {
            state.shown.clone_from(errors);
        }
        state.shown.is_empty()
    }

    /// Whether a field is asked and its answer cannot be sent.
    pub(super) fn is_wrong(&self, field: FieldIx) -> bool {
        self.fields[field].visible && self.fields[field].checked.is_err()
    }

    /// Shows a backend's problems (RFC 9457) at their fields: pairs of a JSON Pointer into what was sent, such as
    /// `#/answers/chip` or `/answers/home/postcode`, and a sentence in the citizen's language. Tells the fields, in
    /// order, and the sentences that belong to no visible field.
    pub fn reject(&mut self, problems: &[(String, String)]) -> (Vec<FieldIx>, Vec<String>) {
        let mut fields = Vec::new();
        let mut unplaced = Vec::new();
        for state in &mut self.fields {
            state.shown.retain(|error| !matches!(error.fault, Fault::Backend(_)));
        }
        for (pointer, detail) in problems {
            let place = self.place(pointer).filter(|(field, _)| self.fields[*field].visible);
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
            if let Err(at) = fields.binary_search(&field) {
                fields.insert(at, field);
            }
        }
        (fields, unplaced)
    }

    /// The field, and the part of it, that a pointer into a submission names.
    fn place(&self, pointer: &str) -> Option<(FieldIx, Option<usize>)> {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        let mut tokens = pointer.strip_prefix("/answers/")?.split('/');
        let field = self.recipe.field_ix(tokens.next()?)?;
        let part = tokens.next().and_then(|token| match &self.recipe.fields[field].kind {
            Kind::File(_) => token.parse().ok().filter(|ix| *ix < self.fields[field].answer.files().len()),
            Kind::Period(_) => match token {
                "from" => Some(period::FROM),
                "to" => Some(period::TO),
                _ => None,
            },
            kind => kind.part_names().iter().position(|name| *name == token),
        });
        Some((field, part))
    }
}
