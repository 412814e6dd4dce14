//! `cargo xtask build`: the release in `dist/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::setup::{Cache, Tools};
use crate::{compress, finish, integrity, paths, recipes, run, say};

pub fn command() -> Result<()> {
    let cache = Cache::open()?;
    build(&Tools::find_or_install(&cache)?)
}

/// Builds what changed. `dist/` is replaced only when everything succeeded.
pub fn build(tools: &Tools) -> Result<()> {
    let started = Instant::now();
    recipes::check(&paths::root().join("public/recipes"))?;
    let built = compile(tools)?;

    let (site, old) = (paths::work().join("site"), paths::work().join("site-before"));
    for folder in [&site, &old] {
        remove(folder)?;
    }
    fs::create_dir_all(&site).with_context(|| format!("cannot make the folder {}", site.display()))?;
    finish::finish(tools, &built, &site)?;
    let dist = paths::dist();
    if dist.exists() {
        fs::rename(&dist, &old).or_else(|_| fs::remove_dir_all(&dist)).context("cannot replace dist/")?;
    }
    put(&site, &dist)?;
    remove(&old)?;
    let count = compress::files(&dist)?.len();
    say::note(&format!("dist/ is ready: {count} files, built in {}", say::duration(started.elapsed())));
    Ok(())
}

/// Lets Trunk build the module and its script, unless they were built from the same sources before.
fn compile(tools: &Tools) -> Result<PathBuf> {
    let (built, stamp) = (paths::work().join("trunk"), paths::work().join("trunk.stamp"));
    let sources = fingerprint(tools)?;
    if built.join("index.html").exists() && fs::read_to_string(&stamp).is_ok_and(|before| before == sources) {
        return Ok(built);
    }
    fs::remove_file(&stamp).ok();
    let what = "Compiling the app to WebAssembly and making it small";
    say::step(what, "2 minutes the first time on two cores, 1 minute after a change", || {
        // Trunk builds offline, so that it can download neither tools nor anything else on its own.
        let network = "Check the network, or whether Cargo.lock fits Cargo.toml, and run the command again.";
        run::logged(&mut tools.toolchain.fetch(), &paths::work().join("fetch.log"), Duration::from_secs(900), network)?;
        let mut trunk = tools.trunk(&paths::root());
        trunk.args(["build", "--release", "--offline", "--color", "never", "--dist"]).arg(&built);
        let instead = "Correct what the compiler names. “cargo xtask check” shows all of it.";
        run::logged(&mut trunk, &paths::work().join("trunk.log"), Duration::from_secs(3600), instead)
    })?;
    whole(&built)?;
    fs::write(&stamp, sources).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(built)
}

/// Whether Trunk left a module: two builds at once in one checkout have been seen to leave an empty one.
fn whole(built: &Path) -> Result<()> {
    for file in compress::files(built)?.iter().filter(|file| file.extension().is_some_and(|end| end == "wasm")) {
        let module = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        ensure!(
            module.starts_with(b"\0asm"),
            "The module that was built is broken. If another build runs in this folder, let it end; then run the command again."
        );
    }
    Ok(())
}

/// Changes when anything does from which Trunk builds.
fn fingerprint(tools: &Tools) -> Result<String> {
    let root = paths::root();
    let mut sources = compress::files(&root.join("src"))?;
    sources.extend(
        ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html", ".cargo/config.toml"].map(|name| root.join(name)),
    );
    let mut all = tools.fingerprint();
    for file in sources {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        all.push_str(&format!("{} {}\n", integrity::hex(&content), file.display()));
    }
    Ok(integrity::hex(all.as_bytes()))
}

/// Moves a folder, or copies it where the target folder is on another disk.
fn put(from: &Path, to: &Path) -> Result<()> {
    if fs::rename(from, to).is_ok() {
        return Ok(());
    }
    copy(from, to)?;
    remove(from)
}

/// Copies all files of a folder into another.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in compress::files(from)? {
        let place = to.join(file.strip_prefix(from).unwrap_or(&file));
        let made = place.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::copy(&file, &place)).with_context(|| format!("cannot write {}", place.display()))?;
    }
    Ok(())
}

pub fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
