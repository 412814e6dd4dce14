//! What every request handler shares.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Path};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request, Uri};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Clock;
use crate::language::Language;
use crate::media::{essence, percent_decoded};
use crate::problem::{Kind, Problem};
use crate::secrets::IdempotencyKey;
use crate::shelf::Shelf;
use crate::storage::changes::Once;
use crate::storage::{self, Storage};
use crate::throttle::Throttle;

/// Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

pub struct Shared {
    pub storage: Storage,
    pub shelf: Shelf,
    pub clock: Clock,
    pub throttle: Throttle,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    pub fn new(storage: Storage, shelf: Shelf) -> App {
        App(Arc::new(Shared { storage, shelf, clock: Clock::default(), throttle: Throttle::default() }))
    }

    /// Runs something that waits for the disk, where it keeps no other request waiting.
    pub async fn blocking<T: Send + 'static>(
        &self,
        language: Language,
        work: impl FnOnce(&App) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        match tokio::task::spawn_blocking(move || work(&app)).await {
            Ok(result) => result,
            Err(error) => Err(Problem::internal(&error, language)),
        }
    }
}

/// The values of a request's query, in the order they stand there (WHATWG URL § 5.1). Those that cannot be read are left out.
pub fn query(uri: &Uri) -> Vec<(String, String)> {
    let read = |text: &str| percent_decoded(&text.replace('+', " "));
    let pairs = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter_map(|(name, value)| Some((read(name)?, read(value)?))).collect()
}

/// A failure of the storage is nobody's fault but ours.
pub fn broken(language: Language) -> impl Fn(storage::Error) -> Problem {
    move |error| Problem::internal(&error, language)
}

/// The request's idempotency key, which every `POST` of the contract must have.
pub fn idempotency_key(headers: &HeaderMap, language: Language) -> Result<IdempotencyKey, Problem> {
    header(headers, &HeaderName::from_static("idempotency-key"))
        .and_then(IdempotencyKey::parse)
        .ok_or_else(|| Problem::new(Kind::KeyMissing, language))
}

/// A header's value, if it is text.
pub fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// What stands in a path; what cannot be read there is nothing there.
pub struct Segment<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Segment<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Segment<T>, Problem> {
        let language = Language::from_request_parts(parts, state).await.unwrap_or_default();
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(value)| Segment(value)).map_err(|_| Problem::new(Kind::NotFound, language))
    }
}

/// The body of a request that sends JSON, if it is not larger than `most` bytes.
pub async fn json_body<T: DeserializeOwned>(
    request: Request<Body>,
    most: u64,
    language: Language,
) -> Result<T, Problem> {
    let json = header(request.headers(), &CONTENT_TYPE).is_some_and(|kind| essence(kind) == "application/json");
    // The body is read in any case, so that the client hears why.
    let bytes = body(request, most, language).await?;
    if !json {
        return Err(Problem::new(Kind::MediaType, language));
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        // For the developer of a client; says what was expected and never what stood there.
        let detail = format!("The body is not the contract's JSON (line {}, column {}).", error.line(), error.column());
        Problem { detail: Some(detail), ..Problem::new(Kind::Malformed, language) }
    })
}

/// What a request wants changed of a case, and what makes it harmless to ask twice. `operation` and `place` as in [`Once::new`].
pub async fn change<T: DeserializeOwned + Serialize>(
    request: Request<Body>,
    most: u64,
    language: Language,
    operation: &str,
    place: &[&str],
) -> Result<(T, Once), Problem> {
    let key = idempotency_key(request.headers(), language)?;
    let asked: T = json_body(request, most, language).await?;
    let once = Once::new(&key, operation, place, &asked).map_err(|error| Problem::internal(&error, language))?;
    Ok((asked, once))
}

/// The whole body, if it is not larger than `most` bytes.
///
/// Of a larger one some more is read and thrown away: many clients, browsers among them, show an answer only after they
/// have sent all they wanted to.
pub async fn body(request: Request<Body>, most: u64, language: Language) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(Kind::TooLarge, language);
    let said = header(request.headers(), &CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    let patience = most.saturating_mul(4);
    if said.is_some_and(|length| length > patience) {
        return Err(too_large());
    }
    let mut body = request.into_body();
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::new(Kind::Malformed, language))?;
        let Ok(bytes) = frame.into_data() else { continue };
        length += bytes.len() as u64;
        if length > patience {
            return Err(too_large());
        }
        if length > most {
            kept = Vec::new();
        } else {
            kept.extend_from_slice(&bytes);
        }
    }
    if length > most { Err(too_large()) } else { Ok(kept.into()) }
}
