//! A month of a year in two numbers.

use crate::browser::intl;
use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::field::date::{MONTH, YEAR};
use crate::field::{Answer, Kind};
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input;

#[inline(never)]
pub fn edit(place: &Place) -> View {
    let row = super::date::row(place, 0, &[MONTH, YEAR], false);
    place.group("group", vec![input::leaves_together(place, row).into()])
}

pub fn shown(app: &App, kind: &Kind, answer: &Answer) -> Vec<String> {
    let month = match super::value(kind, answer) {
        Some(Value::Text(iso)) => Date::parse(&[&iso, "-01"].concat()),
        _ => None,
    };
    vec![month.map_or_else(|| answer.list().join(". "), |month| intl::month(app.language(), month))]
}
