//! `cargo xtask test`: every check and test there is, one part after the other, and a summary.

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::scratch::Scratch;
use crate::setup::{self, Browser, Cache, Tools};
use crate::{bench, build, paths, run, say, serve, size};

/// What clippy reads natively.
pub const NATIVE_CODE: [&str; 2] = ["--workspace", "--all-targets"];

/// What clippy reads for WebAssembly: the native tests are no part of it.
pub const WASM_CODE: [&str; 8] =
    ["--target", "wasm32-unknown-unknown", "--package", "amtsgang", "--lib", "--bins", "--test", "browser"];

/// A part of all tests: its name on the command line, its title, and what it does.
struct Part {
    name: &'static str,
    title: &'static str,
    run: fn(&Machine) -> Result<()>,
}

/// The parts in the order in which they run: the quick ones first. Parts of one name are chosen together.
const PARTS: &[Part] = &[
    Part { name: "format", title: "Format (rustfmt)", run: format },
    Part { name: "clippy", title: "Clippy, for this machine", run: clippy_native },
    Part { name: "clippy", title: "Clippy, for WebAssembly", run: clippy_wasm },
    Part { name: "native", title: "Native tests", run: native },
    Part { name: "browser", title: "Component tests in the browser", run: browser },
    Part { name: "build", title: "Release build", run: release },
    Part { name: "size", title: "Size of the first form", run: bytes },
    Part { name: "html", title: "HTML of the page (html-validate)", run: html },
    Part { name: "e2e", title: "End to end, in the browser with the reference backend", run: end_to_end },
    Part { name: "bench", title: "A short round of the bench in the browser", run: short_bench },
];

/// What the parts share.
struct Machine {
    cache: Cache,
    tools: Tools,
    scratch: Scratch,
}

pub fn command(names: &[String]) -> Result<()> {
    let known = |name: &String| PARTS.iter().any(|part| part.name == name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        let mut known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        known.dedup();
        bail!("there is no part “{unknown}”; there are: {}.", known.join(", "));
    }
    let chosen = |part: &&Part| names.is_empty() || names.iter().any(|name| name == part.name);
    let cache = Cache::open()?;
    let tools = Tools::find_or_install(&cache)?;
    let machine = Machine { cache, tools, scratch: Scratch::new()? };

    let mut results = Vec::new();
    for part in PARTS.iter().filter(chosen) {
        say::heading(part.title);
        let started = Instant::now();
        let result = (part.run)(&machine);
        let time = say::duration(started.elapsed());
        match &result {
            Ok(()) => eprintln!("   passed in {time}"),
            Err(error) => eprintln!("   FAILED after {time}: {error:#}"),
        }
        results.push((part, result.is_ok(), time));
    }
    summary(&results)
}

fn summary(results: &[(&Part, bool, String)]) -> Result<()> {
    say::heading("Summary");
    for (part, passed, time) in results {
        eprintln!("   {}  {} ({time})", if *passed { "passed" } else { "FAILED" }, part.title);
    }
    let mut failed: Vec<&str> = results.iter().filter(|(_, passed, _)| !passed).map(|(part, ..)| part.name).collect();
    failed.dedup();
    ensure!(failed.is_empty(), "{} failed. To run only that: cargo xtask test {}", failed.join(", "), failed.join(" "));
    eprintln!("   Everything passed.");
    Ok(())
}

fn format(_: &Machine) -> Result<()> {
    let checked = run::open(run::program("cargo", &paths::root()).args(["fmt", "--all", "--check"]));
    checked.context("“cargo xtask fix” formats the code")
}

fn clippy_native(_: &Machine) -> Result<()> {
    let mut cargo = run::program("cargo", &paths::root());
    run::open(cargo.arg("clippy").args(NATIVE_CODE).args(["--", "-D", "warnings"]))
}

fn clippy_wasm(machine: &Machine) -> Result<()> {
    let mut cargo = machine.tools.toolchain.cargo();
    run::open(cargo.arg("clippy").args(WASM_CODE).args(["--", "-D", "warnings"]))
}

