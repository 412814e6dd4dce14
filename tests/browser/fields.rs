//! What the field kinds draw: inputs with names, purposes and keyboards; and what comes of what is typed into them.

use std::cell::RefCell;
use std::rc::Rc;

use amtsgang::backend::Backend;
use amtsgang::backend::demo::Demo;
use amtsgang::browser::page;
use amtsgang::expr::value::Value;
use amtsgang::field::Answer;
use amtsgang::locale::Catalogue;
use amtsgang::route::Route;
use amtsgang::route::router::{Home, Router};
use amtsgang::store::Store;
use amtsgang::view::app::{App, Settings};
use amtsgang::view::dom::View;
use amtsgang::view::fields;
use amtsgang::view::parts::frame::Place;
use amtsgang::view::session::Session;
use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::reactive::owner::Owner;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CustomEvent, CustomEventInit, Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::fake::{Fake, loaded};

const GERMAN: &str = include_str!("../../public/locales/de.json");

/// One field in a page of its own.
pub struct Drawn {
    pub root: HtmlElement,
    pub app: App,
    pub session: Rc<Session>,
    _views: [UnmountHandle<View>; 2],
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.app.session.take();
        self.root.remove();
    }
}

/// Draws a field with the id `f` of this kind.
pub async fn drawn(kind: &str, keys: Json) -> Drawn {
    drawn_with(kind, keys, "").await.0
}

/// As [`drawn`], with a backend of the test's own behind it; the recipe comes from the page's `fetch`.
pub async fn drawn_before(backend: Rc<dyn Backend>, kind: &str, keys: Json) -> Drawn {
    drawn_of(backend, kind, keys, "").await.0
}

/// As [`drawn`]; `lists` is JavaScript that answers what is asked for code lists, as long as the backend is there.
pub async fn drawn_with(kind: &str, keys: Json, lists: &str) -> (Drawn, Fake) {
    drawn_of(Demo::new("https://pages.example/".into(), None), kind, keys, lists).await
}

async fn drawn_of(backend: Rc<dyn Backend>, kind: &str, keys: Json, lists: &str) -> (Drawn, Fake) {
    let text = json!({"de": "Frage"});
    let mut field = json!({"id": "f", "kind": kind, "label": text, "hint": text});
    field.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    let recipe = json!({
        "id": "probe", "version": 1, "title": text, "summary": text, "fee": text, "duration": text, "privacy": text,
        "office": {"name": text, "street": "Markt 1", "postcode": "12345", "place": "Musterstadt", "hours": text,
            "phone": "+49 1234 56-0", "email": "amt@musterstadt.example"},
        "steps": [{"id": "s", "title": text, "fields": [field]}],
    });
    let recipe = serde_json::to_string(&recipe.to_string()).unwrap();
    let is_list = "new Request(address, options).url.includes('/code-lists/')";
    let fake = Fake::answering(&format!("if ({is_list}) {{ {lists} }} return Promise.resolve(new Response({recipe}))"));
    let root: HtmlElement = page::document().create_element("div").unwrap().unchecked_into();
    page::document().body().unwrap().append_child(&root).unwrap();
    let texts: &'static Catalogue = Box::leak(Box::new(Catalogue::parse("de", GERMAN).unwrap()));
    let (made, container) = (Rc::new(RefCell::new(None)), root.clone());
    // Nothing of a test outlives it.
    let store = Store::open("probe", true).await;
    store.settle();
    let kept = made.clone();
    let around = mount_to_renderer(&root, move || {
        let settings = Settings {
            assets: "https://pages.example/".into(),
            languages: vec!["de".into()],
            service: None,
            prefill: amtsgang::json::Object::new(),
            name: String::new(),
            owns_page: false,
        };
        let router = Router::new(Home::Memory, Route::Catalogue);
        let owner = Owner::current().unwrap();
        let spoken = Rc::new(RefCell::new("de".to_owned()));
        *kept.borrow_mut() =
            Some(App::new(settings, router, backend, loaded(), store, container, texts, spoken, owner));
        View::NOTHING
    });
    let app = made.take().unwrap();
    let session = Session::open(&app, "probe").await.unwrap();
    let place = Place::new(app.clone(), session.clone(), 0);
    let view = mount_to_renderer(&root, move || fields::field(place));
    (Drawn { root, app, session, _views: [around, view] }, fake)
}

