//! The two pages that are measured, and what is done in them: with real keys and clicks, through the DevTools protocol.

use amtsgang_e2e::browser::Browser;
use serde_json::{Value, json};

use crate::recipe;

/// Measures in the page itself; see there.
pub const PROBE: &str = include_str!("../page/probe.js");

/// Files of the page written by hand.
pub const HAND: [(&str, &str); 3] = [
    ("hand.html", include_str!("../page/hand.html")),
    ("hand.css", include_str!("../page/hand.css")),
    ("hand.js", include_str!("../page/hand.js")),
];

/// Who wrote the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    App,
    Hand,
}

impl Page {
    pub const BOTH: [Page; 2] = [Page::App, Page::Hand];

    /// Where the page is opened, below the server's address: with all of its program loaded, and no form yet.
    fn path(self) -> &'static str {
        match self {
            Page::App => "index.html#/device",
            Page::Hand => "hand.html",
        }
    }

    /// The id of the field with this number.
    fn id(self, number: usize) -> String {
        match self {
            Page::App => format!("ag-f{number}"),
            Page::Hand => format!("f{number}"),
        }
    }

    fn summary(self) -> &'static str {
        match self {
            Page::App => ".ag-summary",
            Page::Hand => ".summary",
        }
    }
}

/// A page that has been opened, in the browser it was opened in.
pub struct Open<'a> {
    browser: &'a Browser,
    page: Page,
    fields: usize,
}

/// Opens `page` with nothing kept from before, and tells how long (ms) it took from the definition to painted fields.
pub async fn open<'a>(browser: &'a Browser, server: &str, page: Page, fields: usize) -> (Open<'a>, f64) {
    browser.open("about:blank").await;
    let everything = json!({ "origin": server.trim_end_matches('/'), "storageTypes": "all" });
    browser.devtools("Storage.clearDataForOrigin", everything).await;
    browser.open(&[server, page.path()].concat()).await;
    let (open, service) = (Open { browser, page, fields }, recipe::service(fields));
    let (address, definition) = (format!("/services/{service}/form"), format!("recipes/{service}"));
    let arguments = vec![address.into(), definition.into(), open.last().into()];
    let rendered = open.ask("return bench.rendered(...arguments)", arguments).await;
    (open, milliseconds(&rendered))
}

fn milliseconds(answer: &Value) -> f64 {
    answer.as_f64().unwrap_or_else(|| panic!("the probe answered {answer}"))
}

impl Open<'_> {
    /// The last field that is shown at first.
    fn last(&self) -> String {
        let last = (1..=self.fields).rev().find(|number| !recipe::is_switched(*number)).expect("a field");
        self.page.id(last)
    }

    /// Runs `script`, and waits for its promise where it answers with one.
    async fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        let waiting = format!(
            "const done = arguments[arguments.length - 1]; const asked = [...arguments].slice(0, -1);
             Promise.resolve((function () {{ {script} }})(...asked)).then(done, (error) => done(String(error)));"
        );
        self.browser.run_async(&waiting, arguments).await
    }

    async fn quiet(&self) {
        self.ask("return bench.quiet()", vec![]).await;
    }

    /// Presses a letter in the field that has the focus; the time to the next paint.
    pub async fn key(&self, letter: char) -> f64 {
        self.ask("bench.key()", vec![]).await;
        let code = u32::from(letter.to_ascii_uppercase());
        let text = letter.to_string();
        let down = json!({ "type": "keyDown", "text": text, "key": text, "windowsVirtualKeyCode": code });
        self.browser.devtools("Input.dispatchKeyEvent", down).await;
        let up = json!({ "type": "keyUp", "key": text, "windowsVirtualKeyCode": code });
        self.browser.devtools("Input.dispatchKeyEvent", up).await;
        self.measured().await
    }

    /// Gives the field with this number the focus, in the middle of the window.
    pub async fn focus(&self, number: usize) {
        let field = format!("#{}", self.page.id(number));
        self.center(&field).await;
        self.ask("document.querySelector(arguments[0]).focus()", vec![field.into()]).await;
        self.quiet().await;
    }

    /// Answers the yes or no with this number with yes; the time until the field after it is painted.
    pub async fn toggle(&self, number: usize) -> f64 {
        let yes = format!("#{}-1", self.page.id(number));
        self.center(&yes).await;
        self.ask("bench.toggle(arguments[0])", vec![self.page.id(number + 1).into()]).await;
        self.click(&yes).await;
        self.measured().await
    }

    /// Sends the form as it is; the time until the summary and the mistakes at all fields are painted.
    pub async fn submit(&self, mistakes: usize) -> f64 {
        let button = "form button[type=submit]";
        self.center(button).await;
        let arguments = vec![self.last().into(), self.page.summary().into(), mistakes.into()];
        self.ask("bench.submit(...arguments)", arguments).await;
        self.click(button).await;
        let time = self.measured().await;
        let marked = self.ask("return document.querySelectorAll('[aria-invalid=true]').length", vec![]).await;
        assert_eq!(marked, json!(mistakes), "mistakes at the fields of {:?}", self.page);
        time
    }

    /// Scrolls until an element stands still in the middle of the window.
    async fn center(&self, selector: &str) {
        self.ask("return bench.center(arguments[0])", vec![selector.into()]).await;
        self.quiet().await;
    }

    async fn click(&self, selector: &str) {
        let place = self.ask("return bench.place(arguments[0])", vec![selector.into()]).await;
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            // No hand is so quick that what a page shows under it is not drawn yet.
            self.quiet().await;
            let (button, count) = if kind == "mouseMoved" { ("none", 0) } else { ("left", 1) };
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": button, "clickCount": count });
            self.browser.devtools("Input.dispatchMouseEvent", event).await;
        }
    }

    async fn measured(&self) -> f64 {
        milliseconds(&self.ask("return benched", vec![]).await)
    }

    /// JavaScript's heap and WebAssembly's memory, in MB, when what is not needed has been collected.
    pub async fn memory(&self) -> (f64, f64) {
        const MB: f64 = 1_000_000.0;
        self.quiet().await;
        self.browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
        self.browser.devtools("Performance.enable", json!({})).await;
        let metrics = self.browser.devtools("Performance.getMetrics", json!({})).await;
        let metrics = metrics["metrics"].as_array().cloned().unwrap_or_default();
        let heap = metrics.iter().find(|metric| metric["name"] == "JSHeapUsedSize").and_then(|m| m["value"].as_f64());
        let wasm = milliseconds(&self.ask("return bench.memory()", vec![]).await);
        (heap.expect("the heap's size") / MB, wasm / MB)
    }
}
