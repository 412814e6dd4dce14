//! What is on offer, and how the interface answers whoever asks for something else or from somewhere else.

mod support;

use amtsgang_backend::server::Options;
use axum::http::HeaderValue;
use support::openapi::{Contract, assert_valid};
use support::{Server, root};

#[test]
fn services_and_their_recipes_are_listed() {
    let server = Server::start();
    let contract = Contract::load(&root());
    let answer = server.get("/api/services");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_valid(&contract.named("Services"), &answer.json(), "services");
    let services = amtsgang::backend::answer::services(&answer.text()).unwrap();
    let ids: Vec<&str> = services.iter().map(|service| service.id.as_str()).collect();
    for id in [
        "hundesteuer-anmeldung",
        "bewohnerparkausweis",
        "geburtsurkunde",
        "maengelmeldung",
        "meldebestaetigung",
        "wohnsitz-anmelden",
        "melderegisterauskunft",
        "wohngeld-mietzuschuss",
        "gewerbeanmeldung",
        "sperrmuell",
        "sondernutzung-plakate",
        "kita-aufnahme",
    ] {
        assert!(ids.contains(&id), "{id}");
        let recipe = server.get(&format!("/api/recipes/{id}"));
        let file = std::fs::read(root().join(format!("public/recipes/{id}.json"))).unwrap();
        assert_eq!((recipe.status, recipe.body), (200, file));
    }
}

#[test]
fn code_lists_are_the_files_of_the_demonstration() {
    let server = Server::start();
    let contract = Contract::load(&root());
    let answer = server.get("/api/code-lists/wz-2008");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_valid(&contract.named("CodeList"), &answer.json(), "wz-2008");
    let tag = answer.header("etag").unwrap().to_owned();
    assert_eq!(answer.body, std::fs::read(root().join("public/code-lists/wz-2008.json")).unwrap());
    let again = server.request("GET", "/api/code-lists/wz-2008").header("If-None-Match", &tag).send();
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start();
    let tag = server.get("/api/services").header("etag").unwrap().to_owned();
    let again = server.request("GET", "/api/services").header("If-None-Match", &tag).send();
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), Some(tag.as_str()));
}

#[test]
fn there_are_problem_details_for_everything_else() {
    let server = Server::start();
    let problem = Contract::load(&root()).named("Problem");
    for (method, path, status) in [
        ("GET", "/api/recipes/kfz", 404),
        ("GET", "/api/recipes/..%2f..%2fCargo", 404),
        ("GET", "/api/recipes/index", 404),
        ("GET", "/api/code-lists/wz-1993", 404),
        ("GET", "/api/code-lists/..%2frecipes%2findex", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/applications", 405),
        ("DELETE", "/api/services", 405),
    ] {
        let answer = server.request(method, path).send();
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, Some("application/problem+json")),
            "{path}"
        );
        assert_valid(&problem, &answer.json(), path);
        assert_eq!(answer.json()["status"], status);
    }
}

#[test]
fn only_configured_origins_are_let_in() {
    let options =
        || Options { origins: vec![HeaderValue::from_static("https://www.example.org")], ..Options::default() };
    let server = Server::with(options());
    let ask = |method: &'static str, path: &'static str, origin: &str| {
        server
            .request(method, path)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,content-disposition,content-type,idempotency-key")
            .send()
    };
    let allowed = ask("OPTIONS", "/api/applications", "https://www.example.org");
    assert_eq!(allowed.status, 200);
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://www.example.org"));
    let headers = allowed.header("access-control-allow-headers").unwrap().to_lowercase();
    for header in ["authorization", "content-type", "content-disposition", "idempotency-key", "accept-language"] {
        assert!(headers.contains(header), "{header}");
    }
    assert!(allowed.header("access-control-allow-credentials").is_none());
    // Errors can be read, too.
    let denied = ask("GET", "/api/cases/X", "https://www.example.org");
    assert_eq!((denied.status, denied.header("access-control-allow-origin")), (401, Some("https://www.example.org")));
    assert!(denied.header("access-control-expose-headers").unwrap().contains("retry-after"));
    let other = ask("GET", "/api/services", "https://evil.example");
    assert_eq!(other.header("access-control-allow-origin"), None);
}

#[test]
fn switches_that_break_it_are_there_only_if_asked_for() {
    let server = Server::with(Options::default());
    assert_eq!(server.get("/api/_faults").status, 404);
    assert_eq!(server.request("PUT", "/api/_faults").body(r#"{"match":"* /","kind":"cut"}"#).send().status, 404);
}
