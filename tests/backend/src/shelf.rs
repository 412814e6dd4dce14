//! The services on offer: the recipes of one folder and the code lists beside it, read and checked once at the start.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use amtsgang::backend::wire::{Keywords, ServiceSummary, Services};
use amtsgang::backend::written;
use amtsgang::field::{CodeLists, Kind, Patterns, code_list};
use amtsgang::recipe::{self, Recipe};
use unicode_normalization::UnicodeNormalization;

/// The catalogue file beside the recipes, which is no recipe.
const INDEX: &str = "index.json";

/// Regular expressions as JavaScript understands them, since recipes are written for browsers.
pub struct EcmaPatterns;

impl Patterns for EcmaPatterns {
    fn check(&self, pattern: &str) -> Result<(), String> {
        compile(pattern).map(|_| ()).map_err(|error| error.to_string())
    }

    fn is_match(&self, pattern: &str, text: &str) -> bool {
        compile(pattern).is_ok_and(|regex| regex.find(text).is_some())
    }

    fn nfc(&self, text: &str) -> String {
        text.nfc().collect()
    }
}

fn compile(pattern: &str) -> Result<regress::Regex, regress::Error> {
    // By itself it must be one, too: ")(" is none, though "^(?:)()$" would be.
    regress::Regex::with_flags(pattern, "u")?;
    regress::Regex::with_flags(&["^(?:", pattern, ")$"].concat(), "u")
}

/// Why the backend cannot offer what is in the folder.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("{0} has mistakes:\n{1}")]
    Recipe(PathBuf, String),
    #[error("{0} holds the service {1}, which another file holds, too")]
    Twice(PathBuf, String),
    #[error("there is no recipe in {0}")]
    Empty(PathBuf),
    #[error("{0} is no code list: {1}")]
    CodeList(PathBuf, String),
    #[error("the service {0} asks for the code list {1}, which is not in the folder code-lists beside the recipes")]
    NoCodeList(String, String),
}

/// One service.
pub struct Offer {
    pub recipe: Recipe,
    /// The file as it stands there.
    pub json: String,
}

/// All services, by id.
pub struct Shelf {
    offers: BTreeMap<String, Offer>,
    code_lists: CodeLists,
    /// The files of the code lists as they stand there, by name.
    code_list_files: BTreeMap<String, String>,
}

impl Shelf {
    /// Reads every `*.json` in the folder but its index, and those in the folder `code-lists` beside it.
    pub fn read(folder: &Path) -> Result<Shelf, Error> {
        let unreadable = |error| Error::Unreadable(folder.to_owned(), error);
        let mut offers = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_none_or(|extension| extension != "json") || path.ends_with(INDEX) {
                continue;
            }
            let json = fs::read_to_string(&path).map_err(|error| Error::Unreadable(path.clone(), error))?;
            let parsed = recipe::parse(&json, &EcmaPatterns);
            let Some(recipe) = parsed.recipe else {
                let problems: Vec<String> = parsed.problems.iter().map(|problem| format!("  {problem}")).collect();
                return Err(Error::Recipe(path, problems.join("\n")));
            };
            let id = recipe.id.to_string();
            if offers.insert(id.clone(), Offer { recipe, json }).is_some() {
                return Err(Error::Twice(path, id));
            }
        }
        if offers.is_empty() {
            return Err(Error::Empty(folder.to_owned()));
        }
        let mut shelf = Shelf { offers, code_lists: CodeLists::default(), code_list_files: BTreeMap::new() };
        shelf.read_code_lists(&folder.join("../code-lists"))?;
        Ok(shelf)
    }

    /// A municipality without code lists has no folder for them.
    fn read_code_lists(&mut self, folder: &Path) -> Result<(), Error> {
        let entries = if folder.is_dir() {
            fs::read_dir(folder).map_err(|error| Error::Unreadable(folder.to_owned(), error))?.collect()
        } else {
            Vec::new()
        };
        for entry in entries {
            let path = entry.map_err(|error| Error::Unreadable(folder.to_owned(), error))?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let broken = |cause: String| Error::CodeList(path.clone(), cause);
            let name = path.file_stem().and_then(|name| name.to_str()).filter(|name| code_list::is_name(name));
            let name = name.ok_or_else(|| broken("its name is none".into()))?;
            let json = fs::read_to_string(&path).map_err(|error| Error::Unreadable(path.clone(), error))?;
            let list = written::code_list(name, &json).map_err(|file| broken(file.lines().join("\n")))?;
            self.code_lists.put(name, list.into());
            self.code_list_files.insert(name.to_owned(), json);
        }
        for (id, offer) in &self.offers {
            for field in &offer.recipe.fields {
                if let Kind::Listed(kind) = &field.kind
                    && self.code_lists.get(&kind.code_list).is_none()
                {
                    return Err(Error::NoCodeList(id.clone(), kind.code_list.clone()));
                }
            }
        }
        Ok(())
    }

    /// All code lists, to check answers against.
    pub fn code_lists(&self) -> &CodeLists {
        &self.code_lists
    }

    /// The file of a code list.
    pub fn code_list(&self, name: &str) -> Option<&str> {
        self.code_list_files.get(name).map(String::as_str)
    }

    pub fn offer(&self, service: &str) -> Option<&Offer> {
        self.offers.get(service)
    }

    /// Whether some recipe makes appointments in this calendar.
    pub fn has_calendar(&self, calendar: &str) -> bool {
        let fields = self.offers.values().flat_map(|offer| &offer.recipe.fields);
        fields.into_iter().any(|field| matches!(&field.kind, Kind::Appointment(kind) if kind.calendar == calendar))
    }

    /// What the catalogue shows.
    pub fn catalogue(&self) -> Services {
        let summary = |recipe: &Recipe| ServiceSummary {
            id: recipe.id.to_string(),
            version: recipe.version,
            title: recipe.title.clone(),
            summary: recipe.summary.clone(),
            keywords: Keywords(recipe.keywords.clone()),
            leika: recipe.leika.clone(),
        };
        Services { services: self.offers.values().map(|offer| summary(&offer.recipe)).collect() }
    }

    /// The media types that some field of some service accepts, and the size in bytes of the largest file.
    pub fn attachments(&self) -> (Vec<String>, u64) {
        let (mut types, mut size) = (Vec::new(), 0);
        for field in self.offers.values().flat_map(|offer| &offer.recipe.fields) {
            if let Kind::File(file) = &field.kind {
                size = size.max(file.max_size);
                types.extend(file.accept.iter().map(|accepted| accepted.to_string()));
            }
        }
        types.sort();
        types.dedup();
        (types, size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts_as_in_a_browser() {
        assert!(EcmaPatterns.is_match("[0-9]{15}", "276098101234567"));
        assert!(!EcmaPatterns.is_match("[0-9]{15}", "2760981012345678"));
        assert!(!EcmaPatterns.is_match("a|b", "ab"));
        assert!(EcmaPatterns.is_match(r"(?=.*\d)\p{Lu}.*", "Ä1"));
        assert!(!EcmaPatterns.is_match(r"\d", "٣"));
        assert!(EcmaPatterns.check("(").is_err());
        assert!(EcmaPatterns.check(")(").is_err());
        assert!(!EcmaPatterns.is_match("(", "("));
    }
}
