//! What could have been typed, or chosen, to mean a value: the way back from what is sent.
//!
//! For answers that are not typed: those a recipe begins with, those a page hands over, and those a backend is sent and
//! judges with the app's own rules.

use super::{Answer, Kind, place};
use crate::expr::date::Date;
use crate::json::Value as Json;

impl Kind {
    /// An answer that means `value`, which is of the form that is sent; `None` if there is none. It may still be wrong:
    /// [`Kind::check`] judges it as any other. Never for attachments, and for what is not typed.
    #[inline(never)]
    pub fn typed(&self, value: &Json) -> Option<Answer> {
        match self {
            Kind::Text(_)
            | Kind::PersonName
            | Kind::LongText(_)
            | Kind::Phone
            | Kind::LicencePlate
            | Kind::IdentityDocument
            | Kind::TaxId
            | Kind::Time(_)
            | Kind::Choice(_)
            | Kind::Country(_) => text(value),
            // Chosen rather than typed: no label will do.
            Kind::Listed(_) => value.as_str().map(|value| Answer::List(vec![value.to_owned(), String::new()])),
            Kind::Email(kind) if kind.confirm => value.as_str().map(|text| Answer::List(vec![text.to_owned(); 2])),
            Kind::Email(_) => text(value),
            Kind::Integer(_) => value.as_i64().map(|number| Answer::Text(number.to_string())),
            Kind::Decimal(kind) => match value {
                Json::Number(number) => kind.typed(number).map(Answer::Text),
                _ => None,
            },
            Kind::Money(_) => value.as_i64().map(money),
            Kind::Date(_) => day(value).map(Answer::List),
            Kind::YearMonth(_) => {
                let (year, month) = value.as_str()?.split_once('-')?;
                Some(Answer::List(vec![month.to_owned(), year.to_owned()]))
            }
            Kind::Period(_) => {
                let ends = value.as_object().filter(|map| map.len() == 2)?;
                let mut parts = day(ends.get("from")?)?;
                parts.extend(day(ends.get("to")?)?);
                Some(Answer::List(parts))
            }
            Kind::YesNo => value.as_bool().map(|yes| Answer::Text((if yes { "true" } else { "false" }).into())),
            // Consent that was not given is left out.
            Kind::Consent(_) => value.as_bool().filter(|given| *given).map(|_| Answer::Text("true".into())),
            Kind::Choices(_) => {
                let list = value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned));
                list.collect::<Option<_>>().map(Answer::List)
            }
            Kind::BankAccount(account) if !account.holder => text(value.get("iban")?),
            Kind::Address(_) | Kind::PostcodePlace(_) | Kind::BankAccount(_) => self.parts_of(value),
            Kind::Place => where_it_is(value),
            Kind::Appointment(_) => appointment(value),
            Kind::File(_) | Kind::Note(_) | Kind::Group(_) | Kind::Calculated(_) => None,
        }
    }

    /// An object whose keys are names of the field's parts.
    fn parts_of(&self, value: &Json) -> Option<Answer> {
        let names = self.part_names();
        let mut parts = vec![String::new(); names.len()];
        for (key, value) in value.as_object()?.iter() {
            value.as_str()?.clone_into(&mut parts[names.iter().position(|name| name == key)?]);
        }
        Some(Answer::List(parts))
    }
}

fn text(value: &Json) -> Option<Answer> {
    value.as_str().map(|text| Answer::Text(text.to_owned()))
}

fn money(cents: i64) -> Answer {
    let (sign, cents) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    let tens = if cents % 100 < 10 { ".0" } else { "." };
    Answer::Text([sign, &(cents / 100).to_string(), tens, &(cents % 100).to_string()].concat())
}

fn where_it_is(value: &Json) -> Option<Answer> {
    let map = value.as_object()?;
    let degrees = |key: &str| match map.get(key) {
        None => Some(String::new()),
        Some(Json::Number(number)) => Some(place::written(place::millionths(number)?, '.')),
        Some(_) => None,
    };
    let known = map.keys().all(|key| ["text", "latitude", "longitude"].contains(&key));
    let text = map.get("text")?.as_str()?.to_owned();
    known.then_some(Answer::List(vec![text, degrees("latitude")?, degrees("longitude")?]))
}

/// Slot, start and hold; the rest is the app's own.
fn appointment(value: &Json) -> Option<Answer> {
    let map = value.as_object().filter(|map| map.len() == 3)?;
    let mut parts = vec![String::new(); 6];
    for (part, key) in parts.iter_mut().zip(["slot", "start", "hold"]) {
        map.get(key)?.as_str()?.clone_into(part);
    }
    Some(Answer::List(parts))
}

/// Day, month and year.
fn day(value: &Json) -> Option<Vec<String>> {
    let date = Date::parse(value.as_str()?)?;
    let year = date.year.to_string();
    let zeros = "0".repeat(4_usize.saturating_sub(year.len()));
    Some(vec![date.day.to_string(), date.month.to_string(), zeros + &year])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, read};
    use super::*;
    use crate::json::given;
    use serde_json::json;

    #[test]
    fn what_is_typed_means_what_it_came_from() {
        let options = json!([{"value": "a", "label": {"de": "A"}}, {"value": "b", "label": {"de": "B"}}]);
        for (name, more, value) in [
            ("text", json!({}), json!("Rex")),
            ("email", json!({"confirm": true}), json!("amt@musterstadt.example")),
            ("integer", json!({}), json!(-5)),
            ("decimal", json!({"decimals": 3}), json!(12.5)),
            ("money", json!({"min": -1000}), json!(-705)),
            ("money", json!({}), json!(123_456)),
            ("date", json!({}), json!("1987-02-03")),
            ("yearMonth", json!({}), json!("2026-05")),
            ("time", json!({}), json!("09:30")),
            ("period", json!({}), json!({"from": "2026-05-03", "to": "2026-05-04"})),
            ("yesNo", json!({}), json!(false)),
            ("consent", json!({}), json!(true)),
            ("choice", json!({"options": options}), json!("b")),
            ("choices", json!({"options": options}), json!(["a", "b"])),
            ("country", json!({}), json!("LU")),
            ("postcodePlace", json!({}), json!({"postcode": "12345", "place": "Musterstadt"})),
            ("bankAccount", json!({"holder": false}), json!({"iban": "NO9386011117947"})),
        ] {
            let kind = read(more, |object| Kind::read(name, object, cx().patterns)).unwrap();
            let answer = kind.typed(&given(&value)).unwrap_or_else(|| panic!("{name}: {value}"));
            let meaning = kind.check(&answer, true, &cx()).map(|value| value.to_json());
            assert_eq!(meaning, Ok(given(&value)), "{name}: {answer:?}");
        }
    }

    #[test]
    fn another_shape_is_none() {
        for (name, value) in [
            ("text", json!(5)),
            ("integer", json!("5")),
            ("integer", json!(1.5)),
            ("date", json!("2026-02-30")),
            ("period", json!({"from": "2026-05-03"})),
            ("yesNo", json!("true")),
            ("postcodePlace", json!({"street": "x"})),
            ("consent", json!(false)),
            ("file", json!(["a"])),
        ] {
            let kind =
                read(json!({"accept": ["image/png"]}), |object| Kind::read(name, object, cx().patterns)).unwrap();
            assert_eq!(kind.typed(&given(&value)), None, "{name}: {value}");
        }
    }
}
