//! What a server offers: its services, and the attributes that one of them asks for.

use super::answer::{each, line, may, must, truth, whole};
use super::names::service_id;
use crate::backend::Error;
use crate::json::Value;
use crate::names::Names;
use crate::reading::Object;

/// A kind of report. Texts are in the server's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub code: String,
    pub name: String,
    pub description: Option<String>,
    /// Whether it asks for attributes, told by [`definition`].
    pub metadata: bool,
    pub keywords: Vec<String>,
    /// A heading to which it belongs.
    pub group: Option<String>,
}

/// A question that one service asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Whether something is asked; if not, the description is only there to be read.
    pub variable: bool,
    pub code: String,
    pub datatype: Datatype,
    pub required: bool,
    /// Helps with the answer.
    pub datatype_description: Option<String>,
    pub description: Option<String>,
    /// Key and name of what can be chosen, where the datatype is a list.
    pub values: Vec<(String, String)>,
}

/// What an attribute's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datatype {
    String,
    Number,
    Datetime,
    Text,
    SingleValueList,
    MultiValueList,
}

const DATATYPES: [(&str, Datatype); 6] = [
    ("string", Datatype::String),
    ("number", Datatype::Number),
    ("datetime", Datatype::Datetime),
    ("text", Datatype::Text),
    ("singlevaluelist", Datatype::SingleValueList),
    ("multivaluelist", Datatype::MultiValueList),
];

impl Datatype {
    fn read(object: &Object) -> Option<Datatype> {
        let word = must(object, "datatype")?.to_ascii_lowercase();
        let found = DATATYPES.iter().find(|(name, _)| *name == word).map(|(_, datatype)| *datatype);
        if found.is_none() {
            let names: Vec<&str> = DATATYPES.iter().map(|(name, _)| *name).collect();
            object.expected("datatype", &["one of ", &names.join(", ")].concat());
        }
        found
    }

    fn is_list(self) -> bool {
        matches!(self, Datatype::SingleValueList | Datatype::MultiValueList)
    }
}

/// The answer to `GET services`.
pub fn services(body: &Value) -> Result<Vec<Service>, Error> {
    let services = whole(body, |node| {
        let mut services = Vec::new();
        each(node, &mut |object| {
            let keywords = may(object, "keywords")?.unwrap_or_default();
            services.push(Service {
                code: must(object, "service_code")?,
                name: line(&must(object, "service_name")?),
                description: may(object, "description")?,
                metadata: truth(object, "metadata")?.unwrap_or(false),
                keywords: keywords.split(',').map(line).filter(|word| !word.is_empty()).collect(),
                group: may(object, "group")?.map(|group| line(&group)),
            });
            Some(())
        })?;
        Some(services)
    })?;
    let ids: Vec<_> = services.iter().map(|service| service_id(&service.code)).collect();
    let id = |ix: usize| ids[ix].as_str();
    match Names::of(ids.len(), &id).twice(&id).first() {
        None => Ok(services),
        Some(ix) => {
            Err(Error::contract(&["/", &ix.to_string(), "/service_code: a code that a service before it has"].concat()))
        }
    }
}

/// The answer to `GET services/{code}`: its attributes, in the order in which they are asked.
pub fn definition(body: &Value) -> Result<Vec<Attribute>, Error> {
    whole(body, |node| {
        let object = node.object()?;
        let mut attributes = Vec::new();
        each(object.require("attributes", "a list of attributes")?, &mut |object| {
            let order = may(object, "order")?;
            let place = order.as_deref().map(|order| order.parse::<u32>().ok());
            if place == Some(None) {
                object.expected("order", "a whole number");
                return None;
            }
            attributes.push((place.flatten().unwrap_or(u32::MAX), attribute(object)?));
            Some(())
        })?;
        // Attributes without a place come last, as they stand there.
        attributes.sort_by_key(|(order, _)| *order);
        Some(attributes.into_iter().map(|(_, attribute)| attribute).collect())
    })
}

