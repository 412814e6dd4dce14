//! The slot that is chosen: it is held, held again when that runs out, and given back when another is chosen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::when;
use crate::backend::{Error, Hold, IdempotencyKey, Slot};
use crate::browser::timer::Timer;
use crate::browser::{clock, intl, page, random};
use crate::field::appointment::{END, HOLD, PLACE, SLOT, START};
use crate::field::{Answer, Appointment};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{View, el, live};
use crate::view::holding::{self, Renewed};
use crate::view::parts;
use crate::view::parts::frame::Place;

/// Milliseconds before a chosen slot is asked for: arrow keys go through the slots one by one and choose each on the way.
const SETTLES: i32 = 600;
/// How often a reservation is made again by itself: a page that somebody has left open must not keep a slot for ever.
const MOST_RENEWALS: u32 = 3;

/// What the citizen is told about the slot.
#[derive(Clone)]
enum State {
    Nothing,
    Asking,
    /// Held; `again`: after it had run out.
    Held {
        again: bool,
    },
    /// It was taken by others when it was chosen, with when it would have been.
    Taken(String),
    /// It was held, ran out, and was taken by others.
    Lost(String),
    /// The reservation has run out.
    Over,
    Failed(Rc<Error>),
}

/// A field's slot being chosen.
#[derive(Clone)]
pub struct Booking {
    pub place: Place,
    pub calendar: Rc<str>,
    /// Slots that turned out to be taken.
    pub taken: Signal<Rc<Vec<String>>>,
    group: Element,
    state: Signal<State>,
    /// Until something is to be done: a chosen slot settles, a reservation runs out.
    timer: Rc<RefCell<Option<Timer>>>,
    renewals: Rc<Cell<u32>>,
    /// The slot that was last asked for, with the key: asking again after a lost answer gives the same hold.
    asked: Rc<RefCell<Option<(String, IdempotencyKey)>>>,
}

/// Ends what waits, with the view.
struct Waiting(Rc<RefCell<Option<Timer>>>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.take();
    }
}

impl Booking {
    pub fn new(place: &Place, kind: &Appointment, group: Element) -> Self {
        Self {
            place: place.clone(),
            calendar: kind.calendar.as_str().into(),
            taken: Signal::new(Rc::default()),
            group,
            state: Signal::new(State::Nothing),
            timer: Rc::default(),
            renewals: Rc::default(),
            asked: Rc::default(),
        }
    }

    pub fn app(&self) -> &App {
        &self.place.app
    }

    pub fn phone(&self) -> &str {
        &self.place.session.recipe.office.phone
    }

