//! Tools that cargo builds: Trunk and wasm-bindgen's command, in pinned versions.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::{Cache, in_path};
use crate::{run, say};

/// A program from the crate registry.
pub struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    why: &'static str,
    usually: &'static str,
    arguments: &'static [&'static str],
    /// A profile that compiles quickly: measured on two cores, the packages' own take three to four times as long, and
    /// the tools so built run fast enough.
    profile: &'static [(&'static str, &'static str)],
}

/// Its version is in `Trunk.toml` as well.
pub const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    program: "trunk",
    version: "0.21.14",
    why: "which builds the app",
    usually: "3 minutes on two cores, once",
    arguments: &["--locked", "--no-default-features"],
    profile: &[("OPT_LEVEL", "0"), ("CODEGEN_UNITS", "256")],
};

/// Its version must be that of the crate `wasm-bindgen` in `Cargo.lock`, and is in `Trunk.toml` as well.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.130",
    why: "which connects WebAssembly with the browser",
    usually: "2 minutes on two cores, once",
    // Not --locked: its lock file names a crate that some mirrors lack.
    arguments: &[],
    profile: &[("OPT_LEVEL", "1"), ("CODEGEN_UNITS", "16")],
};

impl CargoTool {
    /// The folder with the program: from the cache, from `PATH` if it is the pinned version, or newly built.
    pub fn find_or_install(&self, cache: &Cache) -> Result<PathBuf> {
        let name = format!("{}-{}", self.package, self.version);
        if let Some(place) = cache.find(&name) {
            return Ok(place.join("bin"));
        }
        if let Some(folder) = self.in_path() {
            return Ok(folder);
        }
        let place = cache.install(&name, |fresh, kept| {
            let what = format!("Building {} {}, {}", self.package, self.version, self.why);
            say::step(&what, self.usually, || self.build(fresh, kept, &cache.log(&name)))
        })?;
        Ok(place.join("bin"))
    }

    fn build(&self, root: &Path, target: &Path, log: &Path) -> Result<()> {
        let mut cargo = run::program("cargo", root);
        cargo.args(["install", self.package, "--version", self.version, "--root"]).arg(root).args(self.arguments);
        cargo.env("CARGO_TARGET_DIR", target);
        for (key, value) in self.profile.iter().chain(&[("LTO", "off"), ("DEBUG", "0")]) {
            cargo.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        let instead = format!(
            "Check the network and run the command again; what was compiled is kept. Or install {} {} yourself \
             (a release of it, or cargo install) so that it is in PATH.",
            self.package, self.version
        );
        run::logged(&mut cargo, log, Duration::from_secs(90 * 60), &instead)
    }

    fn in_path(&self) -> Option<PathBuf> {
        let file = in_path(self.program)?;
        let said = run::output(std::process::Command::new(&file).arg("--version"))?;
        let same = said.split_whitespace().nth(1) == Some(self.version);
        same.then(|| file.parent().map(Path::to_owned))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn read(file: &str) -> String {
        fs::read_to_string(crate::paths::root().join(file)).unwrap()
    }

    #[test]
    fn wasm_bindgen_has_the_version_of_the_lock_file() {
        let lock = read("Cargo.lock").replace('\r', "");
        assert!(lock.contains(&format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", WASM_BINDGEN.version)));
    }

    #[test]
    fn trunk_is_told_the_same_versions() {
        let settings = read("Trunk.toml");
        assert!(settings.contains(&format!("trunk-version = \"={}\"", TRUNK.version)));
        assert!(settings.contains(&format!("wasm_bindgen = \"{}\"", WASM_BINDGEN.version)));
    }
}
