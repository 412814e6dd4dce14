//! Chromium and ChromeDriver: all that only they know.

use std::path::{Path, PathBuf};

use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use serde_json::{Value, json};

use crate::engine::Look;
use crate::place;

/// For a fresh profile that talks to nobody; without a sandbox because tests often run as root in a container.
const ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

pub fn driver() -> (PathBuf, Vec<String>) {
    (place::program("AMTSGANG_CHROMEDRIVER", "chromedriver"), vec!["--port=0".into()])
}

pub fn port(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

pub fn capabilities(profile: &Path, language: &str, look: Look) -> Capabilities {
    let mut arguments: Vec<String> = ARGUMENTS.iter().map(|&argument| argument.into()).collect();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--lang={language}"));
    arguments.push(format!("--accept-lang={language}"));
    arguments.push(format!("--window-size={},{}", look.width.max(500), look.height));
    let mut options = json!({ "args": arguments });
    if let Some(binary) = place::chosen("AMTSGANG_CHROMIUM") {
        options["binary"] = binary.display().to_string().into();
    }
    let capabilities = json!({
        "browserName": "chrome",
        "unhandledPromptBehavior": "ignore",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    match capabilities {
        Value::Object(capabilities) => capabilities,
        _ => unreachable!("an object was written above"),
    }
}

pub fn process(session: &Capabilities) -> Option<u32> {
    session.get("goog:processID")?.as_u64()?.try_into().ok()
}

/// A command of ChromeDriver's own.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// A command of the DevTools protocol.
async fn devtools(client: &Client, command: &str, parameters: Value) -> Result<Value, CmdError> {
    let body = json!({ "cmd": command, "params": parameters });
    client.issue_cmd(Own { path: "goog/cdp/execute", body }).await
}

pub async fn must(client: &Client, command: &str, parameters: Value) -> Value {
    match devtools(client, command, parameters).await {
        Ok(answer) => answer,
        Err(error) => panic!("{command}: {error}"),
    }
}

pub async fn set_look(client: &Client, look: Look) {
    let metrics = json!({ "width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": false });
    must(client, "Emulation.setDeviceMetricsOverride", metrics).await;
    let scheme = if look.dark { "dark" } else { "light" };
    let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    must(client, "Emulation.setEmulatedMedia", media).await;
}

pub async fn run_first(client: &Client, script: &str) {
    must(client, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
}

pub async fn console(client: &Client) -> Vec<(String, String)> {
    let log = client.issue_cmd(Own { path: "se/log", body: json!({ "type": "browser" }) }).await;
    let log = log.unwrap_or_else(|error| panic!("the browser's log: {error}"));
    let entries = log.as_array().cloned().unwrap_or_default();
    let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    entries.iter().map(|entry| (word(entry, "level"), word(entry, "message"))).collect()
}

pub async fn set_offline(client: &Client, offline: bool) {
    must(client, "Network.enable", json!({})).await;
    let state = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    must(client, "Network.emulateNetworkConditions", state).await;
}

pub async fn crash(client: &Client) {
    // It cannot answer: that it fails is what was asked for.
    let _ = devtools(client, "Page.crash", json!({})).await;
}

pub async fn accessibility(client: &Client) -> Vec<Value> {
    must(client, "Accessibility.enable", json!({})).await;
    let tree = must(client, "Accessibility.getFullAXTree", json!({})).await;
    tree["nodes"].as_array().cloned().unwrap_or_default()
}

pub async fn picture(client: &Client) -> Vec<u8> {
    let parameters = json!({ "format": "png", "captureBeyondViewport": true });
    let answer = must(client, "Page.captureScreenshot", parameters).await;
    base64(answer["data"].as_str().unwrap_or_default())
}

/// Decodes what is certainly base64 (RFC 4648 § 4).
fn base64(text: &str) -> Vec<u8> {
    let value = |letter: u8| -> u32 {
        u32::from(match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            _ => 63,
        })
    };
    let letters: Vec<u8> = text.bytes().filter(|letter| *letter != b'=').collect();
    let mut bytes = Vec::with_capacity(letters.len() * 3 / 4);
    for four in letters.chunks(4) {
        let bits = four.iter().fold(0, |bits, letter| bits << 6 | value(*letter)) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
