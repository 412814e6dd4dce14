//! `/drafts/{draft}`: drafts on their way from one device to another, encrypted by the app.

use amtsgang::backend::wire::{DraftContent, SavedDraft, StoredDraft};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};

use super::access::Access;
use super::private;
use crate::app::{App, Segment, broken, json_body};
use crate::language::Language;
use crate::problem::{Kind, Problem};
use crate::storage::drafts::{self, Found};

/// In bytes, of the request.
const LARGEST: u64 = 1_500_000;

/// In characters of Base64: 1 MB.
const LONGEST: usize = 1_400_000;

pub async fn save(
    State(app): State<App>,
    Segment(draft): Segment<String>,
    access: Access,
    language: Language,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let (id, key) = opened(&app, &access, &draft)?;
    let DraftContent { content } = json_body(request, LARGEST, language).await?;
    if content.len() > LONGEST {
        return Err(Problem::new(Kind::TooLarge, language));
    }
    if !is_base64(&content) {
        return Err(Problem::new(Kind::Malformed, language));
    }
    let now = app.clock.now();
    let saved = app
        .blocking(language, move |app| app.storage.save_draft(&id, &key, &content, now).map_err(broken(language)))
        .await?;
    let status = match saved {
        Found::Here(true) => StatusCode::OK,
        Found::Here(false) => StatusCode::CREATED,
        Found::Free | Found::Others => return Err(access.denied(&app, &draft)),
        Found::Full => return Err(Problem { retry_after: Some(3600), ..Problem::new(Kind::Unavailable, language) }),
    };
    let saved = SavedDraft { updated_at: now.rfc3339(), expires: drafts::expires(now).rfc3339() };
    Ok(private(status, &saved, language))
}

pub async fn read(
    State(app): State<App>,
    Segment(draft): Segment<String>,
    access: Access,
    language: Language,
) -> Result<Response, Problem> {
    let (id, key) = opened(&app, &access, &draft)?;
    let now = app.clock.now();
    let found = app.blocking(language, move |app| app.storage.draft(&id, &key, now).map_err(broken(language))).await?;
    let Found::Here(kept) = found else { return Err(access.denied(&app, &draft)) };
    let expires = kept.expires().rfc3339();
    let stored = StoredDraft { content: kept.content, updated_at: kept.updated_at.rfc3339(), expires };
    Ok(private(StatusCode::OK, &stored, language))
}

pub async fn delete(
    State(app): State<App>,
    Segment(draft): Segment<String>,
    access: Access,
    language: Language,
) -> Result<Response, Problem> {
    let (id, key) = opened(&app, &access, &draft)?;
    let now = app.clock.now();
    let found =
        app.blocking(language, move |app| app.storage.delete_draft(&id, &key, now).map_err(broken(language))).await?;
    match found {
        Found::Here(()) | Found::Free => Ok(StatusCode::NO_CONTENT.into_response()),
        Found::Others | Found::Full => Err(access.denied(&app, &draft)),
    }
}

/// The id and the key, if both have their form.
fn opened(app: &App, access: &Access, draft: &str) -> Result<(String, String), Problem> {
    access.patient(app, draft)?;
    let hex = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    match access.token() {
        Some(key) if hex(draft, 32) && hex(key, 64) => Ok((draft.to_owned(), key.to_owned())),
        _ => Err(access.denied(app, draft)),
    }
}

/// RFC 4648 § 4, with its padding.
fn is_base64(text: &str) -> bool {
    let plain = text.trim_end_matches('=');
    !plain.is_empty()
        && text.len().is_multiple_of(4)
        && text.len() - plain.len() <= 2
        && plain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
}
