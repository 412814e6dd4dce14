//! Recipes with mistakes in them: a sentence for citizens, and every mistake at its place for those who wrote it.

use amtsgang_e2e::keyboard::Keyboard;
use amtsgang_e2e::patience;
use amtsgang_e2e::place;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Page, Visit};
use serde_json::{Value, json};

use crate::barriers::Findings;

const SERVICE: &str = "maengelmeldung";

/// The recipe as its author has it, spread over lines.
fn written() -> String {
    let path = place::repository().join("public/recipes").join(format!("{SERVICE}.json"));
    std::fs::read_to_string(path).expect("the recipe")
}

/// The recipe with three mistakes in it.
fn with_mistakes() -> String {
    let mut text = written();
    for (right, wrong) in [
        ("\"version\": ", "\"version\": -"),
        ("\"kind\": \"choice\"", "\"kind\": \"choise\""),
        ("\"privacy\"", "\"privcy\""),
    ] {
        assert!(text.contains(right), "the recipe has {right}");
        text = text.replacen(right, wrong, 1);
    }
    text
}

/// The demonstration with this recipe, opened at its service.
async fn opened(bytes: &[u8]) -> Visit {
    let visit = Visit::full(Office::Demo, "de").await;
    offer(&visit, bytes).await;
    visit
}

async fn offer(visit: &Visit, bytes: &[u8]) {
    let name = format!("recipes/{SERVICE}.json");
    let write = |bytes: &[u8]| std::fs::write(visit.site.folder().join(&name), bytes).expect("the recipe is written");
    write(b"");
    visit.site.rewrite(&name, |empty| empty);
    write(bytes);
    visit.browser.open("about:blank").await;
    visit.browser.open(&visit.server.page(&format!("#/services/{SERVICE}"))).await;
    visit.at(visit.t("broken.title")).await;
}

fn count(visit: &Visit, number: &str) -> String {
    let form = if number == "1" { "broken.authors.one" } else { "broken.authors.other" };
    visit.words.fill(form, &[("count", number)])
}

fn place_of(visit: &Visit, text: &str, what: &str) -> String {
    let at = text.find(what).expect("a place in the recipe");
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().map_or(0, |own| own.chars().count()) + 1;
    visit.words.fill("broken.place", &[("line", &line.to_string()), ("column", &column.to_string())])
}

