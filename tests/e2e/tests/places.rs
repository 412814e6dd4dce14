//! A place is found and shown on a map, an appointment is held and booked, and lost ones are chosen anew.

use amtsgang_e2e::place;
use amtsgang_e2e::visit::{Office, Page, Visit};
use serde_json::{Value, json};

use crate::barriers::Findings;

const SERVICE: &str = "places-and-appointments";

/// The tests' own service.
fn recipe() -> Value {
    let file = place::repository().join("tests/recipes/good").join(format!("{SERVICE}.json"));
    serde_json::from_str(&std::fs::read_to_string(file).expect("a recipe of the tests")).expect("a recipe is JSON")
}

/// At the first step of that service.
async fn begun() -> Visit {
    let attributes = [("service", SERVICE)];
    let visit = Visit::prepared(Office::Rest, "de", Page::Full, &attributes, |site| site.offer(&recipe())).await;
    visit.at("Ortstermin vereinbaren").await;
    visit.link(visit.t("service.start")).await;
    visit.at("Wo ist es?").await;
    visit
}

async fn at_appointment(visit: &Visit) {
    visit.type_in(visit.t("place.text"), Some("Ort"), "Am alten Brunnen").await;
    visit.press(visit.t("form.next")).await;
    visit.at("Wann passt es?").await;
    visit.see("button", visit.t("appointment.later")).await;
}

/// The times that the first appointment offers, in their order.
async fn times(visit: &Visit) -> Vec<String> {
    visit.list("radio").await
}

#[tokio::test]
async fn a_place_is_found_by_its_address_seen_on_a_map_and_sent_with_coordinates() {
    let visit = begun().await;
    let mut findings = Findings::of(&visit);
    visit.see("button", visit.t("place.search")).await;
    findings.judge("a place, empty").await;
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    visit.follow_summary(0).await;
    visit.focus_on("textbox", visit.t("place.text")).await;
    visit.type_in(visit.t("place.text"), Some("Ort"), "marktstrasse 12").await;
    visit.press(visit.t("place.search")).await;
    visit.choose(visit.t("place.results"), "Marktstraße 12, 12345 Musterstadt").await;
    visit.says("Übernommen: Marktstraße 12").await;
    let point = "50,801618° N, 6,483506° O";
    let map = visit.words.fill("place.map", &[("point", point)]);
    let seen = "return Array.from(document.images, (image) => [image.alt, image.naturalWidth, image.complete])";
    amtsgang_e2e::patience::until("the map", async || {
        let images = visit.browser.run(seen, vec![]).await;
        (images == json!([[map, 600, true]])).then_some(())
    })
    .await;
    findings.judge("a place, found").await;
    visit.is_calm().await;

    visit.press(visit.t("form.next")).await;
    visit.at("Wann passt es?").await;
    visit.see("button", visit.t("appointment.later")).await;
    let first = times(&visit).await.remove(0);
    visit.choose("Termin", &first).await;
    visit.says(visit.words.start("appointment.held")).await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
    visit.says(point).await;
    visit.send().await;
    let sent = visit.server.application().answers;
    let place = json!({"text": "Marktstraße 12, 12345 Musterstadt", "latitude": 50.801618, "longitude": 6.483506});
    assert_eq!(sent["where"], place);
    findings.none();
}

#[tokio::test]
async fn an_appointment_is_held_and_one_that_was_lost_is_chosen_anew() {
    let visit = begun().await;
    let mut findings = Findings::of(&visit);
    at_appointment(&visit).await;
    findings.judge("an appointment, empty").await;
    let free = times(&visit).await;
    visit.choose("Termin", &free[0]).await;
    visit.says(visit.words.start("appointment.held")).await;
    findings.judge("an appointment, held").await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;

    // The office's clock is ahead: the slot is free again, and the device does not know.
    visit.server.wait(601).await;
    visit.press(visit.t("review.send")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    visit.see_mistake("Termin", "nicht mehr für Sie reserviert").await;
    findings.judge("an appointment, lost").await;
    let free = times(&visit).await;
    visit.choose("Termin", &free[1]).await;
    visit.says(visit.words.start("appointment.held")).await;
    visit.see_no_mistake("Termin").await;
    visit.press(visit.t("form.toReview")).await;
    visit.at(visit.t("review.title")).await;
    visit.send().await;
    let visited = visit.server.application().answers["visit"].clone();
    assert!(visited["start"].as_str().is_some_and(|start| start.contains(&free[1][..5])), "{visited} at {}", free[1]);
    let booked = "SELECT count(*) FROM hold WHERE reference IS NOT NULL";
    assert_eq!(visit.server.database().query_row(booked, [], |row| row.get(0)), Ok(1));
    findings.none();
}
