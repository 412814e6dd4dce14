//! All services, and a search that forgives umlauts and typing mistakes.

use std::rc::Rc;

use crate::backend::ServiceSummary;
use crate::locale::base;
use crate::recipe::search;
use crate::route::Route;
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts::{self, input};
use crate::view::waiting::{Content, waiting};

pub fn page(app: &App) -> View {
    let owner = app.clone();
    waiting(app, move || {
        let app = owner.clone();
        Box::pin(async move {
            let services = app.backend.services().await?;
            Ok(Box::new(move || found(&app, services)) as Content)
        })
    })
}

fn found(app: &App, services: Vec<ServiceSummary>) -> View {
    let query = Signal::new(String::new());
    let services = Rc::new(services);
    let typed = query.clone();
    let field = input::bare("ag-search", input::Look { kind: "search", ..Default::default() })
        .attr("autocomplete", "off")
        .on("input", move |event| typed.set(input::value(&event)));
    let search = el("search")
        .class("ag-search")
        .child(el("label").class("ag-label").attr("for", "ag-search").text(app.t("catalogue.search")))
        .child(field);
    let (owner, listed, asked) = (app.clone(), services.clone(), query.clone());
    let count = el("p").class("ag-hint").attr("role", "status").live_text(move || {
        let words = asked.get();
        if words.trim().is_empty() {
            return owner.count("catalogue.count", listed.len());
        }
        owner.count("catalogue.found", hits(&owner, &listed, &words).len())
    });
    let owner = app.clone();
    let cards = live(move || {
        let hits = hits(&owner, &services, &query.get());
        if hits.is_empty() {
            return el("p").text(owner.t("catalogue.none")).into();
        }
        el("ul")
            .class("ag-cards")
            .attr("role", "list")
            .children(hits.iter().map(|service| card(&owner, service)).collect())
            .into()
    });
    vec![
        parts::title(app, app.t("catalogue.title")),
        el("p").class("ag-lead").text(app.t("catalogue.lead")).into(),
        search.into(),
        count.into(),
        cards,
    ]
    .into()
}

/// The services that fit the words, the best first; all of them, in their order, without words.
fn hits<'a>(app: &App, services: &'a [ServiceSummary], words: &str) -> Vec<&'a ServiceSummary> {
    if words.trim().is_empty() {
        return services.iter().collect();
    }
    let language = app.language();
    let mut hits: Vec<(u32, &ServiceSummary)> = services
        .iter()
        .filter_map(|service| {
            let mut texts = vec![service.title.get(language), service.summary.get(language)];
            texts.extend(keywords(service, language));
            search::score(words, &texts).map(|score| (score, service))
        })
        .collect();
    hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    // A word found outright makes what was only guessed look foolish.
    let least = hits.first().map_or(0, |(best, _)| best / 4);
    hits.retain(|(score, _)| *score >= least);
    hits.into_iter().map(|(_, service)| service).collect()
}

/// The words people search for, in the language spoken.
fn keywords<'a>(service: &'a ServiceSummary, language: &str) -> impl Iterator<Item = &'a str> {
    let own = service.keywords.0.iter().filter(move |(own, _)| base(own) == base(language));
    own.flat_map(|(_, words)| words.iter().map(String::as_str)).collect::<Vec<_>>().into_iter()
}

fn card(app: &App, service: &ServiceSummary) -> View {
    let title = parts::link(app, app.own(&service.title), "ag-card__link", Route::Service(service.id.clone()));
    let title = parts::in_its_language(app, title, &service.title);
    el("li")
        .class("ag-card")
        .child(el("h2").class("ag-card__title").child(title))
        .child(parts::own_text(app, "p", &service.summary))
        .into()
}
