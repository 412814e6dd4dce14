//! Problem details (RFC 9457): every error this backend answers with.

use amtsgang::backend::wire;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::language::Language;

/// What went wrong, as the contract names it: `urn:amtsgang:problem:<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Malformed,
    KeyMissing,
    Denied,
    NotFound,
    MethodNotAllowed,
    KeyReused,
    SlotTaken,
    Closed,
    TooLarge,
    MediaType,
    InvalidAnswers,
    TooMany,
    Unavailable,
    Internal,
}

impl Kind {
    fn describe(self) -> (StatusCode, &'static str, [&'static str; 2]) {
        match self {
            Kind::Malformed => (
                StatusCode::BAD_REQUEST,
                "malformed",
                ["Die Anfrage entspricht nicht der Schnittstelle", "The request does not follow the contract"],
            ),
            Kind::KeyMissing => (
                StatusCode::BAD_REQUEST,
                "idempotency-key-missing",
                [
                    "Der Kopf Idempotency-Key fehlt oder ist zu kurz",
                    "The header Idempotency-Key is missing or too short",
                ],
            ),
            Kind::Denied => (
                StatusCode::UNAUTHORIZED,
                "denied",
                ["Aktenzeichen oder Zugangscode stimmen nicht", "Reference or access code is not right"],
            ),
            Kind::NotFound => {
                (StatusCode::NOT_FOUND, "not-found", ["Das gibt es hier nicht", "There is no such thing here"])
            }
            Kind::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                ["Das geht hier nicht", "This cannot be done here"],
            ),
            Kind::KeyReused => (
                StatusCode::CONFLICT,
                "idempotency-key-reused",
                [
                    "Unter diesem Idempotency-Key kam schon etwas anderes an",
                    "Something else was sent with this Idempotency-Key",
                ],
            ),
            Kind::SlotTaken => (
                StatusCode::CONFLICT,
                "slot-taken",
                ["Diesen Termin hat schon jemand anders", "Somebody else has this appointment already"],
            ),
            Kind::Closed => {
                (StatusCode::CONFLICT, "closed", ["Das geht hier nicht (mehr)", "This is not possible (any more)"])
            }
            Kind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", ["Das ist zu groß", "This is too large"]),
            Kind::MediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "media-type",
                ["Diese Art von Datei geht nicht", "This type of file is not accepted"],
            ),
            Kind::InvalidAnswers => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid-answers",
                ["Einige Angaben stimmen noch nicht", "Some answers are not right yet"],
            ),
            Kind::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many", ["Das war zu oft", "That was too often"]),
            Kind::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                ["Das geht gerade nicht", "This is not possible at the moment"],
            ),
            Kind::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                ["Bei uns ist etwas schiefgegangen", "Something went wrong on our side"],
            ),
        }
    }
}

/// An answer that is an error.
#[derive(Clone, Debug)]
pub struct Problem {
    pub kind: Kind,
    pub language: Language,
    pub detail: Option<String>,
    pub errors: Vec<wire::Objection>,
    /// Seconds to wait.
    pub retry_after: Option<u32>,
}

impl Problem {
    pub fn new(kind: Kind, language: Language) -> Problem {
        Problem { kind, language, detail: None, errors: Vec::new(), retry_after: None }
    }

    /// With a sentence for the citizen: German, English.
    pub fn saying(kind: Kind, language: Language, sentences: [&'static str; 2]) -> Problem {
        Problem { detail: Some(language.of(sentences).to_owned()), ..Problem::new(kind, language) }
    }

    /// Something broke here. The cause goes to the log, which shows nothing of the request.
    pub fn internal(cause: &dyn std::fmt::Display, language: Language) -> Problem {
        eprintln!("error: {cause}");
        Problem::new(Kind::Internal, language)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, name, title) = self.kind.describe();
        let body = wire::Problem {
            kind: format!("urn:amtsgang:problem:{name}"),
            title: self.language.of(title).to_owned(),
            status: status.as_u16(),
            detail: self.detail,
            errors: self.errors,
        };
        let mut response = Response::new(Body::from(serde_json::to_vec(&body).unwrap_or_default()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(self.language.tag()));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::Denied {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"case\""));
        }
        response
    }
}
