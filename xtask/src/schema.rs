//! `cargo xtask schema <recipe>`: the data contract of a recipe, as a JSON Schema.

use std::fs;
use std::path::{Path, PathBuf};

use amtsgang::json::write;
use amtsgang::recipe;
use anyhow::{Context, Result, bail};

use crate::json::spread;
use crate::paths;
use crate::recipes::Ecma;

pub fn command(arguments: &[String]) -> Result<()> {
    let [recipe] = arguments else {
        bail!("“schema” takes one recipe: a file, or the id of one in public/recipes.")
    };
    let file = find(recipe)?;
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    println!("{}", of(&text).with_context(|| format!("{} has problems", file.display()))?);
    Ok(())
}

pub fn find(recipe: &str) -> Result<PathBuf> {
    let published = paths::root().join("public/recipes").join(format!("{recipe}.json"));
    match [Path::new(recipe), &published].into_iter().find(|file| file.is_file()) {
        Some(file) => Ok(file.to_owned()),
        None => bail!("there is neither a file {recipe} nor {}.", published.display()),
    }
}

/// The contract of the recipe with this text, spread over lines.
fn of(text: &str) -> Result<String> {
    let parsed = recipe::parse(text, &Ecma);
    match parsed.recipe {
        Some(recipe) => Ok(spread(&write(&recipe::contract(&recipe)))),
        None => bail!(parsed.problems.iter().map(|problem| format!("\n  {problem}")).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_recipe_has_its_contract() {
        let file = find("hundesteuer-anmeldung").unwrap();
        let schema = of(&fs::read_to_string(file).unwrap()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&schema).unwrap();
        assert_eq!(json["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(json["properties"]["service"]["const"], "hundesteuer-anmeldung");
    }

    #[test]
    fn there_is_none_of_a_broken_recipe_or_of_no_recipe() {
        assert!(of("{\"id\": 7}").unwrap_err().to_string().contains("/id: expected"));
        assert!(find("no-such-service").is_err());
        assert!(command(&[]).is_err());
    }
}
