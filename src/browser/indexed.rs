//! IndexedDB as futures. A request's events settle a promise directly, so no closure of ours is called for them.
//!
//! Errors are what JavaScript threw: a `DOMException`, or null where there is none. What they mean is `store`'s to say.

use std::cell::Cell;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

use crate::browser::listener::Listener;
use crate::browser::{page, property, timer};

/// An open connection. It closes itself when a newer version of the app wants to change the tables.
pub struct Database {
    raw: IdbDatabase,
    _change: Listener,
}

/// Makes the tables that the version before (0 for none) has not got.
pub type Upgrade = fn(&IdbDatabase, u32) -> Result<(), JsValue>;

/// Opens a database; `upgrade` makes its tables when there is none of this version yet. `within`: milliseconds to wait, for
/// another tab may block a change of its tables, and some versions of Safari forget to answer at all. Null is thrown then.
pub async fn open(name: &str, version: u32, upgrade: Upgrade, within: i32) -> Result<Database, JsValue> {
    let factory = page::window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(name, version)?;
    let opening = request.clone();
    // It may be called when nobody waits any more: a database of this version without its tables would be of no use.
    let make = Closure::once_into_js(move |event: JsValue| {
        let before = property(&event, "oldVersion").and_then(|version| version.as_f64()).unwrap_or_default();
        // A table that cannot be made makes the first transaction that asks for it fail.
        let _ = opening.result().and_then(|database| upgrade(database.unchecked_ref(), before as u32));
    });
    request.set_onupgradeneeded(Some(make.unchecked_ref()));
    let answered = answer(&request, within).await;
    if answered.is_err() {
        // Should it open after all, it must not stand in another tab's way.
        let late = request.clone();
        let close = Closure::once_into_js(move || {
            if let Ok(database) = late.result() {
                database.unchecked_ref::<IdbDatabase>().close();
            }
        });
        request.set_onsuccess(Some(close.unchecked_ref()));
    }
    let raw: IdbDatabase = answered?.unchecked_into();
    let closing = raw.clone();
    let change = Listener::on(&raw, "versionchange", Box::new(move |_| closing.close()));
    Ok(Database { raw, _change: change })
}

/// The result of a request. `within`: milliseconds after which it is given up, 0 for never.
async fn answer(request: &IdbRequest, within: i32) -> Result<JsValue, JsValue> {
    let settled = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        if within > 0 {
            timer::after(&reject, within);
        }
    });
    match JsFuture::from(settled).await {
        Ok(_) => request.result(),
        // The error of a request that is still pending throws, and so tells that time ran out.
        Err(_) => Err(request.error().ok().flatten().map_or(JsValue::NULL, JsValue::from)),
    }
}

impl Database {
    /// A transaction over these tables. Throws an `InvalidStateError` when the connection was closed.
    pub fn transaction(&self, tables: &[&str], write: bool) -> Result<Transaction, JsValue> {
        let tables: Array = tables.iter().map(|name| JsValue::from_str(name)).collect();
        let mode = if write { IdbTransactionMode::Readwrite } else { IdbTransactionMode::Readonly };
        let raw = self.raw.transaction_with_str_sequence_and_mode(&tables, mode)?;
        Ok(Transaction { raw, unended: Cell::new(write) })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.raw.close();
    }
}

/// Several reads and writes that happen together or not at all. Between them nothing else may be awaited.
pub struct Transaction {
    raw: IdbTransaction,
    /// Whether there are writes whose end nobody has waited for.
    unended: Cell<bool>,
}

/// Dropped on the way, because one of its steps failed or nobody waits any more, it takes back what it wrote.
impl Drop for Transaction {
    fn drop(&mut self) {
        if self.unended.get() {
            let _ = self.raw.abort();
        }
    }
}

impl Transaction {
    fn table(&self, name: &str) -> Result<IdbObjectStore, JsValue> {
        self.raw.object_store(name)
    }

    /// Writes; whether it worked is known after [`Transaction::done`].
    pub fn put(&self, table: &str, key: &str, value: &JsValue) -> Result<(), JsValue> {
        self.table(table)?.put_with_key(value, &key.into()).map(|_| ())
    }

    /// Removes; whether it worked is known after [`Transaction::done`].
    pub fn delete(&self, table: &str, key: &JsValue) -> Result<(), JsValue> {
        self.table(table)?.delete(key).map(|_| ())
    }

    /// Removes everything in a table; whether it worked is known after [`Transaction::done`].
    pub fn clear(&self, table: &str) -> Result<(), JsValue> {
        self.table(table)?.clear().map(|_| ())
    }

    /// The value of a key, undefined where there is none.
    pub async fn get(&self, table: &str, key: &str) -> Result<JsValue, JsValue> {
        answer(&self.table(table)?.get(&key.into())?, 0).await
    }

    /// All values of a table in the order of their keys.
    pub async fn all(&self, table: &str) -> Result<Array, JsValue> {
        answer(&self.table(table)?.get_all()?, 0).await.map(JsCast::unchecked_into)
    }

    /// All keys of a table in their order.
    pub async fn keys(&self, table: &str) -> Result<Array, JsValue> {
        answer(&self.table(table)?.get_all_keys()?, 0).await.map(JsCast::unchecked_into)
    }

    /// The keys of the entries whose `index` is `value`, or lies in it where it is an `IDBKeyRange`.
    pub async fn keys_where(&self, table: &str, index: &str, value: &JsValue) -> Result<Array, JsValue> {
        let index = self.table(table)?.index(index)?;
        answer(&index.get_all_keys_with_key(value)?, 0).await.map(JsCast::unchecked_into)
    }

    /// The entries whose `index` is `value`.
    pub async fn all_where(&self, table: &str, index: &str, value: &JsValue) -> Result<Array, JsValue> {
        let index = self.table(table)?.index(index)?;
        answer(&index.get_all_with_key(value)?, 0).await.map(JsCast::unchecked_into)
    }

    /// Ends well when everything was written, else with what went wrong; then nothing was.
    pub async fn done(self) -> Result<(), JsValue> {
        let ended = Promise::new(&mut |resolve: Function, reject: Function| {
            self.raw.set_oncomplete(Some(&resolve));
            self.raw.set_onabort(Some(&reject));
        });
        self.unended.set(false);
        let ended = JsFuture::from(ended).await;
        ended.map(|_| ()).map_err(|_| self.raw.error().map_or(JsValue::NULL, JsValue::from))
    }
}
