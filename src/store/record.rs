//! The shape of a record: a JavaScript object whose `payload` holds, encrypted, all that is not needed to find it.
//!
//! `iv` stands beside an encrypted payload. Without it the payload is plain: in the tab's memory, and on disks as version 1 of
//! the tables left them. A payload is JSON, or a file's bytes.

use js_sys::{ArrayBuffer, Object as JsObject, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::tables::KEYS;
use super::{Error, Place, Store};
use crate::browser::{crypto, object, page, property};
use crate::json::{self, Object, Value};
use crate::text::Text;

/// The name of the one key.
const KEY: &str = "1";

const PAYLOAD: &str = "payload";
const IV: &str = "iv";

/// What a record is found by.
pub type FoundBy<'a> = &'a [(&'a str, JsValue)];

impl Store {
    /// A record of JSON.
    pub(super) async fn record(&self, found_by: FoundBy<'_>, payload: Object) -> Result<JsValue, Error> {
        let bytes = Uint8Array::from(json::write(&Value::Object(payload)).as_bytes());
        self.sealed(found_by, bytes.unchecked_ref()).await
    }

    /// A record of bytes: an `ArrayBuffer` or a `Uint8Array`. On a disk they are encrypted.
    pub(super) async fn sealed(&self, found_by: FoundBy<'_>, bytes: &JsObject) -> Result<JsValue, Error> {
        let mut properties = found_by.to_vec();
        if matches!(*self.0.place.borrow(), Place::Memory(_)) {
            properties.push((PAYLOAD, bytes.into()));
        } else {
            let [iv, encrypted] = crypto::encrypt(&self.key().await?, bytes).await?;
            properties.extend([(IV, iv), (PAYLOAD, encrypted)]);
        }
        Ok(object(&properties).into())
    }

    /// The key as it is kept now: with the data of a site its key may have been removed.
    async fn key(&self) -> Result<JsValue, Error> {
        let kept = self.begin(&[KEYS], false).await?.get(KEYS, KEY).await?;
        if !kept.is_undefined() {
            return Ok(kept);
        }
        let fresh = crypto::make_key().await?;
        let transaction = self.begin(&[KEYS], true).await?;
        // Another tab may have been quicker.
        let kept = transaction.get(KEYS, KEY).await?;
        if !kept.is_undefined() {
            return Ok(kept);
        }
        transaction.put(KEYS, KEY, &fresh)?;
        transaction.done().await?;
        Ok(fresh)
    }

    /// The plain payload of a record: a string, or bytes. `what` it is, for the developer.
    pub(super) async fn unsealed(&self, record: &JsValue, what: &str) -> Result<JsValue, Error> {
        let unreadable = || Error::Unreadable(what.to_owned());
        let payload = property(record, PAYLOAD).ok_or_else(unreadable)?;
        let Some(iv) = property(record, IV) else { return Ok(payload) };
        let key = self.begin(&[KEYS], false).await?.get(KEYS, KEY).await?;
        let bytes: JsObject = payload.dyn_into().map_err(|_| unreadable())?;
        crypto::decrypt(&key, iv, &bytes).await.map_err(|_| unreadable())
    }

    /// The payload of a record of JSON.
    pub(super) async fn payload(&self, record: &JsValue, what: &str) -> Result<Payload, Error> {
        let plain = self.unsealed(record, what).await?;
        let text = match plain.as_string() {
            Some(text) => Some(text),
            None => String::from_utf8(bytes(&plain)).ok(),
        };
        match text.as_deref().map(json::read) {
            Some(Ok(Value::Object(map))) => Ok(Payload(map)),
            _ => Err(Error::Unreadable(what.to_owned())),
        }
    }
}

/// Whether a record lies open on a disk, as version 1 left it.
pub fn is_plain(record: &JsValue) -> bool {
    property(record, PAYLOAD).is_some() && property(record, IV).is_none()
}

/// A plain record's payload as bytes, and everything else in it.
pub fn taken_apart(record: &JsValue) -> Option<(Vec<(String, JsValue)>, JsObject)> {
    let payload = property(record, PAYLOAD)?;
    let bytes: JsObject = match payload.as_string() {
        Some(text) => Uint8Array::from(text.as_bytes()).into(),
        None => payload.dyn_into().ok()?,
    };
    let found_by = JsObject::entries(record.unchecked_ref()).into_iter().filter_map(|entry| {
        let entry: js_sys::Array = entry.unchecked_into();
        Some((entry.get(0).as_string()?, entry.get(1)))
    });
    Some((found_by.filter(|(name, _)| name != PAYLOAD).collect(), bytes))
}

/// Bytes in JavaScript's memory, in ours.
fn bytes(plain: &JsValue) -> Vec<u8> {
    if plain.is_instance_of::<ArrayBuffer>() || plain.is_instance_of::<Uint8Array>() {
        Uint8Array::new(plain).to_vec()
    } else {
        Vec::new()
    }
}

/// What was read of several records; what cannot be read is told on the console and left where it is, for the person to
/// remove and for another version of the app to read.
pub fn told<T>(found: &mut Vec<T>, read: Result<T, Error>) {
    match read {
        Ok(entry) => found.push(entry),
        Err(error) => page::warn(&error.to_string()),
    }
}

/// What a payload holds, read piece by piece.
pub struct Payload(pub(super) Object);

impl Payload {
    pub fn string(&self, key: &str) -> Option<String> {
        self.0.get(key)?.as_str().map(str::to_owned)
    }

    pub fn number(&self, key: &str) -> Option<u32> {
        self.0.get(key)?.as_i64()?.try_into().ok()
    }

    pub fn text(&self, key: &str) -> Option<Text> {
        let pairs: Option<Vec<(&str, &str)>> = self
            .0
            .get(key)?
            .as_object()?
            .iter()
            .map(|(language, text)| Some((language.as_str(), text.as_str()?)))
            .collect();
        Some(Text::from_pairs(&pairs?))
    }
}

/// A text as a payload keeps it.
pub fn text(text: &Text) -> Value {
    Value::Object(text.pairs().map(|(language, text)| (language.to_owned(), text.into())).collect())
}
