//! A folder for what a run of the tests leaves in the system's folder for temporary files: it goes with the run.
//!
//! Browsers that are killed, as some tests do, clean nothing up. A run that was killed itself cleans up nothing either: the
//! next one does. It knows such folders by their lock, which a living run holds and the system takes from a dead one.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Every run's folder begins like this. Short: a browser adds a socket, whose whole path has room for 107 bytes (unix(7)).
const PREFIX: &str = "amtsgang-test-";

const LOCK: &str = "lock";

/// How long the processes of killed browsers may go on writing.
const DYING: Duration = Duration::from_secs(10);

pub struct Scratch {
    folder: PathBuf,
    _lock: File,
}

impl Scratch {
    /// A new one, after those of runs that are no more were removed.
    pub fn new() -> Result<Self> {
        Self::within(&std::env::temp_dir())
    }

    fn within(temporary: &Path) -> Result<Self> {
        for entry in fs::read_dir(temporary)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(PREFIX) && is_left(&entry.path()) {
                // Another run may be removing it as well.
                remove(&entry.path());
            }
        }
        let folder = temporary.join(format!("{PREFIX}{}", std::process::id()));
        // Locked under another name: with its own it could be taken for one that was left.
        let coming = temporary.join(format!("amtsgang-coming-{}", std::process::id()));
        let making = || -> std::io::Result<File> {
            fs::create_dir(&coming)?;
            let lock = File::create(coming.join(LOCK))?;
            lock.lock()?;
            fs::rename(&coming, &folder)?;
            Ok(lock)
        };
        let lock = making().with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { folder, _lock: lock })
    }

    /// Has a program and all it starts put their temporary files here.
    pub fn gives<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("TMPDIR", &self.folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !remove(&self.folder) {
            crate::say::note(&format!("the folder {} could not be removed", self.folder.display()));
        }
    }
}

/// Whether the run that made it is no more.
fn is_left(folder: &Path) -> bool {
    File::open(folder.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok())
}

/// Removes it, again and again while somebody who is about to end still writes. Whether it is gone.
fn remove(folder: &Path) -> bool {
    let end = Instant::now() + DYING;
    loop {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {}
            _ => return true,
        }
        if Instant::now() > end {
            return false;
        }
        thread::sleep(Duration::from_millis(25));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder in the place of the system's.
    struct Temporary(PathBuf);

    impl Temporary {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("xtask-scratch-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn names(&self) -> Vec<String> {
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        }
    }

    impl Drop for Temporary {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_programs_leave_goes_with_the_run() {
        let temporary = Temporary::new("goes");
        let scratch = Scratch::within(&temporary.0).unwrap();
        let mut program = Command::new("mktemp");
        scratch.gives(program.args(["-d", "--tmpdir", "org.chromium.Chromium.XXXXXX"])).output().unwrap();
        let left = fs::read_dir(&scratch.folder).unwrap().count();
        assert_eq!(left, 2, "the lock, and what the program left");
        drop(scratch);
        assert_eq!(temporary.names(), [""; 0]);
    }

    #[test]
    fn what_a_killed_run_left_goes_with_the_next_and_what_a_living_one_has_stays() {
        let temporary = Temporary::new("left");
        let folder = |name: &str| temporary.0.join(format!("{PREFIX}{name}"));
        for name in ["dead", "living"] {
            fs::create_dir_all(folder(name).join("amtsgang-profile-x")).unwrap();
            File::create(folder(name).join(LOCK)).unwrap();
        }
        fs::create_dir_all(temporary.0.join("somebody-elses")).unwrap();
        let living = File::open(folder("living").join(LOCK)).unwrap();
        living.lock().unwrap();
        let scratch = Scratch::within(&temporary.0).unwrap();
        assert!(!folder("dead").exists() && folder("living").exists() && scratch.folder.exists());
        drop(scratch);
        let mut left = temporary.names();
        left.sort();
        assert_eq!(left, ["amtsgang-test-living", "somebody-elses"]);
    }
}
