//! Fields that begin with an answer: where it comes from, and how such a field is drawn.

use std::cell::RefCell;

use super::app::App;
use super::dom::{View, el, shown_as};
use super::fields;
use super::parts::frame::Place;
use super::parts::own_text;
use crate::browser::page;
use crate::field::Answer;
use crate::form::Form;
use crate::json::{self, Value as Json};
use crate::recipe::Prefill;

/// Hands over what the page around and its address have for fields whose recipe allows it. What does not fit is left out,
/// and told on the console.
#[inline(never)]
pub fn hand_over(app: &App, form: &mut Form) {
    let recipe = form.recipe().clone();
    for (ix, field) in recipe.fields.iter().enumerate().filter(|(_, field)| field.home.is_none()) {
        let value = match &field.prefill {
            None => None,
            Some(Prefill::Page(name)) => app.settings.prefill.get(name).cloned(),
            // An address has only texts: what is no answer as a text may be one as a number, or as true and false.
            Some(Prefill::Address(name)) => page::asked(name).map(|text| {
                let meant = json::read(&text).ok().filter(|value| field.kind.typed(value).is_some());
                meant.unwrap_or(Json::String(text))
            }),
        };
        if let Some(value) = value {
            form.hand_over(ix, &value);
            // Whoever wrote the page should know; the citizen fills the field in. The value itself is nobody's to log.
            if !form.is_given(ix) && *form.answer(ix) == Answer::Empty {
                page::warn(&["what was handed over for the field ", &field.id, " does not fit"].concat());
            }
        }
    }
}

/// A field that begins with an answer. It is drawn anew when that answer becomes another without the citizen's doing.
#[inline(never)]
pub fn field(place: &Place) -> View {
    let (asked, drawn) = (place.clone(), place.clone());
    let last = RefCell::new(None);
    let key = move || {
        if !asked.session.visible(asked.ix) {
            return None;
        }
        if asked.session.with(|form| form.is_given(asked.ix)) || last.borrow().is_none() {
            last.replace(Some(json::write(&asked.answer().to_json())));
        }
        last.borrow().clone()
    };
    shown_as(key, move || {
        let place = drawn.again();
        if place.session.with(|form| form.is_fixed(place.ix)) { fixed(&place) } else { fields::edit(&place) }
    })
}

/// An answer that cannot be changed, and why.
fn fixed(place: &Place) -> View {
    let field = place.field();
    let label = [place.id(), "-label"].concat();
    let name = own_text(&place.app, "p", &field.label).class("ag-label").attr("id", &label);
    let lines = fields::said(&place.app, &place.session, place.ix);
    let lines = lines.iter().map(|line| el("span").class("ag-line").text(line).into());
    let reason = field.fixed.as_ref().map(|reason| own_text(&place.app, "p", reason).class("ag-hint"));
    let group = el("div").attr("id", place.id()).attr("role", "group").attr("tabindex", "-1");
    let group = place.described(group.attr("aria-labelledby", &label));
    let value = el("p").class("ag-calculated").children(lines.collect());
    place.outer().child(place.framed(group, Some(name)).child(value).child(reason)).into()
}
