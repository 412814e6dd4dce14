//! `GET /cases/{reference}` and its changes as they come, for who has the access code.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use amtsgang::backend::wire::{Case, Change};
use amtsgang::case::Reference;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use hyper::body::Frame;
use tokio::sync::mpsc;

use super::access::Access;
use super::private;
use crate::app::{App, Segment, broken, header};
use crate::language::Language;
use crate::pages::revalidated;
use crate::problem::{Kind, Problem};
use crate::storage::attachments::Outcome;
use crate::storage::changes::Refused;

/// How often a case that somebody watches is looked at. The office may change it from another process.
const LOOK: Duration = Duration::from_millis(250);

/// After so many looks without news a comment shows that the connection lives: 15 seconds.
const QUIET: u32 = 60;

pub async fn read(
    State(app): State<App>,
    Segment(reference): Segment<String>,
    access: Access,
    language: Language,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let case = app.blocking(language, move |app| app.storage.case(&reference).map_err(broken(language))).await?;
    let json = serde_json::to_vec(&case).map_err(|error| Problem::internal(&error, language))?;
    let mut response = revalidated(&headers, json, "application/json");
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// What a request that changes a case is answered with.
pub fn changed(result: Result<Outcome<Case>, Refused>, language: Language) -> Result<Response, Problem> {
    match result {
        Ok(Outcome::New(case)) => Ok(private(StatusCode::CREATED, &case, language)),
        Ok(Outcome::Again(case)) => Ok(private(StatusCode::OK, &case, language)),
        Ok(Outcome::Reused) => Err(Problem::new(Kind::KeyReused, language)),
        Err(refused) => Err(refuse(refused, language)),
    }
}

/// Why a case was not changed, for its citizen.
pub fn refuse(refused: Refused, language: Language) -> Problem {
    match refused {
        Refused::Unknown => Problem::new(Kind::NotFound, language),
        Refused::Closed => Problem::saying(Kind::Closed, language, CLOSED),
        Refused::Lost => Problem::internal(&"what was free was lost to another request twice", language),
        Refused::Error(error) => broken(language)(error),
    }
}

const CLOSED: [&str; 2] = [
    "Das ist schon erledigt oder der Vorgang ist abgeschlossen.",
    "This has been done already, or the case is completed.",
];

/// `GET /cases/{reference}/changes`: Server-Sent Events.
pub async fn changes(
    State(app): State<App>,
    Segment(reference): Segment<String>,
    access: Access,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let last = header(&headers, &HeaderName::from_static("last-event-id")).and_then(|id| id.parse().ok());
    let (tell, told) = mpsc::channel(4);
    tokio::spawn(watch(app, reference, last, tell));
    let mut response = Response::new(Body::new(Lines(told)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Tells what is new until nobody listens any more, or there is nothing to tell.
async fn watch(app: App, reference: Reference, mut last: Option<u64>, tell: mpsc::Sender<Bytes>) {
    let mut quiet = 0;
    loop {
        let (shared, case) = (app.clone(), reference.clone());
        let news = tokio::task::spawn_blocking(move || shared.storage.news(&case)).await;
        let line = match news {
            Ok(Ok(Some(change))) if last != Some(change.revision) => {
                last = Some(change.revision);
                event(&change)
            }
            Ok(Ok(Some(_))) if quiet >= QUIET => ":\n\n".to_owned(),
            Ok(Ok(Some(_))) => String::new(),
            Ok(Ok(None)) => {
                drop(tell.send("event: gone\ndata:\n\n".into()).await);
                return;
            }
            // The client comes again, and hears from a new request what is wrong.
            Ok(Err(_)) | Err(_) => return,
        };
        quiet += 1;
        if !line.is_empty() {
            quiet = 0;
            if tell.send(line.into()).await.is_err() {
                return;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = tell.closed() => return,
        }
    }
}

fn event(change: &Change) -> String {
    let data = serde_json::to_string(change).unwrap_or_default();
    format!("id: {}\nevent: case\ndata: {data}\n\n", change.revision)
}

/// A body that grows.
struct Lines(mpsc::Receiver<Bytes>);

impl HttpBody for Lines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|line| line.map(|line| Ok(Frame::data(line))))
    }
}
