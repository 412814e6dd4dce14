//! Any number of some.

use crate::field::Choices;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::options;

#[inline(never)]
pub fn edit(place: &Place, kind: &Choices) -> View {
    options::checkboxes(place, options::offers(place, &kind.options))
}
