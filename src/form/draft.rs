//! The answers as a draft keeps them, and how they come back.

use super::Form;
use crate::field::Answer;
use crate::json::{Object, Value as Json};

impl Form {
    /// Every answer as it was typed, hidden ones too: an object from field id to [`Answer::to_json`].
    pub fn answers_to_json(&self) -> Json {
        let mut answers = self.misfits.clone();
        for (field, state) in self.recipe.fields.iter().zip(&self.fields) {
            if state.answer != Answer::Empty {
                answers.insert(&field.id, state.answer.to_json());
            }
        }
        Json::Object(answers)
    }

    /// Takes a draft's answers in place of all there are, without showing any errors. Tells the ids of those that no
    /// field fits, because the recipe has changed since: these are kept for [`Form::answers_to_json`], until the field
    /// of that id is answered anew. Anything but an object changes nothing.
    pub fn restore(&mut self, draft: &Json) -> Vec<String> {
        let Some(answers) = draft.as_object() else { return Vec::new() };
        for state in &mut self.fields {
            state.answer = Answer::Empty;
        }
        self.misfits = Object::new();
        for (id, json) in answers.iter() {
            let field = self.recipe.field_ix(id);
            let answer = Answer::from_json(json).map(Answer::canonical);
            match field.zip(answer).filter(|(field, answer)| self.recipe.fields[*field].kind.fits(answer)) {
                Some((field, answer)) => self.fields[field].answer = answer,
                None => self.misfits.insert(id, json.clone()),
            }
        }
        for field in 0..self.fields.len() {
            self.fields[field].shown.clear();
            self.recheck(field);
        }
        self.decide_all();
        self.misfits.keys().map(str::to_owned).collect()
    }
}
