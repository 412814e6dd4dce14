//! JSON without its white space, or with as much as people need, otherwise as it stands: same order, same notation of
//! numbers and texts.

use anyhow::{Context, Result};

pub fn minified(text: &str) -> Result<String> {
    let _: serde_json::Value = serde_json::from_str(text).context("is not JSON")?;
    let mut out = String::with_capacity(text.len());
    let (mut in_text, mut escaped) = (false, false);
    for c in text.chars() {
        if in_text {
            in_text = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else if c.is_ascii_whitespace() {
            continue;
        } else {
            in_text = c == '"';
        }
        out.push(c);
    }
    Ok(out)
}

/// Spread over lines, two spaces for each level; what is short stays in one line. The text must be minified JSON.
pub fn spread(text: &str) -> String {
    let mut out = String::with_capacity(2 * text.len());
    spread_to(text, "\n", &mut out);
    out
}

fn spread_to(value: &str, line: &str, out: &mut String) {
    let members = if value.starts_with(['{', '[']) { members(value) } else { Vec::new() };
    let short = value.len() + line.len() <= MOST_IN_LINE;
    if members.is_empty() || short && members.iter().all(|(_, value)| !value.starts_with(['{', '['])) {
        return out.push_str(value);
    }
    out.push_str(&value[..1]);
    let inner = format!("{line}  ");
    for (ix, (key, value)) in members.into_iter().enumerate() {
        out.extend([if ix > 0 { "," } else { "" }, &inner, key, if key.is_empty() { "" } else { " " }]);
        spread_to(value, &inner, out);
    }
    out.extend([line, &value[value.len() - 1..]]);
}

const MOST_IN_LINE: usize = 100;

/// The members of an object or a list, each with its key and the colon after it.
fn members(value: &str) -> Vec<(&str, &str)> {
    let (mut members, mut depth, mut in_text, mut escaped) = (Vec::new(), 0, false, false);
    let (mut start, mut key) = (1, "");
    for (at, c) in value.char_indices() {
        if in_text {
            in_text = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        in_text = c == '"';
        depth += i32::from(matches!(c, '{' | '[')) - i32::from(matches!(c, '}' | ']'));
        if depth == 1 && c == ':' {
            key = &value[start..=at];
            start = at + 1;
        } else if (depth == 1 && c == ',' || depth == 0) && start < at {
            members.push((key, &value[start..at]));
            (key, start) = ("", at + 1);
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_spread_and_says_the_same() {
        let text = r#"{"a":[],"b":{"c":"x,:{ \"","d":[1,[2]]},"e":{}}"#;
        let lines =
            ["{", r#"  "a": [],"#, r#"  "b": {"#, r#"    "c": "x,:{ \"","#, r#"    "d": ["#, "      1,", "      [2]"];
        let lines = [lines.as_slice(), &["    ]", "  },", r#"  "e": {}"#, "}"]].concat();
        assert_eq!(spread(text), lines.join("\n"));
        assert_eq!(minified(&spread(text)).unwrap(), text);
        assert_eq!(spread("[1,2]"), "[1,2]");
    }

    #[test]
    fn only_white_space_between_tokens_goes() {
        let text = "{ \"b\" : [ 1.50,\n2 ],\t\"a\": \"x \\\" y \\\\\" , \"c\": \" \" }\n";
        assert_eq!(minified(text).unwrap(), "{\"b\":[1.50,2],\"a\":\"x \\\" y \\\\\",\"c\":\" \"}");
    }

    #[test]
    fn what_is_no_json_is_refused() {
        assert!(minified("{\"a\": 1,}").is_err());
    }
}
