//! Keeps slots held: a reservation that has run out is made again, as long as nobody else has taken the slot.

use std::rc::Rc;

use super::app::App;
use super::session::Session;
use crate::backend::{Error, Hold, IdempotencyKey};
use crate::browser::{clock, random};
use crate::field::appointment::{HOLD, PLACE, SLOT, UNTIL};
use crate::field::{Answer, Kind};
use crate::form::{FieldIx, Form};

/// What became of a reservation.
pub enum Renewed {
    /// It had not run out, or there is none.
    Kept,
    /// It had run out and was made again.
    Again,
    /// Somebody else has the slot.
    Lost,
    /// The backend cannot be asked.
    Unknown(Error),
}

/// Until when a hold lasts by this device's clock: milliseconds since 1970.
pub fn until(hold: &Hold) -> f64 {
    let told = || clock::parse(&hold.expires).unwrap_or_else(clock::now);
    hold.seconds.map_or_else(told, |seconds| clock::now() + seconds as f64 * 1000.0)
}

/// Until when the slot in an answer is held.
pub fn held_until(answer: &Answer) -> f64 {
    answer.part(UNTIL).parse::<i64>().unwrap_or(0) as f64
}

/// The answer that a hold is; `place`: where the appointment takes place.
pub fn answer(hold: &Hold, place: &str) -> Answer {
    let until = (until(hold) as i64).to_string();
    let [slot, start, id, end] = [&hold.slot, &hold.start, &hold.id, &hold.end].map(Clone::clone);
    Answer::List(vec![slot, start, id, until, end, place.to_owned()])
}

/// Makes the reservation in a field again where it has run out.
pub async fn renew(app: &App, session: &Session, ix: FieldIx) -> Renewed {
    let (before, Kind::Appointment(kind)) = (session.answer(ix), &session.field(ix).kind) else {
        return Renewed::Kept;
    };
    if before.part(HOLD).is_empty() || held_until(&before) > clock::now() {
        return Renewed::Kept;
    }
    let key = IdempotencyKey::from(random::uuid());
    match app.backend.hold(&kind.calendar, before.part(SLOT), &key).await {
        // Another slot may have been chosen meanwhile.
        Ok(_) if session.answer(ix).part(HOLD) != before.part(HOLD) => Renewed::Kept,
        Ok(hold) => {
            session.set(ix, answer(&hold, before.part(PLACE)));
            Renewed::Again
        }
        Err(Error::Conflict | Error::NotFound) => Renewed::Lost,
        Err(error) => Renewed::Unknown(error),
    }
}

/// Before an application is sent: what has run out is reserved again. What is lost is sent all the same: only the backend knows
/// whether it was lost to an application of the same citizen's whose answer got lost on the way.
pub async fn renew_all(app: &App, session: &Rc<Session>) {
    let asked = |form: &Form| form.all().into_iter().filter(|ix| form.visible(*ix)).collect::<Vec<FieldIx>>();
    for ix in session.with(asked) {
        renew(app, session, ix).await;
    }
}
