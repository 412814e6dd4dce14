//! The summary of all mistakes on a page: it takes the focus, and each entry leads to its field (WCAG 3.3.1, 2.4.3).

use std::cell::Cell;
use std::rc::Rc;

use web_sys::Element;

use crate::browser::page;
use crate::form::FieldIx;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::session::Session;

/// The mistakes among `fields`. Drawn when the citizen asked to go on, not while they type.
pub fn summary(app: &App, session: &Rc<Session>, fields: Vec<FieldIx>) -> View {
    let (app, session) = (app.clone(), session.clone());
    live(move || {
        if session.summary.get() == 0 {
            return View::NOTHING;
        }
        // Only the citizen's wish to go on moves the focus here, not a mistake that is mended later; and a summary that has
        // nothing to tell leaves it to the page that follows.
        let tells = !fields.is_empty() || !session.refused.borrow().is_empty();
        let due = Cell::new(tells && session.summary_due.take());
        let (app, owner, fields) = (app.clone(), session.clone(), fields.clone());
        live(move || {
            let mut entries: Vec<View> =
                owner.refused.borrow().iter().map(|words| el("li").text(words).into()).collect();
            for ix in &fields {
                if owner.with(|form| form.visible(*ix)) {
                    let label = app.own(&owner.field(*ix).label);
                    entries.extend(owner.errors(*ix).into_iter().map(|(part, fault)| {
                        // A question ends with a sign of its own.
                        let words = match label.ends_with(['?', '!', '.', ':']) {
                            true => [label, " ", &fault].concat(),
                            false => app.fill("summary.entry", &[("label", label), ("fault", &fault)]),
                        };
                        entry(&owner, *ix, part, &words)
                    }));
                }
            }
            if entries.is_empty() {
                return View::NOTHING;
            }
            let frame = el("div")
                .class("ag-summary")
                .attr("tabindex", "-1")
                .attr("role", "group")
                .attr("aria-labelledby", "ag-summary-title")
                .child(el("h2").attr("id", "ag-summary-title").text(app.t("summary.title")))
                .child(el("ul").children(entries));
            // It may be drawn anew while it has the focus, and more than once before it gets it.
            if due.take() || found(&app, ".ag-summary:focus").is_some() {
                let app = app.clone();
                app.clone().spawn(async move {
                    leptos::task::tick().await;
                    if let Some(summary) = found(&app, ".ag-summary") {
                        page::focus(&summary);
                    }
                });
            }
            frame.into()
        })
    })
}

fn found(app: &App, selector: &str) -> Option<Element> {
    app.root.query_selector(selector).ok().flatten()
}

/// One mistake, leading to the control it concerns.
fn entry(session: &Rc<Session>, ix: FieldIx, part: Option<usize>, words: &str) -> View {
    let targets = targets(session, ix, part);
    let anchor = el("a").attr("href", &["#", &targets[0]].concat()).text(words);
    let node = anchor.node().clone();
    // The host's address must not change; and in a shadow root a fragment leads nowhere.
    let anchor = anchor.on("click", move |event| {
        event.prevent_default();
        if let Some(control) = targets.iter().find_map(|target| page::by_id_near(&node, target)) {
            page::focus(&control);
        }
    });
    el("li").child(anchor).into()
}

/// The ids a mistake may lead to, the best first: the part it is about, the first option or part that stands there, the control.
fn targets(session: &Session, ix: FieldIx, part: Option<usize>) -> Vec<String> {
    let field = session.field(ix);
    let id = ["ag-", &field.id].concat();
    let names = field.kind.part_names();
    // A country is always chosen already, so nobody is led to it without need.
    let named =
        part.and_then(|part| names.get(part)).into_iter().chain(names.iter().filter(|name| **name != "country"));
    let mut targets: Vec<String> = named.map(|name| [&id, "-", name].concat()).collect();
    if targets.is_empty() {
        targets.push([&id, "-1"].concat());
    }
    targets.push(id);
    targets
}
