//! All answers before they are sent, a way back to each, a warning, and a copy (OZG § 9a).

use std::rc::Rc;

use crate::browser::{files, page};
use crate::form::{EntryIx, FieldIx, StepIx};
use crate::route::Route;
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts::{self, own_text};
use crate::view::sending::{self, Progress};
use crate::view::session::Session;
use crate::view::waiting::{Content, waiting};
use crate::view::{copy, fields, uploads};

pub fn page(app: &App, service: String) -> View {
    let owner = app.clone();
    waiting(app, move || {
        let (app, service) = (owner.clone(), service.clone());
        Box::pin(async move {
            let session = Session::open(&app, &service).await?;
            Ok(Box::new(move || drawn(&app, &session)) as Content)
        })
    })
}

fn drawn(app: &App, session: &Rc<Session>) -> View {
    session.reviewing.set(false);
    let last = (0..session.recipe.steps.len()).rev().find(|step| session.with(|form| form.step_visible(*step)));
    let mut views = Vec::new();
    if let Some(last) = last {
        views.push(parts::link(app, app.t("action.back"), "ag-back", at(session, last)).into());
    }
    views.push(own_text(app, "p", &session.recipe.title).class("ag-caption").into());
    views.push(parts::title(app, app.t("review.title")));
    views.push(parts::mistakes(app, session, None));
    if let Some(step) = session.with(|form| form.first_incomplete()) {
        let link = parts::link(app, app.t("review.complete"), "ag-link", at(session, step));
        views.push(parts::alert("warning", vec![parts::paragraph(app.t("review.incomplete")), link.into()]).into());
    } else {
        views.push(el("p").class("ag-lead").text(app.t("review.lead")).into());
    }
    for step in 0..session.recipe.steps.len() {
        if session.with(|form| form.step_visible(step)) {
            views.push(section(app, session, step));
        }
    }
    let (owner, copied) = (app.clone(), session.clone());
    let save = parts::button(app.t("review.copy"), "ag-button--secondary", move || {
        let name = [copied.recipe.id.as_str(), ".txt"].concat();
        if files::download_text(&owner.root, &name, "text/plain", &copy::text(&owner, &copied)).is_err() {
            owner.announce(owner.t("review.copyFailed"));
        }
    });
    let print = parts::button(app.t("action.print"), "ag-button--secondary", page::print);
    views.push(parts::actions(vec![save, print]));
    views.push(
        parts::alert(
            "warning",
            vec![
                el("h2").class("ag-alert__title").text(app.t("review.warning.title")).into(),
                parts::paragraph(app.t("review.warning.text")),
            ],
        )
        .into(),
    );
    views.push(send(app, session));
    views.into()
}

fn at(session: &Session, step: StepIx) -> Route {
    Route::Form { service: session.recipe.id.as_str().to_owned(), step: Some(session.recipe.steps[step].id.clone()) }
}

fn section(app: &App, session: &Rc<Session>, step: StepIx) -> View {
    let (shown, own) = (&session.recipe.steps[step], session.clone());
    let change = parts::link_then(
        app,
        app.t("review.change"),
        "ag-link ag-review__change",
        at(session, step),
        Rc::new(move || own.reviewing.set(true)),
    )
    .child(parts::unseen(&[" ", app.own(&shown.title)].concat()));
    let rows = rows(app, session, session.recipe.direct(shown.fields.clone()).collect());
    if rows.is_empty() {
        return View::NOTHING;
    }
    el("section")
        .class("ag-review")
        .child(
            el("div")
                .class("ag-review__head")
                .child(own_text(app, "h2", &shown.title).class("ag-heading"))
                .child(change),
        )
        .child(el("dl").class("ag-facts").children(rows))
        .into()
}

fn rows(app: &App, session: &Session, fields: Vec<FieldIx>) -> Vec<View> {
    fields.into_iter().filter_map(|ix| row(app, session, ix)).collect()
}

fn row(app: &App, session: &Session, ix: FieldIx) -> Option<View> {
    let field = session.field(ix);
    if field.kind.name() == "note" || !session.with(|form| form.visible(ix)) {
        return None;
    }
    let entries = session.with(|form| form.entries(ix).to_vec());
    let lines = fields::said(app, session, ix);
    let row = if entries.is_empty() { el("div") } else { el("div").class("ag-facts__group") };
    let lines: Vec<View> = if !entries.is_empty() {
        entries.into_iter().map(|entry| self::entry(app, session, entry)).collect()
    } else if !lines.is_empty() {
        lines.iter().map(|line| el("span").class("ag-line").text(line).into()).collect()
    } else if field.value.is_some() {
        return None;
    } else {
        vec![el("span").class("ag-hint").text(app.t("review.nothing")).into()]
    };
    Some(row.child(own_text(app, "dt", &field.label)).child(el("dd").children(lines)).into())
}

/// An entry of a group: a sentence about it, and all that was answered.
fn entry(app: &App, session: &Session, entry: EntryIx) -> View {
    let rows = rows(app, session, session.with(|form| form.fields_in(entry)));
    el("div")
        .class("ag-facts__entry")
        .child(el("p").class("ag-facts__sentence").text(&fields::group::sentence(app, session, entry)))
        .child(el("dl").class("ag-facts").children(rows))
        .into()
}

/// The button that sends, the progress, and what went wrong.
fn send(app: &App, session: &Rc<Session>) -> View {
    let progress = Signal::new(Progress::Idle);
    let (owner, sent, busy, sending) = (app.clone(), session.clone(), progress.clone(), progress.clone());
    let button = parts::button_el(app.t("review.send"), "")
        .live_attr("aria-busy", move || busy.get().is_busy().then(|| "true".to_owned()))
        .on("click", move |_| sending::send(&owner, &sent, &sending));
    let (owner, session) = (app.clone(), session.clone());
    let state = live(move || match progress.get() {
        Progress::Idle => View::NOTHING,
        Progress::Attaching(uploads) => {
            let (app, session, progress, waiting) = (owner.clone(), session.clone(), progress.clone(), uploads.clone());
            let go_on = Rc::new(move || sending::go_on(&app, &session, &progress, &waiting));
            uploads::list(&owner, &uploads, go_on)
        }
        Progress::Sending => el("p").class("ag-loading").text(owner.t("sending.now")).into(),
        Progress::Failed(error) => uploads::failed(&owner, &error),
    });
    vec![state, parts::actions(vec![button.into()])].into()
}
