//! Problem details: why a request failed.

use serde::{Deserialize, Serialize};

/// Why a request failed (RFC 9457). Every member may be absent there, so a proxy's own is read as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    /// The answer's HTTP status.
    pub status: u16,
    /// For the citizen, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Objection>,
}

/// What is wrong with one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// A JSON Pointer into the body as a fragment (RFC 6901 § 6): `#/answers/chip`, `#/answers/address/postcode`.
    pub pointer: String,
    /// For the citizen, in the language asked for.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_may_say_nothing_at_all() {
        assert_eq!(serde_json::from_str::<Problem>("{}").unwrap(), Problem::default());
        assert!(serde_json::from_str::<Problem>(r#"{"errors":"none"}"#).is_err());
    }
}
