//! Cases: read by who has the access code, moved on by the office.

use amtsgang::backend::wire;
use amtsgang::case::{AccessCode, Outcome, Reference, Status};
use amtsgang::text::Text;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::{Error, Storage};
use crate::clock::Moment;
use crate::secrets::{Hash, Salt, is_code};

/// What the office does to a case.
pub struct Step {
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub note: Text,
    pub next: Option<Text>,
    /// `YYYY-MM-DD`; `None` leaves the day as it was.
    pub expected_by: Option<String>,
}

/// Why a case was not moved on.
#[derive(Debug, thiserror::Error)]
pub enum Unmoved {
    #[error("there is no case {0}")]
    Unknown(String),
    #[error("the case is completed; nothing follows after that")]
    Completed,
    #[error(transparent)]
    Storage(#[from] Error),
}

impl From<rusqlite::Error> for Unmoved {
    fn from(error: rusqlite::Error) -> Unmoved {
        Unmoved::Storage(error.into())
    }
}

impl Storage {
    /// The case, for who has its code. An unknown reference costs the same work as a wrong code and answers alike.
    pub fn case(&self, reference: &Reference, code: &AccessCode) -> Result<Option<wire::Case>, Error> {
        let reference = reference.as_str();
        let connection = self.connection();
        let secret: Option<(Salt, Hash)> = connection
            .query_row("SELECT code_salt, code_hash FROM application WHERE reference = ?", [reference], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let known = secret.is_some();
        let (salt, hash) = secret.unwrap_or(([0; 16], [0; 32]));
        if !is_code(code, &salt, &hash) || !known {
            return Ok(None);
        }
        read(&connection, reference).map(Some)
    }

    /// Moves a case on.
    pub fn advance(&self, reference: &Reference, step: &Step) -> Result<(), Unmoved> {
        let reference = reference.as_str();
        let now = Moment::now();
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let status: Option<String> = transaction
            .query_row("SELECT status FROM case_file WHERE reference = ?", [reference], |row| row.get(0))
            .optional()?;
        let Some(status) = status else { return Err(Unmoved::Unknown(reference.to_owned())) };
        if Status::parse(&status) == Some(Status::Completed) {
            return Err(Unmoved::Completed);
        }
        let json = |text: &Text| serde_json::to_string(text).map_err(Error::from);
        transaction.execute(
            "UPDATE case_file SET status = ?, outcome = ?, updated_at = ?, next = ?,
                 expected_by = coalesce(?, expected_by) WHERE reference = ?",
            params![
                step.status.as_str(),
                step.outcome.map(Outcome::as_str),
                now.0,
                step.next.as_ref().map(json).transpose()?,
                step.expected_by,
                reference
            ],
        )?;
        transaction.execute(
            "INSERT INTO event (reference, at, status, note) VALUES (?, ?, ?, ?)",
            params![reference, now.0, step.status.as_str(), json(&step.note)?],
        )?;
        transaction.commit()?;
        Ok(())
    }
}

fn read(connection: &Connection, reference: &str) -> Result<wire::Case, Error> {
    let mut statement =
        connection.prepare_cached("SELECT at, status, note FROM event WHERE reference = ? ORDER BY id")?;
    let events = statement
        .query_map([reference], |row| {
            Ok(wire::Event { at: moment(row, 0)?, status: row.get(1)?, note: optional(row, 2)? })
        })?
        .collect::<Result<_, _>>()?;
    let case = connection.query_row(
        "SELECT service, title, status, outcome, submitted_at, updated_at, expected_by, next, office
         FROM case_file JOIN application USING (reference) WHERE reference = ?",
        [reference],
        |row| {
            Ok(wire::Case {
                reference: reference.to_owned(),
                service: row.get(0)?,
                title: optional(row, 1)?.unwrap_or_default(),
                status: row.get(2)?,
                outcome: row.get(3)?,
                submitted_at: moment(row, 4)?,
                updated_at: moment(row, 5)?,
                expected_by: row.get(6)?,
                events,
                next: optional(row, 7)?,
                office: optional(row, 8)?,
                revision: None,
                tasks: Vec::new(),
                messages: Vec::new(),
                documents: Vec::new(),
                decision: None,
                allows: Vec::new(),
                withdrawal: None,
            })
        },
    )?;
    Ok(case)
}

fn moment(row: &Row, column: usize) -> rusqlite::Result<String> {
    Ok(Moment(row.get(column)?).rfc3339())
}

/// A column of JSON that may be null.
fn optional<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(json) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    serde_json::from_str(&json)
        .map(Some)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}
