//! Where the address lives: in the page's path, in its hash, or in memory; and the way from page to page.
//!
//! The only listener is one for `popstate`, and it ends with the router. No link of the host page is touched.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::Event;

use super::Route;
use crate::browser::listener::Listener;
use crate::browser::page;
use crate::signal::Signal;

/// The attribute `routing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// The address bar is not touched: the default in a foreign page.
    Memory,
    /// Behind `#/`: works on any static file server.
    Hash,
    /// In the path below this base, which starts and ends with a slash. The server answers every path with the page.
    Path(String),
}

/// Leads from page to page.
pub struct Router {
    pub route: Signal<Route>,
    home: Home,
    /// Whether a page has been left yet; the first page must not take the focus.
    moved: Rc<Cell<bool>>,
    back: RefCell<Option<Listener>>,
}

impl Router {
    /// Starts at the present address, or at `start` where there is none.
    pub fn new(home: Home, start: Route) -> Self {
        let here = match present(&home) {
            Some(Route::Catalogue) | None => start,
            Some(route) => route,
        };
        Self { route: Signal::new(here), home, moved: Rc::default(), back: RefCell::new(None) }
    }

    /// Follows the browser's back and forward buttons until the router is dropped.
    pub fn follow_history(&self, start: Route) {
        if self.home == Home::Memory {
            return;
        }
        let (home, route, moved) = (self.home.clone(), self.route.clone(), self.moved.clone());
        let follow = Box::new(move |_: Event| {
            moved.set(true);
            let there = present(&home).unwrap_or(Route::Missing);
            route.set(if there == Route::Catalogue { start.clone() } else { there });
        });
        *self.back.borrow_mut() = Some(Listener::on(&page::window(), "popstate", follow));
    }

    /// What a link to `route` says in its `href`.
    pub fn href(&self, route: &Route) -> String {
        match &self.home {
            Home::Memory => "#".to_owned(),
            Home::Hash => ["#/", &route.address()].concat(),
            Home::Path(base) => [base.as_str(), &route.address()].concat(),
        }
    }

    /// Goes to a page.
    pub fn go(&self, route: Route) {
        self.change(route, false);
    }

    /// Puts a page in the present one's place, so that the back button does not lead to it.
    pub fn replace(&self, route: Route) {
        self.change(route, true);
    }

    /// Whether the address bar names the page.
    pub fn is_in_address(&self) -> bool {
        self.home != Home::Memory
    }

    /// Whether a page has been left since the start.
    pub fn has_moved(&self) -> bool {
        self.moved.get()
    }

    fn change(&self, route: Route, replace: bool) {
        self.moved.set(true);
        if self.home != Home::Memory
            && let Ok(history) = page::window().history()
        {
            let address = self.href(&route);
            // A document that may not write its history (a sandboxed frame) still changes its page.
            let _ = if replace {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
            } else {
                history.push_state_with_url(&JsValue::NULL, "", Some(&address))
            };
        }
        self.route.set(route);
    }
}

/// The page the address bar names.
fn present(home: &Home) -> Option<Route> {
    let location = page::window().location();
    match home {
        Home::Memory => None,
        Home::Hash => {
            let hash = location.hash().ok()?;
            // A hash that is not ours (a jump mark of the host page) is no address of the app.
            match hash.strip_prefix("#/") {
                Some(address) => Some(Route::parse(address)),
                None => Some(Route::Catalogue),
            }
        }
        Home::Path(base) => {
            let path = location.pathname().ok()?;
            Some(path.strip_prefix(base.as_str()).map_or(Route::Catalogue, Route::parse))
        }
    }
}
