//! A tax identification number.

use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

#[inline(never)]
pub fn edit(place: &Place) -> View {
    line(place, Look { mode: "numeric", width: 20, ..Look::default() })
}
