//! What is kept on this device: drafts and receipts, each removable, and all of it at once.

use crate::browser::intl;
use crate::route::Route;
use crate::signal::Signal;
use crate::store::{Draft, ReceiptEntry};
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts;
use crate::view::waiting::{Content, waiting};

pub fn page(app: &App) -> View {
    let turn = Signal::new(0u32);
    let owner = app.clone();
    let content = live(move || {
        turn.get();
        owner.sharing.get();
        let (app, turn) = (owner.clone(), turn.clone());
        waiting(&owner, move || {
            let (app, turn) = (app.clone(), turn.clone());
            Box::pin(async move {
                let (drafts, receipts) = (app.drafts().await, app.receipts().await);
                Ok(Box::new(move || lists(&app, &drafts, &receipts, &turn)) as Content)
            })
        })
    });
    vec![
        parts::title(app, app.t("device.title")),
        el("p").class("ag-lead").text(app.t("device.lead")).into(),
        content,
        super::shared::choice(app),
    ]
    .into()
}

fn lists(app: &App, drafts: &[Draft], receipts: &[ReceiptEntry], turn: &Signal<u32>) -> View {
    let mut views = Vec::new();
    if let Some(away) = app.store.away() {
        views.push(parts::alert("warning", vec![parts::paragraph(app.t(away.key()))]).into());
    }
    if drafts.is_empty() && receipts.is_empty() {
        views.push(parts::paragraph(app.t("device.nothing")));
        return views.into();
    }
    if !drafts.is_empty() {
        let entries = drafts.iter().map(|draft| {
            let step = (!draft.step.is_empty()).then(|| draft.step.clone());
            let to = Route::Form { service: draft.service.clone(), step };
            let when = app.fill("device.edited", &[("when", &intl::date_time(app.language(), draft.updated))]);
            let (owner, turn, service) = (app.clone(), turn.clone(), draft.service.clone());
            entry(app, app.own(&draft.title), to, &when, move || {
                let (app, turn, service) = (owner.clone(), turn.clone(), service.clone());
                owner.spawn(async move {
                    app.forget_draft(&service).await;
                    removed(&app, &turn);
                });
            })
        });
        views.push(parts::heading(app.t("device.drafts")));
        views.push(el("ul").class("ag-list").children(entries.collect()).into());
    }
    if !receipts.is_empty() {
        let entries = receipts.iter().map(|receipt| {
            let to = Route::Receipt(receipt.reference.clone());
            let when = intl::date_time_of(app.language(), &receipt.submitted_at);
            let (owner, turn, reference) = (app.clone(), turn.clone(), receipt.reference.clone());
            entry(app, app.own(&receipt.title), to, &receipt.detail(&when), move || {
                let (app, turn, reference) = (owner.clone(), turn.clone(), reference.clone());
                owner.spawn(async move {
                    app.forget_receipt(&reference).await;
                    removed(&app, &turn);
                });
            })
        });
        views.push(parts::heading(app.t("device.receipts")));
        views.push(el("ul").class("ag-list").children(entries.collect()).into());
    }
    views.push(all(app, turn));
    views.into()
}

fn entry(app: &App, title: &str, to: Route, detail: &str, remove: impl FnMut() + 'static) -> View {
    let mut remove = remove;
    let button = parts::button_el(app.t("device.remove"), "ag-button--quiet")
        .attr("aria-label", &app.fill("device.removeNamed", &[("title", title)]))
        .on("click", move |_| remove());
    el("li")
        .child(el("div").child(parts::link(app, title, "ag-link", to)).child(el("span").class("ag-hint").text(detail)))
        .child(button)
        .into()
}

fn removed(app: &App, turn: &Signal<u32>) {
    app.announce(app.t("device.removed"));
    // The button that was pressed is gone; the focus goes to what it was about.
    app.focus_heading();
    turn.update(|turn| *turn += 1);
}

/// One button for everything, and one question before it.
fn all(app: &App, turn: &Signal<u32>) -> View {
    let asked = Signal::new(false);
    let (app, turn) = (app.clone(), turn.clone());
    live(move || {
        let asked = asked.clone();
        if !asked.get() {
            let ask = parts::button(app.t("device.removeAll"), "ag-button--danger", move || asked.set(true));
            return parts::actions(vec![ask]);
        }
        let (owner, turn) = (app.clone(), turn.clone());
        let yes = parts::button_el(app.t("device.removeAllYes"), "ag-button--danger").on("click", move |_| {
            let (app, turn) = (owner.clone(), turn.clone());
            owner.spawn(async move {
                app.forget_all().await;
                removed(&app, &turn);
            });
        });
        let no =
            parts::button_el(app.t("action.cancel"), "ag-button--secondary").on("click", move |_| asked.set(false));
        parts::focus_soon(no.html());
        let question = parts::paragraph(app.t("device.removeAllQuestion"));
        parts::alert("danger", vec![question, parts::actions(vec![yes.into(), no.into()])]).into()
    })
}
