//! The port to whatever stands behind the app: what is asked of it, and everything that may go wrong there.
//!
//! The types and the judging of answers are pure; what talks to a backend needs a browser, one file an adapter.

pub mod answer;
pub mod calendar;
#[cfg(target_arch = "wasm32")]
pub mod demo;
pub mod mapping;
pub mod offers;
pub mod open311;
#[cfg(target_arch = "wasm32")]
mod port;
#[cfg(target_arch = "wasm32")]
pub mod rest;
pub mod wire;
pub mod written;

use crate::broken::BrokenFile;
use crate::case::{AccessCode, Reference};

pub use offers::{FoundAddress, Hold, Offers, Section, Slot};
#[cfg(target_arch = "wasm32")]
pub use port::{Backend, LocalFuture, Progress};
pub use wire::ServiceSummary;

/// Makes it harmless to send the same thing twice: the backend answers a known key as it did the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for IdempotencyKey {
    fn from(key: String) -> Self {
        Self(key)
    }
}

/// The backend's name for an attachment whose bytes it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentId(String);

impl AttachmentId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for AttachmentId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

/// What the backend answers to an application it has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// [`Reference::is_local`] where the backend gives none.
    pub reference: Reference,
    /// `None` where the reference alone opens the case.
    pub access_code: Option<AccessCode>,
    /// RFC 3339.
    pub submitted_at: String,
}

/// Why a backend did not do what was asked. `Display` is for developers; citizens get the sentence of [`Error::key`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("the device is offline")]
    Offline,
    #[error("no answer in time")]
    Timeout,
    /// It said so itself, or it could not be reached: then `status` is 0.
    #[error("not available (status {status})")]
    Unavailable { status: u16 },
    /// Too many requests; `retry_after` in seconds, where it was told.
    #[error("too many requests")]
    RateLimited { retry_after: Option<u32> },
    #[error("not found")]
    NotFound,
    /// Wrong access code, or no such case: the contract never tells which.
    #[error("reference and access code do not fit")]
    Denied,
    #[error("the attachment is too large")]
    TooLarge,
    #[error("attachments of this type are not taken")]
    WrongType,
    /// The answers are not accepted.
    #[error("the answers are not accepted")]
    Rejected {
        /// JSON Pointer into the application and a sentence for the citizen, in the language asked for.
        problems: Vec<(String, String)>,
        /// A sentence for the citizen about the whole.
        detail: Option<String>,
    },
    /// The idempotency key was used before, with other content.
    #[error("the key was used with other content")]
    Conflict,
    /// It was on its way when the connection broke, and this backend cannot be asked whether it has it.
    #[error("the outcome is not known: {cause}")]
    Uncertain { cause: String },
    /// It has what was sent and no number for it yet.
    #[error("there is no number yet")]
    Pending,
    /// An answer that is not the contract's.
    #[error("not the contract: {cause}")]
    Contract { cause: String },
    /// A recipe or a code list with mistakes, for its author.
    #[error("{} has {} problems", .0.name, .0.problems.len())]
    Broken(Box<BrokenFile>),
    /// This device could not give or keep what is needed.
    #[error("{0}")]
    Storage(String),
}

impl Error {
    /// The key of the sentence for the citizen.
    pub fn key(&self) -> &'static str {
        match self {
            Error::Offline => "backend.offline",
            Error::Timeout => "backend.timeout",
            Error::Unavailable { .. } => "backend.unavailable",
            Error::RateLimited { .. } => "backend.rateLimited",
            Error::NotFound => "backend.notFound",
            Error::Denied => "backend.denied",
            Error::TooLarge => "backend.tooLarge",
            Error::WrongType => "backend.wrongType",
            Error::Rejected { .. } => "backend.rejected",
            Error::Conflict => "backend.conflict",
            Error::Uncertain { .. } => "backend.uncertain",
            Error::Pending => "backend.pending",
            Error::Contract { .. } => "backend.contract",
            Error::Broken(_) => "backend.recipe",
            Error::Storage(_) => "backend.storage",
        }
    }

    /// Whether the same may work later without anything changed, and cannot happen twice by that. A broken answer counts: it
    /// is often a proxy's.
    pub fn retryable(&self) -> bool {
        matches!(
            self,
            Error::Offline
                | Error::Timeout
                | Error::Unavailable { .. }
                | Error::RateLimited { .. }
                | Error::Pending
                | Error::Contract { .. }
                | Error::Storage(_)
        )
    }

    /// The seconds to wait, where the backend told.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Error::RateLimited { retry_after } => *retry_after,
            _ => None,
        }
    }

    /// An answer that is not the contract's, and in what.
    pub fn contract(cause: &str) -> Self {
        Error::Contract { cause: cause.to_owned() }
    }
}
