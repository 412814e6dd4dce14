//! `cargo xtask serve`: the app with its reference backend on this machine.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::setup::{Cache, Tools};
use crate::{build, compress, page, paths, run, say};

/// What was asked on the command line.
#[derive(Debug, PartialEq)]
struct Wish {
    port: u16,
    demo: bool,
}

pub fn command(arguments: &[String]) -> Result<()> {
    let wish = read(arguments)?;
    // Before a long set-up, not after it.
    ensure_free(wish.port)?;
    let tools = Tools::find_or_install(&Cache::open()?)?;
    build::build(&tools)?;
    let backend = backend()?;
    let site = if wish.demo { paths::dist() } else { connected_site()? };
    ensure_free(wish.port)?;

    // The person's own cases stay, whatever else is built or cleaned meanwhile, until target/ goes.
    let data = paths::root().join("target/serve/data");
    fs::create_dir_all(&data).with_context(|| format!("cannot make the folder {}", data.display()))?;
    let mut server = run::program(&backend, &paths::root());
    server.args(["serve", "--listen", &format!("127.0.0.1:{}", wish.port), "--data"]).arg(&data);
    server.args(["--recipes", "public/recipes", "--static"]).arg(&site);
    if wish.demo {
        say::note("A demonstration: everything stays in the browser, nothing is sent.");
    } else {
        say::note(&format!("Applications are kept in {}. To play the office:", data.display()));
        eprintln!("    {} advance --data {} <reference> PROCESSING", backend.display(), data.display());
    }
    say::note(&format!("Amtsgang is on http://127.0.0.1:{}/ – Ctrl+C stops it.", wish.port));
    become_program(&mut server)
}

fn read(arguments: &[String]) -> Result<Wish> {
    let mut wish = Wish { port: 8080, demo: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--demo" => wish.demo = true,
            "--port" => {
                let port = rest.next().and_then(|port| port.parse().ok()).filter(|port| *port > 0);
                wish.port = port.context("--port: expected a number from 1 to 65535, such as --port 8081.")?;
            }
            other => bail!("serve knows --port <number> and --demo, and “{other}” was given."),
        }
    }
    Ok(wish)
}

fn ensure_free(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!(
                "port {port} is in use by another program. Stop it, or choose another: cargo xtask serve --port {}",
                port.saturating_add(1)
            )
        }
        Err(error) => bail!("port {port} cannot be used ({error}). Choose another: cargo xtask serve --port 8081"),
    }
}

/// The built reference backend.
pub fn backend() -> Result<PathBuf> {
    let mut cargo = run::program("cargo", &paths::root());
    cargo.args(["build", "--package", "amtsgang-backend"]);
    let program = paths::target().join("debug/amtsgang-backend");
    let log = paths::work().join("backend.log");
    let mut compile = || {
        let instead = "Correct what the compiler names, or check the network, and run the command again.";
        run::logged(&mut cargo, &log, Duration::from_secs(3600), instead)
    };
    if program.exists() {
        compile().map_err(|error| error.context("the reference backend cannot be built"))?;
    } else {
        say::step("Building the reference backend", "1 minute on two cores", compile)?;
    }
    Ok(program)
}

/// A copy of `dist/` whose page names its backend, as a municipality would do by hand.
pub fn connected_site() -> Result<PathBuf> {
    let site = paths::root().join("target/serve/site");
    build::remove(&site)?;
    build::copy(&paths::dist(), &site)?;
    let index = site.join("index.html");
    let html = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let html = page::with_attribute(&html, "amtsgang-app", "backend", "api")
        .context("index.html: expected an <amtsgang-app> without the attribute backend")?;
    fs::write(&index, html).with_context(|| format!("cannot write {}", index.display()))?;
    compress::write_two(&index)?;
    Ok(site)
}

/// Goes on as another program, so that there is one process, and whatever stops it stops everything.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(error).context("the reference backend could not be started")
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    run::open(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_read() {
        assert_eq!(read(&[]).unwrap(), Wish { port: 8080, demo: false });
        assert_eq!(read(&words("--demo --port 9000")).unwrap(), Wish { port: 9000, demo: true });
    }

    #[test]
    fn wrong_options_are_refused() {
        for line in ["--port", "--port 0", "--port 70000", "--port x", "--host a"] {
            assert!(read(&words(line)).is_err(), "{line}");
        }
    }

    #[test]
    fn a_port_in_use_is_a_plain_sentence() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(ensure_free(port).unwrap_err().to_string().contains("is in use by another program"));
    }
}
