//! A device that others use as well: nothing outlives the tab there.

use crate::signal::Signal;
use crate::store::Error;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::{keeping, parts};

/// Whether the person, or who runs the page, has said that others use this device.
fn is_shared(app: &App) -> bool {
    app.sharing.get();
    app.store.away() == Some(Error::Shared)
}

/// The choice, with what it does: one press, for what it removes is asked about.
pub fn choice(app: &App) -> View {
    let asked = Signal::new(false);
    let app = app.clone();
    live(move || {
        if is_shared(&app) {
            let words = parts::paragraph(app.t("shared.is"));
            return parts::alert("info", vec![words, parts::actions(vec![end(&app)])]).into();
        }
        // Where nothing outlives the tab anyway, there is nothing to choose.
        if app.store.away().is_some() {
            return View::NOTHING;
        }
        let heading = el("h2").class("ag-heading").text(app.t("shared.title")).into();
        if !asked.get() {
            let asked = asked.clone();
            let ask = parts::button(app.t("shared.choose"), "ag-button--secondary", move || asked.set(true));
            return vec![heading, parts::paragraph(app.t("shared.text")), parts::actions(vec![ask])].into();
        }
        let (owner, done) = (app.clone(), asked.clone());
        let yes = parts::button_el(app.t("shared.yes"), "ag-button--danger").on("click", move |_| {
            done.set(false);
            set(&owner, true);
        });
        let not = asked.clone();
        let no = parts::button_el(app.t("action.cancel"), "ag-button--secondary").on("click", move |_| not.set(false));
        parts::focus_soon(no.html());
        let question = parts::paragraph(app.t("shared.question"));
        let alert = parts::alert("danger", vec![question, parts::actions(vec![yes.into(), no.into()])]);
        vec![heading, alert.into()].into()
    })
}

/// Says on every page that this is a shared device, with a way to leave nothing behind.
#[inline(never)]
pub fn notice(app: &App) -> View {
    let owner = app.clone();
    live(move || {
        if !is_shared(&owner) {
            return View::NOTHING;
        }
        let app = owner.clone();
        let leave = parts::button(owner.t("shared.leave"), "ag-button--quiet", move || {
            let owner = app.clone();
            app.spawn(async move {
                owner.forget_all().await;
                owner.announce(owner.t("shared.left"));
                owner.go(crate::route::Route::Catalogue);
            });
        });
        el("div").class("ag-notice").child(el("p").text(owner.t("shared.notice"))).child(leave).into()
    })
}

/// The way back, where the person chose it.
fn end(app: &App) -> View {
    let owner = app.clone();
    parts::button(app.t("shared.end"), "ag-button--secondary", move || set(&owner, false))
}

fn set(app: &App, shared: bool) {
    let app = app.clone();
    app.clone().spawn(async move {
        let done = keeping::share(&app, shared).await;
        app.announce(app.t(match done {
            Err(_) => "shared.failed",
            Ok(()) if shared => "shared.is",
            Ok(()) => "shared.ended",
        }));
        app.focus_heading();
    });
}
