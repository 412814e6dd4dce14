//! The request of an operation: as the mapping says it, and as it is sent.

use super::made::{Made, texts};
use super::operations::Operation;
use super::template::{Piece, Scope, Template, encoded, find, text};
use super::value::Basis;
use crate::json;
use crate::reading::{Node, Object};

/// How an operation is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub method: &'static str,
    /// Follows the base address.
    pub path: Template,
    query: Vec<(String, Made)>,
    headers: Vec<(String, Template)>,
    body: Body,
}

#[derive(Clone, Debug, PartialEq)]
enum Body {
    None,
    Json(Made),
    /// `application/x-www-form-urlencoded`
    Form(Vec<(String, Made)>),
    /// `multipart/form-data`; the file itself is the member without a template.
    Multipart(Vec<(String, Option<Made>)>),
    /// The file, as it is.
    File,
}

/// A request that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub method: &'static str,
    /// Follows the base address.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    None,
    Text(String),
    /// The file, as it is.
    File,
    /// Parts of `multipart/form-data`; the one without a text is the file.
    Parts(Vec<(String, Option<String>)>),
}

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The keys of an operation that say how it is asked for.
pub const KEYS: &[&str] = &["method", "path", "query", "headers", "json", "form", "multipart", "file"];

impl Call {
    pub fn read(object: &Object, operation: &'static Operation) -> Option<Call> {
        let scope = Scope { inputs: operation.inputs, entry: false, answer: false };
        let method = object.require("method", "GET, POST, PUT, PATCH or DELETE").and_then(|node| {
            let found = METHODS.into_iter().find(|method| node.value.as_str() == Some(method));
            if found.is_none() {
                node.expected("GET, POST, PUT, PATCH or DELETE");
            }
            found
        });
        let path = object.require("path", "what follows the base address").and_then(|node| path(node, scope));
        let query = members(object, "query", scope);
        let headers = headers(object, scope);
        let body = body(object, operation, scope);
        if let Some(method) = method
            && matches!(method, "GET" | "DELETE")
            && body.as_ref().is_some_and(|body| *body != Body::None)
        {
            object.expected("method", "POST, PUT or PATCH for a request with a body");
            return None;
        }
        Some(Call { method: method?, path: path?, query: query?, headers: headers?, body: body? })
    }

    /// The request for these inputs. The error is for an integrator, and tells nothing of a person.
    pub fn prepare(&self, from: &Basis, shared: &[(String, Template)]) -> Result<Prepared, String> {
        let mut path = self.place(from)?;
        let mut sign = '?';
        for (name, made) in &self.query {
            for value in texts(made.value(from)?) {
                path.push(sign);
                path.push_str(&[&encoded(name), "=", &encoded(&value)].concat());
                sign = '&';
            }
        }
        let (kind, content) = self.content(from)?;
        let mut headers: Vec<(String, String)> = Vec::new();
        headers.extend(kind.map(|kind| ("Content-Type".to_owned(), kind)));
        for (name, template) in shared.iter().chain(&self.headers) {
            let value = template.filled(from.inputs, text);
            if !is_plain(&value) {
                return Err(["the header ", name, ": a value with other characters than those of ASCII"].concat());
            }
            headers.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
            headers.push((name.clone(), value));
        }
        Ok(Prepared { method: self.method, path, headers, content })
    }

    /// The path with its placeholders filled. Nothing in it can leave its place: a value is never empty, nor dots alone.
    fn place(&self, from: &Basis) -> Result<String, String> {
        for piece in self.path.pieces() {
            if let Piece::Input(input) = piece {
                let value = find(from.inputs, input).map(text).unwrap_or_default();
                if value.bytes().all(|byte| byte == b'.') {
                    return Err(["path: nothing that can stand in an address at {", input, "}"].concat());
                }
            }
        }
        Ok(self.path.filled(from.inputs, |value| encoded(&text(value))))
    }

