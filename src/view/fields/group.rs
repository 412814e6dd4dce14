//! A group: its entries, each in a frame of its own, that are added, removed (and put back) and moved.

use crate::browser::{intl, page};
use crate::field::{Group, Kind};
use crate::form::{EntryIx, FieldIx, Form};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{El, View, el, live};
use crate::view::parts::frame::Place;
use crate::view::parts::{actions, button_el};
use crate::view::session::Session;

/// An entry that was removed, where it stood, and what it was called there.
type Removed = (EntryIx, usize, String);

#[inline(never)]
pub fn edit(place: &Place, kind: &Group) -> View {
    let removed: Signal<Option<Removed>> = Signal::new(None);
    let (followed, drawn, taken) = (place.clone(), place.clone(), removed.clone());
    let entries = el("div").class("ag-entries").keyed(
        move || {
            followed.session.track(followed.ix);
            followed.session.with(|form| form.entries(followed.ix).to_vec())
        },
        move |ix| drawn.app.owned(|| entry(&drawn, ix, &taken)),
    );
    place.group("group", vec![entries.into(), undo(place, removed), adding(place, kind)])
}

/// What adds an entry, or says why there may be no more.
fn adding(place: &Place, kind: &Group) -> View {
    let (place, add, most) = (place.clone(), kind.add.clone(), kind.max);
    live(move || {
        place.session.track(place.ix);
        if !place.session.with(|form| form.may_add(place.ix)) {
            let most = intl::number(place.app.language(), most as f64);
            return el("p").class("ag-hint").text(&place.app.fill("group.full", &[("max", &most)])).into();
        }
        let owner = place.clone();
        button_el(place.app.own(&add), "ag-button--secondary")
            .attr("id", &place.part_id("add"))
            .on("click", move |_| {
                let mut added = None;
                owner.session.change(&mut |form| {
                    let (entry, changes) = form.add_entry(owner.ix)?;
                    added = Some(entry);
                    Some(changes)
                });
                if let Some(entry) = added {
                    lead_to(&owner, vec![part(&owner, entry, "entry")]);
                }
            })
            .into()
    })
}

/// The way back after an entry was removed.
fn undo(place: &Place, removed: Signal<Option<Removed>>) -> View {
    let place = place.clone();
    live(move || {
        place.session.track(place.ix);
        let Some((entry, position, name)) = removed.get() else { return View::NOTHING };
        if !place.session.with(|form| form.may_add(place.ix)) {
            return View::NOTHING;
        }
        let (owner, taken) = (place.clone(), removed.clone());
        let back = button_el(place.app.t("group.undo"), "ag-button--quiet").attr("id", &place.part_id("undo")).on(
            "click",
            move |_| {
                taken.set(None);
                owner.session.change(&mut |form| form.put_back(entry, position));
                lead_to(&owner, vec![part(&owner, entry, "entry")]);
            },
        );
        el("div")
            .class("ag-entries__removed")
            .child(el("p").text(&place.app.fill("group.removed", &[("entry", &name)])))
            .child(back)
            .into()
    })
}

