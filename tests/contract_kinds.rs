//! What data contracts say of a value of each field kind: whatever a kind makes of an answer is as it says, and another type
//! or notation is not. Left open is what `beyond` lists: check digits, limits that move with today, and how parts and digits
//! stand to each other.
#![cfg(not(target_arch = "wasm32"))]

mod each_kind;
mod given;
mod judged;
mod patterns;
mod sent;

use amtsgang::expr::value::Value;
use amtsgang::field::{Fault, Kind, Schema, definition};
use amtsgang::json::{Object, Value as Json};
use each_kind::{kinds, read};
use given::given;
use jsonschema::Validator;
use judged::{standard, validator};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;

/// The judge of a kind's values; `None` for a kind without any.
fn judge(kind: &Kind) -> Option<Validator> {
    let names =
        ["text", "line", "lines", "name", "day", "country", "iban", "address", "germanAddress", "foreignAddress"];
    let shared: Object =
        names.iter().map(|name| ((*name).to_owned(), definition(name).expect("a definition").into())).collect();
    let schema: Schema = kind.schema()?.with("$defs", Json::Object(shared));
    Some(validator(&standard(&schema.into())))
}

thread_local! {
    /// Made once: a judge of all countries' account numbers takes its time.
    static JUDGES: &'static [(Kind, Validator)] =
        kinds().into_iter().filter_map(|kind| judge(&kind).map(|judge| (kind, judge))).collect::<Vec<_>>().leak();
}

fn judges() -> &'static [(Kind, Validator)] {
    JUDGES.with(|judges| *judges)
}

/// Whether a value is wrong in a way that no schema can say.
fn beyond(kind: &Kind, json: &Json) -> bool {
    let Some(answer) = sent::typed(kind, json) else {
        // More digits than a recipe allows: see `Decimal::schema`.
        return matches!((kind, json), (Kind::Decimal(_), Json::Number(_)));
    };
    match kind.check(&answer, true, &sent::cx()) {
        // Of several choices the order, of coordinates the digits after the sixth, and of a telephone number that the 0 of
        // an area code goes only once.
        Ok(_) => matches!(kind, Kind::Choices(_) | Kind::Place | Kind::Phone),
        Err(errors) => errors.iter().all(|error| {
            matches!(
                error.fault,
                Fault::TaxId
                    | Fault::DocumentCheckDigit
                    | Fault::IbanCheckDigits
                    | Fault::DateTooEarly(_)
                    | Fault::DateTooLate(_)
                    | Fault::MonthTooEarly(_)
                    | Fault::MonthTooLate(_)
                    | Fault::From(_)
                    | Fault::To(_)
                    | Fault::PeriodBackwards
                    | Fault::PeriodTooShort { .. }
                    | Fault::PeriodTooLong { .. }
                    // Beyond ASCII an address has more bytes than characters.
                    | Fault::Email
            )
        }),
    }
}

/// Whether the kind itself says the value so.
fn says(kind: &Kind, json: &Json) -> bool {
    let answer = sent::typed(kind, json);
    answer.is_some_and(|answer| kind.check(&answer, true, &sent::cx()).is_ok_and(|value| value.to_json() == *json))
}

/// Another value: something in it is changed, or all of it.
#[derive(Clone, Debug)]
enum Change {
    Whole(serde_json::Value),
    /// A character is put into a text, or takes the place of another, or goes.
    Character(Index, char, bool),
    Without(Index),
    More(serde_json::Value),
}

fn change() -> impl Strategy<Value = Change> {
    let values = || {
        select(vec![
            json!(null),
            json!(true),
            json!(false),
            json!(0),
            json!(7),
            json!(-3),
            json!(1.5),
            json!(1e20),
            json!(""),
            json!("x"),
            json!("DE"),
            json!([]),
            json!([""]),
            json!(["a", "a"]),
            json!(["b", "a"]),
            json!({}),
            json!({"x": 1}),
        ])
    };
    let c = || select(" \u{a0}\n\ra0Z9-+.:ä@,3".chars().collect::<Vec<char>>());
    prop_oneof![
        2 => values().prop_map(Change::Whole),
        5 => (any::<Index>(), c(), any::<bool>()).prop_map(|(ix, c, more)| Change::Character(ix, c, more)),
        1 => any::<Index>().prop_map(Change::Without),
        1 => values().prop_map(Change::More),
    ]
}

