//! `cargo xtask check-recipe <file> …`: every mistake in recipes and code lists, as the app's page for authors tells them.

use std::fs;
use std::path::Path;

use amtsgang::backend::written;
use amtsgang::broken::BrokenFile;
use amtsgang::recipe;
use anyhow::{Context, Result, bail, ensure};

use crate::recipes::Ecma;
use crate::schema;

pub fn command(arguments: &[String]) -> Result<()> {
    ensure!(
        !arguments.is_empty(),
        "“check-recipe” takes recipes or code lists: files, or ids of those in public/recipes."
    );
    let mut broken = 0;
    for argument in arguments {
        let file = schema::find(argument)?;
        let lines = mistakes(&file)?;
        for line in &lines {
            println!("{line}");
        }
        broken += usize::from(!lines.is_empty());
    }
    match broken {
        0 => println!("No mistakes."),
        broken => bail!("mistakes in {broken} of {}. docs/recipes.md explains the format.", arguments.len()),
    }
    Ok(())
}

/// The mistakes in a recipe, or in a code list, which stands in a folder of that name.
fn mistakes(file: &Path) -> Result<Vec<String>> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Ok(written::other_encoding(&stem, &bytes).lines());
    };
    if file.parent().is_some_and(|folder| folder.ends_with("code-lists")) {
        return Ok(written::code_list(&stem, text).err().map(|file| file.lines()).unwrap_or_default());
    }
    Ok(BrokenFile::new(name.into_owned(), text, recipe::parse(text, &Ecma).problems).lines())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    #[test]
    fn published_files_have_no_mistakes() {
        let root = paths::root();
        for file in ["public/recipes/hundesteuer-anmeldung.json", "public/code-lists/wz-2008.json"] {
            assert!(mistakes(&root.join(file)).unwrap().is_empty(), "{file}");
        }
    }

    #[test]
    fn every_mistake_is_told_with_file_line_and_column() {
        let folder = std::env::temp_dir().join(format!("xtask-check-{}", std::process::id()));
        fs::create_dir_all(folder.join("code-lists")).unwrap();
        let told = |name: &str, content: &[u8]| {
            fs::write(folder.join(name), content).unwrap();
            mistakes(&folder.join(name)).unwrap()
        };
        let recipe = told("a.json", b"{\n  \"id\": 7,\n  \"hnt\": 1\n}");
        let list = told("code-lists/b.json", br#"{"items":[{"value":"x","label":7}]}"#);
        let old = told("c.json", b"{\"\xe4\": 1}");
        fs::remove_dir_all(&folder).unwrap();
        assert!(recipe.iter().any(|line| line.starts_with("a.json:2:3: /id: expected 2 to 63")), "{recipe:?}");
        assert!(recipe.iter().any(|line| line.starts_with("a.json:3:3: /hnt: expected one of the keys")), "{recipe:?}");
        assert!(list[0].starts_with("b.json:1:24: /items/0/label: expected"), "{list:?}");
        assert!(old[0].ends_with("found another encoding at line 1, column 3"), "{old:?}");
    }

    #[test]
    fn a_mistake_fails_the_command() {
        let broken = paths::root().join("tests/recipes/bad/unknown-key.json");
        let error = command(&[broken.to_string_lossy().into_owned()]).unwrap_err().to_string();
        assert!(error.starts_with("mistakes in 1 of 1"), "{error}");
        assert!(command(&["hundesteuer-anmeldung".to_owned()]).is_ok());
        assert!(command(&[]).is_err() && command(&["no-such-service".to_owned()]).is_err());
    }
}
