//! An amount of money in euros.

use crate::browser::intl;
use crate::expr::value::Value;
use crate::field::{Answer, Kind};
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::input::{Look, line};

#[inline(never)]
pub fn edit(place: &Place) -> View {
    line(place, Look { mode: "decimal", width: 10, unit: Some("€"), ..Look::default() })
}

pub fn shown(app: &App, kind: &Kind, answer: &Answer) -> Vec<String> {
    vec![match super::value(kind, answer) {
        Some(Value::Int(cents)) => intl::money(app.language(), cents),
        _ => answer.text().to_owned(),
    }]
}
