//! The contract's operations, one file each, under `/api`.

mod addresses;
mod applications;
mod appointments;
mod attachments;
mod cases;
mod map;
mod services;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use serde::Serialize;

use amtsgang::backend::wire::Offers;

use crate::app::App;
use crate::language::Language;
use crate::problem::{Kind, Problem};

/// The operations, and problem details for everything else.
pub fn router(app: App) -> Router {
    let contract = Router::new()
        .route("/services", get(services::list))
        .route("/recipes/{service}", get(services::recipe))
        .route("/code-lists/{name}", get(services::code_list))
        .route("/attachments", post(attachments::attach))
        .route("/applications", post(applications::send))
        .route("/cases/{reference}", get(cases::read))
        .route("/addresses", get(addresses::search))
        .route("/map", get(map::draw))
        .route("/calendars/{calendar}/slots", get(appointments::slots))
        .route("/calendars/{calendar}/holds", post(appointments::hold))
        .route("/holds/{hold}", delete(appointments::release))
        .fallback(async |language: Language| Problem::new(Kind::NotFound, language))
        .method_not_allowed_fallback(async |language: Language| Problem::new(Kind::MethodNotAllowed, language))
        .with_state(app);
    // A nested router knows no path that ends with a slash.
    Router::new().route("/api/", get(offers)).nest("/api", contract)
}

/// `GET /`: which of the operations that may be left out are here.
async fn offers(language: Language) -> Response {
    let operations = ["addressSearch", "map", "appointments"].map(str::to_owned).into();
    let mut response = private(StatusCode::OK, &Offers { operations, lost_code: None }, language);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// An answer for this one client: no cache may keep it.
fn private<T: Serialize>(status: StatusCode, body: &T, language: Language) -> Response {
    match serde_json::to_vec(body) {
        Ok(json) => {
            let mut response = Response::new(Body::from(json));
            *response.status_mut() = status;
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(error) => Problem::internal(&error, language).into_response(),
    }
}
