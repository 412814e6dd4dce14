//! Slots that are held for a while, and those that an application has booked.

use amtsgang::backend::Slot;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::attachments::Outcome;
use super::{Error, Storage};
use crate::clock::Moment;
use crate::secrets::{Hash, IdempotencyKey, random_name};

/// Seconds for which a slot is held.
pub const HELD: i64 = 600;

const OPERATION: &str = "POST /calendars/{calendar}/holds";

/// A hold as its client knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub id: String,
    pub expires: Moment,
}

/// What an application says it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The answer's place in the application.
    pub pointer: String,
    pub calendar: String,
    pub slot: String,
    pub start: String,
    pub hold: String,
}

impl Storage {
    /// The slots of a calendar that are held or booked.
    pub fn taken_slots(&self, calendar: &str, now: Moment) -> Result<Vec<String>, Error> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached("SELECT slot FROM hold WHERE calendar = ? AND (reference IS NOT NULL OR expires > ?)")?;
        let slots = statement.query_map(params![calendar, now.0], |row| row.get(0))?;
        Ok(slots.collect::<Result<_, _>>()?)
    }

    /// Holds a slot; once for each key. `None` if somebody else has it.
    pub fn hold(
        &self,
        calendar: &str,
        slot: &Slot,
        key: &IdempotencyKey,
        now: Moment,
    ) -> Result<Option<Outcome<Hold>>, Error> {
        let key_hash = key.lookup(OPERATION);
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM hold WHERE reference IS NULL AND expires <= ?", [now.0])?;
        let found = transaction
            .query_row(
                "SELECT id, expires, key_hash, reference IS NOT NULL FROM hold WHERE calendar = ? AND slot = ?",
                params![calendar, slot.id],
                |row| {
                    let hold = Hold { id: row.get(0)?, expires: Moment(row.get(1)?) };
                    Ok((hold, row.get::<_, Hash>(2)?, row.get::<_, bool>(3)?))
                },
            )
            .optional()?;
        let used = transaction
            .prepare_cached("SELECT 1 FROM hold WHERE key_hash = ? AND (calendar <> ? OR slot <> ?)")?
            .exists(params![key_hash, calendar, slot.id])?;
        let hold = match found {
            _ if used => Some(Outcome::Reused),
            Some((hold, before, booked)) => (before == key_hash && !booked).then_some(Outcome::Again(hold)),
            None => {
                let hold = Hold { id: random_name()?, expires: Moment(now.0 + HELD) };
                transaction.execute(
                    "INSERT INTO hold (id, calendar, slot, start, expires, key_hash) VALUES (?, ?, ?, ?, ?, ?)",
                    params![hold.id, calendar, slot.id, slot.start, hold.expires.0, key_hash],
                )?;
                Some(Outcome::New(hold))
            }
        };
        transaction.commit()?;
        Ok(hold)
    }

    /// Gives a slot back that is held and not booked.
    pub fn release(&self, hold: &str) -> Result<(), Error> {
        self.connection().execute("DELETE FROM hold WHERE id = ? AND reference IS NULL", [hold])?;
        Ok(())
    }

    /// Those of the claims that are not held (any more).
    pub fn lost<'a>(&self, claims: &'a [Claim], now: Moment) -> Result<Vec<&'a Claim>, Error> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT 1 FROM hold WHERE id = ? AND calendar = ? AND slot = ? AND start = ? AND reference IS NULL
                 AND expires > ?",
        )?;
        let mut lost = Vec::new();
        for claim in claims {
            if !statement.exists(params![claim.hold, claim.calendar, claim.slot, claim.start, now.0])? {
                lost.push(claim);
            }
        }
        Ok(lost)
    }
}

/// Books what an application holds. False if something of it is not held any more.
pub(super) fn book(
    transaction: &Transaction,
    claims: &[Claim],
    reference: &str,
    now: Moment,
) -> Result<bool, rusqlite::Error> {
    let mut statement = transaction.prepare_cached(
        "UPDATE hold SET reference = ? WHERE id = ? AND calendar = ? AND slot = ? AND start = ?
             AND reference IS NULL AND expires > ?",
    )?;
    for claim in claims {
        let Claim { hold, calendar, slot, start, .. } = claim;
        if statement.execute(params![reference, hold, calendar, slot, start, now.0])? != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}
