//! Servers that nobody here wrote, connected by a mapping alone: from the catalogue to receipt and status, and what the app says
//! of what they lack.

use crate::barriers::Findings;
use amtsgang_e2e::elsewhere::Elsewhere;
use amtsgang_e2e::place;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::Visit;
use amtsgang_e2e::way;
use serde_json::{Value, json};

/// A mapping of tests/mappings for a server at `origin`, with something changed.
fn mapping(name: &str, origin: &str, change: impl FnOnce(&mut Value)) -> String {
    let file = place::repository().join("tests/mappings").join(name);
    let mut mapping: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("a mapping")).expect("JSON");
    mapping["base"] = json!(format!("{origin}/"));
    change(&mut mapping);
    mapping.to_string()
}

async fn before_records(server: &Elsewhere, language: &str, change: impl FnOnce(&mut Value)) -> Visit {
    Visit::mapped(&server.origin, language, &mapping("json-server.json", &server.origin, change)).await
}

#[tokio::test]
async fn an_application_becomes_a_record_whose_status_is_read_back() {
    let server = Elsewhere::records(&[]).await;
    let visit = before_records(&server, "de", |_| {}).await;
    let way = way::plain_dog();
    visit.begin(&way).await;
    visit.walk(&way).await;
    let (reference, code) = visit.send().await;
    let records = server.applications();
    let record = &records[0];
    assert_eq!((records.len(), &record["data"], &record["service"]), (1, &way.sent, &json!(way.service)));
    assert_eq!((record["id"].to_string(), record["code"].as_str()), (reference.clone(), Some(&*code)));

    let change = json!({"state": "checking", "log": [{"time": "03.05.2026 09:30", "state": "checking", "note": "Frau Groß prüft."}]});
    server.ask("PATCH", &format!("/applications/{reference}"), Some(&change)).await;
    visit.link(visit.t("receipt.status")).await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;
    visit.says(visit.t("status.PROCESSING")).await;
    visit.says("Frau Groß prüft.").await;
    visit.says(&Recipe::of(way.service).title("de")).await;

    // Somebody else, who knows the reference and not the code.
    visit.go(visit.t("nav.device")).await;
    visit.go(visit.t("nav.status")).await;
    visit.type_in(visit.t("receipt.reference"), None, &reference).await;
    visit.type_in(visit.t("receipt.code"), None, "0000-0000-0000").await;
    visit.press(visit.t("status.show")).await;
    visit.says(visit.t("backend.denied")).await;

    // A word that the table does not have is told as what it is, and not as some status.
    server.ask("PATCH", &format!("/applications/{reference}"), Some(&json!({"state": "archived"}))).await;
    visit.go(visit.t("nav.device")).await;
    visit.link(&Recipe::of(way.service).title("de")).await;
    visit.link(visit.t("receipt.status")).await;
    visit.says(visit.t("backend.contract")).await;
}

#[tokio::test]
async fn a_record_whose_answer_was_lost_is_found_and_not_sent_again() {
    let server = Elsewhere::records(&[]).await;
    let visit = before_records(&server, "de", |_| {}).await;
    let way = way::plain_dog();
    visit.begin(&way).await;
    visit.walk(&way).await;
    lose_an_answer(&visit).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("sending.failed")).await;
    let (reference, code) = visit.send().await;
    let records = server.applications();
    assert_eq!(records.len(), 1, "sent once");
    assert_eq!((records[0]["id"].to_string(), records[0]["code"].as_str()), (reference, Some(&*code)));
}

/// The answer to the next request that writes does not arrive, though the request does.
async fn lose_an_answer(visit: &Visit) {
    let script = "const real = window.fetch; window.fetch = async (request) => { const answer = await real(request); \
        if (request.method === 'GET' || window.lost) return answer; window.lost = true; throw new TypeError('lost'); }";
    visit.browser.run(script, vec![]).await;
}

#[tokio::test]
async fn where_nobody_can_be_asked_the_citizen_decides_about_a_second_time() {
    let server = Elsewhere::records(&[]).await;
    let visit = before_records(&server, "de", |mapping| {
        mapping["operations"]["send"]["once"] = json!("never");
        mapping["operations"].as_object_mut().expect("operations").remove("lookup");
    })
    .await;
    let way = way::plain_dog();
    visit.begin(&way).await;
    visit.walk(&way).await;
    lose_an_answer(&visit).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("backend.uncertain")).await;
    assert_eq!(server.applications().len(), 1);
    visit.send().await;
    assert_eq!(server.applications().len(), 2, "as the citizen wanted");
}

