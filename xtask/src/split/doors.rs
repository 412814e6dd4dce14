//! Calls into a part from where it may not be there yet: each must be at one of its doors, or it traps on a citizen's device.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use walrus::{FunctionId, Module};

use super::functions::{common, without_hashes};
use super::{Home, Part};

/// Fails, and names them all, when functions are called in a part from outside and are no doors into it.
pub(super) fn check(
    module: &Module,
    ids: &[FunctionId],
    calls: &[Vec<usize>],
    homes: &[Home],
    parts: &[&Part],
) -> Result<()> {
    let mut wrong = BTreeSet::new();
    for (from, called) in calls.iter().enumerate() {
        for to in called {
            // A part that follows another may call whatever is in that.
            let (here, there) = (homes[from], homes[*to]);
            if there == 0 || common(parts, here, there) == there {
                continue;
            }
            let part = parts[there - 1];
            let name = module.funcs.get(ids[*to]).name.as_deref().map(without_hashes).unwrap_or_default();
            if !part.doors.iter().any(|door| fits(door, &name)) {
                wrong.insert(format!("{name} (in {})", part.name));
            }
        }
    }
    let wrong: Vec<String> = wrong.into_iter().collect();
    ensure!(
        wrong.is_empty(),
        "called before their part is there, and no doors into it:\n  {}\nLet each be in the first part, or call it behind a check \
         and name it in xtask/src/parts/later.rs.",
        wrong.join("\n  ")
    );
    Ok(())
}

/// Whether a name is a door's, in which a `*` may stand for anything.
fn fits(door: &str, name: &str) -> bool {
    match door.split_once('*') {
        Some((start, end)) => name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end),
        None => door == name,
    }
}
