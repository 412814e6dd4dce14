//! Every service from the catalogue to the receipt and the status, on both backends, with what then has arrived.

use std::collections::BTreeSet;

use amtsgang_e2e::errands;
use amtsgang_e2e::keyboard::Keyboard;
use amtsgang_e2e::place;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::residents;
use amtsgang_e2e::street;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::{self, Typed, Way};
use serde_json::{Value, json};

/// Searches, fills in, sends, and looks where the application stands.
pub async fn apply(visit: &Visit, way: &Way) -> String {
    visit.begin(way).await;
    visit.walk(way).await;
    let (reference, code) = visit.send().await;
    assert!(reference.len() >= 10 && code.replace('-', "").len() == 12, "{reference}, {code}");
    visit.link(visit.t("receipt.status")).await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;
    visit.says(&reference).await;
    visit.says(&Recipe::of(way.service).title(&visit.words.language)).await;
    visit.is_calm().await;
    reference
}

/// Exactly what was typed has arrived, in the recipe's notation, and every file byte for byte.
pub fn arrived(visit: &Visit, way: &Way, reference: &str) {
    let stored = visit.server.application();
    assert_eq!(stored.reference, reference);
    assert_eq!((stored.service.as_str(), stored.language.as_str()), (way.service, visit.words.language.as_str()));
    let mut answers = stored.answers;
    let mut files = 0;
    for (field, fixtures) in &way.files {
        let pointer = format!("/{field}");
        let (entry, id) = pointer.rsplit_once('/').expect("a slash");
        let object = answers.pointer_mut(entry).and_then(Value::as_object_mut);
        let ids = object.and_then(|object| object.remove(id)).unwrap_or_else(|| panic!("{field} has not arrived"));
        let ids = ids.as_array().expect("a list of attachments").clone();
        assert_eq!(ids.len(), fixtures.len(), "{field}");
        for (id, fixture) in ids.iter().zip(*fixtures) {
            let stored = visit.server.attachment(id.as_str().expect("an attachment's id"));
            let sent = std::fs::read(place::fixture(fixture)).expect("the fixture");
            assert_eq!((stored.name.as_str(), stored.bytes == sent), (*fixture, true), "{field}");
            let media_type = if fixture.ends_with(".pdf") { "application/pdf" } else { "image/png" };
            assert_eq!(stored.media_type, media_type);
            files += 1;
        }
    }
    assert_eq!(answers, way.sent);
    assert_eq!(visit.server.attachments(), files, "nothing was uploaded that was not sent");
}

