//! The way through the visible steps.

use super::{Form, StepIx};

impl Form {
    /// The first step to go through; `None` only if a recipe's conditions hide everything.
    pub fn first(&self) -> Option<StepIx> {
        (0..self.steps.len()).find(|step| self.step_visible(*step))
    }

    /// The step after this one; `None` after the last.
    pub fn next(&self, step: StepIx) -> Option<StepIx> {
        (step + 1..self.steps.len()).find(|step| self.step_visible(*step))
    }

    /// The step before this one; `None` before the first.
    pub fn previous(&self, step: StepIx) -> Option<StepIx> {
        (0..step).rev().find(|step| self.step_visible(*step))
    }

    /// Which step this is, counted from 1, and how many there are.
    pub fn progress(&self, step: StepIx) -> (usize, usize) {
        let count = |steps: std::ops::Range<StepIx>| steps.filter(|step| self.step_visible(*step)).count();
        (count(0..step) + 1, count(0..self.steps.len()))
    }

    /// The first step that does not let one go on; `None` when everything can be sent.
    pub fn first_incomplete(&self) -> Option<StepIx> {
        let mut all = self.all().into_iter();
        all.find(|field| self.is_wrong(*field)).map(|field| self.field(field).step)
    }
}
