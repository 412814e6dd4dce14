//! What a backend's answer means: its status and body become a value of ours or one of the port's errors.
//!
//! Bodies are read as recipes are, key by key from a parsed JSON value: a wrong one is told with its place. Serde's derive, which
//! the other side of the contract uses ([`super::wire`]), is compiled anew for each type: 16 kB brotli for every citizen.

use super::wire::Keywords;
use super::{AttachmentId, Error, Receipt, ServiceSummary};
use crate::case::{AccessCode, Case, Event, Outcome, Reference, Status};
use crate::json::{self, Value};
use crate::reading::{Node, Object, Problems};
use crate::recipe::{Office, ServiceId};
use crate::text::{self, Text};

/// Nothing for a success (2xx), else the error the contract means. `retry_after` in seconds.
pub fn judge(status: u16, retry_after: Option<u32>, body: &str) -> Result<(), Error> {
    match status {
        200..=299 => Ok(()),
        400 | 422 => Err(rejected(status, body)),
        401 | 403 => Err(Error::Denied),
        404 | 410 => Err(Error::NotFound),
        408 => Err(Error::Timeout),
        409 => Err(Error::Conflict),
        413 => Err(Error::TooLarge),
        415 => Err(Error::WrongType),
        429 => Err(Error::RateLimited { retry_after }),
        500.. => Err(Error::Unavailable { status }),
        _ => Err(unexpected(status)),
    }
}

/// A status the contract does not know here.
pub fn unexpected(status: u16) -> Error {
    Error::contract(&["status ", &status.to_string()].concat())
}

/// The problem's objections. A refusal that says nothing a citizen could act on is a fault of ours or the backend's.
fn rejected(status: u16, body: &str) -> Error {
    let read = |object: &Object| {
        let mut objections = Vec::new();
        if let Some(errors) = object.get("errors") {
            each(errors, &mut |error| {
                objections.push((words(error, "pointer")?, words(error, "detail")?));
                Some(())
            })?;
        }
        let detail = object.get("detail").and_then(|node| node.string()).map(str::to_owned);
        Some((objections, detail))
    };
    match whole(body, read) {
        Ok((problems, detail)) if !problems.is_empty() || detail.is_some() => Error::Rejected { problems, detail },
        _ => unexpected(status),
    }
}

/// Reads a body that is one object. The first problem found is told to the developer.
pub(super) fn whole<T>(body: &str, read: impl FnOnce(&Object) -> Option<T>) -> Result<T, Error> {
    let value = json::read(body).map_err(|error| Error::Contract { cause: error.to_string() })?;
    let problems = Problems::new();
    let read = Node::at(&value, "", &problems).object().and_then(|object| read(&object));
    match (read, problems.into_list().first()) {
        (Some(read), None) => Ok(read),
        (_, Some(problem)) => Err(Error::contract(&problem.to_string())),
        (None, None) => Err(Error::contract("nothing that can be read")),
    }
}

/// Reads every object of a list; `None` as soon as one cannot be read.
pub(super) fn each(list: Node, read: &mut dyn FnMut(&Object) -> Option<()>) -> Option<()> {
    for (ix, value) in list.list()?.iter().enumerate() {
        read(&list.element(ix, value).object()?)?;
    }
    Some(())
}

/// A required string.
pub(super) fn words(object: &Object, key: &str) -> Option<String> {
    Some(object.require(key, "a text")?.string()?.to_owned())
}

/// A required text in some language.
pub(super) fn own(object: &Object, key: &str) -> Option<Text> {
    text::read_any(object.require(key, "a text in a language")?)
}

/// A required string that must mean something.
pub(super) fn meaning<T>(object: &Object, key: &str, what: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
    let parsed = parse(object.require(key, what)?.string()?);
    if parsed.is_none() {
        object.expected(key, what);
    }
    parsed
}

/// A key that may be left out, or be null.
pub(super) fn optional<'a>(object: &'a Object, key: &'a str) -> Option<Node<'a>> {
    object.get(key).filter(|node| !node.value.is_null())
}

