//! Elements and what stands in them, made as cheaply as the browser makes them: a long form has tens of thousands.
//!
//! These calls cannot fail as they are used here, so none of them catches; and the words of the program itself (names of
//! elements, attributes and classes) are handed over to the browser once and not each time.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, Node};

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

    /// Whatever is listened to.
    type Source;
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn add_event_listener(this: &Source, event: &JsValue, hears: &JsValue);
    #[wasm_bindgen(method, js_name = removeEventListener)]
    fn remove_event_listener(this: &Source, event: &JsValue, hears: &JsValue);
}

/// A word that stands in the program.
pub type Word = &'static str;

/// So many words are known to the browser at a time. A power of two.
const KNOWN: usize = 128;

thread_local! {
    /// A word is known by where it stands in the memory; two that want the same place here take it from each other.
    static WORDS: RefCell<[Option<(Word, JsValue)>; KNOWN]> = const { RefCell::new([const { None }; KNOWN]) };
}

/// A word as the browser has it.
fn known(word: Word) -> JsValue {
    WORDS.with_borrow_mut(|words| {
        let place = &mut words[(word.as_ptr() as usize ^ word.len()) % KNOWN];
        match place {
            Some((own, value)) if std::ptr::eq(*own, word) => value.clone(),
            _ => {
                let value = JsValue::from_str(word);
                *place = Some((word, value.clone()));
                value
            }
        }
    })
}

/// A new element.
pub fn element(tag: Word) -> Element {
    page::document().unchecked_ref::<Maker>().create_element(&known(tag))
}

/// The same element once more, with all that stands in it, and without who listens to it.
pub fn copy(node: &Element) -> Element {
    node.unchecked_ref::<Bearer>().clone_node(true)
}

/// Sets an attribute.
pub fn set(node: &Element, name: Word, value: &str) {
    node.unchecked_ref::<Bearer>().set_attribute(&known(name), value);
}

/// Sets an attribute to a word.
pub fn set_word(node: &Element, name: Word, value: Word) {
    node.unchecked_ref::<Bearer>().set_word(&known(name), &known(value));
}

/// Removes an attribute, if it is there.
pub fn unset(node: &Element, name: Word) {
    node.unchecked_ref::<Bearer>().remove_attribute(&known(name));
}

/// Has `hears`, a function, called for each event of this kind.
pub fn listen(source: &EventTarget, event: Word, hears: &JsValue) {
    source.unchecked_ref::<Source>().add_event_listener(&known(event), hears);
}

/// Ends what [`listen`] began.
pub fn unlisten(source: &EventTarget, event: Word, hears: &JsValue) {
    source.unchecked_ref::<Source>().remove_event_listener(&known(event), hears);
}

/// Puts a node into `parent`, before a child of it or at the end.
pub fn insert(parent: &Node, child: &Node, before: Option<&Node>) {
    parent.unchecked_ref::<Bearer>().insert_before(child, before);
}
