//! A place: words always do; search, position, coordinates and map lead there, too, and say what came of them.

use js_sys::Function;
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CustomEvent, CustomEventInit, HtmlInputElement};

use crate::fake::{Fake, log, rest, serving, until};
use crate::fields::{Drawn, attribute, choose, drawn_before};

const OFFERS: &str = "json({ operations: ['addressSearch', 'map'] })";
const SEARCH_ONLY: &str = "json({ operations: ['addressSearch'] })";
const ADDRESSES: &str = "json({ items: [
    { text: 'Marktstraße 3', latitude: 50.801204, longitude: 6.482377 },
    { text: 'Marktstraße 12', latitude: 50.801618, longitude: 6.4835 }] })";

/// A place with a backend of these operations.
async fn place(operations: &[(&str, &str)]) -> (Drawn, Fake) {
    // The field asks once the test waits, and by then this backend answers.
    let drawn = drawn_before(rest(), "place", json!({"required": true})).await;
    (drawn, serving(operations))
}

/// Types as a person does: the events go up to the group.
fn type_in(drawn: &Drawn, part: &str, text: &str) {
    let input: HtmlInputElement = drawn.find(&format!("#ag-f-{part}")).unchecked_into();
    input.set_value(text);
    for name in ["input", "change"] {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        input.dispatch_event(&CustomEvent::new_with_event_init_dict(name, &init).unwrap()).unwrap();
    }
}

/// Replaces the browser's own way to the device's position.
fn device(get_current_position: &str) {
    let set = format!(
        "window.positions = 0;
         Object.defineProperty(navigator, 'geolocation', {{ configurable: true, value: {{
             getCurrentPosition(found, refused, options) {{ window.positions += 1; {get_current_position} }} }} }})"
    );
    Function::new_no_args(&set).call0(&JsValue::NULL).unwrap();
}

fn positions() -> f64 {
    Function::new_no_args("return window.positions").call0(&JsValue::NULL).unwrap().as_f64().unwrap()
}

#[wasm_bindgen_test]
async fn words_do_where_the_backend_offers_nothing() {
    let (drawn, _fake) = place(&[]).await;
    drawn.assert_named(3);
    type_in(&drawn, "text", " Hinter dem Rathaus ");
    assert_eq!(drawn.value(), json!({"text": "Hinter dem Rathaus"}));
    assert_eq!(drawn.summary(), ["Hinter dem Rathaus"]);
    assert!(drawn.maybe_button("Adresse suchen").is_none());
    assert!(drawn.maybe_button("Meinen Standort verwenden").is_some());
    assert_eq!(drawn.root.query_selector("img").unwrap(), None);
}

#[wasm_bindgen_test]
async fn an_address_that_is_found_brings_its_coordinates() {
    let (drawn, _fake) = place(&[("GET /", SEARCH_ONLY), ("GET /addresses", ADDRESSES)]).await;
    until("the search", || drawn.maybe_button("Adresse suchen").is_some()).await;
    type_in(&drawn, "text", "Marktstraße & Co");
    assert!(!log().contains("/addresses"), "nothing is sent while somebody types: {}", log());
    drawn.button("Adresse suchen").click();
    until("what was found", || drawn.root.query_selector_all("input[type=radio]").unwrap().length() == 2).await;
    assert!(log().contains("GET /addresses?q=Marktstra%C3%9Fe%20%26%20Co&limit=8"), "{}", log());
    assert!(drawn.says("2 Adressen gefunden"));
    assert_eq!(drawn.app.announcement.now(), "2 Adressen gefunden. Wählen Sie die richtige aus.");

    choose(drawn.find("#ag-f-found-2"));
    assert_eq!(drawn.value(), json!({"text": "Marktstraße 12", "latitude": 50.801618, "longitude": 6.4835}));
    assert_eq!([drawn.shown_in("text"), drawn.shown_in("longitude")], ["Marktstraße 12", "6,4835"]);
    assert_eq!(drawn.summary(), ["Marktstraße 12", "50,801618° N, 6,4835° O"]);
    leptos::task::tick().await;
    assert!(drawn.find("details").has_attribute("open"));

    // More words keep them; other words are another place.
    type_in(&drawn, "text", "Marktstraße 12, vor der Bäckerei");
    assert!(drawn.value().get("latitude").is_some());
    type_in(&drawn, "text", "Lindenallee 5");
    assert_eq!(drawn.value(), json!({"text": "Lindenallee 5"}));
    until("the news", || drawn.says("Die Koordinaten gehörten zur vorigen Adresse")).await;
    assert_eq!(drawn.shown_in("latitude"), "");
}

#[wasm_bindgen_test]
async fn a_search_in_vain_says_that_words_do() {
    for (answer, told) in [
        ("json({ items: [] })", "keine Adresse gefunden"),
        ("json({}, 503)", "Die Suche ist nicht nötig"),
        ("json({ items: 3 })", "Die Suche ist nicht nötig"),
    ] {
        let (drawn, _fake) = place(&[("GET /", SEARCH_ONLY), ("GET /addresses", answer)]).await;
        until("the search", || drawn.maybe_button("Adresse suchen").is_some()).await;
        drawn.button("Adresse suchen").click();
        until("advice", || drawn.says("mindestens 3 Buchstaben")).await;
        assert!(!log().contains("/addresses"));
        type_in(&drawn, "text", "Mondstraße");
        drawn.button("Adresse suchen").click();
        until(told, || drawn.says(told)).await;
        assert_eq!(drawn.value(), json!({"text": "Mondstraße"}));
    }
}

