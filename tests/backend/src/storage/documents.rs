//! Documents: what the office has issued, and files that came with messages.

use std::fs::{self, OpenOptions};
use std::io::Write;

use amtsgang::backend::wire::{Document, StoredAttachment};
use amtsgang::case::Reference;
use amtsgang::text::Text;
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::changes::Refused;
use super::{Error, Storage, cases};
use crate::clock::Moment;
use crate::secrets::{hex, random_name};

/// A file that the office issues.
pub struct Issue<'a> {
    pub title: &'a Text,
    pub name: &'a str,
    pub media_type: &'a str,
    pub bytes: &'a [u8],
}

impl Storage {
    /// Issues a document and tells its id.
    pub fn issue(&self, reference: &Reference, issue: &Issue, now: Moment) -> Result<String, Refused> {
        let file = self.keep(issue.bytes)?;
        let document = document(issue, now)?;
        self.change(reference, None, now, |transaction| {
            if !cases::exists(transaction, reference)? {
                return Err(Refused::Unknown);
            }
            put(transaction, reference, &document, &file, true)
        })?;
        Ok(document.id)
    }

    /// Writes a file under a random name, and tells it.
    pub(super) fn keep(&self, bytes: &[u8]) -> Result<String, Error> {
        let file = random_name()?;
        let mut writer = OpenOptions::new().write(true).create_new(true).open(self.attachments.join(&file))?;
        writer.write_all(bytes)?;
        writer.sync_all()?;
        Ok(file)
    }

    /// A document of a case with its bytes.
    pub fn document(&self, reference: &Reference, id: &str) -> Result<Option<(Document, Vec<u8>)>, Error> {
        let found: Option<(String, String)> = self
            .connection()
            .query_row(
                "SELECT file, document FROM document WHERE reference = ? AND id = ?",
                params![reference.as_str(), id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((file, json)) = found else { return Ok(None) };
        Ok(Some((serde_json::from_str(&json)?, fs::read(self.attachments.join(file))?)))
    }
}

/// What is told of a file that is issued now.
pub(super) fn document(issue: &Issue, now: Moment) -> Result<Document, Error> {
    Ok(Document {
        id: random_name()?,
        at: now.rfc3339(),
        title: issue.title.clone(),
        name: issue.name.to_owned(),
        media_type: issue.media_type.to_owned(),
        size: issue.bytes.len() as u64,
        sha256: hex(&Sha256::digest(issue.bytes)),
    })
}

/// `listed`: among the documents of the case, and not only with a message.
pub(super) fn put(
    transaction: &Transaction,
    reference: &Reference,
    document: &Document,
    file: &str,
    listed: bool,
) -> Result<(), Refused> {
    transaction.execute(
        "INSERT INTO document (reference, id, file, document, listed) VALUES (?, ?, ?, ?, ?)",
        params![reference.as_str(), document.id, file, serde_json::to_string(document)?, listed],
    )?;
    Ok(())
}

/// Takes attachments into the case, each as a document of a message.
pub(super) fn of_attachments(
    transaction: &Transaction,
    reference: &Reference,
    ids: &[String],
    now: Moment,
) -> Result<Vec<Document>, Refused> {
    let mut documents = Vec::new();
    for id in ids {
        let claimed = transaction
            .query_row(
                "UPDATE attachment SET reference = ? WHERE id = ? AND reference IS NULL
                 RETURNING name, media_type, size, sha256, file",
                params![reference.as_str(), id],
                |row| {
                    let attachment = StoredAttachment {
                        id: id.clone(),
                        name: row.get(0)?,
                        media_type: row.get(1)?,
                        size: row.get::<_, i64>(2)?.unsigned_abs(),
                        sha256: row.get(3)?,
                    };
                    Ok((attachment, row.get::<_, String>(4)?))
                },
            )
            .optional()?;
        let (attachment, file) = claimed.ok_or(Refused::Lost)?;
        let document = Document {
            id: attachment.id,
            at: now.rfc3339(),
            title: Text::from_pairs(&[("de", &attachment.name)]),
            name: attachment.name,
            media_type: attachment.media_type,
            size: attachment.size,
            sha256: attachment.sha256,
        };
        put(transaction, reference, &document, &file, false)?;
        documents.push(document);
    }
    Ok(documents)
}
