//! Addresses are found, and maps are drawn.

mod support;

use amtsgang::backend::offers::{self, Offers};
use support::openapi::{Contract, assert_valid};
use support::{Answer, Server, root};

fn texts(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    json["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_backend_tells_what_it_offers() {
    let server = Server::start();
    let answer = server.get("/api/");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_valid(&Contract::load(&root()).named("Offers"), &answer.json(), "offers");
    let all = Offers { address_search: true, map: true, appointments: true, ..Offers::default() };
    assert_eq!(offers::offers(&answer.text()), Ok(all));
}

#[test]
fn addresses_are_found_whatever_the_spelling() {
    let server = Server::start();
    let answer = server.get("/api/addresses?q=Marktstra%C3%9Fe+12&limit=8");
    assert_eq!(answer.status, 200);
    assert_valid(&Contract::load(&root()).named("Addresses"), &answer.json(), "addresses");
    assert_eq!(texts(&answer)[0], "Marktstraße 12, 12345 Musterstadt");
    assert_eq!(offers::addresses(&answer.text()).unwrap()[0].at.latitude, 50_801_618);
    assert_eq!(texts(&server.get("/api/addresses?q=marktstrase&limit=2")).len(), 2);
    assert_eq!(texts(&server.get("/api/addresses?q=muehlbach")), ["Am Mühlbach 2, 12345 Musterstadt"]);
    assert_eq!(texts(&server.get("/api/addresses?limit=5&q=Mondstra%C3%9Fe")), [""; 0]);
    for bad in ["/api/addresses", "/api/addresses?q=", "/api/addresses?q=Markt&limit=many", "/api/addresses?q=%FF"] {
        assert_eq!(server.get(bad).status, 400, "{bad}");
    }
}

#[test]
fn maps_are_pictures_of_the_size_asked_for() {
    let server = Server::start();
    let map = |query: &str| server.get(&format!("/api/map?latitude=50.8&longitude=6.48&{query}"));
    let answer = map("width=300&height=200&scale=2");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/png")));
    assert_eq!(offers::image_type(&answer.body), Some("image/png"));
    assert_eq!(answer.body[16..24], [600_u32.to_be_bytes(), 400_u32.to_be_bytes()].concat());
    for bad in ["width=0&height=200&scale=1", "width=300&height=1025&scale=1", "width=300&height=200&scale=4", ""] {
        assert_eq!(map(bad).status, 400, "{bad}");
    }
    assert_eq!(server.get("/api/map?latitude=91&longitude=6&width=9&height=9&scale=1").status, 400);
}
