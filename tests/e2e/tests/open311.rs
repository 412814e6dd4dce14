//! Reports to an Open311 server that nobody here wrote: its services are the catalogue, its attributes the form, its requests the
//! cases, in JSON and in XML, under the strictest policy.

use crate::barriers::Findings;
use amtsgang_e2e::georeport::GeoReport;
use amtsgang_e2e::keyboard::Keyboard;
use amtsgang_e2e::visit::Visit;

/// The app before the server, whose published examples are in English.
async fn visit(server: &GeoReport, language: &str, more: &[(&str, &str)]) -> Visit {
    let own = [("adapter", "open311"), ("frame", "open311.json"), ("jurisdiction", "city.gov"), ("api-key", "xyz")];
    let attributes = [&own[..], more].concat();
    let english = |frame: String| frame.replacen("\"language\":\"de\"", "\"language\":\"en\"", 1);
    Visit::before(&server.origin, language, &attributes, |site| site.rewrite("open311.json", english)).await
}

/// The languages that the app marks text with: the heading's and those of all cards.
async fn marked(visit: &Visit, selector: &str) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll(arguments[0]), (element) => element.lang)";
    let found = visit.browser.run(script, vec![selector.into()]).await;
    found.as_array().into_iter().flatten().filter_map(|lang| lang.as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_service_with_attributes_is_filled_in_with_the_keyboard_and_its_progress_is_read() {
    let mut server = GeoReport::start().await;
    let visit = visit(&server, "de", &[]).await;
    let mut findings = Findings::of(&visit);
    let (keyboard, next) = (Keyboard(&visit), visit.t("form.next").to_owned());
    visit.at(visit.t("catalogue.title")).await;
    let title = "Construction plate shifted";
    visit.see("link", title).await;
    assert_eq!(marked(&visit, ".ag-card__link").await, ["en", "en", "en"], "a page in German, services in English");
    keyboard.enter("link", title).await;
    visit.at_with_focus(title).await;
    assert_eq!(marked(&visit, "h1").await, ["en"]);
    visit.says("Stadt Musterstadt, Mängelmelder").await;
    keyboard.enter("link", visit.t("service.start")).await;

    visit.at_with_focus("Wo ist der Mangel?").await;
    keyboard.to_in(visit.t("place.text"), "Ort").await;
    visit.keys("8TH AVE and JUDAH ST").await;
    keyboard.enter("button", &next).await;

    visit.at_with_focus("Was wir noch wissen müssen").await;
    visit.says("Is anybody in danger? Call 911.").await;
    keyboard.to("textbox", "Number of the plate").await;
    visit.keys("123456").await;
    keyboard.to("textbox", "How far it has moved").await;
    visit.keys("2,5").await;
    for (part, number) in [("date.day", "3"), ("date.month", "5"), ("date.year", "2026")] {
        keyboard.to_in(visit.t(part), "When did you see it?").await;
        visit.keys(number).await;
    }
    keyboard.to("textbox", "Uhrzeit").await;
    visit.keys("8:15").await;
    keyboard.to("textbox", "What is in the way?").await;
    visit.keys("A bicycle").await;
    keyboard.choose("Whose plate is it?", "A company's").await;
    keyboard.to("checkbox", "Cycle path").await;
    visit.keys(" ").await;
    keyboard.to("checkbox", "Sidewalk").await;
    visit.keys(" ").await;
    findings.judge("attributes").await;
    keyboard.enter("button", &next).await;

    visit.at_with_focus("Was ist nicht in Ordnung?").await;
    keyboard.to("textbox", "Beschreiben Sie den Mangel").await;
    visit.keys("The plate has been moved.").await;
    keyboard.enter("button", &next).await;
    visit.at_with_focus("Dürfen wir Sie etwas fragen?").await;
    keyboard.to("textbox", "E-Mail-Adresse").await;
    visit.keys("buerger@musterstadt.example").await;
    keyboard.enter("button", &next).await;

    visit.at_with_focus(visit.t("review.title")).await;
    keyboard.enter("button", visit.t("review.send")).await;
    visit.at_with_focus(visit.t("receipt.title")).await;
    server.says("post /requests.json").await;
    let judged = server.says("[VALIDATOR]").await;
    assert!(judged.contains("passed the validation rules"), "{judged}");
    assert_eq!(visit.fact(visit.t("receipt.reference")).await, "293944");
    assert!(!visit.is_said(visit.t("receipt.code")).await, "there are no access codes");
    findings.judge("receipt").await;

    keyboard.enter("link", visit.t("receipt.status")).await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;
    visit.says(visit.t("status.PROCESSING.help")).await;
    visit.says("The plate will be put back.").await;
    visit.says("The City will inspect within 24 hours.").await;
    visit.says("9. November 2026").await;
    findings.judge("case").await;
    findings.none();
    visit.is_calm().await;
}

#[tokio::test]
async fn a_server_that_speaks_xml_is_understood_as_well() {
    let mut server = GeoReport::start().await;
    let visit = visit(&server, "en", &[("format", "xml")]).await;
    visit.link("Curb or curb ramp defect").await;
    visit.link(visit.t("service.start")).await;
    visit.type_in(visit.t("place.text"), Some("Place"), "8TH AVE and JUDAH ST").await;
    visit.press(visit.t("form.next")).await;
    visit.at("What else we need to know").await;
    visit.choose("What is the ticket/tag/DL number?", "Chrysler").await;
    visit.press(visit.t("form.next")).await;
    visit.type_in("Describe the defect", None, "The curb is broken.").await;
    visit.press(visit.t("form.next")).await;
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
    visit.press(visit.t("review.send")).await;
    visit.at(visit.t("receipt.title")).await;
    server.says("post /requests.xml").await;
    let judged = server.says("[VALIDATOR]").await;
    assert!(judged.contains("passed the validation rules"), "{judged}");

    // What else the city has is asked for by its number alone.
    visit.go(visit.t("nav.status")).await;
    visit.at(visit.t("status.title")).await;
    visit.type_in(visit.t("receipt.reference"), None, "638344").await;
    visit.press(visit.t("status.show")).await;
    visit.at(visit.t("status.caseTitle")).await;
    visit.says(visit.t("status.COMPLETED.help")).await;
    visit.says("Duplicate request.").await;
    visit.is_calm().await;
}
