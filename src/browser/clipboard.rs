//! The clipboard, where the page may write to it.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{call, page, property};

/// Puts a text into the clipboard, as somebody has just asked for; whether that worked. It does not where the connection is not
/// secure, or the page around forbids it.
pub async fn write(text: &str) -> bool {
    let clipboard = property(&page::window().navigator(), "clipboard");
    let writing = clipboard.and_then(|clipboard| call(&clipboard, "writeText", &text.into()));
    match writing.and_then(|writing| writing.dyn_into::<Promise>().ok()) {
        Some(writing) => JsFuture::from(writing).await.is_ok(),
        None => false,
    }
}
