//! Messages of both sides, and withdrawing.

use amtsgang::backend::wire::{Case, Message, NewMessage};
use amtsgang::case::{Outcome as Ending, Reference, Status};
use rusqlite::{Transaction, params};

use super::attachments::Outcome;
use super::changes::{Once, Refused, open_status};
use super::{Storage, cases, documents, tasks};
use crate::clock::Moment;
use crate::office;
use crate::secrets::random_name;

impl Storage {
    /// The citizen's message.
    pub fn write(
        &self,
        reference: &Reference,
        message: &NewMessage,
        once: &Once,
        now: Moment,
    ) -> Result<Outcome<Case>, Refused> {
        self.change(reference, Some(once), now, |transaction| {
            open_status(transaction, reference)?;
            let id = random_name()?;
            let attachments = documents::of_attachments(transaction, reference, &message.attachments, now)?;
            let message = Message {
                id,
                at: now.rfc3339(),
                from: "citizen".into(),
                text: message.text.clone(),
                language: message.language.clone(),
                author: None,
                read_at: None,
                attachments,
            };
            put(transaction, reference, &message)
        })
    }

    /// The office's message.
    pub fn reply(&self, reference: &Reference, text: &str, author: Option<&str>, now: Moment) -> Result<(), Refused> {
        self.change(reference, None, now, |transaction| {
            let exists = cases::exists(transaction, reference)?;
            if !exists {
                return Err(Refused::Unknown);
            }
            // Whoever answers has read what came before.
            read_up_to(transaction, reference, "citizen", None, now)?;
            let message = Message {
                id: random_name()?,
                at: now.rfc3339(),
                from: "office".into(),
                text: text.to_owned(),
                language: None,
                author: author.map(str::to_owned),
                read_at: None,
                attachments: Vec::new(),
            };
            put(transaction, reference, &message)
        })
        .map(|_| ())
    }

    /// The citizen has read the office's messages up to this one.
    pub fn mark_read(&self, reference: &Reference, message: &str, now: Moment) -> Result<Case, Refused> {
        {
            let connection = self.connection();
            let found = connection
                .prepare_cached("SELECT 1 FROM message WHERE reference = ? AND id = ?")?
                .exists(params![reference.as_str(), message])?;
            if !found {
                return Err(Refused::Unknown);
            }
            // Nothing unread, nothing changed.
            let case = cases::read(&connection, reference.as_str())?;
            let up_to = case.messages.iter().position(|known| known.id == message).unwrap_or_default();
            let unread = |message: &Message| message.from == "office" && message.read_at.is_none();
            if !case.messages[..=up_to].iter().any(unread) {
                return Ok(case);
            }
        }
        let outcome = self.change(reference, None, now, |transaction| {
            read_up_to(transaction, reference, "office", Some(message), now)
        })?;
        match outcome {
            Outcome::New(case) | Outcome::Again(case) => Ok(case),
            Outcome::Reused => Err(Refused::Closed),
        }
    }

    /// Withdraws an application: its open tasks end, its appointments are free again.
    pub fn withdraw(
        &self,
        reference: &Reference,
        reason: Option<&str>,
        once: &Once,
        now: Moment,
    ) -> Result<Outcome<Case>, Refused> {
        self.change(reference, Some(once), now, |transaction| {
            open_status(transaction, reference)?;
            tasks::cancel_open(transaction, reference)?;
            transaction.execute("DELETE FROM hold WHERE reference = ?", [reference.as_str()])?;
            if let Some(reason) = reason {
                let message = Message {
                    id: random_name()?,
                    at: now.rfc3339(),
                    from: "citizen".into(),
                    text: reason.to_owned(),
                    language: None,
                    author: None,
                    read_at: None,
                    attachments: Vec::new(),
                };
                put(transaction, reference, &message)?;
            }
            let note = office::note(Status::Completed, Some(Ending::Withdrawn));
            cases::set_status(transaction, reference, Status::Completed, Some(Ending::Withdrawn), &note, now)?;
            Ok(())
        })
    }
}

fn put(transaction: &Transaction, reference: &Reference, message: &Message) -> Result<(), Refused> {
    transaction.execute(
        "INSERT INTO message (reference, id, message) VALUES (?, ?, ?)",
        params![reference.as_str(), message.id, serde_json::to_string(message)?],
    )?;
    Ok(())
}

/// Notes when messages of one side were read: up to one, or all.
fn read_up_to(
    transaction: &Transaction,
    reference: &Reference,
    from: &str,
    last: Option<&str>,
    now: Moment,
) -> Result<(), Refused> {
    let mut statement =
        transaction.prepare_cached("SELECT id, message FROM message WHERE reference = ? ORDER BY rowid")?;
    let rows: Vec<(String, String)> =
        statement.query_map([reference.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (id, json) in rows {
        let mut message: Message = serde_json::from_str(&json)?;
        if message.from == from && message.read_at.is_none() {
            message.read_at = Some(now.rfc3339());
            transaction.execute(
                "UPDATE message SET message = ? WHERE reference = ? AND id = ?",
                params![serde_json::to_string(&message)?, reference.as_str(), id],
            )?;
        }
        if last == Some(id.as_str()) {
            break;
        }
    }
    Ok(())
}
