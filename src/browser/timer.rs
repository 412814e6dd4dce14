//! Time that passes: a pause, and a timer that is cancelled when dropped.

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{call, page};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(run: &Function, milliseconds: i32) -> f64;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: f64);
}

/// Calls a function of JavaScript after `milliseconds`; it cannot be cancelled.
pub fn after(run: &Function, milliseconds: i32) {
    set_timeout(run, milliseconds);
}

/// Ends after `milliseconds`.
pub async fn sleep(milliseconds: i32) {
    let pause = Promise::new(&mut |resolve: Function, _| {
        set_timeout(&resolve, milliseconds);
    });
    let _ = JsFuture::from(pause).await;
}

/// Ends when the browser has nothing to do; at once, where it does not tell (Safari).
pub async fn idle() {
    let pause = Promise::new(&mut |resolve: Function, _| {
        if call(&page::window(), "requestIdleCallback", &resolve).is_none() {
            set_timeout(&resolve, 0);
        }
    });
    let _ = JsFuture::from(pause).await;
}

/// Runs something once, later, unless it is dropped before.
#[must_use = "a timer that is dropped runs nothing"]
pub struct Timer {
    id: f64,
    _run: Closure<dyn FnMut()>,
}

impl Timer {
    pub fn once(milliseconds: i32, run: Box<dyn FnMut()>) -> Self {
        let run = Closure::wrap(run);
        Self { id: set_timeout(run.as_ref().unchecked_ref(), milliseconds), _run: run }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(self.id);
    }
}
