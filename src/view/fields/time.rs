//! A time of day. The decimal keyboard has digits and a mark between hour and minute; the numeric one of some phones has none.

use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

#[inline(never)]
pub fn edit(place: &Place) -> View {
    line(place, Look { mode: "decimal", width: 10, ..Look::default() })
}
