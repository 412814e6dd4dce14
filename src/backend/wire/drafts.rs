//! Drafts that a backend keeps for a while, so that another device can go on with them. It cannot read them.

use serde::{Deserialize, Serialize};

/// The body of `PUT /drafts/{draft}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftContent {
    /// Base64 (RFC 4648 § 4) of what the app has encrypted.
    pub content: String,
}

/// The answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedDraft {
    /// RFC 3339.
    pub updated_at: String,
    /// RFC 3339: when it is deleted unless it is saved again.
    pub expires: String,
}

/// The answer to `GET /drafts/{draft}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredDraft {
    /// As it was saved.
    pub content: String,
    /// RFC 3339.
    pub updated_at: String,
    /// RFC 3339.
    pub expires: String,
}
