//! Where a case stands: asked for by reference and access code, without an account (EGovG § 9).

use std::rc::Rc;

use crate::browser::{intl, page};
use crate::case::{AccessCode, Case, Reference, Stage, State, Status, timeline};
use crate::expr::date::Date;
use crate::route::Route;
use crate::signal::Signal;
use crate::store::ReceiptEntry;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts::{self, input, office::office, own_text, prose::prose};
use crate::view::waiting::{Content, both, waiting};

/// What is asked of the backend.
type Ticket = Rc<(Reference, Option<AccessCode>)>;

pub fn page(app: &App, reference: Option<String>) -> View {
    let owner = app.clone();
    waiting(app, move || {
        let (app, reference) = (owner.clone(), reference.clone());
        Box::pin(async move {
            // Who cannot be asked tells the status, as nearly all do.
            let (receipts, offers) = both(app.receipts(), app.backend.offers()).await;
            if offers.is_ok_and(|offers| !offers.status) {
                return Ok(Box::new(move || untold(&app)) as Content);
            }
            let known =
                reference.as_ref().and_then(|reference| receipts.iter().find(|own| own.reference == *reference));
            let ticket =
                known.and_then(|own| ticket(&app, &own.reference, own.code.as_deref().unwrap_or_default()).ok());
            Ok(Box::new(move || match ticket {
                Some(ticket) => case(&app, ticket),
                None => ask(&app, reference.unwrap_or_default(), &receipts),
            }) as Content)
        })
    })
}

/// The office tells no status.
fn untold(app: &App) -> View {
    let words = parts::paragraph(app.t("status.untold"));
    let actions = parts::actions(vec![parts::link_button(app, app.t("nav.device"), Route::Device)]);
    vec![parts::title(app, app.t("status.title")), words, actions].into()
}

/// What the backend can be asked by; else the input that is wrong and the sentence about it.
fn ticket(app: &App, reference: &str, code: &str) -> Result<Ticket, (&'static str, &'static str)> {
    let reference = Reference::parse(reference).filter(|own| !own.is_local());
    let reference = reference.ok_or(("ag-reference", "status.referenceWrong"))?;
    let code = if app.backend.has_codes() {
        Some(AccessCode::parse(code).ok_or(("ag-code", "status.codeWrong"))?)
    } else {
        None
    };
    Ok(Rc::new((reference, code)))
}

/// Asks for reference and code, where there are codes, and offers the cases known on this device.
fn ask(app: &App, reference: String, receipts: &[ReceiptEntry]) -> View {
    let ticket: Signal<Option<Ticket>> = Signal::new(None);
    let (owner, own) = (app.clone(), listed(app, receipts));
    let form = Rc::new(std::cell::RefCell::new(Some(vec![
        parts::title(app, app.t("status.title")),
        el("p")
            .class("ag-lead")
            .text(app.t(if app.backend.has_codes() { "status.lead" } else { "status.leadPlain" }))
            .into(),
        question(app, &reference, ticket.clone()),
        own,
    ])));
    live(move || match ticket.get() {
        Some(ticket) => case(&owner, ticket),
        None => form.take().map_or(View::NOTHING, View::from),
    })
}

fn listed(app: &App, receipts: &[ReceiptEntry]) -> View {
    if receipts.is_empty() {
        return View::NOTHING;
    }
    let entries = receipts.iter().map(|own| {
        // For what nobody can be asked about there is its receipt.
        let to = match ticket(app, &own.reference, own.code.as_deref().unwrap_or_default()) {
            Ok(_) => Route::Status(Some(own.reference.clone())),
            Err(_) => Route::Receipt(own.reference.clone()),
        };
        let when = intl::date_time_of(app.language(), &own.submitted_at);
        el("li")
            .child(parts::in_its_language(app, parts::link(app, app.own(&own.title), "ag-link", to), &own.title))
            .child(el("span").class("ag-hint").text(&own.detail(&when)))
            .into()
    });
    vec![parts::heading(app.t("status.own")), el("ul").class("ag-list").children(entries.collect()).into()].into()
}

