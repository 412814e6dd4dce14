//! The app's own page without a network, and new versions of it: what its service worker (`public/amtsgang-worker.js`) is told,
//! and what a citizen is told.
//!
//! In a foreign page the address space is the host's, and so are its workers: there the browser's own cache is all there is.

use std::cell::Cell;
use std::rc::Rc;

use leptos::tachys::view::Mountable;
use wasm_bindgen::JsValue;
use web_sys::Url;

use super::app::App;
use super::dom::{View, el, live};
use super::parts::button;
use crate::browser::page;
use crate::browser::worker::{self, Worker};
use crate::route::Route;
use crate::signal::Signal;
use crate::store;

/// What the page has to say about itself.
#[derive(Clone, Copy, Default, PartialEq)]
struct News {
    /// What is shown comes from this device, because the network has nothing.
    kept: bool,
    /// A newer version of the page is there.
    newer: bool,
}

/// Begins to keep what is needed, where the page is the app's own.
#[inline(never)]
pub fn begin(app: &App) {
    // On a shared device the next person need not see which forms were opened.
    let is_shared = app.store.away() == Some(store::Error::Shared);
    let Some(address) = address(app).filter(|_| app.settings.owns_page && !is_shared) else { return };
    let app = app.clone();
    app.clone().spawn(async move {
        match worker::register(&address).await {
            Ok(Some(worker)) => watch(&app, &worker).await,
            Ok(None) => {}
            Err(cause) => page::warn(&["works only with a network: ", &cause].concat()),
        }
    });
}

/// Lets go of all that is kept.
pub fn forget() {
    worker::ask_present("forget");
}

/// The worker's address, with all it has to know; none where it could not serve this page, or where the page wants none
/// (`offline="off"`).
fn address(app: &App) -> Option<String> {
    let assets = Url::new(&app.settings.assets).ok()?;
    let here = page::window().location().origin().ok()?;
    let host = page::document().query_selector("amtsgang-app[shadow=off]").ok()??;
    if host.get_attribute("offline").is_some_and(|wish| wish == "off") {
        return None;
    }
    let home = app.router.href(&Route::Catalogue);
    let own = page::window().location().pathname().ok()?;
    let (path, below) = match home.strip_prefix('#') {
        Some(_) => (own.strip_suffix("index.html").unwrap_or(&own).to_owned(), ""),
        None => (home, "&below="),
    };
    if here != assets.origin() || !path.starts_with(&assets.pathname()) {
        return None;
    }
    let mut address = [&app.settings.assets, "amtsgang-worker.js?page=", &page::encoded(&path), below].concat();
    let backend = host.get_attribute("backend").filter(|_| host.get_attribute("adapter").is_none());
    if let Some(backend) = backend.and_then(|backend| page::web_address(backend.trim())) {
        address.push_str("&backend=");
        address.push_str(&page::encoded(backend.trim_end_matches('/')));
    }
    Some(address)
}

/// The version of this page: what stands behind the loader's name.
fn version() -> Option<String> {
    let loader = page::document().query_selector("script[src*='amtsgang.js?']").ok()??;
    Some(loader.get_attribute("src")?.split_once('?')?.1.to_owned())
}

async fn watch(app: &App, worker: &Worker) {
    let news = Signal::new(News::default());
    let heard = news.clone();
    let messages = worker.on_message(Box::new(move |message| {
        let mut now = heard.now();
        now.kept = worker::says(message, "kept").unwrap_or(now.kept);
        now.newer |= worker::says(message, "newer").unwrap_or_default();
        if now != heard.now() {
            heard.set(now);
        }
    }));
    // Another tab may have asked for the new version; only who asked here is taken along.
    let asked = Rc::new(Cell::new(false));
    let is_asked = asked.clone();
    let changes = worker.on_change(Box::new(move || {
        if is_asked.take() {
            let _ = page::window().location().reload();
        }
    }));
    let waiting = worker.clone();
    let introduce: Rc<dyn Fn()> = Rc::new(move || {
        waiting.post("waiting", &[("ask", "newer".into()), ("version", version().into())]);
    });
    let newer = worker.on_newer(introduce.clone());
    introduce();
    let mut notice = app.owned(|| notice(app, worker, &news, &asked));
    notice.mount(&app.root, app.root.first_child().as_ref());
    *app.upkeep.borrow_mut() = Some(Box::new((notice, messages, changes, newer)));
    worker.ready().await;
    worker.post(
        "active",
        &[
            ("ask", "keep".into()),
            ("version", version().into()),
            ("loaded", JsValue::from(worker::loaded())),
            ("language", app.language().into()),
        ],
    );
}

/// What stands above everything else: that the network is away, or that there is a new version.
fn notice(app: &App, worker: &Worker, news: &Signal<News>, asked: &Rc<Cell<bool>>) -> View {
    let (app, worker, news, asked) = (app.clone(), worker.clone(), news.clone(), asked.clone());
    let mut told = News::default();
    live(move || {
        let now = news.get();
        app.texts();
        let mut views = Vec::new();
        if now.kept {
            let owner = app.clone();
            let again = button(app.t("offline.retry"), "ag-button--quiet", move || {
                // Whatever comes of it, the worker tells.
                let app = owner.clone();
                owner.spawn(async move { drop(app.backend.services().await) });
            });
            views.push(line(app.t("offline.kept"), again));
        }
        if now.newer {
            let (worker, asked) = (worker.clone(), asked.clone());
            let take = button(app.t("offline.load"), "ag-button--quiet", move || {
                asked.set(true);
                worker.post("waiting", &[("ask", "begin".into())]);
            });
            views.push(line(app.t("offline.newer"), take));
        }
        let before = std::mem::replace(&mut told, now);
        for (is_new, key) in [
            (now.kept && !before.kept, "offline.kept"),
            (before.kept && !now.kept, "offline.back"),
            (now.newer && !before.newer, "offline.newer"),
        ] {
            if is_new {
                app.announce(app.t(key));
            }
        }
        views.into()
    })
}

fn line(words: &str, action: View) -> View {
    el("aside").class("ag-demo ag-notice").attr("aria-label", words).child(el("p").text(words)).child(action).into()
}
