//! The only door to the browser: every call of `web-sys` and `js-sys` that another room needs has its name here.
//!
//! What has to be undone again (a listener, a timer, an object URL) is a value that undoes it when dropped.
//! JavaScript may throw wherever an argument comes from outside (a pattern, a language tag, an address): such calls
//! catch, and answer with a `Result` or with something sensible.

pub mod clipboard;
pub mod clock;
pub mod crypto;
pub mod fetch;
pub mod files;
pub mod images;
pub mod indexed;
pub mod intl;
pub mod listener;
pub mod locks;
pub mod nodes;
pub mod page;
pub mod patterns;
pub mod position;
pub mod random;
pub mod room;
pub mod timer;
pub mod upload;

use wasm_bindgen::{JsCast, JsValue};

/// The property `name` of a JavaScript object, or nothing where it is missing, null or undefined.
pub fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = js_sys::Reflect::get(object, &JsValue::from_str(name)).ok()?;
    if value.is_null() || value.is_undefined() { None } else { Some(value) }
}

/// A plain JavaScript object with these properties.
pub fn object(properties: &[(&str, JsValue)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        // Setting a property of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

/// What a thrown value says, for a developer: "QuotaExceededError: …".
pub fn cause(thrown: &JsValue) -> String {
    let text = |name| property(thrown, name).and_then(|value| value.as_string()).unwrap_or_default();
    match (text("name"), text("message")) {
        (name, message) if message.is_empty() && name.is_empty() => thrown.as_string().unwrap_or_default(),
        (name, message) => [name, message].join(": "),
    }
}

/// Calls `object.method(argument)`; nothing when there is no such method or it throws.
pub fn call(object: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let method = property(object, method)?.dyn_into::<js_sys::Function>().ok()?;
    method.call1(object, argument).ok()
}
