//! Ways to break things: bytes, JSON texts, and JSON values with pieces of others.

use serde_json::{Map, Value, json};

use crate::Case;

/// Pieces of good values, to be put elsewhere, each with the key it stood under.
#[derive(Default)]
pub struct Pieces(Vec<(String, Value)>);

/// No list is made longer than this, in bytes of its text.
const LARGEST: usize = 2_000_000;

/// Larger pieces than this are only taken apart.
const LARGEST_PIECE: usize = 3000;

impl Pieces {
    pub fn of<'a>(values: impl Iterator<Item = &'a Value>) -> Pieces {
        let mut pieces = Pieces::default();
        values.for_each(|value| pieces.take("", value));
        pieces
    }

    fn take(&mut self, key: &str, value: &Value) {
        if value.to_string().len() <= LARGEST_PIECE {
            self.0.push((key.to_owned(), value.clone()));
        }
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.take(key, value)),
            Value::Object(map) => map.iter().for_each(|(key, value)| self.take(key, value)),
            _ => {}
        }
    }

    fn any(&self, case: &mut Case) -> (String, Value) {
        if self.0.is_empty() { ("x".to_owned(), stranger(case)) } else { case.pick(&self.0).clone() }
    }

    /// A piece that stood under the same key elsewhere, if a few looks find one.
    fn like(&self, key: &str, case: &mut Case) -> Value {
        for _ in 0..200 {
            let (found, value) = self.any(case);
            if found == key {
                return value;
            }
        }
        self.any(case).1
    }
}

/// A value that fits hardly anywhere.
pub fn stranger(case: &mut Case) -> Value {
    match case.below(14) {
        0 => json!(null),
        1 => json!(case.once_in(2)),
        2 => json!(case.number()),
        3 => json!(case.number() as f64 / 1000.0),
        4 => json!(1e300),
        5 | 6 => json!(case.text()),
        7 => json!([]),
        8 => json!({}),
        9 => json!({"de": case.text()}),
        10 => json!({"var": case.text()}),
        11 => (0..case.below(140)).fold(json!(1), |inner, _| json!([inner])),
        12 => (0..case.below(140)).fold(json!(true), |inner, _| json!({"!": inner})),
        _ => Value::Array((0..case.below(9)).map(|ix| json!(ix)).collect()),
    }
}

/// Changes something in a value, be it deep inside.
pub fn mutate(value: &mut Value, pieces: &Pieces, case: &mut Case) {
    mutate_at("", value, pieces, case);
}

fn mutate_at(key: &str, value: &mut Value, pieces: &Pieces, case: &mut Case) {
    match value {
        Value::Array(list) if !list.is_empty() && !case.once_in(8) => {
            let at = case.below(list.len());
            match case.below(12) {
                0 => drop(list.remove(at)),
                1 => list.insert(at, pieces.like(key, case)),
                2 => {
                    // Many, but not many times many.
                    let most = LARGEST / list.iter().map(|one| one.to_string().len()).sum::<usize>().max(1);
                    let times = if case.once_in(20) { case.below(600).min(most) } else { most.min(1) };
                    (0..times).for_each(|_| list.push(list[at].clone()));
                }
                3 => {
                    let other = case.below(list.len());
                    list.swap(at, other);
                }
                _ => mutate_at(key, &mut list[at], pieces, case),
            }
        }
        Value::Object(map) if !map.is_empty() && !case.once_in(8) => {
            let at = case.below(map.len());
            let Some(own) = map.keys().nth(at).cloned() else { return };
            match case.below(16) {
                0 => drop(map.remove(&own)),
                1 => rename(map, &own, pieces, case),
                2 | 3 => {
                    let (key, value) = pieces.any(case);
                    map.insert(key, value);
                }
                _ => mutate_at(&own, &mut map[&own], pieces, case),
            }
        }
        value => match case.below(6) {
            0 | 1 => *value = pieces.like(key, case),
            2 => *value = pieces.any(case).1,
            3 => *value = stranger(case),
            4 => *value = json!([value.take()]),
            _ => nudge(value, case),
        },
    }
}

fn rename(map: &mut Map<String, Value>, own: &str, pieces: &Pieces, case: &mut Case) {
    let name = if case.once_in(3) { case.text() } else { pieces.any(case).0 };
    if let Some(value) = map.remove(own) {
        map.insert(name, value);
    }
}

/// Makes it a little different.
fn nudge(value: &mut Value, case: &mut Case) {
    *value = match value {
        Value::Bool(yes) => json!(!*yes),
        Value::Number(number) => match number.as_i64() {
            Some(number) => json!(number.saturating_add([-1, 1, 100, i64::MAX][case.below(4)])),
            None => json!(case.number()),
        },
        Value::String(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            let at = case.below(letters.len() + 1);
            let other = case.text();
            if case.once_in(2) && at < letters.len() {
                letters.remove(at);
            } else {
                letters.splice(at..at, other.chars());
            }
            json!(letters.into_iter().collect::<String>())
        }
        _ => stranger(case),
    };
}

/// Changes some bytes: flipped, lost, doubled, moved, or overwritten with numbers that are on an edge.
pub fn mutate_bytes(bytes: &mut Vec<u8>, case: &mut Case) {
    for _ in 0..=case.below(4) {
        let (at, length) = (case.below(bytes.len() + 1), case.below(9));
        let end = (at + length).min(bytes.len());
        match case.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let to = case.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            3 => {
                let new: Vec<u8> = (0..length).map(|_| case.byte()).collect();
                bytes.splice(at..end, new);
            }
            4 => {
                let edge = *case.pick(&[0_u32, 1, 8, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff, 0x00ff_ffff]);
                let new = if case.once_in(2) { edge.to_be_bytes() } else { edge.to_le_bytes() };
                bytes.splice(at..(at + 4).min(bytes.len()), new);
            }
            _ if at < bytes.len() => bytes[at] ^= 1 << case.below(8),
            _ => bytes.push(case.byte()),
        }
    }
}

/// A text with a few bytes changed, and what is no UTF-8 any more replaced.
pub fn mutate_text(text: &str, case: &mut Case) -> String {
    let mut bytes = text.as_bytes().to_vec();
    mutate_bytes(&mut bytes, case);
    String::from_utf8_lossy(&bytes).into_owned()
}
