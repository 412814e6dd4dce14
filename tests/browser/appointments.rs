//! An appointment: days and times to choose from, a slot that is held, and what is said when it is lost.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlInputElement};

use crate::fake::{Fake, log, rest, serving, until};
use crate::fields::{Drawn, attribute, choose, drawn_before};

const OFFERS: (&str, &str) = ("GET /", "json({ operations: ['appointments'] })");
/// Two days in the next two weeks, one of them later; nothing after that.
const SLOTS: (&str, &str) = (
    "GET /calendars/amt/slots",
    "json({ items: (window.asks = (window.asks ?? 0) + 1) > 2 ? [] : window.asks > 1
        ? [{ id: 'c', start: '2031-06-12T14:00:00+02:00', end: '2031-06-12T14:20:00+02:00', place: 'Zimmer 3' }]
        : [{ id: 'b', start: '2031-06-03T09:40:00+02:00', end: '2031-06-03T10:00:00+02:00', place: 'Zimmer 3' },
           { id: 'a', start: '2031-06-03T09:20:00+02:00', end: '2031-06-03T09:40:00+02:00', place: 'Zimmer 3' }] })",
);
/// Holds what is asked for, each time under another name.
const HOLDS: &str = "window.asked.clone().json().then(({ slot }) => json({ hold: 'h' + (window.holds = (window.holds ?? 0) + 1), slot,
    start: '2031-06-03T09:20:00+02:00', end: '2031-06-03T09:40:00+02:00', expires: '2031-01-01T00:00:00Z', seconds: 600 }, 201))";
const TAKEN: &str = "json({}, 409)";

/// What `HOLDS` says, for no time at all the first time; `later` answers from then on.
fn short(later: &str) -> String {
    format!(
        "(window.holds ?? 0) > 0 ? {later} : window.asked.clone().json().then(({{ slot }}) => json({{ hold: 'h' + (window.holds = 1), slot,
            start: '2031-06-03T09:20:00+02:00', end: '2031-06-03T09:40:00+02:00', expires: '2031-01-01T00:00:00Z', seconds: 0 }}, 201))"
    )
}

async fn appointment(keys: Value, operations: &[(&str, &str)]) -> (Drawn, Fake) {
    js_sys::Function::new_no_args("window.asks = window.holds = 0").call0(&wasm_bindgen::JsValue::NULL).unwrap();
    let mut all = json!({"calendar": "amt"});
    all.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    // The field asks once the test waits, and by then this backend answers.
    let drawn = drawn_before(rest(), "appointment", all).await;
    (drawn, serving(operations))
}

/// As [`appointment`], with a free calendar, once its days are there.
async fn open(holds: &str) -> (Drawn, Fake) {
    let hold = ("POST /calendars/amt/holds", holds);
    let release = ("DELETE", "new Response(null, { status: 204 })");
    let (drawn, fake) = appointment(json!({}), &[OFFERS, SLOTS, hold, release]).await;
    until("the days", || drawn.root.query_selector("h2").unwrap().is_some()).await;
    (drawn, fake)
}

fn times(drawn: &Drawn) -> Vec<HtmlInputElement> {
    let inputs = drawn.root.query_selector_all("input[type=radio]").unwrap();
    (0..inputs.length()).map(|ix| inputs.get(ix).unwrap().unchecked_into()).collect()
}

fn headings(drawn: &Drawn) -> Vec<String> {
    let headings = drawn.root.query_selector_all("h2").unwrap();
    (0..headings.length()).map(|ix| headings.get(ix).unwrap().text_content().unwrap()).collect()
}

/// Chooses a slot by its place in the list.
fn pick(drawn: &Drawn, ix: usize) {
    choose(times(drawn).remove(ix).unchecked_into());
}

fn hold_of(drawn: &Drawn) -> String {
    drawn.value()["hold"].as_str().unwrap_or_default().to_owned()
}

fn checked(drawn: &Drawn) -> Vec<String> {
    times(drawn).into_iter().filter(HtmlInputElement::checked).map(|input| input.value()).collect()
}

#[wasm_bindgen_test]
async fn free_times_stand_under_their_days() {
    let (drawn, _fake) = open(HOLDS).await;
    assert_eq!(headings(&drawn), ["Dienstag, 3. Juni 2031"]);
    let times = times(&drawn);
    let words =
        |input: &HtmlInputElement| drawn.find(&format!("label:has([id='{}'])", input.id())).text_content().unwrap();
    assert_eq!([words(&times[0]), words(&times[1])], ["09:20", "09:40"]);
    assert_eq!(times[0].name(), times[1].name());
    let day: Element = drawn.find("[role=group]");
    assert_eq!(drawn.find(&format!("[id='{}']", attribute(&day, "aria-labelledby"))).tag_name(), "H2");
    assert!(drawn.says("Ort: Zimmer 3"));
    assert_eq!((drawn.value(), checked(&drawn).len()), (Value::Null, 0));
}

