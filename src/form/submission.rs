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
    /// Field id to value; only of visible fields that were answered.
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
        for (ix, state) in self.fields.iter().enumerate() {
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
        for (field, file) in self.pending_uploads() {
            let part = self.fields[field].answer.files().iter().position(|other| other.id == file.id);
            self.fields[field].shown.push(Error { part, fault: Fault::FileNotSent { name: file.name } });
            if let Err(at) = wrong.binary_search(&field) {
                wrong.insert(at, field);
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut answers = Object::new();
        for (ix, field) in self.recipe.fields.iter().enumerate() {
            let value = self.value(ix);
            if *value != Value::Null {
                answers.insert(&field.id, value.to_json());
            }
        }
        let recipe = &self.recipe;
        Ok(Submission { service: recipe.id.clone(), version: recipe.version, language: language.to_owned(), answers })
    }
}
