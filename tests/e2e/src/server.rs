//! The reference backend as a process of its own, with its switches, its office and what it has stored.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::folder::Folder;
use crate::place;

/// A running backend. It and all it has stored go when this is dropped.
pub struct Server {
    _process: Child,
    /// "127.0.0.1:40123".
    address: String,
    data: Folder,
}

/// An application as the backend has stored it.
pub struct Stored {
    pub reference: String,
    pub service: String,
    pub language: String,
    pub answers: Value,
}

/// An attachment as the backend has stored it.
pub struct StoredFile {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

impl Server {
    /// Starts on a free port, with the recipes and code lists of `site`, and serves its files beside the contract.
    pub async fn start(site: &Path) -> Server {
        Server::with_recipes(site, &site.join("recipes")).await
    }

    /// As [`Server::start`], with the recipes of another folder.
    pub async fn with_recipes(site: &Path, recipes: &Path) -> Server {
        Server::connecting(site, recipes, &[]).await
    }

    /// As [`Server::with_recipes`], with pages that may ask other origins as well.
    pub async fn connecting(site: &Path, recipes: &Path, origins: &[&str]) -> Server {
        let data = Folder::new("amtsgang-backend-");
        let program = place::backend();
        let mut process = Command::new(&program)
            .arg("serve")
            .args(["--listen", "127.0.0.1:0", "--faults", "--data"])
            .arg(data.path())
            .arg("--recipes")
            .arg(recipes)
            .arg("--static")
            .arg(site)
            .args(origins.iter().flat_map(|origin| ["--connect", origin]))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut lines = BufReader::new(process.stdout.take().expect("the backend's output")).lines();
        let line = lines.next_line().await.ok().flatten().expect("the backend tells its address");
        let address = line.rsplit_once("http://").map(|(_, address)| address.trim_end_matches('/').to_owned());
        let address = address.unwrap_or_else(|| panic!("the backend said: {line}"));
        Server { _process: process, address, data }
    }

    /// The address of a file of the site: `""` is its first page.
    pub fn page(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// The next request to `pattern` ("POST /applications") fails as `kind` says; more of the switch's keys in `more`.
    pub async fn fail(&self, pattern: &str, kind: &str, more: Value) {
        let mut fault = json!({ "match": pattern, "kind": kind });
        if let (Some(fault), Some(more)) = (fault.as_object_mut(), more.as_object()) {
            fault.extend(more.clone());
        }
        self.switch("PUT /api/_faults", &fault.to_string()).await;
    }

    /// No request fails on purpose any more.
    pub async fn recover(&self) {
        self.switch("DELETE /api/_faults", "").await;
    }

    /// Puts the backend's clock forward.
    pub async fn wait(&self, seconds: u32) {
        self.switch("PUT /api/_clock", &seconds.to_string()).await;
    }

    async fn switch(&self, request: &str, body: &str) {
        let mut stream = TcpStream::connect(&self.address).await.expect("the backend listens");
        let (host, length) = (&self.address, body.len());
        let request = format!(
            "{request} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.expect("the backend reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("the backend answers");
        assert!(answer.starts_with("HTTP/1.1 20"), "the backend's switches: {answer}");
    }

    /// Plays the office: `step` is a status and what else the command takes.
    pub async fn advance(&self, reference: &str, step: &[&str]) {
        let output = Command::new(place::backend())
            .args(["advance", "--data"])
            .arg(self.data.path())
            .arg(reference)
            .args(step)
            .output()
            .await
            .expect("the office's command starts");
        assert!(output.status.success(), "advance: {}", String::from_utf8_lossy(&output.stderr));
    }

    pub fn database(&self) -> Connection {
        Connection::open(self.data.path().join("amtsgang.sqlite")).expect("the backend's database opens")
    }

    /// All applications in the order of their references.
    pub fn applications(&self) -> Vec<Stored> {
        let database = self.database();
        let mut query = database
            .prepare("SELECT reference, service, language, answers FROM application ORDER BY reference")
            .expect("the table of applications");
        let rows = query.query_map([], |row| {
            let answers: String = row.get(3)?;
            let answers = serde_json::from_str(&answers).expect("answers are JSON");
            Ok(Stored { reference: row.get(0)?, service: row.get(1)?, language: row.get(2)?, answers })
        });
        rows.expect("applications").map(|row| row.expect("an application")).collect()
    }

    /// The only application there is.
    pub fn application(&self) -> Stored {
        let mut all = self.applications();
        assert_eq!(all.len(), 1, "exactly one application has arrived");
        all.remove(0)
    }

    /// An attachment by the id the backend gave it.
    pub fn attachment(&self, id: &str) -> StoredFile {
        let (name, media_type, file): (String, String, String) = self
            .database()
            .query_row("SELECT name, media_type, file FROM attachment WHERE id = ?", [id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap_or_else(|error| panic!("the attachment {id}: {error}"));
        let path: PathBuf = self.data.path().join("attachments").join(file);
        StoredFile { name, media_type, bytes: std::fs::read(path).expect("an attachment's bytes") }
    }

    /// How many attachments have arrived.
    pub fn attachments(&self) -> i64 {
        let count = self.database().query_row("SELECT count(*) FROM attachment", [], |row| row.get(0));
        count.expect("the table of attachments")
    }
}
