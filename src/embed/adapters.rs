//! Backends other than those that speak the REST contract: which of the adapters of the part `connect` an element asks for.

use std::rc::Rc;

use web_sys::HtmlElement;

use super::settings::attribute;
use crate::backend::demo::Demo;
use crate::backend::rest::Rest;
use crate::backend::{Backend, LocalFuture};
use crate::later::Later;
use crate::store::Store;

/// What adapters are made with.
pub struct Surroundings {
    pub host: HtmlElement,
    /// `backend`: an absolute address.
    pub address: Option<String>,
    /// The folder of the app's own files, with a slash at the end.
    pub assets: String,
    /// None where nothing can be kept on this device.
    pub store: Option<Store>,
    /// The language spoken.
    pub language: Rc<dyn Fn() -> String>,
    pub later: Rc<Later>,
}

/// An adapter of the part `connect`.
enum Adapter {
    /// Nothing is sent anywhere.
    Demo,
}

/// The backend that an element asks for, once the program has come that it needs. The later part is there. The error is a
/// sentence for the console of who embeds it.
#[inline(never)]
pub fn open(around: Surroundings) -> LocalFuture<'static, Result<Rc<dyn Backend>, String>> {
    Box::pin(async move {
        let adapter = match (&around.address, attribute(&around.host, "adapter").as_deref()) {
            (None, _) => Adapter::Demo,
            (Some(address), Some("rest")) => return Ok(Rest::new(address.clone(), around.language, around.later)),
            (_, other) => return Err(["adapter: expected rest, found ", other.unwrap_or_default()].concat()),
        };
        around.later.connect().await.map_err(|_| super::INCOMPLETE)?;
        Ok(make(adapter, around))
    })
}

#[inline(never)]
fn make(adapter: Adapter, around: Surroundings) -> Rc<dyn Backend> {
    match adapter {
        Adapter::Demo => Demo::new(around.assets, around.store),
    }
}
