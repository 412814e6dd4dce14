//! Elements and what stands in them, made as cheaply as the browser makes them: a long form has tens of thousands.
//!
//! These calls cannot fail as they are used here, so none of them catches; and the words of the program itself (names of
//! elements, attributes and classes) are handed over to the browser once and not each time.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use crate::browser::page;

#[wasm_bindgen]
extern "C" {
    /// The document, by what is asked of it here.
    type Maker;
    #[wasm_bindgen(method, js_name = createElement)]
    fn create_element(this: &Maker, tag: &JsValue) -> Element;

    /// An element, by what is asked of it here.
    type Bearer;
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Bearer, name: &JsValue, value: &str);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_word(this: &Bearer, name: &JsValue, value: &JsValue);
    #[wasm_bindgen(method, js_name = removeAttribute)]
    fn remove_attribute(this: &Bearer, name: &JsValue);
    #[wasm_bindgen(method, js_name = cloneNode)]
    fn clone_node(this: &Bearer, deep: bool) -> Element;
    #[wasm_bindgen(method, js_name = insertBefore)]
    fn insert_before(this: &Bearer, child: &Node, before: Option<&Node>);
}

/// A word that stands in the program.
pub type Word = &'static str;

/// So many words are known to the browser at a time. A power of two.
const KNOWN: usize = 128;

thread_local! {
    /// A word is known by where it stands in the memory; two that want the same place here take it from each other.
    static WORDS: RefCell<[Option<(Word, JsValue)>; KNOWN]> = const { RefCell::new([const { None }; KNOWN]) };
}

/// Calls `with` with a word as the browser has it.
fn known<T>(word: Word, with: impl FnOnce(&JsValue) -> T) -> T {
    WORDS.with_borrow_mut(|words| {
        let place = &mut words[(word.as_ptr() as usize ^ word.len()) % KNOWN];
        if place.as_ref().is_none_or(|(own, _)| !std::ptr::eq(*own, word)) {
            *place = Some((word, JsValue::from_str(word)));
        }
        with(place.as_ref().map_or(&JsValue::NULL, |(_, value)| value))
    })
}

/// A new element.
pub fn element(tag: Word) -> Element {
    known(tag, |tag| page::document().unchecked_ref::<Maker>().create_element(tag))
}

/// The same element once more, with all that stands in it, and without who listens to it.
pub fn copy(node: &Element) -> Element {
    node.unchecked_ref::<Bearer>().clone_node(true)
}

/// Sets an attribute.
pub fn set(node: &Element, name: Word, value: &str) {
    known(name, |name| node.unchecked_ref::<Bearer>().set_attribute(name, value));
}

/// Sets an attribute to a word.
pub fn set_word(node: &Element, name: Word, value: Word) {
    set_to(node, name, &known(value, JsValue::clone));
}

/// Sets an attribute to what the browser has already.
pub fn set_to(node: &Element, name: Word, value: &JsValue) {
    known(name, |name| node.unchecked_ref::<Bearer>().set_word(name, value));
}

/// Removes an attribute, if it is there.
pub fn unset(node: &Element, name: Word) {
    known(name, |name| node.unchecked_ref::<Bearer>().remove_attribute(name));
}

/// Puts a node into `parent`, before a child of it or at the end.
pub fn insert(parent: &Node, child: &Node, before: Option<&Node>) {
    parent.unchecked_ref::<Bearer>().insert_before(child, before);
}
