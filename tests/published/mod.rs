//! What others have published, one file for each theme, and how an answer is checked against it.

mod accounts;
mod calendar;
mod contact;
mod letters;
mod numbers;

use amtsgang::expr::value::Value;
use amtsgang::field::{Answer, CodeLists, Context, Error};
use serde_json::{Value as Json, json};

use crate::each_kind::{TODAY, read};
use crate::patterns::Regex;

/// What `text` means as the answer to a required field of the kind `name`, or what is wrong with it.
fn check(name: &str, text: &str) -> Result<Value, Vec<Error>> {
    check_answer(name, &json!({}), &Answer::Text(text.to_owned()))
}

/// As [`check`], with what a recipe says of the field and with an answer of any shape.
fn check_answer(name: &str, kind: &Json, answer: &Answer) -> Result<Value, Vec<Error>> {
    let patterns = Regex;
    read(name, kind).check(answer, true, &Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE })
}

/// As [`check`], where a text is sent and at most one thing is wrong.
fn text(name: &str, typed: &str) -> Result<String, amtsgang::field::Fault> {
    match check(name, typed) {
        Ok(Value::Text(text)) => Ok(text),
        Err(errors) if errors.len() == 1 => Err(errors[0].fault.clone()),
        other => panic!("{name}, {typed}: {other:?}"),
    }
}
