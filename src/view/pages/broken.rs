//! A recipe that cannot be used: what a citizen can do now, and every mistake for its author.

use crate::backend::answer;
use crate::broken::BrokenFile;
use crate::reading::{Node, Problems};
use crate::recipe::Office;
use crate::route::Route;
use crate::view::app::App;
use crate::view::dom::View;
use crate::view::parts::office::office;
use crate::view::parts::problems::problems;
use crate::view::parts::{actions, link_button, paragraph, title};

#[inline(never)]
pub fn page(app: &App, file: &BrokenFile) -> View {
    let mut views = vec![title(app, app.t("broken.title"))];
    match whom_to_ask(file) {
        Some(own) => {
            views.push(paragraph(app.t("broken.contact")));
            views.push(office(app, &own));
        }
        None => views.push(paragraph(app.t("broken.text"))),
    }
    views.push(actions(vec![link_button(app, app.t("action.home"), Route::Catalogue)]));
    views.push(problems(app, file));
    views.into()
}

/// The office of the recipe, where that much of it is right.
fn whom_to_ask(file: &BrokenFile) -> Option<Office> {
    let value = file.value("office")?;
    let problems = Problems::new();
    let office = answer::office(&Node::at(&value, "/office", &problems).object()?)?;
    let is_wrong = file.problems.iter().any(|problem| problem.pointer.starts_with("/office"));
    (problems.is_empty() && !is_wrong).then_some(office)
}
