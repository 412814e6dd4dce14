//! The serial number of an identity card or passport.

use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

#[inline(never)]
pub fn edit(place: &Place) -> View {
    line(place, Look { width: 20, ..Look::default() })
}
