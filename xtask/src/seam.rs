//! Where wasm-bindgen's script and the module meet: keeps only what both sides use, under short names.
//!
//! wasm-bindgen exports everything that any crate declares, used or not, and its names hold hashes that no compression
//! makes smaller. Both together are 5 kB brotli that a citizen would load for nothing.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, Result, ensure};
use walrus::ModuleConfig;

/// Script and module, meeting under short names.
pub struct Seam {
    pub script: String,
    pub module: Vec<u8>,
}

/// Takes away what the script never calls and what the module never asks for, and shortens the names of the rest.
pub fn tidied(script: &str, module: &[u8]) -> Result<Seam> {
    let mut script = without_unused_classes(script).replace("export { initSync, ", "export { ");
    let mut module = ModuleConfig::new().parse(module).context("cannot read the module")?;

    // What goes on one side may have been all that used something on the other.
    let (mut exported, mut imported) = (BTreeMap::new(), BTreeMap::new());
    loop {
        let called = called(&script);
        let exports: Vec<_> = module.exports.iter().map(|export| (export.id(), export.name.clone())).collect();
        let (used, unused): (Vec<_>, Vec<_>) = exports.into_iter().partition(|(_, name)| called.contains(name));
        ensure!(used.len() == called.len(), "the script calls what the module does not export");
        unused.into_iter().for_each(|(id, _)| module.exports.delete(id));
        walrus::passes::gc::run(&mut module);

        let names = module.imports.iter().map(|import| import.name.clone());
        let wanted: BTreeMap<_, _> = names.enumerate().map(|(place, name)| (name, shortened(place))).collect();
        let given = with_imports(&mut script, |name| wanted.contains_key(name).then(|| name.to_owned()));
        ensure!(given == wanted.len(), "the script gives {given} of the {} functions imported", wanted.len());
        let settled = wanted.len() == imported.len() && used.len() == exported.len();
        imported = wanted;
        exported = used.into_iter().enumerate().map(|(place, (_, name))| (name, shortened(place))).collect();
        if settled {
            break;
        }
    }

    script = with_short_calls(&script, &exported);
    with_imports(&mut script, |name| imported.get(name).cloned());
    for export in module.exports.iter_mut() {
        export.name.clone_from(&exported[&export.name]);
    }
    for import in module.imports.iter_mut() {
        import.name.clone_from(&imported[&import.name]);
    }
    Ok(Seam { script, module: module.emit_wasm() })
}

