//! `cargo xtask dry-run <mapping>`: the requests that a mapping makes, and what a reply would mean, without a server.

use std::fs;

use amtsgang::backend::mapping::operations::{self, Operation};
use amtsgang::backend::mapping::{Content, Mapping, Once, Prepared, Reply, parse};
use amtsgang::broken::BrokenFile;
use amtsgang::expr::date::Date;
use amtsgang::json::{self, Object, Value};
use anyhow::{Context, Result, bail, ensure};

use crate::json::spread;

/// What is asked on the command line.
#[derive(Default)]
struct Order<'a> {
    mapping: &'a str,
    operation: Option<&'a str>,
    /// A file with the answers of a form, as a JSON object by field id.
    answers: Option<&'a str>,
    /// A file with what the server would reply.
    reply: Option<&'a str>,
    status: Option<&'a str>,
}

const USAGE: &str = "“dry-run” takes a mapping's file, and perhaps --operation <name>, --answers <file>, --reply <file>, --status <number>.";

pub fn command(arguments: &[String]) -> Result<()> {
    println!("{}", told(&order(arguments)?)?);
    Ok(())
}

fn order(arguments: &[String]) -> Result<Order<'_>> {
    let mut order = Order::default();
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        let place = match argument {
            "--operation" => &mut order.operation,
            "--answers" => &mut order.answers,
            "--reply" => &mut order.reply,
            "--status" => &mut order.status,
            file if order.mapping.is_empty() && !file.starts_with('-') => {
                order.mapping = file;
                continue;
            }
            other => bail!("{USAGE} “{other}” was given."),
        };
        *place = Some(rest.next().with_context(|| format!("{argument} is followed by nothing. {USAGE}"))?);
    }
    ensure!(!order.mapping.is_empty(), USAGE);
    Ok(order)
}

fn read(file: &str) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {file}"))
}

fn told(order: &Order) -> Result<String> {
    let text = read(order.mapping)?;
    let parsed = parse(&text);
    let Some(mapping) = parsed.mapping else {
        let lines = BrokenFile::new(order.mapping.to_owned(), &text, parsed.problems).lines();
        bail!("the mapping has {} mistakes:\n{}", lines.len(), lines.join("\n"));
    };
    let name = order.operation.unwrap_or("send");
    let operation = operations::ALL.iter().copied().find(|operation| operation.name == name);
    let operation = operation.with_context(|| {
        let names: Vec<&str> = operations::ALL.iter().map(|operation| operation.name).collect();
        format!("there is no operation “{name}”; there are: {}.", names.join(", "))
    })?;
    let mapped = mapping.find(operation).with_context(|| format!("this mapping has no operation “{name}”"))?;
    let inputs = inputs(order)?;
    if let Some(file) = order.reply {
        return meaning(&mapping, operation, &inputs, &read(file)?, order.status.unwrap_or("200"));
    }
    let mut out = String::new();
    if mapped.once == Some(Once::Lookup) {
        out.push_str("First, whether it has arrived before:\n\n");
        out.push_str(&request(&mapping, operations::LOOKUP, &inputs)?);
        out.push_str("\n\nIf not:\n\n");
    }
    out.push_str(&request(&mapping, operation, &inputs)?);
    Ok(out)
}

/// The day of the examples.
const TODAY: Date = Date { year: 2026, month: 5, day: 3 };

/// An example of each input, and the answers that were given.
fn inputs(order: &Order) -> Result<Object> {
    let mut inputs = Object::new();
    for (name, value) in [
        ("key", "0b9d6c2e-6a3f-4c57-9d5e-3f1b7a8c9d10"),
        ("service", "hundesteuer-anmeldung"),
        ("title", "Hundesteuer: Hund anmelden"),
        ("language", "de"),
        ("reference", "HUN-2026-7K3M9X"),
        ("accessCode", "7K3M-9X00-1ABC"),
        ("now", "2026-05-03T08:00:00.000Z"),
        ("name", "nachweis.pdf"),
        ("type", "application/pdf"),
        ("words", "marktstraße 12"),
        ("latitude", "50.801618"),
        ("longitude", "6.483506"),
        ("calendar", "sperrmuell"),
        ("from", "2026-05-04"),
        ("to", "2026-05-17"),
        ("slot", "s-17"),
        ("hold", "h-42"),
    ] {
        inputs.insert(name, value.into());
    }
    for (name, number) in
        [("version", 1), ("size", 48_123), ("limit", 10), ("width", 600), ("height", 300), ("scale", 2)]
    {
        inputs.insert(name, number.into());
    }
    let answers = match order.answers {
        Some(file) => json::read(&read(file)?).map_err(|error| anyhow::anyhow!("{file}: {error}"))?,
        None => Value::Object(Object::from_iter([("example".to_owned(), "an answer".into())])),
    };
    ensure!(answers.is_object(), "the answers are expected to be one JSON object, by the ids of the fields");
    inputs.insert("answers", answers);
    Ok(inputs)
}

