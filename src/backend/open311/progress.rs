//! How far a report is: a request's status as a case.

use super::answer::{line, may, must, whole};
use super::names::service_id;
use crate::backend::Error;
use crate::case::{Case, Event, Outcome, Reference, Status};
use crate::expr::date::Date;
use crate::json::Value;
use crate::reading::{Node, Object};
use crate::recipe::Office;
use crate::recipe::markdown::escaped;
use crate::text::Text;

/// The statuses of the German dialect (CitySDK's `detailed_status`), and what they are here.
const DETAILED: [(&str, Status, Option<Outcome>); 5] = [
    ("PENDING", Status::Submitted, None),
    ("RECEIVED", Status::Received, None),
    ("IN_PROCESS", Status::Processing, None),
    ("PROCESSED", Status::Completed, Some(Outcome::Granted)),
    ("REJECTED", Status::Completed, Some(Outcome::Rejected)),
];

/// The answer to `GET requests/{id}`, the case that the citizen knows by `reference`. `language`: of the server's texts;
/// `office`: who is responsible, as the frame says.
pub fn case(body: &Value, id: &str, reference: &Reference, language: &str, office: &Office) -> Result<Case, Error> {
    whole(body, |node| {
        // The specification answers with a list of one; many servers leave out the list.
        let request = match node.value {
            Value::Array(list) if list.len() == 1 => read(node.element(0, &list[0]), id)?,
            Value::Object(_) => read(node, id)?,
            _ => {
                node.expected("a list of one request");
                return None;
            }
        };
        let text = |words: &str| Text::from_pairs(&[(language, words)]);
        let begun = Event { at: request.requested.clone(), status: Status::Submitted, note: None };
        let mut events = vec![begun];
        if request.status != Status::Submitted || request.notes.is_some() {
            let note = request.notes.as_deref().map(text);
            events.push(Event { at: request.changed.clone(), status: request.status, note });
        }
        Some(Case {
            reference: reference.clone(),
            service: service_id(&request.service).as_str().to_owned(),
            title: text(&request.title),
            status: request.status,
            outcome: request.outcome,
            submitted_at: request.requested,
            updated_at: request.changed,
            expected_by: request.expected.map(|time| time[..10].to_owned()),
            events,
            next: request.notice.map(|notice| text(&escaped(&notice))),
            office: Some(office.clone()),
        })
    })
}

/// A request as the server tells it.
struct Request {
    service: String,
    title: String,
    status: Status,
    outcome: Option<Outcome>,
    notes: Option<String>,
    notice: Option<String>,
    requested: String,
    changed: String,
    expected: Option<String>,
}

fn read(node: Node, id: &str) -> Option<Request> {
    let object = node.object()?;
    if must(&object, "service_request_id")? != id {
        object.expected("service_request_id", "the request that was asked for");
        return None;
    }
    let (status, outcome) = status(&object)?;
    let service = must(&object, "service_code")?;
    let Some(requested) = time(&object, "requested_datetime")? else {
        object.expected("requested_datetime", TIME);
        return None;
    };
    let updated = time(&object, "updated_datetime")?;
    Some(Request {
        title: may(&object, "service_name")?.map_or_else(|| service.clone(), |name| line(&name)),
        service,
        status,
        outcome,
        notes: may(&object, "status_notes")?,
        notice: may(&object, "service_notice")?.map(|notice| line(&notice)),
        changed: updated.unwrap_or_else(|| requested.clone()),
        requested,
        expected: time(&object, "expected_datetime")?,
    })
}

/// `open` is what the server has and has not finished, `closed` what it has: how it ended only the dialect tells.
fn status(object: &Object) -> Option<(Status, Option<Outcome>)> {
    let word = must(object, "status")?.to_ascii_lowercase();
    let (plain, done) = match word.as_str() {
        "open" => (Status::Received, false),
        "closed" => (Status::Completed, true),
        _ => {
            object.expected("status", "open or closed");
            return None;
        }
    };
    let more = match object.get("extended_attributes").filter(|node| !node.value.is_null()) {
        Some(node) => Some(node.object()?),
        None => None,
    };
    let holder = more.as_ref().unwrap_or(object);
    let Some(word) = may(holder, "detailed_status")? else { return Some((plain, None)) };
    let found = DETAILED.into_iter().find(|(name, status, _)| *name == word && (*status == Status::Completed) == done);
    if found.is_none() {
        let what = if done {
            "PROCESSED or REJECTED, as it is closed"
        } else {
            "PENDING, RECEIVED or IN_PROCESS, as it is open"
        };
        holder.expected("detailed_status", what);
    }
    found.map(|(_, status, outcome)| (status, outcome))
}

const TIME: &str = "a time such as 2010-04-14T06:37:38-08:00";

/// A time in W3C's subset of ISO 8601, with minutes at least and its zone; the outer `None` is something else.
fn time(object: &Object, key: &str) -> Option<Option<String>> {
    let found = may(object, key)?;
    if found.as_deref().is_some_and(|text| !is_time(text)) {
        object.expected(key, TIME);
        return None;
    }
    Some(found)
}