/// `a`, `b` … `z`, `aa`, `ba` …
fn shortened(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// The places after each `wasm.` in the script, and the names there.
fn calls(script: &str) -> impl Iterator<Item = (usize, &str)> {
    script.match_indices("wasm.").filter_map(|(at, dot)| {
        let start = at + dot.len();
        let end = script[start..].find(|c| !in_name(c)).map_or(script.len(), |length| start + length);
        let own = !script[..at].ends_with(|c| in_name(c) || c == '.') && end > start;
        own.then(|| (start, &script[start..end]))
    })
}

/// The module's exports that the script uses. File names such as `x_bg.wasm` are no uses.
fn called(script: &str) -> HashSet<String> {
    calls(script).map(|(_, name)| name.to_owned()).collect()
}

fn with_short_calls(script: &str, short: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(script.len());
    let mut done = 0;
    for (at, name) in calls(script) {
        out.push_str(&script[done..at]);
        out.push_str(short.get(name).map_or(name, String::as_str));
        done = at + name.len();
    }
    out + &script[done..]
}

/// Gives each function for the module the name that `named` has for it, takes away those without one, and tells how many
/// are left. In wasm-bindgen's script each stands in a list, indented by eight spaces, and ends with a comma.
fn with_imports(script: &mut String, named: impl Fn(&str) -> Option<String>) -> usize {
    const INDENT: &str = "        ";
    let mut out = String::with_capacity(script.len());
    let (mut in_list, mut dropping, mut given) = (false, false, 0);
    for line in script.split_inclusive('\n') {
        let entry = line.strip_prefix(INDENT).filter(|rest| in_list && !rest.starts_with([' ', '}']));
        match entry.and_then(|rest| rest.split_once(':')) {
            Some((name, rest)) if name != "__proto__" => {
                let new = named(name.trim_matches('"'));
                // An entry of one line is no function with a body.
                dropping = new.is_none() && line.trim_end().ends_with('{');
                if let Some(new) = new {
                    out.push_str(&[INDENT, &new, ":", rest].concat());
                    given += 1;
                }
            }
            _ => {
                if !dropping {
                    out.push_str(line);
                }
                dropping &= !(in_list && line.starts_with("        }"));
            }
        }
        in_list = line.starts_with("    const import") || in_list && !line.starts_with("    }");
    }
    *script = out;
    given
}

/// Without classes that crates export and nothing makes: each is a class, a finalizer and a way to dispose of it.
fn without_unused_classes(script: &str) -> String {
    let classes = script.lines().filter_map(|line| line.strip_prefix("export class ")?.strip_suffix(" {"));
    let mut out = script.to_owned();
    for class in classes.map(str::to_owned).collect::<Vec<_>>() {
        let without = without_class(&out, &class);
        let used = without.match_indices(&class).any(|(at, _)| {
            let around = (without[..at].chars().next_back(), without[at + class.len()..].chars().next());
            !around.0.is_some_and(in_name) && !around.1.is_some_and(in_name)
        });
        if !used {
            out = without;
        }
    }
    out
}

fn without_class(script: &str, class: &str) -> String {
    let starts = [["export class ", class, " {"].concat(), ["const ", class, "Finalization ="].concat()];
    let disposing = ["if (Symbol.dispose) ", class, "."].concat();
    let mut out = String::with_capacity(script.len());
    let mut until: Option<&str> = None;
    for line in script.split_inclusive('\n') {
        if until.is_none() {
            until = starts.iter().position(|start| line.starts_with(start)).map(|which| ["}\n", ");\n"][which]);
            if until.is_none() && !line.starts_with(&disposing) {
                out.push_str(line);
            }
        } else if until == Some("}\n") && line == "}\n" || until == Some(");\n") && line.ends_with(");\n") {
            until = None;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::Module;

    const SCRIPT: &str = "\
export class Sink {
    free() {
        wasm.__wbg_sink_free(0);
    }
}
if (Symbol.dispose) Sink.prototype[Symbol.dispose] = Sink.prototype.free;

export class Running {
    free() {
        wasm.__wbg_running_free(0);
    }
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_used_12ab: function(arg0) {
            const ret = Running.__wrap(arg0);
            return ret;
        },
        __wbg_unused_34cd: function(arg0) {
            return wasm.used();
        },
    };
    return { \"./app_bg.js\": import0 };
}
const SinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_sink_free(ptr, 1));
const url = 'app_bg.wasm';
wasm.start(wasm.memory);
export { initSync, __wbg_init as default };
";

    fn module() -> Vec<u8> {
        let text = r#"(module
            (import "./app_bg.js" "__wbg_used_12ab" (func $used (param i32)))
            (import "./app_bg.js" "__wbg_unused_34cd" (func $unused (param i32)))
            (memory (export "memory") 1)
            (func (export "start") (param i32) (call $used (local.get 0)))
            (func (export "used"))
            (func (export "__wbg_running_free") (param i32))
            (func (export "__wbg_sink_free") (param i32) (call $unused (local.get 0))))"#;
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn only_what_both_sides_use_stays() {
        let seam = tidied(SCRIPT, &module()).unwrap();
        assert!(!seam.script.contains("Sink") && !seam.script.contains("unused") && !seam.script.contains("12ab"));
        assert!(seam.script.contains("export class Running"));
        assert!(seam.script.contains("'app_bg.wasm'") && seam.script.contains("export { __wbg_init as default }"));
        let module = Module::from_buffer(&seam.module).unwrap();
        assert_eq!(module.imports.iter().count(), 1);
        assert_eq!(module.exports.iter().count(), 3);
    }

    #[test]
    fn both_sides_have_the_same_names() {
        let seam = tidied(SCRIPT, &module()).unwrap();
        let module = Module::from_buffer(&seam.module).unwrap();
        let exported: HashSet<String> = module.exports.iter().map(|export| export.name.clone()).collect();
        assert_eq!(called(&seam.script), exported);
        let import = &module.imports.iter().next().unwrap().name;
        assert!(seam.script.contains(&format!("        {import}: function(arg0) {{\n            const ret = Running")));
    }

    #[test]
    fn a_script_of_another_module_is_noticed() {
        let other = SCRIPT.replace("__wbg_used_12ab", "__wbg_used_ffff");
        assert!(tidied(&other, &module()).is_err());
        assert!(tidied(&SCRIPT.replace("wasm.start", "wasm.begin"), &module()).is_err());
    }

    #[test]
    fn names_are_short_and_differ() {
        let names: HashSet<String> = (0..2000).map(shortened).collect();
        assert_eq!(names.len(), 2000);
        assert!(names.iter().all(|name| name.len() <= 3 && name.bytes().all(|byte| byte.is_ascii_lowercase())));
    }
}
