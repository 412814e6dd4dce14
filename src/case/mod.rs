//! An application after it was sent: how far it is, what happened, what comes next.

mod instant;
mod keys;
mod timeline;

pub use instant::instant;
pub use keys::{AccessCode, Reference};
pub use timeline::{Stage, State, timeline};

use crate::recipe::Office;
use crate::text::Text;

/// How far an application is: the statuses of the German federal status monitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Initiated,
    Submitted,
    Received,
    Processing,
    /// The office waits for the citizen.
    ActionRequired,
    Completed,
}

impl Status {
    const ALL: [Status; 6] = [
        Status::Initiated,
        Status::Submitted,
        Status::Received,
        Status::Processing,
        Status::ActionRequired,
        Status::Completed,
    ];

    /// Reads a backend's word; `None` for one that is no status.
    pub fn parse(text: &str) -> Option<Status> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Status::Initiated => "INITIATED",
            Status::Submitted => "SUBMITTED",
            Status::Received => "RECEIVED",
            Status::Processing => "PROCESSING",
            Status::ActionRequired => "ACTION_REQUIRED",
            Status::Completed => "COMPLETED",
        }
    }
}

/// How a completed application ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Granted,
    Rejected,
    Withdrawn,
}

impl Outcome {
    /// Reads a backend's word; `None` for one that is no outcome.
    pub fn parse(text: &str) -> Option<Outcome> {
        [Outcome::Granted, Outcome::Rejected, Outcome::Withdrawn].into_iter().find(|outcome| outcome.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Granted => "granted",
            Outcome::Rejected => "rejected",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

/// Something that happened to an application.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// RFC 3339.
    pub at: String,
    /// The status it had from then on.
    pub status: Status,
    /// What the office says about it.
    pub note: Option<Text>,
}

/// An application as its citizen may see it (EGovG § 9).
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub reference: Reference,
    /// The id of the service.
    pub service: String,
    /// What the service is called.
    pub title: Text,
    pub status: Status,
    /// Only with [`Status::Completed`].
    pub outcome: Option<Outcome>,
    /// RFC 3339.
    pub submitted_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// The day by which the office expects to be done: `YYYY-MM-DD`.
    pub expected_by: Option<String>,
    /// In any order; [`timeline`] brings them in theirs.
    pub events: Vec<Event>,
    /// What happens next, in the office's words.
    pub next: Option<Text>,
    /// Who to ask.
    pub office: Option<Office>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_written() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        assert_eq!(Status::parse("received"), None);
        assert_eq!(Status::parse("REJECTED"), None);
        for outcome in [Outcome::Granted, Outcome::Rejected, Outcome::Withdrawn] {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
        }
        assert_eq!(Outcome::parse(""), None);
    }
}
