//! Saves a draft as fast as the device can, and never an older state after a newer one.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen_futures::spawn_local;

use super::{Change, Claim, Draft, Error, Store};

/// After so many changed answers a draft is written as a whole: to open it costs little, and to write it so rarely nothing.
const MANY: usize = 200;

/// A form whose draft is kept.
pub trait Kept {
    /// The draft as it is now. It walks all answers.
    fn whole(&self) -> Draft;

    /// The answer of one field as it is now, unless it is a part of nothing.
    fn change(&self, number: usize) -> Option<Change>;

    /// A write went well, or it did not.
    fn written(&self, result: Result<(), Error>);
}

/// Writes what changed of the form it is given. While something is being written, all else waits for the next write, and only its
/// newest state is asked for.
pub struct Saver(Rc<Inner>);

struct Inner {
    store: Store,
    service: String,
    claim: Claim,
    /// Whether the whole is to be written.
    whole: Cell<bool>,
    /// The fields whose answers are to be written, each once.
    changed: RefCell<Vec<usize>>,
    /// So many answers were written since the whole.
    since: Cell<usize>,
    /// Whether something changed since the last write began.
    again: Cell<bool>,
    busy: Cell<bool>,
    stopped: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Saver {
    /// Of the form of `service`; the first write is whole.
    pub fn new(store: Store, service: &str, claim: Claim) -> Self {
        Self(Rc::new(Inner {
            store,
            service: service.to_owned(),
            claim,
            whole: Cell::new(true),
            changed: RefCell::default(),
            since: Cell::new(0),
            again: Cell::new(false),
            busy: Cell::new(false),
            stopped: Cell::new(false),
            waiting: RefCell::default(),
        }))
    }

    /// An answer was changed; [`Saver::go`] writes it.
    pub fn changed(&self, number: usize) {
        let mut changed = self.0.changed.borrow_mut();
        if !changed.contains(&number) {
            changed.push(number);
        }
        self.0.again.set(true);
    }

    /// More than answers changed.
    pub fn all_changed(&self) {
        self.0.whole.set(true);
        self.0.again.set(true);
    }

    /// Writes what changed: at once, or as soon as the write before has ended.
    pub fn go(&self, form: Rc<dyn Kept>) {
        if !self.0.stopped.get() && !self.0.busy.replace(true) {
            spawn_local(run(self.0.clone(), form));
        }
    }

    /// Ends when everything so far is written, or has failed.
    pub async fn idle(&self) {
        poll_fn(|context| {
            if self.0.busy.get() {
                self.0.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }

    /// Writes nothing any more: the draft is removed next, or belongs to another form.
    pub fn stop(&self) {
        self.0.stopped.set(true);
    }

    /// Writes into tables that know nothing of this form yet.
    pub fn begin_anew(&self) {
        self.0.claim.forget();
        self.0.whole.set(true);
        self.0.stopped.set(false);
    }
}

async fn run(saver: Rc<Inner>, form: Rc<dyn Kept>) {
    while saver.again.replace(false) && !saver.stopped.get() {
        // Taken in statements of their own: a borrow must not be held while the device writes.
        let changed = saver.changed.take();
        let whole = saver.whole.replace(false) || saver.since.get() + changed.len() > MANY;
        let written = if whole {
            saver.since.set(0);
            saver.store.save_draft(&form.whole(), &saver.claim).await
        } else {
            let changes: Vec<Change> = changed.iter().filter_map(|number| form.change(*number)).collect();
            saver.since.set(saver.since.get() + changes.len());
            saver.store.save_changes(&saver.service, changes, &saver.claim).await
        };
        if written.is_err() {
            // The next write makes up for it.
            saver.whole.set(true);
        }
        if written == Err(Error::Elsewhere) {
            saver.stopped.set(true);
        }
        form.written(written);
    }
    saver.busy.set(false);
    for waker in saver.waiting.take() {
        waker.wake();
    }
}
