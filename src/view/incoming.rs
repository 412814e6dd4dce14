//! Files on their way into the form: chosen, and not yet read. `view::preparing` sees to them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::stop::Stop;
use crate::browser::files::Chosen;
use crate::form::FieldIx;
use crate::signal::Signal;

/// The files that were chosen, in their order, and what waits for them.
pub struct Incoming {
    /// Whether one is being read.
    pub busy: Cell<bool>,
    /// Those chosen last, also those that are in the form by now.
    pub files: Signal<Vec<Rc<Arriving>>>,
    pub arrived: RefCell<Vec<Arrived>>,
    /// What goes on when none is being read any more.
    pub then: RefCell<Option<Box<dyn FnOnce()>>>,
}

/// A file on its way.
pub struct Arriving {
    pub ix: FieldIx,
    /// Its place among all that were ever chosen.
    pub turn: usize,
    pub name: String,
    /// Nothing, once it is in the form or was let go.
    pub chosen: RefCell<Option<Chosen>>,
    pub state: Signal<State>,
    pub stop: Stop,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    Working,
    /// The device could not give its bytes.
    Failed,
    /// In the form, or let go.
    Gone,
}

/// A file that is in the form.
pub struct Arrived {
    pub id: String,
    pub turn: usize,
    /// Its size in bytes before it was made smaller.
    pub before: Option<u64>,
}

impl Default for Incoming {
    fn default() -> Self {
        Self {
            busy: Cell::new(false),
            files: Signal::new(Vec::new()),
            arrived: RefCell::default(),
            then: RefCell::default(),
        }
    }
}

impl Incoming {
    /// The size in bytes that a file had before it was made smaller.
    pub fn before(&self, id: &str) -> Option<u64> {
        self.arrived.borrow().iter().find(|known| known.id == id)?.before
    }
}