fn attribute(object: &Object) -> Option<Attribute> {
    let [variable, required] = ["variable", "required"].map(|key| truth(object, key));
    let (Some(variable), required) = (variable?, required?.unwrap_or(false)) else {
        object.expected("variable", "true or false");
        return None;
    };
    let datatype = Datatype::read(object)?;
    let mut values = Vec::new();
    if variable && datatype.is_list() {
        each(object.require("values", "a list of values")?, &mut |value| {
            // An option without a key is a heading such as "Please choose", and no answer.
            if let Some(key) = may(value, "key")? {
                values.push((key, line(&must(value, "name")?)));
            }
            Some(())
        })?;
        if values.is_empty() {
            object.expected("values", "a list of one value at least");
            return None;
        }
        let key = |ix: usize| values[ix].0.as_str();
        if !Names::of(values.len(), &key).twice(&key).is_empty() {
            object.report("values", "each key once", "a key that stands there twice");
            return None;
        }
    }
    Some(Attribute {
        variable,
        code: must(object, "code")?,
        datatype,
        required,
        datatype_description: may(object, "datatype_description")?,
        description: may(object, "description")?,
        values,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    fn attribute(key: &str, value: serde_json::Value) -> Result<Vec<Attribute>, Error> {
        let mut one = json!({"variable": true, "code": "A", "datatype": "string", "required": "false"});
        one[key] = value;
        definition(&given(&json!({"service_code": 1, "attributes": [one]})))
    }

    fn cause<T>(read: Result<T, Error>) -> String {
        match read {
            Err(Error::Contract { cause }) => cause,
            _ => "no mistake".into(),
        }
    }

    #[test]
    fn what_is_missing_or_unknown_is_told_with_its_place() {
        assert!(attribute("order", json!("7")).is_ok());
        for (key, value, place) in [
            ("variable", json!(null), "/attributes/0/variable: expected true or false"),
            ("required", json!("maybe"), "/attributes/0/required: expected true or false"),
            ("code", json!(""), "/attributes/0/code: expected a text or a number"),
            ("order", json!("first"), "/attributes/0/order: expected a whole number"),
            ("datatype", json!("colour"), "/attributes/0/datatype: expected one of string, number, datetime, text, "),
            ("datatype", json!("singlevaluelist"), "/attributes/0/values: expected a list of values, found nothing"),
        ] {
            let cause = cause(attribute(key, value));
            assert!(cause.starts_with(place), "{cause}");
        }
    }

    #[test]
    fn lists_have_values_each_with_its_own_key() {
        let list = |values: serde_json::Value| {
            let one = json!({"variable": "true", "code": "A", "datatype": "multivaluelist", "values": values});
            definition(&given(&json!({"attributes": [one]})))
        };
        let read = list(json!([{"key": "", "name": "Please choose"}, {"key": 7, "name": "Seven"}])).unwrap();
        assert_eq!(read[0].values, [("7".to_owned(), "Seven".to_owned())]);
        assert!(cause(list(json!([]))).contains("one value at least"));
        assert!(cause(list(json!([{"key": 7, "name": "A"}, {"key": "7", "name": "B"}]))).contains("twice"));
    }

    #[test]
    fn attributes_come_in_their_order_and_those_without_one_last() {
        let one = |code: &str, order: serde_json::Value| json!({"variable": true, "code": code, "datatype": "text", "order": order});
        let body = json!({"attributes": [one("c", json!(null)), one("b", json!("10")), one("a", json!(9)), one("d", json!(""))]});
        let codes: Vec<String> = definition(&given(&body)).unwrap().into_iter().map(|read| read.code).collect();
        assert_eq!(codes, ["a", "b", "c", "d"]);
    }

    #[test]
    fn no_two_services_have_one_code() {
        let one = |code: serde_json::Value| json!({"service_code": code, "service_name": "A", "metadata": "false"});
        assert_eq!(services(&given(&json!([one(json!(1)), one(json!("2"))]))).unwrap().len(), 2);
        let cause = cause(services(&given(&json!([one(json!(1)), one(json!("1"))]))));
        assert_eq!(cause, "/1/service_code: a code that a service before it has");
        assert_eq!(services(&given(&json!(null))), Ok(vec![]));
        assert!(services(&given(&json!({"services": []}))).is_err());
    }
}
