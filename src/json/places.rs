//! Where in a text the values at some JSON Pointers stand: for people who have to find them again.

use std::ops::Range;

/// The bytes of each value that a pointer (RFC 6901) names, with its key. Where there is none, those of the nearest one around
/// it. One walk through the text finds them all; of a text that is no JSON, nothing that can be relied on.
pub fn places(text: &str, pointers: &[&str]) -> Vec<Range<usize>> {
    let mut wanted: Vec<Wanted> = pointers.iter().enumerate().map(|(ix, rest)| Wanted { ix, rest }).collect();
    // Those below the same value stand together, however deep.
    wanted.sort_by(|a, b| a.rest.split('/').cmp(b.rest.split('/')));
    let mut walk = Walk { bytes: text.as_bytes(), at: 0, found: vec![0..text.len(); pointers.len()] };
    walk.value(None, wanted);
    walk.found
}

/// One of the pointers, as far as it has not been followed: empty, or from a slash on.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    ix: usize,
    rest: &'a str,
}

impl<'a> Wanted<'a> {
    fn token(&self) -> Option<&'a str> {
        self.rest.strip_prefix('/')?.split('/').next()
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    found: Vec<Range<usize>>,
}

impl Walk<'_> {
    /// The next byte after blanks; 0 at the end.
    fn token(&mut self) -> u8 {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Walks through a value, which begins with its key where it has one.
    fn value(&mut self, key: Option<usize>, wanted: Vec<Wanted>) {
        let first = self.token();
        let start = key.unwrap_or(self.at);
        match first {
            b'{' | b'[' => self.inside(first == b'{', &wanted),
            b'"' => self.string(),
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || b",]}{[\"".contains(byte);
                let rest = &self.bytes[self.at..];
                self.at += rest.iter().position(ends).unwrap_or(rest.len());
            }
        }
        // Whoever was found deeper inside stays there.
        let end = self.at;
        for wanted in wanted {
            let place = &mut self.found[wanted.ix];
            if *place == (0..self.bytes.len()) {
                *place = start..end;
            }
        }
    }

    /// Walks through an object or a list.
    fn inside(&mut self, object: bool, wanted: &[Wanted]) {
        self.at += 1;
        let close = if object { b'}' } else { b']' };
        let mut number = 0;
        loop {
            let token = self.token();
            let before = self.at;
            if token == close || token == 0 {
                break;
            }
            let (key, name) = if object {
                let from = self.at;
                self.string();
                let name = self.name(from);
                if self.token() == b':' {
                    self.at += 1;
                }
                (Some(from), name)
            } else {
                number += 1;
                (None, (number - 1).to_string())
            };
            self.value(key, below(wanted, &name));
            if self.token() == b',' {
                self.at += 1;
            }
            if self.at == before {
                return;
            }
        }
        self.at = (self.at + 1).min(self.bytes.len());
    }

    fn string(&mut self) {
        if self.token() != b'"' {
            return;
        }
        self.at += 1;
        loop {
            let byte = self.bytes.get(self.at);
            self.at = (self.at + if byte == Some(&b'\\') { 2 } else { 1 }).min(self.bytes.len());
            if matches!(byte, None | Some(b'"')) {
                return;
            }
        }
    }

    /// The key that was read from here on, as a pointer spells it.
    fn name(&self, from: usize) -> String {
        let written = String::from_utf8_lossy(&self.bytes[from..self.at]);
        let key = super::read(&written).ok();
        let pointer = crate::reading::child("", key.as_ref().and_then(super::Value::as_str).unwrap_or_default());
        pointer[1..].to_owned()
    }
}

/// Those of the sorted pointers that go on with this token, from behind it on.
fn below<'a>(wanted: &[Wanted<'a>], token: &str) -> Vec<Wanted<'a>> {
    let from = wanted.partition_point(|wanted| wanted.token().is_none_or(|own| own < token));
    let of = |wanted: &&Wanted| wanted.token() == Some(token);
    wanted[from..]
        .iter()
        .take_while(of)
        .map(|wanted| Wanted { ix: wanted.ix, rest: &wanted.rest[1 + token.len()..] })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "{\n \"a/b\": [1, {\"~\": \"x\\\"]\"}, true],\n \"o\": {\"k\": -1.5e3, \"\\u006e\": null }, \"e\": {}}";

    fn at(pointer: &str) -> &'static str {
        &TEXT[places(TEXT, &[pointer]).remove(0)]
    }

    #[test]
    fn values_are_found_with_their_keys() {
        for (pointer, place) in [
            ("", TEXT),
            ("/a~1b/0", "1"),
            ("/a~1b/1", "{\"~\": \"x\\\"]\"}"),
            ("/a~1b/1/~0", "\"~\": \"x\\\"]\""),
            ("/a~1b/2", "true"),
            ("/o/k", "\"k\": -1.5e3"),
            ("/o/n", "\"\\u006e\": null"),
            ("/e", "\"e\": {}"),
        ] {
            assert_eq!(at(pointer), place, "{pointer}");
        }
    }

    #[test]
    fn what_is_missing_is_looked_for_where_it_should_be() {
        for (pointer, place) in [
            ("/o/none/deeper", "\"o\": {\"k\": -1.5e3, \"\\u006e\": null }"),
            ("/a~1b/3", at("/a~1b")),
            ("/none", TEXT),
        ] {
            assert_eq!(at(pointer), place, "{pointer}");
        }
    }

    #[test]
    fn many_are_found_at_once_and_each_once_more() {
        let pointers = ["/o/n", "/a~1b/1/~0", "/o", "/o/k", "/o/n", "", "/o!", "/o/k/x"];
        let found = places(TEXT, &pointers);
        for (pointer, place) in pointers.iter().zip(found) {
            assert_eq!(&TEXT[place], at(pointer), "{pointer}");
        }
    }

    #[test]
    fn no_text_holds_it_up() {
        for text in
            ["", "{", "[[", "{\"a", "{\"a\"", "{\"a\":", "\"\\", "}", "{]", "[}", "{\"a\":1 \"b\"", "[1 2]", "tru"]
        {
            for place in places(text, &["", "/a", "/0/1"]) {
                assert!(text.get(place).is_some(), "{text}");
            }
        }
    }
}