impl Drawn {
    pub fn find(&self, selector: &str) -> Element {
        self.root
            .query_selector(selector)
            .unwrap()
            .unwrap_or_else(|| panic!("{selector} in {}", self.root.inner_html()))
    }

    /// Types into the input of a part, or into the only one, and goes on to the next.
    pub fn type_in(&self, part: &str, text: &str) {
        let id = if part.is_empty() { "#ag-f".to_owned() } else { format!("#ag-f-{part}") };
        let input: HtmlInputElement = self.find(&id).unchecked_into();
        input.set_value(text);
        for name in ["input", "change", "focusout"] {
            let init = CustomEventInit::new();
            init.set_bubbles(name == "focusout");
            input.dispatch_event(&CustomEvent::new_with_event_init_dict(name, &init).unwrap()).unwrap();
        }
    }

    pub fn shown_in(&self, part: &str) -> String {
        let id = if part.is_empty() { "#ag-f".to_owned() } else { format!("#ag-f-{part}") };
        self.find(&id).unchecked_into::<HtmlInputElement>().value()
    }

    pub fn value(&self) -> Json {
        serde_json::from_str(&amtsgang::json::write(&self.session.with(|form| form.value(0).to_json()))).unwrap()
    }

    pub async fn error(&self) -> String {
        leptos::task::tick().await;
        self.root.query_selector(".ag-error").unwrap().and_then(|error| error.text_content()).unwrap_or_default()
    }

    /// As the review shows it.
    pub fn summary(&self) -> Vec<String> {
        fields::shown(&self.app, &self.session.field(0).kind, &self.session.answer(0))
    }

    /// Every input and select has a label of its own, and no id stands there twice.
    pub fn assert_named(&self, inputs: usize) {
        let controls = self.root.query_selector_all("input, select").unwrap();
        assert_eq!(controls.length() as usize, inputs);
        for ix in 0..controls.length() {
            let control: Element = controls.get(ix).unwrap().unchecked_into();
            let label = self.find(&format!("label[for='{}']", control.id()));
            assert!(!label.text_content().unwrap().trim().is_empty());
            assert_eq!(self.root.query_selector_all(&format!("[id='{}']", control.id())).unwrap().length(), 1);
        }
    }
}

impl Drawn {
    /// The button with these words.
    pub fn button(&self, words: &str) -> HtmlElement {
        self.maybe_button(words).unwrap_or_else(|| panic!("{words} in {}", self.root.inner_html()))
    }

    pub fn maybe_button(&self, words: &str) -> Option<HtmlElement> {
        let buttons = self.root.query_selector_all("button").unwrap();
        (0..buttons.length())
            .filter_map(|ix| buttons.get(ix)?.dyn_into::<HtmlElement>().ok())
            .find(|button| button.inner_text() == words)
    }

    pub fn says(&self, words: &str) -> bool {
        self.root.inner_text().contains(words)
    }
}

/// Presses a radio button as a person does.
pub fn choose(input: Element) {
    let input: HtmlInputElement = input.unchecked_into();
    input.set_checked(true);
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    input.dispatch_event(&CustomEvent::new_with_event_init_dict("change", &init).unwrap()).unwrap();
}

pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn single_lines_call_for_their_keyboard_and_are_tidied_when_left() {
    for (kind, mode, typed, tidied, value) in [
        ("time", "decimal", "930", "09:30", json!("09:30")),
        ("taxId", "numeric", "12345678995", "12 345 678 995", json!("12345678995")),
        ("identityDocument", "", "l01x 00t47", "L01X00T47", json!("L01X00T47")),
        ("licencePlate", "", "dn ab 123", "DN-AB 123", json!("DN-AB 123")),
        ("decimal", "decimal", " 1.234,5 ", "1.234,5", json!(1234.5)),
        ("personName", "", " Zoe\u{308} ", "Zoe\u{308}", json!("Zoë")),
    ] {
        let drawn = drawn(kind, json!({})).await;
        drawn.assert_named(1);
        assert_eq!(attribute(&drawn.find("#ag-f"), "inputmode"), mode, "{kind}");
        drawn.type_in("", typed);
        assert_eq!((drawn.shown_in("").as_str(), drawn.value()), (tidied, value), "{kind}");
        assert_eq!(drawn.summary(), [tidied], "{kind}");
        assert_eq!(drawn.error().await, "");
    }
}

