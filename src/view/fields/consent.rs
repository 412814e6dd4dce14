//! A declaration to agree to: its text, and a tick.

use crate::field::Consent;
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::{options, own_text, prose};

#[inline(never)]
pub fn edit(place: &Place, kind: &Consent) -> View {
    let words = View::from(own_text(&place.app, "span", &place.field().label));
    let text = kind.text.as_ref().map(|text| prose::prose(&place.app, text));
    place.framed(place.outer(), text).child(options::tick(place, words)).into()
}

pub fn shown(app: &App) -> Vec<String> {
    vec![app.t("field.agreed").to_owned()]
}
