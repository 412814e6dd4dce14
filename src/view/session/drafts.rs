//! A draft that comes back, and who of several tabs writes it.

use std::rc::Rc;

use super::Session;
use crate::backend::LocalFuture;
use crate::browser::locks::{self, Ask};
use crate::browser::{clock, page};
use crate::form::Form;
use crate::json;
use crate::recipe::Recipe;
use crate::store::saver::Kept;
use crate::store::{Change, Claim, Draft, Error};
use crate::view::app::App;

/// The form with its draft, which this tab writes from now on. A draft that cannot be read is left alone, and nothing is kept
/// over it.
#[inline(never)]
pub(super) fn reopen(app: &App, recipe: Rc<Recipe>, claim: Claim) -> LocalFuture<'static, Rc<Session>> {
    let app = app.clone();
    Box::pin(async move {
        let taken = app.store.take_draft(recipe.id.as_str(), &claim).await;
        let (draft, hindered) = match taken {
            Ok(draft) => (draft, None),
            Err(error) => {
                page::warn(&error.to_string());
                (None, Some(error))
            }
        };
        let was_there = draft.is_some();
        let session = app.owned(|| Session::new(&app, recipe, claim, draft));
        if was_there {
            session.clone().load_files().await;
            session.hold();
        }
        if let Some(error) = hindered {
            if matches!(error, Error::Unreadable(_)) {
                session.saver.stop();
            }
            session.unsaved.set(Some(error));
        }
        session
    })
}

impl Session {
    /// Writes what changed.
    #[inline(never)]
    pub(super) fn write(&self) {
        if let Some(me) = self.me.upgrade() {
            self.saver.go(me);
        }
    }

    /// Keeps nothing any more: the draft is about to be removed, and a late write must not bring it back.
    pub async fn stop(&self) {
        self.saver.stop();
        self.saver.idle().await;
    }

    /// Resolves when everything typed so far is kept.
    #[inline(never)]
    pub fn saved(self: Rc<Self>) -> LocalFuture<'static, ()> {
        Box::pin(async move { self.saver.idle().await })
    }

    /// The disk was left: the tab's memory gets all there is of this form.
    pub async fn keep_in_tab(&self) {
        self.lock.take();
        self.saver.begin_anew();
        let files = self.files.borrow().clone();
        for (id, blob) in files {
            if let Err(error) = self.app.store.put_file(&id, self.recipe.id.as_str(), &blob).await {
                page::warn(&error.to_string());
            }
        }
        if !self.with(Form::is_blank) {
            self.save();
        }
        self.unsaved.set(self.app.store.away());
    }

    /// Takes the draft's lock from whichever tab has it: that tab is told at once, and not only by its next change.
    #[inline(never)]
    pub(super) fn hold(&self) {
        if self.lock.borrow().is_some() || self.app.store.away().is_some() {
            return;
        }
        let name = self.app.store.lock_name(self.recipe.id.as_str());
        let me = self.me.clone();
        let lost = move || {
            if let Some(session) = me.upgrade() {
                session.saver.stop();
                session.unsaved.set(Some(Error::Elsewhere));
            }
        };
        let lock = locks::ask(&name, Ask::Take, Box::new(|| {}), Box::new(lost));
        *self.lock.borrow_mut() = Some(Box::new(lock));
    }
}

impl Kept for Session {
    fn whole(&self) -> Draft {
        Draft {
            service: self.recipe.id.as_str().to_owned(),
            version: self.recipe.version,
            step: self.step.borrow().clone(),
            title: self.recipe.title.clone(),
            answers: json::write(&self.form.borrow().answers_to_json()),
            updated: clock::now(),
            key: self.key.borrow().as_str().to_owned(),
        }
    }

    fn change(&self, number: usize) -> Option<Change> {
        let (path, answer) = self.form.borrow().answer_to_json(number)?;
        Some(Change { number, path, answer })
    }

    fn written(&self, result: Result<(), Error>) {
        let hindered = result.err().or_else(|| self.app.store.away());
        if hindered.is_none() {
            self.hold();
        }
        if self.unsaved.now() != hindered {
            self.unsaved.set(hindered);
        }
    }
}