#[wasm_bindgen_test]
async fn a_mistake_is_told_at_its_input() {
    for (kind, typed, told) in [
        ("time", "25:00", "keine Uhrzeit"),
        ("taxId", "12345678990", "Ziffer für Ziffer"),
        ("identityDocument", "LO1X00T47", "Ziffer 0"),
        ("licencePlate", "DNAB 1", "Bindestrich"),
        ("decimal", "1,2,3", "12,5"),
        ("personName", "Иван", "И"),
    ] {
        let drawn = drawn(kind, json!({})).await;
        drawn.type_in("", typed);
        let error = drawn.error().await;
        assert!(error.contains(told) && !error.contains('{'), "{kind}: {error}");
        let input = drawn.find("#ag-f");
        assert_eq!(attribute(&input, "aria-invalid"), "true");
        assert_eq!(attribute(&input, "aria-describedby"), "ag-f-hint ag-f-error");
        assert_eq!(drawn.value(), Json::Null);
    }
}

#[wasm_bindgen_test]
async fn a_name_may_be_filled_in_by_the_browser() {
    let drawn = drawn("personName", json!({"autocomplete": "family-name"})).await;
    assert_eq!(attribute(&drawn.find("#ag-f"), "autocomplete"), "family-name");
}

#[wasm_bindgen_test]
async fn a_month_has_two_inputs() {
    let drawn = drawn("yearMonth", json!({"max": "2026-05"})).await;
    drawn.assert_named(2);
    assert_eq!(attribute(&drawn.find("#ag-f-month"), "inputmode"), "numeric");
    drawn.type_in("month", "6");
    drawn.type_in("year", "2026");
    assert!(drawn.error().await.contains("Mai 2026"));
    drawn.type_in("month", "5");
    assert_eq!((drawn.value(), drawn.error().await), (json!("2026-05"), String::new()));
    assert_eq!(drawn.summary(), ["Mai 2026"]);
}

#[wasm_bindgen_test]
async fn a_period_has_two_dates_with_names_of_their_own() {
    let drawn = drawn("period", json!({})).await;
    drawn.assert_named(6);
    let legends = drawn.root.query_selector_all("fieldset fieldset > legend").unwrap();
    let legend = |ix| legends.get(ix).unwrap().text_content().unwrap();
    assert_eq!((legends.length(), legend(0), legend(1)), (2, "Beginn".into(), "Ende".into()));
    for (part, text) in [
        ("fromDay", "3"),
        ("fromMonth", "5"),
        ("fromYear", "2026"),
        ("toDay", "31"),
        ("toMonth", "4"),
        ("toYear", "2026"),
    ] {
        drawn.type_in(part, text);
    }
    assert!(drawn.error().await.contains("Ende: Diesen Tag gibt es nicht"));
    assert_eq!(attribute(&drawn.find("#ag-f-toDay"), "aria-invalid"), "true");
    assert_eq!(attribute(&drawn.find("#ag-f-fromDay"), "aria-invalid"), "");
    drawn.type_in("toMonth", "5");
    assert_eq!(drawn.value(), json!({"from": "2026-05-03", "to": "2026-05-31"}));
    assert_eq!(drawn.summary(), ["Beginn: 3. Mai 2026", "Ende: 31. Mai 2026"]);
}

