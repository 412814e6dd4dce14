//! Attachments: taken in once, named once, checked, and swept when nobody names them.

mod support;

use std::fs;

use amtsgang_backend::clock::Moment;
use serde_json::{Value, json};
use support::openapi::{Contract, assert_valid};
use support::{PDF, Server, defect, key, root};

const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F'];

fn id(answer: &support::Answer) -> String {
    answer.json()["id"].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

fn with_photos(photos: Value) -> Value {
    let mut application = defect();
    application["answers"]["photos"] = photos;
    application
}

#[test]
fn a_file_is_kept_as_it_came_under_a_random_name() {
    let server = Server::start();
    let answer = server.attach(&key("file"), "application/pdf; a=b", PDF);
    assert_eq!(answer.status, 201);
    let stored = answer.json();
    assert_valid(&Contract::load(&root()).named("StoredAttachment"), &stored, "stored");
    assert_eq!(stored["name"], "Nachweis März.pdf");
    assert_eq!((&stored["type"], &stored["size"]), (&json!("application/pdf"), &json!(PDF.len())));
    let files: Vec<_> =
        fs::read_dir(server.data.path().join("attachments")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    assert_eq!(fs::read(&files[0]).unwrap(), PDF);
    let name = files[0].file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.len() == 32 && name != stored["id"], "{name}");

    assert_eq!(server.attach(&key("file"), "application/pdf", PDF).json(), stored);
    assert_eq!(server.attach(&key("file"), "application/pdf", PDF).status, 200);
    assert_eq!(server.attach(&key("file"), "application/pdf", b"%PDF-1.7 another").status, 409);
}

#[test]
fn files_of_other_types_are_refused() {
    let server = Server::start();
    for (media_type, bytes, status) in [
        ("text/html", &b"<html>"[..], 415),
        ("application/octet-stream", PDF, 415),
        ("image/jpeg", PDF, 415),
        ("application/pdf", b"<html>", 415),
        ("application/pdf", b"<html>%PDF-1.7", 415),
        ("image/png", JPEG, 415),
        ("image/heic", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", 415),
        ("application/pdf", b"", 400),
        ("image/jpeg", JPEG, 201),
    ] {
        assert_eq!(server.attach(&key("types"), media_type, bytes).status, status, "{media_type}");
    }
    let nameless = server.request("POST", "/api/attachments").header("Idempotency-Key", &key("nameless"));
    assert_eq!(nameless.header("Content-Type", "application/pdf").body(PDF).send().status, 400);
}

#[test]
fn a_file_that_is_too_large_is_refused_with_an_answer() {
    let server = Server::start();
    let mut large = PDF.to_vec();
    large.resize(10 * 1024 * 1024, b' ');
    assert_eq!(server.attach(&key("large"), "application/pdf", &large).status, 201);
    large.push(b' ');
    let answer = server.attach(&key("larger"), "application/pdf", &large);
    assert_eq!(answer.status, 413);
    assert!(answer.json()["detail"].as_str().unwrap().contains("10 MB"));
    assert_eq!(fs::read_dir(server.data.path().join("attachments")).unwrap().count(), 1);
}

#[test]
fn an_attachment_belongs_to_one_application() {
    let server = Server::start();
    let photo = id(&server.attach(&key("photo"), "image/jpeg", JPEG));
    let other = id(&server.attach(&key("other"), "image/jpeg", JPEG));
    let twice = server.apply(&key("twice"), &with_photos(json!([photo, photo])));
    assert_eq!((twice.status, twice.pointers()), (422, vec!["#/answers/photos/1".to_owned()]));
    assert_eq!(server.apply(&key("first"), &with_photos(json!([photo]))).status, 201);
    let taken = server.apply(&key("second"), &with_photos(json!([other, photo])));
    assert_eq!((taken.status, taken.pointers()), (422, vec!["#/answers/photos/1".to_owned()]));
    let unknown = server.apply(&key("third"), &with_photos(json!([other, "nowhere"])));
    assert_eq!((unknown.status, unknown.pointers()), (422, vec!["#/answers/photos/1".to_owned()]));
    assert_eq!(server.apply(&key("fourth"), &with_photos(json!([other]))).status, 201);
    // The same application again, though its attachment is taken by now: by itself.
    assert_eq!(server.apply(&key("first"), &with_photos(json!([photo]))).status, 200);
}

#[test]
fn the_recipe_decides_which_files_a_field_takes() {
    let server = Server::start();
    let pdf = id(&server.attach(&key("pdf"), "application/pdf", PDF));
    let answer = server.apply(&key("type"), &with_photos(json!([pdf])));
    assert_eq!((answer.status, answer.pointers()), (422, vec!["#/answers/photos/0".to_owned()]));
    assert!(answer.errors()[0].1.contains("Nachweis März.pdf"), "{:?}", answer.errors());
    let photos: Vec<String> =
        (0..4).map(|n| id(&server.attach(&key(&format!("photo{n}")), "image/jpeg", JPEG))).collect();
    let answer = server.apply(&key("four"), &with_photos(json!(photos)));
    assert_eq!((answer.status, answer.pointers()), (422, vec!["#/answers/photos".to_owned()]));
}

#[test]
fn what_nobody_names_is_swept_and_can_be_sent_again() {
    let server = Server::start();
    let named = id(&server.attach(&key("named"), "image/jpeg", JPEG));
    assert_eq!(server.apply(&key("names"), &with_photos(json!([named]))).status, 201);
    let idle = id(&server.attach(&key("idle"), "image/jpeg", JPEG));
    let folder = server.data.path().join("attachments");
    fs::write(folder.join("left-by-a-crash"), "x").unwrap();
    assert_eq!(server.app.storage.sweep(Moment::now().days_ago(1)).unwrap(), 0);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
    assert_eq!(server.app.storage.sweep(Moment::now().days_ago(-1)).unwrap(), 1);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    let gone = server.apply(&key("late"), &with_photos(json!([idle])));
    assert_eq!((gone.status, gone.pointers()), (422, vec!["#/answers/photos/0".to_owned()]));
    let again = server.attach(&key("idle"), "image/jpeg", JPEG);
    assert_eq!(again.status, 201);
    assert_ne!(id(&again), idle);
}