fn changed(json: &Json, change: &Change, at: &Index) -> Json {
    match (json, change) {
        (_, Change::Whole(other)) => given(other),
        (Json::String(text), Change::Character(ix, c, more)) => {
            let mut characters: Vec<char> = text.chars().collect();
            let place = ix.index(characters.len() + 1);
            if *more || place == characters.len() {
                characters.insert(place, *c);
            } else {
                characters[place] = *c;
            }
            Json::String(characters.into_iter().collect())
        }
        (Json::String(text), Change::Without(ix)) if !text.is_empty() => {
            let gone = ix.index(text.chars().count());
            Json::String(text.chars().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).collect())
        }
        (Json::Object(object), Change::Without(ix)) if !object.is_empty() => {
            let gone = ix.index(object.len());
            Json::Object(
                object.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, member)| member.clone()).collect(),
            )
        }
        (Json::Object(object), Change::More(value)) => {
            let mut object = object.clone();
            object.insert("more", given(value));
            Json::Object(object)
        }
        (Json::Object(object), change) if !object.is_empty() => {
            let place = at.index(object.len());
            let member = |(ix, (key, value)): (usize, &(String, Json))| {
                (key.clone(), if ix == place { changed(value, change, at) } else { value.clone() })
            };
            Json::Object(object.iter().enumerate().map(member).collect())
        }
        (Json::Array(list), Change::More(value)) => Json::Array(list.iter().cloned().chain([given(value)]).collect()),
        (Json::Array(list), change) if !list.is_empty() => {
            let place = at.index(list.len());
            let element =
                |(ix, value): (usize, &Json)| if ix == place { changed(value, change, at) } else { value.clone() };
            Json::Array(list.iter().enumerate().map(element).collect())
        }
        (_, Change::More(value)) => given(value),
        _ => Json::Null,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_kind_makes_of_an_answer_is_as_it_says(answers in prop::collection::vec(each_kind::answer(), 20)) {
        for (kind, judge) in judges() {
            for answer in &answers {
                if let Some(value) = kind.check(answer, true, &sent::cx()).ok().filter(|value| *value != Value::Null) {
                    let value = standard(&value.to_json());
                    prop_assert!(judge.is_valid(&value), "{}: {}", kind.name(), value);
                }
            }
        }
    }

    #[test]
    fn another_type_or_notation_is_refused(
        changes in prop::collection::vec((change(), any::<Index>(), any::<Index>()), 20),
    ) {
        for (kind, judge) in judges() {
            let right = sent::right_answers(kind);
            for (change, of, at) in changes.iter().filter(|_| !right.is_empty()) {
                let value = kind.check(of.get(&right), true, &sent::cx()).expect("a right answer").to_json();
                prop_assert!(judge.is_valid(&standard(&value)), "{}: {:?}", kind.name(), value);
                let other = changed(&value, change, at);
                let (said, taken) = (says(kind, &other), judge.is_valid(&standard(&other)));
                prop_assert!(taken || !said, "{} refuses {:?}", kind.name(), other);
                prop_assert!(said || !taken || beyond(kind, &other), "{} takes {:?}", kind.name(), other);
            }
        }
    }
}

#[test]
fn there_are_right_answers_to_every_kind_that_is_asked() {
    for kind in kinds().iter().filter(|kind| kind.schema().is_some() && kind.name() != "calculated") {
        assert!(!sent::right_answers(kind).is_empty(), "{kind:?}");
    }
}

