//! Sending a file by XMLHttpRequest, because `fetch` cannot tell how much of it has been sent.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, FormData, ProgressEvent, Url, XmlHttpRequest};

use crate::browser::fetch::{Answer, Failure, GREATEST};
use crate::browser::listener::Listener;
use crate::browser::timer::Timer;

/// Milliseconds without any progress after which an upload is given up. How long all of it takes does not matter: ten
/// megabytes on a bad network take minutes. A socket's buffer alone may take half a minute to empty there.
const SILENCE: i32 = 60_000;

/// Called with the bytes sent so far and all bytes to be sent.
pub type Progress = Box<dyn Fn(u64, u64)>;

/// What is sent.
pub enum Body {
    File(Blob),
    /// `multipart/form-data`
    Parts(FormData),
}

/// The parts of a form; the one without a text is the file.
pub fn parts(parts: &[(String, Option<String>)], file: Option<&Blob>) -> Result<Body, JsValue> {
    let form = FormData::new()?;
    for (name, text) in parts {
        match (text, file) {
            (Some(text), _) => form.append_with_str(name, text)?,
            (None, Some(file)) => form.append_with_blob(name, file)?,
            (None, None) => {}
        }
    }
    Ok(Body::Parts(form))
}

/// Sends `body` by `method`, and tells its progress. It is cancelled when nobody waits for it any more.
pub async fn upload(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: &Body,
    progress: Option<Progress>,
) -> Result<Answer, Failure> {
    let sending = Sending(XmlHttpRequest::new().map_err(|_| Failure::Network)?);
    let request = &sending.0;
    let late = Rc::new(Cell::new(false));
    let patience = Rc::new(RefCell::new(None));
    let (timer, aborted, is_late) = (patience.clone(), request.clone(), late.clone());
    let wait = Rc::new(move || {
        let (aborted, is_late) = (aborted.clone(), is_late.clone());
        let give_up = Box::new(move || {
            is_late.set(true);
            let _ = aborted.abort();
        });
        timer.replace(Some(Timer::once(SILENCE, give_up)));
    });

    let moved = wait.clone();
    let sent = Box::new(move |event: Event| {
        moved();
        let event: ProgressEvent = event.unchecked_into();
        if let Some(progress) = &progress {
            progress(event.loaded() as u64, event.total() as u64);
        }
    });
    let (moved, reading) = (wait.clone(), request.clone());
    let received = Box::new(move |event: Event| {
        moved();
        if event.unchecked_into::<ProgressEvent>().loaded() > GREATEST as f64 {
            let _ = reading.abort();
        }
    });
    let upload = request.upload().map_err(|_| Failure::Network)?;
    let _listeners = [Listener::on(&upload, "progress", sent), Listener::on(request, "progress", received)];

    wait();
    let ended = Promise::new(&mut |resolve: Function, _| request.set_onloadend(Some(&resolve)));
    let started = request.open_with_async(method, address, true).and_then(|()| {
        for (name, value) in headers {
            request.set_request_header(name, value)?;
        }
        match body {
            Body::File(file) => request.send_with_opt_blob(Some(file)),
            Body::Parts(form) => request.send_with_opt_form_data(Some(form)),
        }
    });
    if started.is_ok() {
        let _ = JsFuture::from(ended).await;
    }
    patience.take();
    answer(request, address, late.get())
}

fn answer(request: &XmlHttpRequest, address: &str, late: bool) -> Result<Answer, Failure> {
    let status = request.status().unwrap_or(0);
    if status == 0 {
        return Err(if late { Failure::Timeout } else { Failure::Network });
    }
    let origin = |address: &str| Url::new(address).map(|url| url.origin()).ok();
    if origin(address) != origin(&request.response_url()) {
        return Err(Failure::Redirected);
    }
    let body = request.response_text().ok().flatten().unwrap_or_default().into_bytes();
    Ok(Answer { status, retry_after: request.get_response_header("Retry-After").ok().flatten(), body })
}

/// Ends an upload when dropped, as far as it has not ended.
struct Sending(XmlHttpRequest);

impl Drop for Sending {
    fn drop(&mut self) {
        let _ = self.0.abort();
    }
}
