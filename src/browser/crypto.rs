//! Encryption by the browser: a key that no script can read, and bytes under it (AES-GCM, W3C Web Cryptography API § 28).

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::browser::{object, page, property, random};

/// Of an initialization vector (NIST SP 800-38D § 8.2); a fresh one is made for each encryption.
const IV_BYTES: u32 = 12;

/// Browsers have none on `http:` pages, but for those of the device itself.
fn subtle() -> Result<SubtleCrypto, JsValue> {
    let crypto = page::window().crypto()?;
    property(&crypto, "subtle").map(JsCast::unchecked_into).ok_or(JsValue::NULL)
}

/// Whether this page may encrypt: it is a secure context.
pub fn is_there() -> bool {
    subtle().is_ok()
}

fn algorithm(more: (&str, JsValue)) -> Object {
    object(&[("name", "AES-GCM".into()), more])
}

/// A key of 256 bits. It can be kept in IndexedDB, and nobody can take it out of the browser.
pub async fn make_key() -> Result<JsValue, JsValue> {
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let making = subtle()?.generate_key_with_object(&algorithm(("length", 256.into())), false, &uses)?;
    JsFuture::from(making).await
}

/// Encrypts bytes: the initialization vector, and what came of them.
pub async fn encrypt(key: &JsValue, bytes: &Object) -> Result<[JsValue; 2], JsValue> {
    let iv = JsValue::from(random::fresh(IV_BYTES)?);
    let key: &CryptoKey = key.unchecked_ref();
    let doing = subtle()?.encrypt_with_object_and_buffer_source(&algorithm(("iv", iv.clone())), key, bytes)?;
    Ok([iv, JsFuture::from(doing).await?])
}

/// The bytes again, as an `ArrayBuffer`. Throws an `OperationError` where the key is another one or a bit was changed.
pub async fn decrypt(key: &JsValue, iv: JsValue, bytes: &Object) -> Result<JsValue, JsValue> {
    let key: &CryptoKey = key.unchecked_ref();
    JsFuture::from(subtle()?.decrypt_with_object_and_buffer_source(&algorithm(("iv", iv)), key, bytes)?).await
}
