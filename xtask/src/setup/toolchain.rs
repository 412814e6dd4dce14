//! The compiler for WebAssembly: the person's own with rustup's target, else Debian's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::standard_library::{self, Flavour};
use super::{Cache, debian, in_path, path_with};
use crate::{paths, run, say};

pub const TARGET: &str = "wasm32-unknown-unknown";

const PACKAGES: &[&str] =
    &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "rustfmt-web"];

const ADVICE: &str = "The simplest way is rustup (https://rustup.rs): install it, run “rustup target add \
                      wasm32-unknown-unknown”, and run this again.";

/// A compiler with standard libraries for [`TARGET`].
pub struct Toolchain {
    compiler: Compiler,
    /// A sysroot of ours for clippy and tests; without one the compiler has its own standard library.
    full: Option<PathBuf>,
    /// A sysroot of ours for the release. Without one the app becomes about 13 % larger, and works as well.
    lean: Option<PathBuf>,
    fingerprint: String,
}

/// Whose `rustc` and `cargo`.
#[derive(Clone, Copy)]
pub enum Compiler {
    /// Those that `PATH` gives.
    Own,
    /// Those in `/usr/bin`, even when rustup's stand before them in `PATH`.
    Debian,
}

impl Compiler {
    /// The folder to put first in `PATH`.
    fn folder(self) -> Option<&'static Path> {
        match self {
            Self::Own => None,
            Self::Debian => Some(Path::new("/usr/bin")),
        }
    }

    pub fn program(self, name: &str, folder: &Path) -> Command {
        let mut command = match self.folder() {
            None => run::program(name, folder),
            Some(place) => run::program(place.join(name), folder),
        };
        self.prepare(&mut command);
        command
    }

    /// Takes away what would make cargo call another compiler or give it other flags than ours.
    fn prepare(self, command: &mut Command) {
        for key in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
            command.env_remove(key);
        }
        if let Some(place) = self.folder() {
            for key in ["RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC", "RUSTC_WRAPPER", "LD_LIBRARY_PATH"] {
                command.env_remove(key);
            }
            command.env("PATH", path_with(&[place]));
        }
    }

    fn version(self) -> Option<String> {
        run::output(self.program("rustc", Path::new("/")).arg("-vV"))
    }

    fn has_standard_library(self) -> bool {
        let mut rustc = self.program("rustc", Path::new("/"));
        let Some(folder) = run::output(rustc.args(["--print", "target-libdir", "--target", TARGET])) else {
            return false;
        };
        let Ok(files) = fs::read_dir(folder) else { return false };
        files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    }

    /// Whether the standard library's source is there, from which another can be built.
    pub fn has_source(self) -> bool {
        let sysroot = run::output(self.program("rustc", Path::new("/")).args(["--print", "sysroot"]));
        sysroot.is_some_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/Cargo.lock").exists())
    }
}

impl Toolchain {
    pub fn find_or_install(cache: &Cache) -> Result<Self> {
        if Compiler::Own.has_standard_library() {
            return Self::with(Compiler::Own, cache);
        }
        let debian_is_ready = || {
            let version = Compiler::Debian.version()?;
            cache.find(&standard_library::name(Flavour::Full, &version))
        };
        if debian_is_ready().is_some() {
            return Self::with(Compiler::Debian, cache);
        }
        if rustup_target(cache) {
            return Self::with(Compiler::Own, cache);
        }
        if !Compiler::Debian.has_source() {
            let what = "Debian's Rust compiler for WebAssembly, because rustup could not provide one";
            debian::install(cache, PACKAGES, what, ADVICE)?;
        }
        if !Compiler::Debian.has_source() {
            bail!(
                "Debian's packages were installed and /usr/bin/rustc has no source of its standard library. {ADVICE}"
            );
        }
        Self::with(Compiler::Debian, cache)
    }

    fn with(compiler: Compiler, cache: &Cache) -> Result<Self> {
        let version = compiler.version().with_context(|| format!("rustc does not tell its version. {ADVICE}"))?;
        let full = match compiler {
            Compiler::Own => None,
            Compiler::Debian => Some(standard_library::find_or_build(cache, compiler, Flavour::Full, &version)?),
        };
        let lean = standard_library::lean(cache, compiler, &version);
        let flavour = lean.as_ref().map_or_else(|| "as delivered".into(), |folder| folder.to_string_lossy());
        let fingerprint = format!("{version}\n{flavour}\n");
        Ok(Self { compiler, full, lean, fingerprint })
    }

    /// cargo for clippy and tests in the browser.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.compiler.program("cargo", &paths::root());
        cargo.env("CARGO_TARGET_DIR", paths::target().join("wasm-test"));
        if let Some(sysroot) = &self.full {
            cargo.env(standard_library::FLAGS, format!("--sysroot={}", sysroot.display()));
        }
        cargo
    }

    /// Makes a command build the release with this compiler. Native builds have another target folder, because two
    /// compilers in one would build everything anew by turns.
    pub fn prepare_release(&self, command: &mut Command) {
        self.compiler.prepare(command);
        command.env("CARGO_TARGET_DIR", paths::target().join("wasm"));
        standard_library::use_for_release(command, self.lean.as_deref(), self.full.as_deref());
    }

    /// The release's module as the linker left it.
    pub fn linked(&self) -> PathBuf {
        paths::target().join("wasm").join(TARGET).join("release/amtsgang.wasm")
    }

    pub fn fetch(&self) -> Command {
        let mut cargo = self.compiler.program("cargo", &paths::root());
        cargo.args(["fetch", "--target", TARGET]);
        cargo
    }

    pub fn folder(&self) -> Option<&'static Path> {
        self.compiler.folder()
    }

    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// Asks rustup for the target. Without a network that fails, and another way is tried.
fn rustup_target(cache: &Cache) -> bool {
    if in_path("rustup").is_none() {
        return false;
    }
    let added = say::step("Adding the target WebAssembly to Rust with rustup", "10 seconds", || {
        let mut rustup = run::program("rustup", &paths::root());
        rustup.args(["target", "add", TARGET]);
        run::logged(&mut rustup, &cache.log("rustup-target"), Duration::from_secs(120), "")
    });
    let added = added.is_ok() && Compiler::Own.has_standard_library();
    if !added {
        say::note("rustup could not add it (no network to its server?); trying Debian's packages instead.");
    }
    added
}
