//! A postal address, German or foreign. Choosing another country changes what is asked, and keeps what was typed.

use crate::browser::intl;
use crate::browser::nodes::Word;
use crate::field::address::{ADDITION, COUNTRY, HOUSE_NUMBER, LINE, PLACE, POSTCODE, STREET};
use crate::field::country::GERMANY;
use crate::field::{Address, Answer};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts::frame::Place;
use crate::view::parts::input::{self, Look};
use crate::view::parts::options;

#[inline(never)]
pub fn edit(place: &Place, kind: &Address) -> View {
    let country = country_of(&place.answer());
    let german = Signal::new(country == GERMANY);
    let mut controls = Vec::new();
    if kind.foreign {
        controls.push(countries(place, &country, kind.own, german.clone()));
    }
    let (owner, own) = (place.clone(), kind.own);
    controls.push(live(move || parts(&owner, own, german.get())));
    let group = el("div").class("ag-group").children(controls);
    place.group("group", vec![input::leaves_together(place, group).into()])
}

fn country_of(answer: &Answer) -> String {
    match answer.part(COUNTRY) {
        "" => GERMANY.to_owned(),
        code => code.to_owned(),
    }
}

fn countries(place: &Place, chosen: &str, own: bool, german: Signal<bool>) -> View {
    let id = place.part_id(place.field().kind.part_names()[COUNTRY]);
    let owner = place.clone();
    let select = options::options_of("", intl::countries(place.app.language()), chosen)
        .attr("id", &id)
        .attr_opt("autocomplete", own.then_some("country"))
        .on("change", move |event| {
            let country = input::value(&event);
            german.set(country == GERMANY);
            owner.set_part(COUNTRY, country);
        });
    let select = place.marked(select, Some(COUNTRY));
    el("div")
        .class("ag-part ag-group__wide")
        .child(el("label").class("ag-label").attr("for", &id).text(place.app.t("address.country")))
        .child(select)
        .into()
}

fn parts(place: &Place, own: bool, german: bool) -> View {
    let names = place.field().kind.part_names();
    let part = |ix: usize, key: &str, class: Word, mode: &str, purpose: &'static str| {
        let look = Look { mode, autocomplete: own.then_some(purpose), ..Look::default() };
        let inner = input::part(place, ix, names[ix], place.app.t(key), look);
        View::from(el("div").class(class).child(inner))
    };
    if german {
        vec![
            part(STREET, "address.street", "ag-group__broad", "", "address-line1"),
            part(HOUSE_NUMBER, "address.houseNumber", "ag-group__narrow", "", "off"),
            part(ADDITION, "address.addition", "ag-group__wide", "", "address-line2"),
            part(POSTCODE, "address.postcode", "ag-group__narrow", "numeric", "postal-code"),
            part(PLACE, "address.place", "ag-group__broad", "", "address-level2"),
        ]
    } else {
        vec![
            part(LINE, "address.line", "ag-group__wide", "", "address-line1"),
            part(ADDITION, "address.addition", "ag-group__wide", "", "address-line2"),
            part(POSTCODE, "address.postcodeForeign", "ag-group__narrow", "", "postal-code"),
            part(PLACE, "address.placeForeign", "ag-group__broad", "", "address-level2"),
        ]
    }
    .into()
}

/// As on an envelope.
pub fn shown(app: &App, answer: &Answer) -> Vec<String> {
    let country = country_of(answer);
    let joined = |parts: &[usize]| {
        let parts: Vec<&str> = parts.iter().map(|part| answer.part(*part)).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    let street = if country == GERMANY { joined(&[STREET, HOUSE_NUMBER]) } else { joined(&[LINE]) };
    let mut lines = vec![street, joined(&[ADDITION]), joined(&[POSTCODE, PLACE])];
    if country != GERMANY {
        lines.push(intl::country(app.language(), &country));
    }
    lines.retain(|line| !line.is_empty());
    lines
}
