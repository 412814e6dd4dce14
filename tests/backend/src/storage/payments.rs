//! Payments: attempts to pay a task, and how they ended.

use amtsgang::backend::wire::{Payment, PaymentResult, Task};
use amtsgang::case::Reference;
use amtsgang::text::Text;
use rusqlite::{OptionalExtension, Row, TransactionBehavior, params};

use super::attachments::Outcome;
use super::changes::{Refused, open_status};
use super::documents::{self, Issue};
use super::{Error, Storage, tasks};
use crate::clock::Moment;
use crate::secrets::{Hash, IdempotencyKey, hash, random_name};

/// Seconds for which the provider's page takes a payment.
const OPEN: i64 = 1800;

const OPERATION: &str = "POST /cases/{reference}/tasks/{task}/payments";

/// An attempt to pay.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub id: String,
    pub reference: Reference,
    pub task: String,
    pub return_to: String,
    /// `pending`, `paid`, `failed` or `cancelled`.
    pub state: String,
    pub expires: Moment,
}

impl Storage {
    /// Begins to pay a task, once for each key; a pending attempt goes on under any.
    pub fn start_payment(
        &self,
        reference: &Reference,
        task: &str,
        return_to: &str,
        key: &IdempotencyKey,
        now: Moment,
    ) -> Result<Outcome<Attempt>, Refused> {
        let key_hash = key.lookup(OPERATION);
        let fingerprint = hash("payment", &[reference.as_str().as_bytes(), task.as_bytes(), return_to.as_bytes()]);
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = transaction
            .query_row(&format!("{SELECT}, fingerprint FROM payment WHERE key_hash = ?"), [key_hash], |row| {
                Ok((read(row)?, row.get::<_, Hash>(6)?))
            })
            .optional()?;
        if let Some((attempt, print)) = before {
            return Ok(if print == fingerprint { Outcome::Again(attempt) } else { Outcome::Reused });
        }
        let found = tasks::find(&transaction, reference, task)?.ok_or(Refused::Unknown)?;
        open_status(&transaction, reference)?;
        let Some(payment) = found.payment.clone().filter(|_| found.state == "open") else {
            return Err(Refused::Closed);
        };
        let pending = transaction
            .query_row(
                &format!(
                    "{SELECT} FROM payment WHERE reference = ? AND task = ? AND state = 'pending' AND expires > ?"
                ),
                params![reference.as_str(), task, now.0],
                read,
            )
            .optional()?;
        if let Some(pending) = pending {
            return Ok(Outcome::Again(pending));
        }
        let attempt = Attempt {
            id: random_name()?,
            reference: reference.clone(),
            task: task.to_owned(),
            return_to: return_to.to_owned(),
            state: "pending".into(),
            expires: Moment(now.0 + OPEN),
        };
        transaction.execute(
            "INSERT INTO payment (id, reference, task, return_to, state, expires, key_hash, fingerprint)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                attempt.id,
                reference.as_str(),
                task,
                return_to,
                attempt.state,
                attempt.expires.0,
                key_hash,
                fingerprint
            ],
        )?;
        let payment = Payment { state: "pending".into(), ..payment };
        tasks::put(&transaction, reference, &Task { payment: Some(payment), ..found })?;
        transaction
            .execute("UPDATE case_file SET revision = revision + 1 WHERE reference = ?", [reference.as_str()])?;
        transaction.commit()?;
        Ok(Outcome::New(attempt))
    }

    /// An attempt with what its task says of the payment.
    pub fn payment(&self, id: &str, now: Moment) -> Result<Option<(Attempt, Payment)>, Error> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let attempt = transaction.query_row(&format!("{SELECT} FROM payment WHERE id = ?"), [id], read).optional()?;
        let Some(mut attempt) = attempt else { return Ok(None) };
        if attempt.state == "pending" && attempt.expires <= now {
            attempt.state = "cancelled".into();
        }
        let task = tasks::find(&transaction, &attempt.reference, &attempt.task)?;
        Ok(task.and_then(|task| task.payment).map(|payment| (attempt, payment)))
    }

    /// What the provider tells: `paid`, `failed` or `cancelled`. An attempt that has ended stays as it is.
    pub fn end_payment(&self, attempt: &Attempt, state: &str, now: Moment) -> Result<(), Refused> {
        let receipt = match state {
            "paid" => Some(self.receipt_of(attempt, now)?),
            _ => None,
        };
        self.change(&attempt.reference, None, now, |transaction| {
            open_status(transaction, &attempt.reference)?;
            let ended = transaction.execute(
                "UPDATE payment SET state = ? WHERE id = ? AND state = 'pending' AND expires > ?",
                params![state, attempt.id, now.0],
            )?;
            if ended != 1 {
                return Err(Refused::Closed);
            }
            let task = tasks::find(transaction, &attempt.reference, &attempt.task)?.ok_or(Refused::Unknown)?;
            let mut payment = task.payment.clone().ok_or(Refused::Unknown)?;
            payment.state = state.to_owned();
            match receipt {
                None => tasks::put(transaction, &attempt.reference, &Task { payment: Some(payment), ..task }),
                Some((document, file)) => {
                    documents::put(transaction, &attempt.reference, &document, &file, true)?;
                    payment.paid_at = Some(now.rfc3339());
                    payment.receipt = Some(document.id);
                    tasks::finish(transaction, &attempt.reference, Task { payment: Some(payment), ..task }, now)
                }
            }
        })
        .map(|_| ())
    }

    fn receipt_of(
        &self,
        attempt: &Attempt,
        now: Moment,
    ) -> Result<(amtsgang::backend::wire::Document, String), Refused> {
        let (_, payment) = self.payment(&attempt.id, now)?.ok_or(Refused::Unknown)?;
        let (euros, cents) = (payment.amount / 100, payment.amount % 100);
        let text = format!(
            "Quittung\n\n{}\n{euros},{cents:02} {}\nAktenzeichen: {}\nBezahlt: {}\n",
            payment.reason.get("de"),
            payment.currency,
            attempt.reference,
            now.rfc3339()
        );
        let title = Text::from_pairs(&[("de", "Quittung"), ("en", "Receipt")]);
        let issue = Issue { title: &title, name: "Quittung.txt", media_type: "text/plain", bytes: text.as_bytes() };
        Ok((documents::document(&issue, now)?, self.keep(issue.bytes)?))
    }
}

/// What is told of an attempt.
pub fn result(attempt: &Attempt, payment: Payment) -> PaymentResult {
    let paid = attempt.state == "paid";
    PaymentResult {
        payment: attempt.id.clone(),
        task: attempt.task.clone(),
        state: attempt.state.clone(),
        amount: payment.amount,
        currency: payment.currency,
        paid_at: payment.paid_at.filter(|_| paid),
        receipt: payment.receipt.filter(|_| paid),
    }
}

const SELECT: &str = "SELECT id, reference, task, return_to, state, expires";

fn read(row: &Row) -> rusqlite::Result<Attempt> {
    let reference: String = row.get(1)?;
    Ok(Attempt {
        id: row.get(0)?,
        // Written from one.
        reference: Reference::parse(&reference).ok_or(rusqlite::Error::InvalidQuery)?,
        task: row.get(2)?,
        return_to: row.get(3)?,
        state: row.get(4)?,
        expires: Moment(row.get(5)?),
    })
}
