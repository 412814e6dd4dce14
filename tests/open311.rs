//! The adapter for Open311 GeoReport v2 against the specification's own examples, in JSON and in XML, and against whatever else
//! a server may answer.
#![cfg(not(target_arch = "wasm32"))]

mod patterns;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use amtsgang::backend::Error;
use amtsgang::backend::open311::markup::{self, Element};
use amtsgang::backend::open311::{
    Datatype, Frame, Posted, Service, Ticket, case, definition, judge, posted, service_id, services, token,
};
use amtsgang::case::{Outcome, Reference, Status};
use amtsgang::json::{self, Value};
use amtsgang::recipe::Recipe;
use patterns::Regex;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value as Json, json};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

fn given(json: &Json) -> Value {
    json::read(&json.to_string()).expect("what serde_json wrote")
}

/// An XML text as another parser reads it.
fn judged(xml: &str) -> Result<Element, roxmltree::Error> {
    fn element(node: roxmltree::Node) -> Element {
        let text = node.children().filter(roxmltree::Node::is_text).filter_map(|text| text.text()).collect();
        let children = node.children().filter(roxmltree::Node::is_element).map(element).collect();
        Element { name: node.tag_name().name().to_owned(), text, children }
    }
    Ok(element(roxmltree::Document::parse(xml)?.root_element()))
}

/// An example of `tests/open311/georeport.yaml` as the app reads it.
fn example(method: &str, path: &str, status: &str, name: &str) -> Value {
    static DOCUMENT: LazyLock<Json> =
        LazyLock::new(|| serde_saphyr::from_str(&read("tests/open311/georeport.yaml")).expect("a YAML document"));
    let document = &*DOCUMENT;
    let response = &document["paths"][path][method]["responses"][status];
    let response = match response["$ref"].as_str() {
        Some(target) => document.pointer(target.trim_start_matches('#')).expect(target),
        None => response,
    };
    let xml = path.ends_with(".xml");
    let value = &response["content"][if xml { "text/xml" } else { "application/json" }]["examples"][name]["value"];
    assert!(!value.is_null(), "{method} {path} {status} {name}");
    if xml { markup::read(value.as_str().expect("a text")).expect("XML").value() } else { given(value) }
}

fn published(method: &str, path: &str) -> [Value; 2] {
    [".json", ".xml"].map(|format| example(method, &[path, format].concat(), "200", "published"))
}

fn frame() -> Frame {
    Frame::read(&read("public/open311.json"), &Regex).expect("the frame that stands beside the app")
}

fn recipe(path: &str, name: &str) -> Recipe {
    let service = &services(&example("get", "/services.json", "200", "published")).unwrap()[1];
    let attributes = definition(&example("get", path, "200", name)).unwrap();
    frame().recipe(service, &attributes, &Regex).expect("a recipe")
}

#[test]
fn the_published_services_read_alike_from_json_and_xml() {
    let [of_json, of_xml] = published("get", "/services").map(|body| services(&body).unwrap());
    assert_eq!(of_json, of_xml);
    let first = Service {
        code: "001".into(),
        name: "Cans left out 24x7".into(),
        description: Some(
            "Garbage or recycling cans that have been left out for more than 24 hours after collection. \
             Violators will be cited."
                .into(),
        ),
        metadata: true,
        keywords: vec!["lorem".into(), "ipsum".into(), "dolor".into()],
        group: Some("sanitation".into()),
    };
    assert_eq!(of_json[0], first);
    let names: Vec<&str> = of_json.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(names, ["Cans left out 24x7", "Construction plate shifted", "Curb or curb ramp defect"]);
    let german = services(&example("get", "/services.xml", "200", "dialect")).unwrap();
    assert_eq!((german[0].code.as_str(), german[0].metadata, &german[0].description), ("17", false, &None));
}

#[test]
fn the_published_definition_reads_alike_from_json_and_xml() {
    let [of_json, of_xml] = published("get", "/services/{service_code}").map(|body| definition(&body).unwrap());
    assert_eq!(of_json, of_xml);
    let [attribute] = &of_json[..] else { panic!("one attribute") };
    assert_eq!((attribute.code.as_str(), attribute.datatype), ("WHISHETN", Datatype::SingleValueList));
    assert!(attribute.variable && attribute.required && attribute.datatype_description.is_none());
    let values: Vec<_> = attribute.values.iter().map(|(key, name)| (key.as_str(), name.as_str())).collect();
    assert_eq!(values, [("123", "Ford"), ("124", "Chrysler")]);
}

