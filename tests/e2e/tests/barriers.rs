//! No barrier that axe-core knows of, in any state of any page, in light and in dark; and nothing wider than 320 pixels.

use amtsgang_e2e::engine::Look;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::residents;
use amtsgang_e2e::visit::{Office, Page, Visit};
use amtsgang_e2e::way::{self, Typed, Way};
use serde_json::{Value, json};

/// What is wrong so far. All of it is told at the end, because a list is put right faster than one thing after another.
pub struct Findings<'a> {
    visit: &'a Visit,
    found: Vec<String>,
}

impl<'a> Findings<'a> {
    pub fn of(visit: &'a Visit) -> Self {
        Self { visit, found: Vec::new() }
    }

    /// Judges the page as it stands now.
    pub async fn judge(&mut self, state: &str) {
        let visit = self.visit;
        for dark in [false, true] {
            visit.browser.set_look(Look { dark, ..Look::PHONE }).await;
            let barriers = visit.barriers().await;
            self.found.extend(
                barriers.iter().map(|barrier| format!("{state}, {}: {barrier}", if dark { "dark" } else { "light" })),
            );
        }
        visit.browser.set_look(Look { width: 320, ..Look::PHONE }).await;
        let wide = visit.look("overflow", json!([])).await;
        if wide != Value::Array(vec![]) {
            self.found.push(format!("{state} at 320 px: {wide}"));
        }
        visit.browser.set_look(Look::PHONE).await;
    }

    pub fn none(self) {
        assert!(self.found.is_empty(), "{} findings\n{}", self.found.len(), self.found.join("\n"));
    }
}

/// Every page of the app in every state it can be in.
async fn every_state(visit: &Visit) {
    let mut findings = Findings::of(visit);
    let way = way::dog();
    let recipe = Recipe::of(way.service);

    visit.at(visit.t("catalogue.title")).await;
    visit.see("link", &recipe.title("de")).await;
    findings.judge("catalogue").await;
    visit.type_in(visit.t("catalogue.search"), None, "xylophon").await;
    visit.says(visit.t("catalogue.none")).await;
    findings.judge("catalogue without a hit").await;
    visit.server.fail("GET /recipes", "missing-key", json!({ "pointer": "/office" })).await;
    visit.retype(visit.t("catalogue.search"), None, "hund").await;
    visit.link(&recipe.title("de")).await;
    visit.at(visit.t("broken.title")).await;
    findings.judge("broken recipe").await;
    visit.link(visit.t("action.home")).await;
    visit.server.fail("GET /recipes", "html", json!({})).await;
    visit.link(&recipe.title("de")).await;
    visit.at(visit.t("failure.title")).await;
    findings.judge("backend failure").await;
    visit.press(visit.t("action.retry")).await;
    visit.at(&recipe.title("de")).await;
    findings.judge("service").await;
    visit.go(visit.t("nav.device")).await;
    visit.says(visit.t("device.nothing")).await;
    findings.judge("device, empty").await;
    visit.go(visit.t("nav.services")).await;
    visit.link(&recipe.title("de")).await;
    visit.link(visit.t("service.start")).await;

    for (ix, (step, fields)) in way.steps.iter().enumerate() {
        visit.at(&recipe.step_title(step, "de")).await;
        findings.judge(&format!("step {step}, empty")).await;
        visit.press(visit.t("form.next")).await;
        // A step that asks for nothing but a choice already made has no mistakes to show.
        visit.focus_on("group", visit.t("summary.title")).await;
        findings.judge(&format!("step {step}, with mistakes")).await;
        for (field, typed) in fields {
            visit.fill(&recipe, field, typed).await;
        }
        findings.judge(&format!("step {step}, filled in")).await;
        if ix == 1 {
            visit.browser.reload().await;
            if visit.page == Page::Embedded {
                // In a foreign page the address is not the app's: it begins anew, and offers the draft.
                visit.link(&recipe.title("de")).await;
                visit.link(visit.t("service.continue")).await;
            }
            visit.says(visit.words.start("form.found")).await;
            findings.judge("step after a reload").await;
        }
        visit.press(visit.t("form.next")).await;
    }
    visit.at(visit.t("review.title")).await;
    findings.judge("review").await;
    visit.server.fail("POST /attachments", "status", json!({ "status": 415 })).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("sending.incomplete")).await;
    findings.judge("review with a file that was refused").await;
    visit.server.fail("POST /applications", "html", json!({})).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("sending.failed")).await;
    findings.judge("review after a failure").await;
    let (reference, _) = visit.send().await;
    findings.judge("receipt").await;
    visit.link(visit.t("receipt.status")).await;
    visit.at(visit.t("status.caseTitle")).await;
    findings.judge("case, received").await;
    visit.server.advance(&reference, &["ACTION_REQUIRED", "--expected-by", "2030-05-31"]).await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("status.ACTION_REQUIRED.help")).await;
    findings.judge("case, action required").await;
    visit.server.advance(&reference, &["COMPLETED", "--outcome", "rejected"]).await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("outcome.rejected")).await;
    findings.judge("case, completed").await;
    visit.go(visit.t("nav.status")).await;
    visit.at(visit.t("status.title")).await;
    findings.judge("status").await;
    visit.press(visit.t("status.show")).await;
    visit.says(visit.t("status.referenceWrong")).await;
    findings.judge("status, with a mistake").await;

    // A draft, offered and listed.
    let begun = way::parking();
    let title = Recipe::of(begun.service).title("de");
    visit.go(visit.t("nav.services")).await;
    visit.begin(&begun).await;
    visit.walk_steps(&begun, 0..1).await;
    visit.go(visit.t("nav.services")).await;
    visit.link(&title).await;
    visit.says(visit.words.start("service.draft")).await;
    findings.judge("service with a draft").await;
    visit.go(visit.t("nav.device")).await;
    visit.see("link", &title).await;
    findings.judge("device").await;
    visit.press(visit.t("device.removeAll")).await;
    visit.says(visit.t("device.removeAllQuestion")).await;
    findings.judge("device, asked").await;
    findings.none();
}