#[wasm_bindgen_test]
async fn the_position_is_asked_for_when_the_citizen_wants_it() {
    let (drawn, _fake) = place(&[]).await;
    device("found({ coords: { latitude: 50.8012044999, longitude: 6.48, accuracy: 12.4 } })");
    type_in(&drawn, "text", "Am Bach");
    assert_eq!(positions(), 0.0);
    drawn.button("Meinen Standort verwenden").click();
    until("the position", || drawn.says("auf etwa 20 m genau")).await;
    assert_eq!(positions(), 1.0);
    assert_eq!(drawn.value(), json!({"text": "Am Bach", "latitude": 50.801204, "longitude": 6.48}));
    assert_eq!(drawn.shown_in("latitude"), "50,801204");
    assert!(drawn.app.announcement.now().contains("20 m"));
}

#[wasm_bindgen_test]
async fn a_refused_position_is_explained_and_takes_nothing_away() {
    let (drawn, _fake) = place(&[]).await;
    type_in(&drawn, "text", "Am Bach");
    for (answer, told) in [
        ("refused({ code: 1 })", "nicht freigegeben"),
        ("refused({ code: 2 })", "kennt seinen Standort gerade nicht"),
        ("refused({ code: 3 })", "nicht schnell genug"),
        ("throw new Error('broken')", "kennt seinen Standort gerade nicht"),
        ("found({})", "kennt seinen Standort gerade nicht"),
        ("found({ coords: { latitude: NaN, longitude: 6, accuracy: 1 } })", "kennt seinen Standort gerade nicht"),
    ] {
        device(answer);
        drawn.button("Meinen Standort verwenden").click();
        until(told, || drawn.says(told)).await;
        assert_eq!(drawn.value(), json!({"text": "Am Bach"}), "{answer}");
    }
}

#[wasm_bindgen_test]
async fn coordinates_may_be_typed_or_pasted_together() {
    let (drawn, _fake) = place(&[]).await;
    assert!(!drawn.find("details").has_attribute("open"));
    type_in(&drawn, "text", "Am Bach");
    type_in(&drawn, "latitude", "50.801204, 6.4823");
    assert_eq!([drawn.shown_in("latitude"), drawn.shown_in("longitude")], ["50.801204", "6.4823"]);
    assert_eq!(drawn.value(), json!({"text": "Am Bach", "latitude": 50.801204, "longitude": 6.4823}));
    type_in(&drawn, "latitude", "50° 48′ 36″ N");
    assert_eq!(drawn.value()["latitude"], json!(50.81));

    drawn.type_in("longitude", "190 E");
    assert!(drawn.error().await.contains("180"));
    assert_eq!(attribute(&drawn.find("#ag-f-longitude"), "aria-invalid"), "true");
    assert_eq!(attribute(&drawn.find("#ag-f-latitude"), "aria-invalid"), "");
    drawn.type_in("longitude", "");
    assert!(drawn.error().await.contains("Eine der beiden Koordinaten fehlt"));
}

#[wasm_bindgen_test]
async fn mixed_up_coordinates_are_noted_and_can_be_turned() {
    let (drawn, _fake) = place(&[]).await;
    type_in(&drawn, "text", "Am Bach");
    type_in(&drawn, "latitude", "6,48");
    type_in(&drawn, "longitude", "50,8");
    leptos::task::tick().await;
    assert!(drawn.says("Sind Breite und Länge vertauscht?"));
    // A note, and no mistake.
    assert_eq!((drawn.error().await, drawn.value()["latitude"].clone()), (String::new(), json!(6.48)));
    drawn.button("Breite und Länge tauschen").click();
    leptos::task::tick().await;
    assert_eq!(drawn.value(), json!({"text": "Am Bach", "latitude": 50.8, "longitude": 6.48}));
    assert!(!drawn.says("Sind Breite und Länge vertauscht?"));
}

#[wasm_bindgen_test]
async fn a_map_comes_from_the_backend_when_there_is_a_point() {
    let png = "new Response(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0]))";
    let (drawn, _fake) = place(&[("GET /", OFFERS), ("GET /map", png)]).await;
    until("the offers", || drawn.maybe_button("Adresse suchen").is_some()).await;
    type_in(&drawn, "text", "Am Bach");
    leptos::task::tick().await;
    assert!(!log().contains("/map"));
    type_in(&drawn, "latitude", "50,8");
    type_in(&drawn, "longitude", "6,48");
    until("the map", || drawn.root.query_selector("img").unwrap().is_some()).await;
    assert!(log().contains("GET /map?latitude=50.8&longitude=6.48&width=600&height=300&scale="), "{}", log());
    let map = drawn.find("img");
    assert!(attribute(&map, "src").starts_with("blob:"));
    assert_eq!(attribute(&map, "alt"), "Karte der Umgebung von 50,8° N, 6,48° O. Der Ort ist in der Mitte markiert.");
    type_in(&drawn, "longitude", "");
    leptos::task::tick().await;
    assert_eq!(drawn.root.query_selector("img").unwrap(), None);
}

#[wasm_bindgen_test]
async fn a_map_that_does_not_come_is_not_missed() {
    for answer in ["json({}, 503)", "new Response('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')"] {
        let (drawn, _fake) = place(&[("GET /", OFFERS), ("GET /map", answer)]).await;
        type_in(&drawn, "text", "Am Bach");
        type_in(&drawn, "latitude", "50,8 6,48");
        until("an explanation", || drawn.says("Für Ihren Antrag ist sie nicht nötig")).await;
        assert_eq!(drawn.value()["longitude"], json!(6.48));
        assert_eq!(drawn.root.query_selector("img").unwrap(), None);
    }
}
