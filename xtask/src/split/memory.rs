//! Which part a module's constants are in, and how each part brings its own into the memory that all share.

use std::collections::{BTreeMap, HashMap};

use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, FunctionId, Module};

use super::functions::common;
use super::{Home, Part};
use crate::data::Segment;

/// Pieces of data closer together than this, in bytes, cost less as one.
const GAP: u32 = 16;

/// Which constants are in parts: those to which functions and constants refer that find them there, and nothing else does.
pub(super) fn constants(
    module: &Module,
    ids: &[FunctionId],
    homes: &[Home],
    parts: &[&Part],
    data: &[Segment],
) -> BTreeMap<u32, Home> {
    let mut by_name: HashMap<&str, Home> = HashMap::new();
    for (id, home) in ids.iter().zip(homes) {
        if let Some(name) = &module.funcs.get(*id).name {
            let entry = by_name.entry(name).or_insert(*home);
            *entry = common(parts, *entry, *home);
        }
    }
    // Nobody knows yet; then one home; then the one before it; then the first module.
    let mut found: Vec<Option<Home>> = data.iter().map(|segment| (!segment.constant).then_some(0)).collect();
    loop {
        let mut changed = false;
        for (number, segment) in data.iter().enumerate().filter(|(_, segment)| segment.constant) {
            // A function that is called otherwise by now is exported, and so in the first module.
            let functions = segment.functions.iter().map(|name| by_name.get(&**name).copied().unwrap_or(0));
            let segments = segment.segments.iter().filter_map(|holder| found[*holder]);
            let home = functions.chain(segments).reduce(|a, b| common(parts, a, b));
            changed |= std::mem::replace(&mut found[number], home) != home;
        }
        if !changed {
            break;
        }
    }
    data.iter()
        .zip(found)
        .filter_map(|(segment, home)| Some((segment.place.start, home?)))
        .filter(|(_, home)| *home != 0)
        .collect()
}

/// Leaves in the memory only what is of `home`, in as few pieces as there can be. Padding between two of them may become a
/// part of a piece; what is another part's never does, or one part would write over the other.
pub(super) fn keep(module: &mut Module, home: Home, constants: &BTreeMap<u32, Home>) {
    let all: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    let mut memory = None;
    let mut pieces: Vec<(u32, Vec<u8>)> = Vec::new();
    for id in all {
        let data = module.data.get_mut(id);
        let DataKind::Active { memory: of, offset: ConstExpr::Value(Value::I32(place)) } = data.kind else { continue };
        pieces.push((place as u32, std::mem::take(&mut data.value)));
        memory = Some(of);
        module.data.delete(id);
    }
    let Some(memory) = memory else { return };
    module.memories.get_mut(memory).data_segments.clear();
    pieces.sort_unstable_by_key(|(place, _)| *place);
    let is_own = |place: u32| constants.get(&place).copied().unwrap_or(0) == home;
    for run in pieces.chunk_by(|(a, before), (b, _)| is_own(*a) && is_own(*b) && b - a - before.len() as u32 <= GAP) {
        let (start, mut bytes) = (run[0].0, Vec::new());
        if !is_own(start) {
            continue;
        }
        for (place, piece) in run {
            bytes.resize((place - start) as usize, 0);
            bytes.extend(piece);
        }
        let offset = ConstExpr::Value(Value::I32(start as i32));
        let id = module.data.add(DataKind::Active { memory, offset }, bytes);
        module.memories.get_mut(memory).data_segments.insert(id);
    }
}
