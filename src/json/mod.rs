//! JSON (RFC 8259): a value, its reader and its writer, small enough for every citizen's download.
//!
//! What people wrote keeps its order, numbers are exact decimals, and a key that stands twice in an object is a mistake
//! that is told. There are no floating-point numbers here: reading and writing them takes tables of many kilobytes, and
//! no recipe, answer or draft has any.

mod number;
mod object;
mod places;
mod read;
mod write;

pub use number::Number;
pub use object::Object;
pub use places::places;
pub use read::{Error, read};
pub use write::write;

/// Any JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Value>),
    Object(Object),
}

impl Value {
    pub fn is_null(&self) -> bool {
        *self == Value::Null
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Value::Object(_))
    }

    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(b) = self { Some(*b) } else { None }
    }

    /// See [`Number::as_i64`]: 1.0 is a whole number, too.
    pub fn as_i64(&self) -> Option<i64> {
        if let Value::Number(number) = self { number.as_i64() } else { None }
    }

    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = self { Some(text) } else { None }
    }

    pub fn as_array(&self) -> Option<&[Value]> {
        if let Value::Array(list) = self { Some(list) } else { None }
    }

    pub fn as_object(&self) -> Option<&Object> {
        if let Value::Object(object) = self { Some(object) } else { None }
    }

    /// The value of `key`, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// The element in place `ix`, if this is a list that long.
    pub fn at(&self, ix: usize) -> Option<&Value> {
        self.as_array()?.get(ix)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::String(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(Number::from(number))
    }
}

/// What a test wrote with `json!`.
#[cfg(test)]
pub(crate) fn given(json: &serde_json::Value) -> Value {
    read(&json.to_string()).expect("what serde_json wrote")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_value_is_what_it_is_and_nothing_else() {
        let all = given(&json!([null, true, 3, "x", [7], {"a": 1}]));
        let list = all.as_array().unwrap();
        let places = |is: fn(&Value) -> bool| (0..6).filter(|ix| is(&list[*ix])).collect::<Vec<_>>();
        assert_eq!(places(Value::is_null), [0]);
        assert_eq!(places(|value| value.as_bool() == Some(true)), [1]);
        assert_eq!(places(|value| value.as_i64() == Some(3)), [2]);
        assert_eq!(places(|value| value.as_str() == Some("x")), [3]);
        assert_eq!(places(|value| value.at(0) == Some(&7.into())), [4]);
        assert_eq!(places(|value| value.get("a") == Some(&1.into())), [5]);
        assert_eq!(places(Value::is_object), [5]);
        assert_eq!((list[4].at(1), list[5].get("b")), (None, None));
    }
}
