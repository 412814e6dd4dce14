//! Small programs, split and run.

use super::*;
use wasmi::{Engine, Extern, Linker, Store, Val};

/// Two rooms; `entry` calls into the later one by name and through the table, which calls back and writes memory.
const PROGRAM: &str = r##"(module
    (type $number (func (result i32)))
    (import "js" "add" (func $add (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (global $stack (mut i32) (i32.const 7))
    (table 3 3 funcref)
    (elem (i32.const 1) $app::soon::shim $app::later::shim)
    (data (i32.const 16) "*")
    (func $app::soon::entry (export "entry") (result i32) (call $"app[12ab]::later::page"))
    (func $app::soon::indirect (export "indirect") (param i32) (result i32) (call_indirect (type $number) (local.get 0)))
    (func $app::soon::shim (result i32) (i32.const 5))
    (func $app::soon::both (result i32) (i32.load8_u (i32.const 16)))
    (func $core::only_later (result i32) (global.set $stack (i32.const 9)) (call $app::soon::both))
    (func $"app[12ab]::later::page" (result i32)
        (call $add (call $core::only_later) (call $app::soon::both)))
    (func $app::later::shim (result i32) (global.get $stack))
    (func $app::later_on (export "near") (result i32) (i32.const 3))
    (export "both" (func $app::soon::both)))"##;

const LATER: Part = Part { name: "later", after: None, rooms: &["app::later"], doors: &["app::later::page"] };

fn program() -> Split<1> {
    split(&wat::parse_str(PROGRAM).unwrap(), [&LATER], &[]).unwrap()
}

/// The names of the functions that are in a module, and not imported.
fn functions(module: &[u8]) -> HashSet<String> {
    let module = Module::from_buffer(module).unwrap();
    let local = module.funcs.iter().filter(|function| matches!(function.kind, FunctionKind::Local(_)));
    local.filter_map(|function| function.name.clone()).collect()
}

struct Running {
    store: Store<()>,
    linker: Linker<()>,
    first: wasmi::Instance,
}

impl Running {
    fn start<const N: usize>(split: &Split<N>) -> Self {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let mut linker = Linker::new(&engine);
        linker.func_wrap("js", "add", |a: i32, b: i32| a + b).unwrap();
        let module = wasmi::Module::new(&engine, &split.first[..]).unwrap();
        let first = linker.instantiate_and_start(&mut store, &module).unwrap();
        let exports: Vec<(String, Extern)> =
            first.exports(&store).map(|export| (export.name().to_owned(), export.into_extern())).collect();
        for (name, item) in exports {
            linker.define(SHARED, &name, item).unwrap();
        }
        Self { store, linker, first }
    }

    fn load(&mut self, part: &[u8]) {
        let module = wasmi::Module::new(self.linker.engine(), part).unwrap();
        self.linker.instantiate_and_start(&mut self.store, &module).unwrap();
    }

    fn call(&mut self, name: &str, arguments: &[Val]) -> Option<i32> {
        let function = self.first.get_func(&self.store, name).unwrap();
        let mut result = [Val::I32(0)];
        function.call(&mut self.store, arguments, &mut result).ok()?;
        result[0].i32()
    }
}

#[test]
fn a_part_works_once_it_is_loaded() {
    let split = program();
    let mut app = Running::start(&split);
    app.load(&split.parts[0]);
    assert_eq!(app.call("entry", &[]), Some(84));
    assert_eq!(app.call("indirect", &[Val::I32(2)]), Some(9), "the parts share the stack pointer and the table");
}

#[test]
fn without_the_part_the_rest_works_and_a_call_into_it_ends() {
    let mut app = Running::start(&program());
    assert_eq!(app.call("indirect", &[Val::I32(1)]), Some(5));
    assert_eq!(app.call("near", &[]), Some(3), "later_on is not in the room later");
    assert_eq!(app.call("both", &[]), Some(42));
    assert_eq!(app.call("entry", &[]), None);
    assert_eq!(app.call("indirect", &[Val::I32(2)]), None);
}

#[test]
fn what_only_a_part_calls_is_in_it() {
    let split = program();
    let later = functions(&split.parts[0]);
    assert_eq!(later.len(), 3, "{later:?}");
    assert!(later.contains("core::only_later"));
    assert!(functions(&split.first).is_disjoint(&later));
}

const EXTRA: Part = Part { name: "extra", after: Some("later"), rooms: &["app::extra"], doors: &["*"] };

/// `extra` calls what only the later part calls beside it, and the later part itself.
fn two_parts() -> Split<2> {
    let program = PROGRAM.replace(
        "(export \"both\"",
        r#"
        (func $app::soon::extra (export "extra") (result i32) (call $app::extra::page))
        (func $app::extra::page (result i32) (i32.add (call $core::only_extra) (call $app::later::shim)))
        (func $core::only_extra (result i32) (call $core::only_later))
        (export "both""#,
    );
    split(&wat::parse_str(program).unwrap(), [&LATER, &EXTRA], &[]).unwrap()
}

#[test]
fn what_two_parts_need_is_in_the_one_that_is_there_first() {
    let split = two_parts();
    let [later, extra] = split.parts.each_ref().map(|part| functions(part));
    assert!(later.contains("core::only_later") && !functions(&split.first).contains("core::only_later"));
    assert_eq!(extra.len(), 2, "{extra:?}");
    let mut app = Running::start(&split);
    app.load(&split.parts[0]);
    assert_eq!(app.call("extra", &[]), None);
    app.load(&split.parts[1]);
    assert_eq!(app.call("extra", &[]), Some(51));
}

#[test]
fn parts_that_know_nothing_of_each_other_meet_in_the_first_module() {
    let apart = Part { after: None, ..EXTRA };
    let parts = [&LATER, &EXTRA, &apart];
    let common = |a, b| [common(&parts, a, b), common(&parts, b, a)];
    assert_eq!([common(1, 1), common(1, 2), common(2, 2)], [[1, 1], [1, 1], [2, 2]]);
    assert_eq!([common(0, 2), common(1, 3), common(2, 3)], [[0, 0]; 3]);
}

#[test]
fn constants_go_with_the_only_part_that_refers_to_them() {
    let segment = |start: u32, functions: &[&str], segments: &[usize]| Segment {
        place: start..start + 1,
        constant: true,
        functions: functions.iter().map(|name| (*name).to_owned()).collect(),
        segments: segments.iter().copied().collect(),
    };
    let page = "app[12ab]::later::page";
    let module = read(&wat::parse_str(PROGRAM).unwrap()).unwrap();
    let of = |segments: &[Segment]| Plan::make(&module, &[&LATER], segments).unwrap().constants;
    assert_eq!(of(&[segment(8, &[page], &[])]), BTreeMap::from([(8, 1)]));
    assert_eq!(of(&[segment(8, &[page, "app::soon::both"], &[])]), BTreeMap::new());
    assert_eq!(of(&[segment(8, &[page, "renamed"], &[])]), BTreeMap::new());
    assert_eq!(of(&[segment(8, &[], &[])]), BTreeMap::new());
    assert_eq!(of(&[Segment { constant: false, ..segment(8, &[page], &[]) }]), BTreeMap::new());
    // One constant refers to another: the second is where the first is.
    assert_eq!(of(&[segment(8, &[], &[1]), segment(16, &[page], &[])]), BTreeMap::from([(8, 1), (16, 1)]));
    assert_eq!(of(&[segment(8, &[page], &[1]), segment(16, &["renamed"], &[])]), BTreeMap::new());
}

#[test]
fn a_part_brings_its_constants_along() {
    let constant = |place: u32| Segment {
        place: place..place + 1,
        constant: true,
        functions: ["app[12ab]::later::page".to_owned()].into(),
        ..Segment::default()
    };
    let program = PROGRAM.replace("(data (i32.const 16) \"*\")", r#"
        (data (i32.const 16) "*") (data (i32.const 20) "first") (data (i32.const 28) "later") (data (i32.const 36) "too")"#);
    let module = wat::parse_str(program).unwrap();
    let split = split(&module, [&LATER], &[constant(16), constant(28), constant(36)]).unwrap();
    let data = |module: &[u8]| read(module).unwrap().data.iter().map(|data| data.value.clone()).collect::<Vec<_>>();
    assert_eq!(data(&split.first), [b"first".to_vec()]);
    // What stands between two of its constants is not a part's to write over.
    assert_eq!(data(&split.parts[0]), [b"*".to_vec(), b"later\0\0\0too".to_vec()]);
}

#[test]
fn a_part_without_functions_is_a_mistake() {
    let none = Part { name: "none", after: None, rooms: &["app::nowhere"], doors: &[] };
    let error = split(&wat::parse_str("(module (table 1 funcref))").unwrap(), [&none], &[]).err().unwrap();
    assert!(error.to_string().contains("none"));
}

#[test]
fn a_call_into_a_part_that_may_not_be_there_must_be_at_a_door() {
    let split_with = |doors| {
        let part = Part { doors, ..LATER };
        split(&wat::parse_str(PROGRAM).unwrap(), [&part], &[]).map(|_: Split<1>| ()).map_err(|error| error.to_string())
    };
    let error = split_with(&["app::later::shim"]).unwrap_err();
    assert!(error.contains("app::later::page (in later)"), "{error}");
    assert_eq!(split_with(&["app::*::page"]), Ok(()));
    assert_eq!(split_with(&["app::later::page"]), Ok(()));
}