#[wasm_bindgen_test]
async fn the_countries_of_the_recipe_stand_on_top() {
    let drawn = drawn("country", json!({"first": ["TR", "DE"], "autocomplete": "country"})).await;
    drawn.assert_named(1);
    let select: HtmlSelectElement = drawn.find("#ag-f").unchecked_into();
    assert_eq!(select.autocomplete(), "country");
    assert_eq!(select.length(), 1 + 2 + 250);
    let options = select.query_selector_all("option").unwrap();
    let words = |ix| options.get(ix).unwrap().text_content().unwrap();
    assert_eq!([words(1), words(2), words(3)], ["Türkei", "Deutschland", "Afghanistan"]);
    select.set_value("LU");
    select.dispatch_event(&Event::new("change").unwrap()).unwrap();
    assert_eq!((drawn.value(), drawn.summary()), (json!("LU"), vec!["Luxemburg".to_owned()]));
}

#[wasm_bindgen_test]
async fn a_postcode_and_a_place_may_be_filled_in_by_the_browser() {
    let drawn = drawn("postcodePlace", json!({"own": true})).await;
    drawn.assert_named(2);
    let (postcode, place) = (drawn.find("#ag-f-postcode"), drawn.find("#ag-f-place"));
    assert_eq!(
        (attribute(&postcode, "autocomplete"), attribute(&postcode, "inputmode")),
        ("postal-code".into(), "numeric".into())
    );
    assert_eq!(attribute(&place, "autocomplete"), "address-level2");
    drawn.type_in("postcode", " 12345 ");
    drawn.type_in("place", "Musterstadt");
    assert_eq!(drawn.value(), json!({"postcode": "12345", "place": "Musterstadt"}));
    assert_eq!(drawn.summary(), ["12345 Musterstadt"]);
}

#[wasm_bindgen_test]
async fn an_address_asked_twice_must_agree() {
    let drawn = drawn("email", json!({"confirm": true, "autocomplete": "email"})).await;
    drawn.assert_named(2);
    for part in ["#ag-f-address", "#ag-f-again"] {
        let input = drawn.find(part);
        assert_eq!((attribute(&input, "type"), attribute(&input, "autocomplete")), ("email".into(), "email".into()));
    }
    drawn.type_in("address", "amt@musterstadt.example");
    drawn.type_in("again", "amt@musterstatd.example");
    assert!(drawn.error().await.contains("verschieden"));
    assert_eq!(attribute(&drawn.find("#ag-f-again"), "aria-invalid"), "true");
    drawn.type_in("again", "amt@musterstadt.example");
    assert_eq!((drawn.value(), drawn.error().await), (json!("amt@musterstadt.example"), String::new()));
    assert_eq!(drawn.summary(), ["amt@musterstadt.example"]);
}

#[wasm_bindgen_test]
async fn an_account_is_shown_in_groups_of_four() {
    let drawn = drawn("bankAccount", json!({"countries": "SEPA"})).await;
    drawn.assert_named(2);
    drawn.type_in("iban", "tr330006100519786457841326");
    drawn.type_in("holder", "Heimatverein Musterstadt");
    assert!(drawn.error().await.contains("anderes Konto"));
    drawn.type_in("iban", "de89370400440532013000");
    assert_eq!(drawn.shown_in("iban"), "DE89 3704 0044 0532 0130 00");
    assert_eq!(drawn.value(), json!({"iban": "DE89370400440532013000", "holder": "Heimatverein Musterstadt"}));
    assert_eq!(drawn.summary(), ["DE89 3704 0044 0532 0130 00", "Heimatverein Musterstadt"]);
}

#[wasm_bindgen_test]
async fn an_account_without_a_holder_is_one_input() {
    let drawn = drawn("bankAccount", json!({"holder": false})).await;
    drawn.assert_named(1);
    drawn.type_in("", "de89370400440532013000");
    assert_eq!(drawn.shown_in(""), "DE89 3704 0044 0532 0130 00");
    assert_eq!(
        drawn.session.with(|form| form.value(0).part("iban").clone()),
        Value::Text("DE89370400440532013000".into())
    );
    assert_eq!(drawn.session.answer(0), Answer::Text("DE89 3704 0044 0532 0130 00".into()));
    assert_eq!(drawn.summary(), ["DE89 3704 0044 0532 0130 00"]);
}
