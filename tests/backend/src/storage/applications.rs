//! Applications: taken in exactly once, whatever the network does.

use amtsgang::backend::wire::{Application, Receipt};
use amtsgang::case::{AccessCode, Status};
use amtsgang::recipe::Recipe;
use amtsgang::text::Text;
use rusqlite::{ErrorCode, OptionalExtension, TransactionBehavior, params};

use super::attachments::Outcome;
use super::holds::{self, Claim};
use super::{Error, Storage};
use crate::clock::Moment;
use crate::office;
use crate::secrets::{Hash, IdempotencyKey, Sealed, hash, hash_code, new_code, new_reference, random};

const OPERATION: &str = "POST /applications";

/// An application with the key of its attempt.
pub struct Attempt<'a> {
    key: &'a IdempotencyKey,
    key_hash: Hash,
    fingerprint: Hash,
}

impl<'a> Attempt<'a> {
    /// The order of keys and the blanks between them make no difference to what was sent.
    pub fn new(application: &Application, key: &'a IdempotencyKey) -> Result<Attempt<'a>, Error> {
        let written = serde_json::to_vec(application)?;
        Ok(Attempt { key, key_hash: key.lookup(OPERATION), fingerprint: hash("application", &[&written]) })
    }
}

/// What kept an application from being taken in.
pub enum Lost {
    /// An attachment was taken by another application in the meantime.
    Attachment,
    /// A slot is not held any more.
    Hold,
    Error(Error),
}

impl<E: Into<Error>> From<E> for Lost {
    fn from(error: E) -> Lost {
        Lost::Error(error.into())
    }
}

impl Storage {
    /// The receipt that this attempt got before, if it came before.
    pub fn receipt(&self, attempt: &Attempt) -> Result<Option<Outcome<Receipt>>, Error> {
        let found = self
            .connection()
            .query_row(
                "SELECT reference, submitted_at, code_sealed, fingerprint FROM application WHERE key_hash = ?",
                [attempt.key_hash],
                |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, Sealed>(2)?, row.get::<_, Hash>(3)?)),
            )
            .optional()?;
        let Some((reference, submitted_at, sealed, fingerprint)) = found else { return Ok(None) };
        if fingerprint != attempt.fingerprint {
            return Ok(Some(Outcome::Reused));
        }
        let code = attempt.key.open(&reference, sealed).ok_or(Error::Sealed)?;
        Ok(Some(Outcome::Again(receipt(reference, &code, Moment(submitted_at)))))
    }

    /// Takes in an application that was found right, with the attachments it names and the slots it holds at `clock`. Its case is opened, and that it has
    /// arrived is confirmed at once.
    pub fn submit(
        &self,
        application: &Application,
        attempt: &Attempt,
        recipe: &Recipe,
        attachments: &[&str],
        (claims, clock): (&[Claim], Moment),
    ) -> Result<Outcome<Receipt>, Lost> {
        let now = Moment::now();
        let code = new_code().map_err(Error::from)?;
        let salt = random().map_err(Error::from)?;
        let answers = serde_json::to_string(&application.answers).map_err(Error::from)?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut taken = Err(rusqlite::Error::QueryReturnedNoRows);
        let mut reference = String::new();
        // Two equal references in a year are as good as impossible, yet nothing would tell them apart.
        for _ in 0..8 {
            reference = new_reference(recipe.id.as_str(), now.date().year).map_err(Error::from)?.to_string();
            let sealed = attempt.key.seal(&reference, &code).ok_or(Error::Sealed)?;
            taken = transaction.execute(
                "INSERT INTO application (reference, service, version, language, answers, submitted_at,
                     key_hash, fingerprint, code_salt, code_hash, code_sealed)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key_hash) DO NOTHING",
                params![
                    reference,
                    application.service,
                    application.version,
                    application.language,
                    answers,
                    now.0,
                    attempt.key_hash,
                    attempt.fingerprint,
                    salt,
                    hash_code(&code, &salt),
                    sealed,
                ],
            );
            match &taken {
                Err(rusqlite::Error::SqliteFailure(failure, _)) if failure.code == ErrorCode::ConstraintViolation => {}
                _ => break,
            }
        }
        if taken? == 0 {
            // The same attempt came twice at once, and the other was quicker.
            drop(transaction);
            drop(connection);
            return Ok(self.receipt(attempt)?.unwrap_or(Outcome::Reused));
        }
        transaction.execute(
            "INSERT INTO case_file (reference, title, status, updated_at, next, office) VALUES (?, ?, ?, ?, ?, ?)",
            params![
                reference,
                json(&recipe.title)?,
                Status::Received.as_str(),
                now.0,
                json(&office::after_sending(recipe))?,
                serde_json::to_string(&recipe.office).map_err(Error::from)?,
            ],
        )?;
        let mut event = transaction.prepare("INSERT INTO event (reference, at, status, note) VALUES (?, ?, ?, ?)")?;
        event.execute(params![reference, now.0, Status::Submitted.as_str(), None::<String>])?;
        let note = json(&office::note(Status::Received, None))?;
        event.execute(params![reference, now.0, Status::Received.as_str(), note])?;
        drop(event);
        for id in attachments {
            let claimed = transaction.execute(
                "UPDATE attachment SET reference = ? WHERE id = ? AND reference IS NULL",
                params![reference, id],
            )?;
            if claimed != 1 {
                return Err(Lost::Attachment);
            }
        }
        if !holds::book(&transaction, claims, &reference, clock)? {
            return Err(Lost::Hold);
        }
        transaction.commit()?;
        Ok(Outcome::New(receipt(reference, &code, now)))
    }
}

fn receipt(reference: String, code: &AccessCode, submitted_at: Moment) -> Receipt {
    Receipt {
        reference,
        access_code: code.as_str().to_owned(),
        submitted_at: submitted_at.rfc3339(),
        status: Status::Submitted.as_str().to_owned(),
    }
}

fn json(text: &Text) -> Result<String, Error> {
    Ok(serde_json::to_string(text)?)
}
