//! The files of the form that is being filled in: in hand, on this device, and on their way to the backend.

use std::rc::Rc;

use web_sys::Blob;

use super::Session;
use crate::backend::{IdempotencyKey, LocalFuture};
use crate::browser::{page, room};
use crate::field::{Answer, Attachment};
use crate::form::FieldIx;
use crate::store::Error;

/// Bytes of room that files leave to the answers.
const FOR_ANSWERS: f64 = 1_000_000.0;

impl Session {
    /// Takes the draft's files out of the store; those that are gone leave their answers.
    #[inline(never)]
    pub(super) fn load_files(self: Rc<Self>) -> LocalFuture<'static, ()> {
        Box::pin(async move {
            for (ix, attachment) in self.attachments() {
                match self.app.store.file(&attachment.id).await {
                    Ok(Some(blob)) => self.files.borrow_mut().push((attachment.id, blob)),
                    _ if attachment.uploaded.is_some() => {}
                    _ => {
                        self.dropped.borrow_mut().push(self.field(ix).id.clone());
                        self.change_files(ix, |files| files.retain(|file| file.id != attachment.id));
                    }
                }
            }
        })
    }

    /// Every file in the form, with its field.
    fn attachments(&self) -> Vec<(FieldIx, Attachment)> {
        let form = self.form.borrow();
        let mut found = Vec::new();
        for ix in form.all() {
            found.extend(form.answer(ix).files().iter().map(|file| (ix, file.clone())));
        }
        found
    }

    pub fn file(&self, id: &str) -> Option<Blob> {
        self.files.borrow().iter().find(|(own, _)| own == id).map(|(_, blob)| blob.clone())
    }

    /// Takes a file and keeps it on the device before anything else happens with it. `at`: before which other file of the
    /// field it stands; behind them all for `None`.
    pub async fn add_file(&self, ix: FieldIx, attachment: Attachment, blob: Blob, at: Option<usize>) {
        if let Err(error) = self.keep_file(&attachment.id, &blob).await {
            page::warn(&error.to_string());
            self.unkept.borrow_mut().push(attachment.id.clone());
        }
        self.files.borrow_mut().push((attachment.id.clone(), blob));
        self.change_files(ix, |files| files.insert(at.unwrap_or(files.len()).min(files.len()), attachment));
        self.leave(ix);
    }

    /// Keeps a file's bytes, where there is room for them and for the answers besides.
    async fn keep_file(&self, id: &str, blob: &Blob) -> Result<(), Error> {
        let store = &self.app.store;
        if store.away().is_none() {
            if room::left().await.is_some_and(|left| left < blob.size() + FOR_ANSWERS) {
                return Err(Error::Full);
            }
            if !self.asked_to_stay.replace(true) {
                // The browser may ask the person, and nobody waits for that.
                self.app.spawn(room::ask_to_stay());
            }
        }
        store.put_file(id, self.recipe.id.as_str(), blob).await
    }

    /// Whether a file is only in hand, because the device has no room for it.
    pub fn is_unkept(&self, id: &str) -> bool {
        self.unkept.borrow().iter().any(|own| own == id)
    }

    pub fn remove_file(&self, ix: FieldIx, id: &str) {
        self.change_files(ix, |files| files.retain(|file| file.id != id));
        self.files.borrow_mut().retain(|(own, _)| own != id);
        let (store, id) = (self.app.store.clone(), id.to_owned());
        self.app.spawn(async move {
            if let Err(error) = store.remove_file(&id).await {
                page::warn(&error.to_string());
            }
        });
        self.leave(ix);
    }

    /// The key of a file's upload: the same for each attempt, another once the backend has said no to the application.
    pub fn upload_key(&self, file: &Attachment) -> IdempotencyKey {
        IdempotencyKey::from([self.key.borrow().as_str(), "-", &file.id].concat())
    }

    /// The files that the backend does not have yet, of the fields that are sent.
    pub fn pending_uploads(&self) -> Vec<(FieldIx, Attachment)> {
        self.form.borrow().pending_uploads()
    }

    /// The backend has the file; it is not sent again.
    pub fn uploaded(&self, ix: FieldIx, id: &str, there: &str) {
        let changes = self.form.borrow_mut().uploaded(ix, id, there);
        self.tell(&changes);
        self.save();
    }

    fn change_files(&self, ix: FieldIx, change: impl FnOnce(&mut Vec<Attachment>)) {
        let mut files = self.answer(ix).files().to_vec();
        change(&mut files);
        self.set(ix, if files.is_empty() { Answer::Empty } else { Answer::Files(files) });
        self.changed(ix);
    }
}
