//! Where an application stands: seen on the device that sent it, on any other with reference and code, as it goes on.

use amtsgang_e2e::app::App;
use amtsgang_e2e::browser::Browser;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way;

use crate::services::apply;

#[tokio::test]
async fn what_the_office_does_is_seen_on_the_status_page() {
    let visit = Visit::full(Office::Rest, "de").await;
    let reference = apply(&visit, &way::defect()).await;
    visit.says(visit.t("status.RECEIVED")).await;

    visit
        .server
        .advance(&reference, &["PROCESSING", "--note-de", "Der Bauhof ist unterwegs.", "--expected-by", "2030-05-31"])
        .await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("status.PROCESSING.help")).await;
    visit.says("Der Bauhof ist unterwegs.").await;
    visit.says("31. Mai 2030").await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;

    visit.server.advance(&reference, &["ACTION_REQUIRED", "--next-de", "Rufen Sie uns bitte an."]).await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("status.ACTION_REQUIRED.help")).await;
    visit.says("Rufen Sie uns bitte an.").await;

    visit
        .server
        .advance(&reference, &["COMPLETED", "--outcome", "granted", "--note-de", "Der Eimer ist geleert."])
        .await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("outcome.granted")).await;
    visit.says("Der Eimer ist geleert.").await;
    visit.is_calm().await;
}

#[tokio::test]
async fn reference_and_code_are_enough_on_another_device() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.walk(&way).await;
    let (reference, code) = visit.send().await;

    let other = App { browser: Browser::start("en").await, words: amtsgang_e2e::words::Words::of("en") };
    other.browser.open(&visit.address()).await;
    other.go(other.t("nav.status")).await;
    other.at_with_focus(other.t("status.title")).await;

    // Neither is taken for granted, and nothing is asked of the backend before both can be right.
    other.press(other.t("status.show")).await;
    other.see_mistake(other.t("receipt.reference"), other.t("status.referenceWrong")).await;
    other.focus_on("textbox", other.t("receipt.reference")).await;
    other.type_in(other.t("receipt.reference"), None, &reference.to_lowercase()).await;
    other.press(other.t("status.show")).await;
    other.see_mistake(other.t("receipt.code"), other.t("status.codeWrong")).await;
    other.focus_on("textbox", other.t("receipt.code")).await;

    // As people copy it by hand: without hyphens, in small letters, an o for a zero.
    let by_hand = code.replace('-', "").to_lowercase().replace('0', "o").replace('1', "l");
    other.type_in(other.t("receipt.code"), None, &by_hand).await;
    other.press(other.t("status.show")).await;
    other.at_with_focus(other.t("status.caseTitle")).await;
    other.says(&reference).await;
    other.says(&Recipe::of(way.service).title("en")).await;
    other.says(other.t("status.RECEIVED.help")).await;
    assert!(!other.browser.address().await.contains(&code), "the code is in the address");
    other.is_calm().await;
    assert!(other.device().await.receipts.is_empty(), "looking keeps nothing on a device that may be someone else's");
}

#[tokio::test]
async fn a_wrong_code_tells_nothing() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.walk(&way).await;
    let (reference, _) = visit.send().await;
    for reference in [reference.as_str(), "HUN-2026-000000"] {
        visit.home().await;
        visit.go(visit.t("nav.status")).await;
        visit.at(visit.t("status.title")).await;
        visit.type_in(visit.t("receipt.reference"), None, reference).await;
        visit.type_in(visit.t("receipt.code"), None, "0000-0000-0000").await;
        visit.press(visit.t("status.show")).await;
        visit.says(visit.t("backend.denied")).await;
    }
}

#[tokio::test]
async fn the_demonstrations_office_works_by_itself() {
    let visit = Visit::full(Office::Demo, "de").await;
    apply(&visit, &way::defect()).await;
    visit.says(visit.t("status.RECEIVED.help")).await;
    visit.age(60).await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("status.PROCESSING.help")).await;
    visit.age(600).await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("outcome.granted")).await;
}
