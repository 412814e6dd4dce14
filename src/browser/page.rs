//! The page we are guests in: its window, document, languages, address, focus and network.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, Node, ShadowRoot, Url, UrlSearchParams, Window};

use crate::browser::{call, nodes, object, property};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Document;
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    fn console_warn(line: &str);
}

pub fn window() -> Window {
    WINDOW.with(Clone::clone)
}

pub fn document() -> Document {
    DOCUMENT.with(Clone::clone)
}

/// The languages the person's browser asks for, the best first.
pub fn preferred_languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|language| language.as_string()).collect()
}

/// Says which language the page is in and how it is written. Only for a page that is ours.
pub fn set_language(language: &str, direction: &str) {
    if let Some(root) = document().document_element() {
        nodes::set(&root, "lang", language);
        nodes::set(&root, "dir", direction);
    }
}

/// Only for a page that is ours.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Whether the device has a network at all; true says nothing about how good it is.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Whether the page is in front, and not in a tab behind others.
pub fn is_seen() -> bool {
    property(&document(), "hidden").is_none_or(|hidden| hidden.is_falsy())
}

/// How many dots of the screen make a CSS pixel.
pub fn dots_per_pixel() -> f64 {
    property(&window(), "devicePixelRatio").and_then(|ratio| ratio.as_f64()).unwrap_or(1.0)
}

/// Whether this tab remembers something under a name, also after the page was loaded again.
pub fn is_remembered_in_tab(name: &str) -> bool {
    let session = property(&window(), "sessionStorage");
    session.and_then(|session| property(&session, name)).is_some()
}

/// Has this tab remember something under a name, or forget it. A browser that forbids that forgets with the page.
pub fn remember_in_tab(name: &str, remember: bool) {
    if let Some(session) = property(&window(), "sessionStorage") {
        let name = JsValue::from_str(name);
        let _ = if remember {
            js_sys::Reflect::set(&session, &name, &"yes".into())
        } else {
            js_sys::Reflect::delete_property(session.unchecked_ref::<js_sys::Object>(), &name)
        };
    }
}

/// Opens the browser's print dialog, where the page may print.
pub fn print() {
    let _ = window().print();
}

/// Gives an element the focus, as far as it can have it.
pub fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// Scrolls as little as is needed to see an element that somebody has just asked for.
pub fn reveal(element: &Element) {
    let nearest = object(&[("block", "nearest".into()), ("inline", "nearest".into())]);
    call(element, "scrollIntoView", &nearest);
}

/// Whether a node stands in a page, and not only in memory.
pub fn is_shown(node: &Node) -> bool {
    property(node, "isConnected").is_some_and(|connected| connected.is_truthy())
}

/// The element with this id in the same document or shadow root as `near`.
pub fn by_id_near(near: &Node, id: &str) -> Option<Element> {
    match near.get_root_node().dyn_into::<ShadowRoot>() {
        Ok(shadow) => shadow.get_element_by_id(id),
        Err(_) => document().get_element_by_id(id),
    }
}

/// What the query of the page's address says under a name.
pub fn asked(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// The page's address with `name=value` in its query.
pub fn here_asking(name: &str, value: &str) -> Option<String> {
    let url = Url::new(&window().location().href().ok()?).ok()?;
    url.search_params().set(name, value);
    Some(url.href())
}

/// Whether the page comes from this machine itself (RFC 6761 § 6.3, RFC 1122 § 3.2.1.3).
pub fn is_own_machine() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || host.starts_with("127.")
}

/// The path of the page's `<base href>`, else `/`.
pub fn base_path() -> String {
    let path = || {
        let base = document().query_selector("base[href]").ok()??;
        Some(Url::new(&absolute(&base.get_attribute("href")?)?).ok()?.pathname())
    };
    path().unwrap_or_else(|| "/".to_owned())
}

/// The address `relative` means on this page, which honours `<base href>`.
pub fn absolute(relative: &str) -> Option<String> {
    let base = document().base_uri().ok()??;
    Some(Url::new_with_base(relative, &base).ok()?.href())
}

/// The address that `relative` means in the file at `address`, and only `http:` or `https:` without a user's name or password.
pub fn beside(relative: &str, address: &str) -> Option<String> {
    let url = Url::new_with_base(relative, address).ok()?;
    is_of_the_web(&url).then(|| url.href())
}

fn is_of_the_web(url: &Url) -> bool {
    let scheme = url.protocol();
    let plain = url.username().is_empty() && url.password().is_empty();
    plain && (scheme == "https:" || scheme == "http:")
}

/// As [`absolute`], and only `http:` or `https:` without a user's name or password in it.
pub fn web_address(relative: &str) -> Option<String> {
    let url = Url::new(&absolute(relative)?).ok()?;
    if is_of_the_web(&url) { Some(url.href()) } else { None }
}

/// A text as one value in an address.
pub fn encoded(text: &str) -> String {
    // Nothing of a string of Rust's is refused.
    call(&window(), "encodeURIComponent", &text.into()).and_then(|encoded| encoded.as_string()).unwrap_or_default()
}

/// Writes a line for developers into the console. Never anything a citizen typed.
pub fn warn(line: &str) {
    console_warn(line);
}
