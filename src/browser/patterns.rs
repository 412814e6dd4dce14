//! Patterns of text fields, judged by the browser's own RegExp: a native crate would cost 500 kB. And normal forms of texts, by
//! the browser's own tables.

use std::cell::RefCell;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::browser::cause;
use crate::field::Patterns;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = RegExp)]
    #[derive(Clone)]
    type Pattern;
    // js-sys binds this constructor too, but there its exceptions are not caught.
    #[wasm_bindgen(catch, constructor, js_class = "RegExp")]
    fn new(pattern: &str, flags: &str) -> Result<Pattern, JsValue>;
    #[wasm_bindgen(method)]
    fn test(this: &Pattern, text: &str) -> bool;
}

/// The browser's RegExp: whole match, Unicode (`u`). Each pattern is compiled once.
#[derive(Default)]
pub struct RegExpPatterns {
    known: RefCell<Vec<(String, Result<Pattern, String>)>>,
}

impl RegExpPatterns {
    fn compiled(&self, pattern: &str) -> Result<Pattern, String> {
        let mut known = self.known.borrow_mut();
        if let Some((_, compiled)) = known.iter().find(|(name, _)| name == pattern) {
            return compiled.clone();
        }
        let compile = |source: &str| Pattern::new(source, "u").map_err(|thrown| cause(&thrown));
        // The pattern alone must be sound too: ")(" is no pattern, though "^(?:)()$" is one.
        let whole = compile(pattern).and_then(|_| compile(&["^(?:", pattern, ")$"].concat()));
        known.push((pattern.to_owned(), whole.clone()));
        whole
    }
}

impl Patterns for RegExpPatterns {
    fn check(&self, pattern: &str) -> Result<(), String> {
        self.compiled(pattern).map(|_| ())
    }

    /// A pattern that is none matches nothing; recipes with such a one are refused before.
    fn is_match(&self, pattern: &str, text: &str) -> bool {
        self.compiled(pattern).is_ok_and(|compiled| compiled.test(text))
    }

    fn nfc(&self, text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }
}
