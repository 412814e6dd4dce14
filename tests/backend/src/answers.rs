//! Judges the answers of an application by its recipe, with the same library that the app checks them with.
//!
//! The app checks what was *typed*; an application holds what it *means*. So each answer is turned back into something that
//! could have been typed and put through the same form. What the form would send must then be what was sent: that also
//! finds answers in another notation than the contract's, and answers to questions that are not asked.

use std::collections::BTreeMap;
use std::rc::Rc;

use amtsgang::backend::wire::{Objection, StoredAttachment};
use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::field::{Answer, Attachment, Kind, period, place};
use amtsgang::form::Form;
use amtsgang::json;
use amtsgang::reading::child;
use amtsgang::recipe::{Field, Recipe};
use serde_json::{Map, Value as Json};

use crate::language::Language;
use crate::sentences;
use crate::shelf::EcmaPatterns;
use crate::storage::holds::Claim;

type Attachments = BTreeMap<String, StoredAttachment>;

/// The ids of the attachments that the answers name, each with a pointer to the place.
pub fn attachments<'a>(recipe: &Recipe, answers: &'a Map<String, Json>) -> Vec<(String, &'a str)> {
    let mut found = Vec::new();
    for field in &recipe.fields {
        if let (Kind::File(_), Some(Json::Array(ids))) = (&field.kind, answers.get(&field.id)) {
            let place = pointer(&field.id);
            let ids = ids.iter().enumerate();
            found.extend(ids.filter_map(|(ix, id)| Some((child(&place, &ix.to_string()), id.as_str()?))));
        }
    }
    found
}

/// The slots that the answers say are held.
pub fn appointments(recipe: &Recipe, answers: &Map<String, Json>) -> Vec<Claim> {
    let claim = |field: &Field| {
        let (Kind::Appointment(kind), Some(answer)) = (&field.kind, answers.get(&field.id)) else { return None };
        let text = |key: &str| Some(answer.get(key)?.as_str()?.to_owned());
        let (pointer, calendar) = (pointer(&field.id), kind.calendar.clone());
        Some(Claim { pointer, calendar, slot: text("slot")?, start: text("start")?, hold: text("hold")? })
    };
    recipe.fields.iter().filter_map(claim).collect()
}

/// All that is wrong with the answers. `stored` are those attachments that are here and free.
///
/// The citizen's calendar may be a day ahead of or behind this machine's, and then decides.
pub fn judge(
    recipe: &Recipe,
    answers: &Map<String, Json>,
    stored: &Attachments,
    today: Date,
    language: Language,
) -> Vec<Objection> {
    let recipe = Rc::new(recipe.clone());
    let mut first = None;
    for days in [0, 1, -1] {
        let objections = judge_on(&recipe, answers, stored, today.plus_days(days), language);
        if objections.is_empty() {
            return objections;
        }
        first.get_or_insert(objections);
    }
    first.unwrap_or_default()
}

