//! `POST /cases/{reference}/withdrawal`: the citizen wants the application no longer.

use amtsgang::backend::wire::{Objection, WithdrawalRequest};
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::Response;

use super::access::Access;
use super::cases::changed;
use super::messages::LENGTH;
use crate::app::{App, Segment, change};
use crate::language::Language;
use crate::problem::{Kind, Problem};

/// In bytes.
const LARGEST: u64 = 64 * 1024;

/// In characters, of the reason.
const LONGEST: usize = 2_000;

pub async fn withdraw(
    State(app): State<App>,
    Segment(reference): Segment<String>,
    access: Access,
    language: Language,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let (asked, once): (WithdrawalRequest, _) =
        change(request, LARGEST, language, "POST /cases/{reference}/withdrawal", &[reference.as_str()]).await?;
    let empty = |reason: &String| reason.trim().is_empty() || reason.chars().count() > LONGEST;
    if asked.reason.as_ref().is_some_and(empty) {
        let errors = vec![Objection { pointer: "#/reason".into(), detail: language.of(LENGTH).to_owned() }];
        return Err(Problem { errors, ..Problem::new(Kind::InvalidAnswers, language) });
    }
    let result = app
        .blocking(language, move |app| {
            Ok(app.storage.withdraw(&reference, asked.reason.as_deref(), &once, app.clock.now()))
        })
        .await?;
    changed(result, language)
}
