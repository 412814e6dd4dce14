//! A number with digits after the point.

use crate::browser::intl;
use crate::field::{Answer, Decimal, Kind};
use crate::json::Value as Json;
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

#[inline(never)]
pub fn edit(place: &Place, kind: &Decimal) -> View {
    let unit = kind.unit.as_ref().map(|unit| place.app.own(unit).to_owned());
    line(place, Look { mode: "decimal", width: 10, unit: unit.as_deref(), ..Look::default() })
}

#[inline(never)]
pub fn shown(app: &App, kind: &Kind, decimal: &Decimal, answer: &Answer) -> Vec<String> {
    let number = match super::value(kind, answer).map(|value| value.to_json()) {
        Some(Json::Number(number)) => number.decimal(),
        _ => None,
    };
    let words = match number {
        Some((digits, places)) => intl::decimal(app.language(), digits, places),
        None => answer.text().to_owned(),
    };
    vec![match &decimal.unit {
        Some(unit) => [&words, " ", app.own(unit)].concat(),
        None => words,
    }]
}
