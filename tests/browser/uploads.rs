//! Files on their way to the backend: one progress each, stopped and tried again by themselves, in their order.

use std::cell::RefCell;
use std::future::pending;
use std::rc::Rc;

use amtsgang::backend::demo::Demo;
use amtsgang::backend::{
    AttachmentId, Backend, Error, FoundAddress, Hold, IdempotencyKey, LocalFuture, Offers, Progress, Receipt, Section,
    ServiceSummary, Slot,
};
use amtsgang::browser::files;
use amtsgang::case::{AccessCode, Case, Reference};
use amtsgang::expr::date::Date;
use amtsgang::field::{Attachment, CodeList};
use amtsgang::form::Submission;
use amtsgang::recipe::Recipe;
use amtsgang::view::uploads::{self, Uploads};
use leptos::mount::mount_to_renderer;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, HtmlElement};

use crate::fields::{Drawn, drawn_before};

/// What a backend does with an upload.
#[derive(Clone)]
enum Does {
    Takes,
    Fails(Error),
    /// Gets so many per cent and never an end.
    Hangs(u64),
}

/// A backend that takes files as a test says, and remembers their names.
struct Picky {
    demo: Rc<dyn Backend>,
    does: RefCell<Vec<(&'static str, Does)>>,
    asked: RefCell<Vec<String>>,
}

impl Backend for Picky {
    fn services(&self) -> LocalFuture<'_, Result<Vec<ServiceSummary>, Error>> {
        self.demo.services()
    }

    fn recipe<'a>(&'a self, id: &'a str) -> LocalFuture<'a, Result<Rc<Recipe>, Error>> {
        self.demo.recipe(id)
    }

    fn code_list<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Result<CodeList, Error>> {
        self.demo.code_list(name)
    }

    fn attach<'a>(
        &'a self,
        file: &'a Blob,
        name: &'a str,
        _: &'a IdempotencyKey,
        progress: Option<Progress>,
    ) -> LocalFuture<'a, Result<AttachmentId, Error>> {
        self.asked.borrow_mut().push(name.to_owned());
        let does =
            self.does.borrow().iter().find(|(own, _)| *own == name).map_or(Does::Takes, |(_, does)| does.clone());
        Box::pin(async move {
            match does {
                Does::Takes => Ok(["there-", name].concat().into()),
                Does::Fails(error) => Err(error),
                Does::Hangs(percent) => {
                    progress.unwrap()(file.size() as u64 * percent / 100, file.size() as u64);
                    pending().await
                }
            }
        })
    }

    fn send<'a>(&'a self, form: &'a Submission, key: &'a IdempotencyKey) -> LocalFuture<'a, Result<Receipt, Error>> {
        self.demo.send(form, key)
    }

    fn offers(&self) -> LocalFuture<'_, Result<Offers, Error>> {
        self.demo.offers()
    }

    fn addresses<'a>(&'a self, words: &'a str, limit: u32) -> LocalFuture<'a, Result<Vec<FoundAddress>, Error>> {
        self.demo.addresses(words, limit)
    }

    fn map(&self, section: Section) -> LocalFuture<'_, Result<Blob, Error>> {
        self.demo.map(section)
    }

    fn slots<'a>(&'a self, calendar: &'a str, days: [Date; 2]) -> LocalFuture<'a, Result<Vec<Slot>, Error>> {
        self.demo.slots(calendar, days)
    }

    fn hold<'a>(
        &'a self,
        calendar: &'a str,
        slot: &'a str,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Hold, Error>> {
        self.demo.hold(calendar, slot, key)
    }

    fn release<'a>(&'a self, hold: &'a str) -> LocalFuture<'a, Result<(), Error>> {
        self.demo.release(hold)
    }

    fn has_codes(&self) -> bool {
        self.demo.has_codes()
    }

    fn case<'a>(
        &'a self,
        reference: &'a Reference,
        code: Option<&'a AccessCode>,
    ) -> LocalFuture<'a, Result<Case, Error>> {
        self.demo.case(reference, code)
    }

    fn is_demo(&self) -> bool {
        false
    }
}