async fn applies(way: Way, language: &str) {
    let visit = Visit::full(Office::Rest, language).await;
    let reference = apply(&visit, &way).await;
    arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn a_dog_of_a_listed_breed_is_registered() {
    applies(way::dog(), "de").await;
}

#[tokio::test]
async fn a_permit_for_someone_elses_car_is_applied_for() {
    applies(way::parking(), "de").await;
}

#[tokio::test]
async fn a_certificate_about_someone_else_is_ordered() {
    applies(way::certificate(), "de").await;
}

#[tokio::test]
async fn a_defect_is_reported_without_a_name() {
    applies(way::defect(), "de").await;
}

#[tokio::test]
async fn a_confirmation_for_someone_else_is_asked_for() {
    applies(residents::confirmation(), "de").await;
}

#[tokio::test]
async fn two_people_are_looked_for() {
    applies(residents::search(), "de").await;
}

#[tokio::test]
async fn a_family_from_abroad_registers() {
    applies(residents::moving(), "de").await;
}

#[tokio::test]
async fn a_household_with_incomes_applies_for_housing_benefit() {
    applies(residents::housing(), "de").await;
}

#[tokio::test]
async fn a_family_registers_in_english_in_a_foreign_page() {
    let visit = Visit::embedded(Office::Rest, "en").await;
    let way = residents::moving();
    let reference = apply(&visit, &way).await;
    arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn a_business_of_two_partners_is_registered() {
    applies(errands::business(), "de").await;
}

#[tokio::test]
async fn a_place_in_day_care_is_applied_for() {
    applies(errands::day_care(), "de").await;
}

#[tokio::test]
async fn a_permit_is_applied_for_in_english_in_a_foreign_page() {
    let visit = Visit::embedded(Office::Rest, "en").await;
    let way = way::parking();
    let reference = apply(&visit, &way).await;
    arrived(&visit, &way, &reference);
}

/// The ways that the demonstration plays, in two tests so that neither keeps all others waiting.
fn played() -> [Vec<Way>; 2] {
    [
        vec![
            way::dog(),
            way::parking(),
            way::certificate(),
            way::defect(),
            residents::confirmation(),
            residents::search(),
            street::bulky_waste(),
        ],
        vec![residents::moving(), residents::housing(), errands::business(), errands::day_care(), street::posters()],
    ]
}

async fn are_played(ways: &[Way]) {
    let visit = Visit::full(Office::Demo, "de").await;
    for way in ways {
        apply(&visit, way).await;
        visit.says(visit.t("demo.text")).await;
        visit.go(visit.t("nav.services")).await;
    }
    assert!(visit.server.applications().is_empty(), "nothing was sent anywhere");
    visit.go(visit.t("nav.device")).await;
    visit.at(visit.t("device.title")).await;
    for way in ways {
        visit.see("link", &Recipe::of(way.service).title("de")).await;
    }
}

#[tokio::test]
async fn the_demonstration_plays_the_shorter_services_and_says_that_it_is_one() {
    are_played(&played()[0]).await;
}

#[tokio::test]
async fn the_demonstration_plays_the_longer_services_and_says_that_it_is_one() {
    are_played(&played()[1]).await;
}

#[test]
fn the_demonstration_is_tested_with_every_service() {
    let played: BTreeSet<String> = played().iter().flatten().map(|way| way.service.to_owned()).collect();
    assert!(played.iter().eq(&Recipe::all()), "{played:?}");
}

#[tokio::test]
async fn the_demonstration_works_in_a_foreign_page_and_in_english() {
    let visit = Visit::embedded(Office::Demo, "en").await;
    apply(&visit, &way::defect()).await;
    visit.says(visit.t("demo.text")).await;
}

#[tokio::test]
async fn the_keyboard_alone_is_enough() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::plain_dog();
    let recipe = Recipe::of(way.service);
    let keyboard = Keyboard(&visit);
    visit.at(visit.t("catalogue.title")).await;

    // The first stop after the address bar skips what every page begins with; before it there is nothing.
    let first = keyboard.tab().await;
    assert_eq!((first.role.as_str(), first.name.as_str()), ("link", visit.t("app.skip")));
    keyboard.enter("link", visit.t("app.skip")).await;
    keyboard.to("searchbox", visit.t("catalogue.search")).await;
    visit.keys(way.search.0).await;
    visit.says(visit.t("catalogue.found.one").trim_start_matches('1').trim()).await;
    let before = keyboard.shift_tab().await;
    assert_ne!(before.role, "searchbox", "the focus is not caught in the search");
    keyboard.enter("link", &recipe.title("de")).await;
    visit.at_with_focus(&recipe.title("de")).await;
    keyboard.enter("link", visit.t("service.start")).await;

    keyboard.walk(&way).await;
    keyboard.enter("button", visit.t("review.send")).await;
    visit.at_with_focus(visit.t("receipt.title")).await;
    let (reference, _) = visit.receipt().await;
    keyboard.to("button", visit.t("receipt.download")).await;
    keyboard.enter("link", visit.t("receipt.status")).await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;
    arrived(&visit, &way, &reference);
    visit.is_calm().await;
}

#[tokio::test]
async fn answers_and_files_that_were_hidden_again_never_arrive() {
    let visit = Visit::full(Office::Rest, "de").await;
    let mut way = way::dog();
    let recipe = Recipe::of(way.service);
    visit.begin(&way).await;
    // Up to the review with a listed breed: its step is open and holds files.
    visit.walk(&way).await;
    visit.says("nachweis.pdf").await;

    // Then it was another breed after all, and the previous keeper was none.
    visit.link(&format!("{} {}", visit.t("review.change"), recipe.step_title("hund", "de"))).await;
    visit.at(&recipe.step_title("hund", "de")).await;
    visit.fill(&recipe, "breed", &Typed::Pick("beagle")).await;
    visit.press(visit.t("form.toReview")).await;
    visit.at(visit.t("review.title")).await;
    visit.link(&format!("{} {}", visit.t("review.change"), recipe.step_title("vorbesitz", "de"))).await;
    visit.at(&recipe.step_title("vorbesitz", "de")).await;
    visit.fill(&recipe, "hadKeeper", &Typed::No).await;
    visit.see_no("group", &recipe.label("keeperAddress", "de")).await;
    visit.press(visit.t("form.toReview")).await;
    visit.at(visit.t("review.title")).await;
    assert!(
        !visit.is_said("nachweis.pdf").await && !visit.is_said("Echternach").await,
        "the review shows what is hidden"
    );

    let (reference, _) = visit.send().await;
    for hidden in ["keeperName", "keeperAddress"] {
        way.sent.as_object_mut().expect("an object").remove(hidden);
    }
    way.sent["breed"] = json!("beagle");
    way.sent["hadKeeper"] = json!(false);
    way.files.clear();
    arrived(&visit, &way, &reference);
    visit.is_calm().await;
}
