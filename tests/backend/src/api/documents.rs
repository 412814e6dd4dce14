//! `GET /cases/{reference}/documents/{document}`: the bytes of a document.

use amtsgang::backend::wire::content_disposition;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use super::access::Access;
use crate::app::{App, Segment, broken};
use crate::language::Language;
use crate::pages::revalidated;
use crate::problem::{Kind, Problem};

pub async fn read(
    State(app): State<App>,
    Segment((reference, document)): Segment<(String, String)>,
    access: Access,
    language: Language,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let found = app
        .blocking(language, move |app| app.storage.document(&reference, &document).map_err(broken(language)))
        .await?;
    let (document, bytes) = found.ok_or_else(|| Problem::new(Kind::NotFound, language))?;
    let mut response = revalidated(&headers, bytes, "application/octet-stream");
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).map_err(|error| Problem::internal(&error, language));
    headers.insert(CONTENT_TYPE, value(&document.media_type)?);
    headers.insert(CONTENT_DISPOSITION, value(&content_disposition(&document.name))?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}
