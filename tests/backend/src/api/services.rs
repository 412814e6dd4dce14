//! `GET /services`, `GET /recipes/{service}` and `GET /code-lists/{name}`: what is on offer.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::app::{App, Segment};
use crate::language::Language;
use crate::pages::revalidated;
use crate::problem::{Kind, Problem};

pub async fn list(State(app): State<App>, language: Language, headers: HeaderMap) -> Result<Response, Problem> {
    let json = serde_json::to_vec(&app.shelf.catalogue()).map_err(|error| Problem::internal(&error, language))?;
    Ok(revalidated(&headers, json, "application/json"))
}

pub async fn recipe(
    State(app): State<App>,
    Segment(service): Segment<String>,
    language: Language,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let offer = app.shelf.offer(&service).ok_or_else(|| {
        let sentences = ["Diese Leistung bieten wir nicht (mehr) an.", "We do not offer this service (any more)."];
        Problem::saying(Kind::NotFound, language, sentences)
    })?;
    Ok(revalidated(&headers, offer.json.clone().into_bytes(), "application/json"))
}

pub async fn code_list(
    State(app): State<App>,
    Segment(name): Segment<String>,
    language: Language,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let json = app.shelf.code_list(&name).ok_or_else(|| Problem::new(Kind::NotFound, language))?;
    Ok(revalidated(&headers, json.as_bytes().to_vec(), "application/json"))
}
