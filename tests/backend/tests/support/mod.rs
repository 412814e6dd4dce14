//! A backend in this process on a port of its own, and a client that sees every byte.
#![allow(dead_code, reason = "each test file uses its part of it")]

#[path = "../../../openapi/mod.rs"]
pub mod openapi;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use amtsgang::case::Reference;
use amtsgang_backend::app::App;
use amtsgang_backend::clock::Moment;
use amtsgang_backend::server::{self, Options};
use amtsgang_backend::shelf::Shelf;
use amtsgang_backend::storage::Storage;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub struct Server {
    pub address: SocketAddr,
    pub app: App,
    pub data: TempDir,
    _runtime: Runtime,
}

/// A folder with one recipe of the tests.
pub fn places_and_appointments() -> TempDir {
    let (folder, name) = (tempfile::tempdir().unwrap(), "places-and-appointments.json");
    std::fs::copy(root().join("tests/recipes/good").join(name), folder.path().join(name)).unwrap();
    folder
}

impl Server {
    pub fn start() -> Server {
        Server::with(Options { faults: true, ..Options::default() })
    }

    pub fn with(options: Options) -> Server {
        Server::on(tempfile::tempdir().unwrap(), options, &root().join("public/recipes"))
    }

    /// With the tests' own service of places and appointments.
    pub fn with_places_and_appointments() -> Server {
        let options = Options { faults: true, ..Options::default() };
        Server::on(tempfile::tempdir().unwrap(), options, places_and_appointments().path())
    }

    /// In a data folder that may have been used before.
    pub fn on(data: TempDir, options: Options, recipes: &Path) -> Server {
        let storage = Storage::open(data.path()).unwrap();
        let app = App::new(storage, Shelf::read(recipes).unwrap());
        let router = server::router(app.clone(), &options);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (tell, told) = mpsc::channel();
        runtime.spawn(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            server::serve(listener, router, move |address| tell.send(address).unwrap()).await
        });
        let address = told.recv_timeout(Duration::from_secs(10)).unwrap();
        Server { address, app, data, _runtime: runtime }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send()
    }

    pub fn request<'a>(&self, method: &'a str, path: &'a str) -> Request<'a> {
        Request { address: self.address, method, path, headers: Vec::new(), body: Vec::new() }
    }

    /// Sends an application under a key.
    pub fn apply(&self, key: &str, application: &Value) -> Answer {
        self.request("POST", "/api/applications")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .body(application.to_string())
            .send()
    }

    /// Uploads a file under a key.
    pub fn attach(&self, key: &str, media_type: &str, bytes: &[u8]) -> Answer {
        self.request("POST", "/api/attachments")
            .header("Content-Type", media_type)
            .header("Content-Disposition", "attachment; filename*=UTF-8''Nachweis%20M%C3%A4rz.pdf")
            .header("Idempotency-Key", key)
            .body(bytes)
            .send()
    }

    pub fn case(&self, reference: &str, code: &str) -> Answer {
        let path = format!("/api/cases/{reference}");
        self.request("GET", &path).header("Authorization", &format!("Bearer {code}")).send()
    }

    /// A defect report that was taken in.
    pub fn opened(&self, name: &str) -> Opened<'_> {
        self.open(&key(name), &defect())
    }

    /// An application that was taken in.
    pub fn open(&self, key: &str, application: &Value) -> Opened<'_> {
        let answer = self.apply(key, application);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let receipt = answer.json();
        let text = |key: &str| receipt[key].as_str().unwrap().to_owned();
        Opened { server: self, reference: text("reference"), code: text("accessCode") }
    }

    /// Sets a fault.
    pub fn fault(&self, fault: Value) {
        let answer = self.request("PUT", "/api/_faults").body(fault.to_string()).send();
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Everything in the data folder, as one heap of bytes.
    pub fn kept(&self) -> Vec<u8> {
        let mut heap = Vec::new();
        let mut folders = vec![self.data.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                heap.extend_from_slice(path.to_string_lossy().as_bytes());
                if path.is_dir() {
                    folders.push(path);
                } else {
                    heap.extend(std::fs::read(path).unwrap());
                }
            }
        }
        heap
    }
}

/// A case with its access code.
pub struct Opened<'a> {
    pub server: &'a Server,
    pub reference: String,
    pub code: String,
}

