//! Files that are chosen: what they are is found by their content, photos lose their place and get smaller, the order stays.

use std::rc::Rc;

use amtsgang::browser::files::{self, Chosen};
use amtsgang::browser::images;
use amtsgang::field::Attachment;
use amtsgang::view::incoming::State;
use amtsgang::view::parts::frame::Place;
use amtsgang::view::preparing;
use js_sys::{Array, Function, Promise, Uint8Array};
use serde_json::{Value as Json, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, File, HtmlElement};

use crate::fake::until;
use crate::fields::{Drawn, attribute, drawn};

const TRACE: &[u8] = b"51.5 N 11.9 E";

/// Runs the body of an asynchronous function in JavaScript.
async fn script(body: &str, arguments: &[JsValue]) -> JsValue {
    let names = ["a", "b", "c", "d"][..arguments.len()].join(",");
    let function = Function::new_with_args(&names, &format!("return (async () => {{ {body} }})()"));
    let promise = function.apply(&JsValue::NULL, &arguments.iter().cloned().collect::<Array>()).unwrap();
    JsFuture::from(promise.unchecked_into::<Promise>()).await.unwrap()
}

/// A picture that is red in its left upper quarter and black elsewhere, with so much noise that no encoder makes it small.
async fn picture(width: u32, height: u32, media_type: &str, noise: f64) -> Vec<u8> {
    let body = "
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [a, b];
        const context = canvas.getContext('2d');
        context.fillRect(0, 0, a, b);
        context.fillStyle = 'red';
        context.fillRect(0, 0, a / 2, b / 2);
        const tile = document.createElement('canvas');
        tile.width = tile.height = 512;
        const pixels = new ImageData(512, 512);
        for (let at = 0; at < pixels.data.length; at++) pixels.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
        tile.getContext('2d').putImageData(pixels, 0, 0);
        context.globalAlpha = d;
        context.fillStyle = context.createPattern(tile, 'repeat');
        context.fillRect(0, 0, a, b);
        return new Promise((done) => canvas.toBlob(done, c, 0.95));";
    let blob: Blob =
        script(body, &[width.into(), height.into(), media_type.into(), noise.into()]).await.unchecked_into();
    assert_eq!(blob.type_(), media_type);
    files::read(&blob).await.unwrap()
}

/// The same photo as a phone that was held upright writes it: turned, and with the place where it was taken.
fn as_taken(photo: &[u8]) -> Vec<u8> {
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0"
            .to_vec();
    exif.extend(b"\0\x01\0\x02\0\x02\0\0\0\x0d\0\0\0\x38\0\0\0\0");
    exif.extend(TRACE);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&photo[..2], &[0xff, 0xe1], &length, &exif, &photo[2..]].concat()
}

/// Width, height, and whether each quarter is red: left upper, right upper, left lower, right lower.
async fn seen(blob: &Blob) -> (u32, u32, [bool; 4]) {
    let body = "
        const image = await createImageBitmap(a);
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [8, 8];
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0, 8, 8);
        const isRed = ([x, y]) => { const [red, green] = context.getImageData(x, y, 1, 1).data; return red > 100 && green < 100; };
        return [image.width, image.height, ...[[1, 1], [6, 1], [1, 6], [6, 6]].map(isRed)];";
    let seen: Array = script(body, &[blob.into()]).await.unchecked_into();
    let side = |ix| seen.get(ix).as_f64().unwrap() as u32;
    (side(0), side(1), [2, 3, 4, 5].map(|ix| seen.get(ix) == JsValue::TRUE))
}

fn blob(bytes: &[u8], media_type: &str) -> Blob {
    files::blob(&Uint8Array::from(bytes).buffer().into(), media_type).unwrap()
}

fn chosen(name: &str, bytes: &[u8]) -> Chosen {
    Chosen { name: name.into(), size: bytes.len() as u64, blob: blob(bytes, "") }
}

fn place(drawn: &Drawn) -> Place {
    Place::new(drawn.app.clone(), drawn.session.clone(), 0)
}

fn attached(drawn: &Drawn) -> Vec<Attachment> {
    drawn.session.answer(0).files().to_vec()
}

/// Waits until no file is being read any more.
async fn settled(drawn: &Drawn) {
    until("no file is being read any more", || !drawn.session.incoming.busy.get()).await;
    leptos::task::tick().await;
}

async fn take(drawn: &Drawn, files: Vec<Chosen>) -> Vec<Attachment> {
    preparing::take(&place(drawn), files);
    settled(drawn).await;
    attached(drawn)
}

