//! Compressed copies of files, as servers send them: gzip 9 and brotli 11.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result};

use crate::{integrity, paths};

/// The kinds of files that shrink. Pictures and fonts are compressed already.
const SHRINKING: &[&str] = &["html", "css", "js", "json", "wasm", "yaml", "svg", "txt", "md", "xml", "webmanifest"];

/// Bytes of a file as it is, after gzip 9 and after brotli 11.
#[derive(Clone, Copy, Default)]
pub struct Sizes {
    pub raw: u64,
    pub gzip: u64,
    pub brotli: u64,
}

pub fn sizes(content: &[u8]) -> Result<Sizes> {
    let (gzip, brotli) = both(content)?;
    let bytes = |content: &[u8]| content.len() as u64;
    Ok(Sizes { raw: bytes(content), gzip: bytes(&gzip), brotli: bytes(&brotli) })
}

/// Writes `name.gz` and `name.br` beside every file in `folder` that shrinks. What was compressed before is kept under
/// the target folder, so that only changed files cost time.
pub fn write_beside(folder: &Path) -> Result<()> {
    let mut shrinking: Vec<PathBuf> = files(folder)?.into_iter().filter(|file| shrinks(file)).collect();
    // The largest are begun last by the list and so first by `pop`: no thread is left with one at the end.
    shrinking.sort_by_key(|file| fs::metadata(file).map_or(0, |data| data.len()));
    let (queue, failed) = (Mutex::new(shrinking), Mutex::new(None));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(file) = queue.lock().ok().and_then(|mut files| files.pop()) {
                    if let (Err(error), Ok(mut failed)) = (write_two(&file), failed.lock()) {
                        *failed = Some(error);
                    }
                }
            });
        }
    });
    failed.into_inner().ok().flatten().map_or(Ok(()), Err)
}

/// Every file below a folder, in the order of names.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let cannot = || format!("cannot read the folder {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

fn shrinks(file: &Path) -> bool {
    file.extension().is_some_and(|extension| SHRINKING.iter().any(|known| extension == *known))
}

/// Writes `name.gz` and `name.br` beside a file.
pub fn write_two(file: &Path) -> Result<()> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let (gzip, brotli) = both(&content)?;
    for (ending, content) in [("gz", gzip), ("br", brotli)] {
        let mut name = file.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        fs::write(&name, content).with_context(|| format!("cannot write {}", name.display()))?;
    }
    Ok(())
}

fn both(content: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let kept = paths::work().join("compressed").join(integrity::hex(content));
    let (gz, br) = (kept.with_extension("gz"), kept.with_extension("br"));
    if let (Ok(gzip), Ok(brotli)) = (fs::read(&gz), fs::read(&br)) {
        return Ok((gzip, brotli));
    }
    let (gzip, brotli) = (gzip(content)?, brotli(content)?);
    // Keeping them only saves time; they are moved into place so that no reader sees half of one.
    let keep = |place: &Path, content: &[u8]| {
        let half = place.with_extension(format!("{}.{:?}", std::process::id(), thread::current().id()));
        fs::write(&half, content).and_then(|()| fs::rename(&half, place))
    };
    if fs::create_dir_all(paths::work().join("compressed")).is_ok() {
        keep(&gz, &gzip).and_then(|()| keep(&br, &brotli)).ok();
    }
    Ok((gzip, brotli))
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    flate2::read::GzEncoder::new(content, flate2::Compression::best()).read_to_end(&mut out).context("gzip failed")?;
    Ok(out)
}

fn brotli(mut content: &[u8]) -> Result<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..brotli::enc::BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut content, &mut out, &settings).context("brotli failed")?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_give_the_content_back() {
        let content = "Hund, Hunde, Hundesteuer. ".repeat(100).into_bytes();
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&content).unwrap()[..]).read_to_end(&mut out).unwrap();
        assert_eq!(out, content);
        out.clear();
        brotli::BrotliDecompress(&mut &brotli(&content).unwrap()[..], &mut out).unwrap();
        assert_eq!(out, content);
    }

    #[test]
    fn pictures_and_compressed_files_stay_as_they_are() {
        assert!(shrinks(Path::new("a/app.wasm")));
        assert!(!shrinks(Path::new("a/photo.jpeg")));
        assert!(!shrinks(Path::new("a/app.js.br")));
    }
}
