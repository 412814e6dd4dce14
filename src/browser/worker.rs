//! The service worker of the app's own page: registering it, asking it and hearing it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use crate::browser::listener::Listener;
use crate::browser::{call, cause, object, page, property};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = String)]
    static STRING: Function;
}

/// The name of the Trusted Types policy that lets the worker's address through, and nothing else.
const POLICY: &str = "amtsgang";

/// A registered worker.
#[derive(Clone)]
pub struct Worker {
    container: JsValue,
    registration: JsValue,
}

fn container() -> Option<JsValue> {
    property(&page::window().navigator(), "serviceWorker")
}

/// Registers the worker at this address; nothing where the browser has none, or the connection is not secure.
///
/// # Errors
///
/// Why the browser or the page's security policy refuses it, for a developer.
pub async fn register(address: &str) -> Result<Option<Worker>, String> {
    let Some(container) = container() else { return Ok(None) };
    let register = property(&container, "register").and_then(|register| register.dyn_into::<Function>().ok());
    let Some(register) = register else { return Ok(None) };
    let options = object(&[("updateViaCache", "none".into())]);
    let registering = register.call2(&container, &trusted(address)?, &options);
    let registering: Promise = registering.map_err(|thrown| cause(&thrown))?.unchecked_into();
    let registration = JsFuture::from(registering).await.map_err(|thrown| cause(&thrown))?;
    Ok(Some(Worker { container, registration }))
}

/// The address as a page wants it that requires Trusted Types.
fn trusted(address: &str) -> Result<JsValue, String> {
    let Some(types) = property(&page::window(), "trustedTypes") else { return Ok(address.into()) };
    let create = property(&types, "createPolicy").and_then(|create| create.dyn_into::<Function>().ok());
    let Some(create) = create else { return Ok(address.into()) };
    let rules = object(&[("createScriptURL", STRING.with(|string| string.clone().into()))]);
    let policy = create.call2(&types, &POLICY.into(), &rules).map_err(|thrown| cause(&thrown))?;
    call(&policy, "createScriptURL", &address.into()).ok_or_else(|| "no trusted address".to_owned())
}

/// Asks the worker that serves this page, if there is one.
pub fn ask_present(what: &str) {
    if let Some(present) = container().and_then(|container| property(&container, "controller")) {
        post(&present, &[("ask", what.into())]);
    }
}

fn post(worker: &JsValue, message: &[(&str, JsValue)]) {
    call(worker, "postMessage", &object(message));
}

/// The addresses of everything this page has loaded so far.
pub fn loaded() -> Array {
    let performance = property(&page::window(), "performance");
    let entries = performance.and_then(|performance| call(&performance, "getEntriesByType", &"resource".into()));
    entries.map_or_else(Array::new, |entries| {
        Array::from(&entries).iter().filter_map(|own| property(&own, "name")).collect()
    })
}

impl Worker {
    /// Resolves when a worker serves pages of this registration.
    pub async fn ready(&self) {
        if let Some(ready) = property(&self.container, "ready") {
            let _ = JsFuture::from(ready.unchecked_into::<Promise>()).await;
        }
    }

    /// Sends a message to the worker that is `active`, or `waiting` until it may be; whether there is one.
    pub fn post(&self, state: &str, message: &[(&str, JsValue)]) -> bool {
        let worker = property(&self.registration, state);
        if let Some(worker) = &worker {
            post(worker, message);
        }
        worker.is_some()
    }

    /// Hears what workers say; [`says`] tells what that is.
    pub fn on_message(&self, mut hears: Box<dyn FnMut(&JsValue)>) -> Listener {
        let listener = Listener::on(
            self.container.unchecked_ref(),
            "message",
            Box::new(move |event: Event| {
                if let Some(data) = property(&event, "data") {
                    hears(&data);
                }
            }),
        );
        if let Some(start) =
            property(&self.container, "startMessages").and_then(|start| start.dyn_into::<Function>().ok())
        {
            let _ = start.call0(&self.container);
        }
        listener
    }

    /// Hears when another worker has taken over.
    pub fn on_change(&self, mut hears: Box<dyn FnMut()>) -> Listener {
        Listener::on(self.container.unchecked_ref(), "controllerchange", Box::new(move |_| hears()))
    }

    /// Hears when a new version has been installed, and waits.
    pub fn on_newer(&self, hears: Rc<dyn Fn()>) -> Listener {
        let registration = self.registration.clone();
        let following = RefCell::new(None);
        Listener::on(
            self.registration.unchecked_ref(),
            "updatefound",
            Box::new(move |_| {
                let Some(worker) = property(&registration, "installing") else { return };
                let (own, hears) = (worker.clone(), hears.clone());
                let is_installed = move |_: Event| {
                    if property(&own, "state").is_some_and(|state| state == "installed") {
                        hears();
                    }
                };
                following.replace(Some(Listener::on(worker.unchecked_ref(), "statechange", Box::new(is_installed))));
            }),
        )
    }
}

/// Whether a message says that this is so, or is not; nothing if it is about something else.
pub fn says(message: &JsValue, key: &str) -> Option<bool> {
    Reflect::get(message, &key.into()).ok()?.as_bool()
}
