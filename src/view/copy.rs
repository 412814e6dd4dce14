//! The citizen's own copy of an application, as a plain text that any device can open (OZG § 9a).

use super::app::App;
use super::fields;
use super::session::Session;
use crate::browser::{clock, intl};

/// All answers that are sent, step by step.
pub fn text(app: &App, session: &Session) -> String {
    let mut out = String::from("\u{feff}");
    let mut line = |words: &str| {
        out.push_str(words);
        out.push_str("\r\n");
    };
    line(app.own(&session.recipe.title));
    line(&app.fill("copy.made", &[("when", &intl::date_time(app.language(), clock::now()))]));
    for (ix, step) in session.recipe.steps.iter().enumerate() {
        if !session.with(|form| form.step_visible(ix)) {
            continue;
        }
        line("");
        line(&intl::upper_case(app.own(&step.title)));
        for ix in step.fields.clone() {
            let field = session.field(ix);
            if !session.with(|form| form.visible(ix)) {
                continue;
            }
            let lines = fields::shown(app, &field.kind, &session.answer(ix));
            if !lines.is_empty() {
                line(&[app.own(&field.label), ": ", &lines.join(", ").replace('\n', "\r\n    ")].concat());
            }
        }
    }
    out
}
