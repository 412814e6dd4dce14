//! Patterns: whatever a recipe may ask for is soon done with any text of the length it allows, also by an engine that goes back.

use amtsgang::field::{Answer, CodeLists, Context, Kind};
use amtsgang::json;
use amtsgang::reading::{Node, Problems};
use serde_json::json;

use super::Outcome;
use super::kinds::TODAY;
use crate::{Case, Corpus};

const PIECES: &[&str] = &[
    "a", "a", "a", "b", "ab", ".", "[ab]", "[^a]", "\\w", "\\s", "\\d", "[a-z]", "(?:", "(", "(", ")", ")", "|", "*",
    "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "^", "$", "\\b", "\\p{L}", "(?=", "\\1", "=", "[^]", "[a\\-b]",
];

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let pieces = 1 + case.below(12);
    let mut pattern: String = (0..pieces).map(|_| *case.pick(PIECES)).collect();
    // Most of what is made so has a parenthesis too many or too few.
    let open = pattern.matches('(').count().saturating_sub(pattern.matches(')').count());
    pattern.push_str(&")".repeat(open));
    let most = *case.pick(&[20_usize, 60, 200]);
    case.tell("pattern", &pattern);
    let message = json!({"de": "x"});
    let parameters = json!({"pattern": pattern, "patternMessage": message, "maxLength": most}).to_string();
    let Ok(value) = json::read(&parameters) else { return Ok(()) };
    let problems = Problems::new();
    let object = Node::at(&value, "", &problems).object().ok_or("an object is one")?;
    let kind = Kind::read("text", &object, &*corpus.patterns).filter(|_| problems.is_empty());
    let Some(kind) = kind else { return Ok(()) };
    case.right = true;
    let cx = Context { today: TODAY, patterns: &*corpus.patterns, code_lists: CodeLists::NONE };
    // What an engine reads in many ways, and at last in none.
    for part in ["a", "ab", "b", "a=", "aab"] {
        let mut text = part.repeat(most / part.len() - 1);
        text.push(*case.pick(&['!', '=', 'a', 'b']));
        case.tell("text", &text);
        // Whether it fits is not the question.
        let _ = kind.check(&Answer::Text(text), false, &cx);
    }
    Ok(())
}
