//! Backends other than those that speak the REST contract: which of the adapters of the part `connect` an element asks for.

use std::rc::Rc;

use web_sys::HtmlElement;

use super::settings::attribute;
use crate::backend::demo::Demo;
use crate::backend::mapping::adapter::Mapped;
use crate::backend::open311::adapter::Open311;
use crate::backend::open311::server::{Address, Format};
use crate::backend::rest::Rest;
use crate::backend::{Backend, LocalFuture};
use crate::browser::page;
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
    /// Whatever the mapping at this address says.
    Mapping(String),
    /// Open311 GeoReport v2, at this address.
    Open311(String),
}

/// The backend that an element asks for, once the program has come that it needs. The later part is there. The error is a
/// sentence for the console of who embeds it.
#[inline(never)]
pub fn open(around: Surroundings) -> LocalFuture<'static, Result<Rc<dyn Backend>, String>> {
    Box::pin(async move {
        let adapter = match (&around.address, attribute(&around.host, "adapter").as_deref()) {
            (None, _) => Adapter::Demo,
            (Some(address), None) if is_json(address) => Adapter::Mapping(address.clone()),
            (Some(address), Some("mapping")) => Adapter::Mapping(address.clone()),
            (Some(address), None | Some("rest")) => {
                return Ok(Rest::new(address.clone(), around.language, around.later));
            }
            (Some(address), Some("open311")) => Adapter::Open311(address.clone()),
            (_, Some(other)) => return Err(["adapter: expected rest, mapping or open311, found ", other].concat()),
        };
        around.later.connect().await.map_err(|_| super::INCOMPLETE)?;
        make(adapter, around).await
    })
}

/// Whether an address is that of a JSON file: no REST contract begins there.
fn is_json(address: &str) -> bool {
    address.split(['?', '#']).next().is_some_and(|path| path.ends_with(".json"))
}

#[inline(never)]
fn make(adapter: Adapter, around: Surroundings) -> LocalFuture<'static, Result<Rc<dyn Backend>, String>> {
    Box::pin(async move {
        Ok(match adapter {
            Adapter::Demo => Demo::new(around.assets, around.store),
            Adapter::Mapping(address) => Mapped::open(address, around.language, around.store).await,
            Adapter::Open311(base) => Open311::new(server(base, &around.host)?, around.store),
        })
    })
}

/// What an element says of a GeoReport server.
fn server(base: String, host: &HtmlElement) -> Result<Address, String> {
    if base.contains(['?', '#']) {
        return Err(["backend: expected the address before /services.json, found ", &base].concat());
    }
    let frame = attribute(host, "frame").unwrap_or_default();
    let Some(frame) = Some(&frame).filter(|frame| !frame.is_empty()).and_then(|frame| page::web_address(frame)) else {
        return Err(["frame: expected the http or https address of a frame, found ", &frame].concat());
    };
    let format = match attribute(host, "format").as_deref() {
        None => None,
        Some("json") => Some(Format::Json),
        Some("xml") => Some(Format::Xml),
        Some(other) => return Err(["format: expected json or xml, found ", other].concat()),
    };
    let (jurisdiction, api_key) = (attribute(host, "jurisdiction"), attribute(host, "api-key"));
    Ok(Address { base, frame, jurisdiction, api_key, format })
}
