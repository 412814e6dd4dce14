//! Bulky waste and posters from the catalogue to the status, with the mistakes that citizens make on the way.

use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::street;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::Typed::{self, Address, Entries, Found, Period, Pick, Slot, Text, Tick, Words};
use amtsgang_e2e::way::{Way, in_days};
use serde_json::{Value, json};

use crate::services::{apply, arrived};

/// What was booked of the appointment, taken from what arrived, and held against the office's own book.
fn booked(visit: &Visit) -> Value {
    let collection = visit.server.application().answers["collection"].clone();
    let query = "SELECT slot FROM hold WHERE reference IS NOT NULL";
    let database = visit.server.database();
    let mut query = database.prepare(query).expect("the office's book");
    let slots = query.query_map([], |row| row.get(0)).expect("what is booked");
    let slots: Vec<String> = slots.map(|slot| slot.expect("a slot")).collect();
    assert_eq!(slots, [collection["slot"].as_str().expect("a slot")], "this one is booked, and no other");
    collection
}

/// Everything that was filled in has arrived, and one appointment with it.
fn arrived_with_appointment(visit: &Visit, mut way: Way, reference: &str) {
    way.sent["collection"] = booked(visit);
    arrived(visit, &way, reference);
}

/// Goes on, and is told each of these sentences instead, in their order.
async fn is_refused(visit: &Visit, sentences: &[&str]) {
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    let summary = visit.summary().await.expect("a summary");
    assert_eq!(summary.len(), sentences.len(), "{summary:?}");
    for (said, sentence) in summary.iter().zip(sentences) {
        assert!(said.contains(sentence), "“{said}” should say “{sentence}”");
    }
}

/// Goes on to the step of this title.
async fn goes_on(visit: &Visit, recipe: &Recipe, step: &str) {
    visit.press(visit.t("form.next")).await;
    visit.at_with_focus(&recipe.step_title(step, "de")).await;
}

#[tokio::test]
async fn bulky_waste_is_collected_around_the_corner() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = street::bulky_waste();
    let reference = apply(&visit, &way).await;
    arrived_with_appointment(&visit, way, &reference);
}

#[tokio::test]
async fn a_charity_hangs_up_posters() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = street::posters();
    let reference = apply(&visit, &way).await;
    arrived(&visit, &way, &reference);
}

#[tokio::test]
async fn bulky_waste_that_is_too_much_from_elsewhere_on_no_day_is_put_right() {
    let visit = Visit::full(Office::Rest, "de").await;
    let mut way = street::bulky_waste();
    let recipe = Recipe::of(way.service);
    let fill = async |field: &str, typed: Typed| visit.fill(&recipe, field, &typed).await;
    visit.begin(&way).await;
    visit.at(&recipe.step_title("gegenstaende", "de")).await;

    is_refused(&visit, &["Gegenstand 1, Gegenstand", "Gegenstand 1, Wie viele davon?"]).await;
    fill("items", Entries(vec![vec![("item", Pick("sofa-corner")), ("number", Text("2"))]])).await;
    visit.says("5 m³").await;
    is_refused(&visit, &["mehr als 4 m³"]).await;
    visit.retype(&recipe.label("number", "de"), Some("Gegenstand 1"), "1").await;
    visit.says("2,5 m³").await;
    goes_on(&visit, &recipe, "ort").await;

    let elsewhere =
        &[("street", "Marktstraße"), ("houseNumber", "7a"), ("postcode", "54321"), ("place", "Musterstadt")];
    fill("address", Address(elsewhere)).await;
    fill("spot", Pick("elsewhere")).await;
    is_refused(&visit, &["Musterstadt (12345)", "Genaue Stelle"]).await;
    visit.retype(visit.t("address.postcode"), Some(&recipe.label("address", "de")), "12345").await;
    fill("place", Words("Marktplatz, neben dem Brunnen")).await;
    goes_on(&visit, &recipe, "termin").await;

    visit.see("button", visit.t("appointment.later")).await;
    is_refused(&visit, &["Tag der Abholung"]).await;
    fill("collection", Slot).await;
    goes_on(&visit, &recipe, "kontakt").await;

    fill("firstName", Text("Änne")).await;
    fill("lastName", Text("Groß 2")).await;
    fill("email", Text("aenne@example")).await;
    is_refused(&visit, &["Nachname", "E-Mail-Adresse", "Regeln"]).await;
    visit.retype(&recipe.label("lastName", "de"), None, "Groß").await;
    visit.retype(&recipe.label("email", "de"), None, "aenne@example.org").await;
    fill("rules", Tick).await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;

    // Another day suits better after all: the first one is free again for others.
    visit.link(&format!("{} {}", visit.t("review.change"), recipe.step_title("termin", "de"))).await;
    visit.at(&recipe.step_title("termin", "de")).await;
    visit.see("button", visit.t("appointment.later")).await;
    let days = visit.list("radio").await;
    visit.choose(&recipe.label("collection", "de"), &days[1]).await;
    let held = visit.words.start("appointment.held");
    visit.says(held).await;
    visit.press(visit.t("form.toReview")).await;
    visit.at(visit.t("review.title")).await;
    let (reference, _) = visit.send().await;

    way.sent = json!({
        "items": [{"item": "sofa-corner", "number": 1, "itemVolume": 2.5}], "volume": 2.5, "address": way.sent["address"],
        "spot": "elsewhere", "place": {"text": "Marktplatz, neben dem Brunnen"}, "firstName": "Änne", "lastName": "Groß",
        "email": "aenne@example.org", "rules": true,
    });
    arrived_with_appointment(&visit, way, &reference);
    visit.is_calm().await;
}

