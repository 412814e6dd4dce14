//! What every change of a case has in common: it happens once for each idempotency key, and makes the case's revision grow.

use amtsgang::backend::wire;
use amtsgang::case::{Reference, Status};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;

use super::attachments::Outcome;
use super::{Error, Storage, cases};
use crate::clock::Moment;
use crate::secrets::{Hash, IdempotencyKey, hash};

/// A request that changes a case, by its key and what it holds.
pub struct Once {
    key_hash: Hash,
    fingerprint: Hash,
}

impl Once {
    /// `operation` names the operation, `place` the case and what of it.
    pub fn new(
        key: &IdempotencyKey,
        operation: &str,
        place: &[&str],
        body: &impl Serialize,
    ) -> Result<Once, serde_json::Error> {
        let body = serde_json::to_vec(body)?;
        let mut parts: Vec<&[u8]> = place.iter().map(|part| part.as_bytes()).collect();
        parts.push(&body);
        Ok(Once { key_hash: key.lookup(operation), fingerprint: hash("change", &parts) })
    }
}

/// Why a case was not changed.
#[derive(Debug)]
pub enum Refused {
    /// There is no such part of the case.
    Unknown,
    /// The case does not take this (any more).
    Closed,
    /// Something that was named is not free (any more).
    Lost,
    Error(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Refused {
        Refused::Error(error.into())
    }
}

impl Storage {
    /// What became of this request, if it came before.
    pub fn changed_before(&self, reference: &Reference, once: &Once) -> Result<Option<Outcome<wire::Case>>, Error> {
        let connection = self.connection();
        let before = connection
            .prepare_cached("SELECT fingerprint FROM done WHERE key_hash = ?")?
            .query_row([once.key_hash], |row| row.get::<_, Hash>(0))
            .optional()?;
        match before {
            None => Ok(None),
            Some(fingerprint) if fingerprint == once.fingerprint => {
                Ok(Some(Outcome::Again(cases::read(&connection, reference.as_str())?)))
            }
            Some(_) => Ok(Some(Outcome::Reused)),
        }
    }

    /// Changes a case, once for each key where there is one, and tells it as it stands then.
    pub fn change(
        &self,
        reference: &Reference,
        once: Option<&Once>,
        now: Moment,
        work: impl FnOnce(&Transaction) -> Result<(), Refused>,
    ) -> Result<Outcome<wire::Case>, Refused> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(once) = once {
            let noted = transaction.execute(
                "INSERT INTO done (key_hash, fingerprint, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                params![once.key_hash, once.fingerprint, now.0],
            )?;
            if noted == 0 {
                drop(transaction);
                drop(connection);
                return Ok(self.changed_before(reference, once)?.unwrap_or(Outcome::Reused));
            }
        }
        work(&transaction)?;
        transaction.execute(
            "UPDATE case_file SET revision = revision + 1, updated_at = max(updated_at, ?) WHERE reference = ?",
            params![now.0, reference.as_str()],
        )?;
        let case = cases::read(&transaction, reference.as_str())?;
        transaction.commit()?;
        Ok(Outcome::New(case))
    }

    /// The news of a case: `None` if it is not there (any more).
    pub fn news(&self, reference: &Reference) -> Result<Option<wire::Change>, Error> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT revision, status, updated_at FROM case_file WHERE reference = ?")?;
        let change = statement.query_row([reference.as_str()], |row| {
            Ok(wire::Change {
                revision: row.get::<_, i64>(0)?.unsigned_abs(),
                status: row.get(1)?,
                updated_at: Moment(row.get(2)?).rfc3339(),
            })
        });
        Ok(change.optional()?)
    }
}

/// The status of a case that is being changed; a completed one takes no change.
pub fn open_status(transaction: &Transaction, reference: &Reference) -> Result<Status, Refused> {
    let status: Option<String> = transaction
        .query_row("SELECT status FROM case_file WHERE reference = ?", [reference.as_str()], |row| row.get(0))
        .optional()?;
    match status.as_deref().and_then(Status::parse) {
        None => Err(Refused::Unknown),
        Some(Status::Completed) => Err(Refused::Closed),
        Some(status) => Ok(status),
    }
}
