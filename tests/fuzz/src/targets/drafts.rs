//! Drafts: what was kept on the device comes back, whatever has become of it.

use std::rc::Rc;

use amtsgang::form::Form;
use amtsgang::json::{read, write};
use serde_json::Value;

use super::kinds::TODAY;
use super::{Outcome, acts, holds};
use crate::mutation::mutate;
use crate::{Case, Corpus};

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let recipe = &case.pick(&corpus.recipes).1;
    case.tell("recipe", &recipe.id);
    let new_form = || Form::new(Rc::clone(recipe), TODAY, corpus.patterns.clone());
    let mut form = new_form();
    let number = case.below(12);
    acts::act(&mut form, number, case)?;
    let text = write(&form.answers_to_json());
    let mut draft: Value = serde_json::from_str(&text).map_err(|error| format!("writes no JSON: {error}"))?;
    for _ in 0..case.below(5) {
        mutate(&mut draft, &corpus.pieces, case);
    }
    let text = draft.to_string();
    case.tell("draft", &text);
    case.bytes += text.len();
    let Ok(draft) = read(&text) else { return Ok(()) };
    case.right = form.restore(&draft).is_empty();
    form.check_all();
    let kept = form.answers_to_json();
    let mut again = new_form();
    again.restore(&kept);
    holds("what is kept comes back", again.answers_to_json() == kept)
}
