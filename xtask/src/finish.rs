//! From what Trunk built to `dist/`: one hashed style sheet, script and module, the loader that knows them, the page, and
//! everything in `public/`; then the compressed copies.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use amtsgang::locale::MORE;
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

use crate::page::{self, Asset, Assets};
use crate::setup::Tools;
use crate::split::{self, Split};
use crate::{compress, data, integrity, json, parts, paths, recipes, run, seam};

const LOADER: &str = "amtsgang.js";

/// Fills the empty folder `site` from Trunk's folder `built`.
pub fn finish(tools: &Tools, built: &Path, site: &Path) -> Result<()> {
    let root = paths::root();
    copy_public(&root.join("public"), site)?;
    split_texts(&site.join("locales"))?;
    let index = recipes::index(&root.join("public/recipes"))?;
    write(&site.join("recipes/index.json"), index.as_bytes())?;

    let (script, module) = (only(built, "js")?, only(built, "wasm")?);
    let seam = seam::tidied(&text(&script)?, &read(&module)?)?;
    let data = data::segments(&read(&tools.toolchain.linked())?)?;
    let all = [&parts::LATER, &parts::CONNECT, &parts::NEVER];
    let Split { first, parts: [later, connect, _] } = split::split(&seam.module, all, &data)?;
    let wasm = add(site, "wasm", &optimized(tools, "first", &first)?)?;
    let later = add(site, "wasm", &optimized(tools, parts::LATER.name, &later)?)?;
    let connect = add(site, "wasm", &optimized(tools, parts::CONNECT.name, &connect)?)?;
    let glue = add(site, "js", &glue(tools, &script, &seam.script, &wasm)?)?;
    let style = add(site, "css", &bundle(tools, &root.join("style/app.css"), &[])?)?;
    let assets = [("GLUE", &glue), ("WASM", &wasm), ("LATER", &later), ("CONNECT", &connect), ("STYLE", &style)];
    let loader = loader(tools, site, &assets)?;

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

/// Puts the texts that only the later part shows into files of their own, which the first ones name.
fn split_texts(locales: &Path) -> Result<()> {
    for file in compress::files(locales)? {
        let name = format!("{}.later.json", file.file_stem().unwrap_or_default().to_string_lossy());
        let whole: Map<String, Value> =
            serde_json::from_str(&text(&file)?).with_context(|| file.display().to_string())?;
        let comes_later = |key: &str| parts::LATER_TEXTS.iter().any(|start| key.starts_with(start));
        let (later, mut first): (Map<_, _>, Map<_, _>) = whole.into_iter().partition(|(key, _)| comes_later(key));
        first.insert(MORE.to_owned(), name.as_str().into());
        write(&locales.join(&name), serde_json::to_string(&later)?.as_bytes())?;
        write(&file, serde_json::to_string(&first)?.as_bytes())?;
    }
    Ok(())
}

/// wasm-bindgen's script as one minified file that names the module as it is called now. `file` is the script as
/// wasm-bindgen wrote it, `script` what is left of it.
fn glue(tools: &Tools, file: &Path, script: &str, wasm: &Asset) -> Result<Vec<u8>> {
    let old_name = file.file_stem().map(|stem| format!("{}_bg.wasm", stem.to_string_lossy())).unwrap_or_default();
    let tidied = paths::work().join("tidied").join(file.file_name().unwrap_or_default());
    write(&tidied, script.replace(&old_name, &wasm.name).as_bytes())?;
    bundle(tools, &tidied, &["--format=esm", "--target=es2022"])
}

/// A module as small as wasm-opt makes it, without the names of its functions. Browsers that lack one of the features
/// named here are older than those the app is for; never `--all-features`, which would use what no browser has yet.
fn optimized(tools: &Tools, name: &str, module: &[u8]) -> Result<Vec<u8>> {
    const FEATURES: &[&str] = &[
        "--enable-bulk-memory",
        "--enable-bulk-memory-opt",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-multivalue",
        "--strip-producers",
        "--strip-target-features",
    ];
    let folder = paths::work().join("modules");
    let (from, to) = (folder.join(format!("{name}.wasm")), folder.join(format!("{name}.small.wasm")));
    write(&from, module)?;
    let mut wasm_opt = run::program(tools.wasm_opt.join("wasm-opt"), &paths::root());
    wasm_opt.arg("-Oz").args(FEATURES).arg(&from).arg("-o").arg(&to);
    let log = paths::work().join("wasm-opt.log");
    run::logged(&mut wasm_opt, &log, Duration::from_secs(600), "Remove target/xtask and build again.")?;
    read(&to)
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
