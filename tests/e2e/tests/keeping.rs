//! What the device keeps: by one tab at a time, as long as there is room and it can be read, and nothing where others use it.

use amtsgang_e2e::device::Device;
use amtsgang_e2e::engine::Look;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::{self, Way};

/// Fills in the beginning of a form, and waits until the device has it.
async fn begun(visit: &Visit, way: &Way, typed: &str) {
    visit.begin(way).await;
    let recipe = Recipe::of(way.service);
    visit.type_in(&recipe.label("firstName", "de"), None, typed).await;
    visit.kept(typed).await;
}

/// As someone who comes back later.
async fn comes_back(visit: &Visit, way: &Way) {
    visit.home().await;
    visit.link(&Recipe::of(way.service).title("de")).await;
    visit.link(visit.t("service.continue")).await;
}

async fn has(visit: &Visit, typed: &str) {
    let name = Recipe::of("hundesteuer-anmeldung").label("firstName", "de");
    visit.see("textbox", &name).await;
    assert_eq!(visit.state(&name).await.value, typed);
}

fn is_empty(device: &Device) -> bool {
    device.drafts.is_empty() && device.changes.is_empty() && device.files.is_empty() && device.receipts.is_empty()
}

#[tokio::test]
async fn the_newest_tab_takes_a_form_over_and_the_older_one_says_so() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::plain_dog();
    begun(&visit, &way, "Änne").await;
    let client = &visit.browser.client;
    let older = client.window().await.expect("a window");
    let newer = client.new_window(true).await.expect("a second window").handle;
    client.switch_to_window(newer.clone()).await.expect("the second window");
    visit.browser.prepare(Look::PHONE).await;
    comes_back(&visit, &way).await;
    has(&visit, "Änne").await;

    client.switch_to_window(older).await.expect("the first window");
    visit.says(visit.t("draft.elsewhere")).await;
    let name = Recipe::of(way.service).label("firstName", "de");
    visit.type_in(&name, None, " und noch etwas").await;
    client.switch_to_window(newer.clone()).await.expect("the second window");
    visit.type_in(&name, None, "-Marie").await;
    visit.kept("Änne-Marie").await;

    client.switch_to_window(client.windows().await.expect("windows")[0].clone()).await.expect("the first window");
    visit.press(visit.t("found.goOn")).await;
    visit.says_no_more(visit.t("draft.elsewhere")).await;
    has(&visit, "Änne-Marie").await;
    visit.type_in(&name, None, " Rosa").await;
    visit.kept("Änne-Marie Rosa").await;
    client.switch_to_window(newer).await.expect("the second window");
    visit.says(visit.t("draft.elsewhere")).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn on_a_shared_device_nothing_is_left_behind() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::plain_dog();
    begun(&visit, &way, "Änne").await;
    visit.go(visit.t("nav.device")).await;
    visit.at(visit.t("device.title")).await;
    visit.press(visit.t("shared.choose")).await;
    visit.focus_on("button", visit.t("action.cancel")).await;
    visit.press(visit.t("shared.yes")).await;
    visit.says(visit.t("shared.notice")).await;
    assert!(is_empty(&visit.device().await));
    // The open form is still open, and stays in the tab.
    visit.link(&Recipe::of(way.service).title("de")).await;
    visit.says(visit.t("draft.shared")).await;
    has(&visit, "Änne").await;
    visit.walk_steps(&rest(&way), 0..1).await;
    assert!(is_empty(&visit.device().await));
    visit.go(visit.t("nav.device")).await;
    visit.see("link", &Recipe::of(way.service).title("de")).await;
    // Loaded again, the tab is still one on a shared device, and has forgotten all.
    visit.browser.reload().await;
    visit.says(visit.t("shared.notice")).await;
    visit.says(visit.t("device.nothing")).await;
    visit.press(visit.t("shared.end")).await;
    visit.says_no_more(visit.t("shared.notice")).await;
    visit.home().await;
    begun(&visit, &way, "Meins").await;
    visit.is_calm().await;
}

/// What is left of the first step.
fn rest(way: &Way) -> Way {
    let mut rest = way.clone();
    rest.steps[0].1.remove(0);
    rest
}

#[tokio::test]
async fn a_file_that_the_device_has_no_room_for_is_told_at_once_and_can_be_sent() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    let scarce = "StorageManager.prototype.estimate = async () => ({ quota: 5_000_000, usage: 4_100_000 });";
    visit.browser.run_first(scarce).await;
    visit.browser.reload().await;
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..1).await;
    let recipe = Recipe::of(way.service);
    visit.at(&recipe.step_title("ort", "de")).await;
    visit.attach(&recipe.label("photos", "de"), &["foto.png"]).await;
    visit.says(visit.t("file.unkept")).await;
    assert!(visit.device().await.files.is_empty());
    let mut rest = way.clone();
    rest.steps.remove(0);
    rest.steps[0].1.pop();
    visit.walk(&rest).await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn a_draft_that_cannot_be_read_is_told_and_left_alone_until_the_citizen_decides() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::plain_dog();
    begun(&visit, &way, "Änne").await;
    visit.home().await;
    visit.at(visit.t("catalogue.title")).await;
    visit.lose_key().await;
    visit.browser.open(&visit.server.page("#/services/hundesteuer-anmeldung/form")).await;
    visit.browser.reload().await;
    visit.says(visit.t("draft.unreadable")).await;
    has(&visit, "").await;
    let name = Recipe::of(way.service).label("firstName", "de");
    visit.type_in(&name, None, "Neu").await;
    visit.press(visit.t("found.removeUnreadable")).await;
    visit.says_no_more(visit.t("draft.unreadable")).await;
    visit.type_in(&name, None, "Neuer").await;
    visit.kept("Neuer").await;
}

#[tokio::test]
async fn a_page_that_may_not_encrypt_keeps_everything_in_its_tab() {
    let visit = Visit::full(Office::Rest, "de").await;
    let without = "Object.defineProperty(Crypto.prototype, 'subtle', { get() { return undefined; } });";
    visit.browser.run_first(without).await;
    visit.browser.reload().await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.says(visit.t("draft.insecure")).await;
    visit.walk_steps(&way, 0..2).await;
    visit.go(visit.t("nav.device")).await;
    visit.says(visit.t("draft.insecure")).await;
    visit.link(&Recipe::of(way.service).title("de")).await;
    let mut rest = way.clone();
    rest.steps.drain(0..2);
    visit.walk(&rest).await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
    assert!(visit.device().await.drafts.is_empty());
}
