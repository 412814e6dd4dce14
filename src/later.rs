//! What a form being filled in does without: the later part of the program, and the texts that only it shows. It loads in the
//! background. And the way to the part `connect`, with what only some backends need.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::fetch::Failure;
use crate::locale::load;

/// The way to the later parts. Nothing in them may be called before [`Later::load`] or [`Later::connect`] has succeeded.
pub struct Later {
    fetch: Function,
    loaded: Cell<bool>,
    assets: String,
    spoken: Rc<RefCell<String>>,
}

impl Later {
    /// `fetch` is the loader's: given a part's name, it answers with a promise, the same one as long as that has not
    /// failed, for all elements of a page. `assets`: where the texts are; `spoken`: the language they are needed in.
    pub fn new(fetch: Function, assets: String, spoken: Rc<RefCell<String>>) -> Self {
        Self { fetch, loaded: Cell::new(false), assets, spoken }
    }

    pub fn is_ready(&self) -> bool {
        self.loaded.get() && load::is_complete(&self.assets, &self.spoken.borrow())
    }

    /// Resolves when the program and its texts are there. A failure is the network's; another try may succeed.
    pub async fn load(&self) -> Result<(), Failure> {
        if !self.loaded.get() {
            self.fetched("later")?.await.map_err(|_| Failure::Network)?;
            self.loaded.set(true);
        }
        let language = self.spoken.borrow().clone();
        load::complete(&self.assets, &language).await.map_err(|_| Failure::Network)
    }

    /// Resolves when that part is there which only some backends need. The later part is there.
    pub async fn connect(&self) -> Result<(), Failure> {
        self.fetched("connect")?.await.map_err(|_| Failure::Network)?;
        Ok(())
    }

    fn fetched(&self, part: &str) -> Result<JsFuture, Failure> {
        let promise = self.fetch.call1(&JsValue::NULL, &part.into()).map_err(|_| Failure::Network)?;
        Ok(promise.unchecked_into::<Promise>().into())
    }

    /// Sees to it that a language that is spoken next has all texts that the one before had.
    pub async fn follow(&self, language: &str) -> Result<(), String> {
        if self.loaded.get() { load::complete(&self.assets, language).await } else { Ok(()) }
    }
}
