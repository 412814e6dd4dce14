//! A place in words, and ways to its coordinates: the backend's search, the device's position, typing.
//!
//! Every way leads to the same three inputs. Whatever else fails, the words can always be typed.

mod map;
mod position;
mod search;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::backend::Offers;
use crate::browser::nodes::Word;
use crate::browser::{intl, page};
use crate::field::place::{LATITUDE, LONGITUDE, Point, TEXT, written};
use crate::field::{Answer, Kind};
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{View, el, shown_while};
use crate::view::parts::frame::Place;
use crate::view::parts::input::{self, Look};
use crate::view::parts::{self, button_el};

/// A place that is being given.
#[derive(Clone)]
struct Finder {
    place: Place,
    /// The element around all inputs.
    group: Element,
    /// Where the coordinates lead, while they are right.
    point: Signal<Option<Point>>,
    /// What came of the last thing that was tried.
    told: Signal<String>,
    offers: Signal<Offers>,
    /// The address that the coordinates belong to, if they came with one.
    source: Rc<RefCell<Option<String>>>,
}

#[inline(never)]
pub fn edit(place: &Place) -> View {
    let group = el("div").class("ag-group");
    let finder = Finder {
        place: place.clone(),
        group: group.node().clone(),
        point: Signal::new(Point::of(&place.answer())),
        told: Signal::new(String::new()),
        offers: Signal::new(Offers::default()),
        source: Rc::default(),
    };
    let found = Signal::new(Rc::default());
    finder.ask_offers();
    let (typing, changed, told) = (finder.clone(), finder.clone(), finder.told.clone());
    let group = group
        .child(finder.part(TEXT, "place.text", "ag-group__wide"))
        .child(parts::actions(vec![search::button(&finder, &found), position::button(&finder)]))
        .child(el("p").class("ag-hint").live_text(move || told.get()))
        .child(search::results(&finder, &found))
        .child(coordinates(&finder))
        .child(map::view(&finder))
        // The inputs' own listeners have been called by then.
        .on("input", move |_| typing.typed())
        .on("change", move |_| changed.changed());
    place.group("group", vec![input::leaves_together(place, group).into()])
}

/// Latitude and longitude to type in; folded away until somebody has them.
fn coordinates(finder: &Finder) -> View {
    let (place, app) = (finder.place.clone(), finder.place.app.clone());
    let details = el("details").class("ag-details ag-group__wide");
    let node = details.node().clone();
    let point = finder.point.clone();
    let inputs = el("div").class("ag-group").children(vec![
        finder.part(LATITUDE, "place.latitude", "ag-place__coordinate"),
        finder.part(LONGITUDE, "place.longitude", "ag-place__coordinate"),
    ]);
    details
        // Opened for a mistake and for what was found; never closed while somebody types.
        .live_attr("open", move || {
            place.session.track(place.ix);
            let wrong = place.session.errors(place.ix).iter().any(|(part, _)| part.is_some_and(|part| part != TEXT));
            let needed = wrong || point.get().is_some();
            (needed || node.has_attribute("open")).then(String::new)
        })
        .child(el("summary").text(app.t("place.coordinates")))
        .child(
            el("div")
                .child(el("p").class("ag-hint").text(app.t("place.coordinatesHint")))
                .child(inputs)
                .child(mixed_up(finder)),
        )
        .into()
}

/// A note where latitude and longitude were probably mixed up. It is no mistake: there are places elsewhere.
fn mixed_up(finder: &Finder) -> View {
    let (watched, finder) = (finder.point.clone(), finder.clone());
    shown_while(
        move || watched.get().and_then(Point::turned).is_some(),
        move || {
            let (app, turning) = (&finder.place.app, finder.clone());
            let turn = parts::button(app.t("place.turn"), "ag-button--secondary", move || {
                if let Some(turned) = turning.point.now().and_then(Point::turned) {
                    turning.put(None, Some(turned));
                    turning.tell(turning.place.app.t("place.turned").to_owned());
                    turning.focus(LATITUDE);
                }
            });
            parts::alert("info", vec![parts::paragraph(app.t("place.mixedUp")), turn]).into()
        },
    )
}

