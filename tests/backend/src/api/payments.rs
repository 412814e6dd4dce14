//! `POST /cases/{reference}/tasks/{task}/payments`, `GET /cases/{reference}/payments/{payment}`.

use amtsgang::backend::wire::{Objection, PaymentRequest, PaymentStart};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{Request, StatusCode};
use axum::response::Response;

use super::access::Access;
use super::cases::refuse;
use super::private;
use crate::app::{App, Segment, broken, header, idempotency_key, json_body};
use crate::language::Language;
use crate::pay;
use crate::problem::{Kind, Problem};
use crate::server::Origins;
use crate::storage::attachments::Outcome;
use crate::storage::payments::result;

/// In bytes.
const LARGEST: u64 = 4 * 1024;

/// In characters.
const LONGEST: usize = 2_000;

pub async fn start(
    State(app): State<App>,
    Segment((reference, task)): Segment<(String, String)>,
    access: Access,
    language: Language,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let key = idempotency_key(request.headers(), language)?;
    // The provider is played by this server.
    let own = format!("http://{}", header(request.headers(), &HOST).unwrap_or("localhost"));
    let mut origins = request.extensions().get::<Origins>().map(|origins| origins.0.clone()).unwrap_or_default();
    origins.push(own.clone());
    let asked: PaymentRequest = json_body(request, LARGEST, language).await?;
    // Only to pages we know: who is led from here must not land at a stranger's.
    let known = |origin: &String| {
        asked.return_to.strip_prefix(origin.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let plain = asked.return_to.bytes().all(|b| b.is_ascii_graphic());
    if !origins.iter().any(known) || !plain || asked.return_to.len() > LONGEST {
        let sentences = ["Dorthin können wir nicht zurückführen.", "We cannot lead back to there."];
        let errors = vec![Objection { pointer: "#/returnTo".into(), detail: language.of(sentences).to_owned() }];
        return Err(Problem { errors, ..Problem::new(Kind::InvalidAnswers, language) });
    }
    let outcome = app
        .blocking(language, move |app| {
            let now = app.clock.now();
            let started = app.storage.start_payment(&reference, &task, &asked.return_to, &key, now);
            started.map_err(|refused| refuse(refused, language))
        })
        .await?;
    let (status, attempt) = match outcome {
        Outcome::New(attempt) => (StatusCode::CREATED, attempt),
        Outcome::Again(attempt) => (StatusCode::OK, attempt),
        Outcome::Reused => return Err(Problem::new(Kind::KeyReused, language)),
    };
    let address = [own.as_str(), pay::FOLDER, &attempt.id].concat();
    let start = PaymentStart { payment: attempt.id, address, expires: attempt.expires.rfc3339() };
    Ok(private(status, &start, language))
}

pub async fn read(
    State(app): State<App>,
    Segment((reference, payment)): Segment<(String, String)>,
    access: Access,
    language: Language,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let found = app
        .blocking(language, move |app| app.storage.payment(&payment, app.clock.now()).map_err(broken(language)))
        .await?;
    let own = found.filter(|(attempt, _)| attempt.reference == reference);
    let (attempt, payment) = own.ok_or_else(|| Problem::new(Kind::NotFound, language))?;
    Ok(private(StatusCode::OK, &result(&attempt, payment), language))
}
