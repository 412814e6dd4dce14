//! A text between the fields.

use crate::field::Note;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::prose::prose;

#[inline(never)]
pub fn edit(place: &Place, kind: &Note) -> View {
    prose(&place.app, &kind.text).into()
}
