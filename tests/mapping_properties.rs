//! What holds for mappings whatever is typed, whatever a server answers, and whatever stands in the file.
#![cfg(not(target_arch = "wasm32"))]

use amtsgang::backend::mapping::{Content, Mapping, Reply, operations, parse, template};
use amtsgang::expr::date::Date;
use amtsgang::json::{self, Object, Value};
use proptest::prelude::*;

const FILES: [&str; 3] = [
    include_str!("mappings/json-server.json"),
    include_str!("mappings/couchdb.json"),
    include_str!("mappings/complete.json"),
];

const TODAY: Date = Date { year: 2026, month: 5, day: 3 };

fn mappings() -> Vec<Mapping> {
    FILES.iter().map(|file| parse(file).mapping.expect("a mapping")).collect()
}

/// Texts as people and attackers type them.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[./?#&=%{}\\\\a\r\n\u{e4}]{0,8}",
        Just("..".to_owned()),
        Just("new".to_owned()),
        Just("2026-05-03T08:00:00Z".to_owned()),
    ]
}

/// Any JSON, with the keys that the mappings look for.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        words().prop_map(Value::String),
    ];
    let key = prop_oneof![
        words(),
        prop::sample::select(vec![
            "id", "code", "state", "received", "rows", "value", "log", "time", "items", "result", "entries", "ok",
            "fields", "path", "text", "message", "persons", "name", "days", "number", "at", "created", "steps",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Object>())),
        ]
    })
}

/// Every input there is, each of them `text`, and answers of any kind.
fn inputs(text: &str, answers: Value) -> Object {
    let mut inputs = Object::new();
    for name in operations::ALL.iter().flat_map(|operation| operation.inputs) {
        inputs.insert(name, text.into());
    }
    inputs.insert("answers", answers);
    inputs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_input_leads_a_request_elsewhere(text in words(), answers in anything()) {
        let inputs = inputs(&text, answers);
        for mapping in mappings() {
            for operation in operations::ALL {
                let Ok(request) = mapping.request(operation, &inputs, TODAY) else { continue };
                let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
                let template = &mapping.find(operation).unwrap().call.path;
                prop_assert_eq!(path.matches('/').count(), template.filled(&inputs, |_| "x".into()).matches('/').count());
                prop_assert!(path.split('/').all(|part| !part.is_empty() && part != "." && part != ".."), "{}", path);
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte);
                prop_assert!(path.bytes().all(plain) && query.bytes().all(|byte| plain(byte) || b"=&".contains(&byte)));
                for (_, value) in &request.headers {
                    prop_assert!(value.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{:?}", value);
                }
            }
        }
    }

    #[test]
    fn a_form_says_what_was_typed(text in any::<String>()) {
        let mapping = &mappings()[2];
        let request = mapping.request(operations::HOLD, &inputs(&text, Value::Null), TODAY);
        if let Ok(request) = request {
            let Content::Text(body) = request.content else { panic!() };
            let pairs: Vec<(String, String)> = url_pairs(&body);
            prop_assert!(pairs.contains(&("slot".to_owned(), text.clone())), "{:?}", pairs);
        }
    }

    #[test]
    fn no_answer_is_too_strange(status in 100u16..600, answer in anything(), broken in words(), text in words()) {
        let inputs = inputs(&text, answer.clone());
        for mapping in mappings() {
            for operation in operations::ALL {
                for body in [json::write(&answer), broken.clone()] {
                    let reply = Reply { status, retry_after: None, body: &body };
                    if let Err(error) = mapping.understood(operation, &inputs, TODAY, &reply) {
                        // What an integrator reads on the console never holds what a citizen typed.
                        let told = error.to_string();
                        prop_assert!(text.len() < 4 || body.contains(&text) || !told.contains(&text), "{}", told);
                    }
                }
            }
        }
    }

    #[test]
    fn no_file_is_too_strange(file in 0usize..3, cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..30, words()), 0..4)) {
        let mut text = FILES[file].to_owned();
        for (at, length, other) in cuts {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = at.index(places.len());
            let end = (start + length).min(places.len() - 1);
            text.replace_range(places[start]..places[end], &other);
        }
        let parsed = parse(&text);
        prop_assert!(parsed.mapping.is_some() == parsed.problems.is_empty());
    }

    #[test]
    fn no_value_in_a_file_is_too_strange(file in 0usize..3, at in any::<prop::sample::Index>(), other in anything()) {
        let value = json::read(FILES[file]).expect("JSON");
        let mut count = 0;
        count_values(&value, &mut count);
        let mut place = at.index(count);
        let text = json::write(&with(&value, &mut place, &other));
        let parsed = parse(&text);
        prop_assert!(parsed.mapping.is_some() == parsed.problems.is_empty());
        if let Some(mapping) = parsed.mapping {
            let inputs = inputs("text", other);
            for operation in operations::ALL {
                let _ = mapping.request(operation, &inputs, TODAY);
                let _ = mapping.understood(operation, &inputs, TODAY, &Reply { status: 200, retry_after: None, body: &text });
            }
        }
    }

    #[test]
    fn what_is_encoded_means_itself(text in any::<String>()) {
        let pairs = url_pairs(&format!("a={}", template::encoded(&text)));
        prop_assert_eq!(&pairs[0].1, &text);
    }
}

/// The members of a form, decoded by other code than ours.
fn url_pairs(form: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    form.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (decoded(a), decoded(b))).collect()
}

fn count_values(value: &Value, count: &mut usize) {
    *count += 1;
    match value {
        Value::Array(list) => list.iter().for_each(|value| count_values(value, count)),
        Value::Object(members) => members.iter().for_each(|(_, value)| count_values(value, count)),
        _ => {}
    }
}

/// The value with another one in the place that is counted down to.
fn with(value: &Value, place: &mut usize, other: &Value) -> Value {
    let here = *place == 0;
    *place = place.wrapping_sub(1);
    if here {
        return other.clone();
    }
    match value {
        Value::Array(list) => Value::Array(list.iter().map(|value| with(value, place, other)).collect()),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), with(value, place, other))).collect())
        }
        plain => plain.clone(),
    }
}
