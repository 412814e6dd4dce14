//! What is done in the background: a draft goes, with its files, when nobody has touched it for 30 days; what a former version
//! of the app left open on the disk is encrypted.

use std::future::Future;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::record::{is_plain, taken_apart};
use super::tables::{CHANGES, DRAFTS, FILES, HOLDERS, KEYS, RECEIPTS};
use super::{Error, Store, draft};
use crate::browser::property;

/// 30 days in milliseconds, as the federal portal keeps drafts (EGovG § 9b).
pub(super) const KEPT: f64 = 30.0 * 24.0 * 3600.0 * 1000.0;

/// Beside the key: that nothing lies open any more.
const ENCRYPTED: &str = "encrypted";

fn age(record: &JsValue) -> Option<f64> {
    property(record, "at").and_then(|at| at.as_f64())
}

impl Store {
    /// Removes drafts untouched for 30 days with their files, and files as old that belong to no draft. `now`:
    /// milliseconds since 1970-01-01 UTC.
    pub fn sweep(&self, now: f64) -> Pin<Box<dyn Future<Output = Result<(), Error>> + '_>> {
        Box::pin(self.swept(now))
    }

    async fn swept(&self, now: f64) -> Result<(), Error> {
        let transaction = self.begin(&[DRAFTS, CHANGES, HOLDERS, FILES], true).await?;
        let mut in_use = Vec::new();
        let services = transaction.keys(DRAFTS).await?;
        for (service, record) in services.iter().zip(transaction.all(DRAFTS).await?.iter()) {
            let Some(service) = service.as_string() else { continue };
            // One that does not tell its age may be of a newer version; it is left alone.
            if age(&record).is_some_and(|at| at < now - KEPT) {
                draft::remove(&transaction, &service).await?;
            } else {
                in_use.extend(transaction.keys_of(FILES, &service).await?.iter().filter_map(|file| file.as_string()));
            }
        }
        for file in transaction.keys_until(FILES, now - KEPT).await?.iter().filter_map(|file| file.as_string()) {
            if !in_use.contains(&file) {
                transaction.delete(FILES, &file)?;
            }
        }
        transaction.done().await
    }

    /// Encrypts what version 1 of the tables left open.
    pub fn encrypt_former(&self) -> Pin<Box<dyn Future<Output = Result<(), Error>> + '_>> {
        Box::pin(async move {
            if !self.begin(&[KEYS], false).await?.get(KEYS, ENCRYPTED).await?.is_undefined() {
                return Ok(());
            }
            for table in [DRAFTS, FILES, RECEIPTS] {
                let keys = self.begin(&[table], false).await?.keys(table).await?;
                for key in keys.iter().filter_map(|key| key.as_string()) {
                    self.encrypt_one(table, &key).await?;
                }
            }
            let transaction = self.begin(&[KEYS], true).await?;
            transaction.put(KEYS, ENCRYPTED, &true.into())?;
            transaction.done().await
        })
    }

    async fn encrypt_one(&self, table: &str, key: &str) -> Result<(), Error> {
        let record = self.begin(&[table], false).await?.get(table, key).await?;
        let Some((found_by, payload)) = taken_apart(&record).filter(|_| is_plain(&record)) else { return Ok(()) };
        let found_by: Vec<(&str, JsValue)> = found_by.iter().map(|(name, value)| (&**name, value.clone())).collect();
        let encrypted = self.sealed(&found_by, &payload).await?;
        let transaction = self.begin(&[table], true).await?;
        // Whatever was written or removed meanwhile is newer.
        let now = transaction.get(table, key).await?;
        if is_plain(&now) && age(&now) == age(&record) {
            transaction.put(table, key, &encrypted)?;
        }
        transaction.done().await
    }
}
