//! Things to choose from: rows with a radio button or a checkbox, or a select where there are many.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use crate::browser::nodes::Word;
use crate::field::choice::chosen;
use crate::field::{Answer, ChoiceOption};
use crate::view::dom::{El, View, copy_of, el};
use crate::view::parts::frame::Place;
use crate::view::parts::own_text;

/// More options than this are offered in a select.
pub const MOST_RADIOS: usize = 5;

/// A row with a radio button (`radio`) or a checkbox (`checkbox`) and what it says.
pub fn row(id: &str, kind: &str, name: &str, value: &str, words: View, chosen: bool) -> (HtmlInputElement, El, El) {
    let input = copy_of(kind, &|| el("input").attr("type", kind).class("ag-option__input"));
    let input = input.attr("id", id).attr("name", name).attr("value", value);
    let handle: HtmlInputElement = input.node().clone().unchecked_into();
    handle.set_checked(chosen);
    let words = el("span").class("ag-option__text").child(words);
    (handle, input, words)
}

/// Puts an option's input and words into their row.
pub fn in_row(input: El, words: El) -> View {
    el("label").class("ag-option").child(input).child(words).into()
}

fn checked(event: &Event) -> bool {
    event
        .current_target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.checked())
}

/// The value, and the words, of something to choose.
pub type Offer = (String, View);

pub fn offers(place: &Place, options: &[ChoiceOption]) -> Vec<Offer> {
    options
        .iter()
        .map(|option| {
            let mut words = vec![own_text(&place.app, "span", &option.label).into()];
            if let Some(hint) = &option.hint {
                words.push(own_text(&place.app, "span", hint).class("ag-option__hint").into());
            }
            (option.value.clone(), View::from(words))
        })
        .collect()
}

/// One of a few: radio buttons.
pub fn radios(place: &Place, class: Word, offers: Vec<Offer>) -> View {
    let answer = place.answer();
    let rows = offers.into_iter().enumerate().map(|(ix, (value, words))| {
        let id = place.part_id(&(ix + 1).to_string());
        let (_, input, words) = row(&id, "radio", place.id(), &value, words, chosen(&answer) == value);
        let place = place.clone();
        let input = input.on("change", move |_| {
            place.set(Answer::Text(value.clone()));
            place.leave();
        });
        in_row(input, words)
    });
    let rows = el("div").class(class).children(rows.collect());
    place.group("radiogroup", vec![rows.into()])
}

/// Any number of some: checkboxes.
pub fn checkboxes(place: &Place, offers: Vec<Offer>) -> View {
    let answer = place.answer();
    let rows = offers.into_iter().enumerate().map(|(ix, (value, words))| {
        let id = place.part_id(&(ix + 1).to_string());
        let (_, input, words) = row(&id, "checkbox", place.id(), &value, words, answer.list().contains(&value));
        let owner = place.clone();
        let input = place.marked(input, None).on("change", move |event| {
            let mut chosen = owner.answer().list().to_vec();
            chosen.retain(|other| *other != value);
            if checked(&event) {
                chosen.push(value.clone());
            }
            owner.set(if chosen.is_empty() { Answer::Empty } else { Answer::List(chosen) });
        });
        in_row(input, words)
    });
    let rows = el("div").class("ag-options").children(rows.collect());
    place.group("group", vec![super::input::leaves_together(place, rows).into()])
}

/// One of many: a select that starts with nothing chosen.
pub fn select(place: &Place, offers: Vec<(String, String)>, autocomplete: Option<&str>) -> View {
    let answer = place.answer();
    let control = options_of(place.app.t("field.choose"), offers, chosen(&answer))
        .attr("id", place.id())
        .attr("name", &place.field().id)
        .attr_opt("autocomplete", autocomplete);
    let owner = place.clone();
    let control = place.required(place.marked(place.described(control), None)).on("change", move |event| {
        owner.set(Answer::Text(super::input::value(&event)));
        owner.leave();
    });
    place.single(control.into())
}

/// A select with these values and words. `empty` is the first option, which chooses nothing; none where it is empty.
pub fn options_of(empty: &str, offers: Vec<(String, String)>, chosen: &str) -> El {
    let mut select = el("select").class("ag-input");
    if !empty.is_empty() {
        select = select.child(el("option").attr("value", "").text(empty));
    }
    for (value, words) in offers {
        select = select.child(el("option").attr("value", &value).text(&words));
    }
    select.node().unchecked_ref::<HtmlSelectElement>().set_value(chosen);
    select
}

/// A single checkbox with a sentence beside it.
pub fn tick(place: &Place, words: View) -> View {
    let on = place.answer().text() == "true";
    let (_, input, words) = row(place.id(), "checkbox", &place.field().id, "true", words, on);
    let owner = place.clone();
    let input = place.required(place.marked(place.described(input), None)).on("change", move |event| {
        owner.set(if checked(&event) { Answer::Text("true".into()) } else { Answer::Empty });
        owner.leave();
    });
    in_row(input, words)
}
