//! An event listener that stops listening when it is dropped.

use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

use crate::browser::nodes::{self, Word};

/// Hears one kind of event at one target for as long as it lives. It may be dropped while it is being called.
#[must_use = "a listener that is dropped hears nothing"]
pub struct Listener {
    target: EventTarget,
    name: Word,
    hears: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub fn on(target: &EventTarget, name: Word, hears: Box<dyn FnMut(Event)>) -> Self {
        let hears = Closure::wrap(hears);
        nodes::listen(target, name, hears.as_ref());
        Self { target: target.clone(), name, hears }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        nodes::unlisten(&self.target, self.name, self.hears.as_ref());
    }
}
