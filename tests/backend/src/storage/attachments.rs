//! Attachments: their bytes on disk under random names, what is known of them in the database.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;

use amtsgang::backend::wire::StoredAttachment;
use rusqlite::{OptionalExtension, Row, params};

use super::{Error, Storage};
use crate::clock::Moment;
use crate::secrets::{IdempotencyKey, hash, hex, random_name};
use sha2::{Digest, Sha256};

/// A file as it was uploaded.
pub struct Upload<'a> {
    pub name: &'a str,
    pub media_type: &'a str,
    pub bytes: &'a [u8],
}

/// What became of an upload or an application that names its attempt by an idempotency key.
pub enum Outcome<T> {
    New(T),
    /// The same came before; this is the answer it got.
    Again(T),
    /// Something else came before under this key.
    Reused,
}

const OPERATION: &str = "POST /attachments";

impl Storage {
    /// Keeps a file, once for each key.
    pub fn attach(&self, upload: &Upload, key: &IdempotencyKey) -> Result<Outcome<StoredAttachment>, Error> {
        let sha256 = hex(&Sha256::digest(upload.bytes));
        let key_hash = key.lookup(OPERATION);
        let fingerprint =
            hash("attachment", &[upload.name.as_bytes(), upload.media_type.as_bytes(), sha256.as_bytes()]);
        if let Some(outcome) = self.attached_before(&key_hash, &fingerprint)? {
            return Ok(outcome);
        }
        let attachment = StoredAttachment {
            id: random_name()?,
            name: upload.name.to_owned(),
            media_type: upload.media_type.to_owned(),
            size: upload.bytes.len() as u64,
            sha256,
        };
        let file = random_name()?;
        let path = self.attachments.join(&file);
        let mut writer = OpenOptions::new().write(true).create_new(true).open(&path)?;
        writer.write_all(upload.bytes)?;
        writer.sync_all()?;
        let inserted = self.connection().execute(
            "INSERT INTO attachment (id, file, name, media_type, size, sha256, created_at, key_hash, fingerprint)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key_hash) DO NOTHING",
            params![
                attachment.id,
                file,
                attachment.name,
                attachment.media_type,
                attachment.size as i64,
                attachment.sha256,
                Moment::now().0,
                key_hash,
                fingerprint,
            ],
        );
        match inserted {
            Ok(1) => Ok(Outcome::New(attachment)),
            // Another request with this key was quicker.
            Ok(_) => {
                fs::remove_file(&path)?;
                Ok(self.attached_before(&key_hash, &fingerprint)?.unwrap_or(Outcome::Reused))
            }
            Err(error) => {
                fs::remove_file(&path)?;
                Err(error.into())
            }
        }
    }

    fn attached_before(
        &self,
        key_hash: &[u8; 32],
        fingerprint: &[u8; 32],
    ) -> Result<Option<Outcome<StoredAttachment>>, Error> {
        let found = self
            .connection()
            .query_row(
                "SELECT id, name, media_type, size, sha256, fingerprint FROM attachment WHERE key_hash = ?",
                [key_hash],
                |row| Ok((read(row)?, row.get::<_, [u8; 32]>(5)?)),
            )
            .optional()?;
        Ok(found.map(|(attachment, before)| match before == *fingerprint {
            true => Outcome::Again(attachment),
            false => Outcome::Reused,
        }))
    }

    /// Those of the named attachments that are here and belong to no application yet.
    pub fn unused_attachments(&self, ids: &[&str]) -> Result<BTreeMap<String, StoredAttachment>, Error> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, name, media_type, size, sha256 FROM attachment WHERE id = ? AND reference IS NULL",
        )?;
        let mut found = BTreeMap::new();
        for id in ids {
            if let Some(attachment) = statement.query_row([id], read).optional()? {
                found.insert(attachment.id.clone(), attachment);
            }
        }
        Ok(found)
    }

    /// Deletes attachments that came before `then` and that no application has named since, with their keys; and files
    /// that the database does not know, left by a crash between writing one and noting it.
    pub fn sweep(&self, then: Moment) -> Result<usize, Error> {
        let connection = self.connection();
        let mut statement =
            connection.prepare("DELETE FROM attachment WHERE reference IS NULL AND created_at < ? RETURNING file")?;
        let files: Vec<String> = statement.query_map([then.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for file in &files {
            fs::remove_file(self.attachments.join(file))?;
        }
        let mut known = connection
            .prepare("SELECT 1 FROM attachment WHERE file = ?1 UNION ALL SELECT 1 FROM document WHERE file = ?1")?;
        for entry in fs::read_dir(&self.attachments)? {
            let entry = entry?;
            let written = entry.metadata()?.modified()?;
            let age = written.elapsed().unwrap_or_default().as_secs();
            let old = Moment::now().0.saturating_sub(i64::try_from(age).unwrap_or(i64::MAX)) < then.0;
            if old && !known.exists([entry.file_name().to_string_lossy()])? {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(files.len())
    }
}

fn read(row: &Row) -> rusqlite::Result<StoredAttachment> {
    let size: i64 = row.get(3)?;
    Ok(StoredAttachment {
        id: row.get(0)?,
        name: row.get(1)?,
        media_type: row.get(2)?,
        size: size.unsigned_abs(),
        sha256: row.get(4)?,
    })
}
