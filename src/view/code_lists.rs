//! The lists that the fields of an open form are chosen from: asked for once, by the first field that needs them.

use std::rc::Rc;
use std::sync::Arc;

use super::session::Session;
use crate::backend::Error;
use crate::browser::page;
use crate::field::code_list::Item;
use crate::field::{Choice, CodeList};
use crate::signal::Signal;
use crate::view::app::App;

/// How far a list is.
#[derive(Clone)]
pub enum Listing {
    Waiting,
    Ready(Arc<CodeList>),
    Failed(Rc<Error>),
}

impl Listing {
    pub fn ready(self) -> Option<Arc<CodeList>> {
        if let Listing::Ready(list) = self { Some(list) } else { None }
    }
}

/// The backend's code list of this name.
pub fn named(app: &App, session: &Rc<Session>, name: &str) -> Signal<Listing> {
    known(session, name).unwrap_or_else(|| {
        let listing = kept(session, name, Listing::Waiting);
        ask(app, session, name, &listing);
        listing
    })
}

/// The options of a field.
pub fn own(session: &Session, field: &str, kind: &Choice) -> Signal<Listing> {
    // No code list is called so.
    let name = ["#", field].concat();
    known(session, &name).unwrap_or_else(|| {
        let item =
            |option: &crate::field::ChoiceOption| Item { value: option.value.clone(), label: option.label.clone() };
        // No value of a recipe comes twice.
        let list = CodeList::new(kind.options.iter().map(item).collect());
        kept(session, &name, list.map_or(Listing::Waiting, |list| Listing::Ready(Arc::new(list))))
    })
}

fn known(session: &Session, name: &str) -> Option<Signal<Listing>> {
    session.listings.borrow().iter().find(|(known, _)| known == name).map(|(_, listing)| listing.clone())
}

fn kept(session: &Session, name: &str, listing: Listing) -> Signal<Listing> {
    let listing = Signal::new(listing);
    session.listings.borrow_mut().push((name.to_owned(), listing.clone()));
    listing
}

/// Asks the backend for a list, once more where that failed.
pub fn ask(app: &App, session: &Rc<Session>, name: &str, listing: &Signal<Listing>) {
    let (asking, session, name, listing) = (app.clone(), session.clone(), name.to_owned(), listing.clone());
    app.spawn(async move {
        match asking.backend.code_list(&name).await {
            Ok(list) => {
                let list = Arc::new(list);
                session.code_list_arrived(&name, list.clone());
                listing.set(Listing::Ready(list));
            }
            Err(error) => {
                page::warn(&[&name, ": ", &error.to_string()].concat());
                listing.set(Listing::Failed(Rc::new(error)));
            }
        }
    });
}
