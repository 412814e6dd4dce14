//! The pages: one file each, chosen by the route.

pub mod broken;
mod catalogue;
mod device;
mod form;
mod found;
mod missing;
mod receipt;
mod review;
mod service;
pub mod shared;
mod status;

use std::rc::Rc;

use super::app::App;
use super::dom::View;
use super::later::later;
use crate::route::Route;

/// The page of a route. A form being filled in is in the first module, everything else comes later.
pub fn page(app: &App, route: Route) -> View {
    match (route, &app.settings.service) {
        (Route::Form { service, step }, None) => form::page(app, service, step),
        (Route::Form { service, step }, Some(only)) if *only == service => form::page(app, service, step),
        (route, _) => {
            let owner = app.clone();
            later(app, Rc::new(move || other(&owner, route.clone())))
        }
    }
}

/// The one way into the later part of the program (`xtask/src/parts/`), so it must stay a function of its own.
#[inline(never)]
fn other(app: &App, route: Route) -> View {
    // An element that is set to one service has no other.
    if let (Some(only), Some(asked)) = (&app.settings.service, route.service())
        && only != asked
    {
        return missing::page(app);
    }
    match route {
        Route::Catalogue => match &app.settings.service {
            Some(service) => service::page(app, service.clone()),
            None => catalogue::page(app),
        },
        Route::Service(service) => service::page(app, service),
        Route::Review(service) => review::page(app, service),
        Route::Receipt(reference) => receipt::page(app, reference),
        Route::Status(reference) => status::page(app, reference),
        Route::Device => device::page(app),
        Route::Form { .. } | Route::Missing => missing::page(app),
    }
}
