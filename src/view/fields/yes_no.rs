//! Yes or no.

use crate::field::Answer;
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::options;

#[inline(never)]
pub fn edit(place: &Place) -> View {
    let offer = |value: &str, key: &str| (value.to_owned(), View::from(el("span").text(place.app.t(key))));
    let offers = vec![offer("true", "field.yes"), offer("false", "field.no")];
    options::radios(place, "ag-options ag-options--inline", offers)
}

pub fn shown(app: &App, answer: &Answer) -> Vec<String> {
    vec![app.t(if answer.text() == "true" { "field.yes" } else { "field.no" }).to_owned()]
}
