//! What a service is, what it costs, how long it takes, what to have ready, and who is responsible (EGovG § 3).

use std::rc::Rc;

use crate::backend::Offers;
use crate::browser::{intl, page};
use crate::field::Kind;
use crate::recipe::{Recipe, Required};
use crate::route::Route;
use crate::store::Draft;
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts::{self, office::office, prose::prose};
use crate::view::waiting::{Content, both, waiting};

pub fn page(app: &App, service: String) -> View {
    let owner = app.clone();
    waiting(app, move || {
        let (app, service) = (owner.clone(), service.clone());
        Box::pin(async move {
            let (recipe, offers) = both(app.recipe(&service), app.backend.offers()).await;
            // Who cannot be asked has what is asked of each.
            let (recipe, offers) = (recipe?, offers.unwrap_or_default());
            let draft = app.store.draft(&service).await.unwrap_or_else(|error| {
                page::warn(&error.to_string());
                None
            });
            Ok(Box::new(move || drawn(&app, &recipe, draft, offers)) as Content)
        })
    })
}

fn drawn(app: &App, recipe: &Rc<Recipe>, draft: Option<Draft>, offers: Offers) -> View {
    let mut views = Vec::new();
    if app.settings.service.is_none() {
        views.push(parts::link(app, app.t("service.back"), "ag-back", Route::Catalogue).into());
    }
    let title = parts::title_el(app, app.own(&recipe.title));
    views.push(parts::in_its_language(app, title, &recipe.title).into());
    views.push(parts::own_text(app, "p", &recipe.summary).class("ag-lead").into());
    views.push(
        parts::facts(
            "ag-facts",
            vec![
                (app.t("service.fee"), parts::own_text(app, "span", &recipe.fee).into()),
                (app.t("service.duration"), parts::own_text(app, "span", &recipe.duration).into()),
            ],
        )
        .into(),
    );
    let files = files(recipe).filter(|_| !offers.attachments);
    views.extend(lacking(app, files, offers));
    // What cannot be sent is not begun.
    if files != Some(Files::Needed) {
        views.push(start(app, recipe, draft));
        if app.store.away().is_none() {
            let link = parts::link(app, app.t("shared.link"), "ag-link", Route::Device);
            views.push(el("p").class("ag-hint").child(link).into());
        }
    }
    views.extend(recipe.description.as_ref().map(|text| prose(app, text).into()));
    if !recipe.evidence.is_empty() {
        let entries = recipe.evidence.iter().map(|evidence| {
            let hint = evidence.hint.as_ref().map(|hint| parts::own_text(app, "span", hint).class("ag-hint"));
            el("li").child(parts::own_text(app, "span", &evidence.title)).child(hint).into()
        });
        views.push(parts::heading(app.t("service.evidence")));
        views.push(el("ul").class("ag-evidence").children(entries.collect()).into());
    }
    views.push(parts::heading(app.t("service.office")));
    views.push(office(app, &recipe.office));
    if !recipe.legal.is_empty() {
        let entries = recipe.legal.iter().map(|law| {
            let words = app.own(&law.title);
            let link = law.url.as_ref().map_or_else(|| words.into(), |url| parts::outside_link(words, url));
            el("li").child(link).into()
        });
        views.push(parts::heading(app.t("service.legal")));
        views.push(el("ul").class("ag-legal").children(entries.collect()).into());
    }
    views.push(
        el("details")
            .class("ag-details")
            .child(el("summary").text(app.t("service.privacy")))
            .child(prose(app, &recipe.privacy))
            .into(),
    );
    views.into()
}

/// What a service wants of files.
#[derive(Clone, Copy, PartialEq)]
enum Files {
    /// Some may be handed in, or have to be for some people.
    Perhaps,
    Needed,
}

fn files(recipe: &Recipe) -> Option<Files> {
    let fields = recipe.fields.iter().filter(|field| matches!(field.kind, Kind::File(_)));
    let wants = fields.map(|field| {
        // Whoever is asked for it has to give it, and everybody is asked.
        let always = field.when.is_none() && field.home.is_none() && recipe.steps[field.step].when.is_none();
        if always && matches!(field.required, Required::Yes) { Files::Needed } else { Files::Perhaps }
    });
    wants.reduce(|a, b| if a == Files::Needed { a } else { b })
}

/// What the office has not got, before somebody begins.
fn lacking(app: &App, files: Option<Files>, offers: Offers) -> Option<View> {
    let words = match files {
        Some(Files::Needed) => {
            return Some(parts::alert("warning", vec![parts::paragraph(app.t("service.filesNeeded"))]).into());
        }
        Some(Files::Perhaps) => Some("service.noFiles"),
        None => None,
    };
    let words: Vec<&str> = words.into_iter().chain((!offers.status).then_some("service.noStatus")).collect();
    (!words.is_empty())
        .then(|| parts::alert("info", words.iter().map(|key| parts::paragraph(app.t(key))).collect()).into())
}

/// Begins, or goes on where the citizen stopped.
fn start(app: &App, recipe: &Rc<Recipe>, draft: Option<Draft>) -> View {
    let service = recipe.id.as_str().to_owned();
    let form = |step: Option<String>| Route::Form { service: service.clone(), step };
    let Some(draft) = draft else {
        return parts::actions(vec![parts::link_button(app, app.t("service.start"), form(None))]);
    };
    let when = intl::date_time(app.language(), draft.updated);
    let (owner, anew, service) = (app.clone(), form(None), draft.service.clone());
    let discard = parts::button(app.t("service.anew"), "ag-button--secondary", move || {
        let (app, anew, service) = (owner.clone(), anew.clone(), service.clone());
        owner.spawn(async move {
            app.forget_draft(&service).await;
            app.go(anew);
        });
    });
    let step = (!draft.step.is_empty()).then_some(draft.step);
    parts::alert(
        "info",
        vec![
            el("p").text(&app.fill("service.draft", &[("when", &when)])).into(),
            parts::actions(vec![parts::link_button(app, app.t("service.continue"), form(step)), discard]),
        ],
    )
    .into()
}
