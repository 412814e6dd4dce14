//! From the tab's memory to the disk and back: a disk that opens late, a device that turns out to be a shared one.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::memory::Memory;
use super::record::taken_apart;
use super::tables::{ALL, DRAFTS, HOLDERS};
use super::{Error, Place, Store, connect};
use crate::browser::indexed::Database;
use crate::browser::timer;

/// Milliseconds that a late database is waited for before it is asked again.
const PATIENCE: i32 = 60_000;

impl Store {
    /// Sees to it that something keeps what is typed: the tab's memory, where there is no disk.
    pub fn settle(&self) {
        if matches!(*self.0.place.borrow(), Place::Nowhere) {
            self.0.place.replace(Place::Memory(Rc::default()));
        }
    }

    /// Waits for a disk that did not open in time, and takes over what the tab's memory holds. Ends with whether that is done;
    /// what stands on the disk is never replaced: then everything stays in the tab.
    pub async fn wait_for_disk(&self) -> bool {
        while self.away() == Some(Error::Slow) && !self.0.ended.get() {
            match connect(&self.0.name, PATIENCE).await {
                Ok(database) if self.away() == Some(Error::Slow) => return self.take_over(database).await.is_ok(),
                Ok(_) => return false,
                Err(Error::Slow) => {}
                Err(_) => timer::sleep(PATIENCE).await,
            }
        }
        false
    }

    /// The app is gone: nobody waits any more.
    pub fn end(&self) {
        self.0.ended.set(true);
    }

    /// Nothing of this tab's stays on the disk from now on: everything there is removed, what is typed is in the tab's memory.
    pub async fn share(&self) -> Result<(), Error> {
        if self.away().is_none() {
            self.remove_all().await?;
        }
        self.0.away.replace(Some(Error::Shared));
        self.0.place.replace(Place::Memory(Rc::default()));
        Ok(())
    }

    /// The device is the person's own after all: what is in the tab's memory goes to the disk.
    pub async fn unshare(&self) -> Result<(), Error> {
        let database = connect(&self.0.name, super::OPEN_WITHIN).await?;
        self.take_over(database).await
    }

    /// Goes on with this disk, on which then stands what the tab's memory holds.
    async fn take_over(&self, database: Database) -> Result<(), Error> {
        let disk = Store::at(&self.0.name, Place::Disk(database));
        loop {
            let former = match &*self.0.place.borrow() {
                Place::Memory(memory) => memory.clone(),
                Place::Nowhere | Place::Disk(_) => Rc::default(),
            };
            let turn = former.turn();
            disk.take(&former).await?;
            // What was typed meanwhile follows.
            if former.turn() == turn {
                break;
            }
        }
        self.0.away.replace(None);
        self.0.place.replace(disk.0.place.replace(Place::Nowhere));
        Ok(())
    }

    /// Takes what a memory holds, all or nothing; a draft that stands here and is another's is not replaced.
    async fn take(&self, memory: &Memory) -> Result<(), Error> {
        let mut records = Vec::new();
        for (table, key, value) in memory.everything() {
            let value = match taken_apart(&value) {
                Some((found_by, payload)) => {
                    let found_by: Vec<(&str, JsValue)> =
                        found_by.iter().map(|(name, value)| (&**name, value.clone())).collect();
                    self.sealed(&found_by, &payload).await?
                }
                None => value,
            };
            records.push((table, key, value));
        }
        let transaction = self.begin(&ALL, true).await?;
        let holders: Vec<_> = records.iter().filter(|(table, ..)| table == HOLDERS).cloned().collect();
        for (_, service, holder) in holders {
            let is_there = !transaction.get(DRAFTS, &service).await?.is_undefined();
            if is_there && transaction.get(HOLDERS, &service).await? != holder {
                return Err(Error::Elsewhere);
            }
        }
        for (table, key, value) in &records {
            transaction.put(table, key, value)?;
        }
        transaction.done().await
    }

    /// Removes everything: drafts, files, receipts, and what the demonstration keeps in the office's place.
    pub async fn remove_all(&self) -> Result<(), Error> {
        let transaction = self.begin(&ALL, true).await?;
        for table in ALL {
            transaction.clear(table)?;
        }
        transaction.done().await
    }
}
