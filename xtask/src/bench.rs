//! `cargo xtask bench`: how fast the form engine is, natively and in a browser, beside what it has to be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::scratch::Scratch;
use crate::setup::{Browser, Cache, Tools};
use crate::{build, paths, run, say, serve};

/// A native work: its name in `tests/bench/engine.rs`, what it is, and the most it may take (nanoseconds).
struct Work {
    name: &'static str,
    what: &'static str,
    most: Option<f64>,
}

const fn work(name: &'static str, what: &'static str, most: Option<f64>) -> Work {
    Work { name, what, most }
}

const WORKS: &[Work] = &[
    work("read-3000", "read and check a recipe of 3,000 fields (1 MB)", Some(15e6)),
    work("set-3000", "set one answer in it, on which one condition depends", Some(2e3)),
    work("set-100", "the same in a form of 100 fields", None),
    work("validate-3000-empty", "validate all 3,000, none of them answered", Some(1e6)),
    work("validate-3000-filled", "validate all 3,000, all of them answered", Some(1e6)),
    work("restore-3000", "open a draft of 3,000 answers and check each", None),
    work("keep-3000", "write a draft of 3,000 answers out as a whole", None),
    work("keep-one", "write one changed answer of them out, as on each key press", Some(20e3)),
    work("sum-500", "500 entries of ten fields, their sum: change one amount", Some(20e3)),
];

/// How many times as long an answer may take in the large form as in the small one.
const MOST_TIMES: f64 = 2.0;

pub fn command(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((name, rest)) if name == "engine" => engine(rest),
        Some((name, rest)) if name == "form" => form(rest),
        _ => bail!("bench knows “bench engine [--json]” and “bench form [--json]”."),
    }
}

fn engine(arguments: &[String]) -> Result<()> {
    let as_json = match arguments {
        [] => false,
        [only] if only == "--json" => true,
        _ => bail!("bench engine knows the option --json and nothing else."),
    };
    let home = paths::work().join("criterion");
    build::remove(&home)?;
    let mut cargo = run::program("cargo", &paths::root());
    cargo.args(["bench", "--package", "amtsgang-bench", "--bench", "engine"]).env("CRITERION_HOME", &home);
    let log = paths::work().join("bench-engine.log");
    say::step("Measuring the engine natively", "3 minutes the first time on two cores, then 1 minute", || {
        run::logged(&mut cargo, &log, Duration::from_secs(1800), "Correct what the compiler names.")
    })?;
    let figures = WORKS.iter().map(|work| measured(&home, work.name)).collect::<Result<Vec<f64>>>()?;
    print!("{}", table(&figures));
    if as_json {
        println!("{}", machine(&figures));
    }
    Ok(())
}

/// The median (nanoseconds) that criterion found.
fn measured(home: &Path, name: &str) -> Result<f64> {
    let file = home.join(name).join("new/estimates.json");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let estimates: Value = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
    estimates["median"]["point_estimate"].as_f64().with_context(|| format!("{}: no median", file.display()))
}

fn times(figures: &[f64]) -> f64 {
    let of = |name| WORKS.iter().position(|work| work.name == name).map_or(f64::NAN, |ix| figures[ix]);
    of("set-3000") / of("set-100")
}

fn in_words(nanoseconds: f64) -> String {
    match nanoseconds {
        ..1e3 => format!("{nanoseconds:.0} ns"),
        ..1e6 => format!("{:.2} µs", nanoseconds / 1e3),
        _ => format!("{:.2} ms", nanoseconds / 1e6),
    }
}

fn table(figures: &[f64]) -> String {
    let line = |what: &str, found: &str, goal: &str, good: bool| {
        format!("{what:<56}{found:>12}  {goal}{}\n", if good { "" } else { "  ← missed" })
    };
    let mut out = line("", "measured", "at most", true);
    for (work, &found) in WORKS.iter().zip(figures) {
        let goal = work.most.map(in_words).unwrap_or_default();
        out.push_str(&line(work.what, &in_words(found), &goal, work.most.is_none_or(|most| found <= most)));
    }
    let ratio = times(figures);
    let goal = format!("{MOST_TIMES} ×");
    out + &line("3,000 fields beside 100, one answer", &format!("{ratio:.2} ×"), &goal, ratio <= MOST_TIMES)
}

fn machine(figures: &[f64]) -> String {
    let row = |(work, found): (&Work, &f64)| {
        let good = work.most.is_none_or(|most| *found <= most);
        json!({ "name": work.name, "work": work.what, "nanoseconds": found.round(), "most": work.most, "good": good })
    };
    let rows: Vec<Value> = WORKS.iter().zip(figures).map(row).collect();
    let (ratio, all) = (times(figures), rows.iter().all(|row| row["good"] == true));
    let good = all && ratio <= MOST_TIMES;
    json!({ "bench": "engine", "rows": rows, "times": ratio, "mostTimes": MOST_TIMES, "good": good }).to_string()
}

fn form(arguments: &[String]) -> Result<()> {
    let cache = Cache::open()?;
    build::build(&Tools::find_or_install(&cache)?)?;
    let mut bench = in_browser(&cache)?;
    say::note("Measuring in the browser; the whole takes about 10 minutes. Let the machine do nothing else meanwhile.");
    run::open(bench.args(arguments))
}

/// A short round of the bench in the browser, only to see that it runs.
pub fn short(cache: &Cache, scratch: &Scratch) -> Result<()> {
    run::open(scratch.gives(in_browser(cache)?.arg("--short")))
}

fn in_browser(cache: &Cache) -> Result<Command> {
    let browser = Browser::find_or_install(cache)?;
    let backend = serve::backend()?;
    let mut command = run::program(program()?, &paths::root());
    command.env("AMTSGANG_DIST", paths::dist()).env("AMTSGANG_BACKEND_BIN", backend);
    command.env("AMTSGANG_CHROMEDRIVER", &browser.driver).env("AMTSGANG_CHROMIUM", &browser.chromium);
    Ok(command)
}

/// The program that measures, built.
fn program() -> Result<PathBuf> {
    let mut cargo = run::program("cargo", &paths::root());
    cargo.args(["build", "--package", "amtsgang-bench", "--bin", "form"]);
    let log = paths::work().join("bench-form.log");
    say::step("Building the program that measures", "1 minute on two cores", || {
        run::logged(&mut cargo, &log, Duration::from_secs(1800), "Correct what the compiler names.")
    })?;
    Ok(paths::target().join("debug/form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_goal_is_seen_by_people_and_programs() {
        let mut figures = [1e6, 1e3, 0.9e3, 1e5, 1e5, 1e6, 1e6, 1e3, 1e4];
        assert!(!table(&figures).contains("missed"));
        let read: Value = serde_json::from_str(&machine(&figures)).unwrap();
        assert_eq!((&read["good"], &read["rows"][1]["name"]), (&json!(true), &json!("set-3000")));
        figures[2] = 400.0;
        assert_eq!(table(&figures).matches("missed").count(), 1);
        let read: Value = serde_json::from_str(&machine(&figures)).unwrap();
        assert_eq!((&read["good"], &read["times"]), (&json!(false), &json!(2.5)));
    }

    #[test]
    fn times_are_told_in_fitting_units() {
        assert_eq!([740.0, 1234.0, 12.5e6].map(in_words), ["740 ns", "1.23 µs", "12.50 ms"]);
    }

    #[test]
    fn an_unknown_bench_is_told_the_known_ones() {
        let error = command(&["all".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("bench engine") && error.contains("bench form"));
    }
}
