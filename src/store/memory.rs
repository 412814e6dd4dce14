//! The tables where nothing may outlive the tab: a shared device, a page that may not encrypt, a browser that keeps nothing.

use std::cell::{Cell, RefCell};

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::tables::{BY_SERVICE, DRAFTS, HOLDERS};
use crate::browser::property;

/// Records by table and key, in the order of their keys.
#[derive(Default)]
pub struct Memory {
    records: RefCell<Vec<Record>>,
    /// How often something was changed.
    turn: Cell<u32>,
}

struct Record {
    table: String,
    key: String,
    value: JsValue,
}

impl Memory {
    fn place(&self, table: &str, key: &str) -> Result<usize, usize> {
        self.records.borrow().binary_search_by(|own| (own.table.as_str(), own.key.as_str()).cmp(&(table, key)))
    }

    fn turned(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
    }

    pub fn put(&self, table: &str, key: &str, value: &JsValue) {
        let value = value.clone();
        self.turned();
        match self.place(table, key) {
            Ok(place) => self.records.borrow_mut()[place].value = value,
            Err(place) => {
                let record = Record { table: table.to_owned(), key: key.to_owned(), value };
                self.records.borrow_mut().insert(place, record);
            }
        }
    }

    pub fn delete(&self, table: &str, key: &str) {
        self.turned();
        if let Ok(place) = self.place(table, key) {
            self.records.borrow_mut().remove(place);
        }
    }

    pub fn clear(&self, table: &str) {
        self.turned();
        self.records.borrow_mut().retain(|own| own.table != table);
    }

    pub fn get(&self, table: &str, key: &str) -> JsValue {
        self.place(table, key).map_or(JsValue::UNDEFINED, |place| self.records.borrow()[place].value.clone())
    }

    pub fn all(&self, table: &str) -> Array {
        self.records.borrow().iter().filter(|own| own.table == table).map(|own| own.value.clone()).collect()
    }

    pub fn keys(&self, table: &str) -> Array {
        self.records.borrow().iter().filter(|own| own.table == table).map(|own| JsValue::from_str(&own.key)).collect()
    }

    pub fn all_of(&self, table: &str, service: &str) -> Array {
        let belongs = |value: &JsValue| property(value, BY_SERVICE).is_some_and(|own| own == *service);
        self.all(table).iter().filter(belongs).collect()
    }

    pub fn keys_of(&self, table: &str, service: &str) -> Array {
        let belongs =
            |own: &&Record| own.table == table && property(&own.value, BY_SERVICE).is_some_and(|own| own == *service);
        self.records.borrow().iter().filter(belongs).map(|own| JsValue::from_str(&own.key)).collect()
    }

    /// As `Store::found`.
    #[inline(never)]
    pub fn found(&self, service: &str) -> (bool, Option<String>) {
        (!self.get(DRAFTS, service).is_undefined(), self.get(HOLDERS, service).as_string())
    }

    /// Another number after each change.
    pub fn turn(&self) -> u32 {
        self.turn.get()
    }

    /// Everything: table, key and value.
    pub fn everything(&self) -> Vec<(String, String, JsValue)> {
        self.records.borrow().iter().map(|own| (own.table.clone(), own.key.clone(), own.value.clone())).collect()
    }
}
