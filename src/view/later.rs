//! Pages that are not in the first module: shown at once when the rest is there, else when it has come.

use std::rc::Rc;

use super::app::App;
use super::dom::View;
use super::waiting::{Content, waiting};

/// Draws what the later part of the program holds.
pub fn later(app: &App, draw: Rc<dyn Fn() -> View>) -> View {
    if app.later.is_ready() {
        return draw();
    }
    let owner = app.clone();
    waiting(app, move || {
        let (app, draw) = (owner.clone(), draw.clone());
        Box::pin(async move {
            app.later.load().await?;
            app.complete();
            Ok(Box::new(move || draw()) as Content)
        })
    })
}