#[test]
fn the_published_answers_to_a_report_and_to_a_token_read_alike_from_json_and_xml() {
    let number = |id: &str| Ticket::Request(id.to_owned());
    for body in published("post", "/requests") {
        assert_eq!(posted(&body), Ok(Posted::Ticket(number("293944"))));
    }
    for body in published("get", "/tokens/{token}") {
        assert_eq!(token(&body), Ok(Some("638344".into())));
    }
}

#[test]
fn the_published_request_is_a_closed_case_whose_outcome_nobody_tells() {
    let (frame, reference) = (frame(), Reference::parse("638344").unwrap());
    let [of_json, of_xml] = published("get", "/requests/{service_request_id}")
        .map(|body| case(&body, "638344", &reference, "en", &frame.office).unwrap());
    assert_eq!(of_json, of_xml);
    assert_eq!((of_json.status, of_json.outcome), (Status::Completed, None));
    assert_eq!(of_json.title.pick("de"), ("Sidewalk and Curb Issues", "en"));
    assert_eq!(of_json.service, service_id("006").as_str());
    assert_eq!(
        (of_json.submitted_at.as_str(), of_json.expected_by.as_deref()),
        ("2010-04-14T06:37:38-08:00", Some("2010-04-15"))
    );
    let notes: Vec<_> = of_json.events.iter().map(|event| event.note.as_ref().map(|note| note.get("en"))).collect();
    assert_eq!(notes, [None, Some("Duplicate request.")]);
}

#[test]
fn a_request_of_the_dialect_tells_more() {
    let body = example("get", "/requests/293944.json", "200", "dialect");
    let case = case(&body, "293944", &Reference::parse("293944").unwrap(), "en", &frame().office).unwrap();
    assert_eq!((case.status, case.outcome), (Status::Processing, None::<Outcome>));
    assert_eq!(case.next.unwrap().get("en"), r"The City will inspect within 24 hours\.");
}

#[test]
fn the_published_error_reads_alike_from_json_and_xml() {
    let why = "access denied: Invalid api_key received -- can't proceed with create_request.";
    for path in ["/requests.json", "/requests.xml"] {
        let body = example("post", path, "403", "published");
        assert_eq!(judge(403, None, Some(&body)), Err(Error::contract(why)));
    }
    let refused = example("post", "/requests.json", "400", "refused");
    let detail = Some("service_code was not provided.".into());
    assert_eq!(judge(400, None, Some(&refused)), Err(Error::Rejected { problems: vec![], detail }));
}

#[test]
fn a_service_with_its_attributes_is_a_recipe() {
    let recipe = recipe("/services/002.json", "datatypes");
    assert_eq!(recipe.id.as_str(), "s-002");
    assert_eq!(recipe.title.pick("en"), ("Construction plate shifted", "de"), "the frame says what the server speaks");
    let fields: Vec<(&str, &str)> = recipe.fields.iter().map(|field| (field.id.as_str(), field.kind.name())).collect();
    assert_eq!(
        fields,
        [
            ("location", "place"),
            ("attributeNOTICE", "note"),
            ("attributeWHISPAWN", "text"),
            ("attributeWHISDEPTH", "decimal"),
            ("attributeWHISWHEN", "date"),
            ("attributeWHISWHENZT", "time"),
            ("attributeWHISTEXT", "longText"),
            ("attributeWHISHETNZL", "choice"),
            ("attributeWHISDORNZL", "choices"),
            ("description", "longText"),
            ("firstName", "text"),
            ("lastName", "text"),
            ("email", "email"),
            ("phone", "phone"),
        ]
    );
}

#[test]
fn a_service_without_attributes_has_no_step_for_them_and_another_version() {
    let with = recipe("/services/{service_code}.json", "published");
    let service = &services(&example("get", "/services.json", "200", "published")).unwrap()[1];
    let without = frame().recipe(service, &[], &Regex).unwrap();
    let steps = |recipe: &Recipe| recipe.steps.iter().map(|step| step.id.clone()).collect::<Vec<_>>();
    assert_eq!(steps(&with), ["ort", "genauer", "beschreibung", "kontakt"]);
    assert_eq!(steps(&without), ["ort", "beschreibung", "kontakt"]);
    assert_ne!(with.version, without.version);
    assert_eq!(with.version, recipe("/services/{service_code}.json", "published").version);
}

