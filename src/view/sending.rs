//! Sends an application: first its files, then its answers, each under a key that makes sending twice harmless.

use std::rc::Rc;

use leptos::prelude::untrack;

use super::app::App;
use super::holding;
use super::session::Session;
use super::uploads::Uploads;
use super::{copy, preparing};
use crate::backend::Error;
use crate::browser::page;
use crate::form::FieldIx;
use crate::route::Route;
use crate::signal::Signal;
use crate::store::ReceiptEntry;

/// How far sending has come.
#[derive(Clone)]
pub enum Progress {
    Idle,
    /// The files are on their way, or some of them wait for the citizen.
    Attaching(Rc<Uploads>),
    Sending,
    Failed(Rc<Error>),
}

impl Progress {
    /// Whether something is on its way; whoever asks follows it.
    pub fn is_busy(&self) -> bool {
        match self {
            Progress::Attaching(uploads) => uploads.is_running(),
            Progress::Sending => true,
            Progress::Idle | Progress::Failed(_) => false,
        }
    }
}

/// Checks everything, then sends. Mistakes lead to the first step that has one.
pub fn send(app: &App, session: &Rc<Session>, progress: &Signal<Progress>) {
    if untrack(|| progress.now().is_busy()) {
        return;
    }
    if session.incoming.busy.get() {
        let (owner, sent, sending) = (app.clone(), session.clone(), progress.clone());
        return preparing::hold(app, session, Box::new(move || send(&owner, &sent, &sending)));
    }
    let wrong = session.check_all();
    if let Some(first) = wrong.first() {
        return lead_to(app, session, *first);
    }
    let uploads = Uploads::new(session.pending_uploads());
    progress.set(if uploads.files.is_empty() { Progress::Sending } else { Progress::Attaching(uploads.clone()) });
    go_on(app, session, progress, &uploads);
}

/// Sends the files that wait, and the answers once all files have arrived.
pub fn go_on(app: &App, session: &Rc<Session>, progress: &Signal<Progress>, uploads: &Rc<Uploads>) {
    if untrack(|| uploads.is_running()) {
        return;
    }
    let (app, session, progress, uploads) = (app.clone(), session.clone(), progress.clone(), uploads.clone());
    app.clone().spawn(async move {
        if !uploads.run(&app, &session).await {
            return;
        }
        progress.set(Progress::Sending);
        match deliver(&app, &session).await {
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

async fn deliver(app: &App, session: &Rc<Session>) -> Result<ReceiptEntry, Error> {
    holding::renew_all(app, session).await;
    // What is sent is on the disk, with its key, before the network is asked.
    session.clone().saved().await;
    let submission = session.submission().map_err(|_| Error::Contract { cause: "the form has mistakes".into() })?;
    let receipt = app.backend.send(&submission, &session.key()).await?;
    Ok(ReceiptEntry {
        reference: receipt.reference.as_str().to_owned(),
        code: receipt.access_code.map(|code| code.as_str().to_owned()),
        service: session.recipe.id.as_str().to_owned(),
        title: session.recipe.title.clone(),
        submitted_at: receipt.submitted_at,
        copy: copy::text(app, session),
    })
}
