//! What a backend may offer beside services and applications: a search for addresses, maps, appointments.
//!
//! The operations' values, and what the answers to them mean.

use super::Error;
use super::answer::{each, meaning, optional, whole, words};
use crate::field::appointment;
use crate::field::place::{self, Point};
use crate::json::Value;
use crate::reading::Object;

/// Which of the operations a backend has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offers {
    pub address_search: bool,
    pub map: bool,
    pub appointments: bool,
    /// Files can be handed in.
    pub attachments: bool,
    /// How far a case is can be asked for.
    pub status: bool,
}

/// What a backend has that tells nothing of them: what the REST contract asks of each, and none of the rest.
impl Default for Offers {
    fn default() -> Self {
        Self { address_search: false, map: false, appointments: false, attachments: true, status: true }
    }
}

/// An address that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAddress {
    /// As people write it.
    pub text: String,
    pub at: Point,
}

/// A part of a map, around a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    pub at: Point,
    /// In CSS pixels, as the height.
    pub width: u32,
    pub height: u32,
    /// Dots for each CSS pixel: 1, 2 or 3.
    pub scale: u32,
}

/// A free time in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub id: String,
    /// RFC 3339, in the office's own time, as `end`.
    pub start: String,
    pub end: String,
    /// Where it takes place.
    pub place: Option<String>,
}

/// A slot that nobody else can have for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub id: String,
    pub slot: String,
    pub start: String,
    pub end: String,
    /// RFC 3339.
    pub expires: String,
    /// Seconds from the answer until it expires: devices' clocks are often wrong.
    pub seconds: Option<i64>,
}

/// The answer to `GET /`. Operations that are not known are passed over.
pub fn offers(body: &str) -> Result<Offers, Error> {
    whole(body, |object| {
        let list = object.require("operations", "a list of operations")?.list()?;
        let has = |name| list.iter().any(|operation| operation.as_str() == Some(name));
        Some(Offers {
            address_search: has("addressSearch"),
            map: has("map"),
            appointments: has("appointments"),
            ..Offers::default()
        })
    })
}

/// The answer to `GET /addresses`.
pub fn addresses(body: &str) -> Result<Vec<FoundAddress>, Error> {
    items(body, &mut |object| {
        let degrees = |key, most: i64| {
            let what = ["a number from -", &most.to_string(), " to ", &most.to_string()].concat();
            let node = object.require(key, &what)?;
            let millionths = match node.value {
                Value::Number(number) => place::millionths(number).filter(|found| found.abs() <= most * 1_000_000),
                _ => None,
            };
            if millionths.is_none() {
                node.expected(&what);
            }
            millionths
        };
        let at = Point::new(degrees("latitude", 90)?, degrees("longitude", 180)?)?;
        Some(FoundAddress { text: words(object, "text")?, at })
    })
}

/// The answer to `GET /calendars/{calendar}/slots`.
pub fn slots(body: &str) -> Result<Vec<Slot>, Error> {
    items(body, &mut |object| {
        Some(Slot {
            id: words(object, "id")?,
            start: moment(object, "start")?,
            end: moment(object, "end")?,
            place: match optional(object, "place") {
                Some(node) => Some(node.string()?.to_owned()),
                None => None,
            },
        })
    })
}

/// The answer to `POST /calendars/{calendar}/holds`.
pub fn hold(body: &str) -> Result<Hold, Error> {
    whole(body, |object| {
        Some(Hold {
            id: words(object, "hold")?,
            slot: words(object, "slot")?,
            start: moment(object, "start")?,
            end: moment(object, "end")?,
            expires: moment(object, "expires")?,
            seconds: match optional(object, "seconds") {
                Some(node) => Some(node.integer(0, 1_000_000_000)?),
                None => None,
            },
        })
    })
}

/// A time with its day.
fn moment(object: &Object, key: &str) -> Option<String> {
    let what = "a time such as 2026-12-01T09:30:00+01:00";
    meaning(object, key, what, |text| appointment::day(text).map(|_| text.to_owned()))
}

/// Every object of the list `items`.
fn items<T>(body: &str, read: &mut dyn FnMut(&Object) -> Option<T>) -> Result<Vec<T>, Error> {
    whole(body, |object| {
        let mut items = Vec::new();
        each(object.require("items", "a list")?, &mut |item| {
            items.push(read(item)?);
            Some(())
        })?;
        Some(items)
    })
}

/// The type of an image that a map may be, told by its first bytes. No SVG: opened by itself it is a program.
pub fn image_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_operations_are_passed_over() {
        let read = offers(r#"{"operations":["map","addressSearch","teleport",3]}"#).unwrap();
        assert_eq!(read, Offers { address_search: true, map: true, ..Offers::default() });
        assert_eq!(offers(r#"{"operations":[]}"#), Ok(Offers::default()));
        for bad in ["", "{}", r#"{"operations":"map"}"#, "<!doctype html>"] {
            assert!(matches!(offers(bad), Err(Error::Contract { .. })), "{bad}");
        }
    }

    #[test]
    fn coordinates_are_rounded_to_what_is_sent() {
        let read = addresses(r#"{"items":[{"text":"Markt 1","latitude":50.79871249,"longitude":-6,"more":1}]}"#);
        let at = Point { latitude: 50_798_712, longitude: -6_000_000 };
        assert_eq!(read, Ok(vec![FoundAddress { text: "Markt 1".into(), at }]));
    }

    #[test]
    fn broken_addresses_are_not_the_contract() {
        for item in [
            r#"{"latitude":50,"longitude":6}"#,
            r#"{"text":"A","latitude":"50","longitude":6}"#,
            r#"{"text":"A","latitude":90.0000011,"longitude":6}"#,
            r#"{"text":"A","latitude":50,"longitude":-181}"#,
            r#"{"text":"A","latitude":1e300,"longitude":6}"#,
            "3",
        ] {
            let read = addresses(&[r#"{"items":["#, item, "]}"].concat());
            assert!(matches!(read, Err(Error::Contract { .. })), "{item}");
        }
    }

    #[test]
    fn slots_and_holds_have_times_with_a_day() {
        let slot = |start: &str| {
            slots(
                &serde_json::json!({"items": [{"id": "s", "start": start, "end": "2026-12-01T09:50:00Z"}]}).to_string(),
            )
        };
        let read = slot("2026-12-01T09:30:00+01:00").unwrap();
        assert_eq!((read[0].id.as_str(), read[0].place.as_deref()), ("s", None));
        assert!(matches!(slot("soon"), Err(Error::Contract { .. })));
        let hold = |seconds: serde_json::Value| {
            let body = serde_json::json!({"hold": "h", "slot": "s", "start": "2026-12-01T09:30:00Z",
                "end": "2026-12-01T09:50:00Z", "expires": "2026-11-23T09:50:00Z", "seconds": seconds});
            hold(&body.to_string()).map(|hold| hold.seconds)
        };
        assert_eq!(hold(serde_json::json!(600)), Ok(Some(600)));
        assert_eq!(hold(serde_json::json!(null)), Ok(None));
        assert!(hold(serde_json::json!(-1)).is_err());
    }

    #[test]
    fn only_pictures_made_of_dots_are_maps() {
        assert_eq!(image_type(b"\x89PNG\r\n\x1a\n\0\0"), Some("image/png"));
        assert_eq!(image_type(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(image_type(b"RIFF\x01\x02\x03\x04WEBPVP8 "), Some("image/webp"));
        for other in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html>", b"\x89PNG"] {
            assert_eq!(image_type(other), None);
        }
    }
}