#[tokio::test]
async fn every_mistake_is_told_at_its_place() {
    let text = with_mistakes();
    let visit = opened(text.as_bytes()).await;
    visit.says(visit.t("broken.contact")).await;
    let recipe = Recipe::of(SERVICE);
    visit.says(&recipe.text("/office/name", "de")).await;
    visit.see("disclosure", &count(&visit, "4")).await;
    for (pointer, what) in
        [("/version", "\"version\""), ("/steps/0/fields/0/kind", "\"kind\": \"choise\""), ("/privcy", "\"privcy\"")]
    {
        visit.see("link", pointer).await;
        visit.says(&place_of(&visit, &text, what)).await;
    }
    visit.says("found the text \"choise\"").await;
    visit.says("/privacy").await;

    let mut findings = Findings::of(&visit);
    findings.judge("three mistakes").await;
    findings.none();
    visit.link(visit.t("action.home")).await;
    visit.at_with_focus(visit.t("catalogue.title")).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn a_mistake_can_be_sent_as_a_link() {
    let visit = opened(with_mistakes().as_bytes()).await;
    visit.link("/privcy").await;
    let focused = "return document.activeElement?.matches('li') && document.activeElement.textContent";
    let arrived = async || {
        let text = visit.browser.run(focused, vec![]).await;
        text.as_str().filter(|text| text.contains("/privcy")).map(|_| ())
    };
    patience::until("the mistake has the focus", arrived).await;
    let address = visit.browser.address().await;
    assert!(address.ends_with(&format!("?problem=%2Fprivcy#/services/{SERVICE}")), "{address}");
}

#[tokio::test]
async fn everything_is_reached_and_copied_by_keyboard() {
    let visit = opened(with_mistakes().as_bytes()).await;
    let keep = "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }";
    visit.browser.run(keep, vec![]).await;
    let keyboard = Keyboard(&visit);
    keyboard.to("disclosure", &count(&visit, "4")).await;
    keyboard.enter("button", visit.t("broken.copy")).await;
    visit.says(visit.t("broken.copied")).await;
    for pointer in ["/version", "/steps/0/fields/0/kind", "/privcy"] {
        keyboard.to("link", pointer).await;
    }
    let copied = visit.browser.run("return window.copied", vec![]).await;
    let copied = copied.as_str().expect("a text was copied");
    assert_eq!(copied.lines().count(), 4);
    assert!(
        copied.lines().all(|line| line.starts_with("maengelmeldung.json:") && line.contains(": expected ")),
        "{copied}"
    );
}

#[tokio::test]
async fn a_citizen_sees_what_can_be_done_and_no_more() {
    let visit = Visit::full(Office::Rest, "de").await;
    visit.server.fail("GET /recipes", "missing-key", json!({ "pointer": "/office/phone", "times": 0 })).await;
    // A name of this machine that only the machine knows is not one on which authors work.
    let elsewhere = visit.server.page(&format!("#/services/{SERVICE}")).replace("127.0.0.1", "0.0.0.0");
    visit.browser.open(&elsewhere).await;
    visit.at(visit.t("broken.title")).await;
    visit.says(visit.t("broken.text")).await;
    assert!(!visit.is_there("link", "/office/phone").await, "the mistakes are closed");
    visit.click("disclosure", &count(&visit, "1")).await;
    visit.see("link", "/office/phone").await;
    visit.press(visit.t("broken.copy")).await;
    visit.says(visit.t("broken.saved")).await;
}

#[tokio::test]
async fn what_is_no_recipe_at_all_is_told_as_one_mistake() {
    let text = written();
    let unended = text.replacen("\"version\": 1,", "\"version\": 1", 1);
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let large = [text.as_str(), &" ".repeat(4 << 20)].concat();
    let visit = opened(unended.as_bytes()).await;
    visit.see("disclosure", &count(&visit, "1")).await;
    visit.says("instead of a comma or }").await;
    let next = unended[unended.find("\"version\": 1").expect("the version") + 12..].trim_start();
    visit.says(&place_of(&visit, &unended, next)).await;
    for (bytes, told) in [
        (latin.as_slice(), "expected a text in UTF-8, found another encoding at line"),
        (large.as_bytes(), "expected a recipe of at most 4 MB"),
        (text.replace(SERVICE, "muellmeldung").as_bytes(), "expected maengelmeldung, found muellmeldung"),
        (b"[]".as_slice(), "expected an object in curly brackets"),
        (b"".as_slice(), "the end of the text instead of a value"),
    ] {
        offer(&visit, bytes).await;
        visit.see("disclosure", &count(&visit, "1")).await;
        visit.says(told).await;
    }
    visit.is_calm().await;
}

#[tokio::test]
async fn a_thousand_mistakes_freeze_nothing() {
    let mut recipe: Value = serde_json::from_str(&written()).expect("the recipe is JSON");
    let object = recipe.as_object_mut().expect("an object");
    for ix in 0..1500 {
        object.insert(format!("key{ix}"), json!({ "de": "Zu viel" }));
    }
    let visit = Visit::full(Office::Demo, "de").await;
    visit
        .browser
        .run(
            "window.longest = 0;
             new PerformanceObserver((list) => list.getEntries().forEach((task) => {
                 window.longest = Math.max(window.longest, task.duration); })).observe({ type: 'longtask' });",
            vec![],
        )
        .await;
    let name = format!("recipes/{SERVICE}.json");
    visit.site.rewrite(&name, |_| recipe.to_string());
    visit.link(&Recipe::of(SERVICE).title("de")).await;
    visit.at(visit.t("broken.title")).await;
    visit.see("disclosure", &count(&visit, "1.000")).await;
    let drawn = async || {
        let count = visit.browser.run("return document.querySelectorAll('.ag-problems li').length", vec![]).await;
        (count == 1000).then_some(())
    };
    patience::until("all of them are drawn", drawn).await;
    let longest = visit.browser.run("return window.longest", vec![]).await;
    assert!(longest.as_f64().is_some_and(|longest| longest < 2000.0), "one task took {longest} ms");
    visit.is_calm().await;
}

#[tokio::test]
async fn a_broken_recipe_of_a_backend_is_told_in_any_page() {
    for page in [Page::Full, Page::Embedded] {
        let visit = Visit::begin(Office::Rest, "en", page, &[]).await;
        for (kind, pointer) in
            [("missing-key", "/office/phone"), ("wrong-type", "/steps/0/fields/0/options"), ("garbage", "")]
        {
            visit.home().await;
            visit.at(visit.t("catalogue.title")).await;
            visit.server.fail("GET /recipes", kind, json!({ "pointer": pointer })).await;
            visit.link(&Recipe::of(SERVICE).title("en")).await;
            visit.at_with_focus(visit.t("broken.title")).await;
            visit.says(pointer).await;
        }
        visit.link(visit.t("action.home")).await;
        visit.at(visit.t("catalogue.title")).await;
    }
}
