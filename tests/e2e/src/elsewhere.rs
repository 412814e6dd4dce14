//! Servers that nobody here wrote, to which mappings send: json-server, and pouchdb-server, which speaks CouchDB's API.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::folder::Folder;
use crate::{patience, place};

/// A running server. It goes when this is dropped.
pub struct Elsewhere {
    _process: Child,
    data: Folder,
    /// "http://127.0.0.1:40123".
    pub origin: String,
}

impl Elsewhere {
    /// json-server with no records yet; `options` as on its command line.
    pub async fn records(options: &[&str]) -> Elsewhere {
        let data = Folder::new("amtsgang-records-");
        std::fs::write(data.path().join("db.json"), r#"{"applications": []}"#).expect("an empty file of records");
        let own = ["db.json", "--quiet"];
        Elsewhere::start(&place::json_server(), data, &[&own, options].concat(), "/applications").await
    }

    /// pouchdb-server with two databases, one for applications and one for files. `refuses` is a JavaScript condition on a document
    /// `d`; where it holds, the server says so.
    pub async fn documents(refuses: &str) -> Elsewhere {
        let data = Folder::new("amtsgang-documents-");
        let server = Elsewhere::start(&place::pouchdb_server(), data, &["--in-memory", "--no-stdout-logs"], "/").await;
        for database in ["/applications", "/files"] {
            server.ask("PUT", database, None).await;
        }
        let check =
            format!("function (d) {{ if ({refuses}) throw {{ forbidden: 'Dafür sind wir nicht zuständig.' }}; }}");
        let view = "function (d) { if (d.reference) emit([d.reference, d.code], { state: d.state, received: d.received, form: d.form }); }";
        let design = json!({"validate_doc_update": check, "views": {"by-receipt": {"map": view}}});
        server.ask("PUT", "/applications/_design/status", Some(&design)).await;
        server
    }

    async fn start(program: &Path, data: Folder, options: &[&str], sign: &str) -> Elsewhere {
        // Neither can choose a port and tell it.
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port().to_string();
        let process = Command::new(program)
            .args(options)
            .args(["--host", "127.0.0.1", "--port", &port])
            .current_dir(data.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let server = Elsewhere { _process: process, data, origin: format!("http://127.0.0.1:{port}") };
        let answers = patience::within(patience::USUAL, async || server.try_ask("GET", sign, None).await.ok()).await;
        answers.unwrap_or_else(|| panic!("{} answers nothing", program.display()));
        server
    }

    /// The file of json-server's records.
    pub fn file(&self) -> PathBuf {
        self.data.path().join("db.json")
    }

    /// The applications that json-server has.
    pub fn applications(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.file()).expect("the file of records");
        let all: Value = serde_json::from_str(&text).expect("records are JSON");
        all["applications"].as_array().expect("applications").clone()
    }

    /// The answer to a request: its body, if it is JSON. Anything but a success fails the test.
    pub async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let (status, answer) = self.try_ask(method, path, body).await.expect("an answer");
        assert!((200..300).contains(&status), "{method} {path}: {status} {}", String::from_utf8_lossy(&answer));
        serde_json::from_slice(&answer).unwrap_or(Value::Null)
    }

    /// The bytes of a file.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let (status, answer) = self.try_ask("GET", path, None).await.expect("an answer");
        assert_eq!(status, 200, "{path}");
        answer
    }

    async fn try_ask(&self, method: &str, path: &str, body: Option<&Value>) -> std::io::Result<(u16, Vec<u8>)> {
        let authority = self.origin.trim_start_matches("http://");
        let body = body.map(Value::to_string).unwrap_or_default();
        // HTTP/1.0: the answer ends with the connection, and comes in one piece.
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {authority}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(authority).await?;
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let status = String::from_utf8_lossy(&answer[..end]).split(' ').nth(1).and_then(|status| status.parse().ok());
        Ok((status.ok_or(std::io::ErrorKind::InvalidData)?, answer.split_off(end + 4)))
    }
}
