//! An e-mail address.

use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

pub fn edit(place: &Place) -> View {
    let autocomplete = place.field().autocomplete.as_deref();
    line(place, Look { kind: "email", mode: "email", autocomplete, ..Look::default() })
}
