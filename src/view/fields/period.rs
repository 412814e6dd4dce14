//! A period: two dates, each in a group of its own with a name, since both ask for a day, a month and a year.

use crate::expr::date::Date;
use crate::field::date::{DAY, MONTH, YEAR};
use crate::field::period::{FROM, TO};
use crate::field::{Answer, Kind};
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::input;

#[inline(never)]
pub fn edit(place: &Place) -> View {
    let ends = [(FROM, "period.from"), (TO, "period.to")].into_iter().map(|(first, key)| {
        el("fieldset")
            .class("ag-group__wide")
            .child(el("legend").class("ag-label").text(place.app.t(key)))
            .child(super::date::row(place, first, &[DAY, MONTH, YEAR], false))
            .into()
    });
    let group = el("div").class("ag-group").children(ends.collect());
    place.group("group", vec![input::leaves_together(place, group).into()])
}

/// A line for each end.
pub fn shown(app: &App, kind: &Kind, answer: &Answer) -> Vec<String> {
    let value = super::value(kind, answer).unwrap_or_default();
    let ends = [(FROM, "period.from", "from"), (TO, "period.to", "to")];
    let line = |(first, key, name): (usize, &str, &str)| {
        let day = match value.part(name) {
            crate::expr::value::Value::Text(iso) => Date::parse(iso),
            _ => None,
        };
        let typed = || [answer.part(first), answer.part(first + 1), answer.part(first + 2)].join(". ");
        [app.t(key), ": ", &day.map_or_else(typed, |day| app.date(day))].concat()
    };
    ends.into_iter().map(line).collect()
}
