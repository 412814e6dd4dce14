//! What good input looks like: the repository's own recipes, photos and locale files, to be broken.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use amtsgang::recipe::{Recipe, parse};
use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::Ecma;
use crate::mutation::Pieces;

/// Read once, before the first case.
pub struct Corpus {
    /// Every good recipe, as JSON and as it is read.
    pub recipes: Vec<(Value, Rc<Recipe>)>,
    pub pieces: Pieces,
    /// Photos, and files of other kinds.
    pub files: Vec<Vec<u8>>,
    /// Locale files.
    pub locales: Vec<Value>,
    pub patterns: Rc<Ecma>,
}

impl Corpus {
    pub fn read() -> Result<Corpus> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let patterns = Rc::new(Ecma::default());
        let mut recipes = Vec::new();
        for folder in ["tests/recipes/good", "public/recipes"] {
            for file in files(&root.join(folder))? {
                let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
                let parsed = parse(&text, &*patterns);
                let recipe = parsed.recipe.with_context(|| format!("{} has problems", file.display()))?;
                recipes.push((serde_json::from_str(&text)?, Rc::new(recipe)));
            }
        }
        ensure!(recipes.len() > 20, "only {} recipes", recipes.len());
        let pieces = Pieces::of(recipes.iter().map(|(json, _)| json));
        let mut photos = vec![b"%PDF-1.7\n".to_vec(), zip(&["[Content_Types].xml", "word/document.xml"])];
        for file in files(&root.join("tests/photos"))? {
            photos.push(fs::read(&file).with_context(|| file.display().to_string())?);
        }
        let mut locales = Vec::new();
        for file in files(&root.join("public/locales"))? {
            locales.push(serde_json::from_str(&fs::read_to_string(&file)?)?);
        }
        Ok(Corpus { recipes, pieces, files: photos, locales, patterns })
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.is_file());
    // The order decides which case is made of which file.
    files.sort();
    Ok(files)
}

/// A ZIP archive of empty files with these names, local headers and central directory (APPNOTE 4.3).
fn zip(names: &[&str]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for name in names {
        let length = (name.len() as u16).to_le_bytes();
        directory.extend([&b"PK\x01\x02"[..], &[0; 24], &length, &[0; 12], &(out.len() as u32).to_le_bytes()].concat());
        directory.extend(name.as_bytes());
        out.extend([&b"PK\x03\x04"[..], &[0; 22], &length, &[0; 2], name.as_bytes()].concat());
    }
    let (start, size, count) = (out.len() as u32, directory.len() as u32, (names.len() as u16).to_le_bytes());
    out.extend(directory);
    let end = [&b"PK\x05\x06"[..], &[0; 4], &count, &count, &size.to_le_bytes(), &start.to_le_bytes(), &[0; 2]];
    [out, end.concat()].concat()
}