#[wasm_bindgen_test]
async fn a_chosen_time_is_held_and_another_one_gives_it_back() {
    let (drawn, _fake) = open(HOLDS).await;
    pick(&drawn, 1);
    // Arrow keys go through the times; only where they stay is asked for.
    pick(&drawn, 0);
    until("the hold", || drawn.says("Für Sie reserviert bis")).await;
    assert!(drawn.app.announcement.now().contains("Dienstag, 3. Juni 2031, 09:20 Uhr"));
    let first = hold_of(&drawn);
    assert_eq!(drawn.value(), json!({"slot": "a", "start": "2031-06-03T09:20:00+02:00", "hold": first}));
    assert_eq!(drawn.summary(), ["Dienstag, 3. Juni 2031, 09:20 Uhr", "Zimmer 3"]);
    assert_eq!(log().matches("POST").count(), 1);
    assert_eq!(Fake::asked("headers.get('Idempotency-Key')").len(), 36);

    pick(&drawn, 1);
    until("the other hold", || hold_of(&drawn) != first).await;
    until("the release", || log().contains(&format!("DELETE /holds/{first}"))).await;
    let second = hold_of(&drawn);
    assert_eq!(checked(&drawn), ["b"]);

    drawn.button("Termin freigeben").click();
    until("the release", || log().contains(&format!("DELETE /holds/{second}"))).await;
    assert_eq!((drawn.value(), checked(&drawn).len()), (Value::Null, 0));
}

#[wasm_bindgen_test]
async fn a_time_that_somebody_else_has_got_is_told() {
    let (drawn, _fake) = open(TAKEN).await;
    pick(&drawn, 0);
    until("the news", || drawn.says("gerade vergeben worden: Dienstag, 3. Juni 2031, 09:20 Uhr")).await;
    assert!(drawn.app.announcement.now().contains("gerade vergeben"));
    assert!(drawn.says("inzwischen vergeben"));
    assert_eq!((drawn.value(), checked(&drawn).len(), times(&drawn).len()), (Value::Null, 0, 2));
}

#[wasm_bindgen_test]
async fn a_reservation_that_runs_out_is_made_again() {
    let (drawn, _fake) = open(&short(HOLDS)).await;
    pick(&drawn, 0);
    until("the news", || drawn.says("war noch frei")).await;
    assert!(drawn.app.announcement.now().contains("wieder für Sie reserviert"));
    assert_eq!((log().matches("POST").count(), checked(&drawn)), (2, vec!["a".to_owned()]));
}

#[wasm_bindgen_test]
async fn a_reservation_that_ran_out_and_was_taken_is_lost_and_nothing_else() {
    let (drawn, _fake) = open(&short(TAKEN)).await;
    pick(&drawn, 0);
    until("the news", || drawn.says("inzwischen vergeben: Dienstag, 3. Juni 2031, 09:20 Uhr")).await;
    assert!(drawn.says("Ihre übrigen Angaben sind noch da"));
    assert_eq!((drawn.value(), checked(&drawn).len()), (Value::Null, 0));
}

#[wasm_bindgen_test]
async fn a_page_left_open_does_not_hold_a_time_for_ever() {
    let forever = HOLDS.replace("seconds: 600", "seconds: 0");
    let (drawn, _fake) = open(&forever).await;
    pick(&drawn, 0);
    until("the end", || drawn.says("Die Reservierung ist abgelaufen")).await;
    assert_eq!(log().matches("POST").count(), 4, "{}", log());
    // The citizen is back.
    drawn.button("Noch einmal reservieren").click();
    until("another hold", || log().matches("POST").count() > 4).await;
}

#[wasm_bindgen_test]
async fn more_days_come_when_they_are_wanted() {
    let (drawn, _fake) = open(HOLDS).await;
    drawn.button("Weitere Tage anzeigen").click();
    until("another day", || headings(&drawn).len() == 2).await;
    assert_eq!(headings(&drawn)[1], "Donnerstag, 12. Juni 2031");
    assert_eq!(drawn.app.announcement.now(), "1 weiterer Termin");
    assert!(log().contains("slots?from=2031-06-04&to=2031-06-10"), "{}", log());
    until("the focus", || {
        let focused = amtsgang::browser::page::document().active_element();
        focused.is_some_and(|focused| focused.text_content().is_some_and(|words| words == headings(&drawn)[1]))
    })
    .await;
    drawn.button("Weitere Tage anzeigen").click();
    until("the end", || drawn.says("Spätere Termine sind noch nicht zu vergeben")).await;
    assert_eq!(headings(&drawn).len(), 2);
}

#[wasm_bindgen_test]
async fn without_appointments_the_citizen_hears_what_to_do() {
    for operations in [vec![], vec![("GET /", "json({ operations: [] })")], vec![OFFERS]] {
        let (drawn, _fake) = appointment(json!({}), &operations).await;
        until("a sentence", || drawn.says("Sie können ohne Termin weitermachen")).await;
        assert!(drawn.says("+49 1234 56-0"));
        assert!(drawn.session.check_step(0).is_empty());
    }
    let (drawn, _fake) = appointment(json!({"required": true}), &[]).await;
    until("a sentence", || drawn.says("Ohne Termin können Sie diesen Antrag nicht absenden")).await;
    assert_eq!(drawn.session.check_step(0), [0]);
    assert_eq!(drawn.error().await, "Fehler: Der Termin fehlt. Wählen Sie einen freien Termin.");
}

#[wasm_bindgen_test]
async fn a_calendar_that_does_not_answer_can_be_asked_again() {
    let broken = ("GET /calendars/amt/slots", "json({}, 503)");
    let (drawn, fake) = appointment(json!({}), &[OFFERS, broken]).await;
    until("the failure", || drawn.says("Der Online-Dienst ist gerade gestört")).await;
    drop(fake);
    let _fake = serving(&[OFFERS, SLOTS]);
    drawn.button("Erneut versuchen").click();
    until("the days", || headings(&drawn).len() == 1).await;
}
