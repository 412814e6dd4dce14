//! What holds for every field kind and every answer.

mod given;
mod patterns;

use amtsgang::expr::date::Date;
use amtsgang::expr::fraction;
use amtsgang::expr::value::Value;
use amtsgang::field::place::{Point, millionths, written};
use amtsgang::field::{Answer, Attachment, CodeLists, Context, Error, Fault, Kind};
use amtsgang::json::Value as JsonValue;
use amtsgang::reading::{Node, Problems};
use given::given;
use patterns::Regex;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

fn read(name: &str, json: &Json) -> Kind {
    let (json, problems) = (given(json), Problems::new());
    let object = Node::at(&json, "", &problems).object().expect("an object");
    let kind = Kind::read(name, &object, &Regex).expect("a kind");
    assert_eq!(problems.into_list(), []);
    kind
}

/// One or more of each kind, with and without limits.
fn kinds() -> Vec<Kind> {
    let options: Vec<Json> = ["a", "b", "true", "12"].map(|v| json!({"value": v, "label": {"de": v}})).into();
    let many: Vec<Json> = (0..21).map(|n| json!({"value": n.to_string(), "label": {"de": "x"}})).collect();
    let pattern = json!({"pattern": "[0-9]{2,}", "patternMessage": {"de": "Ziffern"}, "normalize": "digits"});
    let accept = json!(["image/png", "application/pdf"]);
    let kinds: Vec<Kind> = [
        ("text", json!({})),
        ("text", json!({"minLength": 2, "maxLength": 5, "normalize": "upper"})),
        ("text", pattern),
        ("personName", json!({})),
        ("longText", json!({"minLength": 3, "maxLength": 9})),
        ("email", json!({})),
        ("email", json!({"confirm": true})),
        ("phone", json!({})),
        ("taxId", json!({})),
        ("identityDocument", json!({})),
        ("licencePlate", json!({})),
        ("bankAccount", json!({})),
        ("bankAccount", json!({"holder": false, "countries": "SEPA"})),
        ("integer", json!({})),
        ("integer", json!({"min": -5, "max": 2000})),
        ("decimal", json!({})),
        ("decimal", json!({"decimals": 3, "min": -0.5, "max": 99.125})),
        ("decimal", json!({"decimals": 6, "min": 1000})),
        ("money", json!({})),
        ("money", json!({"min": -500, "max": 200_000})),
        ("date", json!({})),
        ("date", json!({"min": "1900-01-01", "max": "today", "birthday": true})),
        ("time", json!({})),
        ("time", json!({"earliest": "08:00", "latest": "17:30"})),
        ("yearMonth", json!({})),
        ("yearMonth", json!({"min": "1900-01", "max": "today+2"})),
        ("period", json!({})),
        ("period", json!({"min": "1900-01-01", "max": "today", "minDays": 2, "maxDays": 400})),
        ("yesNo", json!({})),
        ("choice", json!({"options": options})),
        ("choice", json!({"options": many})),
        ("choice", json!({"codeList": "wz-2008"})),
        ("choices", json!({"options": options, "min": 2, "max": 3})),
        ("consent", json!({"text": {"de": "Ja"}})),
        ("address", json!({"own": true})),
        ("address", json!({"foreign": false})),
        ("postcodePlace", json!({"own": true})),
        ("place", json!({})),
        ("appointment", json!({"calendar": "buergerbuero"})),
        ("country", json!({})),
        ("country", json!({"first": ["DE", "TR"]})),
        ("file", json!({"accept": accept, "maxSize": 1000, "maxFiles": 2})),
        ("file", json!({"accept": ["image/webp", "text/plain"], "shrink": true, "camera": "user"})),
        ("note", json!({"text": {"de": "Hinweis"}})),
        ("group", json!({"min": 1, "entry": {"de": "Hund"}, "add": {"de": "Hund hinzufügen"}})),
        ("calculated", json!({"as": "number", "decimals": 2})),
    ]
    .iter()
    .map(|(name, json)| read(name, json))
    .collect();
    assert!(Kind::NAMES.iter().all(|name| kinds.iter().any(|kind| kind.name() == *name)));
    assert!(kinds.iter().all(|kind| Kind::NAMES.contains(&kind.name())));
    kinds
}

/// What people type: now and then something right, often nearly so, sometimes anything at all.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "", " ", "a", "b", "12", "true", "false", "DE", "LU", "QQ", "2", "31", "02", "1985", "52349", "12 a", "1.234,50 €",
            "02421 25-0", "+49 (0) 170 1234567", "amt@musterstadt.de", "today", "x\r\ny", "ohne", "9:30", "0930", "9.30 Uhr",
            "DE89370400440532013000", "de89 3704 0044 0532 0130 00", "DE88370400440532013000", "NO9386011117947", "dn ab 123", "DN-AB123", "MTK-AB 12h",
            "50,8005", "6.4802° E", "50° 48′ 2″ N", "50.8005, 6.4802", "-181", "2026-12-01T09:20:00+01:00", "T22000129", "l01x 00t47 1", "12345678995", "12 345 678 995", "86095742719",
        ]).prop_map(str::to_owned),
        3 => "[ 0-9.,+()/'€−-]{0,12}",
        2 => "[a-zäöüß@.]{0,12}",
        1 => "[CKSs'’–é\u{300}\u{304}\u{31b}\u{323}\u{35f}Hh\u{a0}]{0,8}",
        1 => "[\u{200b}\u{ad}\u{a0}\r\n\t ]{0,3}[0-9٠-٩۰-۹]{0,20}[\u{200b} ]{0,2}",
        1 => any::<String>(),
    ]
}

fn attachment() -> impl Strategy<Value = Attachment> {
    let types = prop::sample::select(vec!["image/png", "application/pdf", "text/html", ""]);
    let sizes = prop_oneof![Just(0), 1..2000_u64, 0..1_u64 << 53];
    (any::<String>(), any::<String>(), types, sizes, any::<Option<String>>()).prop_map(
        |(id, name, media_type, size, uploaded)| Attachment { id, name, media_type: media_type.into(), size, uploaded },
    )
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        1 => Just(Answer::Empty),
        6 => typed().prop_map(Answer::Text),
        3 => prop::collection::vec(typed(), 2).prop_map(Answer::List),
        3 => prop::collection::vec(typed(), 3).prop_map(Answer::List),
        3 => prop::collection::vec(typed(), 6).prop_map(Answer::List),
        1 => prop::collection::vec(prop::sample::select(vec!["1", "2", "12", "2024", "2026", ""]).prop_map(str::to_owned), 6).prop_map(Answer::List),
        3 => prop::collection::vec(typed(), 7).prop_map(Answer::List),
        2 => prop::collection::vec(typed(), 0..9).prop_map(Answer::List),
        2 => prop::collection::vec(attachment(), 0..4).prop_map(Answer::Files),
    ]
}

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
