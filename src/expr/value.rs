//! A checked answer as conditions and the backend see it.

use super::fraction::{Fraction, literal};
use crate::json::{Number, Value as Json};

/// What a field's answer means once it is checked. Numbers are exact; dates are texts `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing given, or nothing that counts: an empty, invalid or hidden field.
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    /// A number that is not whole.
    Fraction(Fraction),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// What JsonLogic takes for true: everything but null, false, 0, the empty text and the empty list.
    pub fn truthy(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Bool(b) => *b,
            Value::Int(n) => *n != 0,
            Value::Text(text) => !text.is_empty(),
            Value::List(list) => !list.is_empty(),
            Value::Fraction(_) | Value::Map(_) => true,
        }
    }

    /// The value of `key` in a map; null where there is none.
    pub fn part(&self, key: &str) -> &Value {
        let Value::Map(pairs) = self else { return &Value::Null };
        pairs.iter().find(|(name, _)| name == key).map_or(&Value::Null, |(_, value)| value)
    }

    /// The value that is written so; numbers of more digits than a recipe's may have are null.
    #[inline(never)]
    pub fn from_json(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(b) => Value::Bool(*b),
            Json::Number(number) => number.as_i64().map(Value::Int).or_else(|| literal(number)).unwrap_or_default(),
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(list) => Value::List(list.iter().map(Value::from_json).collect()),
            Json::Object(map) => {
                Value::Map(map.iter().map(|(key, json)| (key.clone(), Value::from_json(json))).collect())
            }
        }
    }

    /// The value as it is sent. A number that has no end as a decimal, or more than six digits after the point, is rounded
    /// to six; see [`Fraction::to_number`].
    pub fn to_json(&self) -> Json {
        match self {
            Value::Null => Json::Null,
            Value::Bool(b) => Json::Bool(*b),
            Value::Int(n) => Json::Number(Number::from(*n)),
            Value::Fraction(fraction) => Json::Number(fraction.to_number()),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(list) => Json::Array(list.iter().map(Value::to_json).collect()),
            Value::Map(pairs) => Json::Object(pairs.iter().map(|(k, v)| (k.clone(), v.to_json())).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;

    #[test]
    fn truth_is_jsonlogics() {
        for falsy in [Value::Null, Value::Bool(false), Value::Int(0), Value::Text(String::new()), Value::List(vec![])] {
            assert!(!falsy.truthy(), "{falsy:?}");
        }
        let list = Value::List(vec![Value::Null]);
        for truthy in [Value::Bool(true), Value::Int(-1), Value::Text("0".into()), list, Value::Map(vec![])] {
            assert!(truthy.truthy(), "{truthy:?}");
        }
    }

    #[test]
    fn a_value_is_small() {
        assert!(size_of::<Value>() <= 32, "{}", size_of::<Value>());
    }

    #[test]
    fn becomes_json() {
        let value = Value::Map(vec![
            ("country".into(), Value::Text("DE".into())),
            ("many".into(), Value::List(vec![Value::Int(1), Value::Bool(true), Value::Null])),
        ]);
        assert_eq!(value.to_json(), given(&serde_json::json!({"country": "DE", "many": [1, true, null]})));
        assert_eq!(value.part("country"), &Value::Text("DE".into()));
        assert_eq!(value.part("place"), &Value::Null);
        assert_eq!(Value::Int(1).part("place"), &Value::Null);
    }
}
