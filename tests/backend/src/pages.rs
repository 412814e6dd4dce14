//! The app's own files, as a municipality's web server should hand them out.

use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::app::header;
use crate::media::percent_decoded;
use crate::secrets::{hash, hex};

/// The strictest policy the app runs under. It is proven by being served: nothing inline, no eval, no HTML from text.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// The app's files, and the policy they come with.
#[derive(Clone)]
pub struct Pages {
    folder: PathBuf,
    policy: HeaderValue,
}

impl Pages {
    /// `connect`: origins that the pages may ask beside their own.
    pub fn new(folder: &Path, connect: &[HeaderValue]) -> Pages {
        let mut policy = POLICY.to_owned();
        for origin in connect.iter().filter_map(|origin| origin.to_str().ok()) {
            policy = policy.replace("connect-src 'self'", &format!("connect-src 'self' {origin}"));
        }
        // It is made of text that a header may hold.
        let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(POLICY));
        Pages { folder: folder.to_owned(), policy }
    }
}

/// The script that host pages name; it changes rarely and then loads the hashed ones.
const LOADER: &str = "amtsgang.js";

/// Answers a request for a file below the folder.
pub async fn serve(State(pages): State<Pages>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return guarded(StatusCode::METHOD_NOT_ALLOWED.into_response(), pages.policy);
    }
    let (path, policy) = (uri.path().to_owned(), pages.policy.clone());
    let found = tokio::task::spawn_blocking(move || find(&pages.folder, &path, &headers)).await;
    guarded(found.ok().flatten().unwrap_or_else(|| StatusCode::NOT_FOUND.into_response()), policy)
}

fn guarded(mut response: Response, policy: HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// The file for an address. One without an ending is a page of the app, which its script will tell apart.
fn find(folder: &Path, path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = percent_decoded(path)?;
    let mut file = folder.to_owned();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        // No way out of the folder, and nothing hidden in it.
        if name.starts_with('.') || name.contains(['\\', '\0', ':']) {
            return None;
        }
        file.push(name);
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    if !file.is_file() {
        let last = path.rsplit('/').next().unwrap_or_default();
        if last.contains('.') {
            return None;
        }
        file = folder.join("index.html");
    }
    // A link in the folder may lead out of it, too.
    if !file.canonicalize().ok()?.starts_with(folder.canonicalize().ok()?) {
        return None;
    }
    read(&file, headers)
}

fn read(file: &Path, headers: &HeaderMap) -> Option<Response> {
    let name = file.file_name()?.to_str()?;
    let accepted = header(headers, &ACCEPT_ENCODING).unwrap_or_default();
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(encoding, ending)| {
        let packed = PathBuf::from([file.to_str()?, ".", ending].concat());
        (accepts(accepted, encoding) && packed.is_file()).then_some((encoding, packed))
    });
    let bytes = fs::read(packed.as_ref().map_or(file, |(_, path)| path)).ok()?;
    let mut response = revalidated(headers, bytes, content_type(name));
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control(name)));
    if let Some((encoding, _)) = packed
        && response.status() == StatusCode::OK
    {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// Whether `Accept-Encoding` names the encoding without refusing it (`br;q=0`).
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|range| {
        let (name, weight) = range.split_once(';').unwrap_or((range, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_ok_and(|weight| weight > 0.0)
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "yaml" => "application/yaml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What has its hash in its name never changes; what has none must be asked for again, the loader once a day.
fn cache_control(name: &str) -> &'static str {
    let is_hash = |part: &str| {
        let hex = part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        hex && part.len() >= 8 && part.bytes().any(|b| b.is_ascii_digit())
    };
    if name.split(['-', '_', '.']).any(is_hash) {
        "public, max-age=31536000, immutable"
    } else if name == LOADER {
        "public, max-age=86400"
    } else {
        "no-cache"
    }
}

/// The bytes, or "not modified" for a client that has them already. To be asked for again each time.
pub fn revalidated(headers: &HeaderMap, bytes: Vec<u8>, content_type: &'static str) -> Response {
    let tag = format!("\"{}\"", &hex(&hash("content", &[&bytes]))[..32]);
    let known = header(headers, &IF_NONE_MATCH).unwrap_or_default();
    let fresh = known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag);
    let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(bytes).into_response() };
    let mut set = |name: HeaderName, value: HeaderValue| response.headers_mut().insert(name, value);
    set(CONTENT_TYPE, HeaderValue::from_static(content_type));
    set(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        set(ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_in_the_name_makes_a_file_immutable() {
        for name in ["amtsgang-1a2b3c4d5e6f7890.js", "amtsgang-1a2b3c4d5e6f7890_bg.wasm", "app.0123abcd.css"] {
            assert!(cache_control(name).ends_with("immutable"), "{name}");
        }
        for name in ["index.html", "de.json", "hundesteuer-anmeldung.json", "amtsgang.css", "facade-defaced.js"] {
            assert_eq!(cache_control(name), "no-cache", "{name}");
        }
        assert_eq!(cache_control("amtsgang.js"), "public, max-age=86400");
    }

    #[test]
    fn encodings_can_be_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("gzip;q=0.5", "gzip"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "br"));
    }
}
