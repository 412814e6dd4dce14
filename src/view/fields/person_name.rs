//! A person's name.

use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

#[inline(never)]
pub fn edit(place: &Place) -> View {
    line(place, Look { autocomplete: place.field().autocomplete.as_deref(), ..Look::default() })
}
