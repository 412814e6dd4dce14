//! Requests by `fetch`: short ones, given up after 20 s, cancelled when nobody waits for them any more.
//!
//! `gloo-net` builds the requests; they are sent from here, because its own sending panics when a `fetch` that a host page
//! has put in the browser's place fails with anything but an `Error`.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect, Response,
};

use crate::browser::timer::Timer;
use crate::browser::{call, property};

#[wasm_bindgen]
extern "C" {
    // A host page may have put its own function here, so even this call may throw.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn js_fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
}

/// Milliseconds from the start of a request to the last byte of its answer.
const WITHIN: i32 = 20_000;

/// The greatest answer that is read, in bytes.
pub const GREATEST: usize = 8 * 1024 * 1024;

/// What came back, whatever its status.
pub struct Answer {
    pub status: u16,
    /// The header `Retry-After`, as it was written.
    pub retry_after: Option<String>,
    pub body: Vec<u8>,
}

/// Why nothing usable came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Not all of it came in time.
    Timeout,
    /// No connection, or it broke, or the answer must not be read here (CORS); the browser does not tell which.
    Network,
    /// More than [`GREATEST`] bytes.
    TooLong,
    /// It points to somewhere else, and following was not allowed.
    Redirected,
}

/// A request about to be made.
pub struct Request<'a> {
    pub method: Method,
    pub address: &'a str,
    pub headers: &'a [(&'a str, &'a str)],
    pub body: Option<&'a str>,
    /// How the browser's cache is used.
    pub cache: RequestCache,
    /// Whether a redirect may lead elsewhere.
    pub follow: bool,
}

/// A file that stands beside the app.
pub async fn get(address: &str) -> Result<Answer, Failure> {
    send(&Request {
        method: Method::GET,
        address,
        headers: &[],
        body: None,
        cache: RequestCache::Default,
        follow: true,
    })
    .await
}

/// The text of a file that stands beside the app. The error is for a developer's console.
pub async fn asset(address: &str) -> Result<String, String> {
    let answer = get(address).await;
    let text = answer.ok().filter(|answer| answer.status == 200).and_then(|answer| String::from_utf8(answer.body).ok());
    text.ok_or_else(|| [address, " could not be loaded"].concat())
}

/// Sends a request without cookies and without a referrer.
pub async fn send(request: &Request<'_>) -> Result<Answer, Failure> {
    let abort = Abort(AbortController::new().map_err(|_| Failure::Network)?);
    let late = Rc::new(Cell::new(false));
    let (controller, is_late) = (abort.0.clone(), late.clone());
    let _timer = Timer::once(
        WITHIN,
        Box::new(move || {
            is_late.set(true);
            controller.abort();
        }),
    );
    let answer = answer(request, &abort.0.signal()).await;
    answer.map_err(|failure| if late.get() { Failure::Timeout } else { failure })
}

async fn answer(request: &Request<'_>, signal: &AbortSignal) -> Result<Answer, Failure> {
    let network = |_| Failure::Network;
    let request = build(request, signal).map_err(|_| Failure::Network)?;
    let response = JsFuture::from(js_fetch(&request.into()).map_err(network)?).await.map_err(network)?;
    let response: Response = response.unchecked_into();
    // A redirect that is not followed has the status 0 (Fetch, "opaque-redirect filtered response").
    if response.status() == 0 {
        return Err(Failure::Redirected);
    }
    let retry_after = response.headers().get("Retry-After").ok().flatten();
    Ok(Answer { status: response.status(), retry_after, body: body(&response).await? })
}

/// Without cookies and without a referrer.
fn build(request: &Request, signal: &AbortSignal) -> Result<gloo_net::http::Request, gloo_net::Error> {
    let mut builder = RequestBuilder::new(request.address)
        .method(request.method.clone())
        .cache(request.cache)
        .redirect(if request.follow { RequestRedirect::Follow } else { RequestRedirect::Manual })
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(signal));
    for (name, value) in request.headers {
        builder = builder.header(name, value);
    }
    match request.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    }
}

/// Reads piece by piece, so that an endless answer fills no memory.
async fn body(response: &Response) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let reader = property(response, "body").and_then(|body| call(&body, "getReader", &JsValue::UNDEFINED));
    let Some(reader) = reader else { return Ok(bytes) };
    loop {
        let reading = call(&reader, "read", &JsValue::UNDEFINED).ok_or(Failure::Network)?;
        let read = JsFuture::from(reading.unchecked_into::<Promise>()).await.map_err(|_| Failure::Network)?;
        let Some(piece) = property(&read, "value") else { return Ok(bytes) };
        let piece: Uint8Array = piece.unchecked_into();
        if bytes.len() + piece.length() as usize > GREATEST {
            return Err(Failure::TooLong);
        }
        bytes.extend(piece.to_vec());
    }
}

/// Ends a request when dropped, as far as it has not ended. No reason is given: the standard one is an error.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}
