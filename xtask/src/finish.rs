//! From what Trunk built to `dist/`: one hashed style sheet, script and module, the loader that knows them, the page, and
//! everything in `public/`; then the compressed copies.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::page::{self, Asset, Assets};
use crate::setup::Tools;
use crate::{compress, integrity, json, paths, recipes, run};

const LOADER: &str = "amtsgang.js";

/// Fills the empty folder `site` from Trunk's folder `built`.
pub fn finish(tools: &Tools, built: &Path, site: &Path) -> Result<()> {
    let root = paths::root();
    copy_public(&root.join("public"), site)?;
    let index = recipes::index(&root.join("public/recipes"))?;
    write(&site.join("recipes/index.json"), index.as_bytes())?;

    let wasm = read(&only(built, "wasm")?)?;
    let wasm = add(site, "wasm", &wasm)?;
    let glue = glue(tools, &only(built, "js")?, &wasm)?;
    let glue = add(site, "js", &glue)?;
    let style = add(site, "css", &bundle(tools, &root.join("style/app.css"), &[])?)?;
    let loader = loader(tools, site, &[("GLUE", &glue), ("WASM", &wasm), ("STYLE", &style)])?;

    let html = text(&built.join("index.html"))?;
    let html = page::finished(&html, &Assets { style, loader, glue, wasm })?;
    write(&site.join("index.html"), html.as_bytes())?;
    verify(site)?;
    compress::write_beside(site)
}

/// Copies `public/`; JSON loses its white space.
fn copy_public(public: &Path, site: &Path) -> Result<()> {
    for file in compress::files(public)? {
        let place = site.join(file.strip_prefix(public).unwrap_or(&file));
        let content = match file.extension().is_some_and(|extension| extension == "json") {
            true => json::minified(&text(&file)?).with_context(|| file.display().to_string())?.into_bytes(),
            false => read(&file)?,
        };
        write(&place, &content)?;
    }
    Ok(())
}

/// wasm-bindgen's script as one minified file that names the module as it is called now.
fn glue(tools: &Tools, file: &Path, wasm: &Asset) -> Result<Vec<u8>> {
    let old_name = file.file_stem().map(|stem| format!("{}_bg.wasm", stem.to_string_lossy())).unwrap_or_default();
    let script = bundle(tools, file, &["--format=esm", "--target=es2022"])?;
    let script = String::from_utf8(script).context("the script of wasm-bindgen is not UTF-8")?;
    Ok(script.replace(&old_name, &wasm.name).into_bytes())
}

/// The loader keeps its name, which stands in municipalities' pages, and holds names and hashes of the rest.
fn loader(tools: &Tools, site: &Path, assets: &[(&str, &Asset)]) -> Result<Asset> {
    let mut script = text(&site.join(LOADER))?;
    for (name, asset) in assets {
        for (placeholder, value) in
            [(format!("__{name}__"), &asset.name), (format!("__{name}_INTEGRITY__"), &asset.integrity)]
        {
            ensure!(script.contains(&placeholder), "public/{LOADER}: expected the placeholder {placeholder}");
            script = script.replace(&placeholder, value);
        }
    }
    let place = site.join(LOADER);
    write(&place, script.as_bytes())?;
    let script = bundle(tools, &place, &["--format=esm", "--target=es2022"])?;
    write(&place, &script)?;
    Ok(Asset { name: LOADER.to_owned(), integrity: integrity::sri(&script) })
}

/// A script or style sheet with everything it imports, minified by esbuild.
fn bundle(tools: &Tools, file: &Path, options: &[&str]) -> Result<Vec<u8>> {
    let name = file.file_name().unwrap_or_default();
    let out = paths::work().join("bundled").join(name);
    let mut esbuild = run::program(tools.esbuild.join("esbuild"), &paths::root());
    esbuild.arg(file).args(["--bundle", "--minify", "--charset=utf8", "--log-level=warning"]).args(options);
    esbuild.arg(format!("--outfile={}", out.display()));
    let log = paths::work().join("esbuild.log");
    let instead = format!("esbuild cannot read {}: correct it there.", file.display());
    run::logged(&mut esbuild, &log, Duration::from_secs(60), &instead)?;
    read(&out)
}

fn add(site: &Path, extension: &str, content: &[u8]) -> Result<Asset> {
    let name = integrity::hashed_name(extension, content);
    write(&site.join(&name), content)?;
    Ok(Asset { name, integrity: integrity::sri(content) })
}

/// Reads back what was written: a wrong hash would leave citizens with an empty page.
fn verify(site: &Path) -> Result<()> {
    let (page, loader) = (text(&site.join("index.html"))?, text(&site.join(LOADER))?);
    ensure!(!page::has_inline_script(&page), "index.html has a script in itself, which its security policy forbids");
    let mut checked = 0;
    for (name, integrity) in page::loaded(&page).into_iter().filter(|(name, _)| name.starts_with("amtsgang")) {
        let found = integrity::sri(&read(&site.join(name))?);
        ensure!(integrity.is_none_or(|expected| expected == found), "the integrity of {name} in index.html is wrong");
        let known = name == LOADER || loader.contains(name) && loader.contains(&found);
        ensure!(known, "{LOADER} does not know {name} as it is");
        checked += 1;
    }
    ensure!(checked == 4, "index.html loads {checked} of the 4 files of the app");
    ensure!(!loader.contains("__"), "{LOADER} has a placeholder that nothing fills");
    Ok(())
}

/// The only file in a folder with this extension.
fn only(folder: &Path, extension: &str) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    match found.pop() {
        Some(file) if found.is_empty() => Ok(file),
        _ => bail!("Trunk was expected to write one .{extension} file to {}", folder.display()),
    }
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn write(file: &Path, content: &[u8]) -> Result<()> {
    let made = file.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(file, content)).with_context(|| format!("cannot write {}", file.display()))
}