fn judge_on(
    recipe: &Rc<Recipe>,
    answers: &Map<String, Json>,
    stored: &Attachments,
    today: Date,
    language: Language,
) -> Vec<Objection> {
    let mut objections = Vec::new();
    let mut object = |pointer: String, detail: &str| {
        objections.push(Objection { pointer, detail: detail.to_owned() });
    };
    let mut form = Form::new(recipe.clone(), today, Rc::new(EcmaPatterns));
    let mut free = stored.clone();
    for (id, json) in answers {
        let Some(ix) = recipe.field_ix(id).filter(|ix| !matches!(recipe.fields[*ix].kind, Kind::Note(_))) else {
            object(pointer(id), language.of(UNKNOWN));
            continue;
        };
        match typed(&recipe.fields[ix].kind, json, &mut free) {
            Ok(answer) => {
                form.set(ix, answer);
            }
            Err(Misfit::Shape) => object(pointer(id), language.of(SHAPE)),
            Err(Misfit::Attachment(ix)) => object(child(&pointer(id), &ix.to_string()), language.of(ATTACHMENT)),
        }
    }
    let misread: Vec<String> = objections.iter().map(|objection| objection.pointer.clone()).collect();
    let read = |id: &str| {
        let place = pointer(id);
        !misread
            .iter()
            .any(|pointer| pointer.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    };
    for ix in form.check_all() {
        let field = &recipe.fields[ix];
        if read(&field.id) {
            for error in form.errors(ix) {
                let place = part_pointer(&field.kind, pointer(&field.id), error.part);
                objections.push(Objection { pointer: place, detail: sentences::say(&error.fault, language) });
            }
        }
    }
    for (id, json) in answers {
        let Some(ix) = recipe.field_ix(id).filter(|_| read(id)) else { continue };
        let wrong = !form.errors(ix).is_empty();
        if !form.visible(ix) {
            objections.push(Objection { pointer: pointer(id), detail: language.of(HIDDEN).to_owned() });
        } else if !wrong && !says(form.value(ix), json) {
            objections.push(Objection { pointer: pointer(id), detail: language.of(SHAPE).to_owned() });
        }
    }
    objections
}

const UNKNOWN: [&str; 2] = ["Diese Frage gibt es in dem Formular nicht.", "The form has no such question."];
const HIDDEN: [&str; 2] = [
    "Diese Frage wird bei Ihren übrigen Angaben nicht gestellt.",
    "With your other answers this question is not asked.",
];
const SHAPE: [&str; 2] = [
    "Die Angabe kam nicht so an, wie es vereinbart ist. Geben Sie sie noch einmal ein.",
    "The answer did not arrive in the form agreed upon. Enter it again.",
];
const ATTACHMENT: [&str; 2] = [
    "Diese Datei ist nicht (mehr) bei uns. Fügen Sie sie noch einmal hinzu.",
    "We do not have this file (any more). Add it again.",
];

fn pointer(id: &str) -> String {
    child("#/answers", id)
}

/// Whether an answer that was sent is this value, in the very notation the app writes it in.
fn says(value: &Value, sent: &Json) -> bool {
    json::read(&sent.to_string()).is_ok_and(|sent| sent == value.to_json())
}

/// A date is sent as one text, and so is each end of a period: their parts have no place of their own.
fn part_pointer(kind: &Kind, field: String, part: Option<usize>) -> String {
    match (kind, part) {
        (Kind::Address(_) | Kind::PostcodePlace(_) | Kind::BankAccount(_) | Kind::Place, Some(part)) => {
            match kind.part_names().get(part) {
                Some(name) => child(&field, name),
                None => field,
            }
        }
        (Kind::Period(_), Some(part)) => child(&field, if part < period::TO { "from" } else { "to" }),
        (Kind::File(_), Some(part)) => child(&field, &part.to_string()),
        _ => field,
    }
}

enum Misfit {
    /// Not what the contract says of this field kind.
    Shape,
    /// The attachment in this place of the list is not here, or belongs to another application.
    Attachment(usize),
}

/// What could have been typed to mean `json`. Takes the attachments it names from the `free` ones.
fn typed(kind: &Kind, json: &Json, free: &mut Attachments) -> Result<Answer, Misfit> {
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
        Kind::Note(_) => None,
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
        Some(value @ Json::Number(_)) => match json::read(&value.to_string()).ok()? {
            json::Value::Number(number) => Some(place::written(number.scaled(place::PLACES)?, '.')),
            _ => None,
        },
        Some(_) => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

    fn objections(answers: Json) -> Vec<String> {
        let text = json!({"de": "A"});
        let field = |id: &str, kind: &str, more: Json| {
            let mut field = json!({"id": id, "kind": kind, "label": text});
            field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            field
        };
        let recipe = json!({
            "id": "probe", "version": 1, "title": text, "summary": text, "fee": text, "duration": text, "privacy": text,
            "office": {"name": text, "street": "Markt 1", "postcode": "12345", "place": "Musterstadt", "hours": text,
                "phone": "+49 221 4710120", "email": "amt@musterstadt.example"},
            "steps": [{"id": "s", "title": text, "fields": [
                field("time", "time", json!({})), field("month", "yearMonth", json!({})),
                field("stay", "period", json!({"max": "2026-12-31"})), field("country", "country", json!({})),
                field("school", "postcodePlace", json!({})), field("mail", "email", json!({"confirm": true})),
                field("name", "personName", json!({})), field("tax", "taxId", json!({})),
                field("card", "identityDocument", json!({})), field("plate", "licencePlate", json!({})),
                field("account", "bankAccount", json!({})), field("refund", "bankAccount", json!({"holder": false})),
                field("where", "place", json!({})), field("visit", "appointment", json!({"calendar": "amt"})),
            ]}],
        });
        let recipe = amtsgang::recipe::parse(&recipe.to_string(), &EcmaPatterns).recipe.unwrap();
        let answers = answers.as_object().unwrap();
        let objections = judge(&recipe, answers, &Attachments::new(), TODAY, Language::German);
        objections.into_iter().map(|objection| objection.pointer).collect()
    }

    #[test]
    fn what_the_app_sends_of_every_kind_is_taken() {
        let sent = json!({
            "time": "09:30", "month": "2026-05", "stay": {"from": "2026-05-03", "to": "2026-05-04"}, "country": "LU",
            "school": {"postcode": "12345", "place": "Musterstadt"}, "mail": "amt@musterstadt.example", "name": "Zoë",
            "tax": "12345678995", "card": "L01X00T471", "plate": "DN-AB 123E",
            "account": {"iban": "DE89370400440532013000", "holder": "Heimatverein Musterstadt"},
            "refund": {"iban": "NO9386011117947"},
            "where": {"text": "Markt 1", "latitude": 50.798712, "longitude": -0.00001},
            "visit": {"slot": "s-1", "start": "2026-12-01T09:30:00+01:00", "hold": "h"},
        });
        assert_eq!(objections(sent), [""; 0]);
    }

    #[test]
    fn another_notation_or_shape_is_not() {
        for (id, answer, pointer) in [
            ("time", json!("9:30"), "#/answers/time"),
            ("month", json!("05/2026"), "#/answers/month"),
            ("stay", json!({"from": "2026-05-03"}), "#/answers/stay"),
            ("stay", json!({"from": "2026-05-03", "to": "2027-01-01"}), "#/answers/stay/to"),
            ("country", json!("lu"), "#/answers/country"),
            ("school", json!({"postcode": "1234", "place": "Musterstadt"}), "#/answers/school/postcode"),
            ("mail", json!(["amt@musterstadt.example", "amt@musterstadt.example"]), "#/answers/mail"),
            ("name", json!("Zoe\u{308}"), "#/answers/name"),
            ("tax", json!("12 345 678 995"), "#/answers/tax"),
            ("card", json!("l01x00t47"), "#/answers/card"),
            ("plate", json!("DN-AB123"), "#/answers/plate"),
            ("account", json!({"iban": "DE89370400440532013000"}), "#/answers/account/holder"),
            ("refund", json!({"iban": "NO9386011117947", "holder": "x"}), "#/answers/refund"),
            ("where", json!({"text": "Markt 1", "latitude": 50.5}), "#/answers/where/longitude"),
            ("where", json!({"text": "", "latitude": 50.5, "longitude": 6}), "#/answers/where/text"),
            ("where", json!({"text": "Markt 1", "latitude": 90.5, "longitude": 6}), "#/answers/where/latitude"),
            ("where", json!({"text": "Markt 1", "latitude": 50.1234567, "longitude": 6}), "#/answers/where"),
            ("where", json!({"text": "Markt 1", "latitude": "50.5", "longitude": "6"}), "#/answers/where"),
            ("where", json!({"latitude": 50.5, "longitude": 6}), "#/answers/where"),
            ("where", json!("Markt 1"), "#/answers/where"),
            ("visit", json!({"slot": "s-1", "start": "2026-12-01T09:30:00+01:00"}), "#/answers/visit"),
            ("visit", json!({"slot": "s-1", "start": "tomorrow", "hold": "h"}), "#/answers/visit"),
            ("visit", json!({"slot": "", "start": "2026-12-01T09:30:00+01:00", "hold": "h"}), "#/answers/visit"),
        ] {
            assert_eq!(objections(json!({id: answer})), [pointer], "{id}: {answer}");
        }
    }
}
