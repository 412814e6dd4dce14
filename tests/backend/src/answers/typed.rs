//! What could have been typed to mean an answer that was sent.

use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, Attachment, Kind, place};
use amtsgang::json;
use serde_json::Value as Json;

use super::Attachments;

pub(super) enum Misfit {
    /// Not what the contract says of this field kind.
    Shape,
    /// The attachment in this place of the list is not here, or belongs to another application.
    Attachment(usize),
}

/// What could have been typed to mean `json`. Takes the attachments it names from the `free` ones.
pub(super) fn typed(kind: &Kind, json: &Json, free: &mut Attachments) -> Result<Answer, Misfit> {
    let text = || json.as_str().map(|text| Answer::Text(text.to_owned()));
    let answer = match kind {
        Kind::Text(_)
        | Kind::PersonName
        | Kind::LongText(_)
        | Kind::Phone
        | Kind::LicencePlate
        | Kind::IdentityDocument
        | Kind::TaxId
        | Kind::Time(_)
        | Kind::Choice(_)
        | Kind::Country(_) => text(),
        Kind::Email(kind) if kind.confirm => json.as_str().map(|text| Answer::List(vec![text.to_owned(); 2])),
        Kind::Email(_) => text(),
        Kind::Integer(_) => json.as_i64().map(|number| Answer::Text(number.to_string())),
        Kind::Decimal(kind) => match json::read(&json.to_string()) {
            Ok(json::Value::Number(number)) => kind.typed(&number).map(Answer::Text),
            _ => None,
        },
        Kind::Money(_) => json.as_i64().map(|cents| {
            let sign = if cents < 0 { "-" } else { "" };
            Answer::Text(format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100))
        }),
        Kind::Date(_) => day(json).map(Answer::List),
        Kind::YearMonth(_) => json
            .as_str()
            .and_then(|text| text.split_once('-'))
            .map(|(year, month)| Answer::List(vec![month.to_owned(), year.to_owned()])),
        Kind::Period(_) => json.as_object().filter(|map| map.len() == 2).and_then(|map| {
            let mut parts = day(map.get("from")?)?;
            parts.extend(day(map.get("to")?)?);
            Some(Answer::List(parts))
        }),
        Kind::YesNo => json.as_bool().map(|yes| Answer::Text(yes.to_string())),
        // Consent that was not given is left out.
        Kind::Consent(_) => json.as_bool().filter(|given| *given).map(|_| Answer::Text("true".to_owned())),
        Kind::Choices(_) => texts(json).map(Answer::List),
        Kind::BankAccount(account) if !account.holder => {
            json.get("iban").and_then(Json::as_str).map(|iban| Answer::Text(iban.to_owned()))
        }
        Kind::Address(_) | Kind::PostcodePlace(_) | Kind::BankAccount(_) => parts(kind, json),
        Kind::Place => where_it_is(json),
        Kind::Appointment(_) => appointment(json),
        Kind::File(_) => return files(json, free),
        Kind::Note(_) | Kind::Group(_) | Kind::Calculated(_) => None,
    };
    answer.ok_or(Misfit::Shape)
}

/// Day, month and year.
fn day(json: &Json) -> Option<Vec<String>> {
    let date = Date::parse(json.as_str()?)?;
    Some(vec![date.day.to_string(), date.month.to_string(), format!("{:04}", date.year)])
}

fn texts(json: &Json) -> Option<Vec<String>> {
    json.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// An object whose keys are names of the field's parts.
fn parts(kind: &Kind, json: &Json) -> Option<Answer> {
    let (map, names) = (json.as_object()?, kind.part_names());
    let mut parts = vec![String::new(); names.len()];
    for (key, value) in map {
        parts[names.iter().position(|name| name == key)?] = value.as_str()?.to_owned();
    }
    Some(Answer::List(parts))
}

/// Words, and coordinates as they could be typed.
fn where_it_is(json: &Json) -> Option<Answer> {
    let map = json.as_object()?;
    let degrees = |key: &str| match map.get(key) {
        None => Some(String::new()),
        Some(value) => match json::read(&value.to_string()).ok()? {
            json::Value::Number(number) => Some(place::written(place::millionths(&number)?, '.')),
            _ => None,
        },
    };
    let known = map.keys().all(|key| ["text", "latitude", "longitude"].contains(&key.as_str()));
    let text = map.get("text")?.as_str()?.to_owned();
    known.then_some(Answer::List(vec![text, degrees("latitude")?, degrees("longitude")?]))
}

/// Slot, start and hold; the rest is the app's own.
fn appointment(json: &Json) -> Option<Answer> {
    let map = json.as_object().filter(|map| map.len() == 3)?;
    let mut parts = vec![String::new(); 6];
    for (part, key) in parts.iter_mut().zip(["slot", "start", "hold"]) {
        *part = map.get(key)?.as_str()?.to_owned();
    }
    Some(Answer::List(parts))
}

fn files(json: &Json, free: &mut Attachments) -> Result<Answer, Misfit> {
    let ids = texts(json).ok_or(Misfit::Shape)?;
    let mut files = Vec::with_capacity(ids.len());
    for (ix, id) in ids.into_iter().enumerate() {
        let attachment = free.remove(&id).ok_or(Misfit::Attachment(ix))?;
        files.push(Attachment {
            id: id.clone(),
            name: attachment.name,
            media_type: attachment.media_type,
            size: attachment.size,
            uploaded: Some(id),
        });
    }
    Ok(Answer::Files(files))
}
