//! The files of drafts, kept as bytes: a blob from a file input may stop being readable in some versions of Safari.

use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::{BY_SERVICE, BY_TIME, Error, FILES, Store};
use crate::browser::{clock, files, object, property};

impl Store {
    /// Keeps a file of the draft of `service`.
    pub async fn put_file(&self, id: &str, service: &str, file: &Blob) -> Result<(), Error> {
        // Before the transaction begins: it would end while the bytes are read.
        let bytes = files::bytes(file).await?;
        let transaction = self.begin(&[FILES], true).await?;
        let record = object(&[
            (BY_SERVICE, service.into()),
            (BY_TIME, clock::now().into()),
            ("type", file.type_().into()),
            ("payload", bytes.into()),
        ]);
        transaction.put(FILES, id, &record)?;
        Ok(transaction.done().await?)
    }

    /// A file that was kept, or nothing.
    pub async fn file(&self, id: &str) -> Result<Option<Blob>, Error> {
        let record = self.begin(&[FILES], false).await?.get(FILES, id).await?;
        let Some(bytes) = property(&record, "payload") else { return Ok(None) };
        let media_type = property(&record, "type").and_then(|value| value.as_string()).unwrap_or_default();
        Ok(Some(files::blob(&bytes, &media_type)?))
    }

    /// Removes a file, if it is there.
    pub async fn remove_file(&self, id: &str) -> Result<(), Error> {
        let transaction = self.begin(&[FILES], true).await?;
        transaction.delete(FILES, &JsValue::from_str(id))?;
        Ok(transaction.done().await?)
    }
}
