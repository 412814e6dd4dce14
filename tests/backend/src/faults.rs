//! Switches that make the backend fail, for tests of what an app makes of it.
//!
//! `PUT /api/_faults` takes one fault or a list of them and forgets those before, `GET` tells those still to come,
//! `DELETE` ends them all. Each applies to the next `times` requests it matches; the first that matches is taken.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::server::Cut;

/// The path of the switches.
pub const PATH: &str = "/api/_faults";

/// One way to fail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// A method (or `*`) and the beginning of a path below `/api`: `POST /applications`, `GET /cases`, `* /`.
    #[serde(rename = "match")]
    pub pattern: String,
    /// How many requests fail; 0 is all of them until the fault is taken back.
    #[serde(default = "once")]
    pub times: u32,
    pub kind: Kind,
    /// For `status` (503 unless given), `html` (502), `garbage` and `flood` (200).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Seconds, for the header `Retry-After` of a `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Milliseconds to wait before anything else; goes with every kind.
    #[serde(default)]
    pub delay_ms: u64,
    /// For `missing-key` and `wrong-type`: a JSON Pointer into the answer. Unless given, the first there is of
    /// `/services`, `/reference`, `/id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

fn once() -> u32 {
    1
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Another status, with problem details; the request is not handled.
    Status,
    /// Only late.
    Delay,
    /// The connection ends without an answer; the request is not handled.
    Cut,
    /// The request is handled, and the connection ends without an answer.
    CutAfter,
    /// The request is handled, and the connection ends in the middle of the answer.
    CutBody,
    /// Bytes that are no JSON, though they say so; the request is not handled.
    Garbage,
    /// The error page of some proxy; the request is not handled.
    Html,
    /// Success with nothing in it; the request is handled.
    Empty,
    /// More bytes than any answer has; the request is not handled.
    Flood,
    /// The request is handled, and the answer lacks a key.
    MissingKey,
    /// The request is handled, and in the answer a value is of another type.
    WrongType,
}

impl Fault {
    fn matches(&self, method: &str, path: &str) -> bool {
        let (wanted, start) = self.pattern.split_once(' ').unwrap_or((&self.pattern, "/"));
        let start = start.trim_end_matches('/');
        let below = path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        (wanted == "*" || wanted == method) && below
    }
}

/// The faults still to come. Cheap to clone.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    fn list(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let mut list = self.list();
        let at = list.iter().position(|fault| fault.matches(method, path))?;
        let fault = list[at].clone();
        match fault.times {
            0 => {}
            1 => drop(list.remove(at)),
            _ => list[at].times -= 1,
        }
        Some(fault)
    }
}

