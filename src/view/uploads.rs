//! An application's files on their way to the backend, one after the other: how far each is, stopped and tried again by itself.

use std::rc::Rc;

use super::app::App;
use super::dom::{View, el, live};
use super::parts;
use super::session::Session;
use super::stop::Stop;
use crate::backend::{AttachmentId, Error};
use crate::browser::{intl, page};
use crate::field::Attachment;
use crate::form::FieldIx;
use crate::signal::Signal;

/// The files that the backend did not have when sending began, in their order.
pub struct Uploads {
    pub files: Vec<Rc<Upload>>,
    running: Signal<bool>,
    /// What stopped all of them, such as a dead network.
    trouble: Signal<Option<Rc<Error>>>,
}

pub struct Upload {
    ix: FieldIx,
    file: Attachment,
    state: Signal<State>,
    stop: Stop,
}

#[derive(Clone)]
enum State {
    Waiting,
    /// So many per cent of it.
    Sending(u64),
    Sent,
    /// By the citizen.
    Stopped,
    Failed(Rc<Error>),
}

impl Uploads {
    pub fn new(pending: Vec<(FieldIx, Attachment)>) -> Rc<Self> {
        let upload =
            |(ix, file)| Rc::new(Upload { ix, file, state: Signal::new(State::Waiting), stop: Stop::default() });
        let files = pending.into_iter().map(upload).collect();
        Rc::new(Self { files, running: Signal::new(false), trouble: Signal::new(None) })
    }

    /// Whether a file is on its way; whoever asks follows it.
    pub fn is_running(&self) -> bool {
        self.running.get()
    }

    fn count(&self, is: fn(&State) -> bool) -> usize {
        self.files.iter().filter(|upload| is(&upload.state.now())).count()
    }

    /// Sends what waits, and tells whether all files have arrived.
    pub async fn run(&self, app: &App, session: &Rc<Session>) -> bool {
        self.running.set(true);
        self.trouble.set(None);
        let next = || self.files.iter().find(|upload| matches!(upload.state.now(), State::Waiting));
        while let Some(upload) = next() {
            match upload.stop.unless(upload.send(app, session)).await {
                None => upload.state.set(State::Stopped),
                Some(Ok(there)) => {
                    session.uploaded(upload.ix, &upload.file.id, there.as_str());
                    upload.state.set(State::Sent);
                    let number = |count: usize| intl::number(app.language(), count as f64);
                    let done = number(self.count(|state| matches!(state, State::Sent)));
                    let values =
                        [("name", upload.file.name.as_str()), ("done", &done), ("all", &number(self.files.len()))];
                    app.announce(app.fill("sending.fileDone", &values));
                }
                Some(Err(error)) => self.fail(upload, error),
            }
        }
        self.running.set(false);
        self.count(|state| matches!(state, State::Sent)) == self.files.len()
    }

    /// What the network or the whole backend is to blame for, the other files would meet as well.
    fn fail(&self, upload: &Upload, error: Error) {
        page::warn(&error.to_string());
        let error = Rc::new(error);
        upload.state.set(State::Failed(error.clone()));
        if error.retryable() {
            for waiting in self.files.iter().filter(|upload| matches!(upload.state.now(), State::Waiting)) {
                waiting.state.set(State::Failed(error.clone()));
            }
            self.trouble.set(Some(error));
        }
    }
}

impl Upload {
    async fn send(&self, app: &App, session: &Session) -> Result<AttachmentId, Error> {
        let Some(blob) = session.file(&self.file.id) else {
            return Err(Error::Storage(["the bytes of ", &self.file.id, " are gone"].concat()));
        };
        self.state.set(State::Sending(0));
        let state = self.state.clone();
        let report = Box::new(move |sent: u64, total: u64| state.set(State::Sending(sent * 100 / total.max(1))));
        app.backend.attach(&blob, &self.file.name, &session.upload_key(&self.file), Some(report)).await
    }
}

/// The sentence for what the backend says of one file.
fn reason(app: &App, error: &Error) -> String {
    match error {
        Error::Rejected { detail: Some(detail), .. } => detail.clone(),
        error => app.failure(error),
    }
}

