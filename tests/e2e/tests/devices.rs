//! The page "on this device": everything kept is listed, and can be removed one by one or all at once.

use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way;

/// A receipt, and two drafts.
async fn full() -> Visit {
    let visit = Visit::full(Office::Rest, "de").await;
    let sent = way::defect();
    visit.begin(&sent).await;
    visit.walk(&sent).await;
    visit.send().await;
    for begun in [way::certificate(), way::plain_dog()] {
        visit.home().await;
        visit.begin(&begun).await;
        visit.walk_steps(&begun, 0..1).await;
    }
    visit.kept("Änne").await;
    visit.go(visit.t("nav.device")).await;
    visit.at_with_focus(visit.t("device.title")).await;
    visit
}

#[tokio::test]
async fn drafts_and_receipts_can_be_removed_one_by_one() {
    let visit = full().await;
    for service in ["geburtsurkunde", "maengelmeldung"] {
        let title = Recipe::of(service).title("de");
        visit.see("link", &title).await;
        visit.press(&visit.words.fill("device.removeNamed", &[("title", &title)])).await;
        visit.see_no("link", &title).await;
        visit.focus_on("heading", visit.t("device.title")).await;
    }
    let device = visit.device().await;
    assert_eq!((device.drafts.len(), device.files.len(), device.receipts.len()), (1, 0, 0));
    visit.see("link", &Recipe::of("hundesteuer-anmeldung").title("de")).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn everything_can_be_removed_with_one_button_and_one_question() {
    let visit = full().await;
    visit.press(visit.t("device.removeAll")).await;
    visit.says(visit.t("device.removeAllQuestion")).await;
    // The harmless answer has the focus.
    visit.focus_on("button", visit.t("action.cancel")).await;
    visit.press(visit.t("action.cancel")).await;
    visit.see("button", visit.t("device.removeAll")).await;
    visit.see("link", &Recipe::of("geburtsurkunde").title("de")).await;

    visit.press(visit.t("device.removeAll")).await;
    visit.press(visit.t("device.removeAllYes")).await;
    visit.says(visit.t("device.nothing")).await;
    let device = visit.device().await;
    assert!(device.drafts.is_empty() && device.files.is_empty() && device.receipts.is_empty(), "{device:?}");
    visit.is_calm().await;
}

#[tokio::test]
async fn a_draft_leads_back_to_where_it_was_left() {
    let visit = full().await;
    visit.link(&Recipe::of("geburtsurkunde").title("de")).await;
    visit.at_with_focus(&Recipe::of("geburtsurkunde").step_title("geburt", "de")).await;
}
