//! The adapter for Open311 servers: formats found out, tokens, and that nothing is sent twice by itself. Its whole way is tested
//! end to end elsewhere.

use std::rc::Rc;

use amtsgang::backend::open311::adapter::Open311;
use amtsgang::backend::open311::markup::{self, Element};
use amtsgang::backend::open311::server::{Address, Format};
use amtsgang::backend::{Backend, Error, IdempotencyKey};
use amtsgang::browser::{files, random};
use amtsgang::case::{Reference, Status};
use amtsgang::form::Submission;
use amtsgang::json::Object;
use amtsgang::recipe::ServiceId;
use amtsgang::store::Store;
use js_sys::{Function, JsString, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fake::{Fake, log, serving, until};

const SERVICES: &str = "json([{ service_code: '001', service_name: 'Laterne', metadata: false, type: 'realtime' }])";
const SERVICES_XML: &str = "new Response('<services><service><service_code>001</service_code><service_name>Laterne</service_name></service></services>')";
const TAKEN: &str = "json([{ service_request_id: 293944 }])";
const REQUEST: &str = "json([{ service_request_id: 293944, status: 'open', service_code: '001', requested_datetime: '2026-11-02T09:30:00Z' }])";

/// The frame that stands beside the app, as the server of a test answers it.
fn frame() -> String {
    ["new Response(", &serde_json::to_string(include_str!("../../public/open311.json")).unwrap(), ")"].concat()
}

/// A server that also hands out the frame.
fn server(operations: &[(&str, &str)]) -> Fake {
    let frame = frame();
    let mut all = vec![("GET /frame.json", frame.as_str())];
    all.extend(operations);
    serving(&all)
}

fn backend(format: Option<Format>, store: Option<&Store>) -> Rc<dyn Backend> {
    let address = Address {
        base: "https://backend.example/api/".into(),
        frame: "https://backend.example/api/frame.json".into(),
        jurisdiction: Some("city.gov".into()),
        api_key: Some("xyz".into()),
        format,
    };
    Open311::new(address, store.cloned())
}

async fn send(backend: &Rc<dyn Backend>, key: &str) -> Result<String, Error> {
    let application = Submission {
        service: ServiceId::parse("s-001").unwrap(),
        version: 1,
        language: "de".into(),
        answers: Object::from_iter([("description".to_owned(), "Dunkel".into())]),
    };
    let sent = backend.send(&application, &IdempotencyKey::from(key.to_owned())).await;
    sent.map(|receipt| {
        assert!(receipt.access_code.is_none());
        receipt.reference.as_str().to_owned()
    })
}

fn posts() -> usize {
    log().lines().filter(|line| line.starts_with("POST")).count()
}

#[wasm_bindgen_test]
async fn json_is_asked_for_and_what_was_found_out_is_remembered() {
    let _server = server(&[("GET /services.json", SERVICES), ("POST /requests.json", TAKEN)]);
    let backend = backend(None, None);
    let services = backend.services().await.unwrap();
    assert_eq!((services[0].id.as_str(), services[0].title.pick("en")), ("s-001", ("Laterne", "de")));
    assert_eq!(Fake::asked("redirect") + &Fake::asked("credentials"), "manualomit");
    assert_eq!(send(&backend, "k").await.as_deref(), Ok("293944"));
    let body = "api_key=xyz&jurisdiction_id=city.gov&service_code=001&description=Dunkel";
    until("the report is sent as a form", || Fake::sent() == body).await;
    let type_of = "headers.get('Content-Type')";
    assert_eq!(Fake::asked(type_of), "application/x-www-form-urlencoded; charset=utf-8");
    let asked = "GET /frame.json\nGET /services.json?extensions=true&jurisdiction_id=city.gov&\nPOST /requests.json";
    assert_eq!(log(), asked);
}

#[wasm_bindgen_test]
async fn a_server_without_json_is_asked_in_xml() {
    let taken = "new Response('<service_requests><request><service_request_id>7</service_request_id></request></service_requests>')";
    let _server = server(&[("GET /services.xml", SERVICES_XML), ("POST /requests.xml", taken)]);
    let found = backend(None, None);
    assert_eq!(found.services().await.unwrap()[0].id, "s-001");
    assert_eq!(send(&found, "k").await.as_deref(), Ok("7"));
    assert!(log().contains("GET /services.json") && log().ends_with("POST /requests.xml"), "{}", log());
    // Where the page says so, nothing is found out.
    assert_eq!(backend(Some(Format::Json), None).services().await.err(), Some(Error::NotFound));
}

#[wasm_bindgen_test]
async fn a_service_that_is_not_offered_has_no_recipe() {
    let _server = server(&[("GET /services.json", SERVICES)]);
    let backend = backend(None, None);
    assert_eq!(backend.recipe("s-001").await.unwrap().title.get("de"), "Laterne");
    assert_eq!(backend.recipe("s-002").await.err(), Some(Error::NotFound));
}

#[wasm_bindgen_test]
async fn a_frame_with_mistakes_is_told_to_its_author() {
    let _server = serving(&[("GET /frame.json", "json({ language: 'de' })"), ("GET /services.json", SERVICES)]);
    let Err(Error::Broken(file)) = backend(None, None).services().await else { panic!("a frame with mistakes") };
    assert_eq!(file.name, "frame.json");
    let pointers: Vec<&str> = file.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(pointers, ["/time", "/recipe"]);
}

#[wasm_bindgen_test]
async fn a_token_is_changed_for_its_number_as_soon_as_there_is_one() {
    let token = "json([{ token: '12345' }])";
    let early = "json([{ service_request_id: '', token: '12345' }])";
    let number = "json([{ service_request_id: 638344, token: 12345 }])";
    let one =
        server(&[("GET /services.json", SERVICES), ("POST /requests.json", token), ("GET /tokens/12345.json", number)]);
    assert_eq!(send(&backend(None, None), "k").await.as_deref(), Ok("638344"));
    drop(one);

    let other =
        server(&[("GET /services.json", SERVICES), ("POST /requests.json", token), ("GET /tokens/12345.json", early)]);
    let backend = backend(None, None);
    let reference = send(&backend, "k").await.unwrap();
    assert_eq!(reference, "token.12345");
    let reference = Reference::parse(&reference).unwrap();
    assert_eq!(backend.case(&reference, None).await, Err(Error::Pending));
    drop(other);
    let number = "json([{ service_request_id: 293944 }])";
    let _server = server(&[("GET /tokens/12345.json", number), ("GET /requests/293944.json", REQUEST)]);
    let case = backend.case(&reference, None).await.unwrap();
    assert_eq!((case.status, case.reference), (Status::Received, reference));
}

#[wasm_bindgen_test]
async fn who_gets_no_number_has_a_receipt_that_says_so() {
    let _server = server(&[("GET /services.json", SERVICES), ("POST /requests.json", "json([{ account_id: null }])")]);
    let reference = send(&backend(None, None), "k").await.unwrap();
    assert!(Reference::parse(&reference).unwrap().is_local(), "{reference}");
}

#[wasm_bindgen_test]
async fn a_refusal_is_told_in_the_servers_words_and_leaves_the_way_open() {
    let refused = "json([{ code: 400, description: 'Kein Ort.' }], 400)";
    let server = server(&[("GET /services.json", SERVICES), ("POST /requests.json", refused)]);
    let backend = backend(None, None);
    let detail = Some("Kein Ort.".into());
    assert_eq!(send(&backend, "k").await, Err(Error::Rejected { problems: vec![], detail }));
    drop(server);
    let _server = self::server(&[("POST /requests.json", TAKEN)]);
    assert_eq!(send(&backend, "k").await.as_deref(), Ok("293944"));
}

#[wasm_bindgen_test]
async fn what_may_have_arrived_is_sent_again_only_by_somebody_who_knows() {
    for lost in ["Promise.reject(new TypeError('broken'))", "json({}, 502)", "new Response('<html>')"] {
        let broken = server(&[("GET /services.json", SERVICES), ("POST /requests.json", lost)]);
        let store = Store::open(&random::uuid(), false).await;
        let first = backend(None, Some(&store));
        first.services().await.unwrap();
        assert!(matches!(send(&first, "k").await, Err(Error::Uncertain { .. })), "{lost}");
        assert_eq!(posts(), 1);
        drop(broken);

        let _server = server(&[("GET /services.json", SERVICES), ("POST /requests.json", TAKEN)]);
        // As after a reload: nobody in this visit has been told.
        let next = backend(None, Some(&store));
        assert!(matches!(send(&next, "k").await, Err(Error::Uncertain { .. })));
        assert_eq!(posts(), 0, "nothing is sent again by itself");
        assert_eq!(send(&next, "k").await.as_deref(), Ok("293944"));
        // Another report has nothing to do with it.
        assert_eq!(send(&next, "other").await.as_deref(), Ok("293944"));
        assert_eq!(posts(), 2);
    }
}

#[wasm_bindgen_test]
async fn a_picture_is_sent_as_its_content() {
    let blob = files::blob(&Uint8Array::from(&b"foobar"[..]).buffer().into(), "image/jpeg").unwrap();
    let key = IdempotencyKey::from("k".to_owned());
    let id = backend(None, None).attach(&blob, "loch.jpg", &key, None).await.unwrap();
    assert_eq!(id.as_str(), "Zm9vYmFy");
}

#[wasm_bindgen_test]
fn a_time_of_day_has_the_zone_of_the_device() {
    let own = Function::new_no_args(
        "const minutes = -new Date(2026, 4, 3, 8, 15).getTimezoneOffset();
         const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
         return (minutes < 0 ? '-' : '+') + two(Math.abs(minutes) / 60) + ':' + two(minutes % 60)",
    );
    let expected = own.call0(&wasm_bindgen::JsValue::NULL).unwrap().as_string().unwrap();
    assert_eq!(amtsgang::browser::clock::offset("2026-05-03", "08:15"), expected);
}

/// What the browser's own parser makes of a document, written down; `null` if it refuses it.
fn browsers(xml: &str) -> Option<String> {
    let parse = Function::new_with_args(
        "xml",
        "const read = (node) => [node.localName,
             Array.from(node.childNodes).filter((n) => n.nodeType === 3 || n.nodeType === 4).map((n) => n.data).join(''),
             Array.from(node.children, read)];
         const { documentElement: root } = new DOMParser().parseFromString(xml, 'text/xml');
         return root.querySelector('parsererror') || root.localName === 'parsererror' ? null : JSON.stringify(read(root))",
    );
    let parsed = parse.call1(&wasm_bindgen::JsValue::NULL, &xml.into()).unwrap();
    parsed.dyn_into::<JsString>().ok().map(String::from)
}

