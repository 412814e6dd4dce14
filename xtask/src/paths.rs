//! Where things are in the checkout.

use std::path::{Path, PathBuf};

/// The checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The finished release.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Where cargo builds, as a person's `CARGO_TARGET_DIR` says.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => root().join(folder),
        _ => root().join("target"),
    }
}

/// Where this program keeps what it makes on the way.
pub fn work() -> PathBuf {
    target().join("xtask")
}
