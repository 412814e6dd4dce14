//! What holds for every field kind and every answer.

mod each_kind;
mod given;
mod patterns;

use amtsgang::expr::date::Date;
use amtsgang::expr::fraction;
use amtsgang::expr::value::Value;
use amtsgang::field::place::{Point, millionths, written};
use amtsgang::field::{Answer, CodeLists, Context, Error, Fault, Kind};
use amtsgang::json::Value as JsonValue;
use amtsgang::reading::{Node, Problems};
use each_kind::{TODAY, answer, kinds, read};
use given::given;
use patterns::Regex;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_makes_a_kind_panic_or_talk_nonsense(answer in answer()) {
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        for kind in kinds() {
            let optional = kind.check(&answer, false, &cx);
            let required = kind.check(&answer, true, &cx);
            match (&optional, &required) {
                // Only nothing at all is treated differently.
                (Ok(Value::Null), Ok(value)) => prop_assert!(
                    matches!(kind.name(), "note" | "group" | "calculated") && *value == Value::Null
                ),
                (Ok(Value::Null), Err(errors)) => {
                    prop_assert!(errors.len() == 1 && errors[0].part.is_none(), "{errors:?}");
                    prop_assert!(matches!(errors[0].fault, Fault::Missing(_)), "{errors:?}");
                }
                _ => prop_assert_eq!(&optional, &required),
            }
            if kind.is_blank(&answer) && kind.name() != "consent" && kind.name() != "yesNo" {
                prop_assert_eq!(&optional, &Ok(Value::Null), "{}", kind.name());
            }
            for error in optional.err().unwrap_or_default() {
                let parts = if kind.name() == "file" { answer.files().len() } else { kind.part_names().len() };
                prop_assert!(error.part.is_none_or(|part| part < parts), "{error:?}");
                prop_assert!(error.fault.key().starts_with("fault."));
                error.fault.params();
            }
        }
    }

    #[test]
    fn tidying_changes_no_meaning_and_is_done_once(answer in answer()) {
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        for kind in kinds() {
            let Some(tidied) = kind.normalize(&answer) else { continue };
            prop_assert_ne!(&tidied, &answer);
            prop_assert_eq!(kind.normalize(&tidied), None, "{}: {:?}", kind.name(), tidied);
            prop_assert_eq!(kind.check(&tidied, true, &cx), kind.check(&answer, true, &cx), "{}", kind.name());
            prop_assert_eq!(kind.fits(&tidied), kind.fits(&answer));
        }
    }

    #[test]
    fn drafts_keep_every_answer(answer in answer()) {
        let answer = answer.canonical();
        prop_assert_eq!(Answer::from_json(&answer.to_json()), Some(answer));
    }

    #[test]
    fn values_have_the_form_their_kind_promises(answer in answer()) {
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        for kind in kinds() {
            let Ok(value) = kind.check(&answer, true, &cx) else { continue };
            let fits = match (kind.name(), &value) {
                ("text" | "longText", Value::Text(text)) => !text.is_empty() && text.trim() == text && !text.contains('\r') && (kind.name() == "longText" || !text.contains('\n')),
                ("email", Value::Text(text)) => text.contains('@') && !text.contains(char::is_whitespace),
                ("phone", Value::Text(text)) => {
                    let digits = text.strip_prefix('+').unwrap_or_default();
                    (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
                }
                ("decimal", value) => matches!(value.to_json(), JsonValue::Number(number) if number.decimal().is_some_and(|(_, places)| places <= 6)),
                ("integer" | "money", Value::Int(_)) | ("yesNo", Value::Bool(_)) => true,
                ("consent", Value::Bool(given)) => *given,
                ("date", Value::Text(text)) => Date::parse(text).is_some(),
                ("time", Value::Text(text)) => text.len() == 5 && text[..2] < *"24" && text[2..3] == *":" && text[3..] < *"60",
                ("yearMonth", Value::Text(text)) => Date::parse(&[text, "-01"].concat()).is_some(),
                ("period", value) => {
                    let day = |key| match value.part(key) {
                        Value::Text(text) => Date::parse(text),
                        _ => None,
                    };
                    day("from").zip(day("to")).is_some_and(|(from, to)| from <= to)
                }
                ("country", Value::Text(text)) => text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()),
                ("personName", Value::Text(text)) => text.trim() == text && !text.contains(|c: char| c.is_control() || c.is_ascii_digit()),
                ("taxId", Value::Text(text)) => text.len() == 11 && text.bytes().all(|b| b.is_ascii_digit()),
                ("identityDocument", Value::Text(text)) => (9..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()),
                ("licencePlate", Value::Text(text)) => text.split_once('-').is_some_and(|(_, own)| own.contains(' ')) && text.chars().count() <= 10,
                ("bankAccount", value) => matches!(value.part("iban"), Value::Text(iban) if (15..=34).contains(&iban.len()) && iban.is_ascii()),
                ("choice", Value::Text(_)) | ("choices" | "file", Value::List(_)) | ("address" | "postcodePlace", Value::Map(_)) => true,
                ("place", value) => {
                    let degrees = |key| match value.part(key).to_json() {
                        JsonValue::Number(number) => millionths(&number),
                        _ => None,
                    };
                    let (latitude, longitude) = (degrees("latitude"), degrees("longitude"));
                    matches!(value.part("text"), Value::Text(text) if !text.is_empty() && text.trim() == text)
                        && latitude.is_some() == longitude.is_some()
                        && latitude.is_none_or(|n| n.abs() <= 90_000_000)
                        && longitude.is_none_or(|n| n.abs() <= 180_000_000)
                }
                ("appointment", value) => matches!(value.part("hold"), Value::Text(hold) if !hold.is_empty()),
                ("note" | "group" | "calculated", Value::Null) => true,
                _ => false,
            };
            prop_assert!(fits, "{}: {:?}", kind.name(), value);
        }
    }

    #[test]
    fn every_amount_is_read_back_in_both_notations(cents in -999_999_999_999_i64..=999_999_999_999) {
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        let kind = read("money", &json!({"min": -999_999_999_999_i64}));
        for (group, point) in [("", ","), (".", ","), (",", "."), ("\u{a0}", ","), ("’", ".")] {
            let euros = (cents.abs() / 100).to_string();
            let mut text = String::new();
            for (ix, digit) in euros.chars().enumerate() {
                if ix > 0 && (euros.len() - ix).is_multiple_of(3) {
                    text.push_str(group);
                }
                text.push(digit);
            }
            let sign = if cents < 0 { "-" } else { "" };
            let text = format!("{sign}{text}{point}{:02} €", cents.abs() % 100);
            prop_assert_eq!(kind.check(&Answer::Text(text.clone()), true, &cx), Ok(Value::Int(cents)), "{}", text);
        }
    }

    /// In no notation is a number taken for another: at most it is said that it could be one.
    #[test]
    fn every_decimal_is_read_back_in_both_notations(digits in -999_999_999_999_999_i64..=999_999_999_999_999, decimals in 1_usize..=6) {
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        let kind = read("decimal", &json!({"decimals": decimals}));
        let digits = digits / 10_i64.pow(6 - decimals as u32);
        let scale = 10_u64.pow(decimals as u32);
        let (whole, rest) = ((digits.unsigned_abs() / scale).to_string(), digits.unsigned_abs() % scale);
        let sign = if digits < 0 { "-" } else { "" };
        let value = fraction::decimal(digits, decimals as u8);
        for (group, point) in [("", ","), (".", ","), (",", "."), ("\u{a0}", ","), ("’", ".")] {
            let mut text = sign.to_owned();
            for (ix, digit) in whole.chars().enumerate() {
                if ix > 0 && (whole.len() - ix).is_multiple_of(3) {
                    text.push_str(group);
                }
                text.push(digit);
            }
            text.push_str(point);
            text.push_str(&format!("{rest:0decimals$}"));
            let checked = kind.check(&Answer::Text(text.clone()), true, &cx);
            let unclear = decimals == 3 && whole != "0" && whole.len() <= 3;
            let expected = if unclear { Err(vec![Error { part: None, fault: Fault::DecimalUnclear }]) } else { Ok(value.clone()) };
            prop_assert_eq!(checked, expected, "{}", text);
        }
        let Kind::Decimal(decimal) = &kind else { unreachable!() };
        let JsonValue::Number(number) = value.to_json() else { unreachable!() };
        let typed = decimal.typed(&number).expect("a number of that many decimals");
        prop_assert_eq!(kind.check(&Answer::Text(typed.clone()), true, &cx), Ok(value), "{}", typed);
    }

    #[test]
    fn every_coordinate_is_read_back_in_every_notation(
        latitude in -90_000_000_i64..=90_000_000,
        longitude in -180_000_000_i64..=180_000_000,
        mark in prop::sample::select(vec!['.', ',']),
        turned in any::<bool>(),
    ) {
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        let kind = read("place", &json!({}));
        let side = |n: i64, ahead: &str, back: &str| format!("{}° {}", written(n.abs(), mark), if n < 0 { back } else { ahead });
        let plain = vec![written(latitude, mark), written(longitude, mark)];
        let sides = vec![side(latitude, "N", "S"), side(longitude, if turned { "O" } else { "E" }, "W")];
        let pair = vec![format!("{} {}", plain[0], plain[1]), String::new()];
        for parts in [plain, sides, pair] {
            let answer = Answer::List([vec!["Markt".to_owned()], parts].concat());
            let value = kind.check(&answer, true, &cx).expect("a place");
            let part = |key| match value.part(key).to_json() {
                        JsonValue::Number(number) => millionths(&number),
                        _ => None,
                    };
            prop_assert_eq!((part("latitude"), part("longitude")), (Some(latitude), Some(longitude)), "{:?}", answer);
            prop_assert_eq!(Point::of(&answer), Point::new(latitude, longitude));
        }
    }

    #[test]
    fn every_day_is_read_back(days in Date::parse("1000-01-01").unwrap().days()..=Date::parse("9999-12-31").unwrap().days()) {
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        let date = Date::from_days(days);
        let parts = vec![date.day.to_string(), date.month.to_string(), date.year.to_string()];
        let value = read("date", &json!({})).check(&Answer::List(parts), true, &cx);
        prop_assert_eq!(value, Ok(Value::Text(date.to_string())));
    }

    #[test]
    fn no_parameters_make_reading_panic(
        values in prop::collection::vec((prop::sample::select(KEYS), parameter()), 0..6),
    ) {
        let json = given(&Json::Object(values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()));
        let patterns = Regex;
        let cx = Context { today: TODAY, patterns: &patterns, code_lists: CodeLists::NONE };
        for name in Kind::NAMES {
            let problems = Problems::new();
            let object = Node::at(&json, "/f", &problems).object().expect("an object");
            let kind = Kind::read(name, &object, &patterns).expect("a kind");
            prop_assert_eq!(kind.name(), *name);
            // What is wrong about a recipe still leaves a kind that can be asked.
            let _ = kind.check(&Answer::Text("12".into()), true, &cx);
            for problem in problems.into_list() {
                prop_assert!(problem.pointer.starts_with("/f/"), "{problem}");
            }
        }
    }
}

const KEYS: &[&str] = &[
    "decimals",
    "minLength",
    "maxLength",
    "pattern",
    "patternMessage",
    "inputmode",
    "width",
    "normalize",
    "rows",
    "min",
    "max",
    "unit",
    "birthday",
    "options",
    "text",
    "foreign",
    "own",
    "accept",
    "maxSize",
    "maxFiles",
    "shrink",
    "camera",
    "first",
    "confirm",
    "holder",
    "countries",
    "minDays",
    "maxDays",
    "calendar",
    "earliest",
    "latest",
];

fn parameter() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        (-3..40_i64).prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        "(today)?[+-]?[0-9]{0,7}".prop_map(Json::from),
        "[a-z(\\[]{0,4}".prop_map(Json::from),
        Just(json!({"de": "Text"})),
        Just(json!([{"value": "a", "label": {"de": "A"}}, {"value": "a"}, 3])),
        Just(json!(["image/png", null])),
        Just(json!(["DE", "DE", "QQ", 3])),
        "[0-2][0-9]:[0-6][0-9]".prop_map(Json::from),
        Just(Json::Null),
    ]
}
