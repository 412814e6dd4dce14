//! One of several: radio buttons for a few, a select for many.

use crate::field::{Choice, ChoiceOption};
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::frame::Place;
use crate::view::parts::options;

#[inline(never)]
pub fn edit(place: &Place, kind: &Choice) -> View {
    if kind.options.len() <= options::MOST_RADIOS {
        return options::radios(place, "ag-options", options::offers(place, &kind.options));
    }
    let offers = kind.options.iter().map(|option| (option.value.clone(), place.app.own(&option.label).to_owned()));
    options::select(place, offers.collect(), place.field().autocomplete.as_deref())
}

/// The words of the chosen values.
pub fn shown(app: &App, options: &[ChoiceOption], chosen: &[String]) -> Vec<String> {
    let chosen = options.iter().filter(|option| chosen.contains(&option.value));
    chosen.map(|option| app.own(&option.label).to_owned()).collect()
}
