//! `cargo xtask fuzz`: bad input by the million for everything that reads what strangers write.

use std::time::Duration;

use anyhow::Result;

use crate::{paths, run, say};

/// Builds the program with all the compiler's checks, and hands on what it was asked.
pub fn command(arguments: &[String]) -> Result<()> {
    let mut cargo = run::program("cargo", &paths::root());
    cargo.args(["build", "--profile", "fuzz", "--package", "amtsgang-fuzz", "--bin", "fuzz"]);
    let log = paths::work().join("fuzz.log");
    say::step("Building the program that makes bad input", "1 minute on two cores", || {
        run::logged(&mut cargo, &log, Duration::from_secs(1800), "Correct what the compiler names.")
    })?;
    run::open(run::program(paths::target().join("fuzz/fuzz"), &paths::root()).args(arguments))
}
