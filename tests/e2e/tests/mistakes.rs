//! Mistakes: never while someone types, at the field when it is left, all of them when going on.

use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::{self, Typed, Way};
use serde_json::json;

/// At a step of a way, everything before it filled in.
async fn at_step(visit: &Visit, way: &Way, step: usize) -> Recipe {
    let recipe = Recipe::of(way.service);
    visit.begin(way).await;
    visit.walk_steps(way, 0..step).await;
    visit.at(&recipe.step_title(way.steps[step].0, "de")).await;
    recipe
}

#[tokio::test]
async fn nothing_is_said_while_someone_types_and_something_when_they_leave() {
    let visit = Visit::full(Office::Rest, "de").await;
    let recipe = at_step(&visit, &way::dog(), 2).await;
    let chip = recipe.label("chip", "de");
    let sentence = "15 Ziffern";

    visit.type_in(&chip, None, "123").await;
    visit.stays(async || visit.mistake(&chip).await.is_none()).await;
    visit.leave(&chip, None).await;
    visit.see_mistake(&chip, sentence).await;
    assert!(visit.state(&chip).await.invalid, "the control is marked, too");

    // Wrong in another way: what is shown stays, nothing new appears. Right: it goes at once, before the field is left.
    visit.type_in(&chip, None, "456").await;
    visit.see_mistake(&chip, sentence).await;
    visit.type_in(&chip, None, "789012345").await;
    visit.see_no_mistake(&chip).await;
    assert!(!visit.state(&chip).await.invalid);
    visit.type_in(&chip, None, "6").await;
    visit.stays(async || visit.mistake(&chip).await.is_none()).await;
    visit.is_calm().await;
}

#[tokio::test]
async fn passing_through_empty_fields_accuses_nobody() {
    let visit = Visit::full(Office::Rest, "de").await;
    let recipe = at_step(&visit, &way::dog(), 0).await;
    for field in ["firstName", "lastName", "email", "phone"] {
        visit.leave(&recipe.label(field, "de"), None).await;
    }
    visit.stays(async || visit.mistakes().await.is_empty()).await;
}

#[tokio::test]
async fn what_is_typed_is_tidied_when_it_is_left() {
    let visit = Visit::full(Office::Rest, "de").await;
    let recipe = at_step(&visit, &way::dog(), 0).await;
    let name = recipe.label("firstName", "de");
    visit.type_in(&name, None, "  Änne ").await;
    assert_eq!(visit.state(&name).await.value, "  Änne ", "nothing moves under the fingers");
    visit.leave(&name, None).await;
    amtsgang_e2e::patience::until("the name is tidied", async || {
        (visit.state(&name).await.value == "Änne").then_some(())
    })
    .await;
}

/// Goes on with nothing filled in: the summary has the focus, and each of its links leads to a field.
async fn all_missing(visit: &Visit, expected: &[(&str, &str, &str)]) {
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    let links = visit.summary().await.expect("a summary");
    assert_eq!(links.len(), expected.len(), "{links:?}");
    for (ix, (sentence, role, name)) in expected.iter().enumerate() {
        assert!(links[ix].contains(sentence), "{links:?}");
        // Several fields may be missed with the same words: the one in question is reached by its place.
        visit.follow_summary(ix).await;
        visit.focus_on(role, name).await;
    }
}

