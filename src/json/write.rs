//! Writes a value as JSON, as short as it can be.

use super::Value;

/// The text of a value, without blanks, members in their order.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_to(value, &mut out);
    out
}

fn write_to(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(number) => number.write(out),
        Value::String(text) => write_text(text, out),
        Value::Array(list) => {
            let mut before = '[';
            for element in list {
                out.push(before);
                write_to(element, out);
                before = ',';
            }
            out.push_str(if list.is_empty() { "[]" } else { "]" });
        }
        Value::Object(object) => {
            let mut before = '{';
            for (key, value) in object.iter() {
                out.push(before);
                write_text(key, out);
                out.push(':');
                write_to(value, out);
                before = ',';
            }
            out.push_str(if object.is_empty() { "{}" } else { "}" });
        }
    }
}

/// Only what must be escaped is (RFC 8259 § 7).
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| b < b' ' || matches!(b, b'"' | b'\\')) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let byte = special.as_bytes()[0];
        out.push('\\');
        match byte {
            b'\x08' => out.push('b'),
            b'\t' => out.push('t'),
            b'\n' => out.push('n'),
            b'\x0c' => out.push('f'),
            b'\r' => out.push('r'),
            b'"' | b'\\' => out.push(char::from(byte)),
            _ => {
                out.push_str(if byte < 16 { "u000" } else { "u001" });
                out.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
            }
        }
        rest = &special[1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::super::{given, read};
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_written_without_blanks_and_in_order() {
        let text = r#"{"b":[1,-2.5,[],{}],"a":{"x":null,"y":true,"z":false}}"#;
        assert_eq!(write(&read(text).unwrap()), text);
    }

    #[test]
    fn every_character_is_escaped_as_serde_json_does() {
        let all: String = (0..300).filter_map(char::from_u32).chain("…😀\u{2028}".chars()).collect();
        let json = json!({ &all: [all, "", "\\\"", "\n"] });
        assert_eq!(write(&given(&json)), json.to_string());
    }
}
