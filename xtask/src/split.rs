//! Splits the module that Trunk built into the one a first form needs and others that load later.
//!
//! All parts are one program: they share memory, table and stack. A part holds the functions of the Rust modules it is
//! named by, and whatever only those call. Calls between parts go through the function table, where a part writes its
//! functions when it is instantiated; until then their places are empty, so the app loads a part (`browser::part`)
//! before it calls into it. Which functions belong to a Rust module is told by their names, which hold full paths
//! (mangling v0), also those of closures, of generic functions made for them, and of what drops them.

mod doors;
mod functions;
mod memory;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Context, Result, ensure};
use walrus::ir::{Call, CallIndirect, Const, Instr, InstrSeq, Value, VisitorMut, dfs_pre_order_mut};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalId, GlobalKind, MemoryId, Module,
    ModuleConfig, TableId,
};

use crate::data::Segment;
use functions::{called, common, home_by_name, slots};

/// A part that loads later: its name and the Rust modules in it, with their crate (`amtsgang::view::pages::review`).
pub struct Part {
    pub name: &'static str,
    /// The part that is there whenever this one is. What both need is in that one.
    pub after: Option<&'static str>,
    pub rooms: &'static [&'static str],
    /// The functions that are called in it from where it may not be there yet; `*` stands for anything.
    pub doors: &'static [&'static str],
}

/// The module with everything that is in no part, and one for each part.
pub struct Split<const N: usize> {
    pub first: Vec<u8>,
    pub parts: [Vec<u8>; N],
}

/// What parts import from the first module, and what the first exports for them: letters and a number, kept apart from
/// wasm-bindgen's own names by a sign that those never hold.
const SHARED: &str = "~";

/// Where a function lives: 0 for the first module, else the number of a part.
type Home = usize;

/// Splits `module`, whose functions have names. Constants go with the only part that refers to them, as `data` tells.
pub fn split<const N: usize>(module: &[u8], parts: [&Part; N], data: &[Segment]) -> Result<Split<N>> {
    let plan = Plan::make(&read(module)?, &parts, data)?;
    let first = plan.first(read(module)?);
    let mut split = Split { first, parts: std::array::from_fn(|_| Vec::new()) };
    for (place, part) in split.parts.iter_mut().enumerate() {
        *part = plan.part(read(module)?, place + 1);
    }
    Ok(split)
}

fn read(module: &[u8]) -> Result<Module> {
    let config = ModuleConfig::new();
    let mut module = { config }.generate_producers_section(false).parse(module).context("cannot read the module")?;
    // What the linker wrote down about the module it made is not true of this one any more.
    let notes: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
    for note in notes {
        module.customs.delete(note);
    }
    Ok(module)
}

/// Functions are numbered as they stand in the module, which is the same each time it is read.
struct Plan {
    homes: Vec<Home>,
    /// The place in the table of each function that stands in it, or that another part calls.
    slots: BTreeMap<usize, u64>,
    /// How long the table has become.
    table: u64,
    /// Functions of the first module that parts call.
    shared: Vec<usize>,
    /// The places in the memory of the constants that are in parts.
    constants: BTreeMap<u32, Home>,
}

fn numbers(module: &Module) -> (Vec<FunctionId>, HashMap<FunctionId, usize>) {
    let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    let numbers = ids.iter().enumerate().map(|(number, id)| (*id, number)).collect();
    (ids, numbers)
}

