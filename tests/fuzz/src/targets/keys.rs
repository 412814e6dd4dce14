//! What stands in addresses and on receipts: routes, references, access codes, points in time.

use amtsgang::case::{AccessCode, Reference};
use amtsgang::recipe::ServiceId;
use amtsgang::route::Route;

use super::{Outcome, holds};
use crate::{Case, Corpus};

const PARTS: &[&str] = &[
    "services",
    "receipts",
    "status",
    "device",
    "form",
    "review",
    "/",
    "/",
    "/",
    "?",
    "#",
    "%2F",
    "..",
    ".",
    "index.html",
    "hundesteuer-anmeldung",
    "HUN-2026-7K3M9X",
    "hun20267k3m9x",
    "7K3M-9X00-1ABC",
    "7k3m9xoo1abc",
    "-",
    "–",
    " ",
    "\u{a0}",
    "O",
    "I",
    "ß",
];

pub fn run(case: &mut Case, _: &Corpus) -> Outcome {
    let mut text = String::new();
    for _ in 0..case.below(7) {
        let piece = if case.once_in(5) { case.text() } else { (*case.pick(PARTS)).to_owned() };
        text.push_str(&piece);
    }
    case.tell("text", &text);
    case.bytes = text.len();
    let route = Route::parse(&text);
    if route != Route::Missing {
        holds("a page is found again by its address", Route::parse(&route.address()) == route)?;
    }
    route.service();
    case.right = route != Route::Missing;
    if let Some(reference) = Reference::parse(&text) {
        holds("a reference is read again", Reference::parse(reference.as_str()).as_ref() == Some(&reference))?;
        let page = Route::Status(Some(reference.as_str().to_owned()));
        holds("an address can carry a reference", Route::parse(&page.address()) == page)?;
    }
    if let Some(code) = AccessCode::parse(&text) {
        holds("an access code is read again", AccessCode::parse(code.as_str()).as_ref() == Some(&code))?;
        holds("an access code is never shown by mistake", !format!("{code:?}").contains(code.as_str()))?;
    }
    if let Some(id) = ServiceId::parse(&text) {
        let page = Route::Review(id.as_str().to_owned());
        holds("an address can carry a service", Route::parse(&page.address()) == page)?;
    }
    Ok(())
}
