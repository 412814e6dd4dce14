//! The command line, read by hand: two commands do not pay for a crate.

use std::net::SocketAddr;
use std::path::PathBuf;

use amtsgang::case::{Outcome, Reference, Status};
use amtsgang::expr::date::Date;
use amtsgang::text::Text;
use axum::http::HeaderValue;

use crate::office;
use crate::server::Options;
use crate::storage::cases::Step;

/// What to say when a command line cannot be read.
pub const USAGE: &str = "\
usage:
  amtsgang-backend serve --data <folder> --recipes <folder> [--listen 127.0.0.1:8080]
                         [--static <folder>] [--connect <origin>]… [--allow-origin <origin>]… [--faults]
      Serves the contract of openapi.yaml under /api, and the app's files under / if --static is given.
      The app's pages may ask the origins of --connect as well, those of --allow-origin may ask this backend.
      Port 0 takes any free one; the address is printed once it answers. --faults is for tests only.

  amtsgang-backend advance --data <folder> <reference> <status> [--outcome granted|rejected|withdrawn]
                         [--note-de <text>] [--note-en <text>] [--next-de <markdown>] [--next-en <markdown>]
                         [--expected-by YYYY-MM-DD]
      Plays the office: moves a case to RECEIVED, PROCESSING, ACTION_REQUIRED or COMPLETED (with an outcome).
      What the office says is made up unless given. Works while the server runs.";

pub enum Command {
    Serve { listen: SocketAddr, data: PathBuf, recipes: PathBuf, options: Options },
    Advance { data: PathBuf, reference: Reference, step: Step },
}

/// Why a command line is none.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Misread(String);

/// Reads the arguments after the program's name.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Command, Misread> {
    let mut arguments = Arguments { rest: arguments.into_iter().collect() };
    match arguments.word().as_deref() {
        Some("serve") => serve(arguments),
        Some("advance") => advance(arguments),
        Some(other) => Err(Misread(format!("there is no command {other}"))),
        None => Err(Misread("no command is given".to_owned())),
    }
}

fn serve(mut arguments: Arguments) -> Result<Command, Misread> {
    let listen = arguments.option("--listen")?.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listen =
        listen.parse().map_err(|_| Misread(format!("--listen: {listen} is no address such as 127.0.0.1:8080")))?;
    let (data, recipes) = (arguments.folder("--data")?, arguments.folder("--recipes")?);
    let files = arguments.option("--static")?.map(PathBuf::from);
    let (origins, connect) = (origins(&mut arguments, "--allow-origin")?, origins(&mut arguments, "--connect")?);
    let faults = arguments.flag("--faults");
    arguments.end()?;
    Ok(Command::Serve { listen, data, recipes, options: Options { files, connect, origins, faults } })
}

/// Every origin given with this option.
fn origins(arguments: &mut Arguments, option: &str) -> Result<Vec<HeaderValue>, Misread> {
    let mut origins = Vec::new();
    while let Some(origin) = arguments.option(option)? {
        let right = origin.contains("://") && !origin.ends_with('/') && !origin.contains([' ', ';', ',']);
        let value = HeaderValue::from_str(&origin).ok().filter(|_| right);
        origins.push(
            value.ok_or_else(|| Misread(format!("{option}: {origin} is no origin such as https://www.example.org")))?,
        );
    }
    Ok(origins)
}

fn advance(mut arguments: Arguments) -> Result<Command, Misread> {
    let data = arguments.folder("--data")?;
    let outcome = match arguments.option("--outcome")? {
        Some(word) => {
            Some(Outcome::parse(&word).ok_or_else(|| Misread(format!("--outcome: there is no outcome {word}")))?)
        }
        None => None,
    };
    let note = arguments.text("--note-de", "--note-en")?;
    let next = arguments.text("--next-de", "--next-en")?;
    let expected_by = arguments.option("--expected-by")?;
    if let Some(day) = expected_by.as_ref().filter(|day| Date::parse(day).is_none()) {
        return Err(Misread(format!("--expected-by: {day} is no day such as 2026-05-31")));
    }
    let word = arguments.word().ok_or_else(|| Misread("the reference is missing".to_owned()))?;
    let reference = Reference::parse(&word).ok_or_else(|| Misread(format!("{word} is no reference")))?;
    let word = arguments.word().ok_or_else(|| Misread("the status is missing".to_owned()))?;
    let status = Status::parse(&word.to_ascii_uppercase().replace('-', "_"))
        .filter(|status| !matches!(status, Status::Initiated | Status::Submitted))
        .ok_or_else(|| Misread(format!("the office cannot give the status {word}")))?;
    arguments.end()?;
    if outcome.is_some() != (status == Status::Completed) {
        return Err(Misread("COMPLETED has an outcome, and nothing else has".to_owned()));
    }
    let note = note.unwrap_or_else(|| office::note(status, outcome));
    let step = Step { status, outcome, note, next: next.or_else(|| office::next(status)), expected_by };
    Ok(Command::Advance { data, reference, step })
}

