//! The contract's operations, one file each, under `/api`.

mod access;
mod addresses;
mod applications;
mod appointments;
mod attachments;
mod cases;
mod documents;
mod drafts;
mod map;
mod messages;
mod payments;
mod services;
pub mod tasks;
mod withdrawal;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use serde::Serialize;

use amtsgang::backend::wire::Offers;
use amtsgang::text::Text;

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
        .route("/cases/{reference}/changes", get(cases::changes))
        .route("/cases/{reference}/tasks/{task}", post(tasks::answer))
        .route("/cases/{reference}/tasks/{task}/payments", post(payments::start))
        .route("/cases/{reference}/payments/{payment}", get(payments::read))
        .route("/cases/{reference}/messages", post(messages::write))
        .route("/cases/{reference}/read", put(messages::mark_read))
        .route("/cases/{reference}/documents/{document}", get(documents::read))
        .route("/cases/{reference}/withdrawal", post(withdrawal::withdraw))
        .route("/drafts/{draft}", get(drafts::read).put(drafts::save).delete(drafts::delete))
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

/// Those of the operations that a backend may leave out which are here.
const OPERATIONS: [&str; 10] = [
    "addressSearch",
    "map",
    "appointments",
    "drafts",
    "changes",
    "tasks",
    "payments",
    "messages",
    "documents",
    "withdrawal",
];

const LOST_CODE: [(&str, &str); 2] = [
    ("de", "Rufen Sie uns an oder kommen Sie mit Ihrem Ausweis vorbei. Nennen Sie Ihr Aktenzeichen."),
    ("en", "Call us, or come by with your identity card. Give your reference."),
];

const NOT_HELD: [&str; 2] = [
    "Dieser Termin ist nicht mehr für Sie reserviert. Wählen Sie einen Termin und senden Sie noch einmal.",
    "This appointment is not reserved for you any more. Choose one and send again.",
];

/// `GET /`: which of the operations that may be left out are here.
async fn offers(language: Language) -> Response {
    let operations = OPERATIONS.map(str::to_owned).into();
    let mut response =
        private(StatusCode::OK, &Offers { operations, lost_code: Some(Text::from_pairs(&LOST_CODE)) }, language);
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