fn question(app: &App, reference: &str, ticket: Signal<Option<Ticket>>) -> View {
    let wrong: Signal<Option<(&'static str, &'static str)>> = Signal::new(None);
    let shown = wrong.clone();
    let line = |id: &'static str, label: &str, hint: &str, first: &str| {
        let (marked, told) = (shown.clone(), shown.clone());
        let control = input::bare(id, input::Look { width: 20, ..Default::default() })
            .attr("autocomplete", "off")
            .attr("autocapitalize", "characters")
            .attr("spellcheck", "false")
            .attr("aria-describedby", &[id, "-hint ", id, "-error"].concat())
            .live_attr("aria-invalid", move || marked.get().filter(|(at, _)| *at == id).map(|_| "true".to_owned()));
        input::set_value(&control, first);
        let node = control.html();
        let owner = app.clone();
        let error = live(move || match told.get() {
            Some((at, key)) if at == id => el("p")
                .class("ag-error")
                .attr("id", &[id, "-error"].concat())
                .text(&[owner.t("field.errorPrefix"), " ", owner.t(key)].concat())
                .into(),
            _ => View::NOTHING,
        });
        let field = el("div")
            .class("ag-field")
            .child(el("label").class("ag-label").attr("for", id).text(app.t(label)))
            .child(el("p").class("ag-hint").attr("id", &[id, "-hint"].concat()).text(app.t(hint)))
            .child(error)
            .child(control);
        (node, View::from(field))
    };
    let hint = if app.backend.has_codes() { "status.referenceHint" } else { "status.referencePlain" };
    let (reference_node, reference_line) = line("ag-reference", "receipt.reference", hint, reference);
    let code = app.backend.has_codes().then(|| line("ag-code", "receipt.code", "status.codeHint", ""));
    let (code_node, code_line) = code.unzip();
    let submit = el("button").attr("type", "submit").class("ag-button").text(app.t("status.show"));
    let owner = app.clone();
    el("form")
        .class("ag-form")
        .attr("novalidate", "")
        .child(reference_line)
        .child(code_line)
        .child(parts::actions(vec![submit.into()]))
        .on("submit", move |event| {
            event.prevent_default();
            let code = code_node.as_ref().map(input::typed_in).unwrap_or_default();
            match self::ticket(&owner, &input::typed_in(&reference_node), &code) {
                Ok(known) => {
                    owner.heading_due.set(true);
                    ticket.set(Some(known));
                }
                Err(mistake) => {
                    wrong.set(Some(mistake));
                    page::focus(code_node.as_ref().filter(|_| mistake.0 == "ag-code").unwrap_or(&reference_node));
                }
            }
        })
        .into()
}

/// The case, once the backend has told it.
fn case(app: &App, ticket: Ticket) -> View {
    let owner = app.clone();
    let turn = Signal::new(0u32);
    let outer = app.clone();
    live(move || {
        turn.get();
        let (owner, ticket, turn) = (owner.clone(), ticket.clone(), turn.clone());
        waiting(&outer, move || {
            let (app, ticket, turn) = (owner.clone(), ticket.clone(), turn.clone());
            Box::pin(async move {
                let case = app.backend.case(&ticket.0, ticket.1.as_ref()).await?;
                Ok(Box::new(move || drawn(&app, &case, turn)) as Content)
            })
        })
    })
}

fn drawn(app: &App, case: &Case, turn: Signal<u32>) -> View {
    let status = ["status.", case.status.as_str()].concat();
    let (badge, words) = match case.outcome {
        Some(outcome) => (outcome.as_str(), app.t(&["outcome.", outcome.as_str()].concat())),
        None => (case.status.as_str(), app.t(&status)),
    };
    let mut now = vec![
        el("p").class("ag-badge").attr("data-status", badge).text(words).into(),
        parts::paragraph(app.t(&[&status, ".help"].concat())),
    ];
    if case.outcome.is_none()
        && let Some(date) = case.expected_by.as_deref().and_then(Date::parse)
    {
        now.push(parts::paragraph(&app.fill("status.expected", &[("date", &app.date(date))])));
    }
    let mut views = vec![
        parts::own_text(app, "p", &case.title).class("ag-caption").into(),
        parts::title(app, app.t("status.caseTitle")),
        parts::facts(
            "ag-facts",
            vec![
                (app.t("receipt.reference"), el("span").attr("translate", "no").text(case.reference.as_str()).into()),
                (app.t("status.updated"), intl::date_time_of(app.language(), &case.updated_at).as_str().into()),
            ],
        )
        .into(),
        parts::alert(if case.status == Status::ActionRequired { "warning" } else { "info" }, now).into(),
    ];
    if let Some(next) = &case.next {
        views.push(parts::heading(app.t("status.next")));
        views.push(prose(app, next).into());
    }
    views.push(parts::heading(app.t("status.timeline")));
    let stages = timeline(case);
    views.push(
        el("ol").class("ag-timeline").children(stages.iter().map(|stage| stage_view(app, stage)).collect()).into(),
    );
    let refresh = parts::button(app.t("status.refresh"), "ag-button--secondary", {
        let app = app.clone();
        move || {
            app.heading_due.set(true);
            turn.update(|turn| *turn += 1);
        }
    });
    views
        .push(parts::actions(vec![refresh, parts::button(app.t("action.print"), "ag-button--secondary", page::print)]));
    if let Some(office_of) = &case.office {
        views.push(parts::heading(app.t("status.office")));
        views.push(office(app, office_of));
    }
    views.into()
}

fn stage_view(app: &App, stage: &Stage) -> View {
    let (state, key) = match stage.state {
        State::Done => ("done", "timeline.done"),
        State::Current => ("current", "timeline.current"),
        State::Upcoming => ("upcoming", "timeline.upcoming"),
    };
    let entry = el("li")
        .class("ag-timeline__stage")
        .attr("data-state", state)
        .attr_opt("aria-current", (state == "current").then_some("step"))
        .child(
            el("p")
                .class("ag-timeline__title")
                .child(el("span").text(app.t(&["status.", stage.status.as_str()].concat())))
                .child(parts::unseen(&[" (", app.t(key), ")"].concat())),
        );
    let when = stage.at.as_ref().map(|at| {
        el("p").class("ag-hint").child(el("time").attr("datetime", at).text(&intl::date_time_of(app.language(), at)))
    });
    entry.child(when).child(stage.note.as_ref().map(|note| own_text(app, "p", note))).into()
}
