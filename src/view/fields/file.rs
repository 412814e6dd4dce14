//! Files as evidence: chosen or photographed, listed, removed. They are kept on the device at once and sent with the application.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement};

use crate::browser::files::{self, ObjectUrl};
use crate::browser::{intl, page};
use crate::field::{Answer, Attachment, File};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{El, View, el, live};
use crate::view::incoming::{Arriving, State};
use crate::view::parts::frame::Place;
use crate::view::parts::{self, button_el, file_name};
use crate::view::preparing;

#[inline(never)]
pub fn edit(place: &Place, kind: &File) -> View {
    // Nearly all offices take files; only one that says it does not changes anything here.
    let taken = Signal::new(true);
    let (app, told) = (place.app.clone(), taken.clone());
    place.app.spawn(async move {
        if app.backend.offers().await.is_ok_and(|offers| !offers.attachments) {
            told.set(false);
        }
    });
    let (owner, kind) = (place.clone(), kind.clone());
    place.single(live(move || if taken.get() { controls(&owner, &kind) } else { untaken(&owner) }))
}

fn controls(place: &Place, kind: &File) -> View {
    let input = input(place, &kind.accepted()).class("ag-file").attr("id", place.id());
    let input = if kind.max_files > 1 { input.attr("multiple", "") } else { input };
    let input = place.required(input);
    vec![limits(place, kind), input.into(), camera(place, kind), list(place)].into()
}

/// The office takes no files. It can have the focus, as a summary of mistakes may lead here.
fn untaken(place: &Place) -> View {
    let (app, required) = (&place.app, place.session.with(|form| form.required(place.ix)));
    let words = app.t(if required { "file.untakenNeeded" } else { "file.untaken" });
    el("p").attr("id", place.id()).attr("tabindex", "-1").text(words).into()
}

/// An input that takes files of these types.
fn input(place: &Place, accepted: &str) -> El {
    let owner = place.clone();
    let input = el("input").attr("type", "file").attr("accept", accepted);
    place.marked(place.described(input), None).on("change", move |event| {
        if let Some(input) = event.current_target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            let chosen = input.files().map(|list| files::chosen(&list)).unwrap_or_default();
            // The same file may be chosen again after it was removed.
            input.set_value("");
            preparing::take(&owner, chosen);
        }
    })
}

/// A second way for phones, straight to the camera: their first one offers what is there already. Elsewhere it is not shown.
fn camera(place: &Place, kind: &File) -> View {
    let Some(camera) = kind.camera else { return View::NOTHING };
    let input = input(place, "image/*").class("ag-visually-hidden").attr("capture", camera);
    let words = el("span").text(place.app.t("file.camera"));
    el("label").class("ag-button ag-button--secondary ag-camera").child(input).child(words).into()
}

/// Which files are taken, before one is chosen.
fn limits(place: &Place, kind: &File) -> View {
    let app = &place.app;
    let size = intl::bytes(app.language(), kind.max_size as f64);
    let kinds = kind.accepted_names();
    let most = intl::number(app.language(), kind.max_files as f64);
    let key = if kind.max_files > 1 { "file.limitSeveral" } else { "file.limitOne" };
    let words = app.fill(key, &[("kinds", &kinds), ("size", &size), ("max", &most)]);
    let shrink = kind.shrink.then(|| el("p").class("ag-hint").text(app.t("file.shrink")));
    vec![el("p").class("ag-hint").text(&words).into(), shrink.into()].into()
}

/// The files in the form, and those on their way.
fn list(place: &Place) -> View {
    let (kept, coming) = (place.clone(), place.clone());
    let kept = live(move || {
        kept.session.track(kept.ix);
        let answer = kept.answer();
        if answer.files().is_empty() {
            return View::NOTHING;
        }
        el("ul").class("ag-files").children(answer.files().iter().map(|file| item(&kept, file)).collect()).into()
    });
    let coming = live(move || {
        let files = coming.session.incoming.files.get();
        let rows = files.iter().filter(|file| file.ix == coming.ix).map(|file| arriving(&coming, file));
        let rows: Vec<View> = rows.collect();
        if rows.is_empty() { View::NOTHING } else { el("ul").class("ag-files").children(rows).into() }
    });
    vec![kept, coming].into()
}