impl Finder {
    fn part(&self, part: usize, key: &str, class: Word) -> View {
        let name = self.place.field().kind.part_names()[part];
        // A keyboard for decimals has no letters for the directions.
        let input = input::part(&self.place, part, name, self.place.app.t(key), Look::default());
        el("div").class(class).child(input).into()
    }

    /// Asks once what the backend offers; without an answer there are still the other ways.
    fn ask_offers(&self) {
        let finder = self.clone();
        self.place.app.spawn(async move {
            match finder.place.app.backend.offers().await {
                Ok(offers) => finder.offers.set(offers),
                Err(error) => page::warn(&error.to_string()),
            }
        });
    }

    /// A button for one of the ways.
    fn button(&self, key: &str, press: impl Fn(&Finder) + 'static) -> View {
        let finder = self.clone();
        button_el(self.place.app.t(key), "ag-button--secondary").on("click", move |_| press(&finder)).into()
    }

    /// Whether the citizen still sees this field: answers of the network may come late.
    fn is_here(&self) -> bool {
        page::is_shown(&self.group)
    }

    fn tell(&self, words: String) {
        self.place.app.announce(words.clone());
        self.told.set(words);
    }

    /// Takes over what was found, and shows it in the inputs.
    fn put(&self, text: Option<String>, point: Option<Point>) {
        let mut parts = self.place.answer().list().to_vec();
        parts.resize(self.place.field().kind.parts(), String::new());
        if let Some(text) = text {
            parts[TEXT] = text;
        }
        let mark = decimal_mark(&self.place.app);
        parts[LATITUDE] = point.map(|point| written(point.latitude, mark)).unwrap_or_default();
        parts[LONGITUDE] = point.map(|point| written(point.longitude, mark)).unwrap_or_default();
        self.place.set(Answer::List(parts));
        self.source.take();
        self.changed();
    }

    /// Something is typed. Words that no longer name the address that was found have lost its coordinates.
    fn typed(&self) {
        let answer = self.place.answer();
        let other = self.source.borrow().as_ref().is_some_and(|source| !answer.part(TEXT).contains(source.as_str()));
        if other {
            self.put(None, None);
            self.tell(self.place.app.t("place.coordinatesGone").to_owned());
        }
    }

    /// An input was left, or something was taken over: what each part is now stands in its input.
    fn changed(&self) {
        let answer = self.place.answer();
        for part in [TEXT, LATITUDE, LONGITUDE] {
            if let Some(input) = self.input(part)
                && input.value().trim() != answer.part(part)
            {
                input.set_value(answer.part(part));
            }
        }
        let point = Point::of(&answer);
        if point != self.point.now() {
            self.point.set(point);
        }
    }

    fn input(&self, part: usize) -> Option<HtmlInputElement> {
        let id = self.place.part_id(self.place.field().kind.part_names()[part]);
        page::by_id_near(&self.group, &id)?.dyn_into().ok()
    }

    fn focus(&self, part: usize) {
        if let Some(input) = self.input(part) {
            page::focus(&input);
        }
    }
}

/// The decimal comma or point of the language spoken.
fn decimal_mark(app: &App) -> char {
    if intl::number(app.language(), 0.5).contains(',') { ',' } else { '.' }
}

/// The words, and a line with the coordinates.
pub fn shown(app: &App, kind: &Kind, answer: &Answer) -> Vec<String> {
    let mut lines = vec![answer.part(TEXT).to_owned()];
    if super::value(kind, answer).is_some()
        && let Some(point) = Point::of(answer)
    {
        lines.push(coordinates_of(app, point));
    }
    lines
}

/// "50,7987 N, 6,4822 O" in German.
fn coordinates_of(app: &App, point: Point) -> String {
    let mark = decimal_mark(app);
    let (north, east) = (point.latitude >= 0, point.longitude >= 0);
    let latitude = written(point.latitude.abs(), mark);
    let longitude = written(point.longitude.abs(), mark);
    let values = [
        ("latitude", latitude.as_str()),
        ("north", app.t(if north { "place.north" } else { "place.south" })),
        ("longitude", longitude.as_str()),
        ("east", app.t(if east { "place.east" } else { "place.west" })),
    ];
    app.fill("place.point", &values)
}
