//! The app's JSON against serde_json as the judge: the same texts are read, to the same values, and written the same.
#![cfg(not(target_arch = "wasm32"))]

mod given;

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, Instant};

use amtsgang::json::{Object, Value, read, write};
use given::given;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Value as Json, json};

/// Any value. Keys are few, so that mutations make some of them the same.
fn value() -> impl Strategy<Value = Json> {
    let text =
        || prop_oneof!["[a-c]{0,2}", "[ -~]{0,9}", any::<String>(), "[\\x00-\\x1f\"\\\\/äß€😀\u{7f}\u{2028}]{0,6}"];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        (-1000..1000_i64).prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        (-1e6..1e6_f64).prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 60, 24, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(text(), inner.clone(), 0..6)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..24)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

fn same(ours: &Value, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(a), Json::Bool(b)) => a == b,
        (Value::String(a), Json::String(b)) => a == b,
        (Value::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Number(_), Json::Number(number)) => {
            let written = write(ours);
            match number.as_i64() {
                Some(whole) if whole.unsigned_abs() < 10_u64.pow(18) => ours.as_i64() == Some(whole),
                _ if number.is_f64() => number.as_f64().is_some_and(|float| near(written.parse().unwrap(), float)),
                _ => written == number.to_string(),
            }
        }
        _ => false,
    }
}

/// serde_json is not exact to the last bit.
fn near(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-15 * b.abs() || a.abs().max(b.abs()) < 1e-300
}

/// Reads anything and refuses an object that has a key twice.
struct Once;

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Once, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Once;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("each key once")
            }

            fn visit_unit<E>(self) -> Result<Once, E> {
                Ok(Once)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Once, E> {
                Ok(Once)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Once, E> {
                Ok(Once)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Once, E> {
                Ok(Once)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Once, E> {
                Ok(Once)
            }

            fn visit_str<E>(self, _: &str) -> Result<Once, E> {
                Ok(Once)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Once, A::Error> {
                while let Some(Once) = list.next_element()? {}
                Ok(Once)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Once, A::Error> {
                let mut keys = BTreeSet::new();
                while let Some((key, Once)) = map.next_entry::<String, Once>()? {
                    if !keys.insert(key) {
                        return Err(A::Error::custom("a key twice"));
                    }
                }
                Ok(Once)
            }
        }
        deserializer.deserialize_any(Each)
    }
}

/// Holds what we say of a text to what serde_json says of it, but for the two differences that are meant.
fn judge(text: &str) {
    match (read(text), serde_json::from_str::<Json>(text)) {
        (Ok(ours), Ok(theirs)) => {
            assert!(same(&ours, &theirs), "{text}: {ours:?}");
            assert!(serde_json::from_str::<Once>(text).is_ok(), "{text}: a key stands twice");
            let written = write(&ours);
            assert_eq!(read(&written).as_ref(), Ok(&ours), "{text}");
            assert!(same(&ours, &serde_json::from_str(&written).unwrap()), "{text}");
        }
        (Ok(_), Err(error)) => assert!(error.to_string().starts_with("number out of range"), "{text}: {error}"),
        (Err(error), theirs) => {
            if theirs.is_ok() {
                assert!(error.found.ends_with("for the second time"), "{text}: {error}");
                assert!(serde_json::from_str::<Once>(text).is_err(), "{text}: {error}");
            }
            let line = text.split('\n').nth(error.line - 1).unwrap_or_else(|| panic!("{text}: {error}"));
            assert!((1..=line.chars().count() + 1).contains(&error.column), "{text}: {error}");
        }
    }
}

/// What mutations put into a text: what JSON is made of, and what it never is.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\\"",
    "\\u",
    "\\ud83d",
    "\\ude00",
    "\\u0000",
    "\\u12G4",
    "\\/",
    "\\x",
    "0",
    "1",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E",
    "e5",
    "e-7",
    "E+400",
    "1e999",
    "00",
    "0.5",
    "null",
    "nul",
    "true",
    "false",
    "NaN",
    "\"a\":",
    "\"a\":1,",
    "{\"a\":1,\"a\":2}",
    " ",
    "\t",
    "\n",
    "\r",
    "\u{0}",
    "\u{b}",
    "\u{7f}",
    "\u{a0}",
    "\u{feff}",
    "ä",
    "😀",
    "/",
    "//",
    "'",
    "18446744073709551616",
    "123456789012345678",
    "1234567890123456789",
];

fn boundary(text: &str, ix: &Index) -> usize {
    let mut at = ix.index(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_json_writes_is_read_and_written_back(json in value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&json).unwrap() } else { json.to_string() };
        let ours = read(&text).unwrap();
        prop_assert!(same(&ours, &json), "{ours:?}");
        judge(&text);
    }

    #[test]
    fn without_fractions_it_is_written_to_the_letter(json in value()) {
        fn whole(json: &Json) -> Json {
            match json {
                Json::Number(number) if number.is_f64() => json!(1),
                Json::Array(list) => list.iter().map(whole).collect(),
                Json::Object(map) => map.iter().map(|(key, value)| (key.clone(), whole(value))).collect(),
                other => other.clone(),
            }
        }
        let text = whole(&json).to_string();
        prop_assert_eq!(write(&read(&text).unwrap()), text);
    }

    #[test]
    fn what_is_changed_is_accepted_exactly_when_serde_json_accepts_it(
        json in value(),
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), select(PIECES), 0..3_u8), 0..4),
    ) {
        let mut text = json.to_string();
        for (from, to, piece, what) in &changes {
            let (a, b) = (boundary(&text, from), boundary(&text, to));
            let (start, end) = (a.min(b), a.max(b));
            match what {
                0 => text.insert_str(a, piece),
                1 => text.replace_range(start..end, ""),
                _ => text.replace_range(start..end, piece),
            }
        }
        judge(&text);
    }

    #[test]
    fn pieces_of_json_are_judged_alike(pieces in prop::collection::vec(select(PIECES), 0..12)) {
        judge(&pieces.concat());
    }

    #[test]
    fn any_text_is_judged_alike(text in any::<String>()) {
        judge(&text);
    }

    #[test]
    fn numbers_of_every_notation_are_judged_alike(
        text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30}0{0,9})?([eE][-+]?0{0,2}[0-9]{1,3})?",
        other in "[-+0-9.eE]{1,8}",
    ) {
        judge(&text);
        judge(&other);
        // The standard library is exact.
        let written = write(&read(&text).unwrap());
        prop_assert_eq!(written.parse::<f64>(), text.parse::<f64>(), "{}", written);
    }

    #[test]
    fn a_mistake_is_told_where_it_stands(json in value(), place in any::<Index>()) {
        let mut text = serde_json::to_string_pretty(&json).unwrap();
        let at = boundary(&text, &place);
        let (before, after) = text.split_at(at);
        // Not inside a text, where it would be right, nor inside a word, which is told from its beginning.
        let quotes = before.replace("\\\\", "").replace("\\\"", "").matches('"').count();
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        prop_assume!(quotes % 2 == 0 && !(letter(before.chars().last()) && letter(after.chars().next())));
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        text.insert(at, '§');
        let error = read(&text).unwrap_err();
        prop_assert_eq!((error.line, error.column, error.found.as_str()), (line, column, "§"));
    }
}

