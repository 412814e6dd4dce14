//! An XML answer as the JSON it would have been: GeoReport's JSON is made from its XML by program.
//!
//! XML is read here and not by the browser: its `DOMParser` is closed to pages that require Trusted Types (HTML Standard, "DOM
//! parsing"), and `XMLHttpRequest` would follow redirects. A test holds this reader to the browser's.
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

/// Elements in elements deeper than this are refused; GeoReport's deepest are 6.
pub const DEEPEST: usize = 16;

impl Element {
    /// A list, an object, a text, or null where nothing stands in it. Of several children of one name in what is no list the
    /// last one counts.
    pub fn value(&self) -> Value {
        if LISTS.contains(&self.name.as_str()) {
            return Value::Array(self.children.iter().map(Element::value).collect());
        }
        if !self.children.is_empty() {
            let members = self.children.iter().map(|child| (child.name.clone(), child.value()));
            return Value::Object(members.collect::<Object>());
        }
        if self.text.trim().is_empty() { Value::Null } else { Value::String(self.text.clone()) }
    }
}

/// Reads a document; the error says what was expected. No entities but those that XML itself has: an answer that declares others
/// may be small and become large, and GeoReport has none.
pub fn read(xml: &str) -> Result<Element, &'static str> {
    if xml.len() > GREATEST {
        return Err("at most 2 MB of XML");
    }
    let mut rest = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    while !rest.is_empty() {
        let Some(markup) = rest.strip_prefix('<') else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            match open.last_mut() {
                Some(element) => element.add(text)?,
                None if text.trim().is_empty() => {}
                None => return Err("an element"),
            }
            rest = after;
            continue;
        };
        if let Some(after) = markup.strip_prefix("!--") {
            rest = after.split_once("-->").ok_or("the end of a comment")?.1;
        } else if let Some(after) = markup.strip_prefix('?') {
            rest = after.split_once("?>").ok_or("the end of a processing instruction")?.1;
        } else if let Some(after) = markup.strip_prefix("![CDATA[") {
            let (text, after) = after.split_once("]]>").ok_or("the end of CDATA")?;
            open.last_mut()
                .ok_or("CDATA in an element")?
                .text
                .push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
            rest = after;
        } else if markup.starts_with('!') {
            return Err("no declarations");
        } else if let Some(after) = markup.strip_prefix('/') {
            let (name, after) = after.split_once('>').ok_or("the end of a tag")?;
            let element =
                open.pop().filter(|element| element.name == name.trim_end()).ok_or("the end of the open element")?;
            close(element, &mut open, &mut root)?;
            rest = after;
        } else {
            let (element, is_empty, after) = tag(markup)?;
            if open.len() == DEEPEST {
                return Err("at most 16 elements in each other");
            }
            rest = after;
            if is_empty { close(element, &mut open, &mut root)? } else { open.push(element) }
        }
    }
    if open.is_empty() { root.ok_or("an element") } else { Err("the end of every element") }
}

/// Puts a finished element in the one around it.
fn close(mut element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), &'static str> {
    // The name is its last part: namespaces tell nothing here.
    if let Some((_, local)) = element.name.split_once(':') {
        element.name = local.to_owned();
    }
    match open.last_mut() {
        Some(holder) => holder.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err("one element around all others"),
    }
    Ok(())
}

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// What follows `<`: an element, whether it is empty, and the rest. Attributes are passed over.
fn tag(markup: &str) -> Result<(Element, bool, &str), &'static str> {
    let ends = |c: char| BLANKS.contains(&c) || matches!(c, '/' | '>' | '<' | '=' | '"' | '\'' | '&');
    let name = |text: &str| text.find(ends).unwrap_or(text.len());
    let (own, mut rest) = markup.split_at(name(markup));
    if own.is_empty() {
        return Err("the name of an element");
    }
    let element = Element { name: own.to_owned(), ..Element::default() };
    loop {
        let after = rest.trim_start_matches(BLANKS);
        if let Some(after) = after.strip_prefix("/>") {
            return Ok((element, true, after));
        }
        if let Some(after) = after.strip_prefix('>') {
            return Ok((element, false, after));
        }
        let (attribute, value) = after.split_at(name(after));
        let value = value.trim_start_matches(BLANKS).strip_prefix('=').map(|value| value.trim_start_matches(BLANKS));
        let quote = value.and_then(|value| value.chars().next()).filter(|c| matches!(c, '"' | '\''));
        let (Some(value), Some(quote), false, true) = (value, quote, attribute.is_empty(), after.len() < rest.len())
        else {
            return Err("an attribute, or the end of a tag");
        };
        let (value, after) = value[1..].split_once(quote).ok_or("the end of an attribute")?;
        if value.contains('<') {
            return Err("an attribute, or the end of a tag");
        }
        rest = after;
    }
}

impl Element {
    /// Adds a text with its references replaced and its line ends as `\n`.
    fn add(&mut self, text: &str) -> Result<(), &'static str> {
        const ENTITIES: [(&str, char); 5] = [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"'), ("apos", '\'')];
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut parts = text.split('&');
        self.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (name, after) = part.split_once(';').ok_or("the end of a reference")?;
            let known = ENTITIES.iter().find(|(own, _)| *own == name).map(|(_, c)| *c);
            let number = match (name.strip_prefix("#x"), name.strip_prefix('#')) {
                (Some(hex), _) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok(),
                (None, Some(number)) if number.bytes().all(|b| b.is_ascii_digit()) => number.parse().ok(),
                _ => None,
            };
            let c = known.or_else(|| number.and_then(char::from_u32).filter(|c| *c >= ' ' || BLANKS.contains(c)));
            self.text.push(c.ok_or("a character's number, or one of lt, gt, amp, quot and apos")?);
            self.text.push_str(after);
        }
        Ok(())
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
    fn everything_but_elements_and_their_text_is_passed_over() {
        let xml = "\u{feff}<?xml version=\"1.0\"?><!-- <a> --><g:a x='>' y = \"/\"\n>1 &lt; 2&#x20;&amp;&#32;<![CDATA[<&amp;>]]>\r\n<b/><b></b ></g:a>\n";
        let b = || element("b", "", vec![]);
        assert_eq!(read(xml), Ok(element("a", "1 < 2 & <&amp;>\n", vec![b(), b()])));
    }

    #[test]
    fn what_is_not_well_formed_or_might_grow_is_refused() {
        let deep = ["<a>".repeat(DEEPEST + 1), "</a>".repeat(DEEPEST + 1)].concat();
        let large = ["<a>", &" ".repeat(GREATEST), "</a>"].concat();
        for (xml, expected) in [
            ("", "an element"),
            ("text", "an element"),
            ("<a>", "the end of every element"),
            ("<a></b>", "the end of the open element"),
            ("</a>", "the end of the open element"),
            ("<a/><b/>", "one element around all others"),
            ("<a b></a>", "an attribute, or the end of a tag"),
            ("<a b='1'c='2'/>", "an attribute, or the end of a tag"),
            ("<a>&nbsp;</a>", "a character's number, or one of lt, gt, amp, quot and apos"),
            ("<a>&#0;</a>", "a character's number, or one of lt, gt, amp, quot and apos"),
            ("<a>&#+65;</a>", "a character's number, or one of lt, gt, amp, quot and apos"),
            ("<!DOCTYPE l [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;\">]><a>&m;</a>", "no declarations"),
            (&deep, "at most 16 elements in each other"),
            (&large, "at most 2 MB of XML"),
        ] {
            assert_eq!(read(xml), Err(expected), "{}", &xml[..xml.len().min(60)]);
        }
    }
}
