//! The app's files: found, typed, packed, cached, guarded, and nothing but them.

mod support;

use std::fs;

use amtsgang_backend::server::Options;
use support::{Answer, Server};
use tempfile::TempDir;

fn serve() -> (TempDir, Server) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("dist");
    fs::create_dir_all(folder.join("locales")).unwrap();
    fs::write(parent.path().join("secret.txt"), "secret").unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html>"),
        ("amtsgang.js", "loader"),
        ("amtsgang-1a2b3c4d5e6f7890.js", "script"),
        ("amtsgang-1a2b3c4d5e6f7890.js.br", "packed by brotli"),
        ("amtsgang-1a2b3c4d5e6f7890.js.gz", "packed by gzip"),
        ("amtsgang-1a2b3c4d5e6f7890_bg.wasm", "wasm"),
        ("locales/de.json", "{}"),
        (".hidden", "hidden"),
    ] {
        fs::write(folder.join(name), content).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(parent.path().join("secret.txt"), folder.join("link.txt")).unwrap();
    let server = Server::with(Options { files: Some(folder), ..Options::default() });
    (parent, server)
}

fn described(answer: &Answer) -> (u16, String, String) {
    let header = |name| answer.header(name).unwrap_or_default().to_owned();
    (answer.status, header("content-type"), header("cache-control"))
}

#[test]
fn files_have_their_type_and_their_time() {
    let (_folder, server) = serve();
    let immutable = "public, max-age=31536000, immutable";
    for (path, media_type, cached) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/amtsgang.js", "text/javascript; charset=utf-8", "public, max-age=86400"),
        ("/amtsgang-1a2b3c4d5e6f7890.js?v=1", "text/javascript; charset=utf-8", immutable),
        ("/amtsgang-1a2b3c4d5e6f7890_bg.wasm", "application/wasm", immutable),
        ("/locales/de.json", "application/json", "no-cache"),
    ] {
        assert_eq!(described(&server.get(path)), (200, media_type.to_owned(), cached.to_owned()), "{path}");
    }
}

#[test]
fn every_answer_carries_the_policy() {
    let (_folder, server) = serve();
    for path in ["/", "/amtsgang.js", "/nothing.js"] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    }
}

#[test]
fn pages_may_ask_the_origins_they_are_meant_to() {
    let (folder, _server) = serve();
    let connect = vec![axum::http::HeaderValue::from_static("https://reports.example")];
    let server = Server::with(Options { files: Some(folder.path().to_owned()), connect, ..Options::default() });
    let answer = server.get("/");
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("; connect-src 'self' https://reports.example; base-uri"), "{policy}");
}

#[test]
fn packed_files_are_sent_to_whoever_unpacks_them() {
    let (_folder, server) = serve();
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", Some("br"), "packed by brotli"),
        ("gzip", Some("gzip"), "packed by gzip"),
        ("br;q=0, identity", None, "script"),
    ] {
        let answer = server.request("GET", "/amtsgang-1a2b3c4d5e6f7890.js").header("Accept-Encoding", accepted).send();
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body), "{accepted}");
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert!(answer.header("vary").unwrap().to_lowercase().contains("accept-encoding"));
    }
}

#[test]
fn pages_of_the_app_are_its_first_page() {
    let (_folder, server) = serve();
    for path in ["/dienste", "/dienste/hundesteuer-anmeldung/halter", "/status", "/locales/"] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.text().as_str()), (200, "<!doctype html>"), "{path}");
    }
    assert_eq!(server.get("/dienste/nothing.js").status, 404);
    assert_eq!(server.get("/api/dienste").status, 404);
    assert_eq!(server.request("POST", "/").send().status, 405);
}

#[test]
fn there_is_no_way_out_of_the_folder() {
    let (_folder, server) = serve();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/locales/../../secret.txt",
        "/locales/..%5c..%5csecret.txt",
        "//secret.txt",
        "/link.txt",
        "/.hidden",
        "/%00",
        "/%ff",
        "/index.html%00.js",
    ] {
        let answer = server.request("GET", path).try_send();
        let status = answer.as_ref().map(|answer| answer.status);
        assert!(matches!(status, Some(400 | 404)), "{path}: {status:?}");
        assert!(!answer.unwrap().text().contains("secret"), "{path}");
    }
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let (_folder, server) = serve();
    let tag = server.get("/").header("etag").unwrap().to_owned();
    let again = server.request("GET", "/").header("If-None-Match", &tag).send();
    assert_eq!((again.status, again.body.len()), (304, 0));
    let head = server.request("HEAD", "/").send();
    assert_eq!((head.status, head.body.len()), (200, 0));
}
