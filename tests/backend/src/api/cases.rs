//! `GET /cases/{reference}`: how far an application is, for who has its access code.

use amtsgang::case::{AccessCode, Reference};
use axum::extract::{Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::private;
use crate::app::{App, broken, header};
use crate::language::Language;
use crate::problem::{Kind, Problem};

/// What opens nothing, for requests that bring no code: they, too, take as long as others.
const NO_CODE: u64 = 0;

pub async fn read(
    State(app): State<App>,
    Path(reference): Path<String>,
    language: Language,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let given = header(&headers, &AUTHORIZATION).and_then(bearer).and_then(AccessCode::parse);
    let named = Reference::parse(&reference);
    let complete = given.is_some() && named.is_some();
    let code = given.unwrap_or_else(|| AccessCode::new(NO_CODE));
    let case = match named {
        Some(reference) => {
            app.blocking(language, move |app| app.storage.case(&reference, &code).map_err(broken(language))).await?
        }
        None => None,
    };
    // One answer for all that is not right: whoever guesses learns nothing.
    let case = case.filter(|_| complete).ok_or_else(|| Problem::new(Kind::Denied, language))?;
    Ok(private(StatusCode::OK, &case, language))
}

/// The token of `Bearer <token>` (RFC 6750 § 2.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}
