//! Paying for a case: with whom, how much, and how it ended.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// What is to be paid, in a task of the kind `payment`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// In the smallest unit of the currency: cents.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    pub reason: Text,
    /// `open`, `pending`, `paid`, `failed`, `cancelled` or `refunded`.
    pub state: String,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<String>,
    /// The id of the document that is the receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// The body of `POST /cases/{reference}/tasks/{task}/payments`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentRequest {
    /// The address of the page to come back to.
    pub return_to: String,
}

/// The answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentStart {
    /// The id of this attempt to pay.
    pub payment: String,
    /// The payment provider's page for it.
    pub address: String,
    /// RFC 3339: until when that page takes the payment.
    pub expires: String,
}

/// The answer to `GET /cases/{reference}/payments/{payment}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentResult {
    pub payment: String,
    pub task: String,
    /// As [`Payment::state`].
    pub state: String,
    /// In the smallest unit of the currency.
    pub amount: i64,
    pub currency: String,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}
