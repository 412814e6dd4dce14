//! An application after it was sent: the case, its messages and documents, and the news of it.

use serde::{Deserialize, Serialize};

use super::{Task, there};
use crate::recipe::Office;
use crate::text::Text;

/// The answer to `GET /cases/{reference}`, and to every request that changes a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    pub reference: String,
    /// The service's id.
    pub service: String,
    pub title: Text,
    /// Grows with every change, so that answers that come out of order are told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// One of the six names of [`crate::case::Status`].
    pub status: String,
    /// `granted`, `rejected` or `withdrawn`; only with `COMPLETED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// RFC 3339.
    pub submitted_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// The day (`YYYY-MM-DD`) by which the office expects to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_by: Option<String>,
    /// In any order.
    pub events: Vec<Event>,
    /// Markdown: what happens next, or what the citizen has to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Text>,
    /// Who to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<Office>,
    /// What the office asks or asked of the citizen; done ones stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// In any order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// What the office has issued, the decision among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Only with `COMPLETED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What can be done now: `message`, `withdraw`, and whatever else there may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<String>,
    /// Markdown: what withdrawing means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Text>,
}

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// RFC 3339.
    pub at: String,
    /// The status from then on.
    pub status: String,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// How a case was decided, and what can be done against it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// RFC 3339.
    pub at: String,
    /// Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Markdown: how to object to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Text>,
    /// The id of the document it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// What one side wrote to the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: String,
    /// RFC 3339.
    pub at: String,
    /// `citizen` or `office`.
    pub from: String,
    /// Plain text, as it was written.
    pub text: String,
    /// The language it was written in (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who of the office wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// RFC 3339: when the other side read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Document>,
}

/// A file of a case that can be fetched with `GET /cases/{reference}/documents/{document}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub id: String,
    /// RFC 3339.
    pub at: String,
    pub title: Text,
    /// Of the file, with its ending.
    pub name: String,
    /// For example "application/pdf".
    #[serde(rename = "type")]
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// Of the bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// The body of `POST /cases/{reference}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMessage {
    pub text: String,
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The ids of attachments that were sent before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

/// The body of `PUT /cases/{reference}/read`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadMark {
    /// The id of the newest message that was read.
    pub message: String,
}

/// The body of `POST /cases/{reference}/withdrawal`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalRequest {
    /// Nobody has to give one.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The data of an event `case` of `GET /cases/{reference}/changes`: the case is worth reading again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    pub revision: u64,
    pub status: String,
    /// RFC 3339.
    pub updated_at: String,
}
