//! The request that hands over a report, and what the server answers to it.

use super::answer::{each, may, whole};
use super::names::{Asked, Ticket, key};
use crate::backend::Error;
use crate::form::Submission;
use crate::json::{self, Value};

/// What is sent beside the answers, and where the device is in time.
pub struct Sender<'a> {
    pub jurisdiction: Option<&'a str>,
    pub api_key: Option<&'a str>,
    /// Of the service.
    pub code: &'a str,
    /// How far the clocks here are ahead of UTC at a day (`YYYY-MM-DD`) and a time (`HH:MM`): "+01:00".
    pub offset: &'a dyn Fn(&str, &str) -> String,
}

/// The body of `POST requests`, form-urlencoded. The form is one that a [`super::Frame`] has made.
pub fn post(application: &Submission, sender: &Sender) -> String {
    let mut out = Arguments::default();
    for (name, value) in [("api_key", sender.api_key), ("jurisdiction_id", sender.jurisdiction)] {
        if let Some(value) = value {
            out.add(name, value);
        }
    }
    out.add("service_code", sender.code);
    for (id, value) in application.answers.iter() {
        match (Asked::of(id), value) {
            (Some(Asked::Value(code)), value) => {
                let value = attribute(application, sender, &code, value);
                out.add(&["attribute[", &code, "]"].concat(), &value);
            }
            (Some(Asked::Listed(code)), Value::Array(options)) => {
                for option in options.iter().filter_map(Value::as_str).filter_map(key) {
                    out.add(&["attribute[", &code, "][]"].concat(), &option);
                }
            }
            (Some(Asked::Listed(code)), option) => {
                if let Some(option) = option.as_str().and_then(key) {
                    out.add(&["attribute[", &code, "]"].concat(), &option);
                }
            }
            (Some(Asked::Only(code, key)), _) => out.add(&["attribute[", &code, "]"].concat(), &key),
            // Sent with its day.
            (Some(Asked::Time(_)), _) => {}
            (None, Value::Object(place)) => {
                for (name, part) in [("lat", "latitude"), ("long", "longitude"), ("address_string", "text")] {
                    if let Some(value) = place.get(part) {
                        out.add(name, &plain(value));
                    }
                }
            }
            // An attachment's id is its content.
            (None, Value::Array(files)) => files.iter().for_each(|file| out.add(&argument(id), &plain(file))),
            (None, value) => out.add(&argument(id), &plain(value)),
        }
    }
    out.0
}

/// The value of an attribute; a day may have a time.
fn attribute(application: &Submission, sender: &Sender, code: &str, value: &Value) -> String {
    let time = application.answers.get(&Asked::Time(code.to_owned()).id()).and_then(Value::as_str);
    match (value, time) {
        (Value::String(day), Some(time)) => [day, "T", time, ":00", &(sender.offset)(day, time)].concat(),
        _ => plain(value),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => json::write(other),
    }
}

/// The name of the argument for a field of the frame: `firstName` is sent as `first_name`.
pub(super) fn argument(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 4);
    for c in id.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Arguments in the form of `application/x-www-form-urlencoded` (URL Standard § 5.2).
#[derive(Default)]
struct Arguments(String);

impl Arguments {
    fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.encoded(name);
        self.0.push('=');
        self.encoded(value);
    }

    fn encoded(&mut self, text: &str) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        for byte in text.bytes() {
            match byte {
                b' ' => self.0.push('+'),
                b if b.is_ascii_alphanumeric() || b"*-._".contains(&b) => self.0.push(char::from(b)),
                b => self.0.extend([b'%', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]].map(char::from)),
            }
        }
    }
}

/// What the server gives for a report it has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// The number of the request, or a token for it.
    Ticket(Ticket),
    /// Nothing to ask by: so do services of the type `blackbox`.
    Nothing,
}

