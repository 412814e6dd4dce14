//! Looks after what is kept on this device, in the background; and the choice that others use this device.

use super::app::App;
use crate::backend::LocalFuture;
use crate::browser::{clock, page};
use crate::store::Error;

/// What the tab remembers, so that it stays on a shared device when the page is loaded again.
pub const SHARED: &str = "amtsgang-shared-device";

/// Removes what is older than a draft may get, encrypts what a former version left open, and waits for a disk that is late.
#[inline(never)]
pub fn look_after(app: &App) -> LocalFuture<'static, ()> {
    let app = app.clone();
    Box::pin(async move {
        app.store.settle();
        // What was typed before something was there to keep it.
        save(&app);
        let store = app.store.clone();
        let done = async {
            store.sweep(clock::now()).await?;
            if store.away().is_none() { store.encrypt_former().await } else { Ok(()) }
        };
        if let Err(error) = done.await {
            page::warn(&error.to_string());
        }
        if app.store.away() == Some(Error::Slow) && app.store.wait_for_disk().await {
            save(&app);
        }
    })
}

/// Has the open form written, if anything was answered in it.
fn save(app: &App) {
    let session = app.session.borrow().clone();
    if let Some(session) = session.filter(|session| !session.with(|form| form.is_blank())) {
        session.save();
    }
}

/// Says whether others use this device. If so, everything kept is removed, and from now on nothing outlives the tab; the form
/// that is open stays open.
pub async fn share(app: &App, shared: bool) -> Result<(), Error> {
    let done = if shared { app.store.share().await } else { app.store.unshare().await };
    page::remember_in_tab(SHARED, app.store.away() == Some(Error::Shared));
    let session = app.session.borrow().clone().filter(|_| shared);
    if let Some(session) = session {
        session.keep_in_tab().await;
    }
    app.sharing.update(|turn| *turn += 1);
    done
}
