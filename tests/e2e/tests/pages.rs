//! Going from page to page: titles, focus, the browser's own buttons, addresses, languages.

use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Page, Visit};
use amtsgang_e2e::way;

/// The page's name is its heading, and it has the focus.
async fn shows(visit: &Visit, heading: &str) {
    visit.at_with_focus(heading).await;
    if visit.page == Page::Full {
        let title = visit.browser.title().await;
        assert!(title.starts_with(heading), "the title is {title}");
    }
}

/// Through every page there is.
async fn every_page(visit: &Visit) {
    let way = way::defect();
    let recipe = Recipe::of(way.service);
    visit.at(visit.t("catalogue.title")).await;
    visit.link(&recipe.title("de")).await;
    shows(visit, &recipe.title("de")).await;
    visit.link(visit.t("service.start")).await;
    for (ix, (step, _)) in way.steps.iter().enumerate() {
        shows(visit, &recipe.step_title(step, "de")).await;
        let last = way.steps.len().to_string();
        visit.says(&visit.words.fill("form.progress", &[("step", &(ix + 1).to_string()), ("steps", &last)])).await;
        visit.walk_steps(&way, ix..ix + 1).await;
    }
    shows(visit, visit.t("review.title")).await;
    visit.send().await;
    shows(visit, visit.t("receipt.title")).await;
    visit.link(visit.t("receipt.status")).await;
    shows(visit, visit.t("status.caseTitle")).await;
    visit.go(visit.t("nav.status")).await;
    shows(visit, visit.t("status.title")).await;
    visit.go(visit.t("nav.device")).await;
    shows(visit, visit.t("device.title")).await;
    visit.go(visit.t("nav.services")).await;
    shows(visit, visit.t("catalogue.title")).await;
}

#[tokio::test]
async fn every_page_has_a_title_and_takes_the_focus() {
    let visit = Visit::full(Office::Rest, "de").await;
    visit.at(visit.t("catalogue.title")).await;
    assert_eq!(visit.focus().await.role, "", "the first page takes no focus that it was not given");
    every_page(&visit).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn every_page_takes_the_focus_in_a_foreign_page_too() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    every_page(&visit).await;
    assert_eq!(visit.browser.title().await, "Stadt Musterstadt", "the host's title is the host's");
    visit.is_calm().await;
}

#[tokio::test]
async fn the_browsers_buttons_go_back_and_forward() {
    for routing in ["hash", "path"] {
        let visit = Visit::begin(Office::Rest, "de", Page::Full, &[("routing", routing)]).await;
        let way = way::defect();
        let recipe = Recipe::of(way.service);
        visit.begin(&way).await;
        visit.walk(&way).await;
        visit.browser.back().await;
        shows(&visit, &recipe.step_title("kontakt", "de")).await;
        visit.browser.back().await;
        shows(&visit, &recipe.step_title("ort", "de")).await;
        assert_eq!(visit.state(&recipe.label("place", "de")).await.value, "Marktstraße 12, vor der Bäckerei");
        for page in ["mangel", "ort", "kontakt"] {
            match page {
                "mangel" => visit.browser.back().await,
                _ => visit.browser.forward().await,
            }
            shows(&visit, &recipe.step_title(page, "de")).await;
        }
        visit.browser.forward().await;
        shows(&visit, visit.t("review.title")).await;

        // What was sent is not sent again by going back.
        visit.send().await;
        visit.browser.back().await;
        visit.browser.forward().await;
        visit.at(visit.t("receipt.title")).await;
        assert_eq!(visit.server.applications().len(), 1);
        visit.is_calm().await;
    }
}

