//! Reads a JSON text: strictly what RFC 8259 says, or the place where it says otherwise.

use super::{Number, Object, Value};

/// The first mistake in a text, for whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} instead of {expected} at line {line}, column {column}")]
pub struct Error {
    /// Both count from 1; columns are characters.
    pub line: usize,
    pub column: usize,
    /// An English phrase: "a comma or ]".
    pub expected: &'static str,
    /// What stood there: "the end of the text".
    pub found: String,
}

/// Lists and objects in each other deeper than this are refused, so that no recursion is deep.
const DEEPEST: usize = 127;

/// Reads a text that is one value, with blanks around it or none.
pub fn read(text: &str) -> Result<Value, Error> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        members: Vec::new(),
        keys: Vec::new(),
        elements: Vec::new(),
        expected: "",
        twice: None,
    };
    let value = reader.value();
    match value.filter(|_| reader.ends()) {
        Some(value) => Ok(value),
        None => Err(reader.error()),
    }
}

/// `None` from any of its functions means that reading has ended, at `at`.
struct Reader<'a> {
    text: &'a str,
    /// In bytes.
    at: usize,
    depth: usize,
    /// What has been read of the objects and lists that are open, the innermost last: so that each gets the very room it
    /// needs when it is closed.
    members: Vec<(String, Value)>,
    elements: Vec<Value>,
    /// Where the keys of the objects that are open stand.
    keys: Vec<usize>,
    expected: &'static str,
    /// The key that stands at `at` for the second time.
    twice: Option<String>,
}

