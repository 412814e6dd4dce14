//! Saves a draft as fast as the device can, and never an older state after a newer one.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen_futures::spawn_local;

use super::{Draft, Error, Store};

/// Writes the drafts it is given. While one is being written, only the newest of the others waits.
#[derive(Clone)]
pub struct Saver(Rc<Inner>);

struct Inner {
    store: Store,
    failed: Rc<dyn Fn(Error)>,
    next: RefCell<Option<Draft>>,
    busy: Cell<bool>,
    stopped: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Saver {
    /// `failed` is told of every write that did not work.
    pub fn new(store: Store, failed: Rc<dyn Fn(Error)>) -> Self {
        let (next, waiting) = (RefCell::default(), RefCell::default());
        Self(Rc::new(Inner { store, failed, next, busy: Cell::new(false), stopped: Cell::new(false), waiting }))
    }

    /// Has a draft written: at once, or as soon as the write before has ended.
    pub fn put(&self, draft: Draft) {
        if self.0.stopped.get() {
            return;
        }
        self.0.next.replace(Some(draft));
        if !self.0.busy.replace(true) {
            spawn_local(run(self.0.clone()));
        }
    }

    /// Ends when everything given so far is written, or has failed.
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

    /// Writes nothing any more, so that a draft that is removed next does not come back. Ends when the device is idle.
    pub async fn stop(&self) {
        self.0.stopped.set(true);
        self.0.next.take();
        self.idle().await;
    }
}

async fn run(saver: Rc<Inner>) {
    loop {
        // Taken in a statement of its own: a borrow must not be held while the device writes.
        let next = saver.next.take();
        let Some(draft) = next else { break };
        if let Err(error) = saver.store.save_draft(&draft).await {
            (saver.failed)(error);
        }
    }
    saver.busy.set(false);
    for waker in saver.waiting.take() {
        waker.wake();
    }
}
