//! A recipe that cannot be used: one sentence for the citizen, and every mistake for its author.

use crate::reading::Problem;
use crate::route::Route;
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts::{actions, link_button, paragraph, title};

#[inline(never)]
pub fn page(app: &App, problems: &[Problem]) -> View {
    let rows = problems.iter().map(|problem| {
        el("li").child(el("code").text(&problem.pointer)).child(el("p").text(&problem.to_string())).into()
    });
    let authors = el("details")
        .class("ag-details")
        .child(el("summary").text(&app.count("broken.authors", problems.len())))
        .child(el("ul").attr("lang", "en").attr("translate", "no").children(rows.collect()));
    vec![
        title(app, app.t("broken.title")),
        paragraph(app.t("broken.text")),
        actions(vec![link_button(app, app.t("action.home"), Route::Catalogue)]),
        authors.into(),
    ]
    .into()
}
