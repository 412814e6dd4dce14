//! What the office asks of a citizen, and the citizen's answer.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Payment;
use crate::text::Text;

/// Something that the citizen is to do for a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub id: String,
    /// `evidence`, `question`, `correction`, `appointment`, `payment`, and whatever else there may be.
    pub kind: String,
    /// `open`, `done` or `cancelled`.
    pub state: String,
    pub title: Text,
    /// Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// RFC 3339.
    pub at: String,
    /// The day (`YYYY-MM-DD`) by which it is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_by: Option<String>,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<String>,
    /// What is asked: fields as in a recipe. None for a payment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Map<String, Value>>,
    /// What the fields begin with: field id to answer.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub given: Map<String, Value>,
    /// What was answered, once it is done.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub answers: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
}

/// The body of `POST /cases/{reference}/tasks/{task}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskAnswer {
    /// Field id to answer; only fields that were shown and answered.
    pub answers: Map<String, Value>,
}
