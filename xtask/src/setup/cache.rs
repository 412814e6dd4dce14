//! The folder in which set-up keeps what it installs, shared by all checkouts of one person.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::say;

pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// `$AMTSGANG_CACHE`, or `$XDG_CACHE_HOME/amtsgang`, or `$HOME/.cache/amtsgang`.
    pub fn open() -> Result<Self> {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = variable("AMTSGANG_CACHE")
            .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("amtsgang")))
            .or_else(|| variable("HOME").map(|folder| folder.join(".cache/amtsgang")))
            .context("there is no place to install tools to: set AMTSGANG_CACHE to a folder")?;
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        fs::create_dir_all(&folder).with_context(|| {
            let folder = folder.display();
            format!("the cache folder {folder} cannot be made. Set AMTSGANG_CACHE to a folder that can be written")
        })?;
        Ok(Self { folder })
    }

    /// Where a tool's output is written down.
    pub fn log(&self, name: &str) -> PathBuf {
        self.folder.join("log").join(format!("{name}.log"))
    }

    /// The folder `name`, if it was installed completely.
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        let place = self.folder.join(name);
        place.exists().then_some(place)
    }

    /// Fills the folder `name` by `work` unless that was done before. `work` gets an empty folder which takes its name
    /// only at the end, so that an interrupted set-up leaves nothing half done; its second folder is kept when
    /// something fails, so that a long build goes on where it stopped.
    pub fn install(&self, name: &str, work: impl FnOnce(&Path, &Path) -> Result<()>) -> Result<PathBuf> {
        if let Some(place) = self.find(name) {
            return Ok(place);
        }
        let file = self.lock_file()?;
        let mut lock = fd_lock::RwLock::new(file);
        if lock.try_write().is_err() {
            say::note("Another set-up is running on this machine; this one waits for it.");
        }
        let _guard = lock.write().context("the cache folder cannot be locked")?;
        if let Some(place) = self.find(name) {
            return Ok(place);
        }
        let (fresh, kept) = (self.folder.join("unfinished").join(name), self.folder.join("building").join(name));
        if fresh.exists() {
            fs::remove_dir_all(&fresh).with_context(|| format!("cannot remove {}", fresh.display()))?;
        }
        for folder in [&fresh, &kept] {
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        work(&fresh, &kept)?;
        let place = self.folder.join(name);
        fs::rename(&fresh, &place).with_context(|| format!("cannot move a tool to {}", place.display()))?;
        // What stays behind here costs space and nothing else.
        fs::remove_dir_all(&kept).ok();
        Ok(place)
    }

    /// Remembers that something optional is impossible here, so that not every run tries it again.
    pub fn give_up(&self, name: &str) {
        fs::create_dir_all(&self.folder).and_then(|()| fs::write(self.given_up(name), "")).ok();
    }

    /// Whether [`Cache::give_up`] was called in the last day.
    pub fn gave_up(&self, name: &str) -> bool {
        let age = fs::metadata(self.given_up(name)).and_then(|file| file.modified()).map(|time| time.elapsed());
        matches!(age, Ok(Ok(age)) if age.as_secs() < 24 * 60 * 60)
    }

    fn given_up(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.impossible"))
    }

    fn lock_file(&self) -> Result<File> {
        let path = self.folder.join("lock");
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        open.with_context(|| format!("cannot write {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    fn scratch(name: &str) -> Cache {
        let folder = std::env::temp_dir().join(format!("xtask-cache-{name}-{}", std::process::id()));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).unwrap();
        Cache { folder }
    }

    #[test]
    fn a_tool_is_installed_once() {
        let cache = scratch("once");
        let place = cache.install("tool-1", |fresh, _| Ok(fs::write(fresh.join("bin"), "x")?)).unwrap();
        assert!(place.join("bin").exists());
        cache.install("tool-1", |_, _| bail!("installed twice")).unwrap();
        fs::remove_dir_all(cache.folder).unwrap();
    }

    #[test]
    fn a_failed_installation_leaves_no_tool_but_its_build() {
        let cache = scratch("failed");
        let failed = cache.install("tool-1", |fresh, kept| {
            fs::write(fresh.join("half"), "x")?;
            fs::write(kept.join("objects"), "x")?;
            bail!("no network")
        });
        assert!(failed.is_err());
        assert!(cache.find("tool-1").is_none());
        let place = cache.install("tool-1", |fresh, kept| {
            assert!(!fresh.join("half").exists());
            assert!(kept.join("objects").exists());
            Ok(())
        });
        assert!(place.unwrap().exists());
        fs::remove_dir_all(cache.folder).unwrap();
    }

    #[test]
    fn the_impossible_is_remembered() {
        let cache = scratch("impossible");
        assert!(!cache.gave_up("lean"));
        cache.give_up("lean");
        assert!(cache.gave_up("lean"));
        fs::remove_dir_all(cache.folder).unwrap();
    }
}
