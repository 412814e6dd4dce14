//! Open311 GeoReport v2: reports to a city's own defect system, for cities that have one already.
//!
//! All but `adapter` and `server` is pure: what a server answers (JSON, or XML turned into the same values) becomes services, a recipe and a case, and an
//! application becomes the form-encoded request. What the server does not say of a service (who is responsible, what happens to
//! personal data) is in the municipality's frame. The specification: <https://wiki.open311.org/GeoReport_v2>.

#[cfg(target_arch = "wasm32")]
pub mod adapter;
pub mod answer;
mod asking;
pub mod frame;
pub mod markup;
mod media;
mod names;
mod post;
mod progress;
#[cfg(target_arch = "wasm32")]
pub mod server;
mod service;

pub use answer::{judge, whole};
pub use frame::Frame;
pub use media::base64;
pub use names::{Ticket, service_id};
pub use post::{Posted, Sender, post, posted, token};
pub use progress::case;
pub use service::{Attribute, Datatype, Service, definition, services};
