//! Who refers to which constants of a module, as the linker wrote it down.
//!
//! A linked module holds constants (texts, tables, what `dyn` values are made of) as data at fixed places of the memory, and
//! its code holds their addresses as plain numbers. Which numbers are addresses is told by the linker alone, if it is
//! asked to (`--emit-relocs`), and constants are told apart only if it does not merge them (`--no-merge-data-segments`).
//! The format: <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use wasmparser::{
    DataKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocSectionReader, RelocationType, SymbolInfo,
};

/// A run of data.
#[derive(Debug, Default)]
pub struct Segment {
    /// Where it is in the memory.
    pub place: Range<u32>,
    /// Whether it never changes.
    pub constant: bool,
    /// The functions that refer to it, by name.
    pub functions: BTreeSet<String>,
    /// The other segments that do, by number.
    pub segments: BTreeSet<usize>,
}

/// A symbol of the linker's that is data: the number of its segment.
type Symbols = Vec<Option<usize>>;

/// The segments of a module as the linker left it.
pub fn segments(linked: &[u8]) -> Result<Vec<Segment>> {
    let (mut segments, mut inside) = (Vec::new(), Vec::new());
    let (mut functions, mut imported, mut names) = (Vec::new(), 0, Vec::new());
    let (mut code, mut data) = (0, 0);
    let (mut symbols, mut relocations): (Symbols, Vec<RelocSectionReader>) = (Vec::new(), Vec::new());
    let mut sections = Vec::new();
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload.context("cannot read the module")?;
        if let Some((_, range)) = payload.as_section() {
            sections.push(range.start);
        }
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => code = range.start,
            Payload::CodeSectionEntry(body) => functions.push(body.range()),
            Payload::DataSection(section) => {
                data = section.range().start;
                for segment in section {
                    let segment = segment?;
                    let length = segment.data.len();
                    let start = match segment.kind {
                        DataKind::Active { offset_expr, .. } => match offset_expr.get_operators_reader().read()? {
                            Operator::I32Const { value } => value as u32,
                            _ => 0,
                        },
                        DataKind::Passive => 0,
                    };
                    segments.push(Segment { place: start..start + length as u32, ..Segment::default() });
                    inside.push(segment.range.end - length..segment.range.end);
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        match part? {
                            Linking::SegmentInfo(infos) => {
                                for (info, segment) in infos.into_iter().zip(&mut segments) {
                                    segment.constant = info?.name.starts_with(".rodata");
                                }
                            }
                            Linking::SymbolTable(table) => {
                                for symbol in table {
                                    symbols.push(match symbol? {
                                        SymbolInfo::Data { symbol: Some(data), .. } => Some(data.index as usize),
                                        _ => None,
                                    });
                                }
                            }
                            _ => {}
                        }
                    }
                }
                KnownCustom::Reloc(section) => relocations.push(section),
                KnownCustom::Name(section) => {
                    for part in section {
                        if let Name::Function(map) = part? {
                            for name in map {
                                let name = name?;
                                names.push((name.index as usize, name.name));
                            }
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    ensure!(!symbols.is_empty(), "the linker has written down no symbols: is it still given --emit-relocs?");
    let named = |place: usize| {
        let number = imported + functions.partition_point(|function: &Range<usize>| function.end <= place);
        let name = names.binary_search_by_key(&number, |(number, _)| *number);
        name.map_or_else(|_| format!("function {number}"), |at| demangled(names[at].1))
    };
    for section in relocations {
        let start = sections.get(section.section_index() as usize).copied().unwrap_or_default();
        for entry in section.entries() {
            let entry = entry?;
            let is_address = matches!(
                entry.ty,
                RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32
            );
            let Some(&Some(target)) = symbols.get(entry.index as usize).filter(|_| is_address) else { continue };
            let place = start + entry.offset as usize;
            if start == code {
                segments[target].functions.insert(named(place));
            } else if start == data {
                let holder = inside.partition_point(|segment: &Range<usize>| segment.end <= place);
                segments[target].segments.insert(holder);
            }
        }
    }
    Ok(segments)
}

/// A function's name as wasm-bindgen writes it.
fn demangled(name: &str) -> String {
    rustc_demangle::try_demangle(name).map_or_else(|_| name.to_owned(), |name| name.to_string())
}