    fn content(&self, from: &Basis) -> Result<(Option<String>, Content), String> {
        Ok(match &self.body {
            Body::None => (None, Content::None),
            Body::Json(made) => {
                let value = made.value(from)?.unwrap_or_default();
                (Some("application/json".into()), Content::Text(json::write(&value)))
            }
            Body::Form(members) => {
                let mut form = String::new();
                for (name, made) in members {
                    for value in texts(made.value(from)?) {
                        if !form.is_empty() {
                            form.push('&');
                        }
                        form.push_str(&[&encoded(name), "=", &encoded(&value)].concat());
                    }
                }
                (Some("application/x-www-form-urlencoded".into()), Content::Text(form))
            }
            Body::Multipart(members) => {
                let mut parts = Vec::new();
                for (name, made) in members {
                    match made {
                        // The browser writes the boundary, and so the type.
                        None => parts.push((name.clone(), None)),
                        Some(made) => {
                            parts.extend(texts(made.value(from)?).into_iter().map(|value| (name.clone(), Some(value))))
                        }
                    }
                }
                (None, Content::Parts(parts))
            }
            Body::File => {
                let kind = find(from.inputs, "type").map(text).filter(|kind| !kind.is_empty() && is_plain(kind));
                (Some(kind.unwrap_or_else(|| "application/octet-stream".into())), Content::File)
            }
        })
    }

    /// Whether the address or the body names an input.
    pub fn names(&self, input: &str) -> bool {
        let body = match &self.body {
            Body::Json(made) => made.names(input),
            Body::Form(members) => members.iter().any(|(_, made)| made.names(input)),
            Body::Multipart(members) => {
                members.iter().any(|(_, made)| made.as_ref().is_some_and(|made| made.names(input)))
            }
            Body::None | Body::File => false,
        };
        body || self.query.iter().any(|(_, made)| made.names(input)) || self.is_at(input)
    }

    /// Whether anything in it names an input, the headers too.
    pub fn uses(&self, input: &str) -> bool {
        self.names(input) || self.headers.iter().any(|(_, template)| template.paths().any(|path| path == input))
    }

    /// Whether the path names an input.
    pub fn is_at(&self, input: &str) -> bool {
        self.path.paths().any(|path| path == input)
    }

    /// The answer that a place of the body came from, as a pointer into an application: `/dog/chip` is `/answers/chip`
    /// where the template says so. Places are written as pointers, or with points (`dog.chip`).
    pub fn origin(&self, place: &str) -> Option<String> {
        let plain = place.trim_start_matches(['#', '$', '/', '.']).replace(['.', '['], "/").replace(']', "");
        let place = ["/", &plain].concat();
        let input = match &self.body {
            Body::Json(made) => made.origin(&place, None),
            Body::Form(members) => {
                let name = plain.split('/').next().unwrap_or_default();
                members.iter().find(|(own, _)| own == name)?.1.origin("", None)
            }
            _ => None,
        }?;
        input.starts_with("answers/").then(|| ["/", &input].concat())
    }
}

/// Whether a text can be a header's.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// A path below the base address.
fn path(node: Node, scope: Scope) -> Option<Template> {
    let template = Template::read(node, scope)?;
    let words: String = template
        .pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            // Something that is no sign of an address.
            Piece::Input(_) => "x",
        })
        .collect();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$'()*+,;=@%".contains(&byte);
    let inside = !words.starts_with('/') && words.split('/').all(|part| part != "." && part != "..");
    if !(inside && words.bytes().all(plain)) {
        node.expected("a path below the base address, such as applications/{key}; what follows a ? stands in query");
        return None;
    }
    Some(template)
}

/// Members whose values are single ones, or lists of them.
fn members(object: &Object, key: &str, scope: Scope) -> Option<Vec<(String, Made)>> {
    let Some(node) = object.get(key) else { return Some(Vec::new()) };
    let object = node.object()?;
    let read: Vec<_> =
        object.map.keys().filter_map(|key| Some((key.to_owned(), member(object.get(key)?, scope)?))).collect();
    (read.len() == object.map.len()).then_some(read)
}

