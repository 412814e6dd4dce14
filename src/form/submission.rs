//! What is sent: the values of the visible fields, checked, and nothing else.

use super::{Changes, FieldIx, Form};
use crate::expr::value::Value;
use crate::field::{Answer, Attachment, Error, Fault};
use crate::json::{Object, Value as Json};
use crate::recipe::ServiceId;

/// A complete application, as a backend takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    pub service: ServiceId,
    /// Of the recipe.
    pub version: u32,
    /// The language the citizen used, BCP 47.
    pub language: String,
    /// Field id to value, only of visible fields that were answered; a group's is the list of its entries' answers.
    pub answers: Object,
}

impl Submission {
    /// `{"service", "version", "language", "answers"}`
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.insert("service", self.service.as_str().into());
        json.insert("version", i64::from(self.version).into());
        json.insert("language", self.language.as_str().into());
        json.insert("answers", Json::Object(self.answers.clone()));
        Json::Object(json)
    }
}

impl Form {
    /// The attachments that the backend must have before the form can be sent, with their fields.
    pub fn pending_uploads(&self) -> Vec<(FieldIx, Attachment)> {
        let mut pending = Vec::new();
        for ix in self.all() {
            let state = &self.fields[ix];
            if state.visible && state.checked.is_ok() {
                let files = state.answer.files().iter().filter(|file| file.uploaded.is_none());
                pending.extend(files.map(|file| (ix, file.clone())));
            }
        }
        pending
    }

    /// The backend has the attachment with this `id` of the device and calls it `uploaded`.
    pub fn uploaded(&mut self, field: FieldIx, id: &str, uploaded: &str) -> Changes {
        let mut answer = self.fields[field].answer.clone();
        if let Answer::Files(files) = &mut answer {
            for file in files.iter_mut().filter(|file| file.id == id) {
                file.uploaded = Some(uploaded.to_owned());
            }
        }
        self.set(field, answer)
    }

    /// The application, if all answers can be sent; else shows what is wrong and tells the fields it is wrong with.
    pub fn submission(&mut self, language: &str) -> Result<Submission, Vec<FieldIx>> {
        let mut wrong = self.check_all();
        let pending = self.pending_uploads();
        if !pending.is_empty() {
            for (field, file) in pending {
                let part = self.fields[field].answer.files().iter().position(|other| other.id == file.id);
                self.fields[field].shown.push(Error { part, fault: Fault::FileNotSent { name: file.name } });
            }
            wrong = self.all().into_iter().filter(|field| !self.fields[*field].shown.is_empty()).collect();
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let answers = self.sent(self.recipe.direct(0..self.recipe.fields.len()).collect());
        let recipe = &self.recipe;
        Ok(Submission { service: recipe.id.clone(), version: recipe.version, language: language.to_owned(), answers })
    }

    /// The values of those of the fields that are asked and answered.
    fn sent(&self, fields: Vec<FieldIx>) -> Object {
        let mut answers = Object::new();
        for ix in fields {
            let state = &self.fields[ix];
            if state.visible && !state.entries.is_empty() {
                let entries = state.entries.iter().map(|entry| Json::Object(self.sent(self.fields_in(*entry))));
                answers.insert(&self.field(ix).id, Json::Array(entries.collect()));
            } else if *self.value(ix) != Value::Null {
                answers.insert(&self.field(ix).id, self.value(ix).to_json());
            }
        }
        answers
    }
}
