//! The parts that pages and fields are composed of. Each is a plain function that answers with a view.

pub mod combobox;
pub mod frame;
pub mod input;
pub mod office;
pub mod options;
pub mod problems;
pub mod prose;
pub mod summary;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};

use super::app::App;
use super::dom::{El, View, el, live, text};
use super::session::Session;
use crate::browser::nodes::Word;
use crate::browser::page;
use crate::form::StepIx;
use crate::route::Route;
use crate::text::Text;

/// The page's heading. It takes the focus after a change of page, and names the document where that is ours.
pub fn title(app: &App, words: &str) -> View {
    title_el(app, words).into()
}

/// As [`title`], for more to be said of it.
pub fn title_el(app: &App, words: &str) -> El {
    let heading = el("h1").class("ag-title").attr("tabindex", "-1").text(words);
    if app.settings.owns_page {
        page::set_title(&[words, " – ", app.t("app.name")].concat());
    }
    if app.heading_due.take() {
        focus_soon(heading.html());
    }
    heading
}

/// Gives an element the focus once it stands in the page.
pub fn focus_soon(element: HtmlElement) {
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        page::focus(&element);
    });
}

/// An element with a recipe's text, marked with its language where that is not the one spoken (WCAG 3.1.2).
pub fn own_text(app: &App, tag: Word, content: &Text) -> El {
    own_words(app, el(tag), content)
}

/// Fills an element with a recipe's text, and marks it with its language where that is not the one spoken.
pub fn own_words(app: &App, element: El, content: &Text) -> El {
    in_its_language(app, element.text(app.own(content)), content)
}

/// Marks an element that shows this text with its language, where that is not the one spoken.
pub fn in_its_language(app: &App, element: El, content: &Text) -> El {
    let (_, language) = content.pick(app.language());
    if is_spoken(app, language) {
        element
    } else {
        element.attr("lang", language).attr("dir", crate::locale::direction(language))
    }
}

/// Begins an element with a recipe's text; what follows in it is in the language spoken.
pub fn own_text_in(app: &App, element: El, content: &Text) -> El {
    let (words, language) = content.pick(app.language());
    if is_spoken(app, language) { element.text(words) } else { element.child(own_text(app, "span", content)) }
}

fn is_spoken(app: &App, language: &str) -> bool {
    let spoken = app.language();
    language == spoken || crate::locale::base(language) == crate::locale::base(spoken)
}

/// A link to a page of the app. Only a plain click is taken; new tabs and windows stay the browser's.
pub fn link(app: &App, words: &str, class: Word, to: Route) -> El {
    link_then(app, words, class, to, Rc::new(|| {}))
}

/// A link that does something of its own before it leads on.
pub fn link_then(app: &App, words: &str, class: Word, to: Route, before: Rc<dyn Fn()>) -> El {
    let owner = app.clone();
    el("a").class(class).attr("href", &app.router.href(&to)).text(words).on("click", move |event| {
        let plain = event.dyn_ref::<MouseEvent>().is_none_or(|mouse| {
            mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key())
        });
        if plain && !event.default_prevented() {
            event.prevent_default();
            before();
            owner.go(to.clone());
        }
    })
}

/// A link that looks like the main action.
pub fn link_button(app: &App, words: &str, to: Route) -> View {
    link(app, words, "ag-button", to).into()
}

/// A button. `kind` is a class of its own: "", "ag-button--secondary", "ag-button--quiet" or "ag-button--danger".
pub fn button(words: &str, kind: &str, mut press: impl FnMut() + 'static) -> View {
    button_el(words, kind).on("click", move |_| press()).into()
}

/// A button that does nothing yet.
pub fn button_el(words: &str, kind: &str) -> El {
    let class = ["ag-button ", kind].concat();
    el("button").attr("type", "button").attr("class", class.trim_end()).text(words)
}

/// Buttons and links in a row.
pub fn actions(views: Vec<View>) -> View {
    el("div").class("ag-actions").children(views).into()
}

/// A framed message; `kind` is `info`, `success`, `warning` or `danger`.
pub fn alert(kind: &str, content: Vec<View>) -> El {
    el("div").attr("class", &["ag-alert ag-alert--", kind].concat()).children(content)
}

/// A heading below the page's.
pub fn heading(words: &str) -> View {
    el("h2").class("ag-heading").text(words).into()
}

/// A paragraph.
pub fn paragraph(words: &str) -> View {
    el("p").text(words).into()
}

/// Terms and what is said of them.
pub fn facts(class: Word, rows: Vec<(&str, View)>) -> El {
    let rows = rows
        .into_iter()
        .map(|(term, description)| el("div").child(el("dt").text(term)).child(el("dd").child(description)).into());
    el("dl").class(class).children(rows.collect())
}

/// A file's name, for more to be said of it.
pub fn file_name(name: &str) -> El {
    el("span").class("ag-files__name").child(el("span").attr("translate", "no").text(name))
}

/// Words only a screen reader gets.
pub fn unseen(words: &str) -> View {
    el("span").class("ag-visually-hidden").text(words).into()
}

/// An address that a file or a backend gave: followed only where its scheme is harmless.
pub fn outside_link(words: &str, address: &str) -> View {
    let harmless = ["https://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme));
    if !harmless {
        return text(words);
    }
    el("a").class("ag-link").attr("href", address).attr("rel", "noopener noreferrer").text(words).into()
}

/// The mistakes in a step, or only what the backend says of the whole. Drawn when the citizen asked to go on, not while they
/// type.
pub fn mistakes(app: &App, session: &Rc<Session>, step: Option<StepIx>) -> View {
    let (app, session) = (app.clone(), session.clone());
    live(move || {
        if session.summary.get() == 0 {
            return View::NOTHING;
        }
        let fields = step.map_or_else(Vec::new, |step| session.with(|form| form.fields_of(step)));
        // Only the citizen's wish to go on moves the focus here, not a mistake that is mended later; and a summary that has
        // nothing to tell leaves it to the page that follows.
        let tells = !fields.is_empty() || !session.refused.borrow().is_empty();
        let due = tells && session.summary_due.take();
        if app.later.is_ready() {
            return summary::drawn(&app, &session, &fields, due);
        }
        // Until the summary's code has come, the way leads to the first mistake itself.
        let (owner, session) = (app.clone(), session.clone());
        app.spawn(async move {
            leptos::task::tick().await;
            let wrong = owner.root.query_selector("[aria-invalid=true]").ok().flatten();
            if let Some(wrong) = wrong.filter(|_| due) {
                page::focus(&wrong);
            }
            if owner.later.load().await.is_ok() {
                session.summary.update(|turn| *turn += 1);
            }
        });
        View::NOTHING
    })
}
