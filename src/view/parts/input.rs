//! One line or several lines to type in. What is typed is never rewritten while it is typed.
//!
//! The value is uncontrolled: a value written back moves the caret and breaks input methods. It is tidied when the field is left.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::field::Answer;
use crate::view::dom::{El, View, copy_of, el};
use crate::view::parts::frame::Place;

/// How an input looks and which keyboard it calls for.
#[derive(Clone, Copy, Default)]
pub struct Look<'a> {
    /// HTML's `type`; empty is `text`.
    pub kind: &'a str,
    /// HTML's `inputmode`, empty for none.
    pub mode: &'a str,
    /// Characters the input shows: 2, 4, 5, 10, 20 or 30; 0 for the full width.
    pub width: u8,
    /// HTML's `autocomplete` (WCAG 1.3.5).
    pub autocomplete: Option<&'a str>,
    /// Words behind the input: a unit, a currency.
    pub unit: Option<&'a str>,
}

/// The value of the control an event came from.
pub fn value(event: &Event) -> String {
    let Some(target) = event.current_target() else { return String::new() };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        return area.value();
    }
    target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
}

/// What was typed into an input.
pub fn typed_in(input: &web_sys::HtmlElement) -> String {
    input.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default()
}

/// Writes a control's value where it differs.
fn write(event: &Event, words: &str) {
    let Some(target) = event.current_target() else { return };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        if input.value() != words {
            input.set_value(words);
        }
    } else if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>()
        && area.value() != words
    {
        area.set_value(words);
    }
}

/// An empty input with its look.
pub fn bare(id: &str, look: Look) -> El {
    let width = look.width.to_string();
    let shape = ["input", look.kind, look.mode, look.autocomplete.unwrap_or_default(), &width].join(" ");
    let make = || {
        let class = if look.width == 0 { "ag-input".into() } else { ["ag-input ag-input--w", &width].concat() };
        el("input")
            .attr("type", if look.kind.is_empty() { "text" } else { look.kind })
            .attr("class", &class)
            .attr_opt("inputmode", (!look.mode.is_empty()).then_some(look.mode))
            .attr_opt("autocomplete", look.autocomplete)
    };
    copy_of(&shape, &make).attr("id", id)
}

/// A field of one line, in its frame.
pub fn line(place: &Place, look: Look) -> View {
    let control = bare(place.id(), look).attr("name", &place.field().id);
    let control: View = typed(place, control).into();
    let control = match look.unit {
        None => control,
        Some(unit) => el("div")
            .class("ag-affix")
            .child(control)
            .child(el("span").class("ag-affix__text").attr("aria-hidden", "true").text(unit))
            .into(),
    };
    place.single(control)
}

/// Ties a control that is typed in to its field.
pub fn typed(place: &Place, control: El) -> El {
    if let Answer::Text(words) = place.answer() {
        set_value(&control, &words);
    }
    let (on_input, on_leave) = (place.clone(), place.clone());
    place
        .required(place.marked(place.described(control), None))
        .on("input", move |event| {
            on_input.set(Answer::Text(value(&event)));
        })
        .on("change", move |event| {
            // Autofill of some browsers only says `change`.
            on_leave.set(Answer::Text(value(&event)));
            if let Some(Answer::Text(tidy)) = on_leave.session.normalize(on_leave.ix) {
                write(&event, &tidy);
            }
            on_leave.leave();
        })
}

/// One of several inputs of a field. `wide` tells which errors are its own.
pub fn part(place: &Place, part: usize, name: &str, label: &str, look: Look) -> View {
    let id = place.part_id(name);
    let control = bare(&id, look);
    set_value(&control, place.answer().part(part));
    let (on_input, on_change) = (place.clone(), place.clone());
    let control = place
        .marked(control, Some(part))
        .on("input", move |event| {
            on_input.set_part(part, value(&event));
        })
        .on("change", move |event| {
            on_change.set_part(part, value(&event));
            if let Some(tidy) = on_change.session.normalize(on_change.ix) {
                write(&event, tidy.list().get(part).map_or("", String::as_str));
            }
        });
    el("div").class("ag-part").child(el("label").class("ag-label").attr("for", &id).text(label)).child(control).into()
}

/// Calls `leave` of the field when the focus goes from the group to something outside it.
pub fn leaves_together(place: &Place, group: El) -> El {
    let place = place.clone();
    let node = group.node().clone();
    group.on("focusout", move |event| {
        let to = event.dyn_ref::<web_sys::FocusEvent>().and_then(web_sys::FocusEvent::related_target);
        let inside = to.is_some_and(|to| to.dyn_ref::<web_sys::Node>().is_some_and(|to| node.contains(Some(to))));
        if !inside {
            place.leave();
        }
    })
}

/// Sets the first value of an input or a text area.
pub fn set_value(control: &El, words: &str) {
    if let Some(input) = control.node().dyn_ref::<HtmlInputElement>() {
        input.set_value(words);
    } else if let Some(area) = control.node().dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(words);
    }
}
