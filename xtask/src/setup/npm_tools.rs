//! Tools from npm, in pinned versions: wasm-opt, esbuild, html-validate, axe-core, servers for tests; and Node, which runs them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{Cache, debian, in_path};
use crate::{run, say};

/// A package of the npm registry. Packages run no scripts when they are installed.
pub struct NpmTool {
    package: &'static str,
    version: &'static str,
    /// The folder in `node_modules` with what is wanted.
    folder: &'static str,
    why: &'static str,
    /// A program which will do instead when it is in `PATH` and says this.
    in_path: Option<(&'static str, &'static str)>,
}

/// wasm-opt. Debian's and cargo's are too old for what rustc writes.
pub const BINARYEN: NpmTool = NpmTool {
    package: "binaryen",
    version: "132.0.0",
    folder: ".bin",
    why: "whose wasm-opt makes the app smaller",
    in_path: Some(("wasm-opt", "wasm-opt version 132")),
};

pub const ESBUILD: NpmTool = NpmTool {
    package: "esbuild",
    version: "0.28.2",
    folder: ".bin",
    why: "which bundles and minifies style sheets and scripts",
    in_path: Some(("esbuild", "0.28.2")),
};

/// From 10 on it asks for Node 22.
pub const HTML_VALIDATE: NpmTool = NpmTool {
    package: "html-validate",
    version: "9.7.1",
    folder: ".bin",
    why: "which checks the page's HTML",
    in_path: None,
};

pub const AXE: NpmTool = NpmTool {
    package: "axe-core",
    version: "4.14.1",
    folder: "axe-core",
    why: "which checks pages for barriers",
    in_path: None,
};

/// A mock server made from an OpenAPI document: tests/open311/georeport.yaml.
pub const PRISM: NpmTool = NpmTool {
    package: "@stoplight/prism-cli",
    version: "5.14.2",
    folder: ".bin",
    why: "which plays an Open311 server for the tests",
    in_path: None,
};

/// A record server: an application becomes a record of it (tests/mappings/json-server.json).
pub const JSON_SERVER: NpmTool = NpmTool {
    package: "json-server",
    version: "0.17.4",
    folder: ".bin",
    why: "to which a mapping sends applications in the tests",
    in_path: None,
};

/// A server that speaks CouchDB's API (tests/mappings/couchdb.json).
pub const POUCHDB_SERVER: NpmTool = NpmTool {
    package: "pouchdb-server",
    version: "4.2.0",
    folder: ".bin",
    why: "to which a mapping sends applications with files in the tests",
    in_path: None,
};

/// Node's oldest version that runs these tools.
const OLDEST_NODE: u32 = 18;

impl NpmTool {
    pub fn find_or_install(&self, cache: &Cache) -> Result<PathBuf> {
        // A package of a scope has a slash in its name, and this is a folder's.
        let name = format!("{}-{}", self.package.trim_start_matches('@').replace('/', "-"), self.version);
        if let Some(place) = cache.find(&name) {
            return Ok(place.join("node_modules").join(self.folder));
        }
        if let Some(folder) = self.in_path() {
            return Ok(folder);
        }
        let place = cache.install(&name, |fresh, _| {
            let what = format!("Installing {} {}, {}", self.package, self.version, self.why);
            say::step(&what, "5 seconds", || self.install(fresh, &cache.log(&name)))
        })?;
        Ok(place.join("node_modules").join(self.folder))
    }

    fn install(&self, place: &Path, log: &Path) -> Result<()> {
        // Without a package.json here, npm would look for one in the folders above.
        std::fs::write(place.join("package.json"), "{\"private\":true}").context("cannot write package.json")?;
        let mut npm = run::program("npm", place);
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.arg(format!("{}@{}", self.package, self.version));
        let instead = "Check the network (or npm's registry setting) and run the command again.";
        run::logged(&mut npm, log, Duration::from_secs(10 * 60), instead)
    }

    fn in_path(&self) -> Option<PathBuf> {
        let (program, says) = self.in_path?;
        let file = in_path(program)?;
        let said = run::output(Command::new(&file).arg("--version"))?;
        let same = said.strip_prefix(says).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
        same.then(|| file.parent().map(Path::to_owned))?
    }
}

/// Sees to it that Node is there, with npm beside it.
pub fn node(cache: &Cache) -> Result<()> {
    let found = || in_path("node").filter(|_| in_path("npm").is_some());
    let node = match found() {
        Some(node) => node,
        None => {
            let advice = "Install Node.js 18 or later with npm so that node and npm are in PATH, and run this again.";
            debian::install(cache, &["nodejs", "npm"], "Node.js and npm, which run wasm-opt and esbuild", advice)?;
            found().with_context(|| format!("node and npm were installed and are not in PATH. {advice}"))?
        }
    };
    let said = run::output(Command::new(&node).arg("--version")).unwrap_or_default();
    let major = said.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("Node.js {OLDEST_NODE} or later is needed; {} is “{said}”. Install a newer one.", node.display()),
    }
}
