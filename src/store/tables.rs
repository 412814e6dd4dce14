//! The tables, on the disk or in this tab's memory, and transactions over them.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange};

use super::memory::Memory;
use super::record::is_plain;
use super::{Error, Place, Store};
use crate::browser::indexed;

pub const DRAFTS: &str = "drafts";
/// Answers that were changed since their draft was written as a whole.
pub const CHANGES: &str = "changes";
/// Who writes a service's draft: a word of the form that is open in one tab.
pub const HOLDERS: &str = "holders";
pub const FILES: &str = "files";
pub const RECEIPTS: &str = "receipts";
/// The key that everything else is encrypted with.
pub const KEYS: &str = "keys";
pub const DEMO: &str = "demo";

/// All that hold something of the person's.
pub const ALL: [&str; 6] = [DRAFTS, CHANGES, HOLDERS, FILES, RECEIPTS, DEMO];

/// The index by the service that a record belongs to.
pub const BY_SERVICE: &str = "service";
/// The index by the time a record was put in.
pub const BY_TIME: &str = "at";

/// Of the tables. Raise it with every change of them, and teach [`make`] the way from each older one.
pub const VERSION: u32 = 2;

/// The way from an older version, 0 for no database, to the present one.
pub fn make(database: &IdbDatabase, before: u32) -> Result<(), JsValue> {
    if before < 1 {
        for table in [DRAFTS, RECEIPTS, DEMO] {
            database.create_object_store(table)?;
        }
        let files = database.create_object_store(FILES)?;
        files.create_index_with_str(BY_SERVICE, BY_SERVICE)?;
        files.create_index_with_str(BY_TIME, BY_TIME)?;
    }
    // What version 1 kept was not encrypted; it is read as it is, and `refresh` encrypts it.
    if before < 2 {
        for table in [KEYS, HOLDERS] {
            database.create_object_store(table)?;
        }
        database.create_object_store(CHANGES)?.create_index_with_str(BY_SERVICE, BY_SERVICE)?;
    }
    Ok(())
}

impl Store {
    /// Begins a transaction, where the tables are now.
    pub(super) async fn begin(&self, tables: &[&str], write: bool) -> Result<Transaction, Error> {
        if let Place::Memory(memory) = &*self.0.place.borrow() {
            return Ok(Transaction::Memory(memory.clone()));
        }
        Ok(Transaction::Disk(self.on_disk(tables, write).await?))
    }
}

/// Several reads and writes that happen together or not at all. Between them nothing else may be awaited.
pub enum Transaction {
    Disk(indexed::Transaction),
    Memory(Rc<Memory>),
}

impl Transaction {
    /// Writes; whether it worked is known after [`Transaction::done`].
    pub fn put(&self, table: &str, key: &str, value: &JsValue) -> Result<(), Error> {
        match self {
            // Made for the tab's memory, while that was taken over by the disk; the next write is made for the disk.
            Transaction::Disk(_) if is_plain(value) => Err(Error::Other("it would lie open on the disk".to_owned())),
            Transaction::Disk(disk) => Ok(disk.put(table, key, value)?),
            Transaction::Memory(memory) => {
                memory.put(table, key, value);
                Ok(())
            }
        }
    }

    /// Removes; whether it worked is known after [`Transaction::done`].
    pub fn delete(&self, table: &str, key: &str) -> Result<(), Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.delete(table, &key.into())?),
            Transaction::Memory(memory) => {
                memory.delete(table, key);
                Ok(())
            }
        }
    }

    /// Removes everything in a table; whether it worked is known after [`Transaction::done`].
    pub fn clear(&self, table: &str) -> Result<(), Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.clear(table)?),
            Transaction::Memory(memory) => {
                memory.clear(table);
                Ok(())
            }
        }
    }

    /// The value of a key, undefined where there is none.
    pub async fn get(&self, table: &str, key: &str) -> Result<JsValue, Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.get(table, key).await?),
            Transaction::Memory(memory) => Ok(memory.get(table, key)),
        }
    }

    /// All values of a table in the order of their keys.
    pub async fn all(&self, table: &str) -> Result<Array, Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.all(table).await?),
            Transaction::Memory(memory) => Ok(memory.all(table)),
        }
    }

    /// All keys of a table in their order.
    pub async fn keys(&self, table: &str) -> Result<Array, Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.keys(table).await?),
            Transaction::Memory(memory) => Ok(memory.keys(table)),
        }
    }

    /// The values that belong to a service.
    pub async fn all_of(&self, table: &str, service: &str) -> Result<Array, Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.all_where(table, BY_SERVICE, &service.into()).await?),
            Transaction::Memory(memory) => Ok(memory.all_of(table, service)),
        }
    }

    /// The keys of what belongs to a service.
    pub async fn keys_of(&self, table: &str, service: &str) -> Result<Array, Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.keys_where(table, BY_SERVICE, &service.into()).await?),
            Transaction::Memory(memory) => Ok(memory.keys_of(table, service)),
        }
    }

    /// The keys of what was put in until `time`; in a tab's memory nothing grows old.
    pub async fn keys_until(&self, table: &str, time: f64) -> Result<Array, Error> {
        match self {
            Transaction::Disk(disk) => {
                let until = IdbKeyRange::upper_bound(&time.into())?;
                Ok(disk.keys_where(table, BY_TIME, &until).await?)
            }
            Transaction::Memory(_) => Ok(Array::new()),
        }
    }

    /// Ends well when everything was written, else with what went wrong; then nothing was.
    pub async fn done(self) -> Result<(), Error> {
        match self {
            Transaction::Disk(disk) => Ok(disk.done().await?),
            Transaction::Memory(_) => Ok(()),
        }
    }
}
