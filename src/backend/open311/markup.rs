//! An XML answer as the JSON it would have been: GeoReport's JSON is made from its XML by program.
//!
//! The general rule for that, the "Spark convention", makes a list of whatever has children of one name only, also of a request of
//! which nothing but its number is known. Here the lists are known by their names, so each answer has one shape.

use crate::json::{Object, Value};

/// An element of an XML document, without attributes and namespaces: GeoReport has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    /// Its own text and CDATA.
    pub text: String,
    pub children: Vec<Element>,
}

/// The elements that are lists.
const LISTS: &[&str] = &["services", "attributes", "values", "service_requests", "errors"];

/// The greatest XML answer that is read, in bytes. A tree of elements takes many times as much memory.
pub const GREATEST: usize = 2 * 1024 * 1024;

/// Elements in elements deeper than this are left out; GeoReport's deepest are 6.
pub const DEEPEST: usize = 16;

/// Whether it may be parsed: no GeoReport answer declares entities, and those that do may be small and become large.
pub fn is_harmless(xml: &str) -> bool {
    xml.len() <= GREATEST && !xml.contains("<!DOCTYPE") && !xml.contains("<!ENTITY")
}

impl Element {
    /// A list, an object, a text, or null where nothing stands in it. Of several children of one name in what is no list the
    /// last one counts.
    pub fn value(&self) -> Value {
        if LISTS.contains(&self.name.as_str()) {
            // An error's body is read like a list of objects, and so is everything else.
            return Value::Array(self.children.iter().map(Element::value).collect());
        }
        if !self.children.is_empty() {
            let members = self.children.iter().map(|child| (child.name.clone(), child.value()));
            return Value::Object(members.collect::<Object>());
        }
        if self.text.trim().is_empty() { Value::Null } else { Value::String(self.text.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    fn element(name: &str, text: &str, children: Vec<Element>) -> Element {
        Element { name: name.into(), text: text.into(), children }
    }

    #[test]
    fn a_list_of_one_is_a_list_and_a_request_with_one_child_is_none() {
        let request = element("request", "\n", vec![element("service_request_id", "293944", vec![])]);
        let list = element("service_requests", "\n ", vec![request]);
        assert_eq!(list.value(), given(&json!([{"service_request_id": "293944"}])));
        assert_eq!(element("values", "", vec![]).value(), given(&json!([])));
    }

    #[test]
    fn an_empty_element_is_null() {
        let list = vec![element("account_id", " \n", vec![]), element("token", " 1 ", vec![])];
        assert_eq!(element("request", "", list).value(), given(&json!({"account_id": null, "token": " 1 "})));
    }

    #[test]
    fn what_declares_entities_or_is_too_large_is_not_parsed() {
        assert!(is_harmless("<?xml version=\"1.0\"?><services/>"));
        assert!(!is_harmless("<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><services>&lol;</services>"));
        assert!(!is_harmless(&" ".repeat(GREATEST + 1)));
    }
}
