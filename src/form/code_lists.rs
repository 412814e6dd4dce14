//! Code lists, which come from the backend after the form was opened, or never.

use std::sync::Arc;

use super::{Changes, Form};
use crate::field::{CodeList, Kind, choice};

impl Form {
    /// The code list of this name, if it has come.
    pub fn code_list(&self, name: &str) -> Option<&Arc<CodeList>> {
        self.code_lists.get(name)
    }

    /// Takes a code list, and checks again what was answered in its fields. What was chosen and is not in the list any more
    /// is told at once: nobody would come upon it before sending.
    #[inline(never)]
    pub fn code_list_arrived(&mut self, name: &str, list: Arc<CodeList>) -> Changes {
        self.code_lists.put(name, list);
        let (mut means_else, mut shown) = (false, Vec::new());
        for field in 0..self.fields.len() {
            if !matches!(&self.field(field).kind, Kind::Listed(kind) if kind.code_list == name) {
                continue;
            }
            let (other, mended) = self.recheck(field);
            means_else |= other;
            let state = &self.fields[field];
            let gone = state.checked.is_err() && choice::picked(&state.answer).is_some();
            if mended || gone && !self.leave(field).fields.is_empty() {
                shown.push(field);
            }
        }
        let mut changes = if means_else { self.decide_all() } else { Changes::default() };
        changes.fields.extend(shown);
        changes.fields.sort_unstable();
        changes.fields.dedup();
        changes
    }
}