#[tokio::test]
async fn posters_too_early_too_large_and_too_many_are_put_right() {
    let visit = Visit::full(Office::Rest, "de").await;
    let mut way = street::posters();
    let recipe = Recipe::of(way.service);
    let fill = async |field: &str, typed: Typed| visit.fill(&recipe, field, &typed).await;
    let typed = |days| {
        let (day, month, year) = in_days(days);
        [day.to_string(), month.to_string(), year.to_string()]
    };
    let ends = async |from: u64, to: u64| {
        for (end, days) in [("period.from", from), ("period.to", to)] {
            for (part, number) in ["date.day", "date.month", "date.year"].into_iter().zip(typed(days)) {
                visit.retype(visit.t(part), Some(visit.t(end)), &number).await;
            }
        }
    };
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..1).await;
    visit.at(&recipe.step_title("zeitraum", "de")).await;

    // The fete is in 40 days.
    fill("period", Period(typed(5), typed(20))).await;
    is_refused(&visit, &["liegt zu früh"]).await;
    ends(20, 15).await;
    is_refused(&visit, &["Das Ende liegt vor dem Beginn"]).await;
    ends(41, 43).await;
    is_refused(&visit, &["beginnt erst nach der Veranstaltung"]).await;
    ends(15, 43).await;
    is_refused(&visit, &["höchstens 28 Tage"]).await;
    ends(20, 44).await;
    is_refused(&visit, &["Drei Tage nach der Veranstaltung"]).await;
    let warned = async |expected: bool| {
        amtsgang_e2e::patience::until("the warning comes and goes", async || {
            let described = visit.state(&recipe.label("period", "de")).await.described;
            let warned =
                described.iter().any(|words| words.contains("schon vor der Veranstaltung oder Wahl wieder weg"));
            (warned == expected).then_some(())
        })
        .await;
    };
    ends(20, 39).await;
    warned(true).await;
    ends(20, 41).await;
    warned(false).await;
    goes_on(&visit, &recipe, "orte").await;

    let place = vec![
        ("place", Found("marktstrasse 12", "Marktstraße 12, 12345 Musterstadt")),
        ("fixture", Pick("lamppost")),
        ("format", Pick("large")),
        ("count", Text("61")),
    ];
    fill("places", Entries(vec![place])).await;
    is_refused(&visit, &["höchstens 60 Plakate", "halten an einem Laternenmast nicht"]).await;
    visit.choose(&recipe.label("format", "de"), &recipe.option("format", "a1", "de")).await;
    visit.retype(&recipe.label("count", "de"), Some("Ort 1"), "60").await;
    goes_on(&visit, &recipe, "antragsteller").await;

    fill("applicant", Pick("person")).await;
    for (field, typed) in &way.steps[3].1[2..] {
        visit.fill(&recipe, field, typed).await;
    }
    is_refused(&visit, &["Dann stellt der Verein den Antrag"]).await;
    fill("applicant", Pick("organisation")).await;
    is_refused(&visit, &["Name des Vereins"]).await;
    fill("organisation", Text("Musterverein e. V.")).await;
    goes_on(&visit, &recipe, "verantwortlich").await;
    visit.walk_steps(&way, 4..5).await;

    // No place is large: nobody asks for a plan.
    visit.at(&recipe.step_title("unterlagen", "de")).await;
    visit.see_no("file", &recipe.label("sitePlan", "de")).await;
    is_refused(&visit, &["Entwurf des Plakats", "Freistellungsbescheid"]).await;
    for field in ["design", "exemption"] {
        visit.attach(&recipe.label(field, "de"), &["nachweis.pdf"]).await;
    }
    goes_on(&visit, &recipe, "abschluss").await;
    visit.says("90,00 €").await;
    is_refused(&visit, &["Pflichten"]).await;
    fill("duties", Tick).await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
    visit.says("Ort 1: Marktstraße 12, 12345 Musterstadt: 60 Plakate").await;
    let (reference, _) = visit.send().await;

    // 60 × 0.75 € in each of four weeks, and half of it.
    way.sent["places"] = json!([{"place": way.sent["places"][0]["place"], "fixture": "lamppost", "format": "a1",
        "count": 60, "weekly": 4500}]);
    way.sent["posters"] = json!(60);
    way.sent["feeTotal"] = json!(9000);
    way.files.retain(|(field, _)| *field != "sitePlan");
    arrived(&visit, &way, &reference);
    visit.is_calm().await;
}
