//! The free slots: a heading for each day, and its times as radio buttons.

use super::booking::Booking;
use crate::backend::Slot;
use crate::browser::intl;
use crate::field::appointment::{SLOT, clock, day};
use crate::view::dom::{View, el, live};
use crate::view::parts::{self, focus_soon, options};

/// `from`: how many of the slots stood there before; the first day after them takes the focus.
pub fn view(booking: &Booking, slots: &[Slot], more: bool, from: usize, again: impl FnMut() + 'static) -> View {
    let app = booking.app();
    let mut views: Vec<View> = Vec::new();
    let places: Vec<&str> = slots.iter().filter_map(|slot| slot.place.as_deref()).collect();
    let one_place = places.len() == slots.len() && places.windows(2).all(|two| two[0] == two[1]);
    match places.first() {
        Some(place) if one_place => views.push(parts::paragraph(&app.fill("appointment.place", &[("place", place)]))),
        _ => {}
    }
    let mut at = 0;
    while at < slots.len() {
        let today = day(&slots[at].start);
        let count = slots[at..].iter().take_while(|slot| day(&slot.start) == today).count();
        let heading = el("h2")
            .class("ag-heading")
            .attr("id", &booking.place.part_id(&["day-", &(at + 1).to_string()].concat()))
            .attr("tabindex", "-1")
            .text(&today.map(|day| intl::day(app.language(), day)).unwrap_or_default());
        if at == from && from > 0 {
            focus_soon(heading.html());
        }
        let rows = (at..at + count).map(|ix| row(booking, ix, &slots[ix], !one_place));
        views.push(
            el("div")
                .attr("role", "group")
                .attr("aria-labelledby", &booking.place.part_id(&["day-", &(at + 1).to_string()].concat()))
                .child(heading)
                .child(el("div").class("ag-appointment__times").children(rows.collect()))
                .into(),
        );
        at += count;
    }
    if slots.is_empty() {
        views.push(parts::paragraph(&app.fill("appointment.full", &[("phone", booking.phone())])));
    } else if more {
        views.push(parts::actions(vec![parts::button(app.t("appointment.later"), "ag-button--secondary", again)]));
    } else {
        views.push(parts::paragraph(app.t("appointment.noMore")));
    }
    views.into()
}

fn row(booking: &Booking, ix: usize, slot: &Slot, with_place: bool) -> View {
    let (place, app) = (&booking.place, booking.app());
    // A mistake leads to the first time of all.
    let id = if ix == 0 { place.part_id("slot") } else { place.part_id(&(ix + 1).to_string()) };
    let mut words = vec![el("span").text(clock(&slot.start)).into()];
    if let Some(place) = slot.place.as_deref().filter(|_| with_place) {
        words.push(el("span").class("ag-option__hint").text(place).into());
    }
    let (taken, owner, own) = (booking.taken.clone(), app.clone(), slot.id.clone());
    words.push(live(move || {
        if !taken.get().contains(&own) {
            return View::NOTHING;
        }
        el("span").class("ag-option__hint").text(owner.t("appointment.taken")).into()
    }));
    let chosen = booking.is_held() && place.answer().part(SLOT) == slot.id;
    let (_, input, words) = options::row(&id, "radio", place.id(), &slot.id, words.into(), chosen);
    let (booking, slot) = (booking.clone(), slot.clone());
    options::in_row(input.on("change", move |_| booking.choose(&slot)), words)
}