/// Gives the focus to the field's input: what had it is gone.
fn focus_input(place: &Place, event: &Event) {
    let near = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(input) = near.and_then(|near| page::by_id_near(&near, place.id())) {
        page::focus(&input);
    }
}

fn item(place: &Place, file: &Attachment) -> View {
    let app = &place.app;
    let (owner, id, name) = (place.clone(), file.id.clone(), file.name.clone());
    let remove = button_el(app.t("file.remove"), "ag-button--quiet")
        .attr("aria-label", &app.fill("file.removeNamed", &[("name", &file.name)]))
        .on("click", move |event| {
            // Before the button is gone.
            focus_input(&owner, &event);
            owner.session.remove_file(owner.ix, &id);
            owner.app.announce(owner.app.fill("file.removed", &[("name", &name)]));
        });
    let size = intl::bytes(app.language(), file.size as f64);
    let size = match place.session.incoming.before(&file.id) {
        Some(before) => [&size, " – ", &preparing::shrunk(app, before, file.size)].concat(),
        None => size,
    };
    let full = place
        .session
        .is_unkept(&file.id)
        .then(|| parts::alert("warning", vec![parts::paragraph(app.t("file.unkept"))]));
    let words = file_name(&file.name).child(el("span").class("ag-hint ag-line").text(&size)).child(full);
    el("li").class("ag-files__item").child(preview(place, file)).child(words).child(remove).into()
}

/// The picture itself, where the browser can show it.
fn preview(place: &Place, file: &Attachment) -> Option<El> {
    let blob = file.media_type.starts_with("image/").then(|| place.session.file(&file.id)).flatten();
    let url = blob.filter(|blob| blob.size() > 0.0).as_ref().and_then(ObjectUrl::new)?;
    let image = el("img").class("ag-files__preview").attr("alt", "").attr("src", url.address()).keep(Rc::new(url));
    Some(image.on("error", |event| {
        if let Some(image) = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
            image.set_hidden(true);
        }
    }))
}

/// A file on its way: what is done with it, and a way to stop it or to try again.
fn arriving(place: &Place, file: &Rc<Arriving>) -> View {
    let app = place.app.clone();
    let state = file.state.clone();
    let says = app.clone();
    let words = el("span").class("ag-hint ag-line").live_text(move || match state.get() {
        State::Waiting => says.t("file.waiting").to_owned(),
        State::Working => says.t("file.reading").to_owned(),
        State::Failed => says.t("file.unreadable").to_owned(),
        State::Gone => String::new(),
    });
    let hidden = |when: fn(State) -> bool| {
        let state = file.state.clone();
        move || when(state.get()).then(String::new)
    };
    let reading = app.fill("file.readingNamed", &[("name", &file.name)]);
    let bar = el("progress").attr("aria-label", &reading).live_attr("hidden", hidden(|state| state != State::Working));
    let (owner, tried) = (place.clone(), file.clone());
    let again = button_el(app.t("file.again"), "ag-button--quiet")
        .attr("aria-label", &app.fill("file.againNamed", &[("name", &file.name)]))
        .live_attr("hidden", hidden(|state| state != State::Failed))
        .on("click", move |event| {
            focus_input(&owner, &event);
            preparing::again(&owner.app, &owner.session, &tried);
        });
    let (owner, gone) = (place.clone(), file.clone());
    let stop = button_el(app.t("file.stop"), "ag-button--quiet")
        .attr("aria-label", &app.fill("file.stopNamed", &[("name", &file.name)]))
        .on("click", move |event| {
            focus_input(&owner, &event);
            preparing::let_go(&gone);
            owner.app.announce(owner.app.fill("file.removed", &[("name", &gone.name)]));
        });
    el("li")
        .class("ag-files__item")
        .live_attr("hidden", hidden(|state| state == State::Gone))
        .child(file_name(&file.name).child(words))
        .child(again)
        .child(stop)
        .child(bar)
        .into()
}

pub fn shown(app: &App, answer: &Answer) -> Vec<String> {
    let size = |file: &Attachment| intl::bytes(app.language(), file.size as f64);
    answer.files().iter().map(|file| [&file.name, " (", &size(file), ")"].concat()).collect()
}
