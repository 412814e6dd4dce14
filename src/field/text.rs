//! The field kind `text`: a single line, with limits, a pattern, and a few ways to tidy it.

use super::pattern;
use super::schema::{BLANKS, Schema};
use super::typing::{is_blank, tidy};
use super::{Answer, Checked, Context, Error, Fault, Missing, Patterns, Rules, Value, nothing, read_limits, wrong};
use crate::reading::Object;
use crate::text::{self, Text};

/// What a recipe may say of a single line.
#[derive(Clone, Debug, PartialEq)]
pub struct ShortText {
    /// Lengths count Unicode scalar values of the tidied text.
    pub min_length: i64,
    pub max_length: i64,
    pub pattern: Option<Pattern>,
    /// HTML's `inputmode`: the keyboard a phone offers.
    pub inputmode: Option<&'static str>,
    /// How wide the input is, in characters, where its width should hint at the length expected.
    pub width: Option<u8>,
    pub normalize: Option<Normalize>,
}

/// What the whole tidied text must match.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// A regular expression in JavaScript's syntax.
    pub source: String,
    /// What to tell the citizen whose text does not match.
    pub message: Text,
}

/// How a text is tidied before it is checked and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalize {
    /// Blanks, dots and hyphens go: "276 0981-0043" becomes "27609810043".
    Digits,
    /// In capitals.
    Upper,
}

const INPUTMODES: &[&str] = &["text", "numeric", "decimal", "tel", "email", "url"];
const WIDTHS: &[u8] = &[2, 4, 5, 10, 20, 30];

const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// No text is longer than this, whatever a recipe says.
pub(super) const MOST_CHARACTERS: i64 = 100_000;

/// Whether a pattern has nothing that goes two ways, so that any text is read once from its beginning. How long others take is
/// judged by the later part of the program.
pub fn is_plain(pattern: &str) -> bool {
    pattern.len() <= 1000 && !pattern.bytes().any(|b| b"(|*+?,".contains(&b))
}

impl ShortText {
    pub const KEYS: &[&str] =
        &["minLength", "maxLength", "pattern", "patternMessage", "inputmode", "width", "normalize"];

    pub(super) fn read(object: &Object, patterns: &dyn Patterns) -> Self {
        let (min_length, max_length) = read_limits(object, ["minLength", "maxLength"], [0, MOST_CHARACTERS], [0, 200]);
        let source = object.get("pattern").and_then(|node| node.string());
        if let Some(source) = source {
            if let Err(why) = patterns.check(source) {
                object.expected("pattern", &["a regular expression of JavaScript (", &why, ")"].concat());
            } else if !is_plain(source)
                && let Some(what) = pattern::refused(source, max_length)
            {
                object.expected("pattern", what);
            }
        }
        let message = match source {
            Some(_) => object.require("patternMessage", "what to say when the pattern does not match"),
            None => object.get("patternMessage"),
        };
        if source.is_none() && message.is_some() {
            object.expected("patternMessage", "no such key without a pattern");
        }
        let message = message.and_then(text::read);
        let inputmode = object.get("inputmode").and_then(|node| {
            let name = node.string()?;
            let known = INPUTMODES.iter().find(|known| **known == name);
            if known.is_none() {
                node.expected(&["one of ", &INPUTMODES.join(", ")].concat());
            }
            known.copied()
        });
        let width = object.get("width").and_then(|node| {
            let width = WIDTHS.iter().find(|width| node.value.as_i64() == Some(i64::from(**width)));
            if width.is_none() {
                node.expected("one of the widths 2, 4, 5, 10, 20, 30");
            }
            width.copied()
        });
        let normalize = object.get("normalize").and_then(|node| match node.string()? {
            "digits" => Some(Normalize::Digits),
            "upper" => Some(Normalize::Upper),
            _ => {
                node.expected("\"digits\" or \"upper\"");
                None
            }
        });
        let pattern = source.zip(message).map(|(source, message)| Pattern { source: source.into(), message });
        Self { min_length, max_length, pattern, inputmode, width, normalize }
    }

    fn tidied(&self, text: &str) -> String {
        match self.normalize {
            // A draft may hold line ends from when this was a long text.
            None => tidy(text).replace(LINE_ENDS, " "),
            Some(Normalize::Digits) => text.chars().filter(|c| !is_blank(*c) && !is_separator(*c)).collect(),
            Some(Normalize::Upper) => tidy(text).replace(LINE_ENDS, " ").chars().map(upper).collect(),
        }
    }

    /// Whatever stands in a recipe's pattern must match the whole text.
    pub(super) fn schema(&self) -> Schema {
        let schema =
            Schema::shared("line").with("minLength", self.min_length.max(1)).with("maxLength", self.max_length);
        let schema = match self.normalize {
            None => schema,
            Some(Normalize::Digits) => schema.matching(&["^[^", BLANKS, SEPARATORS, "]*$"].concat()),
            Some(Normalize::Upper) => schema.matching("^[^a-z\\u00e0-\\u00f6\\u00f8-\\u00fe]*$"),
        };
        match &self.pattern {
            Some(pattern) => schema.matching(&["^(?:", &pattern.source, ")$"].concat()),
            None => schema,
        }
    }
}

