//! A list to choose from, too long to look through: what is sent, what is read, and the way from typed words to both.

use std::sync::{Arc, OnceLock};

use super::typing::tidy;
use crate::folding::Lines;
use crate::names::Names;
use crate::text::Text;

/// What can be chosen.
#[derive(Debug)]
pub struct Item {
    /// What is sent; no two alike.
    pub value: String,
    pub label: Text,
}

/// A code list: of a backend, by its name, or the options of one field. What its search needs is worked out once for each
/// language, when it is first asked for.
#[derive(Debug)]
pub struct CodeList {
    items: Vec<Item>,
    by_value: Names,
    /// The languages its labels are written in, the labels folded in each.
    folded: Vec<(String, OnceLock<Lines>)>,
}

impl CodeList {
    /// The list of these items; else the place of the first whose value an earlier one has.
    pub fn new(items: Vec<Item>) -> Result<CodeList, usize> {
        let value = |place: usize| items[place].value.as_str();
        let by_value = Names::of(items.len(), &value);
        if let Some(twice) = by_value.twice(&value).into_iter().min() {
            return Err(twice);
        }
        let mut folded: Vec<(String, OnceLock<Lines>)> = Vec::new();
        for language in items.iter().flat_map(|item| item.label.languages()) {
            if folded.iter().all(|(known, _)| known != language) {
                folded.push((language.to_owned(), OnceLock::new()));
            }
        }
        Ok(CodeList { items, by_value, folded })
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this value.
    pub fn item(&self, value: &str) -> Option<&Item> {
        self.by_value.find(value, &|place| &self.items[place].value).map(|place| &self.items[place])
    }

    /// The places of the items whose label, as a reader of `language` sees it, has the words typed; see [`Lines::filter`].
    pub fn filter(&self, query: &str, language: &str) -> Vec<u32> {
        let tags: Vec<(&str, &str)> = self.folded.iter().map(|(tag, _)| (tag.as_str(), tag.as_str())).collect();
        let seen = Text::from_pairs(&tags);
        let seen = seen.pick(language).1;
        let lines = self.folded.iter().find(|(tag, _)| tag == seen);
        lines.map_or_else(Vec::new, |(tag, lines)| self.lines(tag, lines).filter(query))
    }

    /// The only item whose label, in whatever language, consists of the words typed; where there are several, the only one
    /// that is written exactly so. Where no label fits, the item with this value.
    pub fn meant(&self, typed: &str) -> Option<&Item> {
        let typed = tidy(typed);
        let mut places: Vec<usize> =
            self.folded.iter().flat_map(|(tag, lines)| self.lines(tag, lines).same(typed)).collect();
        places.sort_unstable();
        places.dedup();
        if places.is_empty() {
            return self.item(typed);
        }
        if places.len() > 1 {
            places.retain(|place| self.items[*place].label.pairs().any(|(_, label)| tidy(label) == typed));
        }
        match places.as_slice() {
            [only] => Some(&self.items[*only]),
            _ => None,
        }
    }

    fn lines<'a>(&'a self, tag: &str, lines: &'a OnceLock<Lines>) -> &'a Lines {
        lines.get_or_init(|| Lines::of(self.items.iter().map(|item| item.label.get(tag))))
    }
}

/// The code lists that are here, by name.
#[derive(Clone, Debug, Default)]
pub struct CodeLists(Vec<(String, Arc<CodeList>)>);

impl CodeLists {
    pub const NONE: &CodeLists = &CodeLists(Vec::new());

    pub fn get(&self, name: &str) -> Option<&Arc<CodeList>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, list)| list)
    }

    /// Takes a list; one of the same name goes.
    pub fn put(&mut self, name: &str, list: Arc<CodeList>) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), list));
    }
}

/// Whether a code list may be called so: as services are, 2 to 63 of a-z, 0-9 and -, beginning with a letter.
pub fn is_name(text: &str) -> bool {
    (2..=63).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether an item may have this value: 1 to 100 characters, no control characters, no blanks at its ends.
pub fn is_value(text: &str) -> bool {
    !text.is_empty() && tidy(text) == text && !text.contains(char::is_control) && text.chars().count() <= 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[(&str, &str, &str)]) -> CodeList {
        let item = |(value, de, en): &(&str, &str, &str)| Item {
            value: (*value).into(),
            label: Text::from_pairs(&[("de", de), ("en", en)]),
        };
        CodeList::new(items.iter().map(item).collect()).expect("values of their own")
    }

    fn trades() -> CodeList {
        list(&[
            ("10.7", "Bäckerei", "Bakery"),
            ("56.1", "Gaststätte", "Restaurant"),
            ("55", "Hotel", "Hotel"),
            ("95", "Mobel", "Gear"),
            ("31", "Möbel", "Furniture"),
        ])
    }

    fn meant(typed: &str) -> Option<String> {
        trades().meant(typed).map(|item| item.value.clone())
    }

    #[test]
    fn a_label_in_any_language_means_its_item() {
        for (typed, value) in [(" baeckerei", "10.7"), ("BAKERY", "10.7"), ("Hotel", "55"), ("56.1", "56.1")] {
            assert_eq!(meant(typed).as_deref(), Some(value), "{typed}");
        }
        assert_eq!(meant("Bäcker"), None);
        assert_eq!(meant(""), None);
    }

    #[test]
    fn of_labels_that_differ_in_an_accent_only_the_very_one_is_meant() {
        assert_eq!(meant("Möbel").as_deref(), Some("31"));
        assert_eq!(meant("Mobel").as_deref(), Some("95"));
        assert_eq!(meant("moebel"), None);
    }

    #[test]
    fn the_reader_s_language_is_searched() {
        assert_eq!(trades().filter("bak", "en"), [0]);
        assert_eq!(trades().filter("bak", "de"), [0; 0]);
        assert_eq!(trades().filter("baeck", "de-AT"), [0]);
        assert_eq!(trades().filter("baeck", "tr"), [0]);
        assert_eq!(CodeList::new(Vec::new()).unwrap().filter("", "de"), [0; 0]);
    }

    #[test]
    fn a_value_that_comes_twice_is_told() {
        let item = |value: &str| Item { value: value.into(), label: Text::from_pairs(&[("de", "x")]) };
        assert_eq!(CodeList::new(["a", "b", "b", "a"].map(item).into()).unwrap_err(), 2);
    }

    #[test]
    fn values_are_written_without_blanks_around_them() {
        assert!(is_value("47.1") && is_value("A / b") && is_value(&"ü".repeat(100)));
        for bad in ["", " a", "a ", "a\nb", "\u{200b}", &"x".repeat(101)] {
            assert!(!is_value(bad), "{bad:?}");
        }
    }

    #[test]
    fn names_need_no_escaping_in_an_address() {
        assert!(is_name("wz-2008") && is_name("ab"));
        for bad in ["", "a", "WZ", "2008", "wz_2008", "wz 2008", "../x", "wz/2008", "straße"] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
