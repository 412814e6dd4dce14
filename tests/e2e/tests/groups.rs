//! Repeating groups: entries come, go and move, by mouse and by keyboard alone, and nothing of them is lost.

use amtsgang_e2e::app::key;
use amtsgang_e2e::visit::{Office, Page, Visit};
use serde_json::{Value, json};

const SERVICE: &str = "meldebestaetigung";

/// A form about the people of a household, in the place of a service that is there.
fn household() -> Value {
    let field = |id: &str, kind: &str, label: &str, more: Value| {
        let mut field = json!({"id": id, "kind": kind, "label": {"de": label}});
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    };
    let adult = json!({">=": [{"var": "years"}, 18]});
    json!([{
        "id": "people",
        "title": {"de": "Wer wohnt hier?"},
        "fields": [
            field("persons", "group", "Menschen im Haushalt", json!({
                "min": 1, "max": 3, "entry": {"de": "Person"}, "add": {"de": "Person hinzufügen"},
                "summary": {"de": "{first}, {years} Jahre"},
                "fields": [
                    field("first", "text", "Vorname", json!({"required": true})),
                    field("years", "integer", "Alter", json!({"required": true, "min": 0, "max": 130})),
                    field("job", "text", "Beruf", json!({"when": adult})),
                ],
                "checks": [
                    {"when": {">": [{"var": "years"}, 110]}, "message": {"de": "So alt ist fast niemand."},
                     "fields": ["years"], "level": "warning"},
                    {"when": {"==": [{"var": "first"}, "Niemand"]}, "message": {"de": "Niemand wohnt nirgends."},
                     "fields": ["first"]},
                ],
            })),
            field("sum", "calculated", "Jahre zusammen", json!({
                "as": "number", "unit": {"de": "Jahre"}, "value": {"sum": [{"var": "persons"}, {"var": "years"}]},
            })),
        ],
    }])
}

async fn opened() -> Visit {
    let visit = Visit::prepared(Office::Demo, "de", Page::Full, &[], |site| {
        site.rewrite(&format!("recipes/{SERVICE}.json"), |recipe| {
            let mut recipe: Value = serde_json::from_str(&recipe).expect("a recipe");
            recipe["steps"] = household();
            recipe.to_string()
        });
    })
    .await;
    visit.browser.open(&[&visit.address(), "#/services/", SERVICE, "/form"].concat()).await;
    visit.browser.reload().await;
    visit.at("Wer wohnt hier?").await;
    visit
}

async fn person(visit: &Visit, number: usize, first: &str, years: &str) {
    let name = format!("Person {number}");
    visit.type_in("Vorname", Some(&name), first).await;
    visit.type_in("Alter", Some(&name), years).await;
}

#[tokio::test]
async fn entries_come_go_and_move() {
    let visit = opened().await;
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    let mistakes = visit.summary().await.expect("a summary");
    assert!(mistakes.len() == 2 && mistakes[0].starts_with("Person 1, Vorname"), "{mistakes:?}");
    visit.follow_summary(1).await;
    visit.focus_on("textbox", "Alter").await;
    person(&visit, 1, "Zoë", "40").await;
    visit.says("40 Jahre").await;
    visit.see_no("button", "Entfernen Person 1").await;

    visit.press("Person hinzufügen").await;
    visit.focus_on("group", "Person 2").await;
    person(&visit, 2, "Kim", "7").await;
    visit.says("47 Jahre").await;
    visit.press("Person hinzufügen").await;
    person(&visit, 3, "Ida", "120").await;
    visit.see_no("button", "Person hinzufügen").await;
    visit.says("So alt ist fast niemand.").await;

    visit.press("Nach oben Person 3").await;
    visit.focus_on("button", "Nach oben Person 2").await;
    visit.press("Nach oben Person 2").await;
    visit.focus_on("button", "Nach unten Person 1").await;
    visit.press("Entfernen Person 2").await;
    visit.focus_on("button", "Rückgängig machen").await;
    visit.says("127 Jahre").await;
    visit.press("Rückgängig machen").await;
    visit.focus_on("group", "Person 2").await;
    visit.says("167 Jahre").await;

    visit.press("Entfernen Person 3").await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
    for said in ["Person 1: Ida, 120 Jahre", "Person 2: Zoë, 40 Jahre", "160 Jahre"] {
        visit.says(said).await;
    }
    assert!(!visit.text().await.contains("Kim"));
}

#[tokio::test]
async fn a_check_stops_and_a_warning_does_not() {
    let visit = opened().await;
    person(&visit, 1, "Niemand", "111").await;
    visit.says("So alt ist fast niemand.").await;
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    assert_eq!(visit.summary().await.expect("a summary"), ["Person 1, Vorname: Niemand wohnt nirgends."]);
    visit.retype("Vorname", Some("Person 1"), "Jemand").await;
    visit.leave("Vorname", Some("Person 1")).await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
}

#[tokio::test]
async fn entries_survive_a_reload() {
    let visit = opened().await;
    person(&visit, 1, "Zoë", "40").await;
    visit.press("Person hinzufügen").await;
    person(&visit, 2, "Kim", "7").await;
    visit.kept("Kim").await;
    visit.browser.reload().await;
    visit.at("Wer wohnt hier?").await;
    visit.says("47 Jahre").await;
    assert_eq!(visit.state_in("Vorname", Some("Person 2")).await.value, "Kim");
    visit.see_no("textbox", "Beruf Person 2").await;
}

#[tokio::test]
async fn the_keyboard_alone_adds_moves_and_removes() {
    let visit = opened().await;
    let tab = key::TAB.to_string();
    visit.type_in("Vorname", Some("Person 1"), "Zoë").await;
    visit.keys(&[&tab, "40", &tab, "Ärztin", &tab, "\n"].concat()).await;
    visit.focus_on("group", "Person 2").await;
    visit.keys(&[&tab, "Kim", &tab, "7", &tab].concat()).await;
    visit.focus_on("button", "Nach oben Person 2").await;
    visit.keys("\n").await;
    visit.focus_on("button", "Nach unten Person 1").await;
    visit.keys(&[&tab, "\n"].concat()).await;
    visit.focus_on("button", "Rückgängig machen").await;
    visit.keys("\n").await;
    visit.focus_on("group", "Person 1").await;
    assert_eq!(visit.state_in("Vorname", Some("Person 1")).await.value, "Kim");
    visit.is_calm().await;
}
