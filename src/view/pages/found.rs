//! What is said once about a draft that was found on this device.

use std::rc::Rc;

use crate::browser::intl;
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts;
use crate::view::session::Session;

/// Tells once that a draft was found, and which of its answers were lost to a new version of the recipe.
#[inline(never)]
pub fn found(app: &App, session: &Rc<Session>) -> Option<View> {
    let when = session.found.take()?;
    let mut words =
        vec![parts::paragraph(&app.fill("form.found", &[("when", &intl::date_time(app.language(), when))]))];
    let dropped = session.dropped.take();
    if !dropped.is_empty() {
        let names = dropped.iter().map(|id| {
            // What stood in an entry is called by its last part.
            let id = id.rsplit('/').next().unwrap_or(id);
            let field = session.recipe.fields.iter().find(|field| field.id == id);
            el("li").text(field.map_or(id, |field| app.own(&field.label))).into()
        });
        words.push(parts::paragraph(app.t("form.dropped")));
        words.push(el("ul").children(names.collect()).into());
    }
    Some(parts::alert("info", words).into())
}
