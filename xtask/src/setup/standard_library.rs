//! Rust's standard library for WebAssembly, built here from its source and kept as a sysroot of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::toolchain::{Compiler, TARGET};
use super::{Cache, in_path};
use crate::{integrity, paths, run, say};

/// The variable with rustc's flags for WebAssembly and for nothing else.
pub const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// A panic ends the program at once, without composing a message that nobody on a phone would read.
const LEAN_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";

#[derive(Clone, Copy, PartialEq)]
pub enum Flavour {
    /// As Rust delivers it, with the crate `test`.
    Full,
    /// For the release: optimised for size, without texts for panics. Measured on a small app: 13 % less after brotli.
    Lean,
}

/// The folder in the cache, another one for each compiler (`version` is what `rustc -vV` says).
pub fn name(flavour: Flavour, version: &str) -> String {
    let release = version.lines().find_map(|line| line.strip_prefix("release: ")).unwrap_or("unknown");
    let flavour = if flavour == Flavour::Full { "full" } else { "lean" };
    format!("std-{release}-{}-{flavour}", &integrity::hex(version.as_bytes())[..8])
}

/// The lean one, or nothing where it cannot be built: the release then takes the full one.
pub fn lean(cache: &Cache, compiler: Compiler, version: &str) -> Option<PathBuf> {
    let name = name(Flavour::Lean, version);
    if let Some(place) = cache.find(&name) {
        return Some(place);
    }
    if cache.gave_up(&name) {
        return None;
    }
    let built = source(cache, compiler).and_then(|()| find_or_build(cache, compiler, Flavour::Lean, version));
    match built {
        Ok(place) => Some(place),
        Err(error) => {
            cache.give_up(&name);
            say::note(&format!(
                "{error:#}\n  It goes on without: the app becomes about 13 % larger, and works as well."
            ));
            None
        }
    }
}

/// Sees to it that the compiler has the source of its standard library.
fn source(cache: &Cache, compiler: Compiler) -> Result<()> {
    if compiler.has_source() || in_path("rustup").is_none() {
        return Ok(());
    }
    say::step("Adding the standard library's source to Rust with rustup", "2 seconds", || {
        let mut rustup = run::program("rustup", &paths::root());
        rustup.args(["component", "add", "rust-src"]);
        run::logged(&mut rustup, &cache.log("rustup-source"), Duration::from_secs(120), "")
    })
}

/// The sysroot with this flavour.
pub fn find_or_build(cache: &Cache, compiler: Compiler, flavour: Flavour, version: &str) -> Result<PathBuf> {
    let name = name(flavour, version);
    cache.install(&name, |fresh, kept| {
        let what = match flavour {
            Flavour::Full => "Building Rust's standard library for WebAssembly",
            Flavour::Lean => "Building a leaner standard library, which makes the app 13 % smaller",
        };
        say::step(what, "35 seconds on two cores, once", || build(compiler, flavour, fresh, kept, &cache.log(&name)))
    })
}

/// Functions keep names that tell where they come from, and none stands in for another that happens to be the same: the
/// module is split by these names.
const NAMING_FLAGS: &str = "-Csymbol-mangling-version=v0 -Zmerge-functions=disabled -Clink-arg=--no-merge-data-segments -Clink-arg=--emit-relocs";

/// Makes a command compile the release: with the lean standard library if there is one, else with `full` or the
/// compiler's own.
pub fn use_for_release(command: &mut Command, lean: Option<&Path>, full: Option<&Path>) {
    let mut flags = NAMING_FLAGS.to_owned();
    if lean.is_some() {
        flags = [LEAN_FLAGS, " ", &flags].concat();
    }
    if let Some(sysroot) = lean.or(full) {
        flags.push_str(&format!(" --sysroot={}", sysroot.display()));
    }
    // Compilers of the stable channel allow these flags only so. No unstable feature of the language is used.
    command.env("RUSTC_BOOTSTRAP", "1").env(FLAGS, flags);
}

/// Builds an empty crate with `-Zbuild-std` in `project`, and copies the libraries built on the way to `sysroot`.
fn build(compiler: Compiler, flavour: Flavour, sysroot: &Path, project: &Path, log: &Path) -> Result<()> {
    const MANIFEST: &str = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
                            [profile.release]\nopt-level = \"s\"\npanic = \"abort\"\n";
    let target = project.join("target");
    fs::create_dir_all(project.join("src"))
        .and_then(|()| fs::write(project.join("Cargo.toml"), MANIFEST))
        .and_then(|()| fs::write(project.join("src/lib.rs"), "#![no_std]\n"))
        .with_context(|| format!("cannot write to {}", project.display()))?;

    let (parts, flags) = match flavour {
        Flavour::Full => ("-Zbuild-std=std,panic_abort,test", "-Cembed-bitcode=yes".to_owned()),
        Flavour::Lean => ("-Zbuild-std=std,panic_abort", format!("-Cembed-bitcode=yes {LEAN_FLAGS}")),
    };
    let mut cargo = compiler.program("cargo", project);
    cargo.args(["build", "--release", "--target", TARGET, parts, "-Zbuild-std-features=optimize_for_size"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env(FLAGS, flags).env("CARGO_TARGET_DIR", &target);
    run::logged(&mut cargo, log, Duration::from_secs(20 * 60), "Check the network and run the command again.")?;

    let to = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    let from = target.join(TARGET).join("release/deps");
    for entry in fs::read_dir(&from).with_context(|| format!("cannot read {}", from.display()))? {
        let file = entry.with_context(|| format!("cannot read {}", from.display()))?;
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(file.path(), to.join(&*name)).with_context(|| format!("cannot copy {name}"))?;
        }
    }
    Ok(())
}
