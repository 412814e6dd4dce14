//! Forgetting: a draft goes, with its files, when nobody has touched it for 30 days.

use std::future::Future;
use std::pin::Pin;

use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

use super::{BY_SERVICE, BY_TIME, DRAFTS, Error, FILES, Store, draft};
use crate::browser::property;

/// 30 days in milliseconds, as the federal portal keeps drafts (EGovG § 9b).
pub(super) const KEPT: f64 = 30.0 * 24.0 * 3600.0 * 1000.0;

impl Store {
    /// Removes drafts untouched for 30 days with their files, and files as old that belong to no draft. `now`:
    /// milliseconds since 1970-01-01 UTC.
    pub fn sweep(&self, now: f64) -> Pin<Box<dyn Future<Output = Result<(), Error>> + '_>> {
        Box::pin(self.swept(now))
    }

    async fn swept(&self, now: f64) -> Result<(), Error> {
        let transaction = self.begin(&[DRAFTS, FILES], true).await?;
        let mut in_use = Vec::new();
        let services = transaction.keys(DRAFTS).await?;
        for (service, record) in services.iter().zip(transaction.all(DRAFTS).await?.iter()) {
            let Some(service) = service.as_string() else { continue };
            // One that does not tell its age may be of a newer version; it is left alone.
            let at = property(&record, "at").and_then(|at| at.as_f64());
            if at.is_some_and(|at| at < now - KEPT) {
                draft::remove(&transaction, &service).await?;
            } else {
                let files = transaction.keys_where(FILES, BY_SERVICE, &JsValue::from_str(&service)).await?;
                in_use.extend(files.iter().filter_map(|file| file.as_string()));
            }
        }
        let old = IdbKeyRange::upper_bound(&(now - KEPT).into())?;
        for file in transaction.keys_where(FILES, BY_TIME, &old).await?.iter() {
            if !file.as_string().is_some_and(|id| in_use.contains(&id)) {
                transaction.delete(FILES, &file)?;
            }
        }
        Ok(transaction.done().await?)
    }
}
