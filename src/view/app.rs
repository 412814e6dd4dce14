//! What every page of one running element shares: its settings, texts, route, backend, store and open form.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use leptos::reactive::owner::Owner;
use web_sys::HtmlElement;

use super::session::Session;
use crate::backend::{self, Backend};
use crate::browser::{intl, page, timer};
use crate::expr::date::Date;
use crate::field::{Fault, Param};
use crate::form::Form;
use crate::json;
use crate::later::Later;
use crate::locale::{Catalogue, load};
use crate::recipe::Recipe;
use crate::route::Route;
use crate::route::router::Router;
use crate::signal::Signal;
use crate::store::{self, Draft, ReceiptEntry, Store};
use crate::text::Text;

/// The settings an element starts with.
pub struct Settings {
    /// Where the app's own files are, with a slash at the end.
    pub assets: String,
    /// The languages offered, the municipality's first.
    pub languages: Vec<String>,
    /// The only service this element offers, if it is set to one.
    pub service: Option<String>,
    /// Answers that the page hands over, from the attribute `prefill`.
    pub prefill: json::Object,
    /// The municipality's name, from the attribute `name`; empty for none.
    pub name: String,
    /// Whether the page around is ours, so that its title and language may be set.
    pub owns_page: bool,
}

/// One running element. Cheap to clone.
#[derive(Clone)]
pub struct App(Rc<Shared>);

pub struct Shared {
    pub settings: Settings,
    pub router: Router,
    pub backend: Rc<dyn Backend>,
    /// Everything but a form being filled in.
    pub later: Rc<Later>,
    pub store: Store,
    /// Whether the later part of the program has come.
    pub completed: Signal<bool>,
    completing: Cell<bool>,
    /// Changes when the device becomes a shared one, or a person's own again.
    pub sharing: Signal<u32>,
    /// Where the app is drawn; its container is the only element whose attributes we set from outside the views.
    pub root: HtmlElement,
    texts: Signal<&'static Catalogue>,
    /// The language spoken, for the backend, which answers in it.
    spoken: Rc<RefCell<String>>,
    /// What is announced politely to a screen reader.
    pub announcement: Signal<String>,
    /// The form that is being filled in.
    pub session: RefCell<Option<Rc<Session>>>,
    /// Owns what is made after an answer from the network.
    pub owner: Owner,
    /// The page's heading has the focus set to it once, after each change of page.
    pub heading_due: Cell<bool>,
    /// Whether a finger or a mouse button is down on the page.
    pub pressed: Cell<bool>,
    /// The page that was drawn last; another language draws it anew and leaves the focus where it is.
    pub shown: RefCell<Option<Route>>,
    /// Recipes read so far.
    recipes: RefCell<Vec<Rc<Recipe>>>,
    /// Receipts of this visit, should the device not keep them.
    receipts: RefCell<Vec<ReceiptEntry>>,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    #[allow(clippy::too_many_arguments, reason = "each is a part of one element, made by the one caller")]
    pub fn new(
        settings: Settings,
        router: Router,
        backend: Rc<dyn Backend>,
        later: Rc<Later>,
        store: Store,
        root: HtmlElement,
        texts: &'static Catalogue,
        spoken: Rc<RefCell<String>>,
        owner: Owner,
    ) -> Self {
        Self(Rc::new(Shared {
            settings,
            router,
            backend,
            later,
            store,
            completed: Signal::new(false),
            completing: Cell::new(false),
            sharing: Signal::new(0),
            root,
            texts: Signal::new(texts),
            spoken,
            announcement: Signal::new(String::new()),
            session: RefCell::new(None),
            owner,
            heading_due: Cell::new(false),
            pressed: Cell::new(false),
            shown: RefCell::default(),
            recipes: RefCell::default(),
            receipts: RefCell::default(),
        }))
    }

