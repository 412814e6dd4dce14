//! What happens to a file between choosing it and having it in the form: its kind is found by its content, an image loses what
//! it tells about its owner, and is made smaller where the recipe allows.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::app::App;
use super::incoming::{Arrived, Arriving, State};
use super::parts::frame::Place;
use super::session::Session;
use super::stop::Stop;
use crate::browser::files::{self, Chosen};
use crate::browser::{cause, images, intl, page, random};
use crate::field::file::{named_type, with_ending};
use crate::field::{Attachment, File, Kind};
use crate::form::FieldIx;
use crate::media;
use crate::signal::Signal;

/// Larger images are made smaller, in bytes.
const LARGE: u64 = 2_000_000;

/// How many bytes tell what a file is that is too large to be read whole.
const START: f64 = 65_536.0;

/// A file as it goes into the form.
struct Ready {
    name: String,
    media_type: &'static str,
    blob: Blob,
    /// Its size before it was made smaller.
    before: Option<u64>,
}

/// What became of a file, to be told.
struct News {
    ix: FieldIx,
    name: String,
    size: u64,
    before: Option<u64>,
}

/// Takes the files that were chosen in a field; one after the other is read and gets into the form.
#[inline(never)]
pub fn take(place: &Place, chosen: Vec<Chosen>) {
    let incoming = &place.session.incoming;
    incoming.files.update(|files| {
        let first = files.last().map_or(0, |file| file.turn + 1);
        files.retain(|file| file.state.now() != State::Gone);
        files.extend(chosen.into_iter().enumerate().map(|(ix, chosen)| {
            Rc::new(Arriving {
                ix: place.ix,
                turn: first + ix,
                name: chosen.name.clone(),
                chosen: RefCell::new(Some(chosen)),
                state: Signal::new(State::Waiting),
                stop: Stop::default(),
            })
        }));
    });
    work(&place.app, &place.session);
}

/// Tries again what failed.
pub fn again(app: &App, session: &Rc<Session>, file: &Arriving) {
    file.state.set(State::Waiting);
    work(app, session);
}

/// Stops reading a file, or lets one go that could not be read.
pub fn let_go(file: &Arriving) {
    file.stop.stop();
    file.chosen.take();
    file.state.set(State::Gone);
}

/// Goes on when all files are in the form, if the citizen has not gone elsewhere by then.
#[inline(never)]
pub fn hold(app: &App, session: &Rc<Session>, go_on: Box<dyn FnOnce()>) {
    let (owner, here) = (app.clone(), app.shown.borrow().clone());
    *session.incoming.then.borrow_mut() = Some(Box::new(move || {
        if *owner.shown.borrow() == here {
            go_on();
        }
    }));
    app.announce(app.t("file.wait"));
}

/// Reads what waits, unless that is being done already.
fn work(app: &App, session: &Rc<Session>) {
    if session.incoming.busy.replace(true) {
        return;
    }
    let (app, session) = (app.clone(), session.clone());
    app.clone().spawn(async move {
        let (mut news, mut failed) = (Vec::new(), Vec::new());
        let next = || session.incoming.files.now().into_iter().find(|file| file.state.now() == State::Waiting);
        while let Some(file) = next() {
            match one(&session, &file).await {
                Ok(told) => {
                    news.extend(told);
                    let_go(&file);
                }
                Err(thrown) => {
                    page::warn(&cause(&thrown));
                    failed.push(file.name.clone());
                    file.state.set(State::Failed);
                }
            }
        }
        session.incoming.busy.set(false);
        tell(&app, &session, &news, &failed);
        let then = session.incoming.then.take();
        if let Some(go_on) = then.filter(|_| failed.is_empty()) {
            go_on();
        }
    });
}