impl Reader<'_> {
    fn fail<T>(&mut self, expected: &'static str) -> Option<T> {
        self.expected = expected;
        None
    }

    /// The next byte; 0, which is never right, at the end.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte after blanks.
    fn token(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.peek()
    }

    fn ends(&mut self) -> bool {
        self.token();
        self.at == self.text.len() || self.fail("the end").unwrap_or(false)
    }

    fn value(&mut self) -> Option<Value> {
        match self.token() {
            b'"' => self.string().map(Value::String),
            b'{' => self.object(),
            b'[' => self.list(),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.word("null", Value::Null),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            _ => self.fail("a value"),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        if !self.text.get(self.at..)?.starts_with(word) {
            return self.fail("a value (texts stand in quotation marks)");
        }
        self.at += word.len();
        Some(value)
    }

    /// Opens a list or an object and tells whether there is anything in it.
    fn open(&mut self, close: u8) -> Option<bool> {
        if self.depth == DEEPEST {
            return self.fail("a value nested less deeply");
        }
        self.depth += 1;
        self.at += 1;
        Some(self.token() != close)
    }

    /// Whether another element or member comes, after its comma.
    fn more(&mut self, close: u8, expected: &'static str) -> Option<bool> {
        let token = self.token();
        if token == b',' {
            self.at += 1;
            return Some(true);
        }
        if token == close { Some(false) } else { self.fail(expected) }
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }

    fn list(&mut self) -> Option<Value> {
        let start = self.elements.len();
        let mut more = self.open(b']')?;
        while more {
            let element = self.value()?;
            self.elements.push(element);
            more = self.more(b']', "a comma or ]")?;
        }
        self.close();
        Some(Value::Array(self.elements.drain(start..).collect()))
    }

    fn object(&mut self) -> Option<Value> {
        let (start, first_key) = (self.members.len(), self.keys.len());
        let mut more = self.open(b'}')?;
        while more {
            if self.token() != b'"' {
                return self.fail("a key in quotation marks");
            }
            self.keys.push(self.at);
            let key = self.string()?;
            if self.token() != b':' {
                return self.fail("a colon");
            }
            self.at += 1;
            let value = self.value()?;
            self.members.push((key, value));
            more = self.more(b'}', "a comma or }")?;
        }
        self.close();
        match Object::of(self.members.drain(start..).collect()) {
            Ok(object) => {
                self.keys.truncate(first_key);
                Some(Value::Object(object))
            }
            Err(place) => {
                let at = self.keys[first_key + place];
                self.at = at;
                self.twice = self.string();
                self.at = at;
                self.fail("another key")
            }
        }
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        self.at += usize::from(self.peek() == b'-');
        if self.peek() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), b'+' | b'-'));
            self.digits()?;
        }
        Some(Value::Number(Number::of(self.text.get(start..self.at)?)))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start { self.fail("a digit") } else { Some(()) }
    }

    /// Texts are mostly plain: what has no escapes is copied once, in one piece.
    fn string(&mut self) -> Option<String> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..)?;
            let plain = rest.bytes().position(|b| b < b' ' || matches!(b, b'"' | b'\\')).unwrap_or(rest.len());
            let piece = rest.get(..plain)?;
            self.at += plain;
            match self.peek() {
                b'"' if out.is_empty() => {
                    self.at += 1;
                    return Some(piece.to_owned());
                }
                b'"' => {
                    self.at += 1;
                    out.push_str(piece);
                    return Some(out);
                }
                b'\\' => {
                    out.push_str(piece);
                    let escaped = self.escape()?;
                    out.push(escaped);
                }
                _ => return self.fail("a closing quotation mark"),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        self.at += 1;
        let c = match self.peek() {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return self.fail("one of \" \\ / b f n r t u after \\"),
        };
        self.at += 1;
        Some(c)
    }

    /// One character, or two halves of one: a pair of surrogates.
    fn unicode(&mut self) -> Option<char> {
        let start = self.at;
        let mut code = self.hex()?;
        if matches!(code, 0xd800..=0xdbff) && self.text.get(self.at..)?.starts_with("\\u") {
            self.at += 2;
            let second = self.hex()?;
            if matches!(second, 0xdc00..=0xdfff) {
                code = 0x1_0000 + ((code - 0xd800) << 10) + (second - 0xdc00);
            }
        }
        let c = char::from_u32(code);
        if c.is_none() {
            self.at = start;
            return self.fail("the code of a character");
        }
        c
    }

    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let byte = self.peek();
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                _ => return self.fail("four hexadecimal digits"),
            };
            code = code << 4 | u32::from(digit);
            self.at += 1;
        }
        Some(code)
    }

    #[cold]
    fn error(&self) -> Error {
        let (mut line, mut column) = (1, 1);
        for byte in self.text.bytes().take(self.at) {
            if byte == b'\n' {
                (line, column) = (line + 1, 1);
            } else if byte & 0xc0 != 0x80 {
                // The first byte of a character.
                column += 1;
            }
        }
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let found = match (&self.twice, next) {
            (Some(key), _) => ["the key \"", key, "\" for the second time"].concat(),
            (_, None) => "the end of the text".to_owned(),
            (_, Some('\n' | '\r')) => "a line break".to_owned(),
            (_, Some(c)) if c < ' ' => "a control character".to_owned(),
            (_, Some(c)) => c.to_string(),
        };
        Error { line, column, expected: self.expected, found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        read(text).expect_err(text).to_string()
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (text, expected) in [
            ("", "the end of the text instead of a value at line 1, column 1"),
            ("{\n  \"a\": 1\n  \"b\": 2\n}", "\" instead of a comma or } at line 3, column 3"),
            ("{\"ä€😀\": tru}", "t instead of a value (texts stand in quotation marks) at line 1, column 9"),
            ("[1 2]", "2 instead of a comma or ] at line 1, column 4"),
            ("[1,]", "] instead of a value at line 1, column 4"),
            ("{\"a\": 1,}", "} instead of a key in quotation marks at line 1, column 9"),
            ("{\"a\" 1}", "1 instead of a colon at line 1, column 6"),
            ("\r\n \"a\nb\"", "a line break instead of a closing quotation mark at line 2, column 4"),
            ("\"a\tb\"", "a control character instead of a closing quotation mark at line 1, column 3"),
            ("\"a", "the end of the text instead of a closing quotation mark at line 1, column 3"),
            ("\"\\x\"", "x instead of one of \" \\ / b f n r t u after \\ at line 1, column 3"),
            ("\"\\u12g4\"", "g instead of four hexadecimal digits at line 1, column 6"),
            ("\"\\ud83dx\"", "d instead of the code of a character at line 1, column 4"),
            ("-", "the end of the text instead of a digit at line 1, column 2"),
            ("1.e1", "e instead of a digit at line 1, column 3"),
            ("01", "1 instead of the end at line 1, column 2"),
            ("{} {}", "{ instead of the end at line 1, column 4"),
        ] {
            assert_eq!(error(text), expected, "{text}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_told_where_it_stands_again() {
        let found = error("{\"x\": [{\"b\": 1}], \"a\": {\"b\": 1, \"a\": {\"a\": 0},\n\"b\": 2}}");
        assert_eq!(found, "the key \"b\" for the second time instead of another key at line 2, column 1");
        let many: String = (0..40).map(|n| format!("\"k{n}\": {{}}, ")).collect();
        let found = error(&["{", &many, "\n \"k\\u0037\": 1, \"k3\": 0}"].concat());
        assert_eq!(found, "the key \"k7\" for the second time instead of another key at line 2, column 2");
    }

    #[test]
    fn escapes_become_characters() {
        let text = r#""\"\\\/\b\f\n\r\t\u00e4\u20AC\ud83d\uDE00\u0000 ä""#;
        assert_eq!(read(text), Ok("\"\\/\x08\x0c\n\r\tä€😀\0 ä".into()));
        for half in [r#""\ud800""#, r#""\udc00""#, r#""\ud800\ud800""#, r#""\ud800\n""#, r#""\udc00\ud800""#] {
            assert!(read(half).is_err(), "{half}");
        }
    }

    #[test]
    fn what_is_deep_is_refused_before_it_is_too_deep() {
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(read(&nested(DEEPEST)).is_ok());
        assert_eq!(error(&nested(DEEPEST + 1)), "[ instead of a value nested less deeply at line 1, column 128");
        let wide = ["[", &"[[]],".repeat(DEEPEST), "{}]"].concat();
        assert!(read(&wide).is_ok(), "what is closed counts no more");
    }

    #[test]
    fn each_value_gets_what_belongs_to_it() {
        let text = r#" [ [1,[2],{"a":[],"b":{"c":3}}] , {"d":[4,5]} , 6 ] "#;
        let value = read(text).unwrap();
        assert_eq!(super::super::write(&value), text.replace(' ', ""));
    }

    #[test]
    fn a_short_list_takes_no_room_for_a_long_one_before_it() {
        let value = read(&["{\"long\": [", &"0,".repeat(1000), "0], \"short\": [1], \"none\": []}"].concat()).unwrap();
        for key in ["short", "none"] {
            let Some(Value::Array(list)) = value.get(key) else { panic!("{value:?}") };
            assert!(list.capacity() < 100, "{}", list.capacity());
        }
    }
}
