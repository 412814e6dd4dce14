//! What stays on this device: drafts with their files, and receipts, in the browser's IndexedDB.
//!
//! Every record keeps what is not needed to find it in one opaque `payload`.

mod attempts;
mod demo;
mod draft;
mod file;
mod receipt;
mod record;
pub mod saver;
mod sweep;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::IdbDatabase;

use crate::browser::indexed::{self, Database, Transaction};
use crate::browser::{cause, property};

pub use draft::Draft;
pub use receipt::ReceiptEntry;

const DRAFTS: &str = "drafts";
const FILES: &str = "files";
const RECEIPTS: &str = "receipts";
const DEMO: &str = "demo";

/// The index of the files by the service whose draft they belong to.
const BY_SERVICE: &str = "service";
/// The index of the files by the time they were put in.
const BY_TIME: &str = "at";

/// Of the tables. Raise it with every change of them, and teach `make_tables` the way from each older one.
const VERSION: u32 = 1;

/// Why the device did not keep, give or remove something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A private window, a sandboxed frame, or forbidden by the person or their administrator.
    #[error("this browser keeps nothing for this page ({0})")]
    Unavailable(String),
    /// The device's storage, or the share of it that the browser gives a page.
    #[error("there is no room left on this device")]
    Full,
    /// A newer version of the app has changed the tables. Loading the page again brings that version.
    #[error("a newer version of the app has taken over what is kept here; load the page again")]
    Outdated,
    #[error("what is kept as {0} cannot be read any more")]
    Unreadable(String),
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// The key of the sentence for the citizen.
    pub fn key(&self) -> &'static str {
        match self {
            Error::Unavailable(_) => "draft.unavailable",
            Error::Full => "draft.full",
            Error::Outdated | Error::Unreadable(_) | Error::Other(_) => "draft.failed",
        }
    }
}

/// What IndexedDB threw (W3C Indexed Database API 3.0 § 3, "Exceptions").
impl From<JsValue> for Error {
    fn from(thrown: JsValue) -> Self {
        let name = property(&thrown, "name").and_then(|name| name.as_string()).unwrap_or_default();
        match name.as_str() {
            "QuotaExceededError" => Error::Full,
            "VersionError" => Error::Outdated,
            _ => Error::Other(cause(&thrown)),
        }
    }
}

/// The device's memory for one backend. Clones are the same store.
#[derive(Clone)]
pub struct Store(Rc<Inner>);

struct Inner {
    name: String,
    database: RefCell<Option<Database>>,
}

impl Store {
    /// Opens the store of one backend: `scope` is its address, so that two deployments on an origin stay apart.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] or [`Error::Outdated`]. The app works without, and has to say so.
    pub async fn open(scope: &str) -> Result<Store, Error> {
        let name = ["amtsgang ", scope].concat();
        let database = RefCell::new(Some(connect(&name).await?));
        Ok(Store(Rc::new(Inner { name, database })))
    }

    /// Begins a transaction. A connection may have been closed by now: by the browser (Safari does so to pages in the
    /// background), by the person who removed the site's data, or for another tab. It is opened again, once.
    async fn begin(&self, tables: &[&str], write: bool) -> Result<Transaction, Error> {
        let begun = self.0.database.borrow().as_ref().and_then(|database| database.transaction(tables, write).ok());
        if let Some(transaction) = begun {
            return Ok(transaction);
        }
        let database = connect(&self.0.name).await?;
        let transaction = database.transaction(tables, write)?;
        self.0.database.replace(Some(database));
        Ok(transaction)
    }

    /// Removes everything: drafts, files, receipts, and what the demonstration keeps in the office's place.
    pub async fn remove_all(&self) -> Result<(), Error> {
        let tables = [DRAFTS, FILES, RECEIPTS, DEMO];
        let transaction = self.begin(&tables, true).await?;
        for table in tables {
            transaction.clear(table)?;
        }
        Ok(transaction.done().await?)
    }

    /// In one transaction: keeps the receipt of what was sent, and removes the draft of `service` with its files.
    pub async fn finish(&self, receipt: &ReceiptEntry, service: &str) -> Result<(), Error> {
        let transaction = self.begin(&[DRAFTS, FILES, RECEIPTS], true).await?;
        receipt.put(&transaction)?;
        draft::remove(&transaction, service).await?;
        Ok(transaction.done().await?)
    }
}

async fn connect(name: &str) -> Result<Database, Error> {
    indexed::open(name, VERSION, make_tables).await.map_err(|thrown| match thrown.into() {
        Error::Other(cause) => Error::Unavailable(cause),
        other => other,
    })
}

/// The way from no database to version 1.
fn make_tables(database: &IdbDatabase) -> Result<(), JsValue> {
    for table in [DRAFTS, RECEIPTS, DEMO] {
        database.create_object_store(table)?;
    }
    let files = database.create_object_store(FILES)?;
    files.create_index_with_str(BY_SERVICE, BY_SERVICE)?;
    files.create_index_with_str(BY_TIME, BY_TIME)?;
    Ok(())
}