fn request(mapping: &Mapping, operation: &Operation, inputs: &Object) -> Result<String> {
    let Prepared { method, path, headers, content } = mapping.request(operation, inputs, TODAY)?;
    let mut lines = vec![format!("{method} {}{path}", mapping.base)];
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    match content {
        Content::None => {}
        Content::Text(text) => {
            let body = if json::read(&text).is_ok() { spread(&text) } else { text };
            lines.extend([String::new(), body]);
        }
        Content::File => lines.extend([String::new(), "(the bytes of the file)".into()]),
        Content::Parts(parts) => {
            lines.push("Content-Type: multipart/form-data".into());
            lines.push(String::new());
            let part = |(name, text): &(String, Option<String>)| {
                format!("{name}: {}", text.as_deref().unwrap_or("(the bytes of the file)"))
            };
            lines.extend(parts.iter().map(part));
        }
    }
    Ok(lines.join("\n"))
}

fn meaning(mapping: &Mapping, operation: &Operation, inputs: &Object, body: &str, status: &str) -> Result<String> {
    let status = status.parse().ok().filter(|status| (100..600).contains(status));
    let status = status.context("a status is a number such as 200")?;
    match mapping.understood(operation, inputs, TODAY, &Reply { status, retry_after: None, body }) {
        Ok(value) => Ok(format!("understood as\n\n{}", spread(&json::write(&value)))),
        Err(error) => bail!("refused: {error} ({error:?})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(arguments: &[&str]) -> Result<String> {
        let root = crate::paths::root();
        let file = |name: &&str| match name.strip_prefix("tests/") {
            Some(_) => root.join(name).to_string_lossy().into_owned(),
            None => (*name).to_owned(),
        };
        let arguments: Vec<String> = arguments.iter().map(file).collect();
        told(&order(&arguments)?)
    }

    #[test]
    fn the_request_is_shown_as_it_would_be_sent() {
        let shown = run(&["tests/mappings/json-server.json"]).unwrap();
        assert!(
            shown.starts_with(
                "First, whether it has arrived before:\n\nGET http://127.0.0.1:3000/applications?key=0b9d"
            )
        );
        assert!(shown.contains("POST http://127.0.0.1:3000/applications\nContent-Type: application/json\n\n{"));
        assert!(shown.contains("\"day\": \"03.05.2026\""), "{shown}");
        let file = run(&["tests/mappings/complete.json", "--operation", "attach"]).unwrap();
        assert!(file.contains("document: (the bytes of the file)\ntitle: nachweis.pdf\nkind: PDF"), "{file}");
    }

    #[test]
    fn a_reply_is_shown_as_it_would_be_understood() {
        let file = std::env::temp_dir().join(format!("xtask-reply-{}.json", std::process::id()));
        fs::write(&file, r#"{"id": 12}"#).unwrap();
        let reply = file.to_string_lossy();
        let shown = run(&["tests/mappings/json-server.json", "--reply", &reply, "--status", "201"]).unwrap();
        assert!(shown.contains(r#"{"reference":"12"}"#), "{shown}");
        let refused = run(&["tests/mappings/json-server.json", "--reply", &reply, "--status", "503"]).unwrap_err();
        fs::remove_file(&file).unwrap();
        assert!(refused.to_string().starts_with("refused: not available (status 503)"), "{refused}");
    }

    #[test]
    fn what_cannot_be_shown_is_told() {
        for (arguments, told) in [
            (&["tests/mappings/json-server.json", "--operation", "attach"][..], "no operation “attach”"),
            (
                &["tests/mappings/json-server.json", "--operation", "fly"],
                "there is no operation “fly”; there are: services",
            ),
            (&["tests/recipes/bad/unknown-key.json"], "mistakes"),
            (&["tests/mappings/none.json"], "cannot read"),
            (&[], "takes a mapping's file"),
            (&["a", "b"], "“b” was given"),
            (&["a", "--reply"], "followed by nothing"),
        ] {
            let error = run(arguments).unwrap_err().to_string();
            assert!(error.contains(told), "{arguments:?}: {error}");
        }
    }
}
