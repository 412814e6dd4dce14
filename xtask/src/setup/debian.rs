//! Debian's packages, where there is `apt-get` and the right to use it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::{Cache, in_path};
use crate::{run, say};

/// Installs packages. `what` says what they are and what for, `advice` what a person can do where this is impossible.
pub fn install(cache: &Cache, packages: &[&str], what: &str, advice: &str) -> Result<()> {
    let Some(rights) = rights() else {
        bail!("{what}: missing, and cannot be installed with apt-get by this account. {advice}");
    };
    say::step(&format!("Installing {what}, with apt-get"), "30 seconds", || {
        let log = cache.log(&format!("apt-get-{}", packages.first().unwrap_or(&"nothing")));
        // Lists that cannot be brought up to date may still be good enough.
        run::logged(apt(rights).arg("update"), &log, Duration::from_secs(5 * 60), advice).ok();
        let mut apt = apt(rights);
        apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
        run::logged(&mut apt, &log, Duration::from_secs(20 * 60), advice)
    })
}

/// How this account may call `apt-get`, or nothing.
fn rights() -> Option<&'static [&'static str]> {
    in_path("apt-get")?;
    if run::output(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Some(&["env"]);
    }
    run::output(Command::new("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n"].as_slice())
}

fn apt(rights: &[&str]) -> Command {
    let mut command = run::program(rights[0], Path::new("/"));
    command.args(&rights[1..]).arg("DEBIAN_FRONTEND=noninteractive").arg("apt-get").arg("-q");
    command
}
