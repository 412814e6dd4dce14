//! Every field kind with and without parameters, and answers of every sort.
#![allow(dead_code, reason = "each test file uses its part of it")]

use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, Attachment, Kind};
use amtsgang::reading::{Node, Problems};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::given::given;
use super::patterns::Regex;

pub const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

pub fn read(name: &str, json: &Json) -> Kind {
    let (json, problems) = (given(json), Problems::new());
    let object = Node::at(&json, "", &problems).object().expect("an object");
    let kind = Kind::read(name, &object, &Regex).expect("a kind");
    assert_eq!(problems.into_list(), []);
    kind
}

/// One or more of each kind, with and without limits.
pub fn kinds() -> Vec<Kind> {
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
pub fn typed() -> impl Strategy<Value = String> {
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

pub fn attachment() -> impl Strategy<Value = Attachment> {
    let types = prop::sample::select(vec!["image/png", "application/pdf", "text/html", ""]);
    let sizes = prop_oneof![Just(0), 1..2000_u64, 0..1_u64 << 53];
    (any::<String>(), any::<String>(), types, sizes, any::<Option<String>>()).prop_map(
        |(id, name, media_type, size, uploaded)| Attachment { id, name, media_type: media_type.into(), size, uploaded },
    )
}

pub fn answer() -> impl Strategy<Value = Answer> {
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
