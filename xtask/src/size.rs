//! `cargo xtask size`: bytes of what a citizen's browser loads for the first form.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::compress::{self, Sizes};
use crate::setup::{Cache, Tools};
use crate::{build, page, parts, paths, say};

/// What the first form is to cost after brotli.
pub const GOAL: u64 = 120_000;

/// More than this fails the tests.
pub const LIMIT: u64 = GOAL;

/// The files that are loaded whatever their names are, beside those that the page names.
const ALWAYS: [&str; 3] = ["index.html", "locales/de.json", "recipes/hundesteuer-anmeldung.json"];

/// One row: the path below `dist/`, and its sizes.
type Row = (String, Sizes);

pub fn command(arguments: &[String]) -> Result<()> {
    let as_json = match arguments {
        [] => false,
        [only] if only == "--json" => true,
        _ => bail!("size knows the option --json and nothing else."),
    };
    build::build(&Tools::find_or_install(&Cache::open()?)?)?;
    let (rows, later) = (measure()?, measure_later()?);
    if as_json {
        println!("{}", machine(&rows));
    } else {
        let [later, connect] = later;
        print!("{}\nafter the first form, in the background:\n{}", table(&rows), table(&later));
        print!("\nwith an adapter other than the REST contract's:\n{}", table(&connect));
    }
    Ok(())
}

/// The sizes of what the first form loads from `dist/`.
pub fn measure() -> Result<Vec<Row>> {
    let dist = paths::dist();
    let read = |name: &str| fs::read(dist.join(name)).with_context(|| format!("cannot read dist/{name}"));
    let html = String::from_utf8_lossy(&read("index.html")?).into_owned();
    let named = page::loaded(&html).into_iter().map(|(name, _)| name).filter(|name| name.starts_with("amtsgang"));
    let rows = ALWAYS.into_iter().take(1).chain(named).chain(ALWAYS.into_iter().skip(1));
    rows.map(|name| Ok((name.to_owned(), compress::sizes(&read(name)?)?))).collect()
}

/// The sizes of what loads once the first form stands, and with an adapter that most deployments do without.
fn measure_later() -> Result<[Vec<Row>; 2]> {
    let dist = paths::dist();
    let read = |name: &str| fs::read(dist.join(name)).with_context(|| format!("cannot read dist/{name}"));
    let loader = String::from_utf8_lossy(&read("amtsgang.js")?).into_owned();
    let [later, connect] = [parts::LATER.name, parts::CONNECT.name]
        .map(|part| module(&loader, part).with_context(|| format!("amtsgang.js names no module of the part {part}")));
    let row = |name: &str| anyhow::Ok((name.to_owned(), compress::sizes(&read(name)?)?));
    Ok([vec![row(later?)?, row("locales/de.later.json")?], vec![row(connect?)?]])
}

/// The module that the loader fetches for a part: `later:x("amtsgang-0123456789abcdef.wasm",…)` once it is minified.
fn module<'a>(loader: &'a str, part: &str) -> Option<&'a str> {
    let (_, after) = loader.split_once(&format!("{part}:"))?;
    let (name, _) = after.split_once('"')?.1.split_once('"')?;
    name.ends_with(".wasm").then_some(name)
}

pub fn total(rows: &[Row]) -> Sizes {
    rows.iter().fold(Sizes::default(), |sum, (_, size)| Sizes {
        raw: sum.raw + size.raw,
        gzip: sum.gzip + size.gzip,
        brotli: sum.brotli + size.brotli,
    })
}

pub fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|(path, _)| path.len()).max().unwrap_or(0).max(5);
    let line =
        |path: &str, [raw, gzip, brotli]: [String; 3]| format!("{path:width$}  {raw:>10}  {gzip:>10}  {brotli:>10}\n");
    let numbers = |size: Sizes| [size.raw, size.gzip, size.brotli].map(say::grouped);
    let mut out = line("bytes", ["raw", "gzip 9", "brotli 11"].map(str::to_owned));
    for (path, size) in rows {
        out.push_str(&line(path, numbers(*size)));
    }
    out + &line("total", numbers(total(rows)))
}

fn machine(rows: &[Row]) -> String {
    let files: Vec<_> = rows
        .iter()
        .map(|(path, size)| json!({ "path": path, "raw": size.raw, "gzip": size.gzip, "brotli": size.brotli }))
        .collect();
    let sum = total(rows);
    json!({ "files": files, "total": { "raw": sum.raw, "gzip": sum.gzip, "brotli": sum.brotli } }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let size = |raw| Sizes { raw, gzip: raw / 2, brotli: raw / 4 };
        vec![("index.html".into(), size(1000)), ("amtsgang.js".into(), size(2000))]
    }

    #[test]
    fn machines_get_every_file_and_the_sum() {
        let read: serde_json::Value = serde_json::from_str(&machine(&rows())).unwrap();
        assert_eq!(read["files"][1], json!({ "path": "amtsgang.js", "raw": 2000, "gzip": 1000, "brotli": 500 }));
        assert_eq!(read["total"], json!({ "raw": 3000, "gzip": 1500, "brotli": 750 }));
    }

    #[test]
    fn the_loader_tells_which_module_is_which_part() {
        let loader =
            r#"var p={later:o("amtsgang-1.wasm","sha384-x"),connect:o("amtsgang-2.wasm","sha384-y")},q={other:"a"};"#;
        assert_eq!(module(loader, "later"), Some("amtsgang-1.wasm"));
        assert_eq!(module(loader, "connect"), Some("amtsgang-2.wasm"));
        assert_eq!((module(loader, "other"), module(loader, "none")), (None, None));
    }

    #[test]
    fn people_get_a_row_a_file_and_a_total() {
        let table = table(&rows());
        assert_eq!(table.lines().count(), 4);
        assert!(table.lines().all(|line| line.len() == table.lines().next().unwrap_or_default().len()));
        assert!(table.ends_with("3 000       1 500         750\n"));
    }
}