fn member(node: Node, scope: Scope) -> Option<Made> {
    let made = Made::read(node, scope)?;
    let single = !matches!(made, Made::List(_) | Made::Object(_) | Made::Literal(json::Value::Null));
    if !single {
        node.expected("a text, perhaps with placeholders, a number, true, false, or {\"$\": …}");
    }
    single.then_some(made)
}

/// Headers that a page may not set, or that would hold what no public file may hold.
const NEVER: [&str; 8] =
    ["cookie", "host", "origin", "referer", "content-length", "connection", "transfer-encoding", "set-cookie"];

/// Headers; a secret has no place in a file that everybody can read.
pub fn headers(object: &Object, scope: Scope) -> Option<Vec<(String, Template)>> {
    let Some(node) = object.get("headers") else { return Some(Vec::new()) };
    let object = node.object()?;
    let mut headers = Vec::new();
    for name in object.map.keys() {
        let token = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        let lower = name.to_ascii_lowercase();
        if !token || NEVER.contains(&&*lower) || lower.starts_with("sec-") || lower.starts_with("proxy-") {
            object.report(name, "the name of a header that pages may set", "another name");
            continue;
        }
        let Some(value) = object.get(name).and_then(|node| Template::read(node, scope)) else { continue };
        let words = value.pieces().iter().all(|piece| match piece {
            Piece::Words(words) => is_plain(words),
            Piece::Input(_) => true,
        });
        if !words {
            object.expected(name, "a text of ASCII characters");
        } else if lower == "authorization" && value.paths().next().is_none() {
            object.report(
                name,
                "a placeholder in it: everybody can read this file, so no secret may stand in it",
                "none",
            );
        } else {
            headers.push((name.to_owned(), value));
        }
    }
    (headers.len() == object.map.len()).then_some(headers)
}

fn body(object: &Object, operation: &'static Operation, scope: Scope) -> Option<Body> {
    let keys: Vec<&str> =
        ["json", "form", "multipart", "file"].into_iter().filter(|key| object.map.contains_key(key)).collect();
    let [key] = keys[..] else {
        if let [_, second, ..] = keys[..] {
            object.report(second, "only one of json, form, multipart and file", "a second body");
            return None;
        }
        if operation.file {
            object.expected("file", "the file: true, or a member of multipart that is {\"$file\": true}");
            return None;
        }
        return Some(Body::None);
    };
    let node = object.get(key)?;
    match key {
        "json" if !operation.file => Made::read(node, scope).map(Body::Json),
        "form" if !operation.file => members(object, "form", scope).map(Body::Form),
        "multipart" => multipart(node, operation, scope).map(Body::Multipart),
        "file" if operation.file => {
            let right = node.value.as_bool() == Some(true);
            if !right {
                node.expected("true");
            }
            right.then_some(Body::File)
        }
        _ => {
            let what =
                if operation.file { "file or multipart, as a file goes with it" } else { "no file in this operation" };
            object.report(key, what, "another body");
            None
        }
    }
}

fn multipart(node: Node, operation: &'static Operation, scope: Scope) -> Option<Vec<(String, Option<Made>)>> {
    let object = node.object()?;
    let mut parts = Vec::new();
    for name in object.map.keys() {
        let Some(node) = object.get(name) else { continue };
        let is_file = node.value.get("$file").is_some();
        if is_file {
            let object = node.object()?;
            object.finish(&[&["$file"]]);
            if object.get("$file").and_then(|node| node.boolean()) == Some(true) && operation.file {
                parts.push((name.to_owned(), None));
            } else {
                node.expected("{\"$file\": true}, in an operation with a file");
            }
        } else {
            parts.extend(member(node, scope).map(|made| (name.to_owned(), Some(made))));
        }
    }
    let files = parts.iter().filter(|(_, made)| made.is_none()).count();
    if parts.len() == object.map.len() && files != usize::from(operation.file) {
        node.expected("exactly one member that is {\"$file\": true} where a file goes with it, and none elsewhere");
        return None;
    }
    (parts.len() == object.map.len()).then_some(parts)
}
