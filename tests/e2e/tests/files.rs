//! Files on their way: each by itself, in their order, and without what they tell about their owner.

use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::{self, Typed, Way};
use serde_json::json;

async fn at_review(way: &Way) -> Visit {
    let visit = Visit::full(Office::Rest, "de").await;
    visit.begin(way).await;
    visit.walk(way).await;
    visit.at(visit.t("review.title")).await;
    visit
}

/// The words of a button that does something with a file.
fn with(visit: &Visit, key: &str, name: &str) -> String {
    visit.words.fill(key, &[("name", name)])
}

#[tokio::test]
async fn a_file_that_is_refused_is_tried_again_by_itself() {
    let way = way::dog();
    let visit = at_review(&way).await;
    visit.server.fail("POST /attachments", "status", json!({ "status": 415 })).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("sending.incomplete")).await;
    assert!(visit.is_said(visit.t("backend.wrongType")).await);
    // The other one has arrived, and nothing is sent without the first.
    assert_eq!(visit.server.attachments(), 1);
    assert!(!visit.is_there("button", &with(&visit, "file.againNamed", "foto.png")).await);
    assert!(visit.server.applications().is_empty());
    visit.press(&with(&visit, "file.againNamed", "nachweis.pdf")).await;
    let (reference, _) = visit.receipt().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn an_upload_is_stopped_and_begun_again() {
    let way = way::dog();
    let visit = at_review(&way).await;
    visit.server.fail("POST /attachments", "delay", json!({ "delayMs": 25_000 })).await;
    visit.press(visit.t("review.send")).await;
    visit.press(&with(&visit, "file.stopNamed", "nachweis.pdf")).await;
    visit.says(visit.t("sending.stopped")).await;
    visit.focus_on("button", &with(&visit, "file.againNamed", "nachweis.pdf")).await;
    assert!(visit.server.applications().is_empty());
    visit.press(&with(&visit, "file.againNamed", "nachweis.pdf")).await;
    let (reference, _) = visit.receipt().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn a_photo_tells_nobody_where_it_was_taken() {
    const TRACE: &[u8] = b"51.5 N 11.9 E";
    let shows = |bytes: &[u8]| bytes.windows(TRACE.len()).any(|window| window == TRACE);
    let mut way = way::defect();
    way.steps[1].1[1] = ("photos", Typed::Files(&["unterwegs.jpg"]));
    let fixture = std::fs::read(amtsgang_e2e::place::fixture("unterwegs.jpg")).expect("the fixture");
    assert!(shows(&fixture));
    let visit = at_review(&way).await;
    let (reference, _) = visit.send().await;
    let application = visit.server.application();
    assert_eq!(application.reference, reference);
    let id = application.answers["photos"][0].as_str().expect("an attachment's id").to_owned();
    let stored = visit.server.attachment(&id);
    assert_eq!((stored.name.as_str(), stored.media_type.as_str()), ("unterwegs.jpg", "image/jpeg"));
    assert!(stored.bytes.starts_with(b"\xff\xd8\xff") && !shows(&stored.bytes));
    visit.is_calm().await;
}

#[tokio::test]
async fn a_file_that_is_not_what_its_name_says_is_told_in_the_citizens_language() {
    for language in ["de", "en"] {
        let visit = Visit::full(Office::Rest, language).await;
        let way = way::defect();
        let recipe = Recipe::of(way.service);
        visit.begin(&way).await;
        visit.walk_steps(&way, 0..1).await;
        let photos = recipe.label("photos", language);
        visit.attach(&photos, &["kaputt.jpg"]).await;
        let sentence = visit.words.fill("fault.fileContent", &[("name", "kaputt.jpg"), ("accepted", "JPG, PNG, HEIC")]);
        visit.see_mistake(&photos, &sentence).await;
        visit.press(&with(&visit, "file.removeNamed", "kaputt.jpg")).await;
        visit.see_no_mistake(&photos).await;
    }
}
