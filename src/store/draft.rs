//! Drafts: a service's form as far as it was filled in, one for each service.

use wasm_bindgen::JsValue;

use super::record::{self, payload, readable, record};
use super::sweep::KEPT;
use super::{BY_SERVICE, DRAFTS, Error, FILES, Store};
use crate::browser::indexed::Transaction;
use crate::browser::{clock, property};
use crate::json::Object;
use crate::text::Text;

/// A form being filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The service's id.
    pub service: String,
    /// Of the recipe that was answered.
    pub version: u32,
    /// The id of the step the person was last at.
    pub step: String,
    /// The service's title, for the list of drafts.
    pub title: Text,
    /// The answers as JSON, as the form writes them.
    pub answers: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub updated: f64,
    /// The idempotency key it will be sent with.
    pub key: String,
}

impl Draft {
    fn to_record(&self) -> JsValue {
        let mut kept = Object::new();
        kept.insert("version", i64::from(self.version).into());
        kept.insert("step", self.step.as_str().into());
        kept.insert("title", record::text(&self.title));
        kept.insert("answers", self.answers.as_str().into());
        kept.insert("key", self.key.as_str().into());
        record(&[("service", self.service.as_str().into()), ("at", self.updated.into())], kept)
    }

    /// Whether it is still kept; [`Store::sweep`] may not have come by yet.
    fn is_current(&self) -> bool {
        self.updated >= clock::now() - KEPT
    }

    fn from_record(record: &JsValue) -> Option<Draft> {
        let kept = payload(record)?;
        Some(Draft {
            service: property(record, "service")?.as_string()?,
            version: kept.number("version")?,
            step: kept.string("step")?,
            title: kept.text("title")?,
            answers: kept.string("answers")?,
            updated: property(record, "at")?.as_f64()?,
            key: kept.string("key")?,
        })
    }
}

/// Removes a draft and the files that belong to it.
pub(super) async fn remove(transaction: &Transaction, service: &str) -> Result<(), Error> {
    let service = JsValue::from_str(service);
    transaction.delete(DRAFTS, &service)?;
    for file in transaction.keys_where(FILES, BY_SERVICE, &service).await?.iter() {
        transaction.delete(FILES, &file)?;
    }
    Ok(())
}

impl Store {
    /// Keeps a draft in the place of the service's former one.
    pub async fn save_draft(&self, draft: &Draft) -> Result<(), Error> {
        let transaction = self.begin(&[DRAFTS], true).await?;
        transaction.put(DRAFTS, &draft.service, &draft.to_record())?;
        Ok(transaction.done().await?)
    }

    /// The draft of a service.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] when there is one that this version of the app cannot read.
    pub async fn draft(&self, service: &str) -> Result<Option<Draft>, Error> {
        let record = self.begin(&[DRAFTS], false).await?.get(DRAFTS, service).await?;
        if record.is_undefined() {
            return Ok(None);
        }
        let draft = Draft::from_record(&record);
        let draft = draft.ok_or_else(|| Error::Unreadable(["the draft of ", service].concat()))?;
        Ok(draft.is_current().then_some(draft))
    }

    /// All drafts that can be read, the latest first.
    pub async fn drafts(&self) -> Result<Vec<Draft>, Error> {
        let records = self.begin(&[DRAFTS], false).await?.all(DRAFTS).await?;
        let mut latest: Vec<Draft> = Vec::new();
        for draft in readable(&records, "a draft", Draft::from_record).into_iter().filter(Draft::is_current) {
            let place = latest.iter().position(|other| other.updated < draft.updated).unwrap_or(latest.len());
            latest.insert(place, draft);
        }
        Ok(latest)
    }

    /// Removes a service's draft with its files.
    pub async fn remove_draft(&self, service: &str) -> Result<(), Error> {
        let transaction = self.begin(&[DRAFTS, FILES], true).await?;
        remove(&transaction, service).await?;
        Ok(transaction.done().await?)
    }
}
