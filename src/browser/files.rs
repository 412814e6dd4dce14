//! Files: what was chosen, their bytes, addresses of them, and handing one to the person.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Element, File, HtmlElement, Url};

use crate::browser::{nodes, timer};

/// A file somebody chose.
#[derive(Clone)]
pub struct Chosen {
    pub name: String,
    /// In bytes.
    pub size: u64,
    pub blob: Blob,
}

/// The files of a file input or of a drop.
pub fn chosen(list: &web_sys::FileList) -> Vec<Chosen> {
    (0..list.length()).filter_map(|index| list.get(index)).map(Chosen::from).collect()
}

impl From<File> for Chosen {
    fn from(file: File) -> Self {
        Self { name: file.name(), size: file.size() as u64, blob: file.into() }
    }
}

/// A blob of `part` (a string, an ArrayBuffer or a blob).
pub fn blob(part: &JsValue, media_type: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_blob_sequence_and_options(&Array::of1(part), &options)
}

/// A blob of bytes of ours.
pub fn of_bytes(bytes: &[u8], media_type: &str) -> Result<Blob, JsValue> {
    blob(&Uint8Array::from(bytes).into(), media_type)
}

/// The first `most` bytes of a blob, as a blob of this type; nothing is copied.
pub fn start(blob: &Blob, most: f64, media_type: &str) -> Result<Blob, JsValue> {
    blob.slice_with_f64_and_f64_and_content_type(0.0, most, media_type)
}

/// The bytes of a blob, still in JavaScript's memory. Fails when the file was changed or removed since it was chosen.
pub async fn bytes(blob: &Blob) -> Result<ArrayBuffer, JsValue> {
    JsFuture::from(blob.array_buffer()).await.map(JsCast::unchecked_into)
}

/// As [`bytes`], in ours.
pub async fn read(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    Ok(Uint8Array::new(&JsValue::from(bytes(blob).await?)).to_vec())
}

/// The text of a blob, read as UTF-8.
pub async fn text(blob: &Blob) -> Result<String, JsValue> {
    Ok(String::from_utf8_lossy(&read(blob).await?).into_owned())
}

/// An address of a blob, for an image's `src` or a link, revoked when dropped.
pub struct ObjectUrl(String);

impl ObjectUrl {
    pub fn new(blob: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(blob).ok().map(Self)
    }

    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Milliseconds a browser is given to start reading a download before its address ends.
const READ_WITHIN: i32 = 60_000;

/// Offers a blob as a download. The link it needs stands in `inside` for a moment, never in the host's body.
pub fn download(inside: &Element, name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = ObjectUrl::new(blob).ok_or(JsValue::NULL)?;
    let link = nodes::element("a");
    nodes::set(&link, "href", url.address());
    nodes::set(&link, "download", name);
    nodes::set_word(&link, "hidden", "");
    nodes::insert(inside, &link, None);
    link.unchecked_ref::<HtmlElement>().click();
    link.remove();
    spawn_local(async move {
        timer::sleep(READ_WITHIN).await;
        drop(url);
    });
    Ok(())
}

/// As [`download`], of a text in UTF-8; `media_type` is "text/plain" or "application/json", say.
pub fn download_text(inside: &Element, name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let media_type = [media_type, ";charset=utf-8"].concat();
    download(inside, name, &blob(&JsValue::from_str(text), &media_type)?)
}
