//! What a citizen holds after sending: reference, access code, and what happens next.

use std::rc::Rc;

use crate::browser::{files, intl, page};
use crate::case::Reference;
use crate::recipe::Recipe;
use crate::route::Route;
use crate::signal::Signal;
use crate::store::ReceiptEntry;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts::{self, office::office, prose::prose};
use crate::view::waiting::{Content, waiting};

pub fn page(app: &App, reference: String) -> View {
    let owner = app.clone();
    waiting(app, move || {
        let (app, reference) = (owner.clone(), reference.clone());
        Box::pin(async move {
            let Some(receipt) = app.receipt(&reference).await else {
                return Ok(Box::new(move || gone(&app, reference)) as Content);
            };
            Ok(Box::new(move || drawn(&app, &receipt)) as Content)
        })
    })
}

/// The receipt is not on this device.
fn gone(app: &App, reference: String) -> View {
    vec![
        parts::title(app, app.t("receipt.gone.title")),
        parts::paragraph(app.t(if app.backend.has_codes() { "receipt.gone.text" } else { "receipt.gone.plain" })),
        parts::actions(vec![parts::link_button(app, app.t("nav.status"), Route::Status(Some(reference)))]),
    ]
    .into()
}

fn drawn(app: &App, receipt: &ReceiptEntry) -> View {
    let code = |key: &str, words: &str| -> View {
        el("div")
            .child(el("dt").text(app.t(key)))
            .child(el("dd").class("ag-code").attr("translate", "no").text(words))
            .into()
    };
    let rows = numbers(receipt);
    let panel = el("div")
        .class("ag-panel")
        .child(parts::title(app, app.t("receipt.title")))
        .child(parts::own_text(app, "p", &receipt.title))
        .child(
            (!rows.is_empty()).then(|| el("dl").children(rows.iter().map(|(key, words)| code(key, words)).collect())),
        );
    let when = intl::date_time_of(app.language(), &receipt.submitted_at);
    let status = Route::Status(Some(receipt.reference.clone()));
    let keep = match (rows.len(), app.store.away().is_none()) {
        (0, _) => "receipt.unnumbered",
        (1, true) => "receipt.keepPlain",
        (1, false) => "receipt.keepPlainYourself",
        (_, true) => "receipt.keep",
        (_, false) => "receipt.keepYourself",
    };
    let mut views: Vec<View> = vec![panel.into(), parts::paragraph(&app.fill("receipt.when", &[("when", &when)]))];
    // Most backends tell the status; only one that says it does not changes anything here.
    let told = Signal::new(true);
    let (owner, asked) = (app.clone(), told.clone());
    app.spawn(async move {
        if owner.backend.offers().await.is_ok_and(|offers| !offers.status) {
            asked.set(false);
        }
    });
    let (owner, asked, numbered) = (app.clone(), told.clone(), !rows.is_empty());
    views.push(live(move || {
        let key = if asked.get() || !numbered { keep } else { "receipt.noStatus" };
        parts::alert("info", vec![parts::paragraph(owner.t(key))]).into()
    }));
    views.push(copies(app, receipt));
    if numbered {
        let owner = app.clone();
        views.push(live(move || match told.get() {
            true => parts::actions(vec![parts::link_button(&owner, owner.t("receipt.status"), status.clone())]),
            false => View::NOTHING,
        }));
    }
    views.push(next(app, &receipt.service));
    views.into()
}

/// What the citizen asks for the status by: reference and access code, the reference alone, or nothing.
fn numbers(receipt: &ReceiptEntry) -> Vec<(&'static str, &str)> {
    let known = Reference::parse(&receipt.reference).is_some_and(|own| !own.is_local());
    let reference = known.then_some(("receipt.reference", receipt.reference.as_str()));
    reference.into_iter().chain(receipt.code.as_deref().map(|code| ("receipt.code", code))).collect()
}

/// What happens next and who is responsible, as the recipe says. The receipt above does not wait for it, and is seen even
/// if the recipe cannot be read again.
fn next(app: &App, service: &str) -> View {
    let recipe: Signal<Option<Option<Rc<Recipe>>>> = Signal::new(None);
    let (asking, found, service) = (app.clone(), recipe.clone(), service.to_owned());
    app.spawn(async move { found.set(Some(asking.recipe(&service).await.ok())) });
    let app = app.clone();
    live(move || {
        let Some(recipe) = recipe.get() else { return View::NOTHING };
        let afterwards = recipe.as_ref().and_then(|recipe| recipe.afterwards.as_ref());
        let words = match afterwards {
            Some(text) => prose(&app, text).into(),
            None => parts::paragraph(app.t("receipt.nextDefault")),
        };
        let mut views = vec![parts::heading(app.t("receipt.next")), words];
        if let Some(recipe) = recipe {
            views.push(parts::heading(app.t("service.office")));
            views.push(office(&app, &recipe.office));
        }
        views.into()
    })
}

/// Print, and download with the answers as they were sent.
fn copies(app: &App, receipt: &ReceiptEntry) -> View {
    let (owner, receipt) = (app.clone(), receipt.clone());
    let save = parts::button(app.t("receipt.download"), "ag-button--secondary", move || {
        let name = [&receipt.reference, ".txt"].concat();
        let mut copy = [receipt.copy.as_str(), "\r\n"].concat();
        for (key, words) in numbers(&receipt) {
            copy.push_str(&[owner.t(key), ": ", words, "\r\n"].concat());
        }
        if files::download_text(&owner.root, &name, "text/plain", &copy).is_err() {
            owner.announce(owner.t("review.copyFailed"));
        }
    });
    parts::actions(vec![save, parts::button(app.t("action.print"), "ag-button--secondary", page::print)])
}
