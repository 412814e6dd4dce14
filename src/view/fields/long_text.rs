//! Several lines, with a count of what is left once it gets short.

use crate::browser::intl;
use crate::field::LongText;
use crate::signal::Signal;
use crate::view::dom::{View, el, live};
use crate::view::parts::frame::Place;
use crate::view::parts::input;

#[inline(never)]
pub fn edit(place: &Place, kind: &LongText) -> View {
    let most = usize::try_from(kind.max_length).unwrap_or(usize::MAX);
    let length = Signal::new(place.answer().text().chars().count());
    let typed = length.clone();
    let area = el("textarea")
        .class("ag-input")
        .attr("id", place.id())
        .attr("name", &place.field().id)
        .attr("rows", &kind.rows.to_string())
        .attr_opt("autocomplete", place.field().autocomplete.as_deref())
        .on("input", move |event| typed.set(input::value(&event).trim().chars().count()));
    let app = place.app.clone();
    // Seen only: a count read out at each key would drown what is typed. The limit is told by the mistake.
    let count = live(move || {
        let (now, near) = (length.get(), most - most / 5);
        if now < near {
            return View::NOTHING;
        }
        let language = app.language();
        let (now, most) = (intl::number(language, now as f64), intl::number(language, most as f64));
        el("p")
            .class("ag-count")
            .attr("aria-hidden", "true")
            .text(&app.fill("field.count", &[("count", &now), ("max", &most)]))
            .into()
    });
    place.single(vec![input::typed(place, area).into(), count].into())
}
