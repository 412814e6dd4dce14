//! What goes over the wire: the REST contract of `public/openapi.yaml` as plain types, read and written by serde.
//!
//! The app reads them, the reference backend writes them (and the other way round for what is sent), so neither can drift
//! from the other unnoticed. Keys that are not known are passed over, so that a backend may tell more than the contract;
//! keys that are missing, or of another type, are refused. Recipes are read by [`crate::recipe::parse`].
//!
//! The app itself reads bodies by hand ([`super::answer`]); types that only the other side and the tools need are left out
//! of the browser's program.

#[cfg(not(target_arch = "wasm32"))]
use serde::{Deserialize, Deserializer};

mod applications;
#[cfg(not(target_arch = "wasm32"))]
mod cases;
#[cfg(not(target_arch = "wasm32"))]
mod drafts;
#[cfg(not(target_arch = "wasm32"))]
mod payments;
mod places;
mod problems;
mod services;
#[cfg(not(target_arch = "wasm32"))]
mod tasks;

#[cfg(not(target_arch = "wasm32"))]
pub use applications::Application;
pub use applications::{Receipt, StoredAttachment, content_disposition};
#[cfg(not(target_arch = "wasm32"))]
pub use cases::{Case, Change, Decision, Document, Event, Message, NewMessage, ReadMark, WithdrawalRequest};
#[cfg(not(target_arch = "wasm32"))]
pub use drafts::{DraftContent, SavedDraft, StoredDraft};
#[cfg(not(target_arch = "wasm32"))]
pub use payments::{Payment, PaymentRequest, PaymentResult, PaymentStart};
pub use places::{Addresses, FoundAddress, Hold, HoldRequest, Slot, Slots};
pub use problems::{Objection, Problem};
pub use services::{CodeList, CodeListItem, Keywords, Offers, ServiceSummary, Services};
#[cfg(not(target_arch = "wasm32"))]
pub use tasks::{Task, TaskAnswer};

/// Reads a key of a request that may be left out, but is not null where it is there.
#[cfg(not(target_arch = "wasm32"))]
fn there<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}
