//! The browser in which tests run, and its driver.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Cache, debian, in_path};
use crate::run;

pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

const ADVICE: &str = "Install Chromium or Chrome and the ChromeDriver of the same version so that they are in PATH, or \
                      name them in the variables CHROMIUM and CHROMEDRIVER, and run this again.";

impl Browser {
    /// From the variables `CHROMIUM` and `CHROMEDRIVER`, from `PATH`, or Debian's.
    pub fn find_or_install(cache: &Cache) -> Result<Self> {
        if let Some(found) = Self::find() {
            return found.checked();
        }
        let packages = ["chromium", "chromium-driver"];
        debian::install(cache, &packages, "Chromium and its driver, in which tests run", ADVICE)?;
        Self::find().with_context(|| format!("Chromium was installed and is not in PATH. {ADVICE}"))?.checked()
    }

    fn find() -> Option<Self> {
        let named = |variable| std::env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file());
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let chromium = named("CHROMIUM").or_else(|| names.into_iter().find_map(in_path))?;
        let driver = named("CHROMEDRIVER").or_else(|| in_path("chromedriver"))?;
        Some(Self { chromium, driver })
    }

    /// A driver refuses a browser of another version with a message that helps nobody.
    fn checked(self) -> Result<Self> {
        let (browser, driver) = (major(&self.chromium), major(&self.driver));
        match (browser, driver) {
            (Some(browser), Some(driver)) if browser != driver => {
                bail!("the browser has version {browser} and its driver version {driver}. {ADVICE}")
            }
            _ => Ok(self),
        }
    }
}

fn major(program: &Path) -> Option<u32> {
    let said = run::output(Command::new(program).arg("--version"))?;
    said.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}
