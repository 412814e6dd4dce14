//! One step of a form.

use std::rc::Rc;

use crate::browser::intl;
use crate::field::Kind;
use crate::form::StepIx;
use crate::recipe::Field;
use crate::route::Route;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::later::later;
use crate::view::parts::frame::Place;
use crate::view::parts::{self, own_text, prose::prose};
use crate::view::preparing;
use crate::view::session::Session;
use crate::view::waiting::{Content, waiting};

/// A step of more fields than this is laid out in stretches, as far as they are near the screen.
const LONG: usize = 50;

/// So many fields are a stretch.
const STRETCH: usize = 20;

pub fn page(app: &App, service: String, step: Option<String>) -> View {
    // A form that is open already is drawn at once: nothing flickers between its steps.
    let open = app.session.borrow().clone().filter(|session| session.recipe.id.as_str() == service);
    if let Some(session) = open {
        return shown(app, &session, step.as_deref());
    }
    let owner = app.clone();
    waiting(app, move || {
        let (app, service, step) = (owner.clone(), service.clone(), step.clone());
        Box::pin(async move {
            let session = Session::open(&app, &service).await?;
            Ok(Box::new(move || shown(&app, &session, step.as_deref())) as Content)
        })
    })
}

fn shown(app: &App, session: &Rc<Session>, asked: Option<&str>) -> View {
    let steps = &session.recipe.steps;
    let asked = asked.and_then(|asked| steps.iter().position(|step| step.id == asked));
    let first = (0..steps.len()).find(|step| session.with(|form| form.step_visible(*step)));
    let step = asked.filter(|step| session.with(|form| form.step_visible(*step))).or(first);
    match step {
        Some(step) if is_later(session, step) => {
            let (owner, session) = (app.clone(), session.clone());
            later(app, Rc::new(move || drawn(&owner, &session, step)))
        }
        Some(step) => drawn(app, session, step),
        None => super::missing::page(app),
    }
}

/// Whether something of the step is drawn in the later part of the program: files are chosen there, and texts with headings,
/// lists and links read.
fn is_later(session: &Session, step: StepIx) -> bool {
    let later = |field: &Field| !Kind::DRAWN_FIRST.contains(&field.kind.name());
    session.recipe.steps[step].intro.is_some() || session.fields_of(step).iter().any(later)
}

fn drawn(app: &App, session: &Rc<Session>, ix: StepIx) -> View {
    session.at_step(ix);
    let step = &session.recipe.steps[ix];
    let fields = session.recipe.direct(step.fields.clone());
    let mut views = vec![back(app, session, ix), progress(app, session, ix)];
    views.push(parts::title(app, app.own(&step.title)));
    // A draft comes back by the later part of the program.
    if session.found.get().is_some() {
        views.extend(super::found::found(app, session));
    }
    views.push(parts::mistakes(app, session, Some(ix)));
    views.extend(step.intro.as_ref().map(|intro| prose(app, intro).into()));
    let places = fields.map(|ix| super::super::fields::field(Place::new(app.clone(), session.clone(), ix)));
    let next = if session.reviewing.get() { "form.toReview" } else { "form.next" };
    let next = el("button").attr("type", "submit").class("ag-button").text(app.t(next));
    let (owner, going) = (app.clone(), session.clone());
    let form = el("form")
        .class("ag-form")
        .attr("novalidate", "")
        .children(stretches(places.collect()))
        .child(parts::actions(vec![next.into()]))
        .on("submit", move |event| {
            event.prevent_default();
            go_on(&owner, &going, ix);
        });
    views.push(form.into());
    views.push(kept(app, session));
    views.into()
}

/// The fields; those of a long form in stretches. A field that comes or goes moves the others of its stretch, and the
/// stretches behind it, but not each field of thousands.
fn stretches(mut fields: Vec<View>) -> Vec<View> {
    if fields.len() <= LONG {
        return fields;
    }
    let mut stretches = Vec::new();
    while !fields.is_empty() {
        let rest = fields.split_off(STRETCH.min(fields.len()));
        stretches.push(el("div").class("ag-stretch").children(fields).into());
        fields = rest;
    }
    stretches
}

fn at(session: &Session, step: StepIx) -> Route {
    Route::Form { service: session.recipe.id.as_str().to_owned(), step: Some(session.recipe.steps[step].id.clone()) }
}

fn go_on(app: &App, session: &Rc<Session>, ix: StepIx) {
    if session.incoming.busy.get() {
        let (owner, waiting) = (app.clone(), session.clone());
        return preparing::hold(app, session, Box::new(move || go_on(&owner, &waiting, ix)));
    }
    if !session.check_step(ix).is_empty() {
        session.summarize();
        return;
    }
    let review = || Route::Review(session.recipe.id.as_str().to_owned());
    let next = if session.reviewing.get() {
        // What was changed may have opened steps that were never filled in.
        session.with(|form| form.first_incomplete())
    } else {
        session.with(|form| form.next(ix))
    };
    session.settle();
    app.go(next.map_or_else(review, |next| at(session, next)));
}

fn back(app: &App, session: &Rc<Session>, ix: StepIx) -> View {
    let service = session.recipe.id.as_str().to_owned();
    let to = match session.with(|form| form.previous(ix)) {
        _ if session.reviewing.get() => Route::Review(service),
        Some(previous) => at(session, previous),
        None => Route::Service(service),
    };
    let settled = session.clone();
    parts::link_then(app, app.t("action.back"), "ag-back", to, Rc::new(move || settled.settle())).into()
}

/// Which step this is, of how many; it follows steps that come and go.
fn progress(app: &App, session: &Rc<Session>, ix: StepIx) -> View {
    let (app, session) = (app.clone(), session.clone());
    live(move || {
        session.track_steps();
        let (step, steps) = session.with(|form| form.progress(ix));
        let language = app.language();
        let number = |count: usize| intl::number(language, count as f64);
        let words = app.fill("form.progress", &[("step", &number(step)), ("steps", &number(steps))]);
        el("div")
            .class("ag-steps")
            .child(
                el("p")
                    .class("ag-caption")
                    .child(own_text(&app, "span", &session.recipe.title))
                    .child(el("span").text(&words)),
            )
            .child(
                el("progress")
                    .class("ag-steps__bar")
                    .attr("max", &steps.to_string())
                    .attr("value", &step.to_string())
                    .attr("aria-hidden", "true"),
            )
            .into()
    })
}

/// Whether what is typed is kept.
fn kept(app: &App, session: &Rc<Session>) -> View {
    let (app, session) = (app.clone(), session.clone());
    live(move || match session.unsaved.get() {
        // Why, and what to do about it, is said by the later part.
        Some(_) if app.completed.get() => super::found::not_kept(&app, &session),
        Some(_) => parts::alert("warning", vec![parts::paragraph(app.t("draft.failed"))]).attr("role", "alert").into(),
        None => el("p").class("ag-hint ag-kept").text(app.t("form.kept")).into(),
    })
}
