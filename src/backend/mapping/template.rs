//! Texts with placeholders: `applications/{key}`. What a placeholder names is an input of the operation.

use crate::json::{self, Object, Value};
use crate::reading::Node;

/// A text with places to fill.
#[derive(Clone, Debug, PartialEq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Words(String),
    /// The path of an input, its parts separated by points: `answers.chip`.
    Input(String),
}

/// Which inputs there are where a template stands.
#[derive(Clone, Copy)]
pub struct Scope {
    pub inputs: &'static [&'static str],
    /// Whether it is about an entry of a list.
    pub entry: bool,
    /// Whether there is an answer to point into.
    pub answer: bool,
}

/// Inputs of which parts can be named: they are objects or lists.
const WITH_PARTS: [&str; 2] = ["answers", "entry"];

impl Scope {
    pub fn knows(&self, path: &str) -> bool {
        let mut parts = path.split('.');
        let root = parts.next().unwrap_or_default();
        let known = self.inputs.contains(&root) || self.entry && root == "entry";
        let mut rest = parts.peekable();
        known && (rest.peek().is_none() || WITH_PARTS.contains(&root) && rest.all(|part| !part.is_empty()))
    }

    /// For an author: what can be named here.
    pub fn expected(&self) -> String {
        let mut names: Vec<String> = self.inputs.iter().map(|name| ["{", name, "}"].concat()).collect();
        if self.entry {
            names.push("{entry}".into());
        }
        ["a text whose placeholders are among ", &names.join(", "), " ({{ and }} for braces)"].concat()
    }
}

impl Template {
    /// Reads a text; `{{` and `}}` are braces that mean themselves.
    pub fn read(node: Node, scope: Scope) -> Option<Template> {
        let template = Self::parse(node.string()?).filter(|template| template.paths().all(|path| scope.knows(path)));
        if template.is_none() {
            node.expected(&scope.expected());
        }
        template
    }

    fn parse(text: &str) -> Option<Template> {
        let (mut pieces, mut words) = (Vec::new(), String::new());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            words.push_str(&rest[..at]);
            let brace = &rest[at..at + 1];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                words.push_str(brace);
                rest = after;
                continue;
            }
            let (path, after) = rest.split_once('}').filter(|_| brace == "{")?;
            if !words.is_empty() {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
            }
            pieces.push(Piece::Input(path.to_owned()));
            rest = after;
        }
        words.push_str(rest);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        Some(Template(pieces))
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The inputs it names.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Input(path) => Some(path.as_str()),
            Piece::Words(_) => None,
        })
    }

    /// The one input it consists of, if it is nothing else.
    pub fn only_input(&self) -> Option<&str> {
        match &self.0[..] {
            [Piece::Input(path)] => Some(path),
            _ => None,
        }
    }

    /// The value it stands for: an input as it is, where it is nothing but that, else a text. What is not there is
    /// nothing, in a text an empty one.
    pub fn value(&self, inputs: &Object) -> Option<Value> {
        match self.only_input() {
            Some(path) => find(inputs, path).cloned(),
            None => Some(Value::String(self.filled(inputs, text))),
        }
    }

    /// The text, each value in it written by `write`.
    pub fn filled(&self, inputs: &Object, write: impl Fn(&Value) -> String) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Input(path) => out.push_str(&find(inputs, path).map(&write).unwrap_or_default()),
            }
        }
        out
    }
}

/// The input at a path; `None` for what is not there, or is null.
pub fn find<'a>(inputs: &'a Object, path: &str) -> Option<&'a Value> {
    let mut parts = path.split('.');
    let first = inputs.get(parts.next()?)?;
    let found = parts.try_fold(first, |value, part| match value {
        Value::Array(list) => list.get(part.parse::<usize>().ok()?),
        value => value.get(part),
    });
    found.filter(|value| !value.is_null())
}

/// A value as people write it; what is no single value as JSON.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => json::write(other),
    }
}

/// A text as one value in an address or a form: everything but letters, digits and `-._~` as its bytes (RFC 3986 § 2.3).
pub fn encoded(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use crate::reading::Problems;
    use serde_json::json;

    const SCOPE: Scope = Scope { inputs: &["key", "answers"], entry: false, answer: false };

    fn template(text: &str) -> Option<Template> {
        Template::read(Node::at(&text.into(), "", &Problems::new()), SCOPE)
    }

    fn filled(text: &str) -> Option<Value> {
        let inputs = given(&json!({"key": "a b", "answers": {"n": 7, "list": ["x", "y"], "nothing": null}}));
        template(text).expect("a template").value(inputs.as_object().unwrap())
    }

    #[test]
    fn what_is_nothing_but_a_placeholder_stays_what_it_is() {
        assert_eq!(filled("{answers.n}"), Some(7.into()));
        assert_eq!(filled("{answers.list.1}"), Some("y".into()));
        assert_eq!(filled("{answers.list}"), Some(given(&json!(["x", "y"]))));
        assert_eq!((filled("{answers.nothing}"), filled("{answers.other}")), (None, None));
    }

    #[test]
    fn in_a_text_values_are_written_out() {
        assert_eq!(
            filled("{{{key}}}: {answers.n}, {answers.list}, {answers.other}."),
            Some("{a b}: 7, [\"x\",\"y\"], .".into())
        );
        assert_eq!(filled(""), Some("".into()));
    }

    #[test]
    fn unknown_inputs_and_stray_braces_are_refused() {
        for bad in ["{other}", "{key.part}", "{answers.}", "{", "}", "a } b", "{key", "{{key}", "{}", "{ key }"] {
            assert_eq!(template(bad), None, "{bad}");
        }
    }

    #[test]
    fn values_in_addresses_mean_themselves() {
        assert_eq!(encoded("a/b?c&d=é ~"), "a%2Fb%3Fc%26d%3D%C3%A9%20~");
    }
}
