//! The app's own page without a network, and when a new version of it is there.

use amtsgang_e2e::patience;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Page, Visit};
use amtsgang_e2e::way;
use serde_json::{Value, json};

use crate::barriers::Findings;

/// The addresses of everything that is kept, without the server's part.
async fn kept(visit: &Visit) -> Vec<String> {
    let list = "const done = arguments[0];
        (async () => {
            const all = [];
            for (const name of await caches.keys()) {
                for (const { url } of await (await caches.open(name)).keys()) all.push(url.slice(location.origin.length + 1));
            }
            return all.sort();
        })().then(done, (error) => done([String(error)]));";
    let found = visit.browser.run_async(list, vec![]).await;
    found.as_array().into_iter().flatten().filter_map(|own| own.as_str().map(str::to_owned)).collect()
}

/// Waits until something whose address ends so is kept.
async fn keeps(visit: &Visit, end: &str) {
    let is_kept = async || kept(visit).await.iter().any(|own| own.ends_with(end)).then_some(());
    patience::until(&format!("{end} is kept"), is_kept).await;
}

async fn caches(visit: &Visit) -> Vec<Value> {
    let names = visit.browser.run_async("caches.keys().then(arguments[0])", vec![]).await;
    names.as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_form_opened_once_works_without_a_network() {
    let mut visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..1).await;
    for end in ["api/recipes/maengelmeldung", "api/services", "locales/de.later.json"] {
        keeps(&visit, end).await;
    }
    let recipe = Recipe::of(way.service);
    visit.at(&recipe.step_title("ort", "de")).await;
    visit.type_in(&recipe.label("place", "de"), None, "Am Markt").await;
    visit.kept("Am Markt").await;

    visit.server.stop().await;
    visit.browser.reload().await;
    visit.at(&recipe.step_title("ort", "de")).await;
    visit.says(visit.t("offline.kept")).await;
    let mut findings = Findings::of(&visit);
    findings.judge("without a network").await;
    findings.none();
    assert_eq!(visit.state(&recipe.label("place", "de")).await.value, "Am Markt");
    visit.retype(&recipe.label("place", "de"), None, "").await;
    visit.walk_steps(&way, 1..way.steps.len()).await;
    visit.at(visit.t("review.title")).await;
    // Another time, from the beginning.
    visit.home().await;
    visit.at(visit.t("catalogue.title")).await;
    visit.link(&recipe.title("de")).await;
    visit.says(visit.words.start("service.draft")).await;
    visit.browser.open(&visit.server.page("#/services/maengelmeldung/review")).await;
    visit.at(visit.t("review.title")).await;

    visit.server.start_again().await;
    visit.press(visit.t("offline.retry")).await;
    visit.says_no_more(visit.t("offline.kept")).await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn the_demonstration_goes_on_without_its_server() {
    let mut visit = Visit::begin(Office::Demo, "en", Page::Full, &[("routing", "path")]).await;
    let recipe = Recipe::of("maengelmeldung");
    visit.link(&recipe.title("en")).await;
    visit.at(&recipe.title("en")).await;
    for end in ["recipes/maengelmeldung.json", "locales/en.json", "locales/en.later.json"] {
        keeps(&visit, end).await;
    }
    visit.server.stop().await;
    visit.browser.open(&visit.server.page("services/maengelmeldung/form")).await;
    visit.at(&recipe.step_title("mangel", "en")).await;
    visit.says(visit.t("offline.kept")).await;
}

#[tokio::test]
async fn nothing_that_is_a_citizens_own_is_kept() {
    let visit = Visit::full(Office::Rest, "de").await;
    keeps(&visit, "api/services").await;
    visit.browser.reload().await;
    crate::services::apply(&visit, &way::dog()).await;
    keeps(&visit, "api/recipes/hundesteuer-anmeldung").await;
    for own in kept(&visit).await {
        let is_of_the_app = own.is_empty() || own.starts_with("amtsgang") || own.starts_with("locales/");
        let is_of_the_form = ["api/", "api/services"].contains(&own.as_str()) || own.starts_with("api/recipes/");
        assert!(is_of_the_app || is_of_the_form, "{own}");
    }
    visit.go(visit.t("nav.device")).await;
    visit.press(visit.t("device.removeAll")).await;
    visit.press(visit.t("device.removeAllYes")).await;
    visit.says(visit.t("device.nothing")).await;
    let gone = async || caches(&visit).await.is_empty().then_some(());
    patience::until("nothing is kept any more", gone).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn foreign_pages_and_those_that_want_none_get_no_worker() {
    let wish = [("offline", "off")];
    for visit in [Visit::embedded(Office::Rest, "de").await, Visit::begin(Office::Rest, "de", Page::Full, &wish).await]
    {
        crate::services::apply(&visit, &way::defect()).await;
        let count = "navigator.serviceWorker.getRegistrations().then((all) => arguments[0](all.length))";
        assert_eq!(visit.browser.run_async(count, vec![]).await, 0);
        assert!(caches(&visit).await.is_empty());
    }
}

/// Puts another version of the app in the place of the one that is there.
fn renew(visit: &Visit) {
    let page = std::fs::read_to_string(visit.site.folder().join("index.html")).expect("the page");
    let (_, after) = page.split_once("amtsgang.js?").expect("the loader in its version");
    let (version, after) = after.split_once('"').expect("the version ends");
    let integrity = after.split('"').nth(1).expect("the loader's hash");
    visit.site.rewrite("amtsgang.js", |script| format!("window.renewed = true;{script}"));
    visit.site.rewrite("index.html", |page| {
        page.replace(version, "renewed").replace(&format!(" integrity=\"{integrity}\""), "")
    });
    visit.site.rewrite("amtsgang-worker.js", |worker| worker.replace(version, "renewed").replace(integrity, ""));
}

async fn is_renewed(visit: &Visit) -> bool {
    visit.browser.run("return window.renewed === true", vec![]).await == json!(true)
}

/// Waits until the only program that is kept is the new one.
async fn only_the_new_one_is_kept(visit: &Visit) {
    let only = async || {
        let names = caches(visit).await;
        let mut shells = names.iter().filter_map(Value::as_str).filter(|name| name.starts_with("amtsgang-shell"));
        (shells.next().is_some_and(|name| name.ends_with(" renewed")) && shells.next().is_none()).then_some(())
    };
    patience::until("only the new version is kept", only).await;
}

#[tokio::test]
async fn a_new_version_disturbs_no_open_form_and_is_there_when_it_is_asked_for() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    let recipe = Recipe::of(way.service);
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..1).await;
    visit.at(&recipe.step_title("ort", "de")).await;
    keeps(&visit, "api/recipes/maengelmeldung").await;
    renew(&visit);
    // As the browser does by itself from time to time.
    let look = "navigator.serviceWorker.getRegistration().then((own) => own.update()).then(() => arguments[0](), arguments[0])";
    visit.browser.run_async(look, vec![]).await;
    visit.says(visit.t("offline.newer")).await;
    visit.type_in(&recipe.label("place", "de"), None, "Am Markt").await;
    visit.kept("Am Markt").await;
    assert!(!is_renewed(&visit).await);

    visit.press(visit.t("offline.load")).await;
    patience::until("the new version is there", async || is_renewed(&visit).await.then_some(())).await;
    visit.at(&recipe.step_title("ort", "de")).await;
    assert_eq!(visit.state(&recipe.label("place", "de")).await.value, "Am Markt");
    assert!(!visit.is_said(visit.t("offline.newer")).await);
    only_the_new_one_is_kept(&visit).await;
}

#[tokio::test]
async fn the_next_visit_has_the_new_version_by_itself() {
    let mut visit = Visit::full(Office::Rest, "de").await;
    let title = Recipe::of("maengelmeldung").title("de");
    visit.see("link", &title).await;
    keeps(&visit, "api/services").await;
    renew(&visit);
    visit.browser.reload().await;
    visit.see("link", &title).await;
    assert!(is_renewed(&visit).await);
    visit.browser.reload().await;
    visit.see("link", &title).await;
    only_the_new_one_is_kept(&visit).await;
    visit.server.stop().await;
    visit.browser.reload().await;
    visit.see("link", &title).await;
    assert!(is_renewed(&visit).await, "also without a network");
    assert!(!visit.is_said(visit.t("offline.newer")).await);
}