/// The answer to `GET /services`, and `recipes/index.json`.
pub fn services(body: &str) -> Result<Vec<ServiceSummary>, Error> {
    whole(body, |object| {
        let mut services = Vec::new();
        each(object.require("services", "a list of services")?, &mut |service| {
            services.push(ServiceSummary {
                id: meaning(service, "id", "the id of a service", ServiceId::parse)?.as_str().to_owned(),
                version: u32::try_from(service.require("version", "a number")?.integer(1, i64::from(u32::MAX))?)
                    .ok()?,
                title: own(service, "title")?,
                summary: own(service, "summary")?,
                keywords: match optional(service, "keywords") {
                    Some(node) => keywords(&node.object()?)?,
                    None => Keywords::default(),
                },
                leika: optional(service, "leika").and_then(|node| node.string()).map(str::to_owned),
            });
            Some(())
        })?;
        Some(services)
    })
}

fn keywords(object: &Object) -> Option<Keywords> {
    let mut all = Vec::with_capacity(object.map.len());
    for language in object.map.keys() {
        let words = object.get(language)?.list()?.iter().filter_map(Value::as_str).map(str::to_owned);
        all.push((language.to_owned(), words.collect()));
    }
    Some(Keywords(all))
}

/// The answer to `POST /attachments`.
pub fn attachment(body: &str) -> Result<AttachmentId, Error> {
    whole(body, |object| words(object, "id").map(AttachmentId::from))
}

/// The answer to `POST /applications`.
pub fn receipt(body: &str) -> Result<Receipt, Error> {
    whole(body, |object| {
        let code = AccessCode::parse(&words(object, "accessCode")?);
        if code.is_none() {
            // What stood there is a secret, and causes are logged.
            object.report("accessCode", "an access code", "something else");
        }
        Some(Receipt {
            reference: meaning(object, "reference", "the reference of a case", Reference::parse)?,
            access_code: Some(code?),
            submitted_at: words(object, "submittedAt")?,
        })
    })
}

/// The answer to `GET /cases/{reference}`.
pub fn case(body: &str) -> Result<Case, Error> {
    whole(body, |object| {
        let mut events = Vec::new();
        each(object.require("events", "a list of events")?, &mut |event| {
            events.push(Event { at: words(event, "at")?, status: status(event)?, note: may_say(event, "note")? });
            Some(())
        })?;
        Some(Case {
            reference: meaning(object, "reference", "the reference of a case", Reference::parse)?,
            service: words(object, "service")?,
            title: own(object, "title")?,
            status: status(object)?,
            outcome: match optional(object, "outcome") {
                Some(_) => Some(meaning(object, "outcome", "granted, rejected or withdrawn", Outcome::parse)?),
                None => None,
            },
            submitted_at: words(object, "submittedAt")?,
            updated_at: words(object, "updatedAt")?,
            expected_by: match optional(object, "expectedBy") {
                Some(node) => Some(node.string()?.to_owned()),
                None => None,
            },
            events,
            next: may_say(object, "next")?,
            office: match optional(object, "office") {
                Some(node) => Some(office(&node.object()?)?),
                None => None,
            },
        })
    })
}

fn status(object: &Object) -> Option<Status> {
    meaning(object, "status", "a status of the federal status monitor, RECEIVED say", Status::parse)
}

/// A text that may be left out; the outer `None` is a text that cannot be read.
fn may_say(object: &Object, key: &str) -> Option<Option<Text>> {
    match optional(object, key) {
        Some(node) => text::read_any(node).map(Some),
        None => Some(None),
    }
}

