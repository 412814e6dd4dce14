//! A country, chosen from all there are. Those that a recipe puts first stand there a second time in the alphabet's order,
//! where people look for them who do not look at the top.

use crate::browser::intl;
use crate::field::{Answer, Country};
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::options;

#[inline(never)]
pub fn edit(place: &Place, kind: &Country) -> View {
    let language = place.app.language();
    let mut offers: Vec<(String, String)> =
        kind.first.iter().map(|code| ((*code).to_owned(), intl::country(language, code))).collect();
    offers.extend(intl::countries(language));
    options::select(place, offers, place.field().autocomplete.as_deref())
}

pub fn shown(app: &App, answer: &Answer) -> Vec<String> {
    vec![intl::country(app.language(), answer.text())]
}
