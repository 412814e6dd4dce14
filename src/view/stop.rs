//! Work that a person may stop.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Poll, Waker};

/// Stops one piece of work after the other; a new one begins unstopped.
#[derive(Default)]
pub struct Stop {
    stopped: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Stop {
    pub fn stop(&self) {
        self.stopped.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// What the work came to; `None` when it was stopped, which drops it.
    pub async fn unless<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        self.stopped.set(false);
        poll_fn(|cx| {
            if self.stopped.get() {
                return Poll::Ready(None);
            }
            self.waker.replace(Some(cx.waker().clone()));
            work.as_mut().poll(cx).map(Some)
        })
        .await
    }
}
