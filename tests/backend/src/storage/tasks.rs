//! Tasks: set by the office, done by the citizen.

use amtsgang::backend::wire::{Case, Task};
use amtsgang::case::{Reference, Status};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Map, Value as Json};

use super::attachments::Outcome;
use super::changes::{Once, Refused, open_status};
use super::holds::{self, Claim};
use super::{Error, Storage, cases};
use crate::clock::Moment;
use crate::office;

/// What a task is answered with.
pub struct Answer<'a> {
    pub answers: &'a Map<String, Json>,
    /// The ids of the attachments among them.
    pub attachments: &'a [&'a str],
    /// The slots among them.
    pub claims: &'a [Claim],
}

impl Storage {
    /// Sets a task; its id is the next number of the case's. The case waits for the citizen then.
    pub fn ask(&self, reference: &Reference, task: &Task, now: Moment) -> Result<(), Refused> {
        self.change(reference, None, now, |transaction| {
            open_status(transaction, reference)?;
            let count: i64 = transaction.query_row(
                "SELECT count(*) FROM task WHERE reference = ?",
                [reference.as_str()],
                |row| row.get(0),
            )?;
            let task = Task { id: (count + 1).to_string(), at: now.rfc3339(), state: "open".into(), ..task.clone() };
            transaction.execute(
                "INSERT INTO task (reference, id, task) VALUES (?, ?, ?)",
                params![reference.as_str(), task.id, serde_json::to_string(&task)?],
            )?;
            let note = office::note(Status::ActionRequired, None);
            cases::set_status(transaction, reference, Status::ActionRequired, None, &note, now)?;
            Ok(())
        })
        .map(|_| ())
    }

    /// A task that waits to be done.
    pub fn open_task(&self, reference: &Reference, id: &str) -> Result<Task, Refused> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let task = find(&transaction, reference, id)?.ok_or(Refused::Unknown)?;
        open_status(&transaction, reference)?;
        if task.state == "open" { Ok(task) } else { Err(Refused::Closed) }
    }

    /// Takes the answers to a task, which were found right.
    pub fn answer_task(
        &self,
        reference: &Reference,
        id: &str,
        answer: &Answer,
        once: &Once,
        now: Moment,
    ) -> Result<Outcome<Case>, Refused> {
        self.change(reference, Some(once), now, |transaction| {
            open_status(transaction, reference)?;
            let task = find(transaction, reference, id)?.ok_or(Refused::Unknown)?;
            if task.state != "open" {
                return Err(Refused::Closed);
            }
            for attachment in answer.attachments {
                let claimed = transaction.execute(
                    "UPDATE attachment SET reference = ? WHERE id = ? AND reference IS NULL",
                    params![reference.as_str(), attachment],
                )?;
                if claimed != 1 {
                    return Err(Refused::Lost);
                }
            }
            // Another time in place of the one that was booked.
            for former in task.given.values().filter_map(|value| value.get("slot")).filter_map(Json::as_str) {
                transaction.execute(
                    "DELETE FROM hold WHERE reference = ? AND slot = ?",
                    params![reference.as_str(), former],
                )?;
            }
            if !holds::book(transaction, answer.claims, reference.as_str(), now)? {
                return Err(Refused::Lost);
            }
            finish(transaction, reference, Task { answers: answer.answers.clone(), ..task }, now)
        })
    }
}

/// The task of that id.
pub(super) fn find(transaction: &Transaction, reference: &Reference, id: &str) -> Result<Option<Task>, Error> {
    let json: Option<String> = transaction
        .query_row("SELECT task FROM task WHERE reference = ? AND id = ?", params![reference.as_str(), id], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// Writes a task back.
pub(super) fn put(transaction: &Transaction, reference: &Reference, task: &Task) -> Result<(), Refused> {
    transaction.execute(
        "UPDATE task SET task = ? WHERE reference = ? AND id = ?",
        params![serde_json::to_string(task)?, reference.as_str(), task.id],
    )?;
    Ok(())
}

/// A task is done. Once none is open, the office goes on.
pub(super) fn finish(transaction: &Transaction, reference: &Reference, task: Task, now: Moment) -> Result<(), Refused> {
    put(transaction, reference, &Task { state: "done".into(), done_at: Some(now.rfc3339()), ..task })?;
    if all(transaction, reference)?.iter().all(|task| task.state != "open") {
        let note = office::note(Status::Processing, None);
        cases::set_status(transaction, reference, Status::Processing, None, &note, now)?;
    }
    Ok(())
}

pub(super) fn cancel_open(transaction: &Transaction, reference: &Reference) -> Result<(), Refused> {
    for task in all(transaction, reference)?.into_iter().filter(|task| task.state == "open") {
        put(transaction, reference, &Task { state: "cancelled".into(), ..task })?;
    }
    Ok(())
}

fn all(transaction: &Transaction, reference: &Reference) -> Result<Vec<Task>, Error> {
    cases::parts(transaction, "SELECT task FROM task WHERE reference = ? ORDER BY rowid", reference.as_str())
}
