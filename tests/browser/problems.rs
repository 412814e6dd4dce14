//! What an author gets to see of a broken file: every mistake with its place, all of them as a text.

use amtsgang::broken::BrokenFile;
use amtsgang::reading::Problem;
use amtsgang::view::dom::View;
use amtsgang::view::parts::problems::problems;
use js_sys::Function;
use leptos::mount::{UnmountHandle, mount_to_renderer};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use crate::fake::until;
use crate::fields::{Drawn, drawn, drawn_with};

fn evaluated(script: &str) -> JsValue {
    Function::new_no_args(script).call0(&JsValue::NULL).unwrap()
}

fn file(count: usize) -> BrokenFile {
    let problem = |ix| Problem { pointer: format!("/f/{ix}"), expected: "a text".into(), found: "nothing".into() };
    let text = ["{\"f\": [\n", &"7,\n".repeat(count), "0]}"].concat();
    BrokenFile::new("hund.json".into(), &text, (0..count).map(problem).collect())
}

/// The list of a file's mistakes, in an app of its own.
async fn list(file: BrokenFile) -> (Drawn, UnmountHandle<View>, Element) {
    let drawn = drawn("text", json!({})).await;
    let app = drawn.app.clone();
    let view = mount_to_renderer(&drawn.root, move || problems(&app, &file));
    let place = drawn.find(".ag-problems");
    (drawn, view, place)
}

fn count(place: &Element, selector: &str) -> u32 {
    place.query_selector_all(selector).unwrap().length()
}

#[wasm_bindgen_test]
async fn every_mistake_stands_there_with_the_lines_around_it() {
    let (_drawn, _view, place) = list(file(3)).await;
    let text = place.text_content().unwrap();
    for words in ["3 Fehler", "/f/1", "Zeile 3, Spalte 1", "expected a text, found nothing"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(count(&place, "li"), 3);
    assert_eq!(place.query_selector("li:nth-child(2) mark").unwrap().unwrap().text_content().unwrap(), "7");
    assert_eq!(count(&place, "li:nth-child(2) pre .ag-problems__line"), 5);
    assert_eq!(count(&place, "a"), 0, "the address of a foreign page leads nowhere");
}

#[wasm_bindgen_test]
async fn a_thousand_mistakes_come_bit_by_bit() {
    let (_drawn, _view, place) = list(file(1000)).await;
    assert_eq!(count(&place, "li"), 50, "what is seen first is there at once");
    until("all are there", || count(&place, "li") == 1000).await;
    assert!(place.text_content().unwrap().contains("nur die ersten 1.000"));
}

#[wasm_bindgen_test]
async fn all_are_copied_or_else_saved() {
    let (drawn, _view, place) = list(file(2)).await;
    let copy = || place.query_selector("button").unwrap().unwrap();
    let clipboard = |write: &str| {
        evaluated(&format!(
            "delete window.copied;
             Object.defineProperty(navigator, 'clipboard', {{ configurable: true, value: {{ writeText: {write} }} }})"
        ))
    };
    let press = |button: Element| button.unchecked_into::<HtmlElement>().click();
    clipboard("text => { window.copied = text; return Promise.resolve(); }");
    press(copy());
    until("that it was copied is said", || drawn.app.announcement.get().contains("Zwischenablage")).await;
    let told = ": expected a text, found nothing\n";
    assert_eq!(
        evaluated("return window.copied").as_string().unwrap(),
        format!("hund.json:2:1: /f/0{told}hund.json:3:1: /f/1{told}")
    );
    for closed in ["() => Promise.reject(new Error('closed'))", "undefined"] {
        drawn.app.announce("");
        clipboard(closed);
        press(copy());
        until("that it was saved is said", || drawn.app.announcement.get().contains("gespeichert")).await;
    }
    evaluated("delete navigator.clipboard");
}

#[wasm_bindgen_test]
async fn a_broken_code_list_is_told_at_its_field() {
    let lists = "return Promise.resolve(new Response('{\"items\": [{\"value\": \"a\"}, 7]}'))";
    let (drawn, _fake) = drawn_with("choice", json!({"codeList": "trades"}), lists).await;
    until("its mistakes are told", || drawn.root.query_selector_all(".ag-problems li").unwrap().length() == 2).await;
    let text = drawn.root.text_content().unwrap();
    assert!(text.contains("/items/0/label") && text.contains("/items/1"), "{text}");
}