    /// The texts of the language spoken; a live place that reads them is made anew when the language changes.
    pub fn texts(&self) -> &'static Catalogue {
        self.texts.get()
    }

    fn texts_now(&self) -> &'static Catalogue {
        self.texts.now()
    }

    /// The language spoken (BCP 47).
    pub fn language(&self) -> &'static str {
        &self.texts_now().language
    }

    /// The sentence of `key`.
    pub fn t(&self, key: &str) -> &'static str {
        self.texts_now().get(key)
    }

    /// The sentence of `key` with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.texts_now().fill(key, values)
    }

    /// The sentence for `count` things; `{count}` in it is the number as the language writes it.
    pub fn count(&self, key: &str, count: usize) -> String {
        let language = self.language();
        let category = intl::plural(language, count as f64);
        self.texts_now().plural(key, &category, &[("count", &intl::number(language, count as f64))])
    }

    /// A recipe's text in the language spoken.
    pub fn own<'a>(&self, text: &'a Text) -> &'a str {
        text.pick(self.language()).0
    }

    /// A date as the language writes it, long: "3. Mai 2026".
    pub fn date(&self, date: Date) -> String {
        intl::date(self.language(), date)
    }

    /// The sentence for a mistake in an answer.
    pub fn fault(&self, fault: &Fault) -> String {
        let language = self.language();
        let params: Vec<(&str, String)> = fault
            .params()
            .into_iter()
            .map(|(name, param)| {
                let value = match param {
                    Param::Number(number) => intl::number(language, number as f64),
                    Param::Millionths(number) => intl::decimal(language, number, 6),
                    Param::Cents(cents) => intl::money(language, cents),
                    Param::Date(date) => intl::date(language, date),
                    Param::Month(date) => intl::month(language, date),
                    Param::Bytes(bytes) => intl::bytes(language, bytes as f64),
                    Param::Fault(fault) => self.fault(&fault),
                    Param::Text(text) => text.pick(language).0.to_owned(),
                    Param::String(text) => text,
                };
                (name, value)
            })
            .collect();
        let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill(fault.key(), &params)
    }

    /// The sentence for a failure of the backend.
    pub fn failure(&self, error: &backend::Error) -> String {
        let seconds = error.retry_after().map(|seconds| intl::number(self.language(), seconds as f64));
        self.fill(error.key(), &[("seconds", seconds.as_deref().unwrap_or("60"))])
    }

    /// Goes to a page; its heading will take the focus.
    pub fn go(&self, route: Route) {
        self.router.go(route);
    }

    /// Goes to a page and leaves no way back to the present one.
    pub fn replace(&self, route: Route) {
        self.router.replace(route);
    }

    /// Says something to a screen reader without moving anything.
    pub fn announce(&self, sentence: impl Into<String>) {
        self.announcement.set(sentence.into());
    }

    /// Speaks another language. The page is drawn anew, answers stay.
    pub fn speak(&self, language: String) {
        let app = self.clone();
        leptos::task::spawn_local(async move {
            match load::load(&app.settings.assets, &language).await {
                Ok(texts) => {
                    // Without them a sentence would be missing on the next page, which asks for them again and can wait.
                    if let Err(cause) = app.later.follow(&language).await {
                        page::warn(&cause);
                    }
                    app.spoken.borrow_mut().clone_from(&language);
                    app.texts.set(texts);
                    leptos::task::tick().await;
                    super::shell::focus_language(&app, &language);
                }
                Err(cause) => {
                    page::warn(&cause);
                    app.announce(app.t("app.languageFailed"));
                }
            }
        });
    }

    /// Runs `make` as part of this element's reactive tree, also when a network answer came long after.
    pub fn owned<T>(&self, make: impl FnOnce() -> T) -> T {
        self.owner.with(make)
    }

    /// No finger is down any more. What waited for that goes on after the click that a release makes.
    pub fn release(&self) {
        if self.pressed.replace(false) {
            let app = self.clone();
            self.spawn(async move {
                timer::sleep(0).await;
                let session = app.session.borrow().clone();
                if let Some(session) = session {
                    session.released();
                }
            });
        }
    }

    /// Gives the page's heading the focus.
    pub fn focus_heading(&self) {
        if let Ok(Some(heading)) = self.root.query_selector("h1") {
            page::focus(&heading);
        }
    }

    /// A service's recipe, read once.
    pub async fn recipe(&self, service: &str) -> Result<Rc<Recipe>, backend::Error> {
        let known = self.recipes.borrow().iter().find(|recipe| recipe.id.as_str() == service).cloned();
        if let Some(recipe) = known {
            return Ok(recipe);
        }
        let recipe = self.backend.recipe(service).await?;
        self.recipes.borrow_mut().push(recipe.clone());
        Ok(recipe)
    }

    /// What the store answered, or the fallback with a word to the developer.
    fn or_warn<T>(answer: Result<T, store::Error>, fallback: T) -> T {
        answer.unwrap_or_else(|error| {
            page::warn(&error.to_string());
            fallback
        })
    }

    /// Every draft on this device.
    pub async fn drafts(&self) -> Vec<Draft> {
        Self::or_warn(self.store.drafts().await, Vec::new())
    }

    /// Every receipt on this device and of this visit, the latest first.
    pub async fn receipts(&self) -> Vec<ReceiptEntry> {
        let mut receipts = Self::or_warn(self.store.receipts().await, Vec::new());
        for own in self.receipts.borrow().iter() {
            if receipts.iter().all(|other| other.reference != own.reference) {
                receipts.push(own.clone());
            }
        }
        receipts.sort_by(|a, b| b.submitted_at.cmp(&a.submitted_at));
        receipts
    }

    pub async fn receipt(&self, reference: &str) -> Option<ReceiptEntry> {
        self.receipts().await.into_iter().find(|own| own.reference == reference)
    }

    /// Keeps a receipt, and lets go of the draft it came from.
    pub async fn keep_receipt(&self, receipt: ReceiptEntry) {
        self.receipts.borrow_mut().push(receipt.clone());
        Self::or_warn(self.store.finish(&receipt, &receipt.service).await, ());
    }

    pub async fn forget_receipt(&self, reference: &str) {
        self.receipts.borrow_mut().retain(|own| own.reference != reference);
        Self::or_warn(self.store.remove_receipt(reference).await, ());
    }

    /// Removes a draft with its files, also the one that is open.
    pub async fn forget_draft(&self, service: &str) {
        let open = self.session.borrow().clone().filter(|session| session.recipe.id.as_str() == service);
        if let Some(session) = open {
            self.session.borrow_mut().take();
            session.stop().await;
        }
        Self::or_warn(self.store.remove_draft(service).await, ());
    }

    pub async fn forget_all(&self) {
        let open = self.session.borrow_mut().take();
        if let Some(session) = open {
            session.stop().await;
        }
        self.receipts.borrow_mut().clear();
        Self::or_warn(self.store.remove_all().await, ());
    }

    /// Loads the later part of the program in the background, then looks after what is kept here, and practises. Who needs the
    /// part before asks for it again, and is told where that fails.
    pub fn complete(&self) {
        if self.completed.now() || self.completing.replace(true) {
            return;
        }
        let app = self.clone();
        self.spawn(async move {
            let loaded = app.later.load().await.is_ok();
            app.completing.set(false);
            let session = app.session.borrow().clone();
            if loaded {
                app.completed.set(true);
                super::keeping::look_after(&app).await;
                super::practice::practise(&app).await;
            } else if let Some(session) = session.filter(|session| !session.with(Form::is_blank)) {
                // The disk is reached by the later part only.
                session.unsaved.set(Some(store::Error::Other(String::new())));
            }
        });
    }

    /// Runs a future that belongs to this element.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        leptos::task::spawn_local(future);
    }
}
