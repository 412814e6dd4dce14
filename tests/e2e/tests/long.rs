//! A step of hundreds of fields, in stretches that the browser lays out by themselves: all of it is reached.

use amtsgang_e2e::browser::{Browser, Profile};
use amtsgang_e2e::engine::Look;
use amtsgang_e2e::folder::Folder;
use amtsgang_e2e::patience;
use amtsgang_e2e::server::Server;
use amtsgang_e2e::site::Site;
use serde_json::{Value, json};

const FIELDS: usize = 120;

fn recipe() -> String {
    let text = |text: &str| json!({ "de": text });
    let fields = (1..=FIELDS).map(|number| {
        json!({ "id": format!("f{number}"), "kind": "text", "label": text(&format!("Angabe {number} von allen")), "required": true })
    });
    json!({
        "id": "lang", "version": 1, "title": text("Lang"), "summary": text("Lang"), "fee": text("Kostenlos"),
        "duration": text("Sofort"), "privacy": text("Nichts"),
        "office": {
            "name": text("Amt"), "street": "Rathausplatz 1", "postcode": "12345", "place": "Musterstadt",
            "hours": text("Montag"), "phone": "+49 221 4710100", "email": "amt@musterstadt.example",
        },
        "steps": [{ "id": "alles", "title": text("Alles"), "fields": fields.collect::<Vec<_>>() }],
    })
    .to_string()
}

struct Long {
    browser: Browser,
    _server: Server,
    _folders: (Site, Folder),
}

impl Long {
    async fn open() -> Long {
        let site = Site::with(&[("backend", "/api")]);
        let recipes = Folder::new("amtsgang-recipes-");
        std::fs::write(recipes.path().join("lang.json"), recipe()).expect("the recipe is written");
        let server = Server::with_recipes(site.folder(), recipes.path()).await;
        let browser = Browser::with(Profile::fresh(), "de", Look::PHONE).await;
        browser.open(&server.page("index.html#/services/lang/form")).await;
        let long = Long { browser, _server: server, _folders: (site, recipes) };
        long.holds(&format!("document.getElementById('ag-f{FIELDS}') !== null")).await;
        long
    }

    async fn ask(&self, expression: &str) -> Value {
        self.browser.run(&format!("return {expression}"), vec![]).await
    }

    /// The names of the fields in the accessibility tree.
    async fn heard(&self) -> Vec<String> {
        let tree = self.browser.devtools("Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let is_field = |node: &&Value| node["role"]["value"] == "textbox" && node["ignored"] != true;
        nodes.iter().filter(is_field).filter_map(|node| node["name"]["value"].as_str().map(str::to_owned)).collect()
    }

    async fn holds(&self, condition: &str) {
        patience::until(condition, async || (self.ask(condition).await == json!(true)).then_some(())).await;
    }
}

#[tokio::test]
async fn a_screen_reader_and_the_search_in_the_page_reach_fields_far_from_the_screen() {
    let long = Long::open().await;
    assert_eq!(
        long.ask("getComputedStyle(document.querySelector('.ag-stretch')).contain").await,
        json!("layout style")
    );
    let expected: Vec<String> = (1..=FIELDS).map(|number| format!("Angabe {number} von allen")).collect();
    patience::until("every field is in the accessibility tree", async || {
        (long.heard().await == expected).then_some(())
    })
    .await;
    assert_eq!(long.ask(&format!("window.find('Angabe {FIELDS} von')")).await, json!(true));
    long.holds("scrollY > 1000").await;
}

#[tokio::test]
async fn the_keyboard_goes_through_all_fields_and_the_summary_leads_to_the_last() {
    let long = Long::open().await;
    long.ask("document.getElementById('ag-f1').focus()").await;
    for number in 2..=FIELDS {
        for kind in ["keyDown", "keyUp"] {
            let tab = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
            long.browser.devtools("Input.dispatchKeyEvent", tab).await;
        }
        assert_eq!(long.ask("document.activeElement.id").await, json!(format!("ag-f{number}")));
    }
    long.ask("document.querySelector('form [type=submit]').click()").await;
    long.holds("document.activeElement.className === 'ag-summary'").await;
    assert_eq!(long.ask("document.querySelectorAll('.ag-summary li').length").await, json!(FIELDS));
    // Mended, a mistake leaves the summary, and no other.
    let input = "Object.assign(document.getElementById('ag-f60'), { value: 'x' }).dispatchEvent(new Event('input'))";
    long.ask(input).await;
    assert_eq!(long.ask("document.querySelectorAll('.ag-summary li').length").await, json!(FIELDS - 1));
    assert_eq!(long.ask("document.querySelector('.ag-summary [href^=\"#ag-f60-\"]')").await, Value::Null);
    long.ask(&format!("document.querySelector('.ag-summary [href^=\"#ag-f{FIELDS}-\"]').click()")).await;
    long.holds(&format!("document.activeElement.id === 'ag-f{FIELDS}'")).await;
    let seen =
        "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.activeElement.getBoundingClientRect())";
    long.holds(seen).await;
}
