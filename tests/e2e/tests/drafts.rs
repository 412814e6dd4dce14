//! Nothing typed is lost: drafts and their files outlive reloads, closed tabs, crashes and killed browsers.

use amtsgang_e2e::patience;
use amtsgang_e2e::place;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::{self, Way};

const DAY: u64 = 24 * 3600;

/// Fills in the first step, with its file, and the beginning of the second, and waits until the device has it.
async fn interrupted(visit: &Visit, way: &Way) {
    visit.begin(way).await;
    visit.walk_steps(way, 0..1).await;
    let recipe = Recipe::of(way.service);
    visit.at(&recipe.step_title("geburt", "de")).await;
    visit.type_in(&recipe.label("childFirstNames", "de"), None, "Zoë").await;
    visit.kept("Zoë").await;
}

/// Everything is where it was left, and can be sent.
async fn goes_on(visit: &Visit, way: &Way) {
    let recipe = Recipe::of(way.service);
    visit.at(&recipe.step_title("geburt", "de")).await;
    visit.says(visit.words.start("form.found")).await;
    assert_eq!(visit.state(&recipe.label("childFirstNames", "de")).await.value, "Zoë");
    visit.link(visit.t("action.back")).await;
    visit.at(&recipe.step_title("berechtigung", "de")).await;
    let chosen = visit.chosen(&recipe.label("relation", "de")).await;
    assert!(chosen.starts_with(&recipe.option("relation", "other", "de")), "{chosen}");
    visit.see("button", &visit.words.fill("file.removeNamed", &[("name", "nachweis.pdf")])).await;
    visit.press(visit.t("form.next")).await;

    let mut rest = way.clone();
    rest.steps.remove(0);
    rest.steps[0].1.remove(0);
    visit.walk(&rest).await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(visit, way, &reference);
}

/// As someone who comes back later: by the service's page, which offers to go on.
async fn comes_back(visit: &Visit, way: &Way) {
    let title = Recipe::of(way.service).title("de");
    visit.at(visit.t("catalogue.title")).await;
    visit.link(&title).await;
    visit.at(&title).await;
    visit.says(visit.words.start("service.draft")).await;
    visit.link(visit.t("service.continue")).await;
}

#[tokio::test]
async fn a_draft_survives_a_reload() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::certificate();
    interrupted(&visit, &way).await;
    visit.browser.reload().await;
    goes_on(&visit, &way).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn a_draft_survives_a_closed_tab() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::certificate();
    interrupted(&visit, &way).await;
    visit.browser.close_window().await;
    visit.home().await;
    comes_back(&visit, &way).await;
    goes_on(&visit, &way).await;
}

#[tokio::test]
async fn a_draft_survives_a_crashed_page() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    let way = way::certificate();
    interrupted(&visit, &way).await;
    visit.browser.crash().await;
    visit.home().await;
    comes_back(&visit, &way).await;
    goes_on(&visit, &way).await;
}

#[tokio::test]
async fn a_draft_survives_a_killed_browser() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::certificate();
    interrupted(&visit, &way).await;
    let visit = visit.restart().await;
    comes_back(&visit, &way).await;
    goes_on(&visit, &way).await;
}

#[tokio::test]
async fn a_draft_is_gone_after_sending_with_its_files() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.walk(&way).await;
    assert_eq!(visit.device().await.files.len(), 1);
    visit.send().await;
    let device = visit.device().await;
    assert!(device.drafts.is_empty() && device.files.is_empty(), "{device:?}");
    assert_eq!(device.receipts.len(), 1);
    visit.home().await;
    visit.link(&Recipe::of(way.service).title("de")).await;
    visit.see("link", visit.t("service.start")).await;
}

#[tokio::test]
async fn a_draft_can_be_begun_anew() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::certificate();
    let recipe = Recipe::of(way.service);
    interrupted(&visit, &way).await;
    visit.home().await;
    visit.link(&recipe.title("de")).await;
    visit.press(visit.t("service.anew")).await;
    visit.at_with_focus(&recipe.step_title("berechtigung", "de")).await;
    assert_eq!(visit.chosen(&recipe.label("relation", "de")).await, "");
    assert!(visit.device().await.files.is_empty());
}

#[tokio::test]
async fn a_draft_is_kept_for_thirty_days_and_no_longer() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::certificate();
    interrupted(&visit, &way).await;
    visit.home().await;
    visit.at(visit.t("catalogue.title")).await;
    visit.age(29 * DAY).await;
    visit.browser.reload().await;
    visit.link(&Recipe::of(way.service).title("de")).await;
    visit.says(visit.words.start("service.draft")).await;
    visit.home().await;
    visit.at(visit.t("catalogue.title")).await;
    visit.age(DAY + 3600).await;
    visit.browser.reload().await;
    visit.link(&Recipe::of(way.service).title("de")).await;
    visit.see("link", visit.t("service.start")).await;
    // What nobody is shown any more is removed in the background.
    patience::until("the draft is gone", async || {
        let device = visit.device().await;
        (device.drafts.is_empty() && device.files.is_empty()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_removed_file_is_removed_from_the_device() {
    let visit = Visit::full(Office::Rest, "de").await;
    let recipe = Recipe::of("hundesteuer-anmeldung");
    let way = way::dog();
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..3).await;
    visit.at(&recipe.step_title("sachkunde", "de")).await;
    let label = recipe.label("competence", "de");
    visit.attach(&label, &["nachweis.pdf", "foto.png"]).await;
    let name = |file: &str| visit.words.fill("file.removeNamed", &[("name", file)]);
    visit.press(&name("nachweis.pdf")).await;
    visit.see_no("button", &name("nachweis.pdf")).await;
    visit.focus_on("file", &label).await;
    visit.see("button", &name("foto.png")).await;
    let size = std::fs::metadata(place::fixture("foto.png")).expect("the fixture").len();
    patience::until("the file is gone", async || {
        let files = visit.device().await.files;
        (files.len() == 1 && files[0]["size"] == size).then_some(())
    })
    .await;
}
