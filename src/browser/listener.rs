//! An event listener that stops listening when it is dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Hears one kind of event at one target for as long as it lives. It may be dropped while it is being called.
#[must_use = "a listener that is dropped hears nothing"]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    hears: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub fn on(target: &EventTarget, name: &'static str, hears: Box<dyn FnMut(Event)>) -> Self {
        let hears = Closure::wrap(hears);
        // Only a callback that is neither function nor object is refused.
        let _ = target.add_event_listener_with_callback(name, hears.as_ref().unchecked_ref());
        Self { target: target.clone(), name, hears }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.name, self.hears.as_ref().unchecked_ref());
    }
}
