//! Who of several open forms writes a draft.
//!
//! Every form makes a claim when it opens, also before the later part of the program is there: this room is in the first one.

use std::cell::RefCell;

use super::Error;
use super::tables::{HOLDERS, Transaction};
use crate::browser::random;

/// The right of one open form to write a service's draft.
pub struct Claim {
    own: String,
    /// Whose word has to stand there: nobody's, a former one's, at last our own.
    known: RefCell<Option<String>>,
}

impl Claim {
    /// For a form that has seen `known` as the draft's holder.
    pub fn after(known: Option<String>) -> Claim {
        Claim { own: random::uuid(), known: RefCell::new(known) }
    }

    /// Ends with [`Error::Elsewhere`] when somebody else has written, sent or removed the draft meanwhile.
    pub(super) async fn check(&self, transaction: &Transaction, service: &str) -> Result<(), Error> {
        let holder = transaction.get(HOLDERS, service).await?.as_string();
        if holder == *self.known.borrow() { Ok(()) } else { Err(Error::Elsewhere) }
    }

    pub(super) fn take(&self, transaction: &Transaction, service: &str) -> Result<(), Error> {
        transaction.put(HOLDERS, service, &self.own.as_str().into())
    }

    /// As if nobody had ever written the draft.
    pub(super) fn forget(&self) {
        self.known.take();
    }

    pub(super) fn taken(&self) {
        self.known.replace(Some(self.own.clone()));
    }
}
