//! What a citizen holds after sending: reference, access code, and what happens next.

use std::rc::Rc;

use crate::browser::{files, intl, page};
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
        parts::paragraph(app.t("receipt.gone.text")),
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
    let panel = el("div")
        .class("ag-panel")
        .child(parts::title(app, app.t("receipt.title")))
        .child(parts::own_text(app, "p", &receipt.title))
        .child(
            el("dl").child(code("receipt.reference", &receipt.reference)).child(code("receipt.code", &receipt.code)),
        );
    let when = intl::date_time_of(app.language(), &receipt.submitted_at);
    let status = Route::Status(Some(receipt.reference.clone()));
    vec![
        panel.into(),
        parts::paragraph(&app.fill("receipt.when", &[("when", &when)])),
        parts::alert(
            "info",
            vec![parts::paragraph(app.t(if app.store.away().is_none() {
                "receipt.keep"
            } else {
                "receipt.keepYourself"
            }))],
        )
        .into(),
        copies(app, receipt),
        parts::actions(vec![parts::link_button(app, app.t("receipt.status"), status)]),
        next(app, &receipt.service),
    ]
    .into()
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
        let head = [
            receipt.copy.as_str(),
            "\r\n",
            owner.t("receipt.reference"),
            ": ",
            &receipt.reference,
            "\r\n",
            owner.t("receipt.code"),
            ": ",
            &receipt.code,
            "\r\n",
        ];
        if files::download_text(&owner.root, &name, "text/plain", &head.concat()).is_err() {
            owner.announce(owner.t("review.copyFailed"));
        }
    });
    parts::actions(vec![save, parts::button(app.t("action.print"), "ag-button--secondary", page::print)])
}