#[test]
fn every_kind_takes_what_is_right_and_refuses_what_is_wrong() {
    let options = json!([{"value": "a", "label": {"de": "A"}}, {"value": "b", "label": {"de": "B"}}]);
    let home = json!({"country": "DE", "street": "Markt", "houseNumber": "1", "postcode": "01067", "place": "M"});
    let abroad = json!({"country": "LU", "line": "4, rue Neuve", "place": "E"});
    let slot = json!({"slot": "s", "start": "2026-12-01T09:20:00+01:00", "hold": "h"});
    let with = |base: &serde_json::Value, key: &str, value: serde_json::Value| {
        let mut other = base.clone();
        other[key] = value;
        other
    };
    let cases = [
        (
            "text",
            json!({"minLength": 2, "maxLength": 3}),
            json!(["ab", "äöü", "a b"]),
            json!(["a", "abcd", " ab", "ab ", "a\nb", 12, null]),
        ),
        (
            "text",
            json!({"normalize": "digits", "pattern": "[0-9]{3}|x", "patternMessage": {"de": "M"}}),
            json!(["123", "x"]),
            json!(["1-2", "1234", "1 3", "123x"]),
        ),
        ("text", json!({"normalize": "upper"}), json!(["ÄB 1", "ß"]), json!(["äB", "Ab"])),
        (
            "personName",
            json!({}),
            json!(["Zoë", "Ana-María d’Été", "K͟h"]),
            json!(["Zoe\u{308}", "Zoë 2", " Zoë", "A  B", "Ж"]),
        ),
        ("longText", json!({"maxLength": 4}), json!(["a\nb", "😀😀😀😀"]), json!(["a\r\nb", "a\n", "abcde", ""])),
        (
            "email",
            json!({"confirm": true}),
            json!(["a@b.example", "ä.b@ü-c.example"]),
            json!([
                "a",
                "a@b",
                "a@b.1",
                ".a@b.example",
                "a b@c.example",
                "a@-b.example",
                "a@b..example",
                ["a@b.example", "a@b.example"]
            ]),
        ),
        (
            "phone",
            json!({}),
            json!(["+4924212500", "+3521234567"]),
            json!(["024212500", "+49 2421 2500", "+0123456789", "+123", "+1234567890123456"]),
        ),
        (
            "taxId",
            json!({}),
            json!(["12345678995"]),
            json!(["12 345 678 995", "02345678995", "1234567899", 12345678995_i64]),
        ),
        (
            "identityDocument",
            json!({}),
            json!(["L01X00T47", "L01X00T471"]),
            json!(["l01x00t47", "L01X00T4", "LO1X00T47", "L01X00T47D"]),
        ),
        (
            "licencePlate",
            json!({}),
            json!(["DN-AB 123", "TÜ-A 1E"]),
            json!(["DN-AB123", "dn-ab 123", "DN-AB 012", "MTK-AB 1234"]),
        ),
        (
            "bankAccount",
            json!({}),
            json!([{"iban": "DE89370400440532013000", "holder": "V"}]),
            json!([{"iban": "DE89370400440532013000"}, {"iban": "DE89 3704 0044 0532 0130 00", "holder": "V"}, {"iban": "US64SVBKUS6S3300958879", "holder": "V"}, "DE89370400440532013000"]),
        ),
        (
            "bankAccount",
            json!({"holder": false, "countries": ["NO"]}),
            json!([{"iban": "NO9386011117947"}]),
            json!([{"iban": "DE89370400440532013000"}, {"iban": "NO9386011117947", "holder": "V"}, {"iban": "NO938601111794"}]),
        ),
        ("integer", json!({"min": 1, "max": 9}), json!([1, 9, 2.0]), json!([0, 10, 1.5, "3"])),
        ("decimal", json!({"min": -0.5, "max": 9.75}), json!([-0.5, 9.75, 3]), json!([-0.51, 9.76, "3"])),
        ("money", json!({}), json!([0, 1250]), json!([-1, 12.5, "12,50 €"])),
        (
            "date",
            json!({"min": "2026-01-31", "max": "today"}),
            json!(["2026-01-31", "2028-02-29"]),
            json!(["2026-01-30", "2027-02-29", "31.01.2026", "2026-1-31", "0999-01-01"]),
        ),
        (
            "time",
            json!({"earliest": "08:30", "latest": "17:00"}),
            json!(["08:30", "17:00"]),
            json!(["08:29", "17:01", "9:30", "24:00", "09:60"]),
        ),
        (
            "yearMonth",
            json!({"max": "2026-12"}),
            json!(["2026-12", "1999-01"]),
            json!(["2027-01", "2026-13", "12/2026", "2026-12-01"]),
        ),
        (
            "period",
            json!({"max": "2026-12-31"}),
            json!([{"from": "2026-05-03", "to": "2026-12-31"}]),
            json!([{"from": "2026-05-03"}, {"from": "2026-05-03", "to": "2027-01-01"}, {"from": "2026-05-03", "to": "2026-05-04", "x": 1}]),
        ),
        ("yesNo", json!({}), json!([true, false]), json!(["true", 1, null])),
        ("consent", json!({"text": {"de": "T"}}), json!([true]), json!([false, "true"])),
        ("choice", json!({"options": options}), json!(["a", "b"]), json!(["c", "A", ["a"]])),
        ("choice", json!({"codeList": "wz-2008"}), json!(["01.1"]), json!([1, "", null, ["01.1"]])),
        ("choices", json!({"options": options}), json!([["a"], ["a", "b"]]), json!([[], ["a", "a"], ["c"], "a"])),
        (
            "address",
            json!({}),
            json!([home, abroad, with(&home, "addition", json!("c/o"))]),
            json!([
                with(&home, "postcode", json!("00123")),
                with(&home, "line", json!("x")),
                with(&home, "houseNumber", json!("neben 3")),
                with(&abroad, "country", json!("QQ")),
                with(&abroad, "place", json!("")),
                {}
            ]),
        ),
        ("address", json!({"foreign": false}), json!([home]), json!([abroad])),
        (
            "postcodePlace",
            json!({}),
            json!([{"postcode": "52349", "place": "M"}]),
            json!([{"postcode": "5234", "place": "M"}, {"postcode": "52349"}]),
        ),
        (
            "place",
            json!({}),
            json!([{"text": "M"}, {"text": "M", "latitude": 50.8, "longitude": 6.48}]),
            json!([{"text": ""}, {"text": "M", "latitude": 50.8}, {"text": "M", "latitude": 91, "longitude": 6}, "M"]),
        ),
        (
            "appointment",
            json!({"calendar": "a"}),
            json!([slot]),
            json!([with(&slot, "start", json!("morgen")), with(&slot, "until", json!("1")), {"slot": "s"}]),
        ),
        ("country", json!({}), json!(["DE", "XK"]), json!(["QQ", "de", "DEU"])),
        (
            "file",
            json!({"accept": ["image/png"], "maxFiles": 2}),
            json!([["a"], ["a", "b"]]),
            json!([[], ["a", "b", "c"], "a", [1]]),
        ),
        ("calculated", json!({"as": "money"}), json!([0, -150]), json!([1.5, "1", null])),
        ("calculated", json!({"as": "number", "decimals": 2}), json!([0, 1.25]), json!(["1", true])),
        ("calculated", json!({"as": "date"}), json!(["2026-02-28", "0001-01-01"]), json!(["2026-02-30", "28.02.2026"])),
        ("calculated", json!({"as": "text"}), json!(["", " x"]), json!([1, null])),
        ("calculated", json!({"as": "yesNo"}), json!([true, false]), json!(["true", null])),
    ];
    let named: Vec<&str> = cases.iter().map(|case| case.0).collect();
    for name in Kind::NAMES.iter().filter(|name| !["note", "group"].contains(name)) {
        assert!(named.contains(name), "{name} is not judged");
    }
    for (name, parameters, right, wrong) in cases {
        let judge = judge(&read(name, &parameters)).expect("a kind with values");
        for value in right.as_array().unwrap() {
            assert!(judge.is_valid(value), "{name} refuses {value}");
        }
        for value in wrong.as_array().unwrap() {
            assert!(!judge.is_valid(value), "{name} takes {value}");
        }
    }
}

#[test]
fn only_what_is_asked_has_values() {
    let without: Vec<&str> = kinds().iter().filter(|kind| kind.schema().is_none()).map(Kind::name).collect();
    assert!(without.iter().all(|name| matches!(*name, "note" | "group")), "{without:?}");
    assert!(definition("nothing").is_none());
}
