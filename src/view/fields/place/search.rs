//! The backend's search for addresses: a button, and what it found as radio buttons.

use std::rc::Rc;

use super::Finder;
use crate::backend::FoundAddress;
use crate::field::place::TEXT;
use crate::signal::Signal;
use crate::view::dom::{View, el, live, shown_while};
use crate::view::parts::options;

/// More are no help: a longer address is.
const MOST: u32 = 8;
/// Fewer letters find everything.
const FEWEST_LETTERS: usize = 3;

/// What was found.
pub type Found = Signal<Rc<Vec<FoundAddress>>>;

/// The button, where the backend can search.
pub fn button(finder: &Finder, found: &Found) -> View {
    let (offers, finder, found) = (finder.offers.clone(), finder.clone(), found.clone());
    shown_while(
        move || offers.get().address_search,
        move || {
            let found = found.clone();
            finder.button("place.search", move |finder| ask(finder, &found))
        },
    )
}

pub fn results(finder: &Finder, found: &Found) -> View {
    let (finder, found) = (finder.clone(), found.clone());
    live(move || list(&finder, &found.get()))
}

fn ask(finder: &Finder, found: &Found) {
    let words = finder.place.answer().part(TEXT).to_owned();
    found.set(Rc::default());
    if words.chars().count() < FEWEST_LETTERS {
        finder.tell(finder.place.app.t("place.searchShort").to_owned());
        return finder.focus(TEXT);
    }
    finder.tell(finder.place.app.t("place.searching").to_owned());
    let (finder, found) = (finder.clone(), found.clone());
    finder.place.app.clone().spawn(async move {
        let app = &finder.place.app;
        let answer = app.backend.addresses(&words, MOST).await;
        // Something else may have been typed meanwhile.
        if !finder.is_here() || finder.place.answer().part(TEXT) != words {
            return finder.told.set(String::new());
        }
        match answer {
            Ok(addresses) if addresses.is_empty() => finder.tell(app.t("place.searchNone").to_owned()),
            Ok(addresses) => {
                finder.tell(app.count("place.found", addresses.len()));
                found.set(Rc::new(addresses));
            }
            Err(error) => finder.tell([&app.failure(&error), " ", app.t("place.wordsDo")].concat()),
        }
    });
}

/// What was found, to choose from.
fn list(finder: &Finder, found: &Rc<Vec<FoundAddress>>) -> View {
    if found.is_empty() {
        return View::NOTHING;
    }
    let (place, app) = (&finder.place, &finder.place.app);
    let name = place.part_id("found");
    let rows = found.iter().enumerate().map(|(ix, address)| {
        let id = place.part_id(&["found-", &(ix + 1).to_string()].concat());
        let (_, input, words) = options::row(&id, "radio", &name, &ix.to_string(), address.text.as_str().into(), false);
        let (finder, address) = (finder.clone(), address.clone());
        let input = input.on("change", move |_| {
            finder.put(Some(address.text.clone()), Some(address.at));
            finder.source.replace(Some(address.text.clone()));
            finder.tell(finder.place.app.fill("place.taken", &[("address", &address.text)]));
        });
        options::in_row(input, words)
    });
    el("fieldset")
        .class("ag-fieldset ag-group__wide")
        .attr("role", "radiogroup")
        .child(el("legend").class("ag-label").text(app.t("place.results")))
        .child(el("div").class("ag-options").children(rows.collect()))
        .into()
}