/// One entry: its questions, and what can be done with it.
fn entry(place: &Place, ix: EntryIx, removed: &Signal<Option<Removed>>) -> View {
    let called = |place: &Place| {
        let place = place.clone();
        move || {
            place.session.track(place.ix);
            name(&place.app, &place.session, ix)
        }
    };
    let fields = place.session.with(|form| form.fields_in(ix));
    let fields = fields.into_iter().map(|ix| super::field(Place::new(place.app.clone(), place.session.clone(), ix)));
    let labelled = |key: &str| -> El {
        let of = el("span").class("ag-visually-hidden").live_text({
            let called = called(place);
            move || [" ", &called()].concat()
        });
        button_el(place.app.t(key), "ag-button--quiet").child(of)
    };
    let hidden_unless = |button: El, may: fn(&Form, FieldIx, EntryIx) -> bool| -> View {
        let place = place.clone();
        let hidden = move || {
            place.session.track(place.ix);
            place.session.with(|form| !may(form, place.ix, ix)).then(String::new)
        };
        button.live_attr("hidden", hidden).into()
    };
    let moving = |key: &str, id: &str, other: &'static str, by: isize| -> El {
        let owner = place.clone();
        let (own, other) = (part(place, ix, id), part(place, ix, other));
        labelled(key).attr("id", &own).on("click", move |_| {
            owner.session.change(&mut |form| {
                let at = form.position(ix)?;
                Some(form.move_entry(ix, at.checked_add_signed(by)?))
            });
            owner.app.announce(owner.app.fill("group.moved", &[("entry", &name(&owner.app, &owner.session, ix))]));
            // The button went along, and the focus with it or not; at the end of the way the button is hidden.
            lead_to(&owner, vec![own.clone(), other.clone()]);
        })
    };
    let (owner, taken) = (place.clone(), removed.clone());
    let remove = labelled("group.remove").on("click", move |_| {
        let called = name(&owner.app, &owner.session, ix);
        let Some(at) = owner.session.with(|form| form.position(ix)) else { return };
        owner.session.change(&mut |form| Some(form.remove_entry(ix)));
        owner.app.announce(owner.app.fill("group.removed", &[("entry", &called)]));
        taken.set(Some((ix, at, called)));
        lead_to(&owner, vec![owner.part_id("undo")]);
    });
    let up = moving("group.up", "up", "down", -1);
    let down = moving("group.down", "down", "up", 1);
    el("fieldset")
        .class("ag-entry")
        .attr("id", &part(place, ix, "entry"))
        .attr("tabindex", "-1")
        .child(el("legend").class("ag-entry__name").live_text(called(place)))
        .children(fields.collect())
        .child(actions(vec![
            hidden_unless(up, |form, _, ix| form.position(ix).is_some_and(|at| at > 0)),
            hidden_unless(down, |form, group, ix| {
                form.position(ix).is_some_and(|at| at + 1 < form.entries(group).len())
            }),
            hidden_unless(remove, |form, group, _| form.may_remove(group)),
        ]))
        .into()
}

/// The id of something that belongs to one entry.
fn part(place: &Place, entry: EntryIx, what: &str) -> String {
    place.part_id(&[what, &entry.to_string()].concat())
}

/// Leads to the first of these that can be seen, once what has changed is drawn.
fn lead_to(place: &Place, ids: Vec<String>) {
    let app = place.app.clone();
    place.app.spawn(async move {
        leptos::task::tick().await;
        let found = ids.iter().filter_map(|id| page::by_id_near(&app.root, id));
        if let Some(target) = found.into_iter().find(|target| !target.has_attribute("hidden")) {
            page::focus(&target);
        }
    });
}

/// What an entry is called: "Person 2".
#[inline(never)]
pub fn name(app: &App, session: &Session, entry: EntryIx) -> String {
    let (group, position) = session.with(|form| (form.group_of(entry), form.position(entry)));
    let Kind::Group(kind) = &session.field(group).kind else { return String::new() };
    let number = intl::number(app.language(), position.map_or(0, |at| at + 1) as f64);
    app.fill("group.entry", &[("entry", app.own(&kind.entry)), ("number", &number)])
}

/// A sentence about an entry, where its recipe has one: its name, and what the recipe says.
pub fn sentence(app: &App, session: &Session, entry: EntryIx) -> String {
    let name = name(app, session, entry);
    let group = session.with(|form| form.group_of(entry));
    let Kind::Group(kind) = &session.field(group).kind else { return name };
    let Some(summary) = &kind.summary else { return name };
    let mut said = app.own(summary).to_owned();
    for ix in session.with(|form| form.fields_in(entry)) {
        let placeholder = ["{", &session.field(ix).id, "}"].concat();
        if said.contains(&placeholder) {
            let mut lines = super::said(app, session, ix);
            if session.field(ix).kind == Kind::Place {
                // Its words: coordinates say nothing to people.
                lines.truncate(1);
            }
            said = said.replace(&placeholder, &lines.join(", "));
        }
    }
    let said = said.trim();
    if said.is_empty() { name } else { app.fill("group.sentence", &[("entry", &name), ("sentence", said)]) }
}

/// A line for each entry.
pub fn shown(app: &App, session: &Session, group: FieldIx) -> Vec<String> {
    let entries = session.with(|form| form.entries(group).to_vec());
    entries.into_iter().map(|entry| sentence(app, session, entry)).collect()
}
