//! What is said once about a draft that was found on this device.

use std::rc::Rc;

use crate::browser::intl;
use crate::form::Form;
use crate::json::Value as Json;
use crate::route::Route;
use crate::store::Error;
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts;
use crate::view::session::Session;

/// Tells once that a draft was found, and what became of answers that a new version of the recipe has no place for.
#[inline(never)]
pub fn found(app: &App, session: &Rc<Session>) -> Option<View> {
    let when = session.found.take()?;
    let mut words =
        vec![parts::paragraph(&app.fill("form.found", &[("when", &intl::date_time(app.language(), when))]))];
    let kept = session.with(Form::answers_to_json);
    let (mut again, mut gone): (Vec<View>, Vec<View>) = (Vec::new(), Vec::new());
    for path in session.dropped.take() {
        let answer = said(at(&kept, &path));
        // What stood in an entry is called by its last part.
        let id = path.rsplit('/').next().unwrap_or(&path);
        match session.recipe.field_ix(id).map(|ix| app.own(&session.recipe.fields[ix].label)) {
            Some(label) if answer.is_empty() => again.push(el("li").text(label).into()),
            Some(label) => {
                let words = app.fill("form.droppedAnswer", &[("label", label), ("answer", &answer)]);
                again.push(el("li").text(&words).into());
            }
            None if answer.is_empty() => {}
            None => gone.push(el("li").attr("translate", "no").text(&answer).into()),
        }
    }
    for (key, items) in [("form.dropped", again), ("form.unasked", gone)] {
        if !items.is_empty() {
            words.push(parts::paragraph(app.t(key)));
            words.push(el("ul").children(items).into());
        }
    }
    Some(parts::alert("info", words).into())
}

/// Why a form is not kept, or not beyond this tab, and what can be done about it.
#[inline(never)]
pub fn not_kept(app: &App, session: &Rc<Session>) -> View {
    let Some(error) = session.unsaved.now() else { return View::NOTHING };
    let (owner, service, is_elsewhere) =
        (app.clone(), session.recipe.id.as_str().to_owned(), error == Error::Elsewhere);
    let go_on = move || {
        let (app, service) = (owner.clone(), service.clone());
        owner.spawn(async move {
            if is_elsewhere {
                app.session.take();
            } else {
                app.forget_draft(&service).await;
            }
            app.heading_due.set(true);
            app.go(Route::Form { service, step: None });
        });
    };
    let words = match error {
        Error::Elsewhere => Some("found.goOn"),
        Error::Unreadable(_) => Some("found.removeUnreadable"),
        _ => None,
    };
    let mut views = vec![parts::paragraph(app.t(error.key()))];
    if let Some(words) = words {
        views.push(parts::actions(vec![parts::button(app.t(words), "ag-button--secondary", go_on)]));
    }
    parts::alert("warning", views).attr("role", "alert").into()
}

/// What stands at a path such as `persons/0/name` of a draft's answers.
fn at<'a>(answers: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('/').try_fold(answers, |json, token| match json {
        Json::Array(list) => list.get(token.parse::<usize>().ok()?),
        json => json.get(token),
    })
}

/// An answer as it was typed, in a line; empty for one that cannot be said in a line.
fn said(answer: Option<&Json>) -> String {
    match answer {
        Some(Json::String(text)) => text.trim().to_owned(),
        Some(Json::Array(parts)) => {
            let parts: Vec<String> = parts.iter().map(|part| said(part.get("name").or(Some(part)))).collect();
            parts.join(" ").trim().to_owned()
        }
        _ => String::new(),
    }
}
