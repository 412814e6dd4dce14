//! `cargo xtask fuzz`: runs the cases of all targets, or of one, and tells what came of it.

use std::process::ExitCode;

use amtsgang_fuzz::{Corpus, Counted, Done, TARGETS, Target, run, watch};
use anyhow::{Context, Result, bail};
use serde_json::json;

#[global_allocator]
static MEMORY: Counted = Counted;

struct Wanted {
    cases: u64,
    seed: u64,
    target: Option<String>,
    as_json: bool,
}

fn main() -> ExitCode {
    match wanted().and_then(|wanted| fuzz(&wanted)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn wanted() -> Result<Wanted> {
    let mut wanted = Wanted { cases: 100_000, seed: 1, target: None, as_json: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--cases" => wanted.cases = value()?.parse().context("--cases needs a number")?,
            "--seed" => wanted.seed = value()?.parse().context("--seed needs a number")?,
            "--target" => wanted.target = Some(value()?),
            "--json" => wanted.as_json = true,
            other => bail!("fuzz knows --cases, --seed, --target and --json, and not “{other}”"),
        }
    }
    Ok(wanted)
}

/// Whether every case went well.
fn fuzz(wanted: &Wanted) -> Result<bool> {
    let chosen: Vec<&Target> =
        TARGETS.iter().filter(|target| wanted.target.as_ref().is_none_or(|name| name == target.name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        bail!("the targets are {}", names.join(", "));
    }
    let corpus = Corpus::read()?;
    watch();
    let shares: u64 = chosen.iter().map(|target| target.share).sum();
    let (mut rows, mut good) = (Vec::new(), true);
    for target in chosen {
        let cases = (wanted.cases * target.share).div_ceil(shares);
        match run(target, &corpus, wanted.seed, cases) {
            Ok(done) => {
                println!("{}", line(target.name, &done));
                rows.push(json!({
                    "target": target.name, "cases": cases, "right": done.right, "seconds": done.time.as_secs_f64(), "good": true,
                    "slowestSeconds": done.slowest.as_secs_f64(), "slowestSeed": done.slowest_seed, "mostBytes": done.most_bytes,
                }));
            }
            Err(failure) => {
                good = false;
                println!(
                    "{:<10} FAILED: case {} {}. To see it: {}",
                    target.name,
                    failure.seed,
                    failure.what,
                    failure.again()
                );
                rows.push(json!({"target": target.name, "seed": failure.seed, "what": failure.what, "good": false}));
            }
        }
    }
    if wanted.as_json {
        println!("{}", json!({"fuzz": "all", "seed": wanted.seed, "rows": rows, "good": good}));
    }
    Ok(good)
}

fn line(name: &str, done: &Done) -> String {
    format!(
        "{name:<10} {:>9} cases, {:>9} of them right, in {:>7.1} s; the slowest {:.3} s (seed {}), the largest {:.1} MB",
        done.cases,
        done.right,
        done.time.as_secs_f64(),
        done.slowest.as_secs_f64(),
        done.slowest_seed,
        done.most_bytes as f64 / 1e6
    )
}
