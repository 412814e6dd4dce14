//! `Backend`: what every adapter does.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use web_sys::Blob;

use super::{AttachmentId, Error, IdempotencyKey, Receipt, ServiceSummary};
use crate::case::{AccessCode, Case, Reference};
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

    /// Sends an application. Doing so again with the same key and content gives the same receipt.
    fn send<'a>(
        &'a self,
        application: &'a Submission,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Receipt, Error>>;

    /// How far a case is; [`Error::Denied`] when reference and code do not fit.
    fn case<'a>(&'a self, reference: &'a Reference, code: &'a AccessCode) -> LocalFuture<'a, Result<Case, Error>>;

    /// Whether nothing is ever sent, so that the app has to say so.
    fn is_demo(&self) -> bool;
}
