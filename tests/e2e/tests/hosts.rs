//! A guest in someone else's page: nothing of the host is touched, and nothing stays when the app goes.

use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Page, Visit};
use amtsgang_e2e::way;
use serde_json::Value;

/// All of the host that an app could touch, but for its own element.
const HOST: &str = "
const attributes = (element) => Array.from(element.attributes, ({ name, value }) => `${name}=${value}`).join(' ');
return JSON.stringify([
    document.title, document.head.innerHTML, attributes(document.documentElement), attributes(document.body),
    Array.from(document.body.children, (child) => child.tagName).join(' '), location.href, history.length, scrollY,
    getComputedStyle(document.querySelector('footer a')).color, document.adoptedStyleSheets.length, document.cookie,
]);";

const LISTENERS: &str = "return window.listenersOutside()";

#[tokio::test]
async fn the_host_is_not_touched() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    visit.at(visit.t("catalogue.title")).await;
    let before = visit.browser.run(HOST, vec![]).await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..1).await;
    visit.at(&Recipe::of(way.service).step_title("ort", "de")).await;
    visit.browser.run("scrollTo(0, 0)", vec![]).await;
    assert_eq!(visit.browser.run(HOST, vec![]).await, before);
    visit.is_calm().await;
}

#[tokio::test]
async fn the_hosts_styles_stay_outside_and_the_apps_inside() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    visit.link(&Recipe::of("maengelmeldung").title("de")).await;
    visit.link(visit.t("service.start")).await;
    visit.see("button", visit.t("form.next")).await;
    let style = "const app = document.querySelector('amtsgang-app').shadowRoot;
        const { textTransform, borderStyle, backgroundColor } = getComputedStyle(app.querySelector('button[type=submit]'));
        return [textTransform, borderStyle, backgroundColor];";
    let style = visit.browser.run(style, vec![]).await;
    assert!(style[0] == "none" && style[1] != "dotted" && style[2] != "rgb(255, 0, 255)", "{style}");
}

#[tokio::test]
async fn nothing_listens_any_more_when_the_element_is_gone() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    visit.at(visit.t("catalogue.title")).await;
    let element = "window.app = document.querySelector('amtsgang-app'); window.place = app.parentElement;";
    visit.browser.run(element, vec![]).await;
    visit.browser.run("app.remove()", vec![]).await;
    amtsgang_e2e::patience::until("all listeners are gone", async || {
        let left = visit.browser.run(LISTENERS, vec![]).await;
        left.as_array().is_some_and(Vec::is_empty).then_some(())
    })
    .await;
    for _ in 0..3 {
        visit.browser.run("place.append(app)", vec![]).await;
        visit.see("link", &Recipe::of("maengelmeldung").title("de")).await;
        visit.browser.run("app.remove()", vec![]).await;
    }
    amtsgang_e2e::patience::until("all listeners are gone again", async || {
        let left = visit.browser.run(LISTENERS, vec![]).await;
        left.as_array().is_some_and(Vec::is_empty).then_some(())
    })
    .await;
    visit.is_calm().await;
}

#[tokio::test]
async fn removing_the_element_and_adding_it_again_keeps_the_draft() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    let way = way::certificate();
    let recipe = Recipe::of(way.service);
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..1).await;
    visit.at(&recipe.step_title("geburt", "de")).await;
    visit.type_in(&recipe.label("childFirstNames", "de"), None, "Zoë").await;
    // At once, with nothing waited for: what is typed is already on its way to the device.
    visit.browser.run("window.app = document.querySelector('amtsgang-app'); app.remove()", vec![]).await;
    visit.browser.run("document.querySelector('main').append(app)", vec![]).await;
    visit.link(&recipe.title("de")).await;
    visit.link(visit.t("service.continue")).await;
    visit.at(&recipe.step_title("geburt", "de")).await;
    assert_eq!(visit.state(&recipe.label("childFirstNames", "de")).await.value, "Zoë");
    visit.is_calm().await;
}

#[tokio::test]
async fn moving_the_element_within_the_page_changes_nothing() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    let way = way::defect();
    let recipe = Recipe::of(way.service);
    visit.begin(&way).await;
    visit.at(&recipe.step_title("mangel", "de")).await;
    visit.type_in(&recipe.label("description", "de"), None, "Der Abfalleimer").await;
    visit.browser.run("document.querySelector('footer').before(document.querySelector('amtsgang-app'))", vec![]).await;
    visit.at(&recipe.step_title("mangel", "de")).await;
    assert_eq!(visit.state(&recipe.label("description", "de")).await.value, "Der Abfalleimer");
}

#[tokio::test]
async fn two_elements_live_on_one_page() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    visit.at(visit.t("catalogue.title")).await;
    visit.browser.open(&visit.server.page("pair.html")).await;
    let (one, two) = (Recipe::of("maengelmeldung"), Recipe::of("hundesteuer-anmeldung"));
    visit.see("heading", &one.title("de")).await;
    visit.see("heading", &two.title("de")).await;
    visit.link(visit.t("service.start")).await;
    visit.see("heading", &one.step_title("mangel", "de")).await;
    visit.see("heading", &two.title("de")).await;
    visit.link(visit.t("service.start")).await;
    visit.see("heading", &two.step_title("halter", "de")).await;
    // Ids of both are the same, and each stays in its own shadow root.
    visit.type_in(&one.label("description", "de"), None, "Schlagloch").await;
    visit.type_in(&two.label("firstName", "de"), None, "Änne").await;
    visit.kept("Schlagloch").await;
    visit.kept("Änne").await;
    visit.browser.run("document.querySelector('#one').remove()", vec![]).await;
    visit.type_in(&two.label("lastName", "de"), None, "Groß").await;
    visit.kept("Groß").await;
    visit.is_calm().await;
}

#[tokio::test]
async fn attributes_can_be_changed_while_it_runs() {
    let visit = Visit::embedded(Office::Rest, "de").await;
    visit.at(visit.t("catalogue.title")).await;
    let set = "document.querySelector('amtsgang-app').setAttribute(arguments[0], arguments[1])";
    visit.browser.run(set, vec!["lang".into(), "en".into()]).await;
    visit.at("What would you like to do?").await;
    visit.browser.run(set, vec!["service".into(), "maengelmeldung".into()]).await;
    visit.at(&Recipe::of("maengelmeldung").title("en")).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn an_attribute_that_cannot_be_used_is_told_to_developers() {
    let visit = Visit::begin(Office::Demo, "de", Page::Embedded, &[("routing", "sideways")]).await;
    let told = amtsgang_e2e::patience::until("a word on the console", async || {
        let lines = visit.browser.console().await;
        lines.into_iter().find(|(_, words)| words.contains("routing")).map(|(_, words)| words)
    });
    assert!(told.await.contains("sideways"));
    let own = visit.look("host", Value::Array(vec![])).await;
    assert!(own.as_str().is_some_and(|words| words.contains("JavaScript")), "the element's own content stays: {own}");
}
