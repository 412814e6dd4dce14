//! The custom element's inside: what the loader calls when an `<amtsgang-app>` comes into a page and leaves it.
//!
//! The class itself is JavaScript (`public/amtsgang.js`), because only a class of JavaScript's can extend an element.

mod adapters;
mod settings;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::reactive::owner::Owner;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::backend::Backend;
use crate::backend::rest::Rest;
use crate::browser::page;
use crate::later::Later;
use crate::locale::load;
use crate::route::Route;
use crate::route::router::Router;
use crate::store::Store;
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::keeping::SHARED;
use crate::view::shell::shell;
use adapters::Surroundings;
use settings::Attributes;

/// What a later part is needed for cannot be done without it.
const INCOMPLETE: &str = "the rest of the app cannot be loaded";

/// A running app in one element. JavaScript holds it and ends it with `unmount`.
#[wasm_bindgen]
pub struct Running {
    app: App,
    _view: UnmountHandle<View>,
}

#[wasm_bindgen]
impl Running {
    /// Speaks another language: the element's `lang` was changed.
    pub fn speak(&self, language: String) {
        if self.app.settings.languages.contains(&language) {
            self.app.speak(language);
        }
    }

    /// Ends the app: its listeners, effects and elements. What was typed is already kept.
    pub fn unmount(self) {
        // The form knows the app and the app the form: neither would go by itself.
        self.app.session.take();
        self.app.upkeep.take();
        self.app.store.end();
    }
}

/// Starts the app of `host` inside `root`; `assets` is the folder of the app's own files, with a slash at the end;
/// `later` fetches a later part of the program by its name and answers with a promise.
///
/// # Errors
///
/// A sentence for the console of who embeds it: an attribute that cannot be used, or texts that cannot be loaded.
#[wasm_bindgen]
pub async fn start(host: HtmlElement, root: HtmlElement, assets: String, later: Function) -> Result<Running, JsError> {
    let attributes = Attributes::of(&host).map_err(|cause| JsError::new(&cause))?;
    let language = attributes.language();
    let texts = load::load(&assets, &language).await.map_err(|cause| JsError::new(&cause))?;
    let scope = attributes.backend.clone().unwrap_or_else(|| "demo".into());
    let shared = attributes.shared || page::is_remembered_in_tab(SHARED);
    let store = Store::open(&scope, shared).await;
    if let Some(cause) = store.away() {
        page::warn(&cause.to_string());
    }
    let spoken = Rc::new(RefCell::new(language));
    let later = Rc::new(Later::new(later, assets.clone(), spoken.clone()));
    let speaks = spoken.clone();
    let speaks: Rc<dyn Fn() -> String> = Rc::new(move || speaks.borrow().clone());
    let backend: Rc<dyn Backend> = match &attributes.backend {
        Some(address) if attributes.adapter.is_none() && !address.contains(".json") => {
            Rest::new(address.clone(), speaks, later.clone())
        }
        address => {
            later.load().await.map_err(|_| JsError::new(INCOMPLETE))?;
            store.settle();
            let (address, assets, store) = (address.clone(), assets.clone(), Some(store.clone()));
            let around = Surroundings { host, address, assets, store, language: speaks, later: later.clone() };
            adapters::open(around).await.map_err(|cause| JsError::new(&cause))?
        }
    };
    let start = attributes.service.clone().map_or(Route::Catalogue, Route::Service);
    let home = attributes.home.clone();
    let settings = attributes.settings(assets);
    let container = root.clone();
    let made = Rc::new(RefCell::new(None));
    let drawn = made.clone();
    let view = mount_to_renderer(&root, move || {
        let router = Router::new(home, start.clone());
        router.follow_history(start);
        let owner = Owner::current().unwrap_or_default();
        let app = App::new(settings, router, backend, later, store, container, texts, spoken, owner);
        *drawn.borrow_mut() = Some(app.clone());
        shell(&app)
    });
    let app = made.take().ok_or_else(|| JsError::new("the app did not start"))?;
    app.complete();
    Ok(Running { app, _view: view })
}
