//! The field kind `appointment`: a free slot of a calendar that the backend has, held for the citizen for a while.
//!
//! What the slot is and how long it is held is the backend's to say; here is only what must be there.

use super::notation::beginning;
use super::schema::Schema;
use super::{Answer, Checked, Context, Missing, Rules, Value, nothing, wrong};
use crate::expr::date::Date;
use crate::field::Fault;
use crate::reading::Object;

/// What a recipe says of an appointment.
#[derive(Clone, Debug, PartialEq)]
pub struct Appointment {
    /// The calendar's id: it needs no escaping in an address.
    pub calendar: String,
}

/// The parts of the answer, in this order. The first three are sent.
pub const SLOT: usize = 0;
/// RFC 3339, as `END`.
pub const START: usize = 1;
/// What the backend calls the reservation.
pub const HOLD: usize = 2;
/// When the reservation ends, by this device's clock: milliseconds since 1970.
pub const UNTIL: usize = 3;
pub const END: usize = 4;
/// Where it takes place; empty where the backend does not tell.
pub const PLACE: usize = 5;

const NAMES: &[&str] = &["slot", "start", "hold", "until", "end", "place"];

impl Appointment {
    pub const KEYS: &[&str] = &["calendar"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let what = "the id of a calendar: up to 63 of a-z, 0-9 and -, beginning with a letter";
        let calendar = object.require("calendar", what).and_then(|node| node.string()).unwrap_or("a");
        if !is_calendar(calendar) {
            object.expected("calendar", what);
        }
        Self { calendar: calendar.to_owned() }
    }

    pub(super) fn schema(&self) -> Schema {
        let text = || Schema::shared("text");
        let start = text().with("pattern", beginning("[Tt ]").as_str());
        Schema::object([(NAMES[SLOT], true, text()), (NAMES[START], true, start), (NAMES[HOLD], true, text())])
    }
}

fn is_calendar(id: &str) -> bool {
    id.len() <= 63
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The day of an RFC 3339 time, as it is written there: slots are told in the office's own time.
pub fn day(start: &str) -> Option<Date> {
    start.get(10..).filter(|time| time.starts_with(['T', 't', ' ']) && time.len() >= 6)?;
    Date::parse(start.get(..10)?)
}

/// The time of day of an RFC 3339 time, as it is written there: "09:30".
pub fn clock(start: &str) -> &str {
    start.get(11..16).unwrap_or_default()
}

impl Rules for Appointment {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Appointment);
        }
        // Only what is kept in a draft can be incomplete: nobody types this.
        if answer.part(SLOT).is_empty() || answer.part(HOLD).is_empty() || day(answer.part(START)).is_none() {
            return wrong(Fault::Missing(Missing::Appointment));
        }
        let sent = [SLOT, START, HOLD].map(|part| (NAMES[part].to_owned(), Value::Text(answer.part(part).into())));
        Ok(Value::Map(sent.into()))
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.list().len() == NAMES.len()
    }

    fn parts(&self) -> &'static [&'static str] {
        NAMES
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read};
    use super::*;
    use crate::json::given;
    use serde_json::json;

    const START_TIME: &str = "2026-12-01T09:30:00+01:00";

    fn kind() -> Appointment {
        read(json!({"calendar": "buergerbuero-1"}), Appointment::read)
    }

    #[test]
    fn slot_start_and_hold_are_sent() {
        assert_eq!(kind().calendar, "buergerbuero-1");
        let answer = listed(&["s-17", START_TIME, "h1", "1764577800000", "2026-12-01T09:50:00+01:00", "Zimmer 3"]);
        let value = kind().check(&answer, true, &cx()).expect("an appointment");
        assert_eq!(value.to_json(), given(&json!({"slot": "s-17", "start": START_TIME, "hold": "h1"})));
    }

    #[test]
    fn what_is_not_held_is_none() {
        for parts in [["", START_TIME, "h1"], ["s", START_TIME, ""], ["s", "2026-12-01", "h1"], ["s", "tomorrow", "h"]]
        {
            let answer = listed(&[parts[0], parts[1], parts[2], "", "", ""]);
            assert_eq!(kind().check(&answer, false, &cx()), wrong(Fault::Missing(Missing::Appointment)), "{parts:?}");
        }
        for answer in [Answer::Empty, listed(&["", "", "", "", "", ""]), listed(&["s", START_TIME, "h"])] {
            assert_eq!(kind().check(&answer, false, &cx()), Ok(Value::Null));
            assert_eq!(kind().check(&answer, true, &cx()), nothing(true, Missing::Appointment));
        }
    }

    #[test]
    fn days_and_times_are_the_offices() {
        assert_eq!(day("2026-12-01T00:15:00+01:00"), Date::parse("2026-12-01"));
        assert_eq!(clock("2026-12-01T00:15:00+01:00"), "00:15");
        for bad in ["", "2026-12-01", "2026-13-01T00:15:00Z", "2026-12-01T", "2026-12-0ä"] {
            assert_eq!(day(bad), None, "{bad}");
            assert!(clock(bad).len() < 6);
        }
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({}), Appointment::read), ["/calendar"]);
        for bad in [json!(3), json!(""), json!("Bürgerbüro"), json!("../x"), json!("1a"), json!("a".repeat(64))] {
            assert_eq!(pointers(json!({"calendar": bad}), Appointment::read), ["/calendar"], "{bad}");
        }
    }
}
