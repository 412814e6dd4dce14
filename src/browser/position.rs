//! Where the device is (W3C Geolocation API): asked once, only when the person wants it.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::{object, page, property};

/// Milliseconds to wait once the person has allowed it. A phone's receiver needs that long under an open sky.
const WITHIN: f64 = 20_000.0;
/// Milliseconds that a position may be old: nobody has gone far since.
const OLD: f64 = 30_000.0;

/// A position as the device tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// In degrees of WGS 84, as `longitude`.
    pub latitude: f64,
    pub longitude: f64,
    /// In metres: the device is within that with 95 % confidence.
    pub accuracy: f64,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// By the person, the browser's settings or the page's policy.
    Denied,
    /// The device does not know.
    Unknown,
    Timeout,
}

/// Asks the device; the browser asks the person. That may take as long as the person likes.
pub async fn position() -> Result<Position, Refusal> {
    let locator = property(&page::window().navigator(), "geolocation").ok_or(Refusal::Unknown)?;
    let ask = property(&locator, "getCurrentPosition").and_then(|ask| ask.dyn_into::<Function>().ok());
    let ask = ask.ok_or(Refusal::Unknown)?;
    let options =
        object(&[("enableHighAccuracy", true.into()), ("timeout", WITHIN.into()), ("maximumAge", OLD.into())]);
    let answer = Promise::new(&mut |found: Function, refused: Function| {
        if let Err(thrown) = ask.call3(&locator, &found, &refused, &options) {
            let _ = refused.call1(&JsValue::NULL, &thrown);
        }
    });
    let number = |object: &JsValue, name| property(object, name).and_then(|value| value.as_f64());
    match JsFuture::from(answer).await {
        Ok(found) => {
            let place = property(&found, "coords").ok_or(Refusal::Unknown)?;
            let number = |name| number(&place, name).filter(|number| number.is_finite()).ok_or(Refusal::Unknown);
            Ok(Position {
                latitude: number("latitude")?,
                longitude: number("longitude")?,
                accuracy: number("accuracy")?,
            })
        }
        // § 8.2: PERMISSION_DENIED, POSITION_UNAVAILABLE, TIMEOUT.
        Err(error) => Err(match number(&error, "code") {
            Some(1.0) => Refusal::Denied,
            Some(3.0) => Refusal::Timeout,
            _ => Refusal::Unknown,
        }),
    }
}
