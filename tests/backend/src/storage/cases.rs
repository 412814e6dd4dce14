//! Cases: opened by who has the access code, moved on by the office.

use amtsgang::backend::wire::{self, Decision};
use amtsgang::case::{AccessCode, Outcome, Reference, Status};
use amtsgang::text::Text;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::de::DeserializeOwned;

use super::changes::{Refused, open_status};
use super::{Error, Storage, tasks};
use crate::clock::Moment;
use crate::office;
use crate::secrets::{Hash, Salt, is_code};

/// What the office does to a case.
pub struct Step {
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub note: Text,
    pub next: Option<Text>,
    /// `YYYY-MM-DD`; `None` leaves the day as it was.
    pub expected_by: Option<String>,
    /// What was decided, and how to object; only with an outcome.
    pub decision: Option<Decision>,
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

impl Unmoved {
    /// Of a change of this case.
    pub fn of(reference: &Reference) -> impl Fn(Refused) -> Unmoved {
        |refused| match refused {
            Refused::Unknown | Refused::Lost => Unmoved::Unknown(reference.to_string()),
            Refused::Closed => Unmoved::Completed,
            Refused::Error(error) => Unmoved::Storage(error),
        }
    }
}

impl Storage {
    /// Whether the code opens the case. An unknown reference costs the same work as a wrong code and answers alike.
    pub fn opens(&self, reference: &Reference, code: &AccessCode) -> Result<bool, Error> {
        let secret: Option<(Salt, Hash)> = self
            .connection()
            .query_row(
                "SELECT code_salt, code_hash FROM application WHERE reference = ?",
                [reference.as_str()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let known = secret.is_some();
        let (salt, hash) = secret.unwrap_or(([0; 16], [0; 32]));
        Ok(is_code(code, &salt, &hash) && known)
    }

    /// A case that is there.
    pub fn case(&self, reference: &Reference) -> Result<wire::Case, Error> {
        read(&self.connection(), reference.as_str())
    }

    /// Moves a case on.
    pub fn advance(&self, reference: &Reference, step: &Step) -> Result<(), Unmoved> {
        let now = Moment::now();
        let work = |transaction: &Transaction| {
            open_status(transaction, reference)?;
            set_status(transaction, reference, step.status, step.outcome, &step.note, now)?;
            if step.status == Status::Completed {
                tasks::cancel_open(transaction, reference)?;
            }
            transaction.execute(
                "UPDATE case_file SET next = ?, expected_by = coalesce(?, expected_by), decision = ? WHERE reference = ?",
                params![
                    step.next.as_ref().map(serde_json::to_string).transpose()?,
                    step.expected_by,
                    step.decision.as_ref().map(serde_json::to_string).transpose()?,
                    reference.as_str()
                ],
            )?;
            Ok(())
        };
        self.change(reference, None, now, work).map(|_| ()).map_err(Unmoved::of(reference))
    }
}

pub(super) fn exists(transaction: &Transaction, reference: &Reference) -> Result<bool, Error> {
    let mut statement = transaction.prepare_cached("SELECT 1 FROM case_file WHERE reference = ?")?;
    Ok(statement.exists([reference.as_str()])?)
}

/// Gives a case another status, with what the office says of it and the usual words of what comes next.
pub(super) fn set_status(
    transaction: &Transaction,
    reference: &Reference,
    status: Status,
    outcome: Option<Outcome>,
    note: &Text,
    now: Moment,
) -> Result<(), Error> {
    let next = office::next(status).as_ref().map(serde_json::to_string).transpose()?;
    transaction.execute(
        "UPDATE case_file SET status = ?, outcome = ?, next = ? WHERE reference = ?",
        params![status.as_str(), outcome.map(Outcome::as_str), next, reference.as_str()],
    )?;
    transaction.execute(
        "INSERT INTO event (reference, at, status, note) VALUES (?, ?, ?, ?)",
        params![reference.as_str(), now.0, status.as_str(), serde_json::to_string(note)?],
    )?;
    Ok(())
}

/// All of a case that is there.
pub(super) fn read(connection: &Connection, reference: &str) -> Result<wire::Case, Error> {
    let mut statement =
        connection.prepare_cached("SELECT at, status, note FROM event WHERE reference = ? ORDER BY id")?;
    let events = statement
        .query_map([reference], |row| {
            Ok(wire::Event { at: moment(row, 0)?, status: row.get(1)?, note: optional(row, 2)? })
        })?
        .collect::<Result<_, _>>()?;
    let mut case = connection.query_row(
        "SELECT service, title, status, outcome, submitted_at, updated_at, expected_by, next, office, revision, decision
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
                revision: Some(row.get::<_, i64>(9)?.unsigned_abs()),
                tasks: Vec::new(),
                messages: Vec::new(),
                documents: Vec::new(),
                decision: optional(row, 10)?,
                allows: Vec::new(),
                withdrawal: None,
            })
        },
    )?;
    case.tasks = parts(connection, "SELECT task FROM task WHERE reference = ? ORDER BY rowid", reference)?;
    case.messages = parts(connection, "SELECT message FROM message WHERE reference = ? ORDER BY rowid", reference)?;
    let documents = "SELECT document FROM document WHERE reference = ? AND listed ORDER BY rowid";
    case.documents = parts(connection, documents, reference)?;
    if case.status != Status::Completed.as_str() {
        case.allows = ["message", "withdraw"].map(str::to_owned).into();
        case.withdrawal = Some(office::withdrawal());
    }
    Ok(case)
}

/// The parts of a case that a statement finds, each as the JSON that is told of it.
pub(super) fn parts<T: DeserializeOwned>(
    connection: &Connection,
    select: &str,
    reference: &str,
) -> Result<Vec<T>, Error> {
    let mut statement = connection.prepare_cached(select)?;
    let parts = statement.query_map([reference], |row| row.get::<_, String>(0))?;
    parts.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
}

fn moment(row: &Row, column: usize) -> rusqlite::Result<String> {
    Ok(Moment(row.get(column)?).rfc3339())
}

/// A column of JSON that may be null.
fn optional<T: DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(json) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    serde_json::from_str(&json)
        .map(Some)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}