async fn bytes_of(drawn: &Drawn, file: &Attachment) -> Vec<u8> {
    files::read(&drawn.session.file(&file.id).unwrap()).await.unwrap()
}

fn shows(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn photos(more: Json) -> Json {
    let mut keys = json!({"accept": ["image/png", "image/jpeg"], "maxFiles": 5});
    keys.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    keys
}

#[wasm_bindgen_test]
async fn a_photo_of_twelve_megapixels_is_sent_with_less_than_two_megabytes() {
    let drawn = drawn("file", photos(json!({"shrink": true}))).await;
    let photo = as_taken(&picture(4000, 3000, "image/jpeg", 0.2).await);
    assert!(photo.len() > 2_000_000 && shows(&photo, TRACE), "{} bytes", photo.len());
    let files = take(&drawn, vec![chosen("Hund.JPG", &photo)]).await;
    let [file] = &files[..] else { panic!("{files:?}") };
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("Hund.JPG", "image/jpeg"));
    let sent = drawn.session.file(&file.id).unwrap();
    assert_eq!((sent.size() as u64, sent.type_()), (file.size, "image/jpeg".to_owned()));
    assert!(file.size < 2_000_000 && file.size > 200_000, "{} bytes", file.size);
    let bytes = bytes_of(&drawn, file).await;
    assert!(!shows(&bytes, TRACE) && !shows(&bytes, b"Exif"));
    // Turned upright: what was above on the left is on the right.
    let (width, height, red) = seen(&sent).await;
    assert_eq!(red, [false, true, false, false]);
    assert!(height * 3 / 4 == width || (height * 3).abs_diff(width * 4) <= 4, "{width} × {height}");
    let listed = drawn.find(".ag-files").text_content().unwrap();
    assert!(listed.contains("Verkleinert von"), "{listed}");
    let told = drawn.app.announcement.now();
    assert!(told.contains("Hund.JPG") && told.contains("Verkleinert von"), "{told}");
}

#[wasm_bindgen_test]
async fn a_photo_that_may_not_be_made_smaller_loses_its_place_and_nothing_else() {
    for keys in [json!({}), json!({"shrink": true})] {
        let drawn = drawn("file", photos(keys)).await;
        let plain = picture(400, 300, "image/jpeg", 0.1).await;
        let files = take(&drawn, vec![chosen("Hund.jpg", &as_taken(&plain))]).await;
        let sent = drawn.session.file(&files[0].id).unwrap();
        let bytes = bytes_of(&drawn, &files[0]).await;
        assert!(!shows(&bytes, TRACE));
        assert_eq!(seen(&sent).await, (300, 400, [false, true, false, false]));
        // The picture's own bytes are those of before.
        assert!(bytes.ends_with(&plain[plain.len() - 2000..]));
        assert!(!drawn.find(".ag-files").text_content().unwrap().contains("Verkleinert"));
    }
}