fn native(machine: &Machine) -> Result<()> {
    let mut cargo = run::program("cargo", &paths::root());
    run::open(machine.scratch.gives(cargo.args(["test", "--workspace", "--exclude", "amtsgang-e2e"])))
}

fn browser(machine: &Machine) -> Result<()> {
    let browser = Browser::find_or_install(&machine.cache)?;
    // The repository's own capabilities, and which browser: there may be several on this machine.
    let text = fs::read_to_string(paths::root().join("webdriver.json")).context("cannot read webdriver.json")?;
    let mut capabilities: serde_json::Value = serde_json::from_str(&text).context("webdriver.json")?;
    capabilities["goog:chromeOptions"]["binary"] = browser.chromium.to_string_lossy().into();
    let file = paths::work().join("webdriver.json");
    fs::create_dir_all(paths::work())
        .and_then(|()| fs::write(&file, capabilities.to_string()))
        .with_context(|| format!("cannot write {}", file.display()))?;

    let mut cargo = machine.tools.toolchain.cargo();
    cargo.args(["test", "--target", "wasm32-unknown-unknown", "--package", "amtsgang", "--test", "browser"]);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", machine.tools.test_runner());
    cargo.env("CHROMEDRIVER", &browser.driver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &file);
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    run::open(machine.scratch.gives(&mut cargo))
}

fn release(machine: &Machine) -> Result<()> {
    build::build(&machine.tools)
}

fn bytes(machine: &Machine) -> Result<()> {
    release(machine)?;
    let rows = size::measure()?;
    eprint!("{}", size::table(&rows));
    let total = size::total(&rows).brotli;
    let (found, limit) = (say::grouped(total), say::grouped(size::LIMIT));
    if total > size::GOAL {
        say::note(&format!("{found} bytes after brotli; the goal is {}", say::grouped(size::GOAL)));
    }
    ensure!(total <= size::LIMIT, "the first form costs {found} bytes after brotli, and at most {limit} are allowed");
    Ok(())
}

fn html(machine: &Machine) -> Result<()> {
    release(machine)?;
    let program = setup::html_validate(&machine.cache)?;
    let mut validate = run::program(program, &paths::root());
    run::open(validate.arg("--config").arg(paths::root().join("xtask/html-validate.json")).arg("dist/index.html"))
}

fn end_to_end(machine: &Machine) -> Result<()> {
    release(machine)?;
    let browser = Browser::find_or_install(&machine.cache)?;
    let mut cargo = run::program("cargo", &paths::root());
    cargo.args(["test", "--package", "amtsgang-e2e"]);
    cargo.env("AMTSGANG_DIST", paths::dist()).env("AMTSGANG_BACKEND_BIN", serve::backend()?);
    cargo.env("AMTSGANG_AXE", setup::axe(&machine.cache)?).env("AMTSGANG_PRISM", setup::prism(&machine.cache)?);
    let [records, documents] = setup::record_servers(&machine.cache)?;
    cargo.env("AMTSGANG_JSON_SERVER", records).env("AMTSGANG_POUCHDB_SERVER", documents);
    cargo.env("AMTSGANG_CHROMEDRIVER", &browser.driver).env("AMTSGANG_CHROMIUM", &browser.chromium);
    run::open(machine.scratch.gives(&mut cargo))
}

fn short_bench(machine: &Machine) -> Result<()> {
    release(machine)?;
    bench::short(&machine.cache, &machine.scratch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_part_is_named_with_the_known_ones() {
        let error = command(&["unit".to_owned()]).unwrap_err().to_string();
        assert!(
            error.contains("“unit”")
                && error.contains("format, clippy, native, browser, build, size, html, e2e, bench")
        );
    }

    #[test]
    fn one_failed_part_fails_the_whole() {
        let part = |index: usize, passed| (&PARTS[index], passed, "1 s".to_owned());
        assert!(summary(&[part(0, true), part(3, true)]).is_ok());
        let error = summary(&[part(0, true), part(1, false), part(2, false)]).unwrap_err().to_string();
        assert_eq!(error, "clippy failed. To run only that: cargo xtask test clippy");
    }
}
