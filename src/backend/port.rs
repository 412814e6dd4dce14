//! `Backend`: what every adapter does.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use web_sys::Blob;

use super::{AttachmentId, Error, FoundAddress, Hold, IdempotencyKey, Offers, Receipt, Section, ServiceSummary, Slot};
use crate::case::{AccessCode, Case, Reference};
use crate::expr::date::Date;
use crate::field::CodeList;
use crate::form::Submission;
use crate::recipe::Recipe;

pub use crate::browser::upload::Progress;

/// A future of this thread. Dropping it cancels what it does, as far as that can be cancelled.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Where services come from and applications go to.
pub trait Backend {
    /// What there is to apply for.
    fn services(&self) -> LocalFuture<'_, Result<Vec<ServiceSummary>, Error>>;

    /// The recipe of a service; [`Error::NotFound`] for one that does not exist.
    fn recipe<'a>(&'a self, id: &'a str) -> LocalFuture<'a, Result<Rc<Recipe>, Error>>;

    /// The code list of this name, in all its languages; [`Error::NotFound`] for one that does not exist.
    fn code_list<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Result<CodeList, Error>>;

    /// Hands over a file's bytes. Doing so again with the same key gives the same attachment.
    fn attach<'a>(
        &'a self,
        file: &'a Blob,
        name: &'a str,
        key: &'a IdempotencyKey,
        progress: Option<Progress>,
    ) -> LocalFuture<'a, Result<AttachmentId, Error>>;

    /// Sends an application. Doing so again with the same key and content gives the same receipt; a backend that cannot promise
    /// that answers with [`Error::Uncertain`] instead, once, and sends again when it is asked to after that.
    fn send<'a>(
        &'a self,
        application: &'a Submission,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Receipt, Error>>;

    /// Whether a case is asked for by reference and access code, and not by its reference alone.
    fn has_codes(&self) -> bool;

    /// How far a case is; [`Error::Denied`] when reference and code do not fit.
    fn case<'a>(
        &'a self,
        reference: &'a Reference,
        code: Option<&'a AccessCode>,
    ) -> LocalFuture<'a, Result<Case, Error>>;

    /// What else it offers. Asking again costs nothing.
    fn offers(&self) -> LocalFuture<'_, Result<Offers, Error>>;

    /// At most `limit` addresses that fit the words, the best first.
    fn addresses<'a>(&'a self, words: &'a str, limit: u32) -> LocalFuture<'a, Result<Vec<FoundAddress>, Error>>;

    /// A picture of a map with the point in its middle: PNG, JPEG or WebP.
    fn map(&self, section: Section) -> LocalFuture<'_, Result<Blob, Error>>;

    /// The free slots of a calendar on these days, both among them; [`Error::NotFound`] for no such calendar.
    fn slots<'a>(&'a self, calendar: &'a str, days: [Date; 2]) -> LocalFuture<'a, Result<Vec<Slot>, Error>>;

    /// Holds a slot for the citizen; [`Error::Conflict`] when somebody else has it. Doing so again with the same key
    /// gives the same hold.
    fn hold<'a>(
        &'a self,
        calendar: &'a str,
        slot: &'a str,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Hold, Error>>;

    /// Gives a held slot back. One that is not held any more is no error.
    fn release<'a>(&'a self, hold: &'a str) -> LocalFuture<'a, Result<(), Error>>;

    /// Whether nothing is ever sent, so that the app has to say so.
    fn is_demo(&self) -> bool;
}
