//! Setting up: what the commands need is looked for first and installed only when it is missing.
//!
//! Everything installed goes into one cache folder for all checkouts, in a folder per tool and version, so a second run
//! finds it at once and another version never gets in the way. The exceptions are Debian's packages and rustup's parts.

mod browser;
mod cache;
mod cargo_tools;
mod debian;
mod npm_tools;
mod standard_library;
mod toolchain;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

pub use browser::Browser;
pub use cache::Cache;
pub use toolchain::Toolchain;

/// What building the app needs.
pub struct Tools {
    pub toolchain: Toolchain,
    pub esbuild: PathBuf,
    pub wasm_opt: PathBuf,
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
}

impl Tools {
    pub fn find_or_install(cache: &Cache) -> Result<Self> {
        let toolchain = Toolchain::find_or_install(cache)?;
        let wasm_bindgen = cargo_tools::WASM_BINDGEN.find_or_install(cache)?;
        let trunk = cargo_tools::TRUNK.find_or_install(cache)?;
        npm_tools::node(cache)?;
        let wasm_opt = npm_tools::BINARYEN.find_or_install(cache)?;
        let esbuild = npm_tools::ESBUILD.find_or_install(cache)?;
        Ok(Self { toolchain, esbuild, trunk, wasm_bindgen, wasm_opt })
    }

    /// Trunk, with a compiler and wasm-bindgen in reach, so that it downloads neither. The build is the lean one.
    pub fn trunk(&self, folder: &Path) -> Command {
        let mut command = crate::run::program(self.trunk.join("trunk"), folder);
        self.toolchain.prepare_release(&mut command);
        let mut first = vec![self.wasm_bindgen.as_path()];
        first.extend(self.toolchain.folder());
        command.env("PATH", path_with(&first)).env("TRUNK_SKIP_VERSION_CHECK", "true");
        command
    }

    /// The runner for wasm-bindgen's browser tests.
    pub fn test_runner(&self) -> PathBuf {
        self.wasm_bindgen.join("wasm-bindgen-test-runner")
    }

    /// Changes when a compiler or tool does whose output the app is.
    pub fn fingerprint(&self) -> String {
        let tools = [&self.trunk, &self.wasm_bindgen].map(|tool| tool.to_string_lossy().into_owned());
        [self.toolchain.fingerprint(), &tools.join("\n")].concat()
    }
}

/// html-validate's program.
pub fn html_validate(cache: &Cache) -> Result<PathBuf> {
    npm_tools::node(cache)?;
    Ok(npm_tools::HTML_VALIDATE.find_or_install(cache)?.join("html-validate"))
}

/// axe-core's script, which tests load into pages.
pub fn axe(cache: &Cache) -> Result<PathBuf> {
    npm_tools::node(cache)?;
    Ok(npm_tools::AXE.find_or_install(cache)?.join("axe.min.js"))
}

/// The program of Prism, which plays servers that tests need.
pub fn prism(cache: &Cache) -> Result<PathBuf> {
    npm_tools::node(cache)?;
    Ok(npm_tools::PRISM.find_or_install(cache)?.join("prism"))
}

/// The programs of two servers that nobody here wrote: json-server and pouchdb-server.
pub fn record_servers(cache: &Cache) -> Result<[PathBuf; 2]> {
    npm_tools::node(cache)?;
    let records = npm_tools::JSON_SERVER.find_or_install(cache)?.join("json-server");
    Ok([records, npm_tools::POUCHDB_SERVER.find_or_install(cache)?.join("pouchdb-server")])
}

/// `PATH` with these folders in front.
fn path_with(first: &[&Path]) -> OsString {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let folders = first.iter().map(|folder| folder.to_path_buf()).chain(std::env::split_paths(&rest));
    // Only a folder with a colon in its name cannot be joined; the person's own PATH is the better guess then.
    std::env::join_paths(folders).unwrap_or(rest)
}

/// The file of a program in `PATH`.
fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
