//! Drafts on their way from one device to another. What they hold is the app's secret.

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::{Error, Storage};
use crate::clock::Moment;
use crate::secrets::{Hash, hash};

/// Days after which a draft that nobody saved again is deleted (EGovG § 9b).
pub const KEPT: i64 = 30;

/// In bytes, all drafts together: whoever may write need not say who they are.
const MOST: i64 = 1 << 30;

/// A draft as it is kept.
pub struct Draft {
    pub content: String,
    pub updated_at: Moment,
}

impl Draft {
    pub fn expires(&self) -> Moment {
        expires(self.updated_at)
    }
}

/// When a draft that was saved then is deleted.
pub fn expires(updated_at: Moment) -> Moment {
    updated_at.days_ago(-KEPT)
}

/// What became of a request about a draft.
pub enum Found<T> {
    Here(T),
    /// It is not there, and anybody's.
    Free,
    /// It has another key.
    Others,
    /// Nothing more fits in.
    Full,
}

impl Storage {
    /// Keeps a draft under its id and key; tells whether there was one before.
    pub fn save_draft(&self, id: &str, key: &str, content: &str, now: Moment) -> Result<Found<bool>, Error> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM draft WHERE updated_at <= ?", [now.days_ago(KEPT).0])?;
        let before: Option<Hash> =
            transaction.query_row("SELECT key_hash FROM draft WHERE id = ?", [id], |row| row.get(0)).optional()?;
        if before.is_some_and(|before| before != key_hash(key)) {
            return Ok(Found::Others);
        }
        let kept: i64 = transaction.query_row(
            "SELECT coalesce(sum(length(content)), 0) FROM draft WHERE id <> ?",
            [id],
            |row| row.get(0),
        )?;
        if kept + content.len() as i64 > MOST {
            return Ok(Found::Full);
        }
        transaction.execute(
            "INSERT INTO draft (id, key_hash, content, updated_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at",
            params![id, key_hash(key), content, now.0],
        )?;
        transaction.commit()?;
        Ok(Found::Here(before.is_some()))
    }

    /// The draft, for who has its key.
    pub fn draft(&self, id: &str, key: &str, now: Moment) -> Result<Found<Draft>, Error> {
        let found: Option<(Hash, Draft)> = self
            .connection()
            .query_row(
                "SELECT key_hash, content, updated_at FROM draft WHERE id = ? AND updated_at > ?",
                params![id, now.days_ago(KEPT).0],
                |row| Ok((row.get(0)?, Draft { content: row.get(1)?, updated_at: Moment(row.get(2)?) })),
            )
            .optional()?;
        Ok(match found {
            None => Found::Free,
            Some((hash, draft)) if hash == key_hash(key) => Found::Here(draft),
            Some(_) => Found::Others,
        })
    }

    /// Forgets a draft.
    pub fn delete_draft(&self, id: &str, key: &str, now: Moment) -> Result<Found<()>, Error> {
        match self.draft(id, key, now)? {
            Found::Here(_) => {
                self.connection().execute("DELETE FROM draft WHERE id = ?", [id])?;
                Ok(Found::Here(()))
            }
            Found::Others => Ok(Found::Others),
            Found::Free | Found::Full => Ok(Found::Free),
        }
    }

    /// Deletes what has expired, in the log of what was written as well.
    pub fn sweep_drafts(&self, now: Moment) -> Result<usize, Error> {
        let connection = self.connection();
        let deleted = connection.execute("DELETE FROM draft WHERE updated_at <= ?", [now.days_ago(KEPT).0])?;
        if deleted > 0 {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(deleted)
    }
}

/// 256 bits that the app has derived from random ones need no salt. Hashes are compared, so how long that takes tells
/// nothing of the key.
fn key_hash(key: &str) -> Hash {
    hash("draft key", &[key.as_bytes()])
}