/// Reads one file and puts it into the form; nothing to tell where it was stopped.
async fn one(session: &Rc<Session>, file: &Arriving) -> Result<Option<News>, JsValue> {
    let chosen = file.chosen.borrow().as_ref().map(Chosen::clone);
    let (Kind::File(kind), Some(chosen)) = (&session.field(file.ix).kind, chosen) else { return Ok(None) };
    file.state.set(State::Working);
    let Some(ready) = file.stop.unless(ready(&chosen, kind)).await.transpose()? else { return Ok(None) };
    let Ready { name, media_type, blob, before } = ready;
    let (id, media_type) = (random::uuid(), media_type.to_owned());
    let size = blob.size() as u64;
    let attachment = Attachment { id: id.clone(), name: name.clone(), media_type, size, uploaded: None };
    // What cannot be sent need not be kept, and may be large.
    let blob = if kind.fault(&attachment).is_some() { files::blob(&"".into(), "")? } else { blob };
    let at = {
        let mut arrived = session.incoming.arrived.borrow_mut();
        arrived.push(Arrived { id, turn: file.turn, before });
        let later = |other: &Attachment| arrived.iter().any(|known| known.id == other.id && known.turn > file.turn);
        session.answer(file.ix).files().iter().position(later)
    };
    session.add_file(file.ix, attachment, blob, at).await;
    Ok(Some(News { ix: file.ix, name, size, before }))
}

async fn ready(chosen: &Chosen, kind: &File) -> Result<Ready, JsValue> {
    let Chosen { name, size, blob, .. } = chosen;
    let as_it_is = |media_type| -> Result<Ready, JsValue> {
        let blob = files::start(blob, *size as f64, media_type)?;
        Ok(Ready { name: with_ending(name, media_type), media_type, blob, before: None })
    };
    let named = named_type(name);
    if *size == 0 {
        return as_it_is(named);
    }
    let whole = *size <= kind.max_size;
    let start = if whole { blob.clone() } else { files::start(blob, START, "")? };
    let bytes = files::read(&start).await?;
    let found = media::media_type(&bytes, named);
    if !kind.accept.contains(&found) {
        return Ok(Ready { name: name.clone(), media_type: found, blob: blob.clone(), before: None });
    }
    if !found.starts_with("image/") {
        return as_it_is(found);
    }
    // Of a film, a canvas would keep the first picture only.
    let (most, is_film) = (LARGE.min(kind.max_size), found == "image/gif");
    if kind.shrink
        && !is_film
        && *size >= most
        && let Some(written) = rewritten(chosen, kind, most).await
        && written.blob.size() < *size as f64
    {
        return Ok(Ready { before: Some(*size), ..written });
    }
    if !whole {
        return as_it_is(found);
    }
    if let Some(clean) = media::without_traces(found, &bytes) {
        let blob = files::of_bytes(&clean, found)?;
        return Ok(Ready { name: with_ending(name, found), media_type: found, blob, before: None });
    }
    // Damaged, but perhaps not for a browser; else it is not what its name promises.
    match rewritten(chosen, kind, kind.max_size.saturating_add(1)).await {
        Some(written) => Ok(written),
        None => Ok(Ready { name: name.clone(), media_type: media::UNKNOWN, blob: blob.clone(), before: None }),
    }
}

/// The image written anew by the browser, in a type that the recipe accepts.
async fn rewritten(chosen: &Chosen, kind: &File, most: u64) -> Option<Ready> {
    let media_type = kind.written()?;
    let blob = images::rewritten(&chosen.blob, media_type, most).await?;
    Some(Ready { name: with_ending(&chosen.name, media_type), media_type, blob, before: None })
}

/// "von 4,8 MB auf 1,6 MB"
pub fn shrunk(app: &App, before: u64, size: u64) -> String {
    let [from, to] = [before, size].map(|size| intl::bytes(app.language(), size as f64));
    app.fill("file.smaller", &[("from", &from), ("to", &to)])
}

/// Tells, in one announcement, what came into the form, what did not, and what is wrong with it.
fn tell(app: &App, session: &Session, news: &[News], failed: &[String]) {
    let mut words = Vec::new();
    match news {
        [] => {}
        [one] => {
            words.push(app.fill("file.added", &[("name", &one.name)]));
            words.extend(one.before.map(|before| shrunk(app, before, one.size)));
        }
        several => {
            words.push(app.count("file.addedSeveral", several.len()));
            let smaller = several.iter().filter(|one| one.before.is_some()).count();
            if smaller > 0 {
                words.push(app.count("file.smallerSeveral", smaller));
            }
        }
    }
    words.extend(failed.iter().map(|name| app.fill("file.failed", &[("name", name)])));
    let mut fields: Vec<FieldIx> = news.iter().map(|one| one.ix).collect();
    fields.dedup();
    for ix in fields {
        session.with(|form| words.extend(form.errors(ix).iter().map(|error| app.fault(&error.fault))));
    }
    if !words.is_empty() {
        app.announce(words.join(" "));
    }
}
