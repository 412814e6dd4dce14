//! What surrounds every page: the skip link, the demonstration's notice, the navigation, the languages, the announcements.

use wasm_bindgen::JsCast;

use super::app::App;
use super::dom::{El, View, el, live};
use super::pages;
use super::parts::link;
use crate::browser::nodes::{self, Word};
use crate::browser::{intl, page};
use crate::locale::direction;
use crate::route::Route;

/// The whole app; drawn anew when another language is spoken.
pub fn shell(app: &App) -> View {
    let app = app.clone();
    live(move || {
        let texts = app.texts();
        let (language, direction) = (texts.language.as_str(), direction(&texts.language));
        // The container is the guest's own; the document's language is set only where the document is ours.
        nodes::set(&app.root, "lang", language);
        nodes::set(&app.root, "dir", direction);
        if app.settings.owns_page {
            page::set_language(language, direction);
        }
        whole(&app)
    })
}

/// The landmark `tag` where the page is ours; in a foreign page it already has its own, so a plain element.
fn landmark(app: &App, tag: Word) -> El {
    el(if app.settings.owns_page { tag } else { "div" })
}

fn whole(app: &App) -> View {
    let owner = app.clone();
    let pages = live(move || {
        let route = owner.router.route.get();
        let mistakes = owner.session.borrow().as_ref().is_some_and(|session| session.summary_due.get());
        // Also after the browser's own back and forward; a summary of mistakes comes before the heading.
        let other = owner.shown.replace(Some(route.clone())).as_ref() != Some(&route);
        owner.heading_due.set(other && owner.router.has_moved() && !mistakes);
        pages::page(&owner, route)
    });
    let main = landmark(app, "main").class("ag-main").attr("id", "ag-main").attr("tabindex", "-1").child(pages);
    let pressing = app.clone();
    let main = main.on("pointerdown", move |_| pressing.pressed.set(true));
    // Released elsewhere, the next key tells that no button is held.
    let main = ["pointerup", "pointercancel", "keydown"].into_iter().fold(main, |main, event| {
        let released = app.clone();
        main.on(event, move |_| released.release())
    });
    let mut parts: Vec<View> = Vec::new();
    if app.settings.owns_page {
        parts.push(skip_link(app, &main));
    }
    parts.push(header(app));
    parts.push(notices(app));
    parts.push(main.into());
    parts.push(footer(app));
    parts.push(announcer(app));
    parts.into()
}

fn skip_link(app: &App, main: &El) -> View {
    let target = main.html();
    el("a")
        .class("ag-skip")
        .attr("href", "#ag-main")
        .text(app.t("app.skip"))
        .on("click", move |event| {
            event.prevent_default();
            page::focus(&target);
        })
        .into()
}

fn header(app: &App) -> View {
    let home = match &app.settings.service {
        Some(service) => Route::Service(service.clone()),
        None => Route::Catalogue,
    };
    let name = if app.settings.name.is_empty() { app.t("app.name") } else { app.settings.name.as_str() };
    let inner = el("div")
        .class("ag-header__inner")
        .child(link(app, name, "ag-brand", home.clone()))
        .child(languages(app))
        .child(navigation(app, home));
    landmark(app, "header").class("ag-header").child(demonstration(app)).child(inner).into()
}

/// What concerns every page; it comes with the later part of the program.
fn notices(app: &App) -> View {
    let app = app.clone();
    live(move || if app.completed.get() { pages::shared::notice(&app) } else { View::NOTHING })
}

/// Says that nothing is sent, where nothing is.
fn demonstration(app: &App) -> Option<El> {
    let words =
        || [el("strong").text(app.t("demo.title")).into(), " ".into(), el("span").text(app.t("demo.text")).into()];
    app.backend.is_demo().then(|| el("p").class("ag-demo").children(words().into()))
}

fn navigation(app: &App, home: Route) -> View {
    let first = if app.settings.service.is_some() { "nav.service" } else { "nav.services" };
    let entries = [(first, home), ("nav.status", Route::Status(None)), ("nav.device", Route::Device)];
    let entries = entries.into_iter().map(|(key, to)| {
        let (owner, target) = (app.clone(), to.clone());
        let link = link(app, app.t(key), "ag-nav__link", to).live_attr("aria-current", move || {
            let here = owner.router.route.get();
            let same = match &target {
                Route::Status(_) => matches!(here, Route::Status(_)),
                Route::Device => here == Route::Device,
                _ => here.service().is_some() || here == Route::Catalogue,
            };
            let exact = here == target;
            same.then(|| if exact { "page" } else { "true" }.to_owned())
        });
        el("li").child(link).into()
    });
    el("nav").class("ag-nav").attr("aria-label", app.t("nav.label")).child(el("ul").children(entries.collect())).into()
}

fn languages(app: &App) -> View {
    if app.settings.languages.len() < 2 {
        return View::NOTHING;
    }
    let spoken = app.language();
    let choices = app.settings.languages.iter().map(|language| {
        let (owner, to) = (app.clone(), language.clone());
        el("button")
            .attr("type", "button")
            .class("ag-language__choice")
            .attr("id", &["ag-language-", language].concat())
            .attr("lang", language)
            .attr("translate", "no")
            .attr("aria-pressed", if *language == spoken { "true" } else { "false" })
            .text(&intl::language_name(language))
            .on("click", move |_| owner.speak(to.clone()))
            .into()
    });
    el("div")
        .class("ag-language")
        .attr("role", "group")
        .attr("aria-label", app.t("language.label"))
        .children(choices.collect())
        .into()
}

fn footer(app: &App) -> View {
    landmark(app, "footer").class("ag-footer").child(el("p").text(app.t("footer.text"))).into()
}

/// Where changes that happen by themselves are told, once, without moving anything.
fn announcer(app: &App) -> View {
    let announcement = app.announcement.clone();
    el("div")
        .class("ag-visually-hidden")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .live_text(move || announcement.get())
        .into()
}

/// The place of the language choice, for the focus after the page was drawn anew.
pub fn focus_language(app: &App, language: &str) {
    let id = ["ag-language-", language].concat();
    if let Some(choice) = page::by_id_near(app.root.unchecked_ref(), &id) {
        page::focus(&choice);
    }
}
