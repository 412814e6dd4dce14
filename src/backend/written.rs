//! What a backend hands out as somebody wrote it: code lists, and recipes with mistakes, all of which are told to their author.

use super::Error;
use super::answer::{meaning, own};
use crate::broken::BrokenFile;
use crate::field::code_list::{self, CodeList, Item};
use crate::json;
use crate::reading::{Node, Problem, Problems};
use crate::recipe::{self, Recipe};

impl From<Box<BrokenFile>> for Error {
    fn from(file: Box<BrokenFile>) -> Error {
        Error::Broken(file)
    }
}

/// The answer to `GET /code-lists/{name}`, and `code-lists/{name}.json`.
///
/// # Errors
///
/// All mistakes in it.
pub fn code_list(name: &str, body: &str) -> Result<CodeList, Box<BrokenFile>> {
    let problems = Problems::new();
    let items = match json::read(body) {
        Ok(value) => items(Node::at(&value, "", &problems)).unwrap_or_default(),
        Err(error) => {
            problems.report("", "a file in the JSON format", &error.to_string());
            Vec::new()
        }
    };
    let list = CodeList::new(items);
    if let (Err(place), true) = (&list, problems.is_empty()) {
        let pointer = ["/items/", &place.to_string(), "/value"].concat();
        problems.report(&pointer, "a value of its own", "a value that an item before it has");
    }
    list.ok().filter(|_| problems.is_empty()).ok_or_else(|| broken(name, body, problems.into_list()))
}

/// Those that can be read; what is wrong with the others is reported.
fn items(list: Node) -> Option<Vec<Item>> {
    let object = list.object()?;
    let list = object.require("items", "a list of items")?;
    let mut items = Vec::new();
    for (ix, value) in list.list()?.iter().enumerate() {
        let node = list.element(ix, value);
        let Some(item) = node.object() else { continue };
        let code = |text: &str| code_list::is_value(text).then(|| text.to_owned());
        let value = meaning(&item, "value", "1 to 100 characters without blanks at their ends", code);
        if let (Some(value), Some(label)) = (value, own(&item, "label")) {
            items.push(Item { value, label });
        }
    }
    Some(items)
}

/// A recipe that was asked for as `id` and cannot be used: it has problems, or it is `another` service's.
#[inline(never)]
pub fn broken_recipe(id: &str, bytes: &[u8], mut problems: Vec<Problem>, another: Option<&Recipe>) -> Error {
    let Ok(text) = std::str::from_utf8(bytes) else { return other_encoding(id, bytes).into() };
    if let Some(recipe) = another {
        problems.push(Problem { pointer: "/id".into(), expected: id.into(), found: recipe.id.as_str().into() });
    }
    // What is too large to be read is not kept either.
    broken(id, if text.len() > recipe::MOST_BYTES { "" } else { text }, problems).into()
}

/// A file whose bytes are no text: editors of old write letters such as ä in a way of their own.
pub fn other_encoding(name: &str, bytes: &[u8]) -> Box<BrokenFile> {
    let text = String::from_utf8_lossy(bytes);
    let before = text.split(char::REPLACEMENT_CHARACTER).next().unwrap_or_default();
    let line = before.split('\n').count().to_string();
    let column = before.rsplit('\n').next().map_or(1, |own| own.chars().count() + 1).to_string();
    let found = ["another encoding at line ", &line, ", column ", &column].concat();
    broken(name, "", vec![Problem { pointer: String::new(), expected: "a text in UTF-8".into(), found }])
}

fn broken(name: &str, text: &str, problems: Vec<Problem>) -> Box<BrokenFile> {
    Box::new(BrokenFile::new([name, ".json"].concat(), text, problems))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_list_is_read_strictly() {
        let code_list = |body: &str| code_list("wz-2008", body);
        let list = code_list(r#"{"items":[{"value":"47","label":{"en":"Retail"}}],"more":1}"#).unwrap();
        assert_eq!(list.item("47").map(|item| item.label.get("en")), Some("Retail"));
        assert!(code_list(r#"{"items":[]}"#).is_ok());
        for (items, told) in [
            (r#"[{"value":"","label":{"de":"A"}}]"#, "/items/0/value"),
            (r#"[{"value":"a ","label":{"de":"A"}}]"#, "/items/0/value"),
            (r#"[{"value":1,"label":{"de":"A"}}]"#, "/items/0/value"),
            (r#"[{"value":"a","label":"A"}]"#, "/items/0/label"),
            (r#"[{"value":"a","label":{"de":"A"}},{"value":"a","label":{"de":"B"}}]"#, "/items/1/value"),
            (r#"{}"#, "/items"),
            (r#"["#, ""),
        ] {
            let file = code_list(&[r#"{"items":"#, items, "}"].concat()).unwrap_err();
            assert_eq!((file.name.as_str(), file.problems[0].pointer.as_str()), ("wz-2008.json", told), "{items}");
        }
    }

    #[test]
    fn all_mistakes_of_a_code_list_are_told() {
        let file = code_list("wz-2008", r#"{"items":[{"value":1},7,{"value":"a"}]}"#).unwrap_err();
        let pointers: Vec<&str> = file.problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, ["/items/0/value", "/items/0/label", "/items/1", "/items/2/label"]);
    }

    #[test]
    fn a_recipe_in_another_encoding_is_told_where() {
        let bytes = b"{\n \"\xc3\xa4\xe4\": 1}";
        let Error::Broken(file) = broken_recipe("hund", bytes, Vec::new(), None) else { panic!() };
        assert_eq!(
            file.lines(),
            ["hund.json: (whole file): expected a text in UTF-8, found another encoding at line 2, column 4"]
        );
    }

    #[test]
    fn a_recipe_that_is_too_large_is_not_kept() {
        let text = " ".repeat(recipe::MOST_BYTES + 1);
        let problem = Problem { pointer: String::new(), expected: "less".into(), found: "more".into() };
        let Error::Broken(file) = broken_recipe("hund", text.as_bytes(), vec![problem], None) else { panic!() };
        assert_eq!(file.lines(), ["hund.json: (whole file): expected less, found more"]);
    }
}
