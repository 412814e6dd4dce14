//! A citizen's visit: a backend, a site, a browser of its own, and the app open in it.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::app::App;
use crate::browser::{Browser, Profile};
use crate::engine::Look;
use crate::server::Server;
use crate::site::Site;
use crate::words::Words;

/// As many browsers at a time as there are cores: with more, all of them are too slow to be waited for.
static SEATS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(2, usize::from);
    Arc::new(Semaphore::new(cores.clamp(2, 8)))
});

/// Who answers the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// The reference backend.
    Rest,
    /// Nobody: the demonstration, unless the page names another server.
    Demo,
}

/// How the app stands in its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The app's own page.
    Full,
    /// A host's page, in a shadow root.
    Embedded,
}

pub struct Visit {
    app: App,
    pub server: Server,
    pub site: Site,
    pub page: Page,
    _seat: OwnedSemaphorePermit,
}

impl Deref for Visit {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl Visit {
    /// Opens the app's own page.
    pub async fn full(office: Office, language: &str) -> Visit {
        Visit::begin(office, language, Page::Full, &[]).await
    }

    /// Opens a host's page with the app in it.
    pub async fn embedded(office: Office, language: &str) -> Visit {
        Visit::begin(office, language, Page::Embedded, &[]).await
    }

    /// Opens a page with more attributes on the app's element.
    pub async fn begin(office: Office, language: &str, page: Page, attributes: &[(&str, &str)]) -> Visit {
        Visit::prepared(office, language, page, attributes, |_| {}).await
    }

    /// Opens a page whose site was changed before any browser saw it.
    pub async fn prepared(
        office: Office,
        language: &str,
        page: Page,
        attributes: &[(&str, &str)],
        prepare: impl FnOnce(&Site),
    ) -> Visit {
        Visit::opened(office, language, page, attributes, &[], prepare).await
    }

    /// Opens the app's own page before another server than the reference backend, at this origin.
    pub async fn before(
        origin: &str,
        language: &str,
        attributes: &[(&str, &str)],
        prepare: impl FnOnce(&Site),
    ) -> Visit {
        let attributes = [&[("backend", origin)], attributes].concat();
        Visit::opened(Office::Demo, language, Page::Full, &attributes, &[origin], prepare).await
    }

    /// Opens the app's own page before a server at this origin that is spoken to as a mapping says; `mapping` is its text.
    pub async fn mapped(origin: &str, language: &str, mapping: &str) -> Visit {
        let attributes = [("backend", "mapping.json")];
        let write = |site: &Site| {
            std::fs::write(site.folder().join("mapping.json"), mapping).expect("a mapping is written");
        };
        Visit::opened(Office::Demo, language, Page::Full, &attributes, &[origin], write).await
    }

    async fn opened(
        office: Office,
        language: &str,
        page: Page,
        attributes: &[(&str, &str)],
        origins: &[&str],
        prepare: impl FnOnce(&Site),
    ) -> Visit {
        let seat = SEATS.clone().acquire_owned().await.expect("a seat");
        let mut all = attributes.to_vec();
        if office == Office::Rest {
            all.push(("backend", "/api"));
        }
        let site = match page {
            Page::Full => Site::with(&all),
            Page::Embedded => Site::with(&[]),
        };
        if page == Page::Embedded {
            site.set("embedded.html", &all);
        }
        if attributes.contains(&("routing", "path")) {
            site.from_root("index.html");
        }
        prepare(&site);
        let server = Server::connecting(site.folder(), &site.folder().join("recipes"), origins).await;
        let browser = Browser::start(language).await;
        let visit = Visit { app: App { browser, words: Words::of(language) }, server, site, page, _seat: seat };
        visit.home().await;
        visit
    }

    /// The address of the page the app stands in.
    pub fn address(&self) -> String {
        self.server.page(match self.page {
            Page::Full => "",
            Page::Embedded => "embedded.html",
        })
    }

    /// Goes to the page, as by typing its address.
    pub async fn home(&self) {
        self.browser.open(&self.address()).await;
    }

    /// Another language from now on, by the app's own buttons.
    pub async fn speak(&mut self, language: &str, name: &str) {
        self.press(name).await;
        self.app.words = Words::of(language);
    }

    /// Goes on in a new browser with the same memory, as after a restart of the device.
    pub async fn restart(mut self) -> Visit {
        let language = self.words.language.clone();
        let address = self.address();
        let profile: Profile = self.app.browser.kill().await;
        self.app.browser = Browser::with(profile, &language, Look::PHONE).await;
        self.app.browser.open(&address).await;
        self
    }
}
