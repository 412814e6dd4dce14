//! A whole number.

use crate::browser::intl;
use crate::expr::value::Value;
use crate::field::{Answer, Integer};
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

#[inline(never)]
pub fn edit(place: &Place, kind: &Integer) -> View {
    let unit = kind.unit.as_ref().map(|unit| place.app.own(unit).to_owned());
    let autocomplete = place.field().autocomplete.as_deref();
    line(place, Look { mode: "numeric", width: 10, autocomplete, unit: unit.as_deref(), ..Look::default() })
}

pub fn shown(app: &App, kind: &Integer, answer: &Answer) -> Vec<String> {
    let words = match super::value(&crate::field::Kind::Integer(kind.clone()), answer) {
        Some(Value::Int(number)) => intl::number(app.language(), number as f64),
        _ => answer.text().to_owned(),
    };
    vec![match &kind.unit {
        Some(unit) => [&words, " ", app.own(unit)].concat(),
        None => words,
    }]
}
