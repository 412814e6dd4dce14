//! A backend that fails while pages are read: a sentence instead of an empty page, and a way to try again.

use std::time::Duration;

use amtsgang_e2e::patience;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Page, Visit};
use amtsgang_e2e::way;
use serde_json::{Value, json};

/// Ways to answer that are not the contract's, and what the citizen is told.
fn broken() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("status", json!({ "status": 500 }), "backend.unavailable"),
        ("html", json!({}), "backend.unavailable"),
        ("html", json!({ "status": 200 }), "backend.contract"),
        ("status", json!({ "status": 401 }), ""),
        ("garbage", json!({}), "backend.contract"),
        ("flood", json!({}), "backend.contract"),
        ("empty", json!({}), "backend.contract"),
        ("cut", json!({}), "backend.unavailable"),
        ("cut-body", json!({}), "backend.unavailable"),
    ]
}

/// The page fails as the backend does, says so, and works when it is tried again.
async fn fails(visit: &Visit, request: &str, kind: &str, mut more: Value, key: &str, open: impl AsyncFn()) {
    more["times"] = json!(0);
    visit.server.fail(request, kind, more.clone()).await;
    open().await;
    visit.at(visit.t("failure.title")).await;
    let sentence = if key.is_empty() { visit.t("failure.title") } else { visit.t(key) };
    assert!(visit.is_said(sentence).await, "{request} {kind} {more}: the page does not say “{sentence}”");
    visit.server.recover().await;
    visit.press(visit.t("action.retry")).await;
}

/// A visit on which nothing is kept that could stand in for the backend.
async fn forgetful() -> Visit {
    Visit::begin(Office::Rest, "de", Page::Full, &[("offline", "off")]).await
}

#[tokio::test]
async fn the_catalogue_survives_its_backend() {
    let visit = forgetful().await;
    let mut broken = broken();
    broken.push(("missing-key", json!({}), "backend.contract"));
    broken.push(("wrong-type", json!({ "pointer": "/services/0/title" }), "backend.contract"));
    for (kind, more, key) in broken {
        // 401 is no answer to a question that needs no code.
        let key = if key.is_empty() { "backend.contract" } else { key };
        fails(&visit, "GET /services", kind, more, key, async || visit.browser.reload().await).await;
        visit.see("link", &Recipe::of("maengelmeldung").title("de")).await;
    }
}

#[tokio::test]
async fn a_service_survives_its_backend() {
    let visit = forgetful().await;
    let title = Recipe::of("maengelmeldung").title("de");
    visit.link(&title).await;
    visit.at(&title).await;
    for (kind, more, key) in broken() {
        // An answer that is no recipe at all has mistakes like one; their page has tests of its own.
        // And of an answer that only says "not modified" nothing can be cut away.
        if matches!(kind, "garbage" | "empty" | "cut-body") || more["status"] == 200 || key.is_empty() {
            continue;
        }
        fails(&visit, "GET /recipes", kind, more, key, async || visit.browser.reload().await).await;
        visit.at(&title).await;
    }
    visit.is_there("link", visit.t("service.start")).await;
}

#[tokio::test]
async fn a_case_survives_its_backend() {
    let visit = Visit::full(Office::Rest, "de").await;
    crate::services::apply(&visit, &way::defect()).await;
    let mut broken = broken();
    broken.push(("missing-key", json!({ "pointer": "/status" }), "backend.contract"));
    broken.push(("wrong-type", json!({ "pointer": "/events" }), "backend.contract"));
    for (kind, more, key) in broken {
        if key.is_empty() {
            continue;
        }
        fails(&visit, "GET /cases", kind, more, key, async || visit.press(visit.t("status.refresh")).await).await;
        visit.at(visit.t("status.caseTitle")).await;
    }
}

#[tokio::test]
async fn a_receipt_is_shown_even_if_the_backend_is_gone() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.walk(&way).await;
    let (reference, code) = visit.send().await;
    visit.server.fail("* /", "cut", json!({ "times": 0 })).await;
    visit.browser.reload().await;
    assert_eq!(visit.receipt().await, (reference, code));
}

#[tokio::test]
async fn a_form_can_be_filled_in_before_the_rest_of_the_program_has_come() {
    let visit = Visit::prepared(Office::Rest, "de", Page::Full, &[], |site| site.hide_later()).await;
    visit.at(visit.t("failure.title")).await;
    visit.browser.open(&visit.server.page("#/services/hundesteuer-anmeldung/form")).await;
    visit.browser.reload().await;
    visit.see("button", visit.t("form.next")).await;
    visit.press(visit.t("form.next")).await;
    let first = Recipe::of("hundesteuer-anmeldung").label("firstName", "de");
    visit.see_mistake(&first, visit.t("fault.missing.text")).await;
    visit.focus_on("textbox", &first).await;
    visit.go(visit.t("nav.device")).await;
    visit.at_with_focus(visit.t("failure.title")).await;
    visit.site.show_later();
    visit.press(visit.t("action.retry")).await;
    visit.at(visit.t("device.title")).await;
}

#[tokio::test]
async fn a_page_may_take_a_form_away_before_the_rest_of_the_program_has_come() {
    let visit = Visit::prepared(Office::Rest, "de", Page::Full, &[], |site| site.hide_later()).await;
    visit.at(visit.t("failure.title")).await;
    visit.browser.open(&visit.server.page("#/services/hundesteuer-anmeldung/form")).await;
    visit.browser.reload().await;
    visit.see("button", visit.t("form.next")).await;
    // What has been said until now is about the missing part.
    visit.browser.complaints().await;
    let away =
        "window.taken = document.querySelector('amtsgang-app'); window.place = taken.parentNode; taken.remove();";
    visit.browser.run(away, vec![]).await;
    visit.browser.run("window.place.append(window.taken)", vec![]).await;
    visit.see("button", visit.t("form.next")).await;
    let traps = visit.browser.complaints().await.into_iter().filter(|line| line.contains("RuntimeError"));
    assert_eq!(traps.collect::<Vec<_>>(), [""; 0]);
}

#[tokio::test]
async fn an_unknown_service_is_not_found() {
    let visit = Visit::full(Office::Rest, "de").await;
    for address in
        ["#/services/es-gibt-mich-nicht", "#/services/es-gibt-mich-nicht/form", "#/nirgends", "#/services/%3Cb%3E"]
    {
        visit.browser.open("about:blank").await;
        visit.browser.open(&visit.server.page(address)).await;
        visit.at(visit.t("missing.title")).await;
        visit.link(visit.t("action.home")).await;
        visit.at_with_focus(visit.t("catalogue.title")).await;
    }
}

#[tokio::test]
async fn a_slow_answer_shows_a_sign_of_life() {
    let visit = Visit::full(Office::Rest, "de").await;
    let title = Recipe::of("maengelmeldung").title("de");
    visit.see("link", &title).await;
    visit.server.fail("GET /recipes", "delay", json!({ "delayMs": 1500 })).await;
    visit.link(&title).await;
    visit.see("status", visit.t("app.loading")).await;
    visit.at_with_focus(&title).await;
    let gone =
        patience::within(Duration::from_secs(1), async || (!visit.is_said(visit.t("app.loading")).await).then_some(()));
    assert!(gone.await.is_some(), "the page still says that it loads");
}
