//! The field kind `country`: one of the countries there are; and their list, which addresses use, too.

use super::schema::Schema;
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};
use crate::json::Value as Json;
use crate::reading::{Node, Object, child};

/// ISO 3166-1 alpha-2, and XK for Kosovo, which ISO leaves to its users.
const CODES: &str = "\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ\
    DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISIT\
    JEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZ\
    NANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZ\
    TCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

pub const GERMANY: &str = "DE";

/// Every country's code, in the alphabet's order. Their names are the locale's to give.
pub fn all() -> impl Iterator<Item = &'static str> {
    (0..CODES.len()).step_by(2).map(|at| &CODES[at..at + 2])
}

/// What a recipe may say of a country.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Codes of those that are offered before the others, in this order.
    pub first: Vec<&'static str>,
}

impl Country {
    pub const KEYS: &[&str] = &["first"];

    pub(super) fn read(object: &Object) -> Self {
        let first = object.get("first").map(|node| read_codes(&node)).unwrap_or_default();
        Self { first }
    }

    pub(super) fn schema(&self) -> Schema {
        Schema::shared("country")
    }
}

impl Rules for Country {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.text() {
            "" => nothing(required, Missing::Country),
            text if all().any(|code| code == text) => Ok(Value::Text(text.into())),
            _ => wrong(Fault::Country),
        }
    }
}

/// The code of any country.
pub(super) fn definition() -> Schema {
    Schema::default().with("enum", Json::Array(all().map(Json::from).collect()))
}

/// Reads a list of one or more countries' codes and reports those that are none or stand there twice.
pub(super) fn read_codes(node: &Node) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let Some(list) = node.list() else { return codes };
    if list.is_empty() {
        node.expected("a list of one or more countries");
    }
    let pointer = node.pointer();
    for (ix, value) in list.iter().enumerate() {
        let place = child(&pointer, &ix.to_string());
        let entry = Node::at(value, &place, node.problems);
        let Some(text) = entry.string() else { continue };
        match all().find(|code| *code == text) {
            None => entry.expected("a country's code of two capitals, such as \"DE\""),
            Some(code) if codes.contains(&code) => entry.expected("a country that does not stand before it"),
            Some(code) => codes.push(code),
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, pointers, read, typed};
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_each_country_once() {
        let codes: Vec<&str> = all().collect();
        assert_eq!(codes.len(), 249 + 1);
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert!(codes.contains(&GERMANY));
    }

    #[test]
    fn only_countries_can_be_chosen() {
        let kind = read(json!({"first": ["DE", "TR"]}), Country::read);
        assert_eq!(kind.first, ["DE", "TR"]);
        assert_eq!(kind.check(&typed("LU"), true, &cx()), Ok(Value::Text("LU".into())));
        for bad in ["QQ", "de", "D", "DEU", "Deutschland"] {
            assert_eq!(kind.check(&typed(bad), false, &cx()), wrong(Fault::Country), "{bad}");
        }
        assert_eq!(kind.check(&Answer::Empty, true, &cx()), nothing(true, Missing::Country));
        assert_eq!(kind.check(&Answer::Empty, false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"first": "DE"}), Country::read), ["/first"]);
        assert_eq!(pointers(json!({"first": []}), Country::read), ["/first"]);
        assert_eq!(
            pointers(json!({"first": ["DE", "de", 1, "DE", "QQ"]}), Country::read),
            ["/first/1", "/first/2", "/first/3", "/first/4"]
        );
    }
}
