//! Runs other programs: quietly with a log, or in the open, and always with a plain sentence when one fails.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Lines of a failed program's output that are shown. The log has the rest.
const LINES_SHOWN: usize = 25;

/// A program to be run from `folder`, without the variables that `cargo run` set for this one: they would make cargo
/// and Trunk look for the wrong package, and other toolchains load the wrong libraries.
pub fn program(name: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder);
    for (key, _) in std::env::vars_os() {
        let key = key.to_string_lossy();
        let of_this_package =
            ["CARGO_PKG_", "CARGO_BIN_", "CARGO_MANIFEST_"].iter().any(|start| key.starts_with(start));
        if of_this_package || ["CARGO", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&&*key) {
            command.env_remove(&*key);
        }
    }
    command
}

/// Runs a program with its output in the file `log` and ends it after `limit`. An error shows the last lines, where
/// the log is, and `instead`: what a person can do now.
pub fn logged(command: &mut Command, log: &Path, limit: Duration, instead: &str) -> Result<()> {
    let name = name(command);
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let out = File::create(log).with_context(|| format!("cannot write the log {}", log.display()))?;
    let err = out.try_clone().context("cannot write the log")?;
    command.stdin(Stdio::null()).stdout(out).stderr(err);
    let outcome = match limited(command, limit) {
        Ok(Some(status)) if status.success() => return Ok(()),
        Ok(Some(status)) => format!("“{name}” failed ({status})"),
        Ok(None) => format!("“{name}” did not finish within {} and was stopped", crate::say::duration(limit)),
        Err(error) => format!("“{name}” could not be started ({error})"),
    };
    let written = fs::read(log).unwrap_or_default();
    let lines = telling_lines(&String::from_utf8_lossy(&written));
    let shown = if lines.is_empty() { String::new() } else { format!("\n\n{lines}") };
    bail!("{outcome}.{shown}\n\nThe whole output is in {}.\n{instead}", log.display())
}

/// Runs a program whose output the person sees as it comes.
pub fn open(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("“{name}” could not be started"))?;
    if !status.success() {
        bail!("“{name}” failed ({status}).");
    }
    Ok(())
}

/// The standard output of a program that ends soon, or nothing when it cannot be run or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The exit status, or nothing when the time limit ended it.
fn limited(command: &mut Command, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let started = Instant::now();
    let mut pause = Duration::from_millis(5);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(200));
    }
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut name = program.to_string_lossy().into_owned();
    for argument in command.get_args().take(3) {
        let argument = argument.to_string_lossy();
        if argument.len() < 40 {
            name.push(' ');
            name.push_str(&argument);
        }
    }
    name
}

/// The part of an output that tells what went wrong: from the compiler's first error on, else the last lines.
fn telling_lines(output: &str) -> String {
    let lines: Vec<&str> = output.lines().filter(|line| !line.trim().is_empty()).collect();
    let is_error = |line: &&str| line.starts_with("error") || line.starts_with("E: ") || line.starts_with("npm error");
    let first = lines.iter().position(is_error).unwrap_or(lines.len().saturating_sub(LINES_SHOWN));
    let shown: Vec<String> = lines[first..].iter().take(LINES_SHOWN).map(|line| shortened(line)).collect();
    shown.join("\n")
}

/// A line, indented, that fits a screen: compilers repeat whole command lines.
fn shortened(line: &str) -> String {
    const MOST: usize = 160;
    let start: String = line.chars().take(MOST).collect();
    format!("    {start}{}", if start.len() < line.len() { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_tells_more_than_the_last_lines() {
        let output = format!("Compiling a\nerror[E0308]: mismatched types\n --> src/a.rs\n{}", "more\n".repeat(60));
        let shown = telling_lines(&output);
        assert!(shown.starts_with("    error[E0308]"));
        assert_eq!(shown.lines().count(), LINES_SHOWN);
    }

    #[test]
    fn without_an_error_line_the_end_is_shown() {
        let output: String = (0..100).map(|n| format!("line {n}\n")).collect();
        assert!(telling_lines(&output).ends_with("line 99"));
    }

    #[test]
    fn long_lines_are_cut() {
        assert_eq!(shortened("short"), "    short");
        assert!(shortened(&"ä".repeat(1000)).ends_with("ä…"));
    }

    #[test]
    fn a_program_that_hangs_is_stopped() {
        let mut sleeping = Command::new("sleep");
        let outcome = limited(sleeping.arg("20"), Duration::from_millis(50));
        assert!(matches!(outcome, Ok(None)));
    }

    #[test]
    fn an_error_says_what_to_do_instead() {
        let log = std::env::temp_dir().join(format!("xtask-run-{}.log", std::process::id()));
        let error = logged(Command::new("false").arg("x"), &log, Duration::from_secs(5), "Do that.").unwrap_err();
        assert!(error.to_string().contains("“false x” failed"));
        assert!(error.to_string().ends_with("Do that."));
        fs::remove_file(log).unwrap();
    }
}
