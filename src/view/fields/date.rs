//! A date in three numbers: day, month, year.

use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::field::{Answer, DateField, Kind};
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::input::{self, Look};

pub fn edit(place: &Place, kind: &DateField) -> View {
    let purposes = ["bday-day", "bday-month", "bday-year"];
    let parts = place.field().kind.part_names().iter().enumerate().map(|(ix, name)| {
        let look = Look {
            mode: "numeric",
            width: if ix == 2 { 4 } else { 2 },
            autocomplete: kind.birthday.then_some(purposes[ix]),
            ..Look::default()
        };
        input::part(place, ix, name, place.app.t(["date.day", "date.month", "date.year"][ix]), look)
    });
    let row = el("div").class("ag-date").children(parts.collect());
    place.group("group", vec![input::leaves_together(place, row).into()])
}

pub fn shown(app: &App, kind: &Kind, answer: &Answer) -> Vec<String> {
    let date = match super::value(kind, answer) {
        Some(Value::Text(iso)) => Date::parse(&iso),
        _ => None,
    };
    vec![date.map_or_else(|| answer.list().join(". "), |date| app.date(date))]
}
