//! The JSON reader, with serde_json as the judge.

use amtsgang::json::{Value, read, write};
use serde_json::Value as Json;

use super::{Outcome, holds};
use crate::mutation::{mutate, mutate_text, stranger};
use crate::{Case, Corpus};

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let text = match case.below(5) {
        0 => case.of_alphabet(60),
        1 => String::from_utf8_lossy(&(0..case.below(40)).map(|_| case.byte()).collect::<Vec<u8>>()).into_owned(),
        2 => {
            let mut json = case.pick(&corpus.locales).clone();
            mutate(&mut json, &corpus.pieces, case);
            json.to_string()
        }
        _ => {
            let mut json = stranger(case);
            for _ in 0..case.below(6) {
                mutate(&mut json, &corpus.pieces, case);
            }
            json.to_string()
        }
    };
    let text = if case.once_in(3) { text } else { mutate_text(&text, case) };
    case.tell("text", &text);
    case.bytes = text.len();
    match (read(&text), serde_json::from_str::<Json>(&text)) {
        (Ok(ours), Ok(theirs)) => {
            case.right = true;
            holds("both read the same", same(&ours, &theirs))?;
            let written = write(&ours);
            holds("what is written is read again", read(&written).as_ref() == Ok(&ours))
        }
        (Ok(_), Err(error)) => {
            holds("only numbers out of range are ours alone", error.to_string().starts_with("number out of range"))
        }
        (Err(error), Ok(_)) => {
            holds("only keys that stand twice are theirs alone", error.found.ends_with("for the second time"))?;
            holds("the place is in the text", error.line <= text.split('\n').count())
        }
        (Err(error), Err(_)) => holds("the place is in the text", error.line <= text.split('\n').count()),
    }
}

fn same(ours: &Value, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(a), Json::Bool(b)) => a == b,
        (Value::String(a), Json::String(b)) => a == b,
        (Value::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        // Ours are exact and theirs are not always: what is whole in both is the same.
        (Value::Number(a), Json::Number(b)) => a.as_i64().zip(b.as_i64()).is_none_or(|(a, b)| a == b),
        _ => false,
    }
}