#[test]
fn as_deep_as_serde_json_and_no_deeper() {
    for depth in [1, 100, 126, 127, 128, 129, 10_000, 1_000_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            judge(&[&open.repeat(depth), "1", &close.repeat(depth)].concat());
            judge(&open.repeat(depth));
        }
    }
}

#[test]
fn every_escape_is_judged_alike() {
    for byte in 0..=127_u8 {
        judge(&format!("\"\\{}\"", char::from(byte)));
        judge(&format!("\"{}\"", char::from(byte)));
    }
    for code in (0..=0xffff).step_by(7).chain(0xd7f0..0xe010) {
        judge(&format!("\"\\u{code:04x}\""));
        judge(&format!("\"\\ud83d\\u{code:04X}\""));
        judge(&format!("\"\\u{code:04x}\\udc00\""));
    }
}

#[test]
fn numbers_beyond_every_float_are_kept_as_they_were_written() {
    let long = ["-1", &"0".repeat(100_000), ".5e-3"].concat();
    for text in ["1e999", "-1E+400", "1e-99999999999999999999", &long] {
        let value = read(text).unwrap();
        assert_eq!((write(&value).as_str(), value.as_i64()), (text, None));
    }
    // Long as it is written, a small number all the same.
    assert_eq!(read(&["1", &"0".repeat(100_000), "e-100000"].concat()), Ok(1.into()));
}

/// So long a quadratic way through a hundred thousand keys takes many times.
const LINEAR: Duration = Duration::from_secs(60);

#[test]
fn a_hundred_thousand_keys_take_no_time() {
    let started = Instant::now();
    let keys = || (0..100_000).map(|n| format!("key {}", n * 7919 % 100_000));
    let members: Vec<String> = keys().map(|key| format!("\"{key}\":[]")).collect();
    let text = ["{", &members.join(","), "}"].concat();
    let value = read(&text).unwrap();
    for key in keys() {
        assert!(value.get(&key).is_some());
    }
    assert!(value.as_object().is_some_and(|object: &Object| object.len() == 100_000) && value == value.clone());
    let twice = ["{", &members.join(","), ",\"key 0\":1}"].concat();
    assert!(read(&twice).unwrap_err().found.contains("\"key 0\""));
    assert!(started.elapsed() < LINEAR, "{:?}", started.elapsed());
}

#[test]
fn what_differs_from_serde_json_is_meant() {
    let twice = read("{\"a\": 1,\n \"b\": {}, \"a\": 2}").unwrap_err();
    assert_eq!((twice.line, twice.column), (2, 11));
    assert_eq!(given(&json!({"a": 1.0})), given(&json!({"a": 1})));
}
