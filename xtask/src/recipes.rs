//! The recipes of the release and their code lists: checked before anything is built; and the list `recipes/index.json`.

use std::fs;
use std::path::{Path, PathBuf};

use amtsgang::backend::written;
use amtsgang::broken::BrokenFile;
use amtsgang::field::{Kind, Patterns, code_list};
use amtsgang::recipe;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

/// What a catalogue shows of a service: the shape of `GET /services`.
const LISTED: &[&str] = &["id", "version", "title", "summary", "keywords", "leika"];

/// Reads every recipe in a folder, and every code list in the folder beside it, as the app will, and refuses all of them when
/// one has problems, naming each.
pub fn check(folder: &Path) -> Result<()> {
    let mut problems = String::new();
    let lists = code_lists(&folder.join("../code-lists"), &mut problems)?;
    for file in files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let text = read(&file)?;
        let parsed = recipe::parse(&text, &Ecma);
        let Some(recipe) = parsed.recipe else {
            tell(&mut problems, &BrokenFile::new(name.into_owned(), &text, parsed.problems));
            continue;
        };
        if name != format!("{}.json", recipe.id.as_str()) {
            problems
                .push_str(&format!("\n  {name}: expected the file name {}.json, as its id says", recipe.id.as_str()));
        }
        for field in &recipe.fields {
            if let Kind::Listed(kind) = &field.kind
                && !lists.contains(&kind.code_list)
            {
                let (field, list) = (&field.id, &kind.code_list);
                problems
                    .push_str(&format!("\n  {name}: {field}: expected the file code-lists/{list}.json, found nothing"));
            }
        }
    }
    if !problems.is_empty() {
        bail!("these recipes have problems:\n{problems}\n\nNothing was built. docs/recipes.md explains the format.");
    }
    Ok(())
}

/// The names of the code lists in a folder; there need not be any.
fn code_lists(folder: &Path, problems: &mut String) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if !folder.is_dir() {
        return Ok(names);
    }
    for file in crate::compress::files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let Some(name) = name.strip_suffix(".json").filter(|name| code_list::is_name(name)) else {
            problems.push_str(&format!("\n  {name}: expected a file name such as wz-2008.json"));
            continue;
        };
        names.push(name.to_owned());
        if let Err(broken) = written::code_list(name, &read(&file)?) {
            tell(problems, &broken);
        }
    }
    Ok(names)
}

fn tell(problems: &mut String, file: &BrokenFile) {
    for line in file.lines() {
        problems.push_str(&format!("\n  {line}"));
    }
}

/// `{"services":[…]}` with what a catalogue shows of each recipe in a folder.
pub fn index(folder: &Path) -> Result<String> {
    let mut services = Vec::new();
    for file in files(folder)? {
        let recipe: Value = serde_json::from_str(&read(&file)?).with_context(|| file.display().to_string())?;
        services.push(summary(&recipe));
    }
    Ok(Value::Object(Map::from_iter([("services".to_owned(), Value::Array(services))])).to_string())
}

fn summary(recipe: &Value) -> Value {
    let listed = LISTED.iter().filter_map(|key| Some((key.to_string(), recipe.get(key)?.clone())));
    Value::Object(listed.collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = crate::compress::files(folder)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    if files.is_empty() {
        bail!("there is no recipe in {}.", folder.display());
    }
    Ok(files)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Patterns in the browser's syntax, with its flag `u`.
pub struct Ecma;

impl Patterns for Ecma {
    fn check(&self, pattern: &str) -> Result<(), String> {
        regress::Regex::with_flags(pattern, "u").map(|_| ()).map_err(|error| error.to_string())
    }

    fn is_match(&self, pattern: &str, text: &str) -> bool {
        regress::Regex::with_flags(&format!("^(?:{pattern})$"), "u").is_ok_and(|regex| regex.find(text).is_some())
    }

    fn nfc(&self, text: &str) -> String {
        text.nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_shows_the_summary_and_no_more() {
        let recipe =
            serde_json::json!({ "id": "a", "version": 1, "title": {"de": "A"}, "summary": {"de": "B"}, "steps": [] });
        let expected = serde_json::json!({ "id": "a", "version": 1, "title": {"de": "A"}, "summary": {"de": "B"} });
        assert_eq!(summary(&recipe), expected);
    }

    #[test]
    fn a_bad_recipe_is_refused_with_file_and_pointer() {
        let folder = std::env::temp_dir().join(format!("xtask-recipes-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.json"), "{\"id\": 7}").unwrap();
        let error = check(&folder).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert!(error.contains("a.json:1:2: /id: expected"), "{error}");
    }

    #[test]
    fn a_code_list_that_is_missing_or_broken_is_named() {
        let folder = std::env::temp_dir().join(format!("xtask-code-lists-{}", std::process::id()));
        fs::create_dir_all(folder.join("recipes")).unwrap();
        fs::create_dir_all(folder.join("code-lists")).unwrap();
        let good = fs::read_to_string(crate::paths::root().join("tests/recipes/good/choices.json")).unwrap();
        let id = serde_json::from_str::<Value>(&good).unwrap()["id"].as_str().unwrap().to_owned();
        fs::write(folder.join(format!("recipes/{id}.json")), good).unwrap();
        fs::write(folder.join("code-lists/streets.json"), r#"{"items":[{"value":""}]}"#).unwrap();
        let error = check(&folder.join("recipes")).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert!(error.contains("streets.json:1:12: /items/0/value"), "{error}");
        assert!(error.contains("trade: expected the file code-lists/wz-2008.json"), "{error}");
    }

    #[test]
    fn patterns_are_the_browsers() {
        assert!(Ecma.check("(?=a)\\p{L}+").is_ok());
        assert!(Ecma.check("(").is_err());
        assert!(!Ecma.is_match("a|b", "ab"));
    }
}
