//! `POST /cases/{reference}/messages`, `PUT /cases/{reference}/read`.

use amtsgang::backend::wire::{NewMessage, Objection, ReadMark};
use amtsgang::text::is_language;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::Response;

use super::access::Access;
use super::cases::{changed, refuse};
use super::private;
use crate::answers::ATTACHMENT;
use crate::app::{App, Segment, broken, change, json_body};
use crate::language::Language;
use crate::problem::{Kind, Problem};

/// In bytes.
const LARGEST: u64 = 64 * 1024;

/// In characters.
const LONGEST: usize = 10_000;

/// In one message.
const MOST_ATTACHMENTS: usize = 20;

pub async fn write(
    State(app): State<App>,
    Segment(reference): Segment<String>,
    access: Access,
    language: Language,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let (message, once): (NewMessage, _) =
        change(request, LARGEST, language, "POST /cases/{reference}/messages", &[reference.as_str()]).await?;
    let result = app
        .blocking(language, move |app| {
            if let Some(outcome) = app.storage.changed_before(&reference, &once).map_err(broken(language))? {
                return Ok(Ok(outcome));
            }
            let mut errors = Vec::new();
            let mut object = |pointer: String, detail: [&'static str; 2]| {
                errors.push(Objection { pointer, detail: language.of(detail).to_owned() });
            };
            if message.text.trim().is_empty() || message.text.chars().count() > LONGEST {
                object("#/text".into(), LENGTH);
            }
            if message.language.as_deref().is_some_and(|tag| !is_language(tag)) {
                object("#/language".into(), LANGUAGE);
            }
            let ids: Vec<&str> = message.attachments.iter().map(String::as_str).collect();
            if ids.len() > MOST_ATTACHMENTS {
                object("#/attachments".into(), TOO_MANY);
            }
            let stored = app.storage.unused_attachments(&ids).map_err(broken(language))?;
            for (at, id) in ids.iter().enumerate() {
                if !stored.contains_key(*id) || ids[..at].contains(id) {
                    object(format!("#/attachments/{at}"), ATTACHMENT);
                }
            }
            if !errors.is_empty() {
                return Err(Problem { errors, ..Problem::new(Kind::InvalidAnswers, language) });
            }
            Ok(app.storage.write(&reference, &message, &once, app.clock.now()))
        })
        .await?;
    changed(result, language)
}

pub async fn mark_read(
    State(app): State<App>,
    Segment(reference): Segment<String>,
    access: Access,
    language: Language,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let mark: ReadMark = json_body(request, LARGEST, language).await?;
    let case = app
        .blocking(language, move |app| {
            let now = app.clock.now();
            app.storage.mark_read(&reference, &mark.message, now).map_err(|refused| refuse(refused, language))
        })
        .await?;
    Ok(private(StatusCode::OK, &case, language))
}

pub(super) const LENGTH: [&str; 2] = ["Schreiben Sie etwas, aber nicht zu viel.", "Write something, but not too much."];
const LANGUAGE: [&str; 2] = ["Das ist kein Kürzel einer Sprache.", "This is no language tag."];
const TOO_MANY: [&str; 2] = ["So viele Dateien gehen nicht auf einmal.", "These are too many files at once."];
