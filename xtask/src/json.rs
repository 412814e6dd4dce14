//! JSON without its white space, otherwise as it stands: same order, same notation of numbers and texts.

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

#[cfg(test)]
mod tests {
    use super::*;

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
