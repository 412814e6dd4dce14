//! A payment provider of the tests: one page that takes a payment, refuses it, or leads back without one.

use amtsgang::backend::wire::Payment;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::{App, Segment};
use crate::language::Language;
use crate::problem::Problem;
use crate::storage::payments::Attempt;

/// Where its pages are.
pub const FOLDER: &str = "/pay/";

pub fn router(app: App) -> Router {
    Router::new().route("/pay/{payment}", get(show).post(end)).with_state(app)
}

async fn find(app: &App, payment: String) -> Result<Option<(Attempt, Payment)>, Problem> {
    let language = Language::German;
    app.blocking(language, move |app| {
        app.storage.payment(&payment, app.clock.now()).map_err(|error| Problem::internal(&error, language))
    })
    .await
}

async fn show(State(app): State<App>, Segment(payment): Segment<String>) -> Result<Response, Problem> {
    let Some((attempt, payment)) = find(&app, payment).await? else {
        return Ok(page(StatusCode::NOT_FOUND, "<h1>Diese Zahlung gibt es nicht</h1>"));
    };
    if attempt.state != "pending" {
        let back =
            ["<h1>Diese Zahlung ist beendet</h1><p><a href=\"", &escaped(&attempt.return_to), "\">Zurück</a></p>"];
        return Ok(page(StatusCode::OK, &back.concat()));
    }
    let (euros, cents) = (payment.amount / 100, payment.amount % 100);
    let body = format!(
        "<h1>Bezahlen</h1><p>{}</p><p><strong>{euros},{cents:02} {}</strong></p><form method=\"post\">\
         <button name=\"end\" value=\"paid\">Bezahlen</button> <button name=\"end\" value=\"failed\">Karte ablehnen</button> \
         <button name=\"end\" value=\"cancelled\">Abbrechen</button></form>",
        escaped(payment.reason.get("de")),
        escaped(&payment.currency)
    );
    Ok(page(StatusCode::OK, &body))
}

async fn end(State(app): State<App>, Segment(payment): Segment<String>, body: Bytes) -> Result<Response, Problem> {
    let state = match &body[..] {
        b"end=paid" => "paid",
        b"end=failed" => "failed",
        b"end=cancelled" => "cancelled",
        _ => return Ok(page(StatusCode::BAD_REQUEST, "<h1>Das verstehen wir nicht</h1>")),
    };
    let Some((attempt, _)) = find(&app, payment).await? else {
        return Ok(page(StatusCode::NOT_FOUND, "<h1>Diese Zahlung gibt es nicht</h1>"));
    };
    let back = attempt.return_to.clone();
    let language = Language::German;
    // One that has ended stays as it is, and leads back all the same.
    drop(app.blocking(language, move |app| Ok(app.storage.end_payment(&attempt, state, app.clock.now()))).await?);
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(back) = HeaderValue::from_str(&back) {
        response.headers_mut().insert(LOCATION, back);
    }
    Ok(response)
}

fn page(status: StatusCode, body: &str) -> Response {
    let html = ["<!doctype html><html lang=\"de\"><meta charset=\"utf-8\"><title>Bezahlen</title>", body].concat();
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // No form-action: browsers hold the redirect back to it as well.
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