/// Every file with its progress and its button, and what to do where not all have arrived. `go_on` sends what waits.
pub fn list(app: &App, uploads: &Rc<Uploads>, go_on: Rc<dyn Fn()>) -> View {
    let rows = uploads.files.iter().map(|upload| row(app, upload, &go_on)).collect();
    let (app, uploads) = (app.clone(), uploads.clone());
    let rest = live(move || {
        let trouble = uploads.trouble.get();
        if uploads.running.get() {
            return View::NOTHING;
        }
        match trouble {
            Some(error) => failed(&app, &error),
            None if uploads.count(|state| matches!(state, State::Failed(_))) > 0 => {
                let title = el("h2").class("ag-alert__title").text(app.t("sending.failed"));
                let words = parts::paragraph(app.t("sending.incomplete"));
                parts::alert("danger", vec![title.into(), words]).attr("role", "alert").into()
            }
            None if uploads.count(|state| matches!(state, State::Stopped)) > 0 => {
                let words = parts::paragraph(app.t("sending.stopped"));
                parts::alert("warning", vec![words]).attr("role", "alert").into()
            }
            None => View::NOTHING,
        }
    });
    vec![el("ul").class("ag-files").children(rows).into(), rest].into()
}

fn row(app: &App, upload: &Rc<Upload>, go_on: &Rc<dyn Fn()>) -> View {
    let name = upload.file.name.as_str();
    let (says, state) = (app.clone(), upload.state.clone());
    let words = el("span").class("ag-hint ag-line").live_text(move || match state.get() {
        State::Waiting => says.t("sending.waiting").to_owned(),
        State::Sending(done) => {
            says.fill("sending.percent", &[("percent", &intl::number(says.language(), done as f64))])
        }
        State::Sent => says.t("sending.sent").to_owned(),
        State::Stopped => says.t("sending.notSent").to_owned(),
        State::Failed(error) => reason(&says, &error),
    });
    let (shown, value) = (upload.state.clone(), upload.state.clone());
    let bar = el("progress")
        .attr("max", "100")
        .attr("aria-label", &app.fill("sending.file", &[("name", name)]))
        .live_attr("hidden", move || (!matches!(shown.get(), State::Sending(_))).then(String::new))
        .live_attr("value", move || match value.get() {
            State::Sending(done) => Some(done.to_string()),
            _ => None,
        });
    // One button for both, which keeps the focus.
    let can_stop = |state: &State| matches!(state, State::Waiting | State::Sending(_));
    let [text, label, hidden, pressed] = [(); 4].map(|()| upload.state.clone());
    let (texts, labels, named) = (app.clone(), app.clone(), upload.file.name.clone());
    let (upload, go_on) = (upload.clone(), go_on.clone());
    let button = el("button")
        .attr("type", "button")
        .class("ag-button ag-button--quiet")
        .live_text(move || texts.t(if can_stop(&text.get()) { "file.stop" } else { "file.again" }).to_owned())
        .live_attr("aria-label", move || {
            let key = if can_stop(&label.get()) { "file.stopNamed" } else { "file.againNamed" };
            Some(labels.fill(key, &[("name", &named)]))
        })
        .live_attr("hidden", move || matches!(hidden.get(), State::Sent).then(String::new))
        .on("click", move |_| match pressed.now() {
            State::Waiting => pressed.set(State::Stopped),
            State::Sending(_) => upload.stop.stop(),
            State::Stopped | State::Failed(_) => {
                pressed.set(State::Waiting);
                go_on();
            }
            State::Sent => {}
        });
    el("li").class("ag-files__item").child(parts::file_name(name).child(words)).child(button).child(bar).into()
}

/// What went wrong with sending, and that nothing is lost.
pub fn failed(app: &App, error: &Error) -> View {
    let uncertain = matches!(error, Error::Uncertain { .. });
    let mut words = vec![
        el("h2")
            .class("ag-alert__title")
            .text(app.t(if uncertain { "sending.uncertain" } else { "sending.failed" }))
            .into(),
        parts::paragraph(&app.failure(error)),
    ];
    if error.retryable() {
        words.push(parts::paragraph(&app.fill("sending.kept", &[("time", &intl::time(app.language()))])));
    }
    parts::alert("danger", words).attr("role", "alert").into()
}
