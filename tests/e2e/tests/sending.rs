//! Whatever happens while an application is sent: it arrives once, and nothing of it is lost.

use std::time::Duration;

use amtsgang_e2e::patience;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::{self, Way};
use serde_json::{Value, json};

async fn at_review(way: &Way) -> Visit {
    let visit = Visit::full(Office::Rest, "de").await;
    visit.begin(way).await;
    visit.walk(way).await;
    visit
}

/// Sends in vain: the citizen gets a sentence, is told that nothing is lost, and still stands before the button.
async fn sends_in_vain(visit: &Visit, sentence: &str, fault: &str) {
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("sending.failed")).await;
    assert!(visit.is_said(sentence).await, "{fault}: the page does not say “{sentence}”");
    assert_eq!(visit.heading().await, visit.t("review.title"), "{fault}");
    assert!(visit.is_there("button", visit.t("review.send")).await, "{fault}");
}

#[tokio::test]
async fn each_failure_of_the_backend_is_a_sentence_and_trying_again_sends_once() {
    let way = way::defect();
    let visit = at_review(&way).await;
    let broken = [
        ("status", json!({ "status": 500 }), "backend.unavailable"),
        ("status", json!({ "status": 503 }), "backend.unavailable"),
        ("html", json!({}), "backend.unavailable"),
        ("html", json!({ "status": 200 }), "backend.contract"),
        ("status", json!({ "status": 404 }), "backend.notFound"),
        ("status", json!({ "status": 409 }), "backend.conflict"),
        ("status", json!({ "status": 413 }), "backend.tooLarge"),
        ("garbage", json!({}), "backend.contract"),
        ("flood", json!({}), "backend.contract"),
        ("cut", json!({}), "backend.unavailable"),
        // From here on the application has arrived, and only the answer is lost.
        ("cut-after", json!({}), "backend.unavailable"),
        ("cut-body", json!({}), "backend.unavailable"),
        ("empty", json!({}), "backend.contract"),
        ("missing-key", json!({ "pointer": "/accessCode" }), "backend.contract"),
        ("wrong-type", json!({ "pointer": "/reference" }), "backend.contract"),
    ];
    for (kind, mut more, key) in broken {
        // Browsers send again by themselves what a reused connection has lost; so it fails until it is told to stop.
        more["times"] = json!(0);
        visit.server.fail("POST /applications", kind, more.clone()).await;
        sends_in_vain(&visit, visit.t(key), &format!("{kind} {more}")).await;
        visit.server.recover().await;
    }
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn too_many_requests_tell_how_long_to_wait() {
    let way = way::defect();
    let visit = at_review(&way).await;
    let fault = json!({ "status": 429, "retryAfter": 7 });
    visit.server.fail("POST /applications", "status", fault).await;
    sends_in_vain(&visit, &visit.words.fill("backend.rateLimited", &[("seconds", "7")]), "429").await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn each_failure_of_an_upload_is_a_sentence_and_trying_again_uploads_once() {
    let way = way::defect();
    let visit = at_review(&way).await;
    let broken = [
        ("status", json!({ "status": 413 }), "backend.tooLarge"),
        ("status", json!({ "status": 415 }), "backend.wrongType"),
        ("html", json!({}), "backend.unavailable"),
        ("garbage", json!({}), "backend.contract"),
        ("cut", json!({}), "backend.unavailable"),
        ("cut-after", json!({}), "backend.unavailable"),
        ("cut-body", json!({}), "backend.unavailable"),
        ("missing-key", json!({}), "backend.contract"),
        ("wrong-type", json!({}), "backend.contract"),
    ];
    for (kind, mut more, key) in broken {
        more["times"] = json!(0);
        visit.server.fail("POST /attachments", kind, more.clone()).await;
        sends_in_vain(&visit, visit.t(key), &format!("{kind} {more}")).await;
        visit.server.recover().await;
    }
    assert!(visit.server.applications().is_empty(), "nothing is sent without its files");
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn a_backend_that_is_silent_for_twenty_seconds_is_given_up() {
    let way = way::defect();
    let visit = at_review(&way).await;
    visit.server.fail("POST /applications", "delay", json!({ "delayMs": 26_000 })).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("sending.now")).await;
    let told = patience::within(Duration::from_secs(25), async || {
        visit.is_said(visit.t("backend.timeout")).await.then_some(())
    });
    assert!(told.await.is_some(), "nothing is said after 20 s");
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn without_a_network_nothing_is_lost() {
    let way = way::defect();
    let visit = at_review(&way).await;
    visit.browser.set_offline(true).await;
    sends_in_vain(&visit, visit.t("backend.offline"), "offline").await;
    visit.browser.set_offline(false).await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn what_arrived_unseen_is_sent_again_after_a_restart_and_arrives_once() {
    let way = way::certificate();
    let visit = at_review(&way).await;
    visit.server.fail("POST /applications", "cut-after", json!({ "times": 0 })).await;
    sends_in_vain(&visit, visit.t("backend.unavailable"), "cut-after").await;
    visit.server.recover().await;
    let first = visit.server.application().reference;

    let visit = visit.restart().await;
    visit.at(visit.t("catalogue.title")).await;
    visit.link(&Recipe::of(way.service).title("de")).await;
    visit.link(visit.t("service.continue")).await;
    // From the last step on, everything is still there and only to be confirmed.
    visit.at(&Recipe::of(way.service).step_title("versand", "de")).await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
    let (reference, _) = visit.send().await;
    assert_eq!(reference, first);
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn an_impatient_double_click_sends_once() {
    let way = way::defect();
    let visit = at_review(&way).await;
    visit.server.fail("POST /applications", "delay", json!({ "delayMs": 1000 })).await;
    visit.press(visit.t("review.send")).await;
    for _ in 0..3 {
        visit.press(visit.t("review.send")).await;
    }
    let (reference, _) = visit.receipt().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn files_the_backend_has_lost_are_uploaded_again() {
    let way = way::defect();
    let visit = at_review(&way).await;
    let recipe = Recipe::of(way.service);
    visit.server.fail("POST /applications", "status", json!({})).await;
    sends_in_vain(&visit, visit.t("backend.unavailable"), "503").await;
    // What no application names is swept after a day.
    visit.server.database().execute("DELETE FROM attachment", []).expect("the attachments are swept");

    visit.press(visit.t("review.send")).await;
    visit.at(&recipe.step_title("ort", "de")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    assert_eq!(visit.mistakes().await, [recipe.label("photos", "de") + " (freiwillig)"]);
    visit.press(visit.t("form.toReview")).await;
    if visit.heading().await != visit.t("review.title") {
        visit.focus_on("group", visit.t("summary.title")).await;
    }
    visit.at(visit.t("review.title")).await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn the_copy_to_keep_holds_every_answer() {
    let way = way::plain_dog();
    let visit = at_review(&way).await;
    visit.catch_downloads().await;
    visit.press(visit.t("review.copy")).await;
    let copy = visit.download().await;
    for words in ["Änne", "Bello", "Dackel", "Marktstraße 7a", "12345 Musterstadt", "1. Juni 2025"] {
        assert!(copy.contains(words), "{words} is not in the copy:\n{copy}");
    }
    let (reference, code) = visit.send().await;
    visit.catch_downloads().await;
    visit.press(visit.t("receipt.download")).await;
    let copy = visit.download().await;
    for words in ["Bello", &reference, &code] {
        assert!(copy.contains(words), "{words} is not in the copy:\n{copy}");
    }
    assert_ne!(visit.server.application().answers, Value::Null);
    visit.is_calm().await;
}