#[tokio::test]
async fn going_on_shows_every_mistake_and_leads_to_each() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::dog();
    let recipe = at_step(&visit, &way, 0).await;
    let label = |field: &str| recipe.label(field, "de");
    let t = |key: &str| visit.t(key).to_owned();

    let (first, last) = (label("firstName"), label("lastName"));
    all_missing(&visit, &[(&t("fault.missing.text"), "textbox", &first), (&t("fault.missing.text"), "textbox", &last)])
        .await;

    // A field that is put right leaves the summary; the focus stays with whoever types.
    visit.type_in(&first, None, "Änne").await;
    visit.see_no_mistake(&first).await;
    assert_eq!(visit.summary().await.map(|links| links.len()), Some(1));
    visit.focus_on("textbox", &first).await;
    visit.type_in(&last, None, "Groß").await;
    visit.see_no("group", visit.t("summary.title")).await;
    visit.press(visit.t("form.next")).await;

    visit.at(&recipe.step_title("haushalt", "de")).await;
    all_missing(
        &visit,
        &[
            (&t("fault.missing.address"), "textbox", &t("address.street")),
            (&t("fault.missing.number"), "textbox", &label("otherDogs")),
        ],
    )
    .await;
    visit.type_in(&t("address.street"), Some(&label("address")), "Marktstraße").await;
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    let links = visit.summary().await.expect("a summary");
    assert_eq!(links.len(), 4, "each part that is missing is named: {links:?}");
    visit.follow_summary(1).await;
    visit.focus_on("textbox", &t("address.postcode")).await;
    for (part, text) in [("houseNumber", "7a"), ("postcode", "1234"), ("place", "Musterstadt")] {
        visit.type_in(&t(&format!("address.{part}")), Some(&label("address")), text).await;
    }
    visit.type_in(&label("otherDogs"), None, "0").await;
    visit.press(visit.t("form.next")).await;
    visit.says(visit.t("fault.postcode")).await;
    visit.type_in(&t("address.postcode"), Some(&label("address")), "5").await;
    visit.press(visit.t("form.next")).await;

    visit.at(&recipe.step_title("hund", "de")).await;
    all_missing(
        &visit,
        &[
            (&t("fault.missing.text"), "textbox", &label("dogName")),
            (&t("fault.missing.choice"), "combobox", &label("breed")),
        ],
    )
    .await;
    visit.walk_steps(&way, 2..3).await;
    visit.at(&recipe.step_title("sachkunde", "de")).await;
    all_missing(&visit, &[(&t("fault.missing.file"), "file", &label("competence"))]).await;
    visit.walk_steps(&way, 3..4).await;
    visit.at(&recipe.step_title("alter", "de")).await;
    all_missing(
        &visit,
        &[(&t("fault.missing.date"), "textbox", &t("date.day")), (&t("fault.missing.yesNo"), "radio", &t("field.yes"))],
    )
    .await;
    visit.walk_steps(&way, 4..6).await;
    visit.at(&recipe.step_title("abschluss", "de")).await;
    all_missing(
        &visit,
        &[
            (&t("fault.missing.text"), "textbox", &label("insurer")),
            (&t("fault.missing.consent"), "checkbox", &label("truth")),
        ],
    )
    .await;
    visit.is_calm().await;
}

#[tokio::test]
async fn a_date_is_judged_as_a_whole_and_by_its_parts() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::plain_dog();
    let recipe = at_step(&visit, &way, 3).await;
    let acquired = recipe.label("acquiredOn", "de");
    let (day, month, year) = (visit.t("date.day"), visit.t("date.month"), visit.t("date.year"));

    // Going from part to part of a date is not leaving it.
    visit.type_in(day, Some(&acquired), "31").await;
    visit.leave(day, Some(&acquired)).await;
    visit.type_in(month, Some(&acquired), "2").await;
    visit.stays(async || visit.mistakes().await.is_empty()).await;
    visit.type_in(year, Some(&acquired), "2025").await;
    visit.leave(year, Some(&acquired)).await;
    visit.says(&visit.words.fill("fault.dateDayOfMonth", &[("days", "28")])).await;
    assert_eq!(visit.mistakes().await, [day], "only the day is wrong");
    visit.retype(day, Some(&acquired), "28").await;
    visit.see_no_mistake(&acquired).await;
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_is_told_with_its_name() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::defect();
    let recipe = at_step(&visit, &way, 1).await;
    let photos = recipe.label("photos", "de");
    visit.type_in(&recipe.label("place", "de"), None, "Marktstraße").await;
    visit.attach(&photos, &["notiz.txt"]).await;
    visit.see_mistake(&photos, "notiz.txt").await;
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    visit.press(&visit.words.fill("file.removeNamed", &[("name", "notiz.txt")])).await;
    visit.see_no_mistake(&photos).await;

    for _ in 0..4 {
        visit.attach(&photos, &["foto.png"]).await;
    }
    visit.press(visit.t("form.next")).await;
    visit.see_mistake(&photos, &visit.words.fill("fault.tooManyFiles", &[("max", "3")])).await;
}

#[tokio::test]
async fn what_the_backend_refuses_is_said_at_its_field() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::plain_dog();
    let recipe = Recipe::of(way.service);
    let others = recipe.label("otherDogs", "de");
    // The app gets a recipe without this limit; the backend still knows it.
    let pointer = format!("{}/max", recipe.pointer("otherDogs"));
    visit.server.fail("GET /recipes", "missing-key", json!({ "pointer": pointer, "times": 0 })).await;
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..1).await;
    for (field, typed) in [("address", way.steps[1].1[0].1.clone()), ("otherDogs", Typed::Text("31"))] {
        visit.fill(&recipe, field, &typed).await;
    }
    visit.press(visit.t("form.next")).await;
    visit.walk_steps(&way, 2..way.steps.len()).await;
    visit.at(visit.t("review.title")).await;
    visit.press(visit.t("review.send")).await;

    visit.at(&recipe.step_title("haushalt", "de")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    let sentence = visit.words.fill("fault.tooLarge", &[("max", "30")]);
    visit.see_mistake(&others, &sentence).await;
    visit.follow_summary(0).await;
    visit.focus_on("textbox", &others).await;
    visit.retype(&others, None, "1").await;
    visit.see_no_mistake(&others).await;
    visit.press(visit.t("form.toReview")).await;
    visit.at_with_focus(visit.t("review.title")).await;
    let (reference, _) = visit.send().await;
    crate::services::arrived(&visit, &way, &reference);
}
