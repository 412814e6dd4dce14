//! A browser of its own for each test: a driver on a free port, a fresh profile, and nothing left of either at the end.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use fantoccini::elements::ElementRef;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::engine::{Engine, Look};
use crate::folder::Folder;
use crate::patience;

/// The key under which WebDriver hands over an element (W3C WebDriver § 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Tells every violation of the page's Content Security Policy, from the first line of the page on.
const WATCH_POLICY: &str = "window.policyViolations = [];
    addEventListener('securitypolicyviolation', (event) =>
        window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));";

/// What a browser keeps on the device. Clones are the same one; it goes when the last of them does.
#[derive(Clone)]
pub struct Profile(Arc<Folder>);

impl Profile {
    pub fn fresh() -> Profile {
        let profile = Profile(Arc::new(Folder::new("amtsgang-profile-")));
        for folder in [profile.kept(), profile.passing()] {
            fs::create_dir(folder).expect("a folder for the browser");
        }
        profile
    }

    fn kept(&self) -> PathBuf {
        self.0.path().join("kept")
    }

    /// Where the browser and its driver put what they need while they run, and leave when they are killed.
    fn passing(&self) -> PathBuf {
        self.0.path().join("tmp")
    }
}

pub struct Browser {
    pub client: Client,
    pub engine: Engine,
    process: Option<u32>,
    driver: Child,
    // Last, so that it goes after those who write into it.
    profile: Profile,
}

impl Browser {
    /// A new browser that asks for pages in `language`.
    pub async fn start(language: &str) -> Browser {
        Browser::with(Profile::fresh(), language, Look::PHONE).await
    }

    /// A browser on a profile that may have been used before.
    pub async fn with(profile: Profile, language: &str, look: Look) -> Browser {
        let engine = Engine::chosen();
        let (program, arguments) = engine.driver();
        let mut driver = Command::new(&program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .env("TMPDIR", profile.passing())
            // A group of their own, so that all processes of the browser can be ended at once.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut lines = BufReader::new(driver.stdout.take().expect("the driver's output")).lines();
        let port = loop {
            match lines.next_line().await {
                Ok(Some(line)) => match engine.port(&line) {
                    Some(port) => break port,
                    None => continue,
                },
                _ => panic!("{} did not tell its port", program.display()),
            }
        };
        // It may go on writing, and must not stop because nobody reads.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let capabilities = engine.capabilities(&profile.kept(), language, look);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|error| panic!("the browser does not start: {error}"));
        let process = client.capabilities().and_then(|session| engine.process(session));
        let browser = Browser { client, engine, process, driver, profile };
        browser.prepare(look).await;
        browser
    }

    /// Makes the present window ready for a test.
    pub async fn prepare(&self, look: Look) {
        self.engine.run_first(&self.client, WATCH_POLICY).await;
        self.set_look(look).await;
    }

    pub async fn set_look(&self, look: Look) {
        self.engine.set_look(&self.client, look).await;
    }

    pub async fn set_offline(&self, offline: bool) {
        self.engine.set_offline(&self.client, offline).await;
    }

    pub async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page is loaded again");
    }

    pub async fn back(&self) {
        self.client.back().await.expect("the back button works");
    }

    pub async fn forward(&self) {
        self.client.forward().await.expect("the forward button works");
    }

    pub async fn title(&self) -> String {
        self.client.title().await.expect("the page has a title")
    }

    pub async fn address(&self) -> String {
        self.client.current_url().await.expect("the page has an address").into()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.client.execute(script, arguments).await {
            Ok(answer) => answer,
            Err(error) => panic!("a script of the test failed: {error}"),
        }
    }

    /// Runs a script that answers later, through its last argument.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.client.execute_async(script, arguments).await {
            Ok(answer) => answer,
            Err(error) => panic!("a script of the test failed: {error}"),
        }
    }

    /// The element a script answered with.
    pub fn element(&self, answer: &Value) -> Option<fantoccini::elements::Element> {
        let id = answer.get(ELEMENT)?.as_str()?.to_owned();
        Some(fantoccini::elements::Element::from_element_id(self.client.clone(), ElementRef::from(id)))
    }

    /// Mistakes the browser told developers since it was last asked.
    pub async fn complaints(&self) -> Vec<String> {
        let lines = self.engine.console(&self.client).await;
        // The browser looks for an icon by itself; that there is none is no mistake of the app's.
        let is_complaint = |level: &str, words: &str| level == "SEVERE" && !words.contains("/favicon.ico");
        let mut complaints: Vec<String> =
            lines.into_iter().filter(|(level, words)| is_complaint(level, words)).map(|(_, words)| words).collect();
        let violations = self.run("return (window.policyViolations ?? []).splice(0)", vec![]).await;
        let violations = violations.as_array().cloned().unwrap_or_default();
        complaints.extend(violations.iter().filter_map(Value::as_str).map(str::to_owned));
        complaints
    }

    /// Everything the browser wrote to its console since it was last asked.
    pub async fn console(&self) -> Vec<(String, String)> {
        self.engine.console(&self.client).await
    }

    /// Lets the page's process die and goes on in a new window of the same browser.
    pub async fn crash(&self) {
        let dying = self.client.window().await.expect("a window");
        let next = self.client.new_window(true).await.expect("a second window").handle;
        self.client.switch_to_window(dying).await.expect("the first window");
        self.engine.crash(&self.client).await;
        self.client.switch_to_window(next).await.expect("the second window");
        self.prepare(Look::PHONE).await;
    }

    /// Closes the window without asking it, and goes on in a new one.
    pub async fn close_window(&self) {
        let dying = self.client.window().await.expect("a window");
        let next = self.client.new_window(true).await.expect("a second window").handle;
        self.client.switch_to_window(dying).await.expect("the first window");
        self.client.close_window().await.expect("the window closes");
        self.client.switch_to_window(next).await.expect("the second window");
        self.prepare(Look::PHONE).await;
    }

    /// Kills the browser at once, as when a battery is empty, and gives what is left on the device.
    pub async fn kill(mut self) -> Profile {
        let process = self.process.take().expect("an engine that tells its process");
        kill(&process.to_string());
        patience::until("the killed browser is gone", async || (!is_alive(process)).then_some(())).await;
        self.profile.clone()
    }

    /// Has `script` run in every page from now on, before anything of the page does.
    pub async fn run_first(&self, script: &str) {
        self.engine.run_first(&self.client, script).await;
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.engine.devtools(&self.client, command, parameters).await
    }

    /// The present page as a PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.engine.picture(&self.client).await
    }
}

/// Ends a process, or with a minus before it a group of them.
fn kill(process: &str) {
    let _ = std::process::Command::new("kill").args(["-KILL", "--", process]).stderr(Stdio::null()).status();
}

/// Whether a process still runs; one that nobody has asked about since it ended does not.
fn is_alive(process: u32) -> bool {
    let status = std::process::Command::new("ps").args(["-o", "stat=", "-p", &process.to_string()]).output();
    status.is_ok_and(|status| status.status.success() && !status.stdout.starts_with(b"Z"))
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver dies with its handle; its browser would stay.
        if let Some(group) = self.driver.id() {
            kill(&format!("-{group}"));
        }
    }
}
