//! Files as evidence: chosen, listed, removed. They are kept on the device at once and sent with the application.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use crate::browser::files::{self, Chosen, ObjectUrl};
use crate::browser::{intl, page, random};
use crate::field::{Answer, Attachment, File};
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts::button_el;
use crate::view::parts::frame::Place;

#[inline(never)]
pub fn edit(place: &Place, kind: &File) -> View {
    let owner = place.clone();
    let input = el("input")
        .attr("type", "file")
        .class("ag-file")
        .attr("id", &place.id())
        .attr("accept", &kind.accept.join(","));
    let input = if kind.max_files > 1 { input.attr("multiple", "") } else { input };
    let input =
        place.required(place.marked(place.described(input), None)).on("change", move |event| take(&owner, &event));
    place.single(vec![limits(place, kind), input.into(), list(place)].into())
}

/// Which files are taken, before one is chosen.
fn limits(place: &Place, kind: &File) -> View {
    let app = &place.app;
    let size = intl::bytes(app.language(), kind.max_size as f64);
    let kinds = kind.accepted_names();
    let most = intl::number(app.language(), kind.max_files as f64);
    let key = if kind.max_files > 1 { "file.limitSeveral" } else { "file.limitOne" };
    let words = app.fill(key, &[("kinds", &kinds), ("size", &size), ("max", &most)]);
    el("p").class("ag-hint").text(&words).into()
}

fn take(place: &Place, event: &Event) {
    let Some(input) = event.current_target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let chosen = input.files().map(|list| files::chosen(&list)).unwrap_or_default();
    // The same file may be chosen again after it was removed.
    input.set_value("");
    let place = place.clone();
    place.app.clone().spawn(async move {
        for Chosen { name, media_type, size, blob } in chosen {
            let said = place.app.fill("file.added", &[("name", &name)]);
            let media_type = crate::field::file::media_type(&media_type, &name);
            let attachment = Attachment { id: random::uuid(), name, media_type, size, uploaded: None };
            place.session.add_file(place.ix, attachment, blob).await;
            place.app.announce(said);
        }
    });
}

fn list(place: &Place) -> View {
    let place = place.clone();
    live(move || {
        place.session.track(place.ix);
        let answer = place.answer();
        if answer.files().is_empty() {
            return View::NOTHING;
        }
        el("ul").class("ag-files").children(answer.files().iter().map(|file| item(&place, file)).collect()).into()
    })
}

fn item(place: &Place, file: &Attachment) -> View {
    let app = &place.app;
    let preview = file.media_type.starts_with("image/").then(|| place.session.file(&file.id)).flatten();
    let preview = preview
        .as_ref()
        .and_then(ObjectUrl::new)
        .map(|url| el("img").class("ag-files__preview").attr("alt", "").attr("src", url.address()).keep(Rc::new(url)));
    let (owner, id, name) = (place.clone(), file.id.clone(), file.name.clone());
    let remove = button_el(app.t("file.remove"), "ag-button--quiet")
        .attr("aria-label", &app.fill("file.removeNamed", &[("name", &file.name)]))
        .on("click", move |event| {
            let near = event.current_target().and_then(|target| target.dyn_into().ok());
            let control = near.and_then(|near| page::by_id_near(&near, &owner.id()));
            owner.session.remove_file(owner.ix, &id);
            owner.app.announce(owner.app.fill("file.removed", &[("name", &name)]));
            if let Some(control) = control {
                page::focus(&control);
            }
        });
    el("li")
        .class("ag-files__item")
        .child(preview)
        .child(
            el("span")
                .class("ag-files__name")
                .child(el("span").attr("translate", "no").text(&file.name))
                .child(el("span").class("ag-hint").text(&intl::bytes(app.language(), file.size as f64))),
        )
        .child(remove)
        .into()
}

pub fn shown(app: &App, answer: &Answer) -> Vec<String> {
    let size = |file: &Attachment| intl::bytes(app.language(), file.size as f64);
    answer.files().iter().map(|file| [&file.name, " (", &size(file), ")"].concat()).collect()
}
