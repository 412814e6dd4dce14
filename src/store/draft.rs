//! Drafts: a service's form as far as it was filled in, one for each service.
//!
//! A draft is written as a whole once, and then answer by answer, so that a key press costs the same in forms of any size; the
//! changes are put into the whole when it is written the next time. One form at a time writes a draft: it says who it is, and
//! a form that finds another's word there writes nothing, so that no older state ever takes a newer one's place.

use wasm_bindgen::JsValue;

use super::record::{self, Payload, told};
use super::sweep::KEPT;
use super::tables::{CHANGES, DRAFTS, FILES, HOLDERS, Transaction};
use super::{Claim, Error, Store};
use crate::browser::{clock, property};
use crate::form::put_answer;
use crate::json::{self, Object, Value};
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

/// One answer that was changed since its draft was written as a whole.
pub struct Change {
    /// Which of the form's fields it is; a later change of the same one takes its place.
    pub number: usize,
    /// Where it stands in the answers, as `Form::answer_to_json` says.
    pub path: String,
    pub answer: Option<Value>,
}

impl Draft {
    fn payload(&self) -> Object {
        let mut kept = Object::new();
        kept.insert("version", i64::from(self.version).into());
        kept.insert("step", self.step.as_str().into());
        kept.insert("title", record::text(&self.title));
        kept.insert("answers", self.answers.as_str().into());
        kept.insert("key", self.key.as_str().into());
        kept
    }

    /// Whether it is still kept; [`Store::sweep`] may not have come by yet.
    fn is_current(&self) -> bool {
        self.updated >= clock::now() - KEPT
    }

    fn read(record: &JsValue, kept: &Payload) -> Option<Draft> {
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

    /// Puts changes into the answers, as `changes` keeps them.
    fn put(&mut self, changes: Vec<(f64, Payload)>) {
        let Ok(mut answers) = json::read(&self.answers) else { return };
        for (at, change) in changes {
            if let Some(path) = change.string("path") {
                put_answer(&mut answers, &path, change.0.get("answer").cloned());
                self.updated = self.updated.max(at);
            }
        }
        self.answers = json::write(&answers);
    }
}

/// Removes a draft and all that belongs to it.
pub(super) async fn remove(transaction: &Transaction, service: &str) -> Result<(), Error> {
    transaction.delete(DRAFTS, service)?;
    transaction.delete(HOLDERS, service)?;
    for table in [CHANGES, FILES] {
        remove_all(transaction, table, service).await?;
    }
    Ok(())
}

async fn remove_all(transaction: &Transaction, table: &str, service: &str) -> Result<(), Error> {
    for key in transaction.keys_of(table, service).await?.iter() {
        transaction.delete(table, &key.as_string().unwrap_or_default())?;
    }
    Ok(())
}

impl Store {
    /// Keeps a draft in the place of the service's former one and of all changes of it.
    ///
    /// # Errors
    ///
    /// [`Error::Elsewhere`] when the draft is another form's meanwhile.
    pub async fn save_draft(&self, draft: &Draft, claim: &Claim) -> Result<(), Error> {
        let found_by = [("service", draft.service.as_str().into()), ("at", draft.updated.into())];
        let record = self.record(&found_by, draft.payload()).await?;
        let transaction = self.begin(&[DRAFTS, CHANGES, HOLDERS], true).await?;
        claim.check(&transaction, &draft.service).await?;
        claim.take(&transaction, &draft.service)?;
        transaction.put(DRAFTS, &draft.service, &record)?;
        remove_all(&transaction, CHANGES, &draft.service).await?;
        transaction.done().await?;
        claim.taken();
        Ok(())
    }

    /// Keeps changed answers of a draft that was saved as a whole before, under the same claim.
    ///
    /// # Errors
    ///
    /// [`Error::Elsewhere`] when the draft is another form's meanwhile.
    pub async fn save_changes(&self, service: &str, changes: Vec<Change>, claim: &Claim) -> Result<(), Error> {
        let mut records = Vec::new();
        for change in changes {
            let mut kept = Object::new();
            kept.insert("path", change.path.as_str().into());
            if let Some(answer) = change.answer {
                kept.insert("answer", answer);
            }
            let found_by = [("service", service.into()), ("at", clock::now().into())];
            let key = [service, "/", &change.number.to_string()].concat();
            records.push((key, self.record(&found_by, kept).await?));
        }
        let transaction = self.begin(&[CHANGES, HOLDERS], true).await?;
        claim.check(&transaction, service).await?;
        for (key, record) in records {
            transaction.put(CHANGES, &key, &record)?;
        }
        transaction.done().await
    }

    /// The draft of a service as it was last written as a whole: enough to tell of it.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] when there is one that cannot be read: of a newer version of the app, or its key is lost.
    pub async fn draft(&self, service: &str) -> Result<Option<Draft>, Error> {
        let record = self.begin(&[DRAFTS], false).await?.get(DRAFTS, service).await?;
        Ok(self.read(&record, service).await?.filter(Draft::is_current))
    }

    async fn read(&self, record: &JsValue, service: &str) -> Result<Option<Draft>, Error> {
        if record.is_undefined() {
            return Ok(None);
        }
        let what = ["the draft of ", service].concat();
        let kept = self.payload(record, &what).await?;
        Draft::read(record, &kept).ok_or(Error::Unreadable(what)).map(Some)
    }

    /// The draft of a service with every change, for the form that writes it from now on: whoever wrote it before is told
    /// [`Error::Elsewhere`] with the next change.
    ///
    /// # Errors
    ///
    /// As [`Store::draft`]; it is left alone then.
    pub async fn take_draft(&self, service: &str, claim: &Claim) -> Result<Option<Draft>, Error> {
        let transaction = self.begin(&[DRAFTS, CHANGES, HOLDERS], true).await?;
        let record = transaction.get(DRAFTS, service).await?;
        let changes = transaction.all_of(CHANGES, service).await?;
        claim.take(&transaction, service)?;
        transaction.done().await?;
        claim.taken();
        let Some(mut draft) = self.read(&record, service).await? else { return Ok(None) };
        let mut readable = Vec::new();
        for change in changes.iter() {
            let at = property(&change, "at").and_then(|at| at.as_f64()).unwrap_or_default();
            told(&mut readable, self.payload(&change, "a changed answer").await.map(|payload| (at, payload)));
        }
        draft.put(readable);
        Ok(Some(draft).filter(Draft::is_current))
    }

    /// All drafts that can be read, the latest first.
    pub async fn drafts(&self) -> Result<Vec<Draft>, Error> {
        let records = self.begin(&[DRAFTS], false).await?.all(DRAFTS).await?;
        let mut readable = Vec::new();
        for record in records.iter() {
            told(&mut readable, self.read(&record, "some service").await);
        }
        let mut drafts: Vec<Draft> = readable.into_iter().flatten().filter(Draft::is_current).collect();
        drafts.sort_by(|one, other| other.updated.total_cmp(&one.updated));
        Ok(drafts)
    }

    /// Removes a service's draft with its files. A form that still writes it is told [`Error::Elsewhere`].
    pub async fn remove_draft(&self, service: &str) -> Result<(), Error> {
        let transaction = self.begin(&[DRAFTS, CHANGES, HOLDERS, FILES], true).await?;
        remove(&transaction, service).await?;
        transaction.done().await
    }
}
