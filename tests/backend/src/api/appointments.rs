//! `GET /calendars/{calendar}/slots`, `POST /calendars/{calendar}/holds`, `DELETE /holds/{hold}`: free times, and holding one.
//!
//! The calendars are made up: each that a recipe names has opening hours. What is held and booked is real.

use amtsgang::backend::calendar;
use amtsgang::backend::wire::{Hold, HoldRequest, Slot, Slots};
use amtsgang::expr::date::Date;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::private;
use crate::app::{App, Segment, body, broken, idempotency_key, query};
use crate::language::Language;
use crate::problem::{Kind, Problem};
use crate::storage::attachments::Outcome;

/// In bytes.
const LARGEST: u64 = 1024;

fn known(app: &App, calendar: &str, language: Language) -> Result<(), Problem> {
    if app.shelf.has_calendar(calendar) { Ok(()) } else { Err(Problem::new(Kind::NotFound, language)) }
}

pub async fn slots(
    State(app): State<App>,
    Segment(calendar): Segment<String>,
    uri: Uri,
    language: Language,
) -> Result<Response, Problem> {
    known(&app, &calendar, language)?;
    let query = query(&uri);
    let day = |name: &str| {
        let value = query.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        value.and_then(|day| Date::parse(day)).ok_or_else(|| Problem::new(Kind::Malformed, language))
    };
    let days = [day("from")?, day("to")?];
    let now = app.clock.now();
    let all = calendar::slots(&calendar, now.date(), days);
    let taken =
        app.blocking(language, move |app| app.storage.taken_slots(&calendar, now).map_err(broken(language))).await?;
    let free = all.into_iter().filter(|slot| !taken.contains(&slot.id));
    let items = free.map(|slot| Slot { id: slot.id, start: slot.start, end: slot.end, place: slot.place }).collect();
    Ok(private(StatusCode::OK, &Slots { items }, language))
}

pub async fn hold(
    State(app): State<App>,
    Segment(calendar): Segment<String>,
    language: Language,
    request: Request<Body>,
) -> Result<Response, Problem> {
    known(&app, &calendar, language)?;
    let key = idempotency_key(request.headers(), language)?;
    let bytes = body(request, LARGEST, language).await?;
    let asked: HoldRequest = serde_json::from_slice(&bytes).map_err(|_| Problem::new(Kind::Malformed, language))?;
    let now = app.clock.now();
    let slot = calendar::slots(&calendar, now.date(), [Date::FIRST, Date::LAST])
        .into_iter()
        .find(|slot| slot.id == asked.slot)
        // It was free when it was shown, and its day has come.
        .ok_or_else(|| Problem::new(Kind::SlotTaken, language))?;
    let wanted = slot.clone();
    let outcome = app
        .blocking(language, move |app| app.storage.hold(&calendar, &wanted, &key, now).map_err(broken(language)))
        .await?
        .ok_or_else(|| Problem::new(Kind::SlotTaken, language))?;
    let (status, hold) = match outcome {
        Outcome::New(hold) => (StatusCode::CREATED, hold),
        Outcome::Again(hold) => (StatusCode::OK, hold),
        Outcome::Reused => return Err(Problem::new(Kind::KeyReused, language)),
    };
    let answer = Hold {
        hold: hold.id,
        slot: slot.id,
        start: slot.start,
        end: slot.end,
        expires: hold.expires.rfc3339(),
        seconds: Some(hold.expires.0 - now.0),
    };
    Ok(private(status, &answer, language))
}

pub async fn release(
    State(app): State<App>,
    Segment(hold): Segment<String>,
    language: Language,
) -> Result<Response, Problem> {
    app.blocking(language, move |app| app.storage.release(&hold).map_err(broken(language))).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
