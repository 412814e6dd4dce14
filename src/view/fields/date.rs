//! A date in three numbers: day, month, year.

use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::field::date::{DAY, MONTH, YEAR};
use crate::field::{Answer, DateField, Kind};
use crate::view::app::App;
use crate::view::dom::{El, View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::input::{self, Look};

#[inline(never)]
pub fn edit(place: &Place, kind: &DateField) -> View {
    let row = row(place, 0, &[DAY, MONTH, YEAR], kind.birthday);
    place.group("group", vec![input::leaves_together(place, row).into()])
}

/// Inputs for day, month and year, or for those of them that are `asked`: the field's parts from `first` on.
pub fn row(place: &Place, first: usize, asked: &[usize], birthday: bool) -> El {
    let names = place.field().kind.part_names();
    let parts = (first..).zip(asked).map(|(part, asked)| {
        let look = Look {
            mode: "numeric",
            width: if *asked == YEAR { 4 } else { 2 },
            autocomplete: birthday.then_some(["bday-day", "bday-month", "bday-year"][*asked]),
            ..Look::default()
        };
        let label = place.app.t(["date.day", "date.month", "date.year"][*asked]);
        input::part(place, part, names[part], label, look)
    });
    el("div").class("ag-date").children(parts.collect())
}

pub fn shown(app: &App, kind: &Kind, answer: &Answer) -> Vec<String> {
    let date = match super::value(kind, answer) {
        Some(Value::Text(iso)) => Date::parse(&iso),
        _ => None,
    };
    vec![date.map_or_else(|| answer.list().join(". "), |date| app.date(date))]
}
