//! A value whose changes redraw what reads it: one trigger of Leptos' and one cell.
//!
//! Leptos' own signals are compiled anew for each type of value, 0.2 kB brotli each; the trigger is compiled once.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{ArcTrigger, Notify, Track};

/// Clones are the same signal.
pub struct Signal<T>(Rc<Inner<T>>);

struct Inner<T> {
    changed: ArcTrigger,
    value: RefCell<T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Signal<T> {
    pub fn new(value: T) -> Self {
        Self(Rc::new(Inner { changed: ArcTrigger::new(), value: RefCell::new(value) }))
    }

    pub fn set(&self, value: T) {
        self.0.value.replace(value);
        self.0.changed.notify();
    }

    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.0.value.borrow_mut());
        self.0.changed.notify();
    }
}

impl<T: Clone> Signal<T> {
    /// The value; whatever live place asks is drawn anew when it changes.
    pub fn get(&self) -> T {
        self.0.changed.track();
        self.now()
    }

    /// The value, without following it.
    pub fn now(&self) -> T {
        self.0.value.borrow().clone()
    }
}
