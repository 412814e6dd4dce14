//! An attribute that a service asks for, as fields of a recipe.

use super::frame::Frame;
use super::names::{Asked, option};
use super::{Attribute, Datatype};
use crate::json::{Object, Value};
use crate::recipe::markdown;

/// More characters than any server is known to take; the specification names no limit.
const LONGEST_LINE: i64 = 1000;
const LONGEST_TEXT: i64 = 4000;

impl Frame {
    /// One field; a day and a time for `datetime`, whose time may be left out: a day alone is a valid ISO 8601 date as well.
    pub(super) fn fields(&self, attribute: &Attribute) -> Vec<Value> {
        let words = attribute.description.as_deref().unwrap_or(&attribute.code);
        let code = || attribute.code.clone();
        if !attribute.variable {
            // Asks nothing, so that its id is never sent.
            let text = self.own(&markdown::escaped(words));
            return vec![object([
                ("id", Asked::Value(code()).id().as_str().into()),
                ("kind", "note".into()),
                ("text", text),
            ])];
        }
        let hint = attribute.datatype_description.as_deref();
        let field = |asked: Asked, kind: &str, more: Vec<(&str, Value)>| {
            let mut all = vec![
                ("id", asked.id().as_str().into()),
                ("kind", kind.into()),
                ("label", self.own(words)),
                ("required", Value::Bool(attribute.required)),
            ];
            all.extend(hint.map(|hint| ("hint", self.own(hint))));
            all.extend(more);
            object(all)
        };
        let value = || Asked::Value(code());
        vec![match attribute.datatype {
            Datatype::String => field(value(), "text", vec![("maxLength", LONGEST_LINE.into())]),
            Datatype::Text => field(value(), "longText", vec![("maxLength", LONGEST_TEXT.into())]),
            Datatype::Number => field(value(), "decimal", vec![("decimals", 6.into())]),
            Datatype::Datetime => {
                let time = object([
                    ("id", Asked::Time(code()).id().as_str().into()),
                    ("kind", "time".into()),
                    ("label", self.time()),
                    // Which day's time it is.
                    ("hint", self.own(words)),
                ]);
                return vec![field(value(), "date", Vec::new()), time];
            }
            Datatype::SingleValueList | Datatype::MultiValueList => match &attribute.values[..] {
                [(key, name)] => {
                    // One thing is no choice but a box to tick.
                    let only = object([
                        ("id", Asked::Only(code(), key.clone()).id().as_str().into()),
                        ("kind", "consent".into()),
                        ("label", self.own(name)),
                        ("hint", self.own(words)),
                        ("required", Value::Bool(attribute.required)),
                    ]);
                    return vec![only];
                }
                values => {
                    let kind = if attribute.datatype == Datatype::SingleValueList { "choice" } else { "choices" };
                    let options = values
                        .iter()
                        .map(|(key, name)| object([("value", option(key).as_str().into()), ("label", self.own(name))]));
                    field(Asked::Listed(code()), kind, vec![("options", Value::Array(options.collect()))])
                }
            },
        }]
    }
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Object>())
}
