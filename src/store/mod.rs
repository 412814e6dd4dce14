//! What stays on this device: drafts with their files, and receipts, in the browser's IndexedDB, encrypted.
//!
//! Every record keeps what is not needed to find it in one `payload`, encrypted with a key that no script can read and that
//! stays in the browser (`record.rs`). Where nothing can or may be kept, the same tables are in the tab's memory.

mod attempts;
mod claim;
mod demo;
mod draft;
mod file;
mod memory;
mod receipt;
mod record;
pub mod saver;
mod sweep;
mod tables;
mod taking_over;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::browser::indexed::{self, Database};
use crate::browser::{cause, crypto, property};
use memory::Memory;
use tables::{DRAFTS, HOLDERS};

pub use claim::Claim;
pub use draft::{Change, Draft};
pub use receipt::ReceiptEntry;

/// Milliseconds after which a database that does not open counts as not there, for now.
const OPEN_WITHIN: i32 = 5_000;

/// Why the device did not keep, give or remove something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A private window, a sandboxed frame, or forbidden by the person or their administrator.
    #[error("this browser keeps nothing for this page ({0})")]
    Unavailable(String),
    /// A page that is not encrypted on its way here: browsers let it encrypt nothing itself.
    #[error("an http: page may not encrypt, so nothing is kept on this device")]
    Insecure,
    /// The person said that others use this device, or who runs the page did.
    #[error("nothing is kept on a shared device")]
    Shared,
    /// The database has not opened yet.
    #[error("this device does not open its memory")]
    Slow,
    /// The device's storage, or the share of it that the browser gives a page.
    #[error("there is no room left on this device")]
    Full,
    /// The draft was taken over, sent or removed, in another tab mostly.
    #[error("the draft is another form's meanwhile")]
    Elsewhere,
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
            Error::Insecure => "draft.insecure",
            Error::Shared => "draft.shared",
            Error::Slow => "draft.slow",
            Error::Full => "draft.full",
            Error::Elsewhere => "draft.elsewhere",
            Error::Unreadable(_) => "draft.unreadable",
            Error::Outdated => "draft.outdated",
            Error::Other(_) => "draft.failed",
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
    place: RefCell<Place>,
    /// Why nothing is on the disk, where nothing is.
    away: RefCell<Option<Error>>,
    /// The app is gone; nothing is tried any more.
    ended: Cell<bool>,
}

/// Where the tables are.
enum Place {
    /// Nowhere yet.
    Nowhere,
    Disk(Database),
    Memory(Rc<Memory>),
}

impl Store {
    /// Opens the store of one backend: `scope` is its address, so that two deployments on an origin stay apart. `shared`:
    /// nothing may outlive this tab. Where nothing can be kept on the disk, [`Store::away`] tells why, and nothing is kept at all
    /// until [`Store::settle`].
    pub async fn open(scope: &str, shared: bool) -> Store {
        let name = ["amtsgang ", scope].concat();
        let opened = if shared {
            Err(Error::Shared)
        } else if !crypto::is_there() {
            Err(Error::Insecure)
        } else {
            connect(&name, OPEN_WITHIN).await
        };
        let (place, away) = match opened {
            Ok(database) => (Place::Disk(database), None),
            Err(error) => (Place::Nowhere, Some(error)),
        };
        let store = Store::at(&name, place);
        store.0.away.replace(away);
        store
    }

    fn at(name: &str, place: Place) -> Store {
        let (place, away, ended) = (RefCell::new(place), RefCell::default(), Cell::new(false));
        Store(Rc::new(Inner { name: name.to_owned(), place, away, ended }))
    }

    /// Why nothing outlives this tab, if that is so.
    pub fn away(&self) -> Option<Error> {
        self.0.away.borrow().clone()
    }

    /// The name of the lock that whoever writes a service's draft holds.
    pub fn lock_name(&self, service: &str) -> String {
        [&self.0.name, " ", service].concat()
    }

    /// Whether there is a draft of a service, and whose word stands there.
    pub async fn found(&self, service: &str) -> Result<(bool, Option<String>), Error> {
        if let Place::Memory(memory) = &*self.0.place.borrow() {
            return Ok(memory.found(service));
        }
        let transaction = self.on_disk(&[DRAFTS, HOLDERS], false).await?;
        let is_there = !transaction.get(DRAFTS, service).await?.is_undefined();
        Ok((is_there, transaction.get(HOLDERS, service).await?.as_string()))
    }

    /// Begins a transaction on the disk. A connection may have been closed by now: by the browser (Safari does so to pages in the
    /// background), by the person who removed the site's data, or for another tab. It is opened again, once.
    async fn on_disk(&self, tables: &[&str], write: bool) -> Result<indexed::Transaction, Error> {
        let begun = match &*self.0.place.borrow() {
            Place::Disk(database) => database.transaction(tables, write).ok(),
            _ => return Err(self.away().unwrap_or(Error::Slow)),
        };
        if let Some(transaction) = begun {
            return Ok(transaction);
        }
        let database = connect(&self.0.name, OPEN_WITHIN).await?;
        let transaction = database.transaction(tables, write)?;
        if matches!(*self.0.place.borrow(), Place::Disk(_)) {
            self.0.place.replace(Place::Disk(database));
        }
        Ok(transaction)
    }
}

async fn connect(name: &str, within: i32) -> Result<Database, Error> {
    indexed::open(name, tables::VERSION, tables::make, within).await.map_err(|thrown| {
        if thrown.is_null() {
            return Error::Slow;
        }
        match thrown.into() {
            Error::Other(cause) => Error::Unavailable(cause),
            other => other,
        }
    })
}
