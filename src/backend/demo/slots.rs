//! The demonstration's appointments: made-up calendars, and holds that this device remembers.

use super::{Demo, storage};
use crate::backend::{Error, Hold, IdempotencyKey, Slot, calendar};
use crate::browser::{clock, random};
use crate::expr::date::Date;
use crate::json::{self, Object, Value};

/// Seconds for which a slot is held.
const HELD: i64 = 600;

/// A held or booked slot in the demonstration's files.
struct Held {
    hold: String,
    calendar: String,
    slot: String,
    /// Milliseconds since 1970-01-01 UTC. Of a booked slot, far away.
    until: f64,
    /// Of the attempt to hold it.
    key: String,
}

/// Until when a booked slot is taken: longer than any calendar is open.
const BOOKED: f64 = 8e15;

impl Held {
    fn write(&self) -> String {
        let mut kept = Object::new();
        kept.insert("hold", self.hold.as_str().into());
        kept.insert("calendar", self.calendar.as_str().into());
        kept.insert("slot", self.slot.as_str().into());
        kept.insert("until", (self.until as i64).into());
        kept.insert("key", self.key.as_str().into());
        json::write(&Value::Object(kept))
    }

    fn read(json: &str) -> Option<Self> {
        let kept = json::read(json).ok()?;
        let string = |key: &str| Some(kept.get(key)?.as_str()?.to_owned());
        Some(Self {
            hold: string("hold")?,
            calendar: string("calendar")?,
            slot: string("slot")?,
            until: kept.get("until")?.as_i64()? as f64,
            key: string("key")?,
        })
    }
}

impl Demo {
    /// What is held or booked now.
    async fn held(&self) -> Result<Vec<Held>, Error> {
        let all = self.store()?.demo().await.map_err(storage)?;
        Ok(all.iter().filter_map(|json| Held::read(json)).filter(|held| held.until > clock::now()).collect())
    }

    async fn keep(&self, held: &Held) -> Result<(), Error> {
        self.store()?.put_demo(&name(&held.hold), &held.write()).await.map_err(storage)
    }

    pub(super) async fn free(&self, calendar: &str, days: [Date; 2]) -> Result<Vec<Slot>, Error> {
        let held = self.held().await?;
        let mut slots = calendar::slots(calendar, clock::today(), days);
        slots.retain(|slot| held.iter().all(|held| held.calendar != calendar || held.slot != slot.id));
        Ok(slots)
    }

    pub(super) async fn take(&self, calendar: &str, slot: &str, key: &IdempotencyKey) -> Result<Hold, Error> {
        let ever = [Date::FIRST, Date::LAST];
        let known = calendar::slots(calendar, clock::today(), ever).into_iter().find(|known| known.id == slot);
        let before = self.held().await?.into_iter().find(|held| held.calendar == calendar && held.slot == slot);
        let held = match before {
            Some(held) if held.key == key.as_str() && held.until < BOOKED => held,
            Some(_) => return Err(Error::Conflict),
            None => {
                let (hold, calendar, slot) = (random::uuid(), calendar.to_owned(), slot.to_owned());
                let until = clock::now() + HELD as f64 * 1000.0;
                Held { hold, calendar, slot, until, key: key.as_str().to_owned() }
            }
        };
        // A day may have gone by since the slot was shown.
        let slot = known.ok_or(Error::Conflict)?;
        self.keep(&held).await?;
        let seconds = ((held.until - clock::now()) / 1000.0) as i64;
        Ok(Hold {
            id: held.hold,
            slot: slot.id,
            start: slot.start,
            end: slot.end,
            expires: clock::rfc3339(held.until),
            seconds: Some(seconds.max(0)),
        })
    }

    pub(super) async fn give_back(&self, hold: &str) -> Result<(), Error> {
        if self.held().await?.iter().any(|held| held.hold == hold && held.until < BOOKED) {
            self.store()?.remove_demo(&name(hold)).await.map_err(storage)?;
        }
        Ok(())
    }

    /// What an application has a hold of is booked. What it has lost in the meantime is made up like all the rest.
    pub(super) async fn book(&self, answers: &Object) -> Result<(), Error> {
        for mut held in self.held().await? {
            let names = |answer: &Value| answer.get("hold").and_then(Value::as_str) == Some(held.hold.as_str());
            if answers.iter().any(|(_, answer)| names(answer)) {
                held.until = BOOKED;
                self.keep(&held).await?;
            }
        }
        Ok(())
    }
}

/// Under what a hold is kept: never the reference of an application.
fn name(hold: &str) -> String {
    ["hold ", hold].concat()
}
