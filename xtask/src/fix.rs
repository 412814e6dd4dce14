//! `cargo xtask fix`: formats all code and applies what clippy suggests.

use anyhow::Result;

use crate::setup::{Cache, Tools};
use crate::{paths, run, say, test};

pub fn command() -> Result<()> {
    let tools = Tools::find_or_install(&Cache::open()?)?;
    let fixing = ["--fix", "--allow-dirty", "--allow-staged", "--allow-no-vcs"];
    say::heading("Clippy, for this machine");
    run::open(run::program("cargo", &paths::root()).arg("clippy").args(test::NATIVE_CODE).args(fixing))?;
    say::heading("Clippy, for WebAssembly");
    run::open(tools.toolchain.cargo().arg("clippy").args(test::WASM_CODE).args(fixing))?;
    say::heading("Format");
    run::open(run::program("cargo", &paths::root()).args(["fmt", "--all"]))
}
