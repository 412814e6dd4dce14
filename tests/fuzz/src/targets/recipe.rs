//! Recipes: good ones with pieces in wrong places, and texts that are none. What is read is also drawn as a form.

use amtsgang::broken::BrokenFile;
use amtsgang::recipe::{File, Problem, contract, markdown, parse};

use super::{Outcome, acts, holds};
use crate::mutation::{mutate, mutate_text};
use crate::{Case, Corpus};

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let mut json = case.pick(&corpus.recipes).0.clone();
    let raw = case.once_in(6);
    for _ in 0..if raw { 0 } else { 1 + case.below(4) } {
        match json.get_mut("steps").filter(|_| !case.once_in(7)) {
            Some(steps) => mutate(steps, &corpus.pieces, case),
            None => mutate(&mut json, &corpus.pieces, case),
        }
    }
    let mut text = json.to_string();
    if raw {
        text = mutate_text(&text, case);
    }
    case.tell("recipe", &text);
    case.bytes = text.len();
    File::read(&text).needs_later();
    let parsed = parse(&text, &*corpus.patterns);
    holds("there is a recipe or a problem", parsed.recipe.is_none() != parsed.problems.is_empty())?;
    for problem in &parsed.problems {
        holds("a problem says what was expected and found", !problem.expected.is_empty() && !problem.found.is_empty())?;
        holds("what was found fits on a line", problem.found.chars().count() <= 2000)?;
    }
    let Some(recipe) = parsed.recipe else { return shown(&text, parsed.problems) };
    case.right = true;
    contract(&recipe);
    for text in [Some(&recipe.privacy), recipe.description.as_ref(), recipe.afterwards.as_ref()].into_iter().flatten() {
        markdown::read(text.get("de"));
    }
    acts::draw(recipe, case, corpus)
}

/// Each problem is shown to the author at its place in the file.
fn shown(text: &str, problems: Vec<Problem>) -> Outcome {
    let file = BrokenFile::new("probe.json".to_owned(), text, problems);
    // To look for what is shown costs more than to show it.
    for place in file.places().into_iter().flatten().take(10) {
        let lines = file.around(&place);
        holds("the line of the place is shown", lines.iter().any(|shown| shown.line == place.line))?;
        holds("what is shown stands in the file", lines.iter().all(|shown| text.contains(&shown.parts.concat())))?;
    }
    Ok(())
}