impl Opened<'_> {
    pub fn name(&self) -> Reference {
        Reference::parse(&self.reference).unwrap()
    }

    /// The address of the case, or of a part of it.
    pub fn path(&self, part: &str) -> String {
        format!("/api/cases/{}{part}", self.reference)
    }

    pub fn get(&self, part: &str) -> Answer {
        self.server.request("GET", &self.path(part)).header("Authorization", &format!("Bearer {}", self.code)).send()
    }

    /// The case as it stands.
    pub fn case(&self) -> Value {
        let answer = self.get("");
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub fn post(&self, part: &str, key: &str, body: &Value) -> Answer {
        self.send("POST", part, Some(key), body)
    }

    pub fn send(&self, method: &str, part: &str, key: Option<&str>, body: &Value) -> Answer {
        let (path, bearer) = (self.path(part), format!("Bearer {}", self.code));
        let request = self.server.request(method, &path).header("Authorization", &bearer);
        let request = match key {
            Some(key) => request.header("Idempotency-Key", key),
            None => request,
        };
        request.header("Content-Type", "application/json").body(body.to_string()).send()
    }

    /// Sets a task as the office would.
    pub fn ask(&self, task: Value) {
        let mut task = task;
        for key in ["id", "state", "at"] {
            task[key] = "".into();
        }
        let task = serde_json::from_value(task).unwrap();
        self.server.app.storage.ask(&self.name(), &task, Moment::now()).unwrap();
    }
}

pub struct Request<'a> {
    address: SocketAddr,
    method: &'a str,
    path: &'a str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request<'_> {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_owned();
        self
    }

    pub fn send(self) -> Answer {
        self.try_send().expect("an answer")
    }

    /// `None` if the connection ended before a whole head, or before the whole body that the head promised.
    pub fn try_send(self) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut head = format!("{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", self.body.len()));
        // The server may have ended the connection before it read everything.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&self.body));
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::read(&bytes, self.method == "HEAD")
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8], headless: bool) -> Option<Answer> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let answer = Answer { status, headers, body: bytes[end + 4..].to_owned() };
        let promised = answer.header("content-length").map(|length| length.parse::<usize>().unwrap());
        let whole = headless || status == 304 || promised.is_none_or(|length| length == answer.body.len());
        whole.then_some(answer)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The problem's errors: pointer and detail.
    pub fn errors(&self) -> Vec<(String, String)> {
        let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
        let json = self.json();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (text(error, "pointer"), text(error, "detail"))).collect()
    }

    pub fn pointers(&self) -> Vec<String> {
        let mut pointers: Vec<String> = self.errors().into_iter().map(|(pointer, _)| pointer).collect();
        pointers.sort();
        pointers
    }
}

pub const PDF: &[u8] = b"%PDF-1.7 a page";

/// A defect report that is right.
pub fn defect() -> Value {
    json!({
        "service": "maengelmeldung", "version": 1, "language": "de",
        "answers": {"category": "light", "lightNumber": "L 12", "description": "Seit einer Woche dunkel.",
            "place": "Marktstraße 12"},
    })
}

/// A birth certificate that is right.
pub fn certificate() -> Value {
    json!({
        "service": "geburtsurkunde", "version": 1, "language": "en",
        "answers": {"relation": "self", "childFirstNames": "Max", "childBirthName": "Beispiel",
            "childBirthDate": "1990-02-01", "childBirthPlace": "Musterstadt", "parent1": "Erika Beispiel",
            "format": "german", "purpose": "passport", "copies": 2, "firstName": "Max", "lastName": "Beispiel",
            "email": "max@example.org",
            "address": {"country": "LU", "line": "4, rue Neuve", "place": "Echternach"}},
    })
}

/// A resident's parking permit that is right, with the attachments of those ids.
pub fn permit(registration: &str, consent: &str, valid_from: &str) -> Value {
    json!({
        "service": "bewohnerparkausweis", "version": 1, "language": "de",
        "answers": {"request": "new", "validFrom": valid_from, "firstName": "Erika", "lastName": "Beispiel",
            "birthDate": "1980-02-01", "email": "erika@example.org", "phone": "+492214710123",
            "address": {"country": "DE", "street": "Marktplatz", "houseNumber": "12 a", "postcode": "12345",
                "place": "Musterstadt"},
            "zone": "B", "plate": "DN-AB 123", "isKeeper": false, "keeperName": "Max Beispiel",
            "registration": [registration], "keeperConsent": [consent], "conditionsMet": true},
    })
}

/// A dog that is right.
pub fn dog() -> Value {
    json!({
        "service": "hundesteuer-anmeldung", "version": 1, "language": "de",
        "answers": {"firstName": "Erika", "lastName": "Beispiel",
            "address": {"country": "DE", "street": "Marktplatz", "houseNumber": "1", "postcode": "12345",
                "place": "Musterstadt"},
            "otherDogs": 0, "dogName": "Bello", "breed": "beagle", "chip": "276098101234567",
            "acquiredOn": "2024-02-29", "birthKnown": false, "dogAge": 3, "hadKeeper": false, "truth": true},
    })
}

/// A key that no other test has.
pub fn key(name: &str) -> String {
    format!("a-key-of-this-test-{name}")
}