#[tokio::test]
async fn the_apps_own_page_has_no_barriers() {
    // What was opened once would stand in for a backend that fails.
    every_state(&Visit::begin(Office::Rest, "de", Page::Full, &[("offline", "off")]).await).await;
}

#[tokio::test]
async fn the_app_in_a_foreign_page_has_no_barriers() {
    every_state(&Visit::embedded(Office::Rest, "de").await).await;
}

#[tokio::test]
async fn the_demonstration_has_no_barriers() {
    let visit = Visit::full(Office::Demo, "en").await;
    let mut findings = Findings::of(&visit);
    visit.at(visit.t("catalogue.title")).await;
    visit.says(visit.t("demo.text")).await;
    findings.judge("demonstration").await;
    let way = way::defect();
    let recipe = Recipe::of(way.service);
    visit.begin(&way).await;
    visit.fill(&recipe, "category", &Typed::Pick("light")).await;
    findings.judge("demonstration, step").await;
    visit.browser.open("about:blank").await;
    visit.browser.open(&visit.server.page("#/nowhere")).await;
    visit.at(visit.t("missing.title")).await;
    findings.judge("no such page").await;
    visit.browser.open("about:blank").await;
    visit.browser.open(&visit.server.page("#/receipts/HUN-2026-000000")).await;
    visit.at(visit.t("receipt.gone.title")).await;
    findings.judge("no such receipt").await;
    findings.none();
}

/// Fills a service in and judges each step and the review, from 320 pixels on.
async fn every_step(way: &Way, language: &str) {
    let visit = Visit::full(Office::Rest, language).await;
    let mut findings = Findings::of(&visit);
    let recipe = Recipe::of(way.service);
    visit.begin(way).await;
    for (step, fields) in &way.steps {
        visit.at(&recipe.step_title(step, language)).await;
        for (field, typed) in fields {
            visit.fill(&recipe, field, typed).await;
        }
        findings.judge(&format!("step {step}")).await;
        visit.press(visit.t("form.next")).await;
    }
    visit.at(visit.t("review.title")).await;
    findings.judge("review").await;
    findings.none();
}

#[tokio::test]
async fn a_choice_of_every_kind_has_no_barriers() {
    every_step(&way::certificate(), "de").await;
}

#[tokio::test]
async fn entries_and_groups_within_them_have_no_barriers() {
    every_step(&residents::moving(), "en").await;
    every_step(&residents::housing(), "de").await;
}
