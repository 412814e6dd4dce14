//! The program itself: started, moved on by the office while it runs, and silent about people.

mod support;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use amtsgang_backend::app::App;
use amtsgang_backend::shelf::Shelf;
use amtsgang_backend::storage::Storage;
use support::{Server, defect, key, root};

const PROGRAM: &str = env!("CARGO_BIN_EXE_amtsgang-backend");

fn advance(data: &Path, arguments: &[&str]) -> Output {
    Command::new(PROGRAM).arg("advance").arg("--data").arg(data).args(arguments).output().unwrap()
}

/// A running program, ended when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_office_moves_a_case_on_while_the_server_runs() {
    let server = Server::start();
    let receipt = server.apply(&key("office"), &defect()).json();
    let (reference, code) = (receipt["reference"].as_str().unwrap(), receipt["accessCode"].as_str().unwrap());
    let step = |arguments: &[&str]| {
        let output = advance(server.data.path(), &[&[reference], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let case = server.case(reference, code).json();
        assert!(amtsgang::backend::answer::case(&case.to_string()).is_ok());
        case
    };
    let case = step(&["PROCESSING", "--expected-by", "2026-12-31"]);
    assert_eq!((&case["status"], &case["expectedBy"]), (&"PROCESSING".into(), &"2026-12-31".into()));
    assert!(case["next"]["en"].is_string() && case["events"][2]["note"]["de"].is_string());
    let case = step(&[
        "ACTION_REQUIRED",
        "--note-de",
        "Foto fehlt.",
        "--next-de",
        "Bitte **anrufen**.",
        "--next-en",
        "Please call.",
    ]);
    assert_eq!(case["events"][3]["note"], serde_json::json!({"de": "Foto fehlt."}));
    assert_eq!(case["next"]["en"], "Please call.");
    assert_eq!(case["expectedBy"], "2026-12-31");
    let case = step(&["COMPLETED", "--outcome", "rejected"]);
    assert_eq!((&case["status"], &case["outcome"]), (&"COMPLETED".into(), &"rejected".into()));
    assert!(case.get("next").is_none());
    assert_eq!(case["events"].as_array().unwrap().len(), 5);

    let after = advance(server.data.path(), &[reference, "PROCESSING"]);
    assert!(!after.status.success() && String::from_utf8_lossy(&after.stderr).contains("completed"));
    let unknown = advance(server.data.path(), &["MAE-2026-ZZZZZZ", "PROCESSING"]);
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("no case"));
    let elsewhere = tempfile::tempdir().unwrap();
    let nothing = advance(elsewhere.path(), &[reference, "PROCESSING"]);
    assert!(!nothing.status.success() && String::from_utf8_lossy(&nothing.stderr).contains("no data folder"));
    let usage = advance(server.data.path(), &[reference, "SUBMITTED"]);
    assert!(usage.status.code() == Some(2) && String::from_utf8_lossy(&usage.stderr).contains("usage"));
}

#[test]
fn the_program_tells_its_address_and_nothing_of_people() {
    let data = tempfile::tempdir().unwrap();
    let mut child = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .arg("--recipes")
        .arg(root().join("public/recipes"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map(Running)
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://127.0.0.1:").unwrap_or_else(|| panic!("{line}"));
    let port: u16 = address.parse().unwrap();

    // A client for that address; its own data folder and server stay idle.
    let mut client = Server::start();
    client.address = ([127, 0, 0, 1], port).into();
    let receipt = client.apply(&key("log"), &defect()).json();
    let (reference, code) = (receipt["reference"].as_str().unwrap(), receipt["accessCode"].as_str().unwrap());
    assert_eq!(client.case(reference, code).status, 200);
    assert_eq!(client.case(reference, "0000-0000-0000").status, 401);
    assert_eq!(client.get("/api/Erika-Beispiel").status, 404);

    let stderr = child.0.stderr.take().unwrap();
    drop(child);
    let mut log = String::new();
    BufReader::new(stderr).read_to_string(&mut log).unwrap();
    assert_eq!(log.lines().count(), 4, "{log}");
    assert!(log.contains("POST /api/applications 201") && log.contains("GET /api/cases 401"), "{log}");
    for secret in [reference, code, "127.0.0.1", "Laterne", "Marktstraße", "Erika", key("log").as_str()] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[test]
fn what_was_kept_is_there_after_a_restart() {
    let server = Server::start();
    let receipt = server.apply(&key("restart"), &defect()).json();
    let shelf = Shelf::read(&root().join("public/recipes")).unwrap();
    let again = App::new(Storage::open(server.data.path()).unwrap(), shelf);
    let reference = amtsgang::case::Reference::parse(receipt["reference"].as_str().unwrap()).unwrap();
    let code = amtsgang::case::AccessCode::parse(receipt["accessCode"].as_str().unwrap()).unwrap();
    assert!(again.storage.opens(&reference, &code).unwrap());
    assert!(again.storage.case(&reference).is_ok());
}

#[test]
fn a_folder_with_a_mistake_in_a_recipe_is_told_and_not_served() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kaputt.json"), r#"{"id": "Kaputt"}"#).unwrap();
    let output = Command::new(PROGRAM)
        .args(["serve", "--data"])
        .arg(folder.path().join("data"))
        .arg("--recipes")
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("kaputt.json") && said.contains("/id: expected"), "{said}");
}
