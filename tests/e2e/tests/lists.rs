//! Long lists: searched with nothing but a keyboard, on both backends, and without a barrier while they are open.

use amtsgang_e2e::app::key;
use amtsgang_e2e::engine::Look;
use amtsgang_e2e::keyboard::Keyboard;
use amtsgang_e2e::visit::{Office, Page, Visit};
use serde_json::{Value, json};

/// A service that asks for a kind of trade out of several hundred.
fn trade() -> Value {
    let text = |de: &str, en: &str| json!({"de": de, "en": en});
    json!({
        "id": "gewerbe-probe", "version": 1, "title": text("Gewerbe probeweise anmelden", "Try to register a business"),
        "summary": text("Eine Probe", "A trial"), "fee": text("frei", "free"), "duration": text("sofort", "at once"),
        "privacy": text("Datenschutz", "Privacy"),
        "office": {
            "name": text("Gewerbeamt", "Trade office"), "street": "Markt 1", "postcode": "12345", "place": "Musterstadt",
            "hours": text("Mo 8–12", "Mon 8–12"), "phone": "+49 221 4710120", "email": "amt@musterstadt.example",
        },
        "steps": [{"id": "gewerbe", "title": text("Was tun Sie?", "What do you do?"), "fields": [
            {"id": "trade", "kind": "choice", "codeList": "wz-2008", "label": text("Tätigkeit", "Activity"), "required": true},
            {"id": "oven", "kind": "yesNo", "label": text("Haben Sie einen Backofen?", "Do you have an oven?"),
                "when": {"==": [{"var": "trade"}, "10.7"]}},
        ]}],
    })
}

const BAKING: &str = "10.7 Herstellung von Back- und Teigwaren";

async fn visit(office: Office, page: Page) -> Visit {
    Visit::prepared(office, "de", page, &[], |site| site.offer(&trade())).await
}

/// From the catalogue to the list, by keys.
async fn at_the_list<'a>(visit: &'a Visit) -> Keyboard<'a> {
    let keyboard = Keyboard(visit);
    visit.at(visit.t("catalogue.title")).await;
    visit.see("link", "Gewerbe probeweise anmelden").await;
    keyboard.enter("link", "Gewerbe probeweise anmelden").await;
    visit.at_with_focus("Gewerbe probeweise anmelden").await;
    keyboard.enter("link", visit.t("service.start")).await;
    visit.at_with_focus("Was tun Sie?").await;
    visit.says_no_more(visit.t("list.waiting")).await;
    keyboard
}

async fn chosen_by_keys(office: Office, page: Page) {
    let visit = visit(office, page).await;
    let keyboard = at_the_list(&visit).await;

    // What matches nothing is told when going on, and stays.
    keyboard.to("combobox", "Tätigkeit").await;
    visit.keys("Hufschmied").await;
    keyboard.enter("button", visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    visit.see_mistake("Tätigkeit", "„Hufschmied“").await;
    assert_eq!(visit.state("Tätigkeit").await.value, "Hufschmied");
    let links = visit.summary().await.expect("a summary");
    keyboard.enter("link", &links[0]).await;
    visit.focus_on("combobox", "Tätigkeit").await;

    // Half a word, however it is spelled; down to the entry; taken. A question opens that depends on it.
    visit.chord(key::CONTROL, 'a').await;
    visit.keys("backw").await;
    visit.see_no("option", BAKING).await;
    visit.chord(key::CONTROL, 'a').await;
    visit.keys("teigw").await;
    visit.see("option", BAKING).await;
    visit.keys(&[key::DOWN, key::ENTER].iter().collect::<String>()).await;
    visit.see_no("option", BAKING).await;
    assert_eq!(visit.state("Tätigkeit").await.value, BAKING);
    visit.see_no_mistake("Tätigkeit").await;
    visit.see("radiogroup", "Haben Sie einen Backofen?").await;

    // Another one by its very label, without choosing it: it counts when the field is left.
    visit.focus_on("combobox", "Tätigkeit").await;
    visit.chord(key::CONTROL, 'a').await;
    visit.keys("75 VETERINAERWESEN").await;
    keyboard.enter("button", visit.t("form.next")).await;
    visit.at_with_focus(visit.t("review.title")).await;
    assert_eq!(visit.fact("Tätigkeit").await, "75 Veterinärwesen");
    keyboard.enter("button", visit.t("review.send")).await;
    visit.receipt().await;
    if office == Office::Rest {
        assert_eq!(visit.server.application().answers, json!({"trade": "75"}));
    }
    visit.is_calm().await;
}

#[tokio::test]
async fn an_entry_is_chosen_with_the_keyboard_alone() {
    chosen_by_keys(Office::Rest, Page::Full).await;
}

#[tokio::test]
async fn an_entry_is_chosen_with_the_keyboard_alone_in_a_host_s_page() {
    chosen_by_keys(Office::Demo, Page::Embedded).await;
}

#[tokio::test]
async fn an_open_list_is_no_barrier_and_no_wider_than_a_phone() {
    let visit = visit(Office::Rest, Page::Full).await;
    at_the_list(&visit).await.to("combobox", "Tätigkeit").await;
    let mut findings = Vec::new();
    for typed in ["", "handel", "xyz"] {
        visit.retype("Tätigkeit", None, typed).await;
        visit.keys(&key::DOWN.to_string()).await;
        for look in [Look::PHONE, Look { dark: true, ..Look::PHONE }, Look { width: 320, ..Look::PHONE }] {
            visit.browser.set_look(look).await;
            findings.extend(visit.barriers().await);
            let wide = visit.look("overflow", json!([])).await;
            if wide != json!([]) {
                findings.push(format!("{typed:?}: {wide}"));
            }
        }
        visit.browser.set_look(Look::PHONE).await;
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[tokio::test]
async fn a_list_that_cannot_be_had_loses_nothing_and_can_be_asked_for_again() {
    let visit = visit(Office::Rest, Page::Full).await;
    visit.server.fail("GET /code-lists", "status", json!({ "status": 503, "times": 0 })).await;
    visit.at(visit.t("catalogue.title")).await;
    visit.link("Gewerbe probeweise anmelden").await;
    visit.link(visit.t("service.start")).await;
    visit.says(visit.t("list.failed")).await;
    visit.type_in("Tätigkeit", None, "75 Veterinärwesen").await;
    visit.press(visit.t("form.next")).await;
    visit.see_mistake("Tätigkeit", visit.t("fault.list.awaited")).await;
    visit.kept("75 Veterin").await;

    // Not even by a reload; and once the list is there, it is what was meant.
    visit.browser.reload().await;
    visit.says(visit.t("list.failed")).await;
    assert_eq!(visit.state("Tätigkeit").await.value, "75 Veterinärwesen");
    visit.server.recover().await;
    visit.press(visit.t("action.retry")).await;
    visit.focus_on("combobox", "Tätigkeit").await;
    visit.see("option", "75 Veterinärwesen").await;
    visit.leave("Tätigkeit", None).await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
    assert_eq!(visit.fact("Tätigkeit").await, "75 Veterinärwesen");
}