#[wasm_bindgen_test]
async fn photos_of_real_programs_are_still_pictures() {
    for (name, bytes) in [
        ("photo.jpg", &include_bytes!("../photos/photo.jpg")[..]),
        ("photo.png", include_bytes!("../photos/photo.png")),
        ("photo.webp", include_bytes!("../photos/photo.webp")),
        ("photo.gif", include_bytes!("../photos/photo.gif")),
    ] {
        // Not every browser turns a WebP.
        let shown = seen(&blob(bytes, "")).await;
        if name == "photo.jpg" || name == "photo.png" {
            assert_eq!(shown, (32, 48, [false, true, false, false]), "{name}");
        }
        let drawn = drawn("file", json!({"accept": ["image/jpeg", "image/png", "image/webp", "image/gif"]})).await;
        let files = take(&drawn, vec![chosen(name, bytes)]).await;
        assert!(!shows(&bytes_of(&drawn, &files[0]).await, TRACE), "{name}");
        assert_eq!(seen(&drawn.session.file(&files[0].id).unwrap()).await, shown, "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_large_picture_becomes_an_accepted_type() {
    let png = picture(2000, 1400, "image/png", 0.5).await;
    assert!(png.len() > 2_000_000, "{}", png.len());
    for (accept, name, kind) in [
        (json!(["image/png", "image/jpeg"]), "Plan.jpg", "image/jpeg"),
        (json!(["image/png"]), "Plan.png", "image/png"),
        (json!(["image/png", "image/webp"]), "Plan.webp", "image/webp"),
    ] {
        let drawn = drawn("file", json!({"accept": accept, "shrink": true})).await;
        let files = take(&drawn, vec![chosen("Plan.png", &png)]).await;
        assert_eq!((files[0].name.as_str(), files[0].media_type.as_str()), (name, kind));
        assert!(files[0].size < 2_000_000, "{kind}: {}", files[0].size);
        let sent = drawn.session.file(&files[0].id).unwrap();
        assert_eq!(seen(&sent).await.2, [true, false, false, false], "{kind}");
    }
}

#[wasm_bindgen_test]
async fn what_a_browser_cannot_decode_stays_as_it_is() {
    assert!(images::rewritten(&blob(b"\xff\xd8\xff\xe0 no picture", "image/jpeg"), "image/jpeg", 9).await.is_none());
    let drawn = drawn("file", photos(json!({"shrink": true}))).await;
    // Large, well-formed, and nothing to see.
    let segments = [&b"\xff\xd8"[..], b"\xff\xe1\0\x0fplace ", TRACE.get(..7).unwrap(), b"\xff\xda\0\x02"].concat();
    let photo = [&segments[..], &vec![1; 2_000_001], b"\xff\xd9"].concat();
    let files = take(&drawn, vec![chosen("Foto.jpg", &photo)]).await;
    let bytes = bytes_of(&drawn, &files[0]).await;
    assert_eq!(files[0].size as usize, photo.len() - 17);
    assert!(!shows(&bytes, b"place"));
}

#[wasm_bindgen_test]
async fn content_that_does_not_fit_its_name_is_a_mistake_that_says_so() {
    let drawn = drawn("file", json!({"accept": ["application/pdf", "image/jpeg"], "maxFiles": 5})).await;
    let files =
        take(&drawn, vec![chosen("Nachweis.pdf", b"<html>"), chosen("Foto.jpg", b"\xff\xd8\xff damaged")]).await;
    assert_eq!(files.len(), 2);
    let errors = drawn.error().await;
    for name in ["Nachweis.pdf", "Foto.jpg"] {
        assert!(errors.contains(&format!("nicht, was ihr Name sagt, oder sie ist beschädigt: {name}")), "{errors}");
    }
    assert!(drawn.app.announcement.now().contains("beschädigt: Foto.jpg"), "{}", drawn.app.announcement.now());
    assert_eq!(attribute(&drawn.find("#ag-f"), "aria-invalid"), "true");
    // What cannot be sent is not kept.
    assert_eq!(drawn.session.file(&files[0].id).unwrap().size(), 0.0);
}

#[wasm_bindgen_test]
async fn an_accepted_file_with_another_name_gets_a_name_that_fits() {
    let drawn = drawn("file", photos(json!({}))).await;
    let png = picture(10, 10, "image/png", 0.0).await;
    let files = take(&drawn, vec![chosen("Foto.jpg", &png), chosen("IMG_7", &png)]).await;
    let names: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.media_type.as_str())).collect();
    assert_eq!(names, [("Foto.png", "image/png"), ("IMG_7.png", "image/png")]);
    assert_eq!(drawn.error().await, "");
    assert_eq!(drawn.session.file(&files[0].id).unwrap().type_(), "image/png");
}

#[wasm_bindgen_test]
async fn a_file_that_is_too_large_is_told_and_not_kept() {
    let drawn = drawn("file", json!({"accept": ["application/pdf"], "maxSize": 100_000})).await;
    let pdf = [&b"%PDF-1.7"[..], &vec![b' '; 100_000]].concat();
    let files = take(&drawn, vec![chosen("Plan.pdf", &pdf)]).await;
    assert!(drawn.error().await.contains("zu groß: Plan.pdf"));
    assert_eq!(drawn.session.file(&files[0].id).unwrap().size(), 0.0);
}

/// A file whose bytes the device gives only the second time, as from a cloud that was out of reach.
fn unreachable(name: &str, bytes: &[u8]) -> Chosen {
    let found = chosen(name, bytes);
    let body = "
        const real = a.arrayBuffer.bind(a);
        let times = 0;
        a.arrayBuffer = () => times++ ? real() : Promise.reject(new DOMException('gone', 'NotReadableError'));";
    Function::new_with_args("a", body).call1(&JsValue::NULL, &found.blob).unwrap();
    found
}

fn press(drawn: &Drawn, label: &str) {
    drawn.find(&format!("button[aria-label='{label}']")).unchecked_into::<HtmlElement>().click();
}

