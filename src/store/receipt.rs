//! Receipts: what a citizen holds after sending.

use wasm_bindgen::JsValue;

use super::record::{self, payload, readable, record};
use super::{Error, RECEIPTS, Store};
use crate::browser::indexed::Transaction;
use crate::browser::property;
use crate::case::Reference;
use crate::json::Object;
use crate::text::Text;

/// The receipt of an application that was sent. Holds the access code: `Debug` is left out so that no log can show it.
#[derive(Clone, PartialEq)]
pub struct ReceiptEntry {
    pub reference: String,
    /// The access code, where there is one.
    pub code: Option<String>,
    /// The service's id.
    pub service: String,
    pub title: Text,
    /// RFC 3339.
    pub submitted_at: String,
    /// What was sent, as a text to keep (OZG § 9a).
    pub copy: String,
}

impl ReceiptEntry {
    /// Its reference, where somebody else knows it as well, and `when` it was sent, in words.
    pub fn detail(&self, when: &str) -> String {
        match Reference::parse(&self.reference).filter(Reference::is_local) {
            Some(_) => when.to_owned(),
            None => [&self.reference, ", ", when].concat(),
        }
    }

    pub(super) fn put(&self, transaction: &Transaction) -> Result<(), Error> {
        let mut kept = Object::new();
        if let Some(code) = &self.code {
            kept.insert("code", code.as_str().into());
        }
        kept.insert("service", self.service.as_str().into());
        kept.insert("title", record::text(&self.title));
        kept.insert("submittedAt", self.submitted_at.as_str().into());
        kept.insert("copy", self.copy.as_str().into());
        let record = record(&[("reference", self.reference.as_str().into())], kept);
        Ok(transaction.put(RECEIPTS, &self.reference, &record)?)
    }

    fn from_record(record: &JsValue) -> Option<ReceiptEntry> {
        let kept = payload(record)?;
        Some(ReceiptEntry {
            reference: property(record, "reference")?.as_string()?,
            code: kept.string("code"),
            service: kept.string("service")?,
            title: kept.text("title")?,
            submitted_at: kept.string("submittedAt")?,
            copy: kept.string("copy")?,
        })
    }
}

impl Store {
    /// Keeps a receipt. After sending, [`Store::finish`] does this and removes the draft.
    pub async fn save_receipt(&self, receipt: &ReceiptEntry) -> Result<(), Error> {
        let transaction = self.begin(&[RECEIPTS], true).await?;
        receipt.put(&transaction)?;
        Ok(transaction.done().await?)
    }

    /// All receipts that can be read, in the order of their references.
    pub async fn receipts(&self) -> Result<Vec<ReceiptEntry>, Error> {
        let records = self.begin(&[RECEIPTS], false).await?.all(RECEIPTS).await?;
        Ok(readable(&records, "a receipt", ReceiptEntry::from_record))
    }

    pub async fn remove_receipt(&self, reference: &str) -> Result<(), Error> {
        let transaction = self.begin(&[RECEIPTS], true).await?;
        transaction.delete(RECEIPTS, &JsValue::from_str(reference))?;
        Ok(transaction.done().await?)
    }
}
