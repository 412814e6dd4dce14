//! The citizen's own copy of an application, as a plain text that any device can open (OZG § 9a).

use super::app::App;
use super::fields;
use super::session::Session;
use crate::browser::{clock, intl};
use crate::field::Kind;
use crate::form::FieldIx;

/// All answers that are sent, step by step; those of an entry are indented.
pub fn text(app: &App, session: &Session) -> String {
    let mut lines = vec![
        app.own(&session.recipe.title).to_owned(),
        app.fill("copy.made", &[("when", &intl::date_time(app.language(), clock::now()))]),
    ];
    for (ix, step) in session.recipe.steps.iter().enumerate() {
        if session.with(|form| form.step_visible(ix)) {
            lines.push(String::new());
            lines.push(intl::upper_case(app.own(&step.title)));
            answers(app, session, session.recipe.direct(step.fields.clone()).collect(), "", &mut lines);
        }
    }
    let mut out = String::from("\u{feff}");
    for line in lines {
        out.push_str(&line);
        out.push_str("\r\n");
    }
    out
}

fn answers(app: &App, session: &Session, fields: Vec<FieldIx>, indent: &str, lines: &mut Vec<String>) {
    let deeper = [indent, "    "].concat();
    for ix in fields {
        let field = session.field(ix);
        if !session.with(|form| form.visible(ix)) {
            continue;
        }
        let label = [indent, app.own(&field.label), ":"].concat();
        if let Kind::Group(_) = &field.kind {
            lines.push(label);
            for entry in session.with(|form| form.entries(ix).to_vec()) {
                lines.push([&deeper, &*fields::group::sentence(app, session, entry)].concat());
                let inside = session.with(|form| form.fields_in(entry));
                answers(app, session, inside, &[&deeper, "    "].concat(), lines);
            }
            continue;
        }
        let said = fields::said(app, session, ix);
        if !said.is_empty() {
            let breaks = ["\r\n", &deeper].concat();
            lines.push([&label, " ", &said.join(", ").replace('\n', &breaks)].concat());
        }
    }
}
