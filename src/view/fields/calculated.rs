//! A calculated value: to be read, never typed.

use crate::browser::intl;
use crate::expr::date::Date;
use crate::expr::value::Value;
use crate::field::{Calculated, Shown};
use crate::json::Value as Json;
use crate::view::app::App;
use crate::view::dom::{View, el, shown_while};
use crate::view::parts::frame::Place;

/// Shown while there is a value. A mistake of a check leads here, so it can take the focus.
#[inline(never)]
pub fn edit(place: &Place, kind: &Calculated) -> View {
    let (asked, drawn, kind) = (place.clone(), place.clone(), kind.clone());
    let has_value = move || {
        asked.session.track(asked.ix);
        asked.session.with(|form| !matches!(form.value(asked.ix), Value::Null))
    };
    shown_while(has_value, move || {
        let place = drawn.again();
        let label = [place.id(), "-label"].concat();
        let name = el("p").class("ag-label").attr("id", &label).text(place.app.own(&place.field().label));
        let (shown, kind) = (place.clone(), kind.clone());
        let value = el("p").class("ag-calculated").live_text(move || {
            shown.session.track(shown.ix);
            let value = shown.session.with(|form| form.value(shown.ix).clone());
            self::shown(&shown.app, &kind, &value).concat()
        });
        let group = el("div").attr("id", place.id()).attr("role", "group").attr("tabindex", "-1");
        let group = place.described(group.attr("aria-labelledby", &label));
        place.outer().child(place.framed(group, Some(name)).child(value)).into()
    })
}

/// The value as a person reads it; none for null.
pub fn shown(app: &App, kind: &Calculated, value: &Value) -> Vec<String> {
    let words = match (kind.shown, value) {
        (_, Value::Null) => return Vec::new(),
        (Shown::Money, Value::Int(cents)) => intl::money(app.language(), *cents),
        (Shown::Number, value) => match value.to_json() {
            Json::Number(number) => {
                let (digits, places) = number.decimal().unwrap_or_default();
                intl::decimal(app.language(), digits, places)
            }
            _ => return Vec::new(),
        },
        (Shown::Date, Value::Text(day)) => Date::parse(day).map_or_else(|| day.clone(), |day| app.date(day)),
        (Shown::YesNo, value) => app.t(if value.truthy() { "field.yes" } else { "field.no" }).to_owned(),
        (_, Value::Text(text)) => text.clone(),
        _ => return Vec::new(),
    };
    vec![match &kind.unit {
        Some(unit) => [&words, " ", app.own(unit)].concat(),
        None => words,
    }]
}
