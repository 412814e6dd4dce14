//! The page's address, ids in shadow roots, files, and randomness.

use amtsgang::browser::{clock, files, page, random};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, ShadowRootInit, ShadowRootMode};

#[wasm_bindgen_test]
fn only_addresses_of_the_web_are_taken() {
    assert!(page::web_address("/api").is_some_and(|address| address.starts_with("http") && address.ends_with("/api")));
    assert_eq!(page::web_address("https://example.org/a/../api").as_deref(), Some("https://example.org/api"));
    for bad in ["javascript:alert(1)", "data:text/plain,x", "file:///etc", "https://u:p@example.org/", "http://"] {
        assert_eq!(page::web_address(bad), None, "{bad}");
    }
    assert_eq!(page::base_path(), "/");
}

#[wasm_bindgen_test]
fn ids_are_looked_up_where_one_is() {
    let host = page::document().create_element("div").unwrap();
    page::document().body().unwrap().append_child(&host).unwrap();
    let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
    let inner = page::document().create_element("button").unwrap();
    inner.set_id("ag-x");
    shadow.append_child(&inner).unwrap();
    assert!(page::by_id_near(&inner, "ag-x").is_some());
    assert!(page::by_id_near(&host, "ag-x").is_none());
    page::focus(&inner);
    assert!(shadow.active_element().is_some_and(|element| element == inner));
    host.remove();
}

#[wasm_bindgen_test]
async fn texts_and_types_of_blobs_come_back() {
    let blob = files::blob(&"Grüße".into(), "text/plain").unwrap();
    assert_eq!(files::text(&blob).await.unwrap(), "Grüße");
    assert_eq!(blob.type_(), "text/plain");
    let url = files::ObjectUrl::new(&blob).unwrap();
    assert!(url.address().starts_with("blob:"));
}

#[wasm_bindgen_test]
fn a_download_leaves_nothing_in_the_page() {
    let root = page::document().create_element("div").unwrap();
    page::document().body().unwrap().append_child(&root).unwrap();
    files::download_text(&root, "copy.txt", "text/plain", "x").unwrap();
    assert_eq!(root.unchecked_ref::<HtmlElement>().inner_text(), "");
    assert_eq!(root.child_element_count(), 0);
    root.remove();
}

#[wasm_bindgen_test]
fn identifiers_are_of_version_four_and_differ() {
    let (one, other) = (random::uuid(), random::uuid());
    assert_ne!(one, other);
    assert_eq!((one.len(), one.as_bytes()[14]), (36, b'4'));
    assert!(b"89ab".contains(&one.as_bytes()[19]));
    assert_ne!(random::number(), random::number());
}

#[wasm_bindgen_test]
fn times_are_read_and_written() {
    assert_eq!(clock::rfc3339(0.0), "1970-01-01T00:00:00.000Z");
    assert_eq!(clock::rfc3339(f64::INFINITY), "");
    assert_eq!(clock::parse("Thu, 01 Jan 1970 00:00:10 GMT"), Some(10_000.0));
    assert_eq!(clock::parse("soon"), None);
    let now = js_sys::Date::new(&JsValue::from_f64(clock::now()));
    assert_eq!(clock::today().year as u32, now.get_full_year());
}