struct Arguments {
    rest: Vec<String>,
}

impl Arguments {
    /// The next argument that is no option.
    fn word(&mut self) -> Option<String> {
        let at = self.rest.iter().position(|argument| !argument.starts_with("--"))?;
        Some(self.rest.remove(at))
    }

    fn flag(&mut self, name: &str) -> bool {
        let found = self.rest.iter().position(|argument| argument == name);
        found.map(|at| self.rest.remove(at)).is_some()
    }

    /// The value after the option.
    fn option(&mut self, name: &str) -> Result<Option<String>, Misread> {
        let Some(at) = self.rest.iter().position(|argument| argument == name) else { return Ok(None) };
        self.rest.remove(at);
        if at == self.rest.len() {
            return Err(Misread(format!("{name} needs a value")));
        }
        Ok(Some(self.rest.remove(at)))
    }

    fn folder(&mut self, name: &str) -> Result<PathBuf, Misread> {
        self.option(name)?.map(PathBuf::from).ok_or_else(|| Misread(format!("{name} is missing")))
    }

    /// A text in German and English, or in one of them.
    fn text(&mut self, german: &str, english: &str) -> Result<Option<Text>, Misread> {
        let (german, english) = (self.option(german)?, self.option(english)?);
        let pairs: Vec<(&str, &str)> = [("de", &german), ("en", &english)]
            .into_iter()
            .filter_map(|(tag, text)| Some((tag, text.as_deref()?)))
            .collect();
        Ok((!pairs.is_empty()).then(|| Text::from_pairs(&pairs)))
    }

    fn end(self) -> Result<(), Misread> {
        match self.rest.first() {
            Some(left) => Err(Misread(format!("{left} means nothing here"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Result<Command, Misread> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn reads_what_the_usage_says() {
        let line =
            "serve --data d --recipes r --listen 127.0.0.1:0 --static s --allow-origin https://a.example --faults";
        let Ok(Command::Serve { listen, options, .. }) = read_line(line) else { panic!("{line}") };
        assert_eq!((listen.port(), options.origins.len(), options.faults), (0, 1, true));
        let line =
            "advance --data d HUN-2026-7k3m9x completed --outcome granted --note-de Fertig --expected-by 2026-05-31";
        let Ok(Command::Advance { reference, step, .. }) = read_line(line) else { panic!("{line}") };
        assert_eq!(reference.as_str(), "HUN-2026-7K3M9X");
        assert_eq!((step.status, step.note.get("de"), step.next), (Status::Completed, "Fertig", None));
    }

    #[test]
    fn says_what_is_wrong_with_a_line() {
        for (line, said) in [
            ("", "no command"),
            ("stop", "no command stop"),
            ("serve --recipes r", "--data is missing"),
            ("serve --data", "--data needs a value"),
            ("serve --data d --recipes r --listen nowhere", "--listen"),
            ("serve --data d --recipes r --allow-origin a.example", "--allow-origin"),
            ("serve --data d --recipes r --quiet", "--quiet"),
            ("advance --data d", "reference"),
            ("advance --data d HUN-2026-7K3M9X", "status"),
            ("advance --data d HUN-2026-7K3M9X SUBMITTED", "SUBMITTED"),
            ("advance --data d HUN-2026-7K3M9X COMPLETED", "outcome"),
            ("advance --data d HUN-2026-7K3M9X PROCESSING --outcome granted", "outcome"),
            ("advance --data d HUN-2026-7K3M9X PROCESSING --expected-by soon", "--expected-by"),
        ] {
            let Err(error) = read_line(line) else { panic!("{line}") };
            assert!(error.to_string().contains(said), "{line}: {error}");
        }
    }
}
