//! The pages: one file each, chosen by the route.

pub mod broken;
mod catalogue;
mod device;
mod form;
mod missing;
mod receipt;
mod review;
mod service;
mod status;

use super::app::App;
use super::dom::View;
use crate::route::Route;

/// The page of a route.
pub fn page(app: &App, route: Route) -> View {
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
        Route::Form { service, step } => form::page(app, service, step),
        Route::Review(service) => review::page(app, service),
        Route::Receipt(reference) => receipt::page(app, reference),
        Route::Status(reference) => status::page(app, reference),
        Route::Device => device::page(app),
        Route::Missing => missing::page(app),
    }
}
