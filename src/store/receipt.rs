//! Receipts: what a citizen holds after sending.

use wasm_bindgen::JsValue;

use super::record::{self, Payload, told};
use super::tables::{CHANGES, DRAFTS, FILES, HOLDERS, RECEIPTS};
use super::{Error, Store, draft};
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

    async fn record(&self, store: &Store) -> Result<JsValue, Error> {
        let mut kept = Object::new();
        if let Some(code) = &self.code {
            kept.insert("code", code.as_str().into());
        }
        kept.insert("service", self.service.as_str().into());
        kept.insert("title", record::text(&self.title));
        kept.insert("submittedAt", self.submitted_at.as_str().into());
        kept.insert("copy", self.copy.as_str().into());
        store.record(&[("reference", self.reference.as_str().into())], kept).await
    }

    fn read(record: &JsValue, kept: &Payload) -> Option<ReceiptEntry> {
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
    /// All receipts that can be read, in the order of their references.
    pub async fn receipts(&self) -> Result<Vec<ReceiptEntry>, Error> {
        let records = self.begin(&[RECEIPTS], false).await?.all(RECEIPTS).await?;
        let mut receipts = Vec::new();
        for record in records.iter() {
            let kept = self.payload(&record, "a receipt").await;
            let unreadable = || Error::Unreadable("a receipt".to_owned());
            told(&mut receipts, kept.and_then(|kept| ReceiptEntry::read(&record, &kept).ok_or_else(unreadable)));
        }
        Ok(receipts)
    }

    pub async fn remove_receipt(&self, reference: &str) -> Result<(), Error> {
        let transaction = self.begin(&[RECEIPTS], true).await?;
        transaction.delete(RECEIPTS, reference)?;
        transaction.done().await
    }

    /// In one transaction: keeps the receipt of what was sent, and removes the draft of `service` with its files.
    pub async fn finish(&self, receipt: &ReceiptEntry, service: &str) -> Result<(), Error> {
        let record = receipt.record(self).await?;
        let transaction = self.begin(&[DRAFTS, CHANGES, HOLDERS, FILES, RECEIPTS], true).await?;
        transaction.put(RECEIPTS, &receipt.reference, &record)?;
        draft::remove(&transaction, service).await?;
        transaction.done().await
    }
}
