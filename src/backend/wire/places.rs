//! Addresses found by a search; free times, and holding one.

use serde::{Deserialize, Serialize};

/// The answer to `GET /addresses`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Addresses {
    /// The best first.
    pub items: Vec<FoundAddress>,
}

/// An address that a search has found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundAddress {
    pub text: String,
    /// In degrees of WGS 84, as `longitude`.
    pub latitude: f64,
    pub longitude: f64,
}

/// The answer to `GET /calendars/{calendar}/slots`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    pub items: Vec<Slot>,
}

/// A free time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub id: String,
    /// RFC 3339, in the office's own time, as `end`.
    pub start: String,
    pub end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// The body of `POST /calendars/{calendar}/holds`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRequest {
    pub slot: String,
}

/// The answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Not to be guessed: who knows it can book the slot and give it back.
    pub hold: String,
    pub slot: String,
    /// RFC 3339, as `end` and `expires`.
    pub start: String,
    pub end: String,
    pub expires: String,
    /// From now until it expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
}
