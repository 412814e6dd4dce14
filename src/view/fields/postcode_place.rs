//! A German postcode and its place, side by side.

use crate::browser::nodes::Word;
use crate::field::postcode_place::{PLACE, POSTCODE};
use crate::field::{Answer, PostcodePlace};
use crate::view::dom::{View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::input::{self, Look};

#[inline(never)]
pub fn edit(place: &Place, kind: &PostcodePlace) -> View {
    let names = place.field().kind.part_names();
    let part = |ix: usize, key: &str, class: Word, mode: &str, purpose: &'static str| {
        let look = Look { mode, autocomplete: kind.own.then_some(purpose), ..Look::default() };
        el("div").class(class).child(input::part(place, ix, names[ix], place.app.t(key), look)).into()
    };
    let group = el("div").class("ag-group").children(vec![
        part(POSTCODE, "address.postcode", "ag-group__narrow", "numeric", "postal-code"),
        part(PLACE, "address.place", "ag-group__broad", "", "address-level2"),
    ]);
    place.group("group", vec![input::leaves_together(place, group).into()])
}

/// As on an envelope.
pub fn shown(answer: &Answer) -> Vec<String> {
    vec![[answer.part(POSTCODE), answer.part(PLACE)].join(" ").trim().to_owned()]
}