impl Plan {
    fn make(module: &Module, parts: &[&Part], data: &[Segment]) -> Result<Self> {
        let (ids, numbers) = numbers(module);
        let calls: Vec<Vec<usize>> = ids.iter().map(|id| called(module, *id, &numbers)).collect();
        let named: Vec<Home> = ids.iter().map(|id| home_by_name(module, *id, parts)).collect();
        let table = module.tables.main_function_table()?.context("the module has no function table")?;
        let mut slots = slots(module, table, &numbers)?;

        let mut roots: Vec<usize> = module
            .exports
            .iter()
            .filter_map(|export| match export.item {
                ExportItem::Function(id) => Some(numbers[&id]),
                _ => None,
            })
            .collect();
        roots.extend(module.start.map(|id| numbers[&id]));
        roots.extend(slots.keys().copied().filter(|number| named[*number] == 0));
        let exported: HashSet<usize> = roots.iter().copied().collect();

        // What the first module reaches without entering a part is its own; what two parts reach is where both find it.
        let mut homes: Vec<Option<Home>> = vec![None; ids.len()];
        for home in 0..=parts.len() {
            let start: Vec<usize> = match home {
                0 => roots.clone(),
                _ => (0..ids.len()).filter(|number| named[*number] == home && !exported.contains(number)).collect(),
            };
            let mut reached = HashSet::new();
            let mut next = start;
            while let Some(number) = next.pop() {
                if reached.insert(number) {
                    next.extend(
                        calls[number]
                            .iter()
                            .copied()
                            .filter(|to| [0, home].contains(&named[*to]) || exported.contains(to)),
                    );
                }
            }
            for number in reached {
                homes[number] = Some(homes[number].map_or(home, |before| common(parts, before, home)));
            }
        }
        let homes: Vec<Home> = ids
            .iter()
            .zip(&homes)
            .map(|(id, home)| match module.funcs.get(*id).kind {
                FunctionKind::Local(_) => home.unwrap_or(0),
                _ => 0,
            })
            .collect();

        let mut length = module.tables.get(table).initial;
        let mut shared: Vec<usize> = Vec::new();
        for (from, called) in calls.iter().enumerate() {
            for to in called.iter().copied().filter(|to| homes[*to] != homes[from]) {
                if homes[to] == 0 {
                    shared.push(to);
                } else {
                    slots.entry(to).or_insert_with(|| {
                        length += 1;
                        length - 1
                    });
                }
            }
        }
        shared.sort_unstable();
        shared.dedup();
        for (home, part) in parts.iter().enumerate() {
            ensure!(
                homes.contains(&(home + 1)),
                "the part {} is empty: are its Rust modules named as they are now?",
                part.name
            );
        }
        doors::check(module, &ids, &calls, &homes, parts)?;
        let constants = memory::constants(module, &ids, &homes, parts, data);
        Ok(Self { homes, slots, table: length, shared, constants })
    }

    /// The module with what is in no part.
    fn first(&self, mut module: Module) -> Vec<u8> {
        let (ids, numbers) = numbers(&module);
        self.redirect(&mut module, 0, &ids, &numbers, &HashMap::new());
        self.fill_table(&mut module, 0, &ids);
        memory::keep(&mut module, 0, &self.constants);
        for (place, number) in self.shared.iter().enumerate() {
            module.exports.add(&name("", place), ids[*number]);
        }
        let common = Common::of(&module);
        for (number, global) in common.globals.into_iter().enumerate() {
            module.exports.add(&name("g", number), global);
        }
        for (number, memory) in common.memories.into_iter().enumerate() {
            module.exports.add(&name("m", number), memory);
        }
        for (number, table) in common.tables.into_iter().enumerate() {
            module.exports.add(&name("t", number), table);
        }
        walrus::passes::gc::run(&mut module);
        module.emit_wasm()
    }

    /// The module of a part: its functions, and everything else imported.
    fn part(&self, mut module: Module, home: Home) -> Vec<u8> {
        let (ids, numbers) = numbers(&module);
        let mut imported = HashMap::new();
        for (place, number) in self.shared.iter().enumerate() {
            let ty = module.funcs.get(ids[*number]).ty();
            imported.insert(*number, module.add_import_func(SHARED, &name("", place), ty).0);
        }
        self.redirect(&mut module, home, &ids, &numbers, &imported);
        let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
        for export in exports {
            module.exports.delete(export);
        }
        module.start = None;
        memory::keep(&mut module, home, &self.constants);
        let common = Common::of(&module);
        for (number, id) in common.globals.into_iter().enumerate() {
            let import = module.imports.add(SHARED, &name("g", number), id);
            module.globals.get_mut(id).kind = GlobalKind::Import(import);
        }
        for (number, id) in common.memories.into_iter().enumerate() {
            let import = module.imports.add(SHARED, &name("m", number), id);
            let memory = module.memories.get_mut(id);
            memory.import = Some(import);
        }
        for (number, id) in common.tables.into_iter().enumerate() {
            let import = module.imports.add(SHARED, &name("t", number), id);
            module.tables.get_mut(id).import = Some(import);
        }
        self.fill_table(&mut module, home, &ids);
        walrus::passes::gc::run(&mut module);
        module.emit_wasm()
    }

