//! An e-mail address, asked once or twice. Nothing keeps anyone from pasting it the second time.

use crate::field::email::{ADDRESS, AGAIN};
use crate::field::{Answer, Email};
use crate::view::dom::{View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::input::{self, Look, line};

pub fn edit(place: &Place, kind: &Email) -> View {
    let autocomplete = place.field().autocomplete.as_deref();
    let look = Look { kind: "email", mode: "email", autocomplete, ..Look::default() };
    if !kind.confirm {
        return line(place, look);
    }
    let names = place.field().kind.part_names();
    let part = |ix: usize, key: &str| {
        let part = input::part(place, ix, names[ix], place.app.t(key), look);
        el("div").class("ag-group__wide").child(part).into()
    };
    let parts = vec![part(ADDRESS, "email.address"), part(AGAIN, "email.again")];
    let group = el("div").class("ag-group").children(parts);
    place.group("group", vec![input::leaves_together(place, group).into()])
}

/// The address once, though it was asked twice.
pub fn shown(answer: &Answer) -> Vec<String> {
    let address = if answer.list().is_empty() { answer.text() } else { answer.part(ADDRESS) };
    vec![address.to_owned()]
}
