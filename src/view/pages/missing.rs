//! No page has this address.

use crate::route::Route;
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::{actions, link_button, paragraph, title};

pub fn page(app: &App) -> View {
    vec![
        title(app, app.t("missing.title")),
        paragraph(app.t("missing.text")),
        actions(vec![link_button(app, app.t("action.home"), Route::Catalogue)]),
    ]
    .into()
}
