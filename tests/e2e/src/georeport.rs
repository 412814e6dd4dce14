//! An Open311 server: Prism, which plays one from `tests/open311/georeport.yaml` and refuses requests that do not fit it.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::place;

/// A running server. It goes when this is dropped.
pub struct GeoReport {
    _process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// "http://127.0.0.1:40123".
    pub origin: String,
}

impl GeoReport {
    /// Starts on a free port.
    pub async fn start() -> GeoReport {
        let program = place::prism();
        let mut process = Command::new(&program)
            .arg("mock")
            .arg(place::repository().join("tests/open311/georeport.yaml"))
            // Else it takes requests that do not fit, and only notes it.
            .args(["--errors", "--host", "127.0.0.1", "--port", "0"])
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut lines = BufReader::new(process.stdout.take().expect("the server's output")).lines();
        let origin = loop {
            let line = lines.next_line().await.ok().flatten().expect("the server tells its address");
            if let Some((_, origin)) = line.split_once("Prism is listening on ") {
                break origin.trim().to_owned();
            }
        };
        GeoReport { _process: process, lines, origin }
    }

    /// Waits until it says so in its log, and answers with the line.
    pub async fn says(&mut self, words: &str) -> String {
        loop {
            let line = self.lines.next_line().await.ok().flatten().expect("the server writes a log");
            if line.contains(words) {
                return line;
            }
        }
    }
}