#[wasm_bindgen_test]
fn xml_is_read_as_the_browser_reads_it() {
    fn written(element: &Element) -> serde_json::Value {
        serde_json::json!([element.name, element.text, element.children.iter().map(written).collect::<Vec<_>>()])
    }
    let document = include_str!("../open311/georeport.yaml");
    let published: Vec<String> = document
        .split("value: |\n")
        .skip(1)
        .map(|text| {
            let lines = text.lines().take_while(|line| line.is_empty() || line.starts_with("                    "));
            lines.map(|line| line.trim_start_matches("                    ")).collect::<Vec<_>>().join("\n")
        })
        .collect();
    assert_eq!(published.len(), 7);
    let own = [
        "<a>1 &lt; 2&#x20;&amp;<![CDATA[<&amp;>]]>\r\n<b/><!-- c --><b x='>' y=\"'\">ä</b ></a>",
        "<x:a xmlns:x='u'>&#228;</x:a>",
        "<a><b></a>",
        "<a>&nbsp;</a>",
        "<a/><a/>",
        "<a b></a>",
        "<a>&</a>",
        "text",
        "",
    ];
    for xml in published.iter().map(String::as_str).chain(own) {
        let read = markup::read(xml).ok().map(|element| written(&element).to_string());
        assert_eq!(read, browsers(xml), "{xml}");
    }
}