impl Rules for ShortText {
    fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        let text = self.tidied(answer.text());
        if text.is_empty() {
            return nothing(required, Missing::Text);
        }
        check_length(&text, self.min_length, self.max_length)?;
        match &self.pattern {
            Some(pattern) if !cx.patterns.is_match(&pattern.source, &text) => {
                wrong(Fault::Pattern(pattern.message.clone()))
            }
            _ => Ok(Value::Text(text)),
        }
    }

    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(|text| self.tidied(text))
    }
}

/// Dots, and hyphens and dashes of every length.
fn is_separator(c: char) -> bool {
    matches!(c, '.' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The same as a pattern's class has them.
const SEPARATORS: &str = ".\\u2010-\\u2015\\u2212\\-";

/// The capital of a Latin-1 letter (the full Unicode table would cost more bytes than it is worth: plates and
/// certificate numbers have no other letters).
pub(super) fn upper(c: char) -> char {
    match c {
        'a'..='z' | 'à'..='ö' | 'ø'..='þ' => char::from_u32(u32::from(c) - 32).unwrap_or(c),
        _ => c,
    }
}

/// Whether a text is long enough and not too long, in Unicode scalar values.
pub(super) fn check_length(text: &str, min: i64, max: i64) -> Result<(), Vec<Error>> {
    let length = text.chars().count() as i64;
    if length < min {
        return Err(vec![Error { part: None, fault: Fault::TooShort { min } }]);
    }
    if length > max {
        return Err(vec![Error { part: None, fault: Fault::TooLong { max } }]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::tests::{cx, pointers, read, typed};
    use serde_json::json;

    fn kind(json: serde_json::Value) -> ShortText {
        read(json, |object| ShortText::read(object, cx().patterns))
    }

    #[test]
    fn sends_the_tidied_text() {
        let kind = kind(json!({}));
        assert_eq!(kind.check(&typed("  Rex\u{a0}"), true, &cx()), Ok(Value::Text("Rex".into())));
        assert_eq!(kind.check(&typed(" \n"), false, &cx()), Ok(Value::Null));
        assert_eq!(kind.check(&typed(" "), true, &cx()), nothing(true, Missing::Text));
        assert_eq!(kind.normalize(&typed(" Rex ")), Some(typed("Rex")));
        assert_eq!(kind.normalize(&typed("Rex")), None);
    }

    #[test]
    fn counts_characters_not_bytes() {
        let kind = kind(json!({"minLength": 2, "maxLength": 3}));
        assert_eq!(kind.check(&typed("äöü"), true, &cx()), Ok(Value::Text("äöü".into())));
        assert_eq!(kind.check(&typed("ä"), true, &cx()), wrong(Fault::TooShort { min: 2 }));
        assert_eq!(kind.check(&typed("äöüß"), true, &cx()), wrong(Fault::TooLong { max: 3 }));
    }

    #[test]
    fn a_pattern_is_matched_after_tidying() {
        let kind = kind(json!({
            "pattern": "[0-9]{15}", "patternMessage": {"de": "15 Ziffern"}, "normalize": "digits", "inputmode": "numeric",
            "width": 20
        }));
        assert_eq!(kind.check(&typed(" 276 0981.0043–2101"), true, &cx()), Ok(Value::Text("276098100432101".into())));
        let message = Text::from_pairs(&[("de", "15 Ziffern")]);
        assert_eq!(kind.check(&typed("276"), true, &cx()), wrong(Fault::Pattern(message)));
        assert_eq!((kind.inputmode, kind.width), (Some("numeric"), Some(20)));
    }

    #[test]
    fn a_pattern_that_takes_for_ever_is_a_mistake() {
        let read = |object: &Object| ShortText::read(object, cx().patterns);
        let json = |pattern: &str, most| json!({"pattern": pattern, "patternMessage": {"de": "x"}, "maxLength": most});
        assert_eq!(pointers(json("(a+)+b", 50), read), ["/pattern"]);
        assert_eq!(pointers(json("a*ab", 50), read), [""; 0]);
        // What fits a short text soon may take long for a long one.
        assert_eq!(pointers(json("a*ab", 5000), read), ["/pattern"]);
        assert_eq!(pointers(json(&"a".repeat(1001), 5000), read), ["/pattern"]);
        assert!(is_plain("[0-9]{5}") && !is_plain("[0-9]{1,5}"));
    }

    #[test]
    fn capitals_reach_beyond_ascii() {
        let kind = kind(json!({"normalize": "upper"}));
        assert_eq!(kind.normalize(&typed("fü-ß 7÷é")), Some(typed("FÜ-ß 7÷É")));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        let read = |object: &Object| ShortText::read(object, cx().patterns);
        assert_eq!(pointers(json!({"minLength": 5, "maxLength": 4}), read), ["/maxLength"]);
        assert_eq!(pointers(json!({"minLength": 201}), read), ["/minLength"]);
        assert_eq!(pointers(json!({"pattern": "("}), read), ["/pattern", "/patternMessage"]);
        assert_eq!(pointers(json!({"patternMessage": {"de": "x"}}), read), ["/patternMessage"]);
        assert_eq!(
            pointers(json!({"inputmode": "search", "width": 3, "normalize": "lower"}), read),
            ["/inputmode", "/width", "/normalize"]
        );
    }
}