#[test]
fn a_service_of_a_city_that_speaks_english_is_marked_so() {
    let english = read("public/open311.json").replacen("\"language\": \"de\"", "\"language\": \"en\"", 1);
    let frame = Frame::read(&english, &Regex).unwrap();
    let service = &services(&example("get", "/services.json", "200", "published")).unwrap()[1];
    let recipe = frame.recipe(service, &[], &Regex).unwrap();
    assert_eq!(recipe.title.pick("de"), ("Construction plate shifted", "en"));
    let summary = frame.summary(service);
    assert_eq!((summary.title.pick("de").1, summary.keywords.0[0].0.as_str()), ("en", "en"));
    assert_eq!(summary.keywords.0[0].1, ["lorem", "ipsum", "dolor", "street"]);
}

/// The problems of the frame with one value changed.
fn problems(pointer: &str, change: Json) -> Vec<String> {
    let mut frame: Json = serde_json::from_str(&read("public/open311.json")).unwrap();
    *frame.pointer_mut(pointer).expect(pointer) = change;
    Frame::read(&frame.to_string(), &Regex).map(|_| ()).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn each_mistake_in_a_frame_is_told_with_its_place() {
    for (pointer, change, expected) in [
        ("/language", json!("deutsch"), "/language: expected the language of what the server says"),
        ("/time", json!("Uhrzeit"), "/time: expected an object"),
        ("/recipe", json!([]), "/recipe: expected an object"),
        ("/recipe/office/postcode", json!("1"), "/recipe/office/postcode: expected a German postcode"),
        (
            "/recipe/steps/1/fields",
            json!([]),
            "/recipe/steps: expected one step whose fields are \"attributes\", found 0",
        ),
        (
            "/recipe/steps/0/fields",
            json!("attributes"),
            "/recipe/steps: expected one step whose fields are \"attributes\", found 2",
        ),
        ("/recipe/steps/0/fields/0/required", json!(false), "/recipe/steps: expected a field location"),
        ("/recipe/steps/0/fields/0/id", json!("place"), "/recipe/steps/0/fields/0/kind: expected text, longText"),
        (
            "/recipe/steps/3/fields/3",
            json!({"id": "iban", "kind": "bankAccount", "label": {"de": "Konto"}}),
            "/recipe/steps/3/fields/3/kind: expected text, longText",
        ),
        (
            "/recipe/steps/3/fields/1/id",
            json!("attributeX"),
            "/recipe/steps/3/fields/1/id: expected an id that neither",
        ),
        ("/recipe/steps/3/fields/1/id", json!("apiKey"), "/recipe/steps/3/fields/1/id: expected an id that neither"),
        (
            "/recipe/steps/2/fields/0/maxLength",
            json!(4001),
            "/recipe/steps/2/fields/0/maxLength: expected at most 4000",
        ),
    ] {
        let told = problems(pointer, change);
        assert!(told.iter().any(|problem| problem.starts_with(expected)), "{pointer}: {told:#?}");
    }
    let broken = Frame::read("{", &Regex).unwrap_err();
    assert_eq!(broken[0].expected, "a file in the JSON format");
}

#[test]
fn what_is_wrong_with_a_definition_is_the_servers() {
    let many: Vec<Json> =
        (0..6000).map(|n| json!({"variable": true, "code": n, "datatype": "string", "required": false})).collect();
    let attributes = definition(&given(&json!({"attributes": many}))).unwrap();
    let service = &services(&example("get", "/services.json", "200", "published")).unwrap()[0];
    let refused = frame().recipe(service, &attributes, &Regex).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("the form of the service 001: "), "{refused}");
}