pub fn office(object: &Object) -> Option<Office> {
    let url = match optional(object, "url") {
        // It becomes a link, and a link may run a script.
        Some(_) => {
            Some(meaning(object, "url", "an https address", |url| url.starts_with("https://").then(|| url.to_owned()))?)
        }
        None => None,
    };
    Some(Office {
        name: own(object, "name")?,
        street: words(object, "street")?,
        postcode: words(object, "postcode")?,
        place: words(object, "place")?,
        hours: own(object, "hours")?,
        phone: words(object, "phone")?,
        email: words(object, "email")?,
        url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broken::BrokenFile;

    const PAGE: &str = "<!doctype html><title>502 Bad Gateway</title>";

    fn failed(status: u16, body: &str) -> Error {
        judge(status, None, body).unwrap_err()
    }

    #[test]
    fn each_status_of_the_contract_has_its_error() {
        assert_eq!(judge(200, None, ""), Ok(()));
        assert_eq!(judge(201, None, PAGE), Ok(()));
        for (status, error) in [
            (401, Error::Denied),
            (404, Error::NotFound),
            (409, Error::Conflict),
            (413, Error::TooLarge),
            (415, Error::WrongType),
            (502, Error::Unavailable { status: 502 }),
        ] {
            assert_eq!(failed(status, PAGE), error);
        }
        assert_eq!(judge(429, Some(7), PAGE).unwrap_err().retry_after(), Some(7));
    }

    #[test]
    fn statuses_nobody_agreed_on_are_not_the_contract() {
        for status in [0, 100, 300, 304, 402, 418] {
            assert_eq!(failed(status, "{}"), unexpected(status));
        }
        assert_eq!(failed(599, ""), Error::Unavailable { status: 599 });
    }

    #[test]
    fn objections_come_with_their_places() {
        let body = r##"{"type":"about:blank","title":"T","status":422,"detail":"Bitte prüfen",
            "errors":[{"pointer":"#/answers/chip","detail":"15 Ziffern"}]}"##;
        let problems = vec![("#/answers/chip".to_owned(), "15 Ziffern".to_owned())];
        assert_eq!(failed(422, body), Error::Rejected { problems, detail: Some("Bitte prüfen".into()) });
    }

    #[test]
    fn a_refusal_without_a_reason_is_not_the_contract() {
        for body in ["", "{}", "null", PAGE, r#"{"errors":[{"pointer":"/answers/chip"}]}"#] {
            assert_eq!(failed(422, body), unexpected(422), "{body}");
        }
    }

    #[test]
    fn broken_bodies_are_not_the_contract() {
        for body in ["", "null", "[]", "{", PAGE, r#"{"services":{}}"#, r#"{"services":[{"id":"a"}]}"#] {
            assert!(matches!(services(body), Err(Error::Contract { .. })), "{body}");
        }
        let strange = r#"{"services":[{"id":"../x","version":1,"title":{"de":"A"},"summary":{"de":"B"}}]}"#;
        assert!(matches!(services(strange), Err(Error::Contract { .. })));
    }

    #[test]
    fn a_receipt_is_read_strictly() {
        let body = |reference: &str, code: &str| {
            serde_json::json!({"reference": reference, "accessCode": code, "submittedAt": "2026-05-03T08:00:00Z",
                "status": "SUBMITTED"})
            .to_string()
        };
        let read = receipt(&body("HUN-2026-7K3M9X", "7K3M-9X00-1ABC")).unwrap();
        assert_eq!(read.reference.as_str(), "HUN-2026-7K3M9X");
        assert_eq!(read.access_code.unwrap().as_str(), "7K3M-9X00-1ABC");
        for bad in [body("", "7K3M-9X00-1ABC"), body("../x", "7K3M-9X00-1ABC"), body("HUN-2026-7K3M9X", "secret")] {
            let Err(Error::Contract { cause }) = receipt(&bad) else { panic!("{bad}") };
            assert!(!cause.contains("secret"), "{cause}");
        }
    }

    #[test]
    fn a_case_with_an_unknown_word_is_not_the_contract() {
        let body = |status: &str, outcome: &str| {
            serde_json::json!({"reference": "A-1", "service": "hund", "title": {"de": "Hund"}, "status": status,
                "outcome": outcome, "submittedAt": "x", "updatedAt": "y",
                "events": [{"at": "x", "status": "SUBMITTED"}]})
            .to_string()
        };
        let read = case(&body("COMPLETED", "granted")).unwrap();
        assert_eq!((read.status, read.outcome, read.events.len()), (Status::Completed, Some(Outcome::Granted), 1));
        assert!(matches!(case(&body("DONE", "granted")), Err(Error::Contract { .. })));
        assert!(matches!(case(&body("COMPLETED", "lost")), Err(Error::Contract { .. })));
    }

    #[test]
    fn every_error_has_a_key_of_its_own() {
        let all = [
            Error::Offline,
            Error::Timeout,
            Error::Unavailable { status: 0 },
            Error::RateLimited { retry_after: None },
            Error::NotFound,
            Error::Denied,
            Error::TooLarge,
            Error::WrongType,
            Error::Rejected { problems: Vec::new(), detail: None },
            Error::Conflict,
            Error::contract(""),
            Error::Broken(Box::new(BrokenFile::new(String::new(), "", Vec::new()))),
            Error::Storage(String::new()),
        ];
        let mut keys: Vec<&str> = all.iter().map(Error::key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all.len());
    }
}
