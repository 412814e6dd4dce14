//! The browser engines the tests can run in. Another one is a file beside `chromium.rs` and a variant here.

use std::env;
use std::path::{Path, PathBuf};

use fantoccini::Client;
use fantoccini::wd::Capabilities;
use serde_json::Value;

use crate::chromium;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
}

/// How the page is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// CSS pixels.
    pub width: u32,
    pub height: u32,
    pub dark: bool,
}

impl Look {
    /// A phone of today, in daylight.
    pub const PHONE: Look = Look { width: 390, height: 844, dark: false };
}

impl Engine {
    /// The engine that `AMTSGANG_ENGINE` names.
    pub fn chosen() -> Engine {
        match env::var("AMTSGANG_ENGINE").as_deref() {
            Err(_) | Ok("" | "chromium") => Engine::Chromium,
            Ok(other) => panic!("AMTSGANG_ENGINE: expected chromium, found {other}"),
        }
    }

    /// The driver, and what makes it choose a free port.
    pub(crate) fn driver(self) -> (PathBuf, Vec<String>) {
        match self {
            Engine::Chromium => chromium::driver(),
        }
    }

    /// The port in a line the driver wrote, if it tells it.
    pub(crate) fn port(self, line: &str) -> Option<u16> {
        match self {
            Engine::Chromium => chromium::port(line),
        }
    }

    pub(crate) fn capabilities(self, profile: &Path, language: &str, look: Look) -> Capabilities {
        match self {
            Engine::Chromium => chromium::capabilities(profile, language, look),
        }
    }

    /// The process of the browser itself.
    pub(crate) fn process(self, session: &Capabilities) -> Option<u32> {
        match self {
            Engine::Chromium => chromium::process(session),
        }
    }

    pub(crate) async fn set_look(self, client: &Client, look: Look) {
        match self {
            Engine::Chromium => chromium::set_look(client, look).await,
        }
    }

    /// Has `script` run in every page of this window before anything of the page does.
    pub(crate) async fn run_first(self, client: &Client, script: &str) {
        match self {
            Engine::Chromium => chromium::run_first(client, script).await,
        }
    }

    /// What the browser told developers since the last time it was asked: level and words.
    pub(crate) async fn console(self, client: &Client) -> Vec<(String, String)> {
        match self {
            Engine::Chromium => chromium::console(client).await,
        }
    }

    pub(crate) async fn set_offline(self, client: &Client, offline: bool) {
        match self {
            Engine::Chromium => chromium::set_offline(client, offline).await,
        }
    }

    /// A command of the DevTools protocol, for what only this engine can measure.
    pub(crate) async fn devtools(self, client: &Client, command: &str, parameters: Value) -> Value {
        match self {
            Engine::Chromium => chromium::must(client, command, parameters).await,
        }
    }

    /// Makes the page's process die, as when memory runs out.
    pub(crate) async fn crash(self, client: &Client) {
        match self {
            Engine::Chromium => chromium::crash(client).await,
        }
    }

    /// The nodes of the accessibility tree, as the DevTools protocol writes them.
    pub(crate) async fn accessibility(self, client: &Client) -> Vec<Value> {
        match self {
            Engine::Chromium => chromium::accessibility(client).await,
        }
    }

    /// The whole page as a PNG, however long it is.
    pub(crate) async fn picture(self, client: &Client) -> Vec<u8> {
        match self {
            Engine::Chromium => chromium::picture(client).await,
        }
    }
}
