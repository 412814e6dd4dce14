//! An appointment: free slots by days, one of them held for the citizen, and what became of the hold.

mod booking;
mod days;

use std::rc::Rc;

use crate::backend::{Error, Slot};
use crate::browser::{clock, intl, page};
use crate::expr::date::Date;
use crate::field::appointment::{PLACE, START, clock as time_of, day};
use crate::field::{Answer, Appointment};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::parts;
use crate::view::parts::frame::Place;
use booking::Booking;

/// How many days are asked for at a time.
const AT_A_TIME: i64 = 7;
/// How often so many days without a free slot are passed over before nothing is said to be free.
const PATIENCE: u32 = 8;

/// What is known of the calendar.
#[derive(Clone)]
enum Calendar {
    Asking,
    /// The slots so far; `more`: whether there may be others later. `from`: how many of them were there before.
    Open {
        slots: Rc<Vec<Slot>>,
        more: bool,
        from: usize,
    },
    /// The backend makes no appointments.
    None,
    Failed(Rc<Error>),
}

#[inline(never)]
pub fn edit(place: &Place, kind: &Appointment) -> View {
    let calendar = Signal::new(Calendar::Asking);
    let group = el("div").class("ag-appointment");
    let booking = Booking::new(place, kind, group.node().clone());
    ask(&booking, &calendar, Vec::new(), clock::today());
    booking.begin();
    let owner = booking.clone();
    let drawn = live(move || match calendar.get() {
        Calendar::Asking => parts::paragraph(owner.app().t("appointment.asking")),
        Calendar::None => none(&owner),
        Calendar::Failed(error) => failed(&owner, &calendar, &error),
        Calendar::Open { slots, more, from } => {
            let again = {
                let (booking, calendar, slots) = (owner.clone(), calendar.clone(), slots.clone());
                move || ask(&booking, &calendar, slots.to_vec(), after(&slots))
            };
            days::view(&owner, &slots, more, from, again)
        }
    });
    let group = group.child(booking::view(&booking)).child(drawn).keep(booking.end());
    place.group("radiogroup", vec![group.into()])
}

/// The day after the last slot's.
fn after(slots: &[Slot]) -> Date {
    slots.last().and_then(|slot| day(&slot.start)).map_or_else(clock::today, |day| day.plus_days(1))
}

/// Asks for the slots of the days from `from` on, and shows them behind those that are `known`.
fn ask(booking: &Booking, calendar: &Signal<Calendar>, known: Vec<Slot>, from: Date) {
    let (booking, calendar) = (booking.clone(), calendar.clone());
    booking.app().clone().spawn(async move {
        let found = free(&booking, from).await;
        calendar.set(match found {
            Ok(Some(slots)) => {
                let (before, more) = (known.len(), !slots.is_empty());
                if before > 0 {
                    let count = slots.len();
                    let app = booking.app();
                    app.announce(if more {
                        app.count("appointment.more", count)
                    } else {
                        app.t("appointment.noMore").into()
                    });
                }
                let slots = [known, slots].concat();
                Calendar::Open { slots: Rc::new(slots), more, from: before }
            }
            Ok(None) => Calendar::None,
            Err(error) => Calendar::Failed(Rc::new(error)),
        });
    });
}

/// The next free slots from a day on; `None` where the backend makes no appointments.
async fn free(booking: &Booking, mut from: Date) -> Result<Option<Vec<Slot>>, Error> {
    let backend = &booking.app().backend;
    if !backend.offers().await?.appointments {
        return Ok(None);
    }
    let first = from;
    let mut slots = Vec::new();
    for _ in 0..PATIENCE {
        let answer = backend.slots(&booking.calendar, [from, from.plus_days(AT_A_TIME - 1)]).await;
        slots = match answer {
            Err(Error::NotFound) => {
                page::warn("the backend does not know the calendar of an appointment");
                return Ok(None);
            }
            answer => answer?,
        };
        if !slots.is_empty() {
            break;
        }
        from = from.plus_days(AT_A_TIME);
    }
    slots.sort_by(|a, b| a.start.cmp(&b.start));
    // The citizen's own slot is nobody's to offer, yet theirs to see, among the days it belongs to.
    if let (Some(own), Some(last)) = (booking.held_slot(), slots.last())
        && (first.to_string().as_str()..=last.start.as_str()).contains(&own.start.as_str())
        && slots.iter().all(|slot| slot.id != own.id)
    {
        slots.push(own);
        slots.sort_by(|a, b| a.start.cmp(&b.start));
    }
    Ok(Some(slots))
}

/// The backend makes no appointments: what that means, and whom to ask.
fn none(booking: &Booking) -> View {
    let (app, place) = (booking.app().clone(), booking.place.clone());
    live(move || {
        let phone = place.session.recipe.office.phone.as_str();
        place.session.track(place.ix);
        let required = place.session.with(|form| form.required(place.ix));
        let key = if required { "appointment.noneRequired" } else { "appointment.none" };
        parts::alert("info", vec![parts::paragraph(&app.fill(key, &[("phone", phone)]))]).into()
    })
}

fn failed(booking: &Booking, calendar: &Signal<Calendar>, error: &Error) -> View {
    let app = booking.app();
    let (booking, calendar) = (booking.clone(), calendar.clone());
    let again = parts::button(app.t("action.retry"), "ag-button--secondary", move || {
        calendar.set(Calendar::Asking);
        ask(&booking, &calendar, Vec::new(), clock::today());
    });
    parts::alert("warning", vec![parts::paragraph(&app.failure(error)), again]).into()
}

/// "Dienstag, 1. Dezember 2026, 09:30 Uhr"; a time that is none as it stands there.
fn when(app: &App, start: &str) -> String {
    match day(start) {
        Some(day) => {
            app.fill("appointment.when", &[("day", &intl::day(app.language(), day)), ("time", time_of(start))])
        }
        None => start.to_owned(),
    }
}

/// Day and time, and where it is.
pub fn shown(app: &App, answer: &Answer) -> Vec<String> {
    let mut lines = vec![when(app, answer.part(START)), answer.part(PLACE).to_owned()];
    lines.retain(|line| !line.is_empty());
    lines
}
