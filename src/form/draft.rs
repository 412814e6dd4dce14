//! The answers as a draft keeps them, and how they come back.

use super::{EntryIx, FieldIx, Form};
use crate::field::{Answer, Kind};
use crate::json::{Object, Value as Json};
use crate::reading::child;

impl Form {
    /// Every answer as it was typed, hidden ones too: an object from field id to [`Answer::to_json`], and for a group to
    /// the list of such objects of its entries.
    pub fn answers_to_json(&self) -> Json {
        let fields = self.recipe.direct(0..self.recipe.fields.len()).collect();
        self.kept(self.misfits.clone(), fields)
    }

    fn kept(&self, mut answers: Object, fields: Vec<FieldIx>) -> Json {
        for ix in fields {
            if let Some(json) = self.kept_of(ix) {
                answers.insert(&self.field(ix).id, json);
            }
        }
        Json::Object(answers)
    }

    /// What is kept of a field; `None` where nothing was answered.
    fn kept_of(&self, ix: FieldIx) -> Option<Json> {
        let state = &self.fields[ix];
        if !state.entries.is_empty() {
            let kept = |entry: &EntryIx| self.kept(self.entries[*entry].misfits.clone(), self.fields_in(*entry));
            return Some(Json::Array(state.entries.iter().map(kept).collect()));
        }
        if state.answer != Answer::Empty && !state.given {
            return Some(state.answer.to_json());
        }
        // The citizen has taken away what it began with.
        let begins = self.field(ix).value.is_some() || self.field(ix).prefill.is_some();
        (state.own && begins).then_some(Json::Null)
    }

    /// What [`Form::answers_to_json`] says of one field, and where: `id`, or `group/0/id` in an entry. Nothing for a field in
    /// an entry that was removed. It costs the same in forms of any size.
    pub fn answer_to_json(&self, ix: FieldIx) -> Option<(String, Option<Json>)> {
        let misfits = self.fields[ix].entry.map_or(&self.misfits, |entry| &self.entries[entry].misfits);
        let json = self.kept_of(ix).or_else(|| misfits.get(&self.field(ix).id).cloned());
        Some((self.path_of(ix)?, json))
    }

    /// Where a field's answer stands in a draft.
    fn path_of(&self, ix: FieldIx) -> Option<String> {
        let id = self.field(ix).id.as_str();
        let Some(entry) = self.fields[ix].entry else { return Some(id.to_owned()) };
        let place = self.position(entry)?.to_string();
        Some([&self.path_of(self.group_of(entry))?, "/", &place, "/", id].concat())
    }

    /// Takes a draft's answers in place of all there are, without showing any errors. Tells which of them no field fits,
    /// because the recipe has changed since, as `id` or `group/0/id`: these are kept for [`Form::answers_to_json`], until
    /// the field of that id is answered anew. Anything but an object changes nothing.
    #[inline(never)]
    pub fn restore(&mut self, draft: &Json) -> Vec<String> {
        let Some(answers) = draft.as_object() else { return Vec::new() };
        // Places that views know stay what they are as long as there is nothing in groups to restore.
        self.fields.truncate(self.recipe.fields.len());
        self.entries.clear();
        for state in &mut self.fields {
            (state.answer, state.given, state.own) = (Answer::Empty, false, false);
            state.entries.clear();
            state.shown.clear();
            state.broken.clear();
        }
        let mut misfits = Vec::new();
        self.misfits = self.take(answers, None, "", &mut misfits);
        self.begin();
        for field in self.all() {
            self.recheck(field);
        }
        self.decide_all();
        misfits
    }

    /// Takes the answers of an entry, or those outside of groups; gives those that fit nowhere.
    fn take(&mut self, answers: &Object, entry: Option<EntryIx>, path: &str, misfits: &mut Vec<String>) -> Object {
        let mut left = Object::new();
        for (id, json) in answers.iter() {
            let here = child(path, id);
            let field = self.find(id, entry);
            let taken = match field.map(|field| (field, &self.field(field).kind)) {
                Some((group, Kind::Group(_))) => {
                    json.as_array().is_some_and(|list| self.take_entries(group, list, &here, misfits))
                }
                Some((field, kind)) => {
                    match Answer::from_json(json).map(Answer::canonical).filter(|answer| kind.fits(answer)) {
                        Some(answer) => {
                            (self.fields[field].answer, self.fields[field].own) = (answer, true);
                            true
                        }
                        None => false,
                    }
                }
                None => false,
            };
            if !taken {
                misfits.push(here[1..].to_owned());
                left.insert(id, json.clone());
            }
        }
        left
    }

    /// Makes an entry of each of a list's objects; tells whether that was possible, and else makes none.
    fn take_entries(&mut self, group: FieldIx, list: &[Json], path: &str, misfits: &mut Vec<String>) -> bool {
        let objects: Option<Vec<&Object>> = list.iter().map(Json::as_object).collect();
        let Some(objects) = objects.filter(|objects| self.has_room(group, objects.len())) else { return false };
        for (at, object) in objects.into_iter().enumerate() {
            let Some(entry) = self.make_bare_entry(group) else { return false };
            let path = child(path, &at.to_string());
            self.entries[entry].misfits = self.take(object, Some(entry), &path, misfits);
            for field in self.fields_in(entry) {
                self.fill_up(field);
            }
        }
        true
    }
}

/// Puts into a draft's answers what [`Form::answer_to_json`] said of one of them later. A path that leads nowhere changes
/// nothing.
pub fn put_answer(answers: &mut Json, path: &str, answer: Option<Json>) {
    let (around, id) = path.rsplit_once('/').map_or(("", path), |(around, id)| (around, id));
    let place = around.split('/').filter(|token| !token.is_empty()).try_fold(answers, |json, token| match json {
        Json::Array(list) => list.get_mut(token.parse::<usize>().ok()?),
        Json::Object(object) => object.get_mut(token),
        _ => None,
    });
    if let Some(Json::Object(object)) = place {
        match answer {
            Some(answer) => object.insert(id, answer),
            None => drop(object.remove(id)),
        }
    }
}
