//! Locks between the tabs of an origin (W3C Web Locks API), each held for as long as its value lives.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::browser::{object, page, property};

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &JsValue, held: &Function) -> Result<Promise, JsValue>;
}

/// How a lock is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// When everybody who asked before has had it.
    Wait,
    /// At once, also from a tab that holds it.
    Take,
}

/// A lock that was asked for. It is given back when dropped.
#[must_use = "a lock that is dropped is given back"]
pub struct Lock {
    release: Rc<RefCell<Release>>,
}

#[derive(Default)]
struct Release {
    ended: bool,
    give_back: Option<Function>,
}

/// Asks for a lock. `held` is called once it is ours, `lost` when another tab has taken it. Where the browser knows no locks
/// (no secure context, very old), it is ours at once.
pub fn ask(name: &str, how: Ask, held: Box<dyn FnOnce()>, lost: Box<dyn FnOnce()>) -> Lock {
    let release = Rc::new(RefCell::new(Release::default()));
    let manager = property(&page::window().navigator(), "locks").map(JsCast::unchecked_into::<LockManager>);
    let Some(manager) = manager else {
        spawn_local(async move { held() });
        return Lock { release };
    };
    let kept = release.clone();
    let granted = Closure::once_into_js(move || {
        if kept.borrow().ended {
            return JsValue::UNDEFINED;
        }
        held();
        // The lock is held until this promise resolves.
        let giving = kept.clone();
        Promise::new(&mut |resolve: Function, _| giving.borrow_mut().give_back = Some(resolve)).into()
    });
    let options = object(&[("steal", (how == Ask::Take).into())]);
    if let Ok(holding) = manager.request(name, &options, granted.unchecked_ref()) {
        let ended = release.clone();
        spawn_local(async move {
            // It fails with an AbortError when another tab takes the lock.
            if JsFuture::from(holding).await.is_err() && !ended.borrow().ended {
                lost();
            }
        });
    }
    Lock { release }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let mut release = self.release.borrow_mut();
        release.ended = true;
        if let Some(give_back) = release.give_back.take() {
            let _ = give_back.call0(&JsValue::UNDEFINED);
        }
    }
}
