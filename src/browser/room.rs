//! How much room there is on the device for what a page keeps (WHATWG Storage).

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::{call, page, property};

async fn ask(question: &str) -> Option<JsValue> {
    let storage = property(&page::window().navigator(), "storage")?;
    let asked: Promise = call(&storage, question, &JsValue::UNDEFINED)?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()
}

/// The bytes that may still be kept, as far as the browser tells.
pub async fn left() -> Option<f64> {
    let estimate = ask("estimate").await?;
    let bytes = |name| property(&estimate, name)?.as_f64();
    Some(bytes("quota")? - bytes("usage")?)
}

/// Asks the browser not to clear away what is kept here when room becomes scarce. What it decides changes nothing for us.
pub async fn ask_to_stay() {
    let _ = ask("persist").await;
}