    /// What is to be kept as long as the view stands.
    pub fn end(&self) -> impl Sized + 'static {
        Waiting(self.timer.clone())
    }

    /// Whether the answer's slot is the citizen's, as far as is known here. The backend may have refused it.
    pub fn is_held(&self) -> bool {
        let place = &self.place;
        !place.answer().part(HOLD).is_empty() && place.session.with(|form| form.errors(place.ix).is_empty())
    }

    /// The slot that is held.
    pub fn held_slot(&self) -> Option<Slot> {
        let answer = self.place.answer();
        let part = |part| answer.part(part).to_owned();
        let place = Some(part(PLACE)).filter(|place| !place.is_empty());
        self.is_held().then(|| Slot { id: part(SLOT), start: part(START), end: part(END), place })
    }

    /// The view comes: a slot chosen before is still held, or is held again, or is lost.
    pub fn begin(&self) {
        if self.is_held() {
            self.renew();
        }
    }

    /// Does something after a while, and nothing else that was waited for.
    fn wait(&self, milliseconds: f64, then: impl Fn(&Booking) + 'static) {
        let booking = self.clone();
        let run = Box::new(move || {
            if page::is_shown(&booking.group) {
                then(&booking);
            }
        });
        let timer = Timer::once(milliseconds.clamp(0.0, 86_400_000.0) as i32, run);
        self.timer.replace(Some(timer));
    }

    fn tell(&self, words: String, state: State) {
        self.app().announce(words);
        self.state.set(state);
    }

    /// A slot was chosen. It is asked for when the citizen stays with it.
    pub fn choose(&self, slot: &Slot) {
        let slot = slot.clone();
        self.wait(f64::from(SETTLES), move |booking| booking.ask(&slot));
    }

    fn ask(&self, slot: &Slot) {
        if self.is_held() && self.place.answer().part(SLOT) == slot.id {
            return self.held(false);
        }
        let before = self.asked.borrow().clone().filter(|(asked, _)| *asked == slot.id);
        let (_, key) = before.unwrap_or_else(|| (slot.id.clone(), IdempotencyKey::from(random::uuid())));
        self.asked.replace(Some((slot.id.clone(), key.clone())));
        self.state.set(State::Asking);
        let (booking, slot) = (self.clone(), slot.clone());
        self.app().clone().spawn(async move {
            let answer = booking.app().backend.hold(&booking.calendar, &slot.id, &key).await;
            let last = booking.asked.borrow().as_ref().is_some_and(|(_, last)| *last == key);
            match answer {
                Ok(hold) if last && page::is_shown(&booking.group) => booking.take(&hold, &slot),
                // The citizen has gone on to another slot or page, and does not want this one.
                Ok(hold) => booking.release(&hold.id),
                Err(error) if last => booking.refused(error, &slot),
                Err(_) => {}
            }
        });
    }

    /// The slot is the citizen's; the one before is not any more.
    fn take(&self, hold: &Hold, slot: &Slot) {
        let before = self.place.answer();
        self.asked.take();
        self.renewals.set(0);
        self.place.set(holding::answer(hold, slot.place.as_deref().unwrap_or_default()));
        if !before.part(HOLD).is_empty() && before.part(HOLD) != hold.id {
            self.release(before.part(HOLD));
        }
        self.held(false);
        self.app().announce(self.held_words());
    }

    fn refused(&self, error: Error, slot: &Slot) {
        if matches!(error, Error::Conflict | Error::NotFound) {
            self.asked.take();
            self.taken.update(|taken| *taken = Rc::new([&taken[..], std::slice::from_ref(&slot.id)].concat()));
            let when = when(self.app(), &slot.start);
            self.tell(self.app().fill("appointment.takenNow", &[("when", &when)]), State::Taken(when));
        } else {
            self.tell(self.app().failure(&error), State::Failed(Rc::new(error)));
        }
        self.refresh();
        if self.is_held() {
            self.arm();
        }
    }

    /// Tells that the slot in the answer is held, and waits for the end of that.
    fn held(&self, again: bool) {
        self.state.set(State::Held { again });
        self.refresh();
        self.arm();
    }

    fn arm(&self) {
        let until = holding::held_until(&self.place.answer());
        self.wait(until - clock::now(), |booking| {
            // Nobody reads a page that is in the background.
            if booking.renewals.get() < MOST_RENEWALS && page::is_seen() {
                booking.renewals.set(booking.renewals.get() + 1);
                booking.renew();
            } else {
                booking.tell(booking.app().t("appointment.over").to_owned(), State::Over);
            }
        });
    }

    fn renew(&self) {
        let (booking, before) = (self.clone(), self.place.answer());
        self.app().clone().spawn(async move {
            let (app, place) = (booking.app(), &booking.place);
            let renewed = holding::renew(app, &place.session, place.ix).await;
            if !page::is_shown(&booking.group) {
                return;
            }
            match renewed {
                Renewed::Kept if booking.is_held() => booking.held(false),
                Renewed::Kept => {}
                Renewed::Again => {
                    booking.held(true);
                    app.announce([app.t("appointment.heldAgain"), " ", &booking.held_words()].concat());
                }
                Renewed::Lost => {
                    let when = when(app, before.part(START));
                    place.set(Answer::Empty);
                    booking.tell(app.fill("appointment.lost", &[("when", &when)]), State::Lost(when));
                    booking.refresh();
                }
                Renewed::Unknown(error) => booking.tell(app.failure(&error), State::Failed(Rc::new(error))),
            }
        });
    }

    /// The citizen wants no appointment after all.
    fn give_up(&self) {
        self.release(self.place.answer().part(HOLD));
        self.timer.take();
        self.place.set(Answer::Empty);
        self.refresh();
        self.tell(self.app().t("appointment.released").to_owned(), State::Nothing);
        // The button that had the focus is gone.
        if let Some(first) = page::by_id_near(&self.group, &self.place.part_id("slot")) {
            page::focus(&first);
        }
    }

    fn release(&self, hold: &str) {
        let (app, hold) = (self.app().clone(), hold.to_owned());
        self.app().spawn(async move {
            // It ends by itself after a while.
            if let Err(error) = app.backend.release(&hold).await {
                page::warn(&error.to_string());
            }
        });
    }

    /// The radio button that is checked is the slot that is held.
    fn refresh(&self) {
        let (held, slot) = (self.is_held(), self.place.answer().part(SLOT).to_owned());
        let Ok(inputs) = self.group.query_selector_all("input") else { return };
        for ix in 0..inputs.length() {
            if let Some(input) = inputs.get(ix).and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
                input.set_checked(held && input.value() == slot);
            }
        }
    }

    /// What is held, and until when.
    fn held_words(&self) -> String {
        let (app, answer) = (self.app(), self.place.answer());
        let until = intl::time_at(app.language(), holding::held_until(&answer));
        app.fill("appointment.held", &[("when", &when(app, answer.part(START))), ("until", &until)])
    }
}

/// What there is to say of the slot that was chosen.
pub fn view(booking: &Booking) -> View {
    let booking = booking.clone();
    live(move || {
        let app = booking.app();
        let owner = booking.clone();
        let warning = |words: Vec<&str>| words.into_iter().map(parts::paragraph).collect::<Vec<View>>();
        let content = match booking.state.get() {
            State::Nothing => return View::NOTHING,
            State::Asking => return el("p").class("ag-loading").text(app.t("appointment.holding")).into(),
            State::Held { again } => {
                let mut words = vec![parts::paragraph(&booking.held_words())];
                if again {
                    words.insert(0, parts::paragraph(app.t("appointment.heldAgain")));
                }
                words.push(parts::button(app.t("appointment.release"), "ag-button--quiet", move || owner.give_up()));
                return parts::alert("success", words).into();
            }
            State::Taken(when) => {
                let mut words = warning(vec![&app.fill("appointment.takenNow", &[("when", &when)])]);
                if booking.is_held() {
                    words.push(parts::paragraph(&booking.held_words()));
                }
                words
            }
            State::Lost(when) => warning(vec![&app.fill("appointment.lost", &[("when", &when)])]),
            State::Over => {
                let again = parts::button(app.t("appointment.again"), "ag-button--secondary", move || {
                    owner.renewals.set(0);
                    owner.renew();
                });
                vec![parts::paragraph(app.t("appointment.over")), again]
            }
            State::Failed(error) => warning(vec![&app.failure(&error), app.t("appointment.chooseAgain")]),
        };
        parts::alert("warning", content).into()
    })
}
