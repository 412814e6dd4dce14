//! What is known of a module's functions: whom they call, where they stand in the table, and by their names the part they are in.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, ensure};
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ElementKind, FunctionId, FunctionKind, Module, TableId};

use super::{Home, Part};

/// The functions that a function calls by name.
pub(super) fn called(module: &Module, id: FunctionId, numbers: &HashMap<FunctionId, usize>) -> Vec<usize> {
    struct Calls<'a>(Vec<usize>, &'a HashMap<FunctionId, usize>);
    impl<'a> Visitor<'a> for Calls<'_> {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(self.1[id]);
        }
    }
    let mut calls = Calls(Vec::new(), numbers);
    if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
        dfs_in_order(&mut calls, function, function.entry_block());
    }
    calls.0
}

/// Where what is needed in two homes stands: in the one that is there whenever the other is, else in the first module.
pub(super) fn common(parts: &[&Part], a: Home, b: Home) -> Home {
    let follows = |home: Home, other: Home| match (home.checked_sub(1), other.checked_sub(1)) {
        (Some(home), Some(other)) => parts[home].after == Some(parts[other].name),
        _ => false,
    };
    match (a, b) {
        (a, b) if a == b || follows(b, a) => a,
        (a, b) if follows(a, b) => b,
        _ => 0,
    }
}

/// The part whose rooms a function's name tells, if it is exactly one. A function that is made of things of two parts, one
/// of which is there whenever the other is, is the other's: nobody else has both.
pub(super) fn home_by_name(module: &Module, id: FunctionId, parts: &[&Part]) -> Home {
    let function = module.funcs.get(id);
    let Some(name) = function.name.as_deref().map(without_hashes) else { return 0 };
    let tells = |room: &&str| {
        name.match_indices(*room).any(|(at, _)| {
            let after = name[at + room.len()..].chars().next();
            !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
    };
    let told: Vec<Home> =
        parts.iter().zip(1..).filter(|(part, _)| part.rooms.iter().any(tells)).map(|(_, home)| home).collect();
    match told[..] {
        [home] => home,
        [a, b] => match common(parts, a, b) {
            0 => 0,
            before => a + b - before,
        },
        _ => 0,
    }
}

/// A name without the crates' hashes: `amtsgang[9f3c]::view` becomes `amtsgang::view`.
pub(super) fn without_hashes(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        rest = match after.split_once(']') {
            Some((hash, rest)) if hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => rest,
            _ => {
                out.push('[');
                after
            }
        };
    }
    out + rest
}

/// Where each function stands in the table.
pub(super) fn slots(
    module: &Module,
    table: TableId,
    numbers: &HashMap<FunctionId, usize>,
) -> Result<BTreeMap<usize, u64>> {
    let mut slots = BTreeMap::new();
    for element in module.elements.iter() {
        let ElementKind::Active { table: of, offset } = &element.kind else { continue };
        if *of != table {
            continue;
        }
        let (ConstExpr::Value(Value::I32(start)), ElementItems::Functions(functions)) = (offset, &element.items) else {
            anyhow::bail!("the function table is filled in a way that cannot be split");
        };
        for (place, id) in functions.iter().enumerate() {
            let before = slots.insert(numbers[id], *start as u64 + place as u64);
            ensure!(before.is_none(), "a function stands twice in the table");
        }
    }
    Ok(slots)
}
