//! A form in use: whatever is done in it and in whatever order, it stays in one piece.

use std::rc::Rc;
use std::sync::Arc;

use amtsgang::field::code_list::Item;
use amtsgang::field::{Answer, CodeList, Kind};
use amtsgang::form::{EntryIx, FieldIx, Form};
use amtsgang::json;
use amtsgang::recipe::Recipe;
use amtsgang::text::Text;

use super::kinds::{TODAY, answer};
use super::{Outcome, holds};
use crate::mutation::stranger;
use crate::{Case, Corpus};

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let recipe = Rc::clone(&case.pick(&corpus.recipes).1);
    case.tell("recipe", &recipe.id);
    case.right = true;
    let mut form = Form::new(recipe, TODAY, corpus.patterns.clone());
    let acts = 1 + case.below(40);
    act(&mut form, acts, case)?;
    let draft = form.answers_to_json();
    let mut again = Form::new(Rc::clone(form.recipe()), TODAY, corpus.patterns.clone());
    again.restore(&draft);
    holds("a draft loses nothing", again.answers_to_json() == draft)
}

/// Does so many things in a form.
pub fn act(form: &mut Form, acts: usize, case: &mut Case) -> Outcome {
    let mut removed: Vec<(EntryIx, usize)> = Vec::new();
    let mut all = form.all();
    for _ in 0..acts {
        if all.is_empty() {
            return Ok(());
        }
        let field = *case.pick(&all);
        let entries: Vec<EntryIx> = form.entries(field).to_vec();
        let number = case.below(18);
        case.tell("act", &format!("{number} at {} (place {field})", form.field(field).id));
        match number {
            0 => drop(form.leave(field)),
            1 => drop(form.normalize(field)),
            2 => drop(form.check_step(form.field(field).step)),
            3 => drop(form.check_all()),
            4 => {
                let (pointer, said) = (pointer(form, field, case), case.text());
                let (placed, unplaced) = form.reject(&[(pointer, said)]);
                holds("an objection is placed or told", placed.len() + unplaced.len() == 1)?;
            }
            5 => hand_over(form, field, case),
            6 => code_list(form, field, case),
            7 => submit(form)?,
            8 => {
                for (field, file) in form.pending_uploads() {
                    form.uploaded(field, &file.id, "there");
                }
            }
            9 | 10 if !entries.is_empty() => {
                let entry = *case.pick(&entries);
                let position = form.position(entry).unwrap_or_default();
                form.remove_entry(entry);
                if form.position(entry).is_none() {
                    removed.push((entry, position));
                }
            }
            11 if !entries.is_empty() => drop(form.move_entry(*case.pick(&entries), case.below(9))),
            12 if !removed.is_empty() => {
                let (entry, position) = removed.remove(case.below(removed.len()));
                form.put_back(entry, position);
            }
            9..=13 => drop(form.add_entry(field)),
            _ if form.field(field).kind.parts() > 0 && !matches!(form.field(field).kind, Kind::Group(_)) => {
                let answer = answer(&form.field(field).kind, case);
                case.bytes += format!("{answer:?}").len();
                form.set(field, if form.field(field).kind.fits(&answer) { answer } else { Answer::Empty });
            }
            _ => drop(form.add_entry(field)),
        }
        all = form.all();
        whole(form, &all)?;
    }
    Ok(())
}

fn pointer(form: &Form, field: FieldIx, case: &mut Case) -> String {
    let id = &form.field(field).id;
    match case.below(5) {
        0 => case.text(),
        1 => format!("/answers/{id}"),
        2 => format!("#/answers/{id}/{}", case.below(4)),
        3 => format!("#/answers/{id}/{}/{}", case.below(4), case.text()),
        _ => format!(
            "/answers/{id}/{}",
            case.pick(&["street", "from", "to", "day", "iban", "18446744073709551616", "~1"])
        ),
    }
}

fn hand_over(form: &mut Form, field: FieldIx, case: &mut Case) {
    if let Ok(value) = json::read(&stranger(case).to_string()) {
        form.hand_over(field, &value);
    }
}

fn code_list(form: &mut Form, field: FieldIx, case: &mut Case) {
    let name = match &form.field(field).kind {
        Kind::Listed(kind) => kind.code_list.clone(),
        _ => "wz-2008".to_owned(),
    };
    let label = case.text();
    let items =
        (0..case.below(20)).map(|ix| Item { value: ix.to_string(), label: Text::from_pairs(&[("de", &label)]) });
    if let Ok(list) = CodeList::new(items.collect()) {
        form.code_list_arrived(&name, Arc::new(list));
    }
}

fn submit(form: &mut Form) -> Outcome {
    match form.submission("de") {
        Ok(sent) => {
            let text = json::write(&sent.to_json());
            holds("what is sent can be read", json::read(&text).as_ref() == Ok(&sent.to_json()))?;
            holds("what is sent is complete", form.first_incomplete().is_none())
        }
        Err(wrong) => {
            holds("what is wrong is shown", !wrong.is_empty() && wrong.iter().all(|ix| !form.errors(*ix).is_empty()))
        }
    }
}

/// What holds for a form at any time.
fn whole(form: &Form, all: &[FieldIx]) -> Outcome {
    for field in all {
        let hidden = !form.visible(*field);
        holds(
            "a hidden field shows nothing and needs nothing",
            !hidden || form.errors(*field).is_empty() && !form.required(*field),
        )?;
        let own =
            form.entries(*field).iter().all(|entry| form.group_of(*entry) == *field && form.position(*entry).is_some());
        holds("entries are in their group", own)?;
        if let Kind::Group(group) = &form.field(*field).kind {
            holds("a group has no more entries than it may", form.entries(*field).len() <= group.max.max(group.min))?;
        }
    }
    Ok(())
}

/// Draws a form of a recipe as the app does, and does a few things in it.
pub fn draw(recipe: Recipe, case: &mut Case, corpus: &Corpus) -> Outcome {
    let mut form = Form::new(Rc::new(recipe), TODAY, corpus.patterns.clone());
    let all = form.all();
    whole(&form, &all)?;
    let acts = case.below(8);
    act(&mut form, acts, case)?;
    form.check_all();
    form.first();
    form.answers_to_json();
    Ok(())
}
