//! What is kept: one SQLite file, and the attachments' bytes as files beside it.
//!
//! Write-ahead logging lets the office's command change a case while the server runs. Nothing here knows HTTP.

pub mod applications;
pub mod attachments;
pub mod cases;
pub mod changes;
pub mod documents;
pub mod drafts;
pub mod holds;
pub mod messages;
pub mod payments;
pub mod tasks;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use crate::secrets::NoRandomness;

/// The name of the database in the data directory.
pub const DATABASE: &str = "amtsgang.sqlite";

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    #[error("a file could not be read or written: {0}")]
    File(#[from] io::Error),
    #[error("a stored value is not what was written: {0}")]
    Stored(#[from] serde_json::Error),
    #[error("a sealed access code could not be opened")]
    Sealed,
    #[error(transparent)]
    Random(#[from] NoRandomness),
    #[error("the data directory was made by another version (schema {0})")]
    Version(i64),
}

/// Times are seconds since 1970; texts in several languages and answers are JSON.
const SCHEMA: &str = "
    CREATE TABLE application (
        reference TEXT PRIMARY KEY,
        service TEXT NOT NULL,
        version INTEGER NOT NULL,
        language TEXT NOT NULL,
        answers TEXT NOT NULL,
        submitted_at INTEGER NOT NULL,
        key_hash BLOB NOT NULL UNIQUE,
        fingerprint BLOB NOT NULL,
        code_salt BLOB NOT NULL,
        code_hash BLOB NOT NULL,
        code_sealed BLOB NOT NULL
    ) STRICT;
    CREATE TABLE case_file (
        reference TEXT PRIMARY KEY REFERENCES application,
        title TEXT NOT NULL,
        status TEXT NOT NULL,
        outcome TEXT,
        updated_at INTEGER NOT NULL,
        expected_by TEXT,
        next TEXT,
        office TEXT
    ) STRICT;
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        reference TEXT NOT NULL REFERENCES case_file,
        at INTEGER NOT NULL,
        status TEXT NOT NULL,
        note TEXT
    ) STRICT;
    CREATE INDEX event_of_case ON event (reference, id);
    CREATE TABLE attachment (
        id TEXT PRIMARY KEY,
        file TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        key_hash BLOB NOT NULL UNIQUE,
        fingerprint BLOB NOT NULL,
        reference TEXT REFERENCES application
    ) STRICT;
    CREATE INDEX attachment_unreferenced ON attachment (created_at) WHERE reference IS NULL;
    PRAGMA user_version = 1;
";

/// What the second version of the tables has beside the first's: a slot has one row at most.
const HOLDS: &str = "
    CREATE TABLE hold (
        id TEXT PRIMARY KEY,
        calendar TEXT NOT NULL,
        slot TEXT NOT NULL,
        start TEXT NOT NULL,
        expires INTEGER NOT NULL,
        key_hash BLOB NOT NULL,
        reference TEXT REFERENCES application,
        UNIQUE (calendar, slot)
    ) STRICT;
    PRAGMA user_version = 2;
";

/// What the third version has beside them: what goes on after sending, and drafts. Tasks, messages and documents are kept as
/// the JSON that is told of them.
const AFTERWARDS: &str = "
    ALTER TABLE case_file ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE case_file ADD COLUMN decision TEXT;
    CREATE TABLE task (
        reference TEXT NOT NULL REFERENCES case_file,
        id TEXT NOT NULL,
        task TEXT NOT NULL,
        UNIQUE (reference, id)
    ) STRICT;
    CREATE TABLE message (
        reference TEXT NOT NULL REFERENCES case_file,
        id TEXT NOT NULL,
        message TEXT NOT NULL,
        UNIQUE (reference, id)
    ) STRICT;
    CREATE TABLE document (
        reference TEXT NOT NULL REFERENCES case_file,
        id TEXT NOT NULL,
        file TEXT NOT NULL,
        document TEXT NOT NULL,
        listed INTEGER NOT NULL,
        UNIQUE (reference, id)
    ) STRICT;
    CREATE INDEX document_file ON document (file);
    CREATE TABLE payment (
        id TEXT PRIMARY KEY,
        reference TEXT NOT NULL REFERENCES case_file,
        task TEXT NOT NULL,
        return_to TEXT NOT NULL,
        state TEXT NOT NULL,
        expires INTEGER NOT NULL,
        key_hash BLOB NOT NULL UNIQUE,
        fingerprint BLOB NOT NULL
    ) STRICT;
    CREATE TABLE done (
        key_hash BLOB PRIMARY KEY,
        fingerprint BLOB NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE draft (
        id TEXT PRIMARY KEY,
        key_hash BLOB NOT NULL,
        content TEXT NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT;
    PRAGMA user_version = 3;
";

pub struct Storage {
    connection: Mutex<Connection>,
    /// Where the attachments' bytes are.
    attachments: PathBuf,
}

impl Storage {
    /// Opens the data directory and makes it if it is not there, readable by its owner alone.
    pub fn open(directory: &Path) -> Result<Storage, Error> {
        let attachments = directory.join("attachments");
        fs::create_dir_all(&attachments)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
        }
        let mut connection = Connection::open(directory.join(DATABASE))?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted is overwritten, not only forgotten.
        connection.pragma_update(None, "secure_delete", true)?;
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        match transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))? {
            0 => transaction.execute_batch(&[SCHEMA, HOLDS, AFTERWARDS].concat())?,
            1 => transaction.execute_batch(&[HOLDS, AFTERWARDS].concat())?,
            2 => transaction.execute_batch(AFTERWARDS)?,
            3 => {}
            other => return Err(Error::Version(other)),
        }
        transaction.commit()?;
        Ok(Storage { connection: Mutex::new(connection), attachments })
    }

    /// One at a time; every use is a few milliseconds at most. A use that panicked has left no open transaction.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
