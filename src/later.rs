//! What a form being filled in does without: the later part of the program, and the texts that only it shows. It loads in the
//! background.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::fetch::Failure;
use crate::locale::load;

/// The way to the later part. Nothing in it may be called before [`Later::load`] has succeeded.
pub struct Later {
    fetch: Function,
    loaded: Cell<bool>,
    assets: String,
    spoken: Rc<RefCell<String>>,
}

impl Later {
    /// `fetch` is the loader's: it answers with a promise, the same one as long as that has not failed, for all elements of
    /// a page. `assets`: where the texts are; `spoken`: the language they are needed in.
    pub fn new(fetch: Function, assets: String, spoken: Rc<RefCell<String>>) -> Self {
        Self { fetch, loaded: Cell::new(false), assets, spoken }
    }

    pub fn is_ready(&self) -> bool {
        self.loaded.get() && load::is_complete(&self.assets, &self.spoken.borrow())
    }

    /// Resolves when the program and its texts are there. A failure is the network's; another try may succeed.
    pub async fn load(&self) -> Result<(), Failure> {
        if !self.loaded.get() {
            let promise = self.fetch.call0(&JsValue::NULL).map_err(|_| Failure::Network)?;
            JsFuture::from(promise.unchecked_into::<Promise>()).await.map_err(|_| Failure::Network)?;
            self.loaded.set(true);
        }
        let language = self.spoken.borrow().clone();
        load::complete(&self.assets, &language).await.map_err(|_| Failure::Network)
    }

    /// Sees to it that a language that is spoken next has all texts that the one before had.
    pub async fn follow(&self, language: &str) -> Result<(), String> {
        if self.loaded.get() { load::complete(&self.assets, language).await } else { Ok(()) }
    }
}
