//! Sends an application: first its files, then its answers, each under a key that makes sending twice harmless.

use std::rc::Rc;

use super::app::App;
use super::copy;
use super::holding;
use super::session::Session;
use crate::backend::Error;
use crate::browser::page;
use crate::field::Attachment;
use crate::form::FieldIx;
use crate::route::Route;
use crate::signal::Signal;
use crate::store::ReceiptEntry;

/// How far sending has come.
#[derive(Clone)]
pub enum Progress {
    Idle,
    /// A file is on its way; `done` in per cent.
    Attaching {
        name: String,
        done: u64,
    },
    Sending,
    Failed(Rc<Error>),
}

impl Progress {
    pub fn is_busy(&self) -> bool {
        matches!(self, Progress::Attaching { .. } | Progress::Sending)
    }
}

/// Checks everything, then sends. Mistakes lead to the first step that has one.
pub fn send(app: &App, session: &Rc<Session>, progress: &Signal<Progress>) {
    if progress.now().is_busy() {
        return;
    }
    let wrong = session.check_all();
    if let Some(first) = wrong.first() {
        return lead_to(app, session, *first);
    }
    let (app, session, progress) = (app.clone(), session.clone(), progress.clone());
    progress.set(Progress::Sending);
    app.clone().spawn(async move {
        match deliver(&app, &session, &progress).await {
            Ok(receipt) => {
                session.stop().await;
                app.keep_receipt(receipt.clone()).await;
                app.session.borrow_mut().take();
                app.replace(Route::Receipt(receipt.reference));
            }
            Err(Error::Rejected { problems, detail }) => {
                let wrong = session.reject(&problems, detail.as_deref());
                progress.set(Progress::Idle);
                match wrong.first() {
                    Some(first) => lead_to(&app, &session, *first),
                    None => session.summarize(),
                }
            }
            Err(error) => {
                page::warn(&error.to_string());
                progress.set(Progress::Failed(Rc::new(error)));
            }
        }
    });
}

fn lead_to(app: &App, session: &Rc<Session>, field: FieldIx) {
    let step = session.field(field).step;
    session.reviewing.set(true);
    session.summarize();
    app.go(Route::Form {
        service: session.recipe.id.as_str().to_owned(),
        step: Some(session.recipe.steps[step].id.clone()),
    });
}

async fn deliver(app: &App, session: &Rc<Session>, progress: &Signal<Progress>) -> Result<ReceiptEntry, Error> {
    for (ix, file) in session.pending_uploads() {
        attach(app, session, ix, &file, progress).await?;
    }
    progress.set(Progress::Sending);
    holding::renew_all(app, session).await;
    // What is sent is on the disk, with its key, before the network is asked.
    session.saved().await;
    let submission = session.submission().map_err(|_| Error::Contract { cause: "the form has mistakes".into() })?;
    let receipt = app.backend.send(&submission, &session.key()).await?;
    Ok(ReceiptEntry {
        reference: receipt.reference.as_str().to_owned(),
        code: receipt.access_code.as_str().to_owned(),
        service: session.recipe.id.as_str().to_owned(),
        title: session.recipe.title.clone(),
        submitted_at: receipt.submitted_at,
        copy: copy::text(app, session),
    })
}

async fn attach(
    app: &App,
    session: &Rc<Session>,
    ix: FieldIx,
    file: &Attachment,
    progress: &Signal<Progress>,
) -> Result<(), Error> {
    let Some(blob) = session.file(&file.id) else {
        return Err(Error::Storage(["the bytes of ", &file.id, " are gone"].concat()));
    };
    let name = file.name.clone();
    progress.set(Progress::Attaching { name: name.clone(), done: 0 });
    let reported = progress.clone();
    let report = Box::new(move |sent: u64, total: u64| {
        let done = sent * 100 / total.max(1);
        reported.set(Progress::Attaching { name: name.clone(), done });
    });
    let key = session.upload_key(file);
    let there = app.backend.attach(&blob, &file.name, &key, Some(report)).await?;
    session.uploaded(ix, &file.id, there.as_str());
    Ok(())
}