fn is_time(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else { return false };
    let Some(zone) = time.find(['Z', '+', '-']) else { return false };
    let (clock, zone) = time.split_at(zone);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = clock.split(':').collect();
    let has_zone = zone == "Z" || zone.len() == 6 && zone.as_bytes()[3] == b':' && two(&zone[1..3]) && two(&zone[4..]);
    Date::parse(day).is_some()
        && matches!(parts.len(), 2 | 3)
        && parts.iter().all(|part| two(part))
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && has_zone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    fn office() -> Office {
        let text = Text::from_pairs(&[("de", "Bauhof")]);
        let line = String::new;
        let (street, postcode, place, phone, email) = (line(), line(), line(), line(), line());
        Office { name: text.clone(), street, postcode, place, hours: text, phone, email, url: None }
    }

    fn told(change: serde_json::Value) -> Result<Case, Error> {
        let mut request = json!({
            "service_request_id": 7, "status": "open", "service_code": "001", "service_name": "Laterne",
            "requested_datetime": "2026-11-02T09:30:00+01:00", "updated_datetime": null,
        });
        for (key, value) in change.as_object().unwrap() {
            request[key] = value.clone();
        }
        case(&given(&json!([request])), "7", &Reference::parse("7").unwrap(), "de", &office())
    }

    fn status(open: &str, detailed: &str) -> Result<(Status, Option<Outcome>), Error> {
        told(json!({"status": open, "extended_attributes": {"detailed_status": detailed}}))
            .map(|case| (case.status, case.outcome))
    }

    #[test]
    fn each_status_of_the_dialect_is_one_of_ours() {
        assert_eq!(status("open", "PENDING"), Ok((Status::Submitted, None)));
        assert_eq!(status("OPEN", "RECEIVED"), Ok((Status::Received, None)));
        assert_eq!(status("open", "IN_PROCESS"), Ok((Status::Processing, None)));
        assert_eq!(status("closed", "PROCESSED"), Ok((Status::Completed, Some(Outcome::Granted))));
        assert_eq!(status("CLOSED", "REJECTED"), Ok((Status::Completed, Some(Outcome::Rejected))));
        assert_eq!(status("open", ""), Ok((Status::Received, None)));
        assert_eq!(status("closed", ""), Ok((Status::Completed, None)));
        assert_eq!(told(json!({"detailed_status": "IN_PROCESS"})).unwrap().status, Status::Processing);
    }

    #[test]
    fn what_is_unknown_or_contradicts_itself_is_told_and_not_guessed() {
        for (open, detailed, place) in [
            ("solved", "", "/0/status: expected open or closed, found the text \"solved\""),
            ("open", "DONE", "/0/extended_attributes/detailed_status: expected PENDING, RECEIVED or IN_PROCESS"),
            ("open", "PROCESSED", "/0/extended_attributes/detailed_status: expected PENDING, RECEIVED or IN_PROCESS"),
            ("closed", "PENDING", "/0/extended_attributes/detailed_status: expected PROCESSED or REJECTED"),
        ] {
            let Err(Error::Contract { cause }) = status(open, detailed) else { panic!("{open} {detailed}") };
            assert!(cause.starts_with(place), "{cause}");
        }
        for (key, value) in [
            ("service_request_id", json!(8)),
            ("status", json!(null)),
            ("service_code", json!("")),
            ("requested_datetime", json!(null)),
            ("requested_datetime", json!("yesterday")),
            ("updated_datetime", json!("2026-11-02")),
        ] {
            let Err(Error::Contract { cause }) = told(json!({key: value})) else { panic!("{key}") };
            assert!(cause.starts_with(&["/0/", key, ": expected "].concat()), "{cause}");
        }
    }

    #[test]
    fn what_the_office_says_is_part_of_the_case() {
        let case = told(json!({
            "updated_datetime": "2026-11-03T08:00Z", "expected_datetime": "2026-11-09T00:00:00.5+01:00",
            "status_notes": "Wir kommen.", "service_notice": "\n  Siehe [§ 1]\n  der Satzung.\n",
        }))
        .unwrap();
        let own = |text: &Text| text.get("de").to_owned();
        assert_eq!((own(&case.title), case.service.as_str()), ("Laterne".into(), "s-001"));
        assert_eq!(case.expected_by.as_deref(), Some("2026-11-09"));
        assert_eq!(case.next.as_ref().map(own).as_deref(), Some(r"Siehe \[§ 1\] der Satzung\."));
        let events: Vec<_> = case.events.iter().map(|event| (event.status, event.at.as_str())).collect();
        assert_eq!(events, [(Status::Submitted, "2026-11-02T09:30:00+01:00"), (Status::Received, "2026-11-03T08:00Z")]);
        assert_eq!(case.events[1].note.as_ref().map(own).as_deref(), Some("Wir kommen."));
        assert_eq!(case.office, Some(office()));
    }

    #[test]
    fn times_have_their_zone() {
        for good in
            ["2010-04-14T06:37:38-08:00", "1994-11-05T13:15:30Z", "1997-07-16T19:20+01:00", "2026-11-02T09:30:00.123Z"]
        {
            assert!(is_time(good), "{good}");
        }
        for bad in [
            "2010-04-14",
            "2010-04-14T06:37:38",
            "2010-02-30T06:37Z",
            "2010-04-14T6:37Z",
            "2010-04-14T06:37+1",
            "T06:37Z",
        ] {
            assert!(!is_time(bad), "{bad}");
        }
    }
}
