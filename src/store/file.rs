//! The files of drafts, kept as bytes: a blob from a file input may stop being readable in some versions of Safari.

use web_sys::Blob;

use super::tables::{BY_SERVICE, BY_TIME, FILES};
use super::{Error, Store};
use crate::browser::{clock, files, property};

impl Store {
    /// Keeps a file of the draft of `service`.
    pub async fn put_file(&self, id: &str, service: &str, file: &Blob) -> Result<(), Error> {
        // Before the transaction begins: it would end while the bytes are read and encrypted.
        let bytes = files::bytes(file).await?;
        let found_by = [(BY_SERVICE, service.into()), (BY_TIME, clock::now().into()), ("type", file.type_().into())];
        let record = self.sealed(&found_by, &bytes).await?;
        let transaction = self.begin(&[FILES], true).await?;
        transaction.put(FILES, id, &record)?;
        transaction.done().await
    }

    /// A file that was kept, or nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] when its bytes cannot be read any more.
    pub async fn file(&self, id: &str) -> Result<Option<Blob>, Error> {
        let record = self.begin(&[FILES], false).await?.get(FILES, id).await?;
        if record.is_undefined() {
            return Ok(None);
        }
        let bytes = self.unsealed(&record, "a file").await?;
        let media_type = property(&record, "type").and_then(|value| value.as_string()).unwrap_or_default();
        Ok(Some(files::blob(&bytes, &media_type)?))
    }

    /// Removes a file, if it is there.
    pub async fn remove_file(&self, id: &str) -> Result<(), Error> {
        let transaction = self.begin(&[FILES], true).await?;
        transaction.delete(FILES, id)?;
        transaction.done().await
    }
}
