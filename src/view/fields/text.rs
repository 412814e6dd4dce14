//! A single line.

use crate::field::ShortText;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

pub fn edit(place: &Place, kind: &ShortText) -> View {
    let look = Look {
        mode: kind.inputmode.unwrap_or_default(),
        width: kind.width.unwrap_or_default(),
        autocomplete: place.field().autocomplete.as_deref(),
        ..Look::default()
    };
    line(place, look)
}