/// Any JSON, and the keys that matter more often than others.
fn anything() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        proptest::sample::select(vec!["true", "open", "closed", "2026-11-02T09:30:00Z", "ä", "Z", "attribute[]"])
            .prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::hash_map("[a-z_]{1,9}", inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

/// Something that may stand in an element; not all of it is well-formed.
fn piece() -> impl Strategy<Value = String> {
    let own = proptest::sample::select(vec![
        "<b>",
        "</b>",
        "<b/>",
        "<c x='1' y=\"2\">",
        "</c>",
        "&amp;",
        "&#228;",
        "&#xe4;",
        "&nbsp;",
        "<!-- c -->",
        "<?p i?>",
        "<![CDATA[<&]]>",
        "\r\n",
        " ",
        "<d><e>1</e></d>",
        "<f></g>",
        "<f",
        "&",
        "ä",
    ]);
    own.prop_map(str::to_owned)
}

/// Puts `value` in one of the places of `json`.
fn replace(json: &mut Json, place: Index, value: Json) {
    let mut pointers = Vec::new();
    fn walk(json: &Json, at: &str, out: &mut Vec<String>) {
        out.push(at.to_owned());
        match json {
            Json::Array(list) => list.iter().enumerate().for_each(|(ix, each)| walk(each, &format!("{at}/{ix}"), out)),
            Json::Object(map) => map.iter().for_each(|(key, each)| walk(each, &format!("{at}/{key}"), out)),
            _ => {}
        }
    }
    walk(json, "", &mut pointers);
    *json.pointer_mut(place.get(&pointers[..]).as_str()).expect("a place that was found") = value;
}

/// Reads a body in every way there is, makes the recipe of whatever it offers, and answers whether none panicked.
fn read_all(body: &Value, frame: &Frame, service: &Service) {
    let reference = Reference::parse("638344").unwrap();
    if let Ok(all) = services(body) {
        for service in &all {
            frame.summary(service);
            // What a server says can only be wrong with the server.
            assert!(!matches!(frame.recipe(service, &[], &Regex), Err(Error::Broken(_))));
        }
    }
    if let Ok(attributes) = definition(body) {
        let made = frame.recipe(service, &attributes, &Regex);
        assert!(matches!(made, Ok(_) | Err(Error::Contract { .. })));
    }
    if let Ok(Posted::Ticket(ticket)) = posted(body)
        && let Some(reference) = ticket.reference()
    {
        assert_eq!(Ticket::of(&reference), ticket);
    }
    let _ = (token(body), case(body, "638344", &reference, "de", &frame.office));
    for status in [400, 403, 500] {
        assert!(judge(status, None, Some(body)).is_err());
    }
}

proptest! {
    #[test]
    fn no_answer_makes_the_readers_panic(place in any::<Index>(), value in anything(), which in 0..4usize) {
        let frame = frame();
        let path = ["/services.json", "/services/002.json", "/requests/293944.json", "/requests.json"][which];
        let (method, name) = [("get", "published"), ("get", "datatypes"), ("get", "dialect"), ("post", "published")][which];
        let mut body: Json = serde_json::from_str(&json::write(&example(method, path, "200", name))).unwrap();
        replace(&mut body, place, value);
        let service = &services(&example("get", "/services.json", "200", "published")).unwrap()[1];
        read_all(&given(&body), &frame, service);
    }

    #[test]
    fn xml_is_read_as_another_parser_reads_it(pieces in prop::collection::vec(piece(), 0..12)) {
        let xml = format!("<a>{}</a>", pieces.concat());
        match (markup::read(&xml), judged(&xml)) {
            (Ok(own), Ok(judge)) => prop_assert_eq!(own, judge),
            (Err(_), Err(_)) => {}
            (own, judge) => prop_assert!(false, "{}: {:?}, {:?}", xml, own, judge),
        }
    }

    #[test]
    fn no_text_makes_the_xml_reader_panic(text in "[<>/!?a&;\\[\\]\"'= #x0-9\\-é]{0,40}") {
        let _ = markup::read(&text);
    }

    #[test]
    fn no_xml_makes_the_readers_panic(names in prop::collection::vec("(services|service|attributes|values|errors|request|key)", 1..12), text in any::<String>()) {
        let mut element = Element { name: "key".into(), text, children: vec![] };
        for name in names {
            element = Element { name, text: " ".into(), children: vec![element.clone(), element] };
            if element.children.len() > 64 { break }
        }
        let service = &services(&example("get", "/services.json", "200", "published")).unwrap()[1];
        read_all(&element.value(), &frame(), service);
    }
}
