//! A backend that means harm: whatever it answers to whatever is asked ends in an answer or in an error, within bounds, with no script
//! run and nothing asked of any other place.

use std::rc::Rc;

use amtsgang::backend::{Backend, Error, IdempotencyKey, Section};
use amtsgang::browser::files;
use amtsgang::case::{AccessCode, Reference};
use amtsgang::expr::date::Date;
use amtsgang::field::place::Point;
use amtsgang::form::Submission;
use amtsgang::json::Object;
use amtsgang::recipe::ServiceId;
use amtsgang::text::Text;
use amtsgang::view::dom::View;
use amtsgang::view::parts::prose::prose;
use js_sys::Function;
use leptos::mount::mount_to_renderer;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fake::{Fake, rest, until};
use crate::fields::drawn;

/// Every operation, with a good answer to it: those that stand in the contract's examples.
const ANSWERS: &[(&str, &str)] = &[
    ("services", r#"{"services":[{"id":"hund","version":1,"title":{"de":"Hund"},"summary":{"de":"Steuer"}}]}"#),
    ("recipe", include_str!("../../public/recipes/hundesteuer-anmeldung.json")),
    ("code_list", r#"{"items":[{"value":"a","label":{"de":"A"}},{"value":"b","label":{"de":"B"}}]}"#),
    ("attach", r#"{"id":"a-1"}"#),
    (
        "send",
        r#"{"reference":"HUN-2026-7K3M9X","accessCode":"7K3M-9X00-1ABC","submittedAt":"2026-03-01T09:12:00+01:00"}"#,
    ),
    (
        "case",
        r#"{"reference":"HUN-2026-7K3M9X","service":"hund","title":{"de":"Hund"},"status":"PROCESSING",
            "submittedAt":"2026-03-01T09:12:00+01:00","updatedAt":"2026-03-02T09:12:00+01:00",
            "history":[{"status":"SUBMITTED","at":"2026-03-01T09:12:00+01:00"}],"tasks":[]}"#,
    ),
    ("offers", r#"{"operations":["addressSearch","map","appointments"]}"#),
    ("addresses", r#"{"items":[{"text":"Marktstraße 3","latitude":50.8,"longitude":6.48}]}"#),
    ("map", "PNG"),
    ("slots", r#"{"items":[{"id":"s1","start":"2026-03-01T09:12:00+01:00","end":"2026-03-01T09:30:00+01:00"}]}"#),
    (
        "hold",
        r#"{"id":"h1","slot":"s1","start":"2026-03-01T09:12:00+01:00","end":"2026-03-01T09:30:00+01:00",
            "expires":"2026-03-01T09:20:00+01:00"}"#,
    ),
    ("release", ""),
];

/// Asks for one thing; what comes back is judged by whether it is an error.
async fn ask(backend: &Rc<dyn Backend>, operation: &str) -> Result<(), Error> {
    let (reference, code) =
        (Reference::parse("HUN-2026-7K3M9X").unwrap(), AccessCode::parse("7K3M-9X00-1ABC").unwrap());
    let key = IdempotencyKey::from("k-1".to_owned());
    let day = Date::parse("2026-03-01").unwrap();
    match operation {
        "services" => backend.services().await.map(drop),
        "recipe" => backend.recipe("hundesteuer-anmeldung").await.map(drop),
        "code_list" => backend.code_list("berufe").await.map(drop),
        "attach" => {
            let file = files::of_bytes(b"%PDF-1.4", "application/pdf").unwrap();
            backend.attach(&file, "beleg.pdf", &key, None).await.map(drop)
        }
        "send" => {
            let application = Submission {
                service: ServiceId::parse("hundesteuer-anmeldung").unwrap(),
                version: 1,
                language: "de".into(),
                answers: Object::from_iter([("name".to_owned(), "Bello".into())]),
            };
            backend.send(&application, &key).await.map(drop)
        }
        "case" => backend.case(&reference, Some(&code)).await.map(drop),
        "offers" => backend.offers().await.map(drop),
        "addresses" => backend.addresses("Markt", 5).await.map(drop),
        "map" => {
            let at = Point::new(50_800_000, 6_480_000).unwrap();
            backend.map(Section { at, width: 320, height: 200, scale: 1 }).await.map(drop)
        }
        "slots" => backend.slots("sperrmuell", [day, day]).await.map(drop),
        "hold" => backend.hold("sperrmuell", "s1", &key).await.map(drop),
        _ => backend.release("h1").await,
    }
}

/// So often each answer is spoilt in another way; `cargo xtask fuzz` reads many more, natively.
const ROUNDS: usize = 40;

/// Whether an answer was taken for none of the contract's. Then a backend offers nothing besides.
fn refused(operation: &str, answer: &Result<(), Error>) -> bool {
    matches!(answer, Err(Error::Contract { .. })) || operation == "offers" && answer.is_ok()
}

/// Numbers that look random and are the same each time (a linear congruential generator, after Knuth).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }

    /// A good answer with one thing put in the place of another.
    fn spoil(&mut self, good: &str) -> String {
        const PIECES: &[&str] = &[
            "null",
            "true",
            "-1",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[[[[[[",
            "}",
            "\"",
            "\"javascript:alert(1)\"",
            "\"<img src=x onerror=alert(1)>\"",
            "{\"__proto__\":{\"a\":1}}",
            ",\"id\":1",
            "\u{202e}",
            "\u{feff}",
        ];
        let mut bounds: Vec<usize> = good.char_indices().map(|(at, _)| at).collect();
        bounds.push(good.len());
        let (from, length) = (self.below(bounds.len()), self.below(12));
        let to = (from + length).min(bounds.len() - 1);
        let piece = match self.below(8) {
            0 => "[".repeat(20_000),
            1 => "9".repeat(20_000),
            _ => PIECES[self.below(PIECES.len())].to_owned(),
        };
        [&good[..bounds[from]], &piece, &good[bounds[to]..]].concat()
    }
}

fn evaluated(script: &str) -> JsValue {
    Function::new_no_args(script).call0(&JsValue::NULL).unwrap()
}

/// A page in which every address that is asked for is noted. `answer` is JavaScript.
fn noting(answer: &str) -> Fake {
    evaluated("window.places = new Set()");
    Fake::answering(&format!("window.places.add(new URL(window.asked.url).origin); {answer}"))
}

fn places() -> String {
    evaluated("return [...window.places].join(' ')").as_string().unwrap()
}

#[wasm_bindgen_test]
async fn answers_of_every_shape_end_well_or_in_an_error() {
    let mut dice = Dice(20_261_125);
    for (operation, good) in ANSWERS {
        let mut refused = 0;
        for _ in 0..ROUNDS {
            let spoilt = serde_json::to_string(&dice.spoil(good)).unwrap();
            let _fake = noting(&format!("return Promise.resolve(new Response({spoilt}, {{ status: 200 }}))"));
            refused += usize::from(ask(&rest(), operation).await.is_err());
            assert!(["", "https://backend.example"].contains(&&*places()), "{operation}: {}", places());
        }
        // Uploads do not go by `fetch`, a map is a picture whatever is in it, giving back has no answer, and who does not tell what
        // is offered offers nothing besides.
        let judged = !["attach", "map", "release", "offers"].contains(operation);
        assert!(!judged || refused > ROUNDS / 3, "{operation}: {refused} of {ROUNDS} refused");
    }
}

#[wasm_bindgen_test]
async fn an_endless_answer_is_given_up_when_it_is_too_long() {
    for (operation, _) in ANSWERS.iter().filter(|(operation, _)| *operation != "attach") {
        evaluated("window.pulled = 0");
        // A gigabyte, if somebody wanted it.
        let _fake = noting(
            "const piece = new Uint8Array(1 << 20).fill(32);
             return Promise.resolve(new Response(new ReadableStream({ pull(stream) {
                 window.pulled += 1; if (window.pulled < 1024) stream.enqueue(piece); else stream.close(); } })))",
        );
        let answer = ask(&rest(), operation).await;
        assert!(refused(operation, &answer), "{operation}: {answer:?}");
        let pulled = evaluated("return window.pulled").as_f64().unwrap();
        assert!(pulled <= 12.0, "{operation}: {pulled} MB were read");
        assert_eq!(Fake::asked("signal.aborted"), "true", "{operation}");
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_drips_is_given_up_when_its_time_is_over() {
    // Time passes as quickly as the test wants: what waits 20 s runs after the third drop.
    evaluated(
        "window.realTimeout = window.setTimeout; window.late = [];
         window.setTimeout = (run, wait, ...more) => wait >= 20000 ? (window.late.push(run), 0) : window.realTimeout(run, wait, ...more)",
    );
    for (operation, _) in ANSWERS.iter().filter(|(operation, _)| *operation != "attach") {
        let _fake = noting(
            "const signal = window.asked.signal; let drops = 0;
             return Promise.resolve(new Response(new ReadableStream({
                 start(stream) { signal.addEventListener('abort', () => stream.error(new Error('given up'))); },
                 pull(stream) { stream.enqueue(new Uint8Array([32])); drops += 1; if (drops === 3) window.late.splice(0).forEach((run) => run());
                     return new Promise((done) => window.realTimeout(done, 1)); } })))",
        );
        let answer = ask(&rest(), operation).await;
        assert_eq!(answer.unwrap_err(), Error::Timeout, "{operation}");
    }
    evaluated("window.setTimeout = window.realTimeout");
}

#[wasm_bindgen_test]
async fn nobody_is_followed_elsewhere() {
    for (operation, _) in ANSWERS.iter().filter(|(operation, _)| *operation != "attach") {
        let _fake = noting("return Promise.resolve(Response.error())");
        assert!(refused(operation, &ask(&rest(), operation).await), "{operation}");
        assert_eq!((&*Fake::asked("redirect"), &*places()), ("manual", "https://backend.example"), "{operation}");
    }
}

#[wasm_bindgen_test]
async fn words_of_a_backend_are_never_more_than_words() {
    evaluated("delete window.pwned");
    let drawn = drawn("text", json!({})).await;
    let app = drawn.app.clone();
    let words = "<script>pwned = 1</script> <img src=x onerror=\"pwned = 1\"> <svg onload=\"pwned = 1\">\n\n\
        [a](javascript:pwned=1) [b](data:text/html,<script>pwned=1</script>) [c](vbscript:x) [d](//evil.example/) [e]( java\tscript:x)\n\n\
        # <iframe src=\"https://evil.example\">\n\n- ![bild](https://evil.example/x.png)\n\n<a href=\"https://evil.example\" onclick=\"pwned=1\">f</a>";
    let text = Text::from_pairs(&[("de", words)]);
    let _view = mount_to_renderer(&drawn.root, move || View::from(prose(&app, &text)));
    until("it is drawn", || drawn.root.query_selector(".ag-prose").unwrap().is_some()).await;
    let place = drawn.find(".ag-prose");
    assert_eq!(place.query_selector_all("script, img, svg, iframe, [onclick], [onerror], [src]").unwrap().length(), 0);
    let links = place.query_selector_all("a").unwrap();
    for at in 0..links.length() {
        let link: web_sys::Element = wasm_bindgen::JsCast::unchecked_into(links.get(at).unwrap());
        let href = link.get_attribute("href").unwrap();
        assert!(["https:", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme)), "{href}");
    }
    assert!(evaluated("return window.pwned").is_undefined());
}