/// The answer to `POST requests`.
pub fn posted(body: &Value) -> Result<Posted, Error> {
    let (id, token) = first(body)?;
    let ticket = id.map(Ticket::Request).or(token.map(Ticket::Token));
    Ok(ticket.map_or(Posted::Nothing, Posted::Ticket))
}

/// The answer to `GET tokens/{token}`: the number of the request, as soon as it has one.
pub fn token(body: &Value) -> Result<Option<String>, Error> {
    Ok(first(body)?.0)
}

/// Number and token of the one request in a list.
fn first(body: &Value) -> Result<(Option<String>, Option<String>), Error> {
    whole(body, |node| {
        let mut found = Vec::new();
        each(node, &mut |object| {
            found.push((may(object, "service_request_id")?, may(object, "token")?));
            Some(())
        })?;
        match <[_; 1]>::try_from(found) {
            Ok([one]) => Some(one),
            Err(_) => {
                node.expected("a list of one request");
                None
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use crate::recipe::ServiceId;
    use serde_json::json;

    fn written(answers: serde_json::Value) -> String {
        let Value::Object(answers) = given(&answers) else { panic!("an object") };
        let service = ServiceId::parse("s-001").unwrap();
        let application = Submission { service, version: 1, language: "de".into(), answers };
        let offset = |day: &str, time: &str| {
            assert_eq!((day, time), ("2026-05-03", "08:15"));
            "+02:00".to_owned()
        };
        post(&application, &Sender { jurisdiction: None, api_key: Some("x&z"), code: "0 1", offset: &offset })
    }

    const HEAD: &str = "api_key=x%26z&service_code=0+1";

    #[test]
    fn answers_become_arguments_and_attributes() {
        for (answers, expected) in [
            (json!({}), ""),
            (json!({"firstName": "Ülkü", "phone": "A\nb"}), "&first_name=%C3%9Clk%C3%BC&phone=A%0Ab"),
            (
                json!({"location": {"text": "Markt 1", "latitude": 50.7, "longitude": -6}}),
                "&lat=50.7&long=-6&address_string=Markt+1",
            ),
            (json!({"media": ["AAA+/="]}), "&media=AAA%2B%2F%3D"),
            (json!({"attributeWHISPAWN": "123456"}), "&attribute%5BWHISPAWN%5D=123456"),
            (json!({"agreed": true, "attributeA": 12.5}), "&agreed=true&attribute%5BA%5D=12.5"),
            (json!({"attributeAZL": "YesZ2cno"}), "&attribute%5BA%5D=Yes%2Cno"),
            (json!({"attributeAZL": ["1", "2Z20b"]}), "&attribute%5BA%5D%5B%5D=1&attribute%5BA%5D%5B%5D=2+b"),
            (json!({"attributeAZKYes": true}), "&attribute%5BA%5D=Yes"),
            (json!({"attributeA": "2026-05-03"}), "&attribute%5BA%5D=2026-05-03"),
            (
                json!({"attributeA": "2026-05-03", "attributeAZT": "08:15"}),
                "&attribute%5BA%5D=2026-05-03T08%3A15%3A00%2B02%3A00",
            ),
        ] {
            assert_eq!(written(answers), [HEAD, expected].concat());
        }
    }

    #[test]
    fn a_report_has_a_number_or_a_token_or_nothing() {
        let read = |body: serde_json::Value| posted(&given(&body));
        let ticket = |ticket| Ok(Posted::Ticket(ticket));
        assert_eq!(
            read(json!([{"service_request_id": 293_944, "account_id": null}])),
            ticket(Ticket::Request("293944".into()))
        );
        assert_eq!(read(json!([{"token": "12345"}])), ticket(Ticket::Token("12345".into())));
        assert_eq!(read(json!([{"service_request_id": "", "account_id": ""}])), Ok(Posted::Nothing));
        for bad in [json!([]), json!({}), json!([{}, {}]), json!([{"token": []}]), json!("ok"), json!(null)] {
            assert!(matches!(read(bad), Err(Error::Contract { .. })));
        }
    }
}
