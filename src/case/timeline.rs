//! What happened to an application and what is still to come, in the order of time.

use super::instant::instant;
use super::{Case, Status};
use crate::text::Text;

/// One point on the way of an application.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub status: Status,
    /// RFC 3339; `None` for what is still to come.
    pub at: Option<String>,
    pub state: State,
    /// What the office says about it.
    pub note: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Done,
    /// Where the application stands. A completed one stands at its last stage.
    Current,
    Upcoming,
}

/// The stages of a case: its events from the oldest to the newest, exactly one current stage, and what usually follows.
///
/// An event whose time cannot be read keeps its place behind the one before it. Where the events do not end with the
/// case's own status, that status is added with the time of the last update.
pub fn timeline(case: &Case) -> Vec<Stage> {
    let mut latest = i64::MIN;
    let mut events: Vec<(i64, usize)> = Vec::with_capacity(case.events.len());
    for (ix, event) in case.events.iter().enumerate() {
        latest = instant(&event.at).unwrap_or(latest);
        events.push((latest, ix));
    }
    events.sort_unstable();
    let mut stages: Vec<Stage> = events
        .into_iter()
        .map(|(_, ix)| {
            let event = &case.events[ix];
            Stage { status: event.status, at: Some(event.at.clone()), state: State::Done, note: event.note.clone() }
        })
        .collect();
    if stages.last().is_none_or(|stage| stage.status != case.status) {
        let at = Some(case.updated_at.clone());
        stages.push(Stage { status: case.status, at, state: State::Done, note: None });
    }
    if let Some(stage) = stages.last_mut() {
        stage.state = State::Current;
    }
    stages.extend(usually_after(case.status).iter().map(|status| Stage {
        status: *status,
        at: None,
        state: State::Upcoming,
        note: None,
    }));
    stages
}

/// Once the citizen has done what was asked, the office goes on processing.
fn usually_after(status: Status) -> &'static [Status] {
    use Status::{Completed, Processing, Received, Submitted};
    match status {
        Status::Initiated => &[Submitted, Received, Processing, Completed],
        Submitted => &[Received, Processing, Completed],
        Received | Status::ActionRequired => &[Processing, Completed],
        Processing => &[Completed],
        Completed => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Event, Reference};
    use super::*;

    fn case(status: Status, events: &[(&str, Status)]) -> Case {
        Case {
            reference: Reference::parse("HUN-2026-7K3M9X").unwrap(),
            service: "hundesteuer-anmeldung".into(),
            title: Text::from_pairs(&[("de", "Hundesteuer")]),
            status,
            outcome: None,
            submitted_at: "2026-11-02T09:30:00Z".into(),
            updated_at: "2026-11-09T09:30:00Z".into(),
            expected_by: None,
            events: events.iter().map(|(at, status)| Event { at: (*at).into(), status: *status, note: None }).collect(),
            next: None,
            office: None,
        }
    }

    fn line(case: &Case) -> Vec<(Status, State)> {
        timeline(case).into_iter().map(|stage| (stage.status, stage.state)).collect()
    }

    #[test]
    fn orders_events_by_time_and_not_by_text() {
        let case = case(
            Status::Processing,
            &[
                ("2026-11-02T12:00:00+02:00", Status::Processing),
                ("2026-11-02T09:30:00Z", Status::Submitted),
                ("2026-11-02T09:45:00.5Z", Status::Received),
            ],
        );
        assert_eq!(
            line(&case),
            [
                (Status::Submitted, State::Done),
                (Status::Received, State::Done),
                (Status::Processing, State::Current),
                (Status::Completed, State::Upcoming),
            ]
        );
        assert_eq!(timeline(&case)[3].at, None);
    }

    #[test]
    fn adds_a_status_that_no_event_tells() {
        let case = case(Status::Completed, &[("2026-11-02T09:30:00Z", Status::Submitted)]);
        assert_eq!(line(&case), [(Status::Submitted, State::Done), (Status::Completed, State::Current)]);
        assert_eq!(timeline(&case)[1].at.as_deref(), Some("2026-11-09T09:30:00Z"));
    }

    #[test]
    fn goes_on_after_the_citizen_has_acted() {
        let case = case(Status::ActionRequired, &[("yesterday", Status::Submitted), ("", Status::ActionRequired)]);
        assert_eq!(
            line(&case),
            [
                (Status::Submitted, State::Done),
                (Status::ActionRequired, State::Current),
                (Status::Processing, State::Upcoming),
                (Status::Completed, State::Upcoming),
            ]
        );
    }
}
