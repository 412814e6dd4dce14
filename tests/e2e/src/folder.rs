//! Folders for the time of a test: gone when they are dropped, also where somebody who was just killed still writes.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::patience;

/// How long the processes of a killed browser may take to end.
const DYING: Duration = Duration::from_secs(10);

pub struct Folder(TempDir);

impl Folder {
    /// An empty folder whose name begins with `prefix`.
    pub fn new(prefix: &str) -> Folder {
        Folder(tempfile::Builder::new().prefix(prefix).tempdir().expect("a folder for a while"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What a dying process writes between two of its files being removed makes removing the folder fail: once more.
        let removed = patience::blocking(DYING, || match fs::remove_dir_all(self.path()) {
            Err(error) if error.kind() != ErrorKind::NotFound => None,
            _ => Some(()),
        });
        if removed.is_none() {
            eprintln!("{} could not be removed", self.path().display());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    /// A process that fills a folder as fast as it can, like a browser that does not know yet that it is dead.
    fn writer(folder: &Path) -> std::process::Child {
        let script = "for ((n = 0; ; n++)); do mkdir -p $((n % 50)) || exit; : > $((n % 50))/$n; done";
        Command::new("bash").args(["-c", script]).current_dir(folder).stderr(Stdio::null()).spawn().expect("a shell")
    }

    #[test]
    fn a_folder_goes_even_while_somebody_writes_into_it() {
        let folder = Folder::new("amtsgang-folder-");
        let path = folder.path().to_owned();
        let mut writer = writer(&path);
        let begun = patience::blocking(DYING, || path.join("49").exists().then_some(()));
        assert!(begun.is_some(), "the writer writes");
        drop(folder);
        assert!(!path.exists());
        writer.wait().expect("the writer ends");
        assert!(!path.exists(), "nobody makes it anew");
    }
}
