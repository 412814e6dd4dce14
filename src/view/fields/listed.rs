//! One of very many: the options of a recipe, or a code list of the backend, in a combobox.

use crate::backend::Error;
use crate::field::choice::{chosen, label, picked};
use crate::field::{Answer, Choice, Listed};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::code_lists::{self, Listing};
use crate::view::dom::{View, el, live};
use crate::view::parts::combobox::combobox;
use crate::view::parts::frame::Place;
use crate::view::parts::problems::problems;
use crate::view::parts::{alert, button, paragraph};

/// More options than can be looked through.
#[inline(never)]
pub fn own(place: &Place, kind: &Choice) -> View {
    drawn(place, "", code_lists::own(&place.session, &place.field().id, kind))
}

#[inline(never)]
pub fn edit(place: &Place, kind: &Listed) -> View {
    drawn(place, &kind.code_list, code_lists::named(&place.app, &place.session, &kind.code_list))
}

fn drawn(place: &Place, name: &str, listing: Signal<Listing>) -> View {
    let (control, view) = combobox(place, listing.clone());
    let (owner, name) = (place.clone(), name.to_owned());
    let state = live(move || match listing.get() {
        Listing::Ready(_) => {
            control.arrived();
            View::NOTHING
        }
        Listing::Waiting => el("p").class("ag-loading").text(owner.app.t("list.waiting")).into(),
        Listing::Failed(error) => {
            let sentence = owner.app.t("list.failed");
            owner.app.announce(sentence);
            let mut words = vec![paragraph(sentence)];
            if error.retryable() {
                words.push(paragraph(&owner.app.failure(&error)));
            }
            let (again, name, listing, control) = (owner.clone(), name.clone(), listing.clone(), control.clone());
            words.push(button(owner.app.t("action.retry"), "ag-button--secondary", move || {
                // The button goes; whoever pressed it stays at the field.
                control.focus();
                listing.set(Listing::Waiting);
                code_lists::ask(&again.app, &again.session, &name, &listing);
            }));
            if let Error::Broken(file) = &*error {
                words.push(problems(&owner.app, file));
            }
            alert("warning", words).into()
        }
    });
    place.single(vec![view, state].into())
}

/// The words of what was chosen, in the language spoken where the list is here; else as they were chosen or typed.
pub fn shown(app: &App, kind: &Listed, answer: &Answer) -> Vec<String> {
    let session = app.session.borrow();
    let list = session.as_ref().and_then(|session| session.with(|form| form.code_list(&kind.code_list).cloned()));
    let item = list.as_ref().and_then(|list| match picked(answer) {
        Some(value) => list.item(value),
        None => list.meant(answer.text()),
    });
    let words = match item {
        Some(item) => app.own(&item.label),
        None if picked(answer).is_some() => label(answer),
        None => answer.text(),
    };
    vec![words.to_owned()]
}

/// As [`shown`], of a field whose options the recipe has.
pub fn shown_of(app: &App, kind: &Choice, answer: &Answer) -> Vec<String> {
    let option = kind.options.iter().find(|option| option.value == chosen(answer));
    let words = match option {
        Some(option) => app.own(&option.label),
        None if picked(answer).is_some() => label(answer),
        None => answer.text(),
    };
    vec![words.to_owned()]
}