/// A form with three files, before such a backend, and its uploads drawn.
struct Sending {
    drawn: Drawn,
    backend: Rc<Picky>,
    uploads: Rc<Uploads>,
    /// How often the answers would have been sent.
    finished: Rc<RefCell<usize>>,
    go_on: Rc<dyn Fn()>,
}

async fn sending(does: &[(&'static str, Does)]) -> Sending {
    let demo = Demo::new("https://pages.example/".into(), None);
    let backend = Rc::new(Picky { demo, does: RefCell::new(does.to_vec()), asked: RefCell::default() });
    let drawn = drawn_before(backend.clone(), "file", json!({"accept": ["application/pdf"], "maxFiles": 5})).await;
    for name in ["a.pdf", "b.pdf", "c.pdf"] {
        let blob = files::blob(&"%PDF-1.7 and ninety bytes more".repeat(3).into(), "application/pdf").unwrap();
        let (id, media_type) = (format!("id-{name}"), "application/pdf".into());
        let file = Attachment { id, name: name.into(), media_type, size: blob.size() as u64, uploaded: None };
        drawn.session.add_file(0, file, blob, None).await;
    }
    let uploads = Uploads::new(drawn.session.pending_uploads());
    let finished = Rc::new(RefCell::new(0));
    let (app, session, waiting, done) = (drawn.app.clone(), drawn.session.clone(), uploads.clone(), finished.clone());
    let go_on: Rc<dyn Fn()> = Rc::new(move || {
        let (owner, session, waiting, done) = (app.clone(), session.clone(), waiting.clone(), done.clone());
        app.spawn(async move {
            if waiting.run(&owner, &session).await {
                *done.borrow_mut() += 1;
            }
        });
    });
    Sending { drawn, backend, uploads, finished, go_on }
}

impl Sending {
    /// Draws the list and begins.
    async fn begin(&self) -> impl Drop + use<> {
        let (app, uploads, go_on) = (self.drawn.app.clone(), self.uploads.clone(), self.go_on.clone());
        let view = mount_to_renderer(&self.drawn.root, move || uploads::list(&app, &uploads, go_on));
        (self.go_on)();
        self.settle().await;
        view
    }

    async fn settle(&self) {
        for _ in 0..20 {
            leptos::task::tick().await;
        }
    }

    /// The rows as they are read: a name, what is said of it, and what its button does; and how far it is.
    fn rows(&self) -> Vec<(String, String)> {
        let lists = self.drawn.root.query_selector_all(".ag-files").unwrap();
        let list: HtmlElement = lists.get(lists.length() - 1).unwrap().unchecked_into();
        let items = list.query_selector_all("li").unwrap();
        let read = |ix| {
            let item: HtmlElement = items.get(ix).unwrap().unchecked_into();
            let words = item.query_selector(".ag-hint").unwrap().unwrap().text_content().unwrap();
            let button = item.query_selector("button:not([hidden])").unwrap();
            (words, button.map_or(String::new(), |button| button.text_content().unwrap()))
        };
        (0..items.length()).map(read).collect()
    }

    async fn press(&self, label: &str) {
        self.drawn.find(&format!("button[aria-label='{label}']")).unchecked_into::<HtmlElement>().click();
        self.settle().await;
    }

    fn asked(&self) -> Vec<String> {
        self.backend.asked.take()
    }

    fn alert(&self) -> String {
        let alert = self.drawn.root.query_selector("[role='alert']").unwrap();
        alert.map_or(String::new(), |alert| alert.text_content().unwrap())
    }
}

fn row(words: &str, button: &str) -> (String, String) {
    (words.into(), button.into())
}

#[wasm_bindgen_test]
async fn files_arrive_in_their_order() {
    let sending = sending(&[]).await;
    let _view = sending.begin().await;
    assert_eq!(sending.asked(), ["a.pdf", "b.pdf", "c.pdf"]);
    assert_eq!(sending.rows(), vec![row("Übertragen", ""); 3]);
    assert_eq!((*sending.finished.borrow(), sending.alert()), (1, String::new()));
    assert_eq!(sending.drawn.app.announcement.now(), "„c.pdf“ ist übertragen (3 von 3).");
    assert_eq!(sending.drawn.session.pending_uploads(), []);
}

#[wasm_bindgen_test]
async fn each_file_has_a_progress_and_can_be_stopped_and_tried_again() {
    let sending = sending(&[("b.pdf", Does::Hangs(50))]).await;
    let _view = sending.begin().await;
    let under_way = [row("Übertragen", ""), row("50 % übertragen", "Abbrechen"), row("Wartet", "Abbrechen")];
    assert_eq!(sending.rows(), under_way);
    let bar = sending.drawn.find("progress:not([hidden])");
    assert_eq!(bar.get_attribute("value").as_deref(), Some("50"));
    assert_eq!(bar.get_attribute("aria-label").as_deref(), Some("„b.pdf“ wird übertragen"));
    let button: HtmlElement = sending.drawn.find("button[aria-label='„b.pdf“ abbrechen']").unchecked_into();
    button.focus().unwrap();
    sending.press("„b.pdf“ abbrechen").await;
    let stopped = [row("Übertragen", ""), row("Angehalten", "Noch einmal versuchen"), row("Übertragen", "")];
    assert_eq!(sending.rows(), stopped);
    assert!(button.matches(":focus").unwrap(), "the button keeps the focus");
    assert!(sending.alert().contains("angehalten"), "{}", sending.alert());
    assert_eq!(*sending.finished.borrow(), 0, "nothing is sent without its files");
    sending.backend.does.take();
    sending.press("„b.pdf“ noch einmal versuchen").await;
    assert_eq!(sending.asked(), ["a.pdf", "b.pdf", "c.pdf", "b.pdf"]);
    assert_eq!((*sending.finished.borrow(), sending.alert()), (1, String::new()));
}

#[wasm_bindgen_test]
async fn a_file_that_waits_can_be_stopped_too() {
    let sending = sending(&[("a.pdf", Does::Hangs(0))]).await;
    let _view = sending.begin().await;
    sending.press("„b.pdf“ abbrechen").await;
    sending.backend.does.take();
    sending.press("„a.pdf“ abbrechen").await;
    assert_eq!(sending.asked(), ["a.pdf", "c.pdf"]);
    sending.press("„b.pdf“ noch einmal versuchen").await;
    assert_eq!(*sending.finished.borrow(), 0);
    sending.press("„a.pdf“ noch einmal versuchen").await;
    assert_eq!(*sending.finished.borrow(), 1);
}

#[wasm_bindgen_test]
async fn a_refused_file_does_not_keep_the_others_back() {
    let detail = Some("Diese Datei ist verschlüsselt.".to_owned());
    let refused = Error::Rejected { problems: Vec::new(), detail };
    let sending = sending(&[("a.pdf", Does::Fails(refused)), ("b.pdf", Does::Fails(Error::TooLarge))]).await;
    let _view = sending.begin().await;
    assert_eq!(sending.asked(), ["a.pdf", "b.pdf", "c.pdf"]);
    let too_large = sending.drawn.app.failure(&Error::TooLarge);
    let again = "Noch einmal versuchen";
    let rows = [row("Diese Datei ist verschlüsselt.", again), row(&too_large, again), row("Übertragen", "")];
    assert_eq!(sending.rows(), rows);
    assert!(sending.alert().contains("Nicht alle Dateien"), "{}", sending.alert());
    assert_eq!(*sending.finished.borrow(), 0);
}

#[wasm_bindgen_test]
async fn without_a_network_no_further_file_is_tried() {
    let sending = sending(&[("b.pdf", Does::Fails(Error::Offline))]).await;
    let _view = sending.begin().await;
    assert_eq!(sending.asked(), ["a.pdf", "b.pdf"]);
    assert!(sending.alert().contains("Nichts ist verloren"), "{}", sending.alert());
    sending.backend.does.take();
    for name in ["c.pdf", "b.pdf"] {
        sending.press(&format!("„{name}“ noch einmal versuchen")).await;
    }
    assert_eq!(sending.asked(), ["c.pdf", "b.pdf"]);
    assert_eq!((*sending.finished.borrow(), sending.alert()), (1, String::new()));
}
