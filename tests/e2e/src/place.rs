//! Where the things are that the tests need and do not make.

use std::env;
use std::path::{Path, PathBuf};

/// The repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository's folder")
}

/// A file the tests bring along.
pub fn fixture(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    assert!(path.exists(), "there is no fixture {}", path.display());
    path
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The app as `cargo xtask build` made it.
pub fn dist() -> PathBuf {
    let dist = named("AMTSGANG_DIST").unwrap_or_else(|| repository().join("dist"));
    assert!(
        dist.join("index.html").exists(),
        "{} holds no built app: run `cargo xtask build`, or set AMTSGANG_DIST",
        dist.display()
    );
    dist
}

/// The reference backend's program.
pub fn backend() -> PathBuf {
    let beside = || {
        let own = env::current_exe().ok()?;
        own.ancestors().map(|folder| folder.join("amtsgang-backend")).find(|path| path.is_file())
    };
    match named("AMTSGANG_BACKEND_BIN").or_else(beside) {
        Some(path) if path.is_file() => path,
        _ => panic!(
            "the reference backend is not built: run `cargo build -p amtsgang-backend`, or set AMTSGANG_BACKEND_BIN"
        ),
    }
}

/// The file `axe.min.js` of axe-core.
pub fn axe() -> PathBuf {
    named("AMTSGANG_AXE").expect("set AMTSGANG_AXE to the file axe.min.js of axe-core 4")
}

/// Prism's program, which plays servers.
pub fn prism() -> PathBuf {
    named("AMTSGANG_PRISM").expect("set AMTSGANG_PRISM to the program prism of @stoplight/prism-cli 5.14")
}

/// json-server's program, a server of records.
pub fn json_server() -> PathBuf {
    named("AMTSGANG_JSON_SERVER").expect("set AMTSGANG_JSON_SERVER to the program json-server, version 0.17")
}

/// pouchdb-server's program, which speaks CouchDB's API.
pub fn pouchdb_server() -> PathBuf {
    named("AMTSGANG_POUCHDB_SERVER").expect("set AMTSGANG_POUCHDB_SERVER to the program pouchdb-server, version 4.2")
}

/// A program by the variable that names it, else by its usual name in `PATH`.
pub fn program(variable: &str, usual: &str) -> PathBuf {
    named(variable).unwrap_or_else(|| usual.into())
}

/// The program that `variable` names, if it names one.
pub fn chosen(variable: &str) -> Option<PathBuf> {
    named(variable)
}
