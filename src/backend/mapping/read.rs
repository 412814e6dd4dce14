//! Reads a mapping: all of it or all its problems, each with its pointer.

use super::call::{self, Call};
use super::given::Answer;
use super::moments::Zone;
use super::operations::{self, Need, Operation};
use super::template::Scope;
use super::{Mapped, Mapping, Once, Recipes, refusal};
use crate::json;
use crate::reading::{Node, Object, Problem, Problems, describe};
use crate::recipe::ServiceId;
use crate::text;

/// A mapping, or what is wrong with it.
pub struct Parsed {
    pub mapping: Option<Mapping>,
    pub problems: Vec<Problem>,
}

/// A mapping is written by hand.
const MOST_BYTES: usize = 1_000_000;

const KEYS: &[&str] =
    &["$schema", "base", "language", "zone", "headers", "recipes", "codeLists", "lacks", "operations", "errors"];

/// Reads a mapping's file.
pub fn parse(text: &str) -> Parsed {
    let problems = Problems::new();
    let mapping = if text.len() > MOST_BYTES {
        problems.report("", "a mapping of at most 1 MB", "a larger file");
        None
    } else {
        match json::read(text.strip_prefix('\u{feff}').unwrap_or(text)) {
            Ok(value) => Node::at(&value, "", &problems).object().and_then(|object| read(&object)),
            Err(error) => {
                problems.report("", "a file in the JSON format", &error.to_string());
                None
            }
        }
    };
    let problems = problems.into_list();
    Parsed { mapping: mapping.filter(|_| problems.is_empty()), problems }
}

fn read(object: &Object) -> Option<Mapping> {
    object.finish(&[KEYS]);
    if let Some(node) = object.get("$schema") {
        node.string();
    }
    let base = object.require("base", "the server's address").and_then(|node| address(node, true));
    let language = match object.get("language") {
        Some(node) => {
            let language = node.string().filter(|language| text::is_language(language));
            if language.is_none() {
                node.expected("a language such as de or en-GB");
            }
            language.map(str::to_owned)
        }
        None => Some("de".to_owned()),
    };
    let zone = object.get("zone").map_or(Some(Zone::Berlin), Zone::read);
    let headers = call::headers(object, Scope { inputs: &["language"], entry: false, answer: false });
    let recipes = object.get("recipes").map(recipes);
    let code_lists = object.get("codeLists").map(|node| address(node, false));
    let errors = refusal::read(object, &[]);
    let operations = operations(object);
    accounted(object, recipes.is_some(), code_lists.is_some());
    Some(Mapping {
        base: base?,
        language: language?,
        zone: zone?,
        headers: headers?,
        recipes: given(recipes)?,
        code_lists: given(code_lists)?,
        refusals: errors?,
        operations: operations?,
    })
}

/// What may be left out; the outer `None` is what is there and cannot be read.
fn given<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    read.map_or(Some(None), |read| read.map(Some))
}

/// An address with a slash at its end: of another place (`https://…/`), or relative to the mapping.
fn address(node: Node, may_be_elsewhere: bool) -> Option<String> {
    let address = node.string()?;
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%:[]@!$'()*+,;=".contains(&b));
    let elsewhere = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let right = match elsewhere {
        // Neither a name nor a password: everybody can read this file.
        Some(rest) => may_be_elsewhere && rest.len() > 1 && !rest.starts_with('/') && !rest.contains('@'),
        None => !address.contains([':', '@']) && !address.starts_with("//"),
    };
    if !(right && plain(address) && address.ends_with('/')) {
        node.expected(match may_be_elsewhere {
            true => "an address with a slash at its end and no secret in it: https://example.org/api/, or one relative to this file",
            false => "the address of a folder relative to this file, with a slash at its end",
        });
        return None;
    }
    Some(address.to_owned())
}

fn recipes(node: Node) -> Option<Recipes> {
    let object = node.object()?;
    object.finish(&[&["folder", "services"]]);
    let folder = object.require("folder", "the folder of the recipes").and_then(|node| address(node, false));
    let node = object.require("services", "the ids of the services, in the order in which they are shown")?;
    let list = node.list()?;
    let mut services: Vec<ServiceId> = Vec::new();
    for (ix, value) in list.iter().enumerate() {
        let node = node.element(ix, value);
        let id = node.string().and_then(ServiceId::parse);
        match id {
            Some(id) if !services.contains(&id) => services.push(id),
            _ => node.expected("the id of a service that is not listed yet"),
        }
    }
    if list.is_empty() {
        node.expected("at least one service");
    }
    (services.len() == list.len()).then_some(Recipes { folder: folder?, services })
}