/// The switches themselves.
pub fn router(faults: Faults) -> Router {
    let tell = async |State(faults): State<Faults>| json(&faults.list());
    let set = async |State(faults): State<Faults>, body: Bytes| match read(&body) {
        Ok(list) => {
            *faults.list() = list;
            json(&faults.list())
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    let end = async |State(faults): State<Faults>| {
        faults.list().clear();
        StatusCode::NO_CONTENT
    };
    Router::new().route(PATH, get(tell).put(set).delete(end)).with_state(faults)
}

fn read(body: &[u8]) -> serde_json::Result<Vec<Fault>> {
    match serde_json::from_slice::<Json>(body)? {
        Json::Array(list) => list.into_iter().map(serde_json::from_value).collect(),
        one => Ok(vec![serde_json::from_value(one)?]),
    }
}

fn json(list: &[Fault]) -> Response {
    let body = serde_json::to_vec(list).unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

/// Fails where a switch says so.
pub async fn fail(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let fault = match path.strip_prefix("/api") {
        Some(below) if path != PATH => faults.take(request.method().as_str(), below),
        _ => None,
    };
    let Some(fault) = fault else { return next.run(request).await };
    // A browser that has the right answer already must get the wrong one all the same, and must not keep it.
    let mut request = request;
    request.headers_mut().remove(IF_NONE_MATCH);
    tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    let status = |default| fault.status.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(default);
    match fault.kind {
        Kind::Status => {
            let status = status(StatusCode::SERVICE_UNAVAILABLE);
            let body = format!(r#"{{"type":"about:blank","title":"Test","status":{}}}"#, status.as_u16());
            let mut response = (status, [(CONTENT_TYPE, "application/problem+json")], body).into_response();
            if let Some(seconds) = fault.retry_after {
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
        Kind::Delay => next.run(request).await,
        Kind::Cut => Cut::response(),
        Kind::CutAfter => {
            next.run(request).await;
            Cut::response()
        }
        Kind::CutBody => half(next.run(request).await).await,
        Kind::Garbage => {
            let body: &[u8] = b"{\"services\":[\xff\xfe\x00";
            (status(StatusCode::OK), [(CONTENT_TYPE, "application/json")], body).into_response()
        }
        Kind::Html => {
            let body = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>";
            (status(StatusCode::BAD_GATEWAY), [(CONTENT_TYPE, "text/html")], body).into_response()
        }
        Kind::Empty => {
            let (mut parts, _) = next.run(request).await.into_parts();
            parts.headers.remove(CONTENT_LENGTH);
            parts.headers.remove(ETAG);
            Response::from_parts(parts, Body::empty())
        }
        Kind::Flood => {
            let body = vec![b' '; 32 << 20];
            (status(StatusCode::OK), [(CONTENT_TYPE, "application/json")], body).into_response()
        }
        Kind::MissingKey | Kind::WrongType => spoilt(&fault, next.run(request).await).await,
    }
}

/// The answer with a key taken out, or with a value of another type. Left as it is where it has no such place.
async fn spoilt(fault: &Fault, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let Ok(mut json) = serde_json::from_slice::<Json>(&bytes) else { return Response::from_parts(parts, bytes.into()) };
    let usual = || ["/services", "/reference", "/id"].into_iter().find(|pointer| json.pointer(pointer).is_some());
    let pointer = fault.pointer.clone().or_else(|| usual().map(str::to_owned)).unwrap_or_default();
    if fault.kind == Kind::WrongType {
        if let Some(value) = json.pointer_mut(&pointer) {
            *value = if value.is_string() { Json::from(42) } else { Json::from("?") };
        }
    } else if let Some((parent, key)) = pointer.rsplit_once('/') {
        match json.pointer_mut(parent) {
            Some(Json::Object(map)) => drop(map.remove(key)),
            Some(Json::Array(list)) => drop(key.parse().map(|ix: usize| (ix < list.len()).then(|| list.remove(ix)))),
            _ => {}
        }
    }
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(ETAG);
    Response::from_parts(parts, Body::from(json.to_string()))
}

/// The first half of the answer, which says how long all of it is; then the connection ends.
async fn half(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    parts.headers.remove(ETAG);
    Response::from_parts(parts, Body::new(Cut::after(bytes.slice(..bytes.len() / 2))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_matches_a_method_and_the_beginning_of_a_path() {
        let fault =
            |pattern: &str| read(format!(r#"{{"match":"{pattern}","kind":"cut"}}"#).as_bytes()).unwrap().remove(0);
        assert!(fault("GET /cases").matches("GET", "/cases/HUN-2026-7K3M9X"));
        assert!(fault("GET /cases").matches("GET", "/cases"));
        assert!(!fault("GET /cases").matches("GET", "/casesuite"));
        assert!(!fault("GET /cases").matches("POST", "/cases"));
        assert!(fault("* /").matches("POST", "/attachments"));
        assert!(fault("*").matches("POST", "/attachments"));
    }

    #[test]
    fn a_fault_ends_after_its_times() {
        let faults = Faults::default();
        *faults.list() =
            read(br#"[{"match":"* /","times":2,"kind":"html"},{"match":"* /","times":0,"kind":"cut"}]"#).unwrap();
        let kinds: Vec<Kind> = (0..4).map(|_| faults.take("GET", "/services").unwrap().kind).collect();
        assert_eq!(kinds, [Kind::Html, Kind::Html, Kind::Cut, Kind::Cut]);
        assert_eq!(faults.list().len(), 1);
    }

    #[test]
    fn a_mistaken_switch_is_refused() {
        for bad in [
            &br#"{"match":"* /"}"#[..],
            br#"{"match":"* /","kind":"explode"}"#,
            br#"{"match":"*","kind":"cut","time":1}"#,
        ] {
            assert!(read(bad).is_err());
        }
    }
}