#[tokio::test]
async fn what_an_office_lacks_is_said_before_anybody_begins() {
    let server = Elsewhere::records(&[]).await;
    let visit = before_records(&server, "en", |mapping| {
        mapping["recipes"]["services"] = json!(["maengelmeldung", "bewohnerparkausweis", "hundesteuer-anmeldung"]);
        mapping["lacks"].as_array_mut().expect("a list").push(json!("case"));
        mapping["operations"].as_object_mut().expect("operations").remove("case");
    })
    .await;
    let mut findings = Findings::of(&visit);
    visit.at(visit.t("catalogue.title")).await;
    visit.link(&Recipe::of("bewohnerparkausweis").title("en")).await;
    visit.says(visit.t("service.filesNeeded")).await;
    assert!(!visit.is_there("link", visit.t("service.start")).await);
    findings.judge("files needed").await;
    visit.go(visit.t("nav.services")).await;
    visit.link(&Recipe::of("maengelmeldung").title("en")).await;
    visit.says(visit.t("service.noFiles")).await;
    visit.says(visit.t("service.noStatus")).await;
    findings.judge("no files, no status").await;
    visit.go(visit.t("nav.status")).await;
    visit.says(visit.t("status.untold")).await;
    findings.judge("status untold").await;

    let way = way::plain_dog();
    visit.go(visit.t("nav.services")).await;
    visit.begin(&way).await;
    visit.walk(&way).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("receipt.noStatus")).await;
    assert_eq!(server.applications()[0]["id"].to_string(), visit.fact(visit.t("receipt.reference")).await);
    assert!(!visit.is_there("link", visit.t("receipt.status")).await);
    findings.none();
}

#[tokio::test]
async fn a_server_that_allows_no_page_of_another_origin_is_out_of_reach_and_nothing_is_lost() {
    let server = Elsewhere::records(&["--nc"]).await;
    let visit = before_records(&server, "de", |_| {}).await;
    let way = way::plain_dog();
    visit.begin(&way).await;
    visit.walk(&way).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("backend.unavailable")).await;
    assert!(server.applications().is_empty());
}

#[tokio::test]
async fn a_defect_with_a_photo_becomes_a_document_with_an_attachment() {
    let server = Elsewhere::documents("d.answers && d.answers.description === 'Unsinn'").await;
    let visit = Visit::mapped(&server.origin, "de", &mapping("couchdb.json", &server.origin, |_| {})).await;
    let way = way::defect();
    visit.begin(&way).await;
    visit.walk(&way).await;
    let (reference, code) = visit.send().await;
    let key = serde_json::to_string(&json!([reference, code])).expect("a key").replace('"', "%22");
    let found = server.ask("GET", &format!("/applications/_design/status/_view/by-receipt?key={key}"), None).await;
    let id = found["rows"][0]["id"].as_str().expect("the document").to_owned();
    let mut document = server.ask("GET", &format!("/applications/{id}"), None).await;
    let photos = document["answers"]["photos"].take();
    document["answers"].as_object_mut().expect("answers").remove("photos");
    assert_eq!(document["answers"], way.sent);
    let photo = photos[0].as_str().expect("the photo's document");
    let sent = std::fs::read(place::fixture("foto.png")).expect("the fixture");
    assert!(server.bytes(&format!("/files/{photo}/foto.png")).await == sent, "every byte");

    document["answers"]["photos"] = photos;
    document["state"] = json!("COMPLETED");
    server.ask("PUT", &format!("/applications/{id}"), Some(&document)).await;
    visit.link(visit.t("receipt.status")).await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;
    visit.says(visit.t("status.COMPLETED")).await;
}

#[tokio::test]
async fn what_the_server_says_against_an_application_is_read_by_the_citizen() {
    let server = Elsewhere::documents("d.answers && d.answers.dogName === 'Bello'").await;
    let visit = Visit::mapped(&server.origin, "de", &mapping("couchdb.json", &server.origin, |_| {})).await;
    let way = way::plain_dog();
    visit.begin(&way).await;
    visit.walk(&way).await;
    visit.press(visit.t("review.send")).await;
    visit.says("Dafür sind wir nicht zuständig.").await;
}

#[tokio::test]
async fn a_mapping_with_mistakes_is_told_to_its_author_with_their_places() {
    let server = Elsewhere::records(&[]).await;
    let visit = before_records(&server, "en", |mapping| {
        mapping["operations"]["case"]["answer"]["status"]["table"]["new"] = json!("DONE");
    })
    .await;
    visit.says("/operations/case/answer/status/table/new").await;
}