fn operations(object: &Object) -> Option<Vec<Mapped>> {
    let node = object.require("operations", "the operations, each by its name")?;
    let object = node.object()?;
    let names: Vec<&str> = operations::ALL.iter().map(|operation| operation.name).collect();
    object.finish(&[&names]);
    let mut mapped = Vec::new();
    let mut count = 0;
    for operation in operations::ALL {
        if let Some(node) = object.get(operation.name) {
            count += 1;
            mapped.extend(node.object().and_then(|object| self::mapped(&object, operation)));
        }
    }
    let lookup = object.map.contains_key("lookup");
    for own in &mapped {
        let pointer = ["/operations/", own.operation.name, "/once"].concat();
        let missing = own.once == Some(Once::Lookup) && !lookup;
        if missing {
            node.problems.report(
                &pointer,
                "the operation lookup, which tells whether an application has arrived",
                "none",
            );
        }
    }
    let asks = mapped.iter().any(|own| matches!(own.once, Some(Once::Lookup | Once::Key)));
    if lookup && !asks && mapped.len() == count {
        node.problems.report("/operations/lookup", "\"once\": \"lookup\" or \"key\" in the operation send", "another");
    }
    (mapped.len() == count).then_some(mapped)
}

fn mapped(object: &Object, operation: &'static Operation) -> Option<Mapped> {
    let own: &[&str] = match operation.name {
        "send" => &["errors", "once", "answer"],
        _ if operation.gives.is_empty() => &["errors"],
        _ => &["errors", "answer"],
    };
    object.finish(&[call::KEYS, own]);
    let call = Call::read(object, operation);
    let answer = Answer::read(object, operation);
    if operation.name == "case"
        && let Some(Some(answer)) = object.get("answer").map(|node| node.object())
        && !["title", "service"].iter().any(|key| answer.map.contains_key(key))
    {
        answer.report("title", "what the service is called, or its id at service", "neither");
    }
    let refusals = refusal::read(object, operation.inputs);
    let once = match operation.name {
        "send" => {
            let what = "header, key, lookup or never: what keeps an application from arriving twice";
            let read = object.require("once", what).and_then(|node| once(node, what, call.as_ref()));
            Some(read)
        }
        _ => None,
    };
    Some(Mapped { operation, call: call?, answer: answer?, refusals: refusals?, once: given(once)? })
}

fn once(node: Node, what: &str, call: Option<&Call>) -> Option<Once> {
    let found = match node.value.as_str() {
        Some("header") => Some(Once::Header),
        Some("key") => Some(Once::Key),
        Some("lookup") => Some(Once::Lookup),
        Some("never") => Some(Once::Never),
        _ => None,
    };
    let Some(found) = found else {
        node.expected(what);
        return None;
    };
    let wrong = match (found, call) {
        (Once::Key, Some(call)) if call.method != "PUT" || !call.is_at("key") => Some("a PUT whose path names {key}"),
        (Once::Lookup, Some(call)) if !call.names("key") => {
            Some("{key} in the path, the query or the body, to look for it")
        }
        _ => None,
    };
    if let Some(wrong) = wrong {
        node.problems.report(&node.pointer(), wrong, &describe(Some(node.value)));
        return None;
    }
    Some(found)
}

/// Sees to it that each operation is mapped, given by static files, or named as lacking, and only one of these.
fn accounted(object: &Object, recipes: bool, code_lists: bool) {
    let empty = json::Object::new();
    let mapped = object.map.get("operations").and_then(json::Value::as_object).unwrap_or(&empty);
    let mut lacking: Vec<&str> = Vec::new();
    if let Some(node) = object.get("lacks") {
        for (ix, value) in node.list().unwrap_or_default().iter().enumerate() {
            let node = node.element(ix, value);
            let known = operations::ALL.iter().find(|operation| value.as_str() == Some(operation.name));
            match known {
                Some(operation) if operation.need == Need::May && !lacking.contains(&operation.name) => {
                    lacking.push(operation.name);
                }
                _ => {
                    let names = operations::ALL.iter().filter(|operation| operation.need == Need::May);
                    let names: Vec<&str> = names.map(|operation| operation.name).collect();
                    node.expected(&["one of the operations ", &names.join(", "), ", each at most once"].concat());
                }
            }
        }
    }
    for operation in operations::ALL {
        let from_files =
            operation.need == Need::WithoutRecipes && recipes || operation.name == "codeList" && code_lists;
        let ways = [mapped.contains_key(operation.name), from_files, lacking.contains(&operation.name)];
        let count = ways.iter().filter(|way| **way).count();
        let what = match (operation.need, operation.name) {
            (Need::Helps, _) => continue,
            (Need::Always, _) => "the operation, without which nothing works",
            (Need::WithoutRecipes, _) => "either the operation, or the key recipes for static files",
            (_, "codeList") => "either the operation, or the key codeLists for static files, or its name in lacks",
            _ => "either the operation, or its name in lacks",
        };
        if count != 1 {
            let found = if count == 0 { "neither" } else { "more than one of these" };
            let pointer = ["/operations/", operation.name].concat();
            object.problems.report(&pointer, what, found);
        }
    }
    // A slot that cannot be held, or not be given back, is none.
    let of_appointments = ["slots", "hold", "release"];
    let count = of_appointments.iter().filter(|name| mapped.contains_key(name)).count();
    if count != 0 && count != of_appointments.len() {
        object.problems.report("/operations", "slots, hold and release together, or none of them", "only some of them");
    }
}