    /// Makes the functions of `home` call through the table what is in another part, and as an import what is `imported`.
    fn redirect(
        &self,
        module: &mut Module,
        home: Home,
        ids: &[FunctionId],
        numbers: &HashMap<FunctionId, usize>,
        imported: &HashMap<usize, FunctionId>,
    ) {
        let Ok(Some(table)) = module.tables.main_function_table() else { return };
        let types: Vec<_> = ids.iter().map(|id| module.funcs.get(*id).ty()).collect();
        for (id, _) in ids.iter().zip(&self.homes).filter(|(_, own)| **own == home) {
            let FunctionKind::Local(function) = &mut module.funcs.get_mut(*id).kind else { continue };
            let start = function.entry_block();
            let mut redirection = Redirection { plan: self, home, numbers, imported, types: &types, table };
            dfs_pre_order_mut(&mut redirection, function, start);
        }
    }

    /// Leaves in the table only what is of `home`.
    fn fill_table(&self, module: &mut Module, home: Home, ids: &[FunctionId]) {
        let Ok(Some(table)) = module.tables.main_function_table() else { return };
        let elements: Vec<_> = module
            .elements
            .iter()
            .filter(|element| matches!(element.kind, ElementKind::Active { table: of, .. } if of == table))
            .map(|element| element.id())
            .collect();
        for id in elements {
            module.elements.delete(id);
        }
        module.tables.get_mut(table).elem_segments.clear();
        let mut filled: Vec<(u64, FunctionId)> = self
            .slots
            .iter()
            .filter(|(number, _)| self.homes[**number] == home)
            .map(|(number, slot)| (*slot, ids[*number]))
            .collect();
        filled.sort_unstable_by_key(|(slot, _)| *slot);
        for run in filled.chunk_by(|(a, _), (b, _)| a + 1 == *b) {
            let offset = ConstExpr::Value(Value::I32(run[0].0 as i32));
            let functions = run.iter().map(|(_, id)| *id).collect();
            let kind = ElementKind::Active { table, offset };
            let segment = module.elements.add(kind, ElementItems::Functions(functions));
            module.tables.get_mut(table).elem_segments.insert(segment);
        }
        let table = module.tables.get_mut(table);
        table.initial = self.table;
        table.maximum = table.maximum.map(|most| most.max(self.table));
    }
}

/// What all parts work on together.
struct Common {
    /// Only those that change; of constants each part has its own.
    globals: Vec<GlobalId>,
    memories: Vec<MemoryId>,
    tables: Vec<TableId>,
}

impl Common {
    fn of(module: &Module) -> Self {
        Self {
            globals: module.globals.iter().filter(|global| global.mutable).map(|global| global.id()).collect(),
            memories: module.memories.iter().map(|memory| memory.id()).collect(),
            tables: module.tables.iter().map(|table| table.id()).collect(),
        }
    }
}

struct Redirection<'a> {
    plan: &'a Plan,
    home: Home,
    numbers: &'a HashMap<FunctionId, usize>,
    imported: &'a HashMap<usize, FunctionId>,
    types: &'a [walrus::TypeId],
    table: TableId,
}

impl VisitorMut for Redirection<'_> {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        let mut at = 0;
        while at < sequence.instrs.len() {
            let (instruction, place) = &mut sequence.instrs[at];
            if let Instr::Call(Call { func }) = instruction
                && let Some(number) = self.numbers.get(func)
                && self.plan.homes[*number] != self.home
            {
                if let Some(import) = self.imported.get(number) {
                    *func = *import;
                } else {
                    let place = *place;
                    let slot = self.plan.slots[number] as i32;
                    *instruction = Instr::CallIndirect(CallIndirect { ty: self.types[*number], table: self.table });
                    sequence.instrs.insert(at, (Instr::Const(Const { value: Value::I32(slot) }), place));
                    at += 1;
                }
            }
            at += 1;
        }
    }
}

fn name(kind: &str, number: usize) -> String {
    format!("{SHARED}{kind}{number:x}")
}
