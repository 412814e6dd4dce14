//! Long lists: an editable combobox with list autocomplete, as the WAI-ARIA Authoring Practices describe it.

use amtsgang::browser::{clock, page};
use amtsgang::field::Answer;
use js_sys::Function;
use serde_json::{Value as Json, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::fake::{Fake, until};
use crate::fields::{Drawn, attribute, drawn_with};

/// Options `v0`, `v1` … with these labels.
fn options(labels: impl Iterator<Item = String>) -> Json {
    let option = |(ix, label): (usize, String)| json!({"value": format!("v{ix}"), "label": {"de": label}});
    json!({"options": labels.enumerate().map(option).collect::<Vec<_>>()})
}

/// 24 streets and a name that two of them share.
async fn streets() -> Drawn {
    let names = ["Müllerweg", "Am Mühlbach", "Alte Mühle", "Große Straße", "Neue Straße", "Neue Strasse"];
    let others = (0..18).map(|n| format!("Gasse {n}"));
    drawn_with("choice", options(names.map(str::to_owned).into_iter().chain(others)), "").await.0
}

impl Drawn {
    fn input(&self) -> HtmlInputElement {
        self.find("#ag-f").unchecked_into()
    }

    fn fire(&self, name: &str) {
        self.input().dispatch_event(&Event::new(name).unwrap()).unwrap();
    }

    fn write(&self, text: &str) {
        self.input().set_value(text);
        self.fire("input");
    }

    /// Presses a key, and tells whether the browser is left to do what it does with it.
    fn press(&self, key: &str, alt: bool) -> bool {
        let make = "return new KeyboardEvent('keydown', { key, altKey, bubbles: true, cancelable: true })";
        let event = Function::new_with_args("key, altKey", make).call2(&JsValue::NULL, &key.into(), &alt.into());
        self.input().dispatch_event(event.unwrap().unchecked_ref()).unwrap()
    }

    fn rows(&self) -> Vec<Element> {
        let rows = self.root.query_selector_all("[role=option]").unwrap();
        (0..rows.length()).map(|ix| rows.get(ix).unwrap().unchecked_into()).collect()
    }

    fn words(&self) -> Vec<String> {
        self.rows().iter().map(|row| row.text_content().unwrap()).collect()
    }

    fn is_open(&self) -> bool {
        let listbox: HtmlElement = self.find("[role=listbox]").unchecked_into();
        let expanded = attribute(&self.input(), "aria-expanded") == "true";
        let seen = !listbox.has_attribute("hidden") && !listbox.parent_element().unwrap().has_attribute("hidden");
        assert_eq!(expanded, seen, "what is said is what is seen");
        assert_eq!(attribute(&self.find("button"), "aria-expanded"), if expanded { "true" } else { "false" });
        expanded
    }

    /// The entry the arrow keys are at.
    fn at(&self) -> Option<String> {
        let marked: Vec<Element> =
            self.rows().into_iter().filter(|row| attribute(row, "aria-selected") == "true").collect();
        let id = self.input().get_attribute("aria-activedescendant");
        assert_eq!(marked.first().map(Element::id), id);
        assert!(marked.len() < 2);
        marked.first().and_then(|row| row.text_content())
    }

    async fn told(&self, part: &str) {
        until(&format!("“{part}” is told"), || self.app.announcement.now().contains(part)).await;
    }

    async fn sees(&self, part: &str) {
        until(&format!("“{part}” is seen"), || self.root.text_content().unwrap().contains(part)).await;
    }
}

#[wasm_bindgen_test]
async fn the_input_says_what_it_is() {
    let drawn = streets().await;
    let input = drawn.input();
    for (name, value) in [
        ("role", "combobox"),
        ("aria-autocomplete", "list"),
        ("aria-controls", "ag-f-list"),
        ("aria-describedby", "ag-f-hint"),
        ("autocomplete", "off"),
        ("name", "f"),
    ] {
        assert_eq!(attribute(&input, name), value, "{name}");
    }
    assert!(drawn.root.query_selector("label[for='ag-f']").unwrap().is_some());
    let listbox = drawn.find("#ag-f-list");
    assert_eq!((attribute(&listbox, "role"), attribute(&listbox, "aria-label")), ("listbox".into(), "Frage".into()));
    let button = drawn.find("button");
    assert_eq!((attribute(&button, "tabindex"), attribute(&button, "type")), ("-1".into(), "button".into()));
    assert!(!drawn.is_open() && drawn.rows().is_empty());
}

#[wasm_bindgen_test]
async fn typing_filters_and_the_best_comes_first() {
    let drawn = streets().await;
    drawn.write("muehl");
    assert!(drawn.is_open());
    assert_eq!(drawn.words(), ["Am Mühlbach", "Alte Mühle"]);
    assert_eq!(drawn.at(), None, "nothing is chosen for anybody");
    let counted = |row: &Element| (attribute(row, "aria-posinset"), attribute(row, "aria-setsize"));
    assert_eq!(counted(&drawn.rows()[1]), ("2".into(), "2".into()));
    drawn.told("2 Einträge").await;
    drawn.write("muehlx");
    assert!(!drawn.is_open());
    drawn.sees("steht nichts in der Liste").await;
    drawn.told("nichts").await;
    drawn.write("");
    assert_eq!(drawn.words().len(), 24);
    assert_eq!(drawn.session.answer(0), Answer::Empty);
}

#[wasm_bindgen_test]
async fn arrow_keys_move_and_enter_takes() {
    let drawn = streets().await;
    assert!(drawn.press("Enter", false), "from a closed list the form is sent on");
    assert!(!drawn.press("ArrowDown", false));
    assert_eq!(drawn.at().as_deref(), Some("Müllerweg"));
    drawn.press("ArrowUp", false);
    assert_eq!(drawn.at().as_deref(), Some("Gasse 17"), "from the first to the last");
    drawn.press("ArrowDown", false);
    assert_eq!(drawn.at().as_deref(), Some("Müllerweg"), "and back");
    drawn.press("PageDown", false);
    assert_eq!(drawn.at().as_deref(), Some("Gasse 4"));
    drawn.press("PageDown", false);
    drawn.press("PageDown", false);
    assert_eq!(drawn.at().as_deref(), Some("Gasse 17"), "no further than the last");
    drawn.press("PageUp", false);
    assert_eq!(drawn.at().as_deref(), Some("Gasse 7"));
    assert!(drawn.press("Home", false), "the caret moves");
    assert_eq!(drawn.at(), None);
    drawn.write("neue strasse");
    drawn.press("ArrowDown", false);
    drawn.press("ArrowDown", false);
    assert!(!drawn.press("Enter", false), "an open list takes the key");
    assert!(!drawn.is_open());
    assert_eq!((drawn.input().value().as_str(), drawn.value()), ("Neue Strasse", json!("v5")));
    assert_eq!(drawn.summary(), ["Neue Strasse"]);
    assert_eq!(drawn.at(), None);
}

#[wasm_bindgen_test]
async fn a_list_opens_and_closes_without_losing_a_word() {
    let drawn = streets().await;
    assert!(!drawn.press("ArrowDown", true));
    assert!(drawn.is_open() && drawn.at().is_none());
    assert!(!drawn.press("ArrowUp", true));
    assert!(!drawn.is_open());
    drawn.write("gasse");
    drawn.press("ArrowDown", false);
    assert!(!drawn.press("Escape", false));
    assert_eq!((drawn.is_open(), drawn.at(), drawn.input().value().as_str()), (false, None, "gasse"));
    assert!(drawn.press("Escape", false), "a closed list leaves the key to the page around");
    assert_eq!(drawn.input().value(), "gasse");
    let button: HtmlElement = drawn.find("button").unchecked_into();
    button.click();
    assert!(drawn.is_open());
    button.click();
    assert!(!drawn.is_open());
    drawn.input().click();
    assert!(drawn.is_open());
}

#[wasm_bindgen_test]
async fn the_tabulator_takes_the_entry_it_leaves_from() {
    let drawn = streets().await;
    drawn.write("große");
    assert!(drawn.press("Tab", false));
    drawn.fire("focusout");
    assert!(drawn.error().await.contains("„große“"), "nothing had been chosen");
    drawn.write("große");
    drawn.press("ArrowDown", false);
    assert!(drawn.press("Tab", false), "and goes on");
    drawn.fire("focusout");
    assert_eq!((drawn.value(), drawn.error().await), (json!("v3"), String::new()));
}

#[wasm_bindgen_test]
async fn a_finger_chooses_also_in_a_translated_page() {
    let drawn = streets().await;
    drawn.write("müh");
    let row = drawn.rows().remove(1);
    // As a page translator does: the words are others now, in an element of its own.
    row.set_text_content(None);
    let font = page::document().create_element("font").unwrap();
    font.set_text_content(Some("Old Mill"));
    row.append_child(&font).unwrap();
    font.unchecked_ref::<HtmlElement>().click();
    assert_eq!((drawn.value(), drawn.input().value().as_str()), (json!("v2"), "Alte Mühle"));
    assert!(!drawn.is_open());
    // What was chosen is no query: all entries are there to choose another.
    drawn.input().click();
    assert_eq!(drawn.words().len(), 24);
}

#[wasm_bindgen_test]
async fn a_label_that_was_typed_counts_as_chosen_when_the_field_is_left() {
    let drawn = streets().await;
    drawn.write("  MUELLERWEG ");
    assert_eq!(drawn.value(), Json::Null);
    drawn.fire("focusout");
    assert_eq!((drawn.value(), drawn.input().value().as_str()), (json!("v0"), "Müllerweg"));
    assert_eq!(drawn.session.answer(0), Answer::List(vec!["v0".into(), "Müllerweg".into()]));
    assert_eq!(drawn.error().await, "");
}

#[wasm_bindgen_test]
async fn what_can_mean_nothing_or_several_stays_and_is_told() {
    let drawn = streets().await;
    for typed in ["Hauptstraße", "NEUE STRASSE"] {
        drawn.write(typed);
        assert_eq!(drawn.error().await, "", "nobody is corrected while typing");
        drawn.fire("focusout");
        let error = drawn.error().await;
        assert!(error.contains(typed) && error.contains("wählen Sie"), "{error}");
        assert_eq!(attribute(&drawn.input(), "aria-invalid"), "true");
        assert_eq!(attribute(&drawn.input(), "aria-describedby"), "ag-f-hint ag-f-error");
        assert_eq!((drawn.input().value().as_str(), drawn.value()), (typed, Json::Null));
        assert_eq!(drawn.summary(), [typed]);
    }
    drawn.write("Neue Straße");
    drawn.fire("focusout");
    assert_eq!((drawn.value(), drawn.error().await), (json!("v4"), String::new()));
}

#[wasm_bindgen_test]
async fn twelve_thousand_entries_come_without_delay() {
    let labels = (0..12_000).map(|n| format!("Straße der Nummer {n} am Mühlbach"));
    let drawn = drawn_with("choice", options(labels), "").await.0;
    drawn.write("s");
    assert_eq!(drawn.rows().len(), 100, "only the first are in the page");
    let (mut slowest, mut typed) = (0.0_f64, String::new());
    for letter in "strasse der nummer 11".chars() {
        typed.push(letter);
        let start = clock::now();
        drawn.write(&typed);
        slowest = slowest.max(clock::now() - start);
    }
    // A frame is 16 ms; this build is not an optimised one and the machine may be busy.
    assert!(slowest < 400.0, "{slowest} ms");
    assert_eq!(attribute(&drawn.rows()[0], "aria-setsize"), "1299");
    assert_eq!(drawn.rows()[0].text_content().unwrap(), "Straße der Nummer 11 am Mühlbach");
    drawn.find("[role=listbox]").dispatch_event(&Event::new("scroll").unwrap()).unwrap();
    assert_eq!(drawn.rows().len(), 200, "more come while it is scrolled");
    for _ in 0..22 {
        drawn.press("PageDown", false);
    }
    assert!(drawn.rows().len() > 220, "and while keys go through it");
    assert_eq!(attribute(&drawn.rows()[219], "aria-selected"), "true");
    assert_eq!(attribute(&drawn.rows()[219], "aria-posinset"), "220");
}

const TRADES: &str = r#"return Promise.resolve(new Response('{"items":[{"value":"10.7","label":{"de":"Bäckerei"}},{"value":"55","label":{"de":"Hotel"}}]}'))"#;

/// A field whose list comes when [`come`] lets it.
async fn awaiting() -> (Drawn, Fake) {
    let late = format!("return new Promise(come => window.come = come).then(() => {{ {TRADES} }})");
    drawn_with("choice", json!({"codeList": "trades"}), &late).await
}

/// Lets the backend answer, once it has been asked.
async fn come() {
    let answer = Function::new_no_args("window.come?.(); return Boolean(window.come) && delete window.come");
    until("the backend is asked for the list", || answer.call0(&JsValue::NULL).unwrap().is_truthy()).await;
}

#[wasm_bindgen_test]
async fn a_code_list_may_come_late() {
    let (drawn, _fake) = awaiting().await;
    drawn.sees("Die Liste wird geladen").await;
    drawn.write("baeckerei");
    assert!(!drawn.is_open());
    drawn.told("wird geladen").await;
    drawn.fire("focusout");
    assert!(drawn.error().await.contains("noch nicht geladen"));
    assert_eq!(drawn.value(), Json::Null);
    come().await;
    until("the list has come", || drawn.value() != Json::Null).await;
    leptos::task::tick().await;
    assert_eq!((drawn.value(), drawn.error().await), (json!("10.7"), String::new()));
    assert_eq!(drawn.input().value(), "Bäckerei", "what was typed can mean only this");
    assert!(!drawn.root.text_content().unwrap().contains("wird geladen"));
    assert_eq!(drawn.summary(), ["Bäckerei"]);
}

#[wasm_bindgen_test]
async fn a_code_list_that_fails_is_asked_for_again() {
    let once = format!(
        "if (!window.failed) {{ window.failed = true; return Promise.resolve(new Response('', {{ status: 503 }})) }} {TRADES}"
    );
    let (drawn, _fake) = drawn_with("choice", json!({"codeList": "trades"}), &once).await;
    drawn.sees("konnte nicht geladen werden").await;
    drawn.told("bleibt erhalten").await;
    drawn.write("Hot");
    let again: HtmlElement = drawn.find(".ag-alert button").unchecked_into();
    again.click();
    until("the list is there, and the alert gone", || {
        drawn.root.query_selector(".ag-alert").unwrap().is_none()
            && drawn.session.with(|form| form.code_list("trades").is_some())
    })
    .await;
    leptos::task::tick().await;
    assert_eq!(drawn.input().value(), "Hot", "nothing is lost");
    drawn.write("Hot");
    assert_eq!(drawn.words(), ["Hotel"]);
}

#[wasm_bindgen_test]
async fn what_is_no_longer_in_a_code_list_is_named() {
    let (drawn, _fake) = awaiting().await;
    // As a draft brings it back.
    drawn.session.set(0, Answer::List(vec!["99".into(), "Hufschmied".into()]));
    assert_eq!(drawn.summary(), ["Hufschmied"]);
    drawn.sees("Die Liste wird geladen").await;
    come().await;
    drawn.sees("„Hufschmied“ steht nicht mehr in der Liste").await;
    assert_eq!(drawn.input().value(), "Hufschmied");
    assert_eq!(drawn.session.answer(0), Answer::List(vec!["99".into(), "Hufschmied".into()]));
    drawn.write("hotel");
    drawn.fire("focusout");
    assert_eq!((drawn.value(), drawn.error().await), (json!("55"), String::new()));
}
