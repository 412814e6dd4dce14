//! What answers name that is kept elsewhere: attachments, and slots that are held.

use amtsgang::field::Kind;
use amtsgang::reading::child;
use amtsgang::recipe::Recipe;
use serde_json::{Map, Value as Json};

use crate::storage::holds::Claim;

/// The ids of the attachments that the answers name, each with a pointer to the place.
pub fn attachments<'a>(recipe: &Recipe, answers: &'a Map<String, Json>) -> Vec<(String, &'a str)> {
    let mut found = Vec::new();
    for field in recipe.direct(0..recipe.fields.len()) {
        collect_attachments(recipe, field, answers, "#/answers", &mut found);
    }
    found
}

fn collect_attachments<'a>(
    recipe: &Recipe,
    field: usize,
    answers: &'a Map<String, Json>,
    holder: &str,
    found: &mut Vec<(String, &'a str)>,
) {
    let id = &recipe.fields[field].id;
    let Some(Json::Array(list)) = answers.get(id) else { return };
    for (ix, json) in list.iter().enumerate() {
        let place = child(&child(holder, id), &ix.to_string());
        match (&recipe.fields[field].kind, json) {
            (Kind::File(_), Json::String(id)) => found.push((place, id)),
            (Kind::Group(_), Json::Object(entry)) => {
                for inner in recipe.direct(recipe.within(field)) {
                    collect_attachments(recipe, inner, entry, &place, found);
                }
            }
            _ => {}
        }
    }
}

/// The slots that the answers say are held.
pub fn appointments(recipe: &Recipe, answers: &Map<String, Json>) -> Vec<Claim> {
    let mut found = Vec::new();
    for field in recipe.direct(0..recipe.fields.len()) {
        collect_appointments(recipe, field, answers, "#/answers", &mut found);
    }
    found
}

fn collect_appointments(
    recipe: &Recipe,
    field: usize,
    answers: &Map<String, Json>,
    holder: &str,
    found: &mut Vec<Claim>,
) {
    let id = &recipe.fields[field].id;
    let (Some(json), pointer) = (answers.get(id), child(holder, id)) else { return };
    match (&recipe.fields[field].kind, json) {
        (Kind::Appointment(kind), json) => {
            let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
            if let (Some(slot), Some(start), Some(hold)) = (text("slot"), text("start"), text("hold")) {
                found.push(Claim { pointer, calendar: kind.calendar.clone(), slot, start, hold });
            }
        }
        (Kind::Group(_), Json::Array(entries)) => {
            for (ix, entry) in entries.iter().enumerate() {
                let Some(entry) = entry.as_object() else { continue };
                for inner in recipe.direct(recipe.within(field)) {
                    collect_appointments(recipe, inner, entry, &child(&pointer, &ix.to_string()), found);
                }
            }
        }
        _ => {}
    }
}
