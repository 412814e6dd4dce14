//! A form that nobody sees, read, drawn and checked once while nothing else is to be done.
//!
//! Browsers compile a function when it is called for the first time, which the first form of a visit would have to wait for.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::reactive::owner::Owner;

use super::app::App;
use super::fields;
use super::parts::frame::Place;
use super::parts::summary;
use super::session::Session;
use crate::browser::patterns::RegExpPatterns;
use crate::browser::{intl, page, timer};
use crate::recipe::File;
use crate::store::Claim;

/// A field of each kind that most forms have, one of them shown by another. Its words are never seen.
const RECIPE: &str = include_str!("practice.json");

/// Waits until nothing is to be done, and practises, unless a form is open by then.
#[inline(never)]
pub fn practise(app: &App) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(practised(app))
}

async fn practised(app: &App) {
    timer::idle().await;
    if app.session.borrow().is_some() {
        return;
    }
    let owner = Owner::new();
    match File::read(RECIPE).check(&RegExpPatterns::default()).recipe {
        Some(recipe) => owner.with(|| {
            let session = Session::new(app, Rc::new(recipe), Claim::after(None), None);
            let all = session.with(|form| form.fields_of(0));
            let drawn: Vec<_> =
                all.iter().map(|ix| fields::field(Place::new(app.clone(), session.clone(), *ix))).collect();
            session.check_step(0);
            let list = summary::drawn(app, &session, &all, false);
            intl::number(app.language(), 1.0);
            drop((list, drawn));
        }),
        None => page::warn("the form to practise with has mistakes"),
    }
    owner.cleanup();
}