#[tokio::test]
async fn a_path_can_be_opened_and_loaded_again() {
    let visit = Visit::begin(Office::Rest, "de", Page::Full, &[("routing", "path")]).await;
    let recipe = Recipe::of("maengelmeldung");
    visit.at(visit.t("catalogue.title")).await;
    visit.browser.open(&visit.server.page("services/maengelmeldung/form/ort")).await;
    visit.at(&recipe.step_title("ort", "de")).await;
    visit.type_in(&recipe.label("place", "de"), None, "Am Markt").await;
    visit.kept("Am Markt").await;
    visit.browser.reload().await;
    visit.at(&recipe.step_title("ort", "de")).await;
    assert_eq!(visit.state(&recipe.label("place", "de")).await.value, "Am Markt");
    assert!(visit.browser.address().await.ends_with("/services/maengelmeldung/form/ort"));
    visit.browser.open(&visit.server.page("nirgends")).await;
    visit.at(visit.t("missing.title")).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn a_step_that_is_hidden_or_unknown_leads_to_the_first() {
    let visit = Visit::full(Office::Rest, "de").await;
    let recipe = Recipe::of("hundesteuer-anmeldung");
    for step in ["sachkunde", "gibtsnicht"] {
        visit.browser.open("about:blank").await;
        visit.browser.open(&visit.server.page(&format!("#/services/hundesteuer-anmeldung/form/{step}"))).await;
        visit.at(&recipe.step_title("halter", "de")).await;
    }
}

#[tokio::test]
async fn a_review_opened_too_early_says_what_is_missing() {
    let visit = Visit::full(Office::Rest, "de").await;
    visit.browser.open("about:blank").await;
    visit.browser.open(&visit.server.page("#/services/maengelmeldung/review")).await;
    visit.at(visit.t("review.title")).await;
    visit.says(visit.t("review.incomplete")).await;
    visit.press(visit.t("review.send")).await;
    visit.at(&Recipe::of("maengelmeldung").step_title("mangel", "de")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    assert!(visit.server.applications().is_empty());
}

#[tokio::test]
async fn another_language_keeps_the_answers_and_the_place() {
    for page in [Page::Full, Page::Embedded] {
        let mut visit = Visit::begin(Office::Rest, "de", page, &[]).await;
        let way = way::plain_dog();
        let recipe = Recipe::of(way.service);
        visit.begin(&way).await;
        visit.walk_steps(&way, 0..2).await;
        visit.at(&recipe.step_title("hund", "de")).await;
        visit.type_in(&recipe.label("dogName", "de"), None, "Bello").await;
        visit.fill(&recipe, "breed", &way.steps[2].1[1].1).await;

        visit.speak("en", "English").await;
        visit.at(&recipe.step_title("hund", "en")).await;
        visit.focus_on("button", "English").await;
        assert_eq!(visit.state(&recipe.label("dogName", "en")).await.value, "Bello");
        assert_eq!(visit.chosen(&recipe.label("breed", "en")).await, recipe.option("breed", "dachshund", "en"));
        if page == Page::Full {
            let language = visit.browser.run("return document.documentElement.lang", vec![]).await;
            assert_eq!(language, "en");
        }
        visit.press(visit.t("form.next")).await;
        visit.walk_steps(&way, 3..6).await;
        visit.at_with_focus(visit.t("review.title")).await;
        let (reference, _) = visit.send().await;
        crate::services::arrived(&visit, &way, &reference);
        visit.is_calm().await;
    }
}

#[tokio::test]
async fn the_search_forgives_umlauts_and_typing_mistakes() {
    let visit = Visit::full(Office::Rest, "de").await;
    visit.at(visit.t("catalogue.title")).await;
    let search = visit.t("catalogue.search");
    for (query, service) in [
        ("muell", "maengelmeldung"),
        ("hundestuer", "hundesteuer-anmeldung"),
        ("GEBURT", "geburtsurkunde"),
        ("park", "bewohnerparkausweis"),
    ] {
        visit.retype(search, None, query).await;
        visit.see("link", &Recipe::of(service).title("de")).await;
        visit
            .see_no(
                "link",
                &Recipe::of(if service == "maengelmeldung" { "geburtsurkunde" } else { "maengelmeldung" }).title("de"),
            )
            .await;
    }
    visit.retype(search, None, "xylophon").await;
    visit.says(visit.t("catalogue.none")).await;
    visit.retype(search, None, " ").await;
    for service in Recipe::all() {
        visit.see("link", &Recipe::of(&service).title("de")).await;
    }
}