#[wasm_bindgen_test]
async fn a_file_that_cannot_be_read_is_tried_again_and_keeps_its_place() {
    let drawn = drawn("file", json!({"accept": ["application/pdf"], "maxFiles": 5})).await;
    let pdf = b"%PDF-1.7";
    let files = vec![chosen("a.pdf", pdf), unreachable("b.pdf", pdf), chosen("c.pdf", pdf)];
    let names = |files: &[Attachment]| files.iter().map(|file| file.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&take(&drawn, files).await), ["a.pdf", "c.pdf"]);
    let told = drawn.app.announcement.now();
    assert!(told.contains("2 Dateien") && told.contains("„b.pdf“ konnte nicht gelesen werden"), "{told}");
    assert!(drawn.root.text_content().unwrap().contains("Diese Datei konnte nicht gelesen werden"));
    press(&drawn, "„b.pdf“ noch einmal versuchen");
    settled(&drawn).await;
    assert_eq!(names(&attached(&drawn)), ["a.pdf", "b.pdf", "c.pdf"]);
}

#[wasm_bindgen_test]
async fn a_file_on_its_way_can_be_stopped() {
    let drawn = drawn("file", json!({"accept": ["application/pdf"], "maxFiles": 5})).await;
    let slow = chosen("a.pdf", b"%PDF-1.7");
    Function::new_with_args("a", "a.arrayBuffer = () => new Promise(() => {})")
        .call1(&JsValue::NULL, &slow.blob)
        .unwrap();
    preparing::take(&place(&drawn), vec![slow, chosen("b.pdf", b"%PDF-1.7"), chosen("c.pdf", b"%PDF-1.7")]);
    leptos::task::tick().await;
    let states = || drawn.session.incoming.files.now().iter().map(|file| file.state.now()).collect::<Vec<_>>();
    until("the first one is being read", || states() == [State::Working, State::Waiting, State::Waiting]).await;
    let bars = drawn.root.query_selector_all("progress:not([hidden])").unwrap();
    assert_eq!(bars.length(), 1);
    press(&drawn, "„b.pdf“ abbrechen");
    press(&drawn, "„a.pdf“ abbrechen");
    settled(&drawn).await;
    let names: Vec<String> = attached(&drawn).into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["c.pdf"]);
}

#[wasm_bindgen_test]
async fn who_goes_on_too_early_waits_for_the_files() {
    let drawn = drawn("file", json!({"accept": ["application/pdf"]})).await;
    preparing::take(&place(&drawn), vec![chosen("a.pdf", b"%PDF-1.7")]);
    let (gone_on, session) = (Rc::new(std::cell::RefCell::new(Vec::new())), drawn.session.clone());
    let went = gone_on.clone();
    preparing::hold(
        &drawn.app,
        &drawn.session,
        Box::new(move || went.borrow_mut().push(session.answer(0).files().len())),
    );
    assert!(drawn.app.announcement.now().contains("von selbst weiter"));
    settled(&drawn).await;
    assert_eq!(*gone_on.borrow(), [1]);
}

#[wasm_bindgen_test]
async fn files_are_chosen_in_the_input_and_shown_as_pictures() {
    let drawn = drawn("file", photos(json!({"camera": "environment"}))).await;
    let input = drawn.find("#ag-f");
    assert_eq!(attribute(&input, "accept"), "image/jpeg,.jpg,.jpeg,image/png,.png");
    assert!(input.has_attribute("multiple"));
    let camera = drawn.find("label > input[capture]");
    assert_eq!((attribute(&camera, "capture"), attribute(&camera, "accept")), ("environment".into(), "image/*".into()));
    assert_eq!(camera.parent_element().unwrap().text_content().unwrap(), "Foto aufnehmen");
    let png = picture(10, 10, "image/png", 0.0).await;
    let parts = Array::of1(&Uint8Array::from(&png[..]).into());
    let files: Array = ["b.png", "a.png"]
        .iter()
        .map(|name| JsValue::from(File::new_with_u8_array_sequence(&parts, name).unwrap()))
        .collect();
    let body = "
        const all = new DataTransfer();
        for (const file of b) all.items.add(file);
        a.files = all.files;
        a.dispatchEvent(new Event('change'));";
    script(body, &[input.into(), files.into()]).await;
    settled(&drawn).await;
    let names: Vec<String> = attached(&drawn).into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["b.png", "a.png"]);
    assert_eq!(drawn.app.announcement.now(), "2 Dateien wurden hinzugefügt.");
    let image = drawn.find("img.ag-files__preview");
    let address = attribute(&image, "src");
    assert!(address.starts_with("blob:"));
    let answers = |address: String| async move {
        script("return fetch(a).then(() => true, () => false)", &[address.into()]).await == JsValue::TRUE
    };
    assert!(answers(address.clone()).await);
    press(&drawn, "„b.png“ entfernen");
    leptos::task::tick().await;
    assert!(!answers(address).await, "the picture's address has ended");
}
