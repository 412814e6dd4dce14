//! The device's position: a button that asks for it, and a sentence about what came of it.

use std::cell::Cell;
use std::rc::Rc;

use super::Finder;
use crate::browser::intl;
use crate::browser::position::{Position, Refusal, position};
use crate::field::place::Point;
use crate::view::app::App;
use crate::view::dom::View;

pub fn button(finder: &Finder) -> View {
    // Of several answers only the last one counts: who presses again has lost patience with the first.
    let turn = Rc::new(Cell::new(0_u32));
    finder.button("place.locate", move |finder| {
        let mine = turn.get() + 1;
        turn.set(mine);
        finder.tell(finder.place.app.t("place.locating").to_owned());
        let (finder, turn) = (finder.clone(), turn.clone());
        finder.place.app.clone().spawn(async move {
            let answer = position().await;
            if finder.is_here() && turn.get() == mine {
                take(&finder, answer);
            }
        });
    })
}

fn take(finder: &Finder, answer: Result<Position, Refusal>) {
    let app = &finder.place.app;
    let point = answer.map(|found| (point(found), found.accuracy));
    let words = match point {
        Ok((Some(point), accuracy)) => {
            finder.put(None, Some(point));
            app.fill("place.located", &[("accuracy", &distance(app, accuracy))])
        }
        Err(Refusal::Denied) => app.t("place.denied").to_owned(),
        Err(Refusal::Timeout) => app.t("place.timeout").to_owned(),
        Err(Refusal::Unknown) | Ok((None, _)) => app.t("place.unknown").to_owned(),
    };
    finder.tell(words);
}

fn point(found: Position) -> Option<Point> {
    let millionths = |degrees: f64| (degrees * 1e6).round() as i64;
    Point::new(millionths(found.latitude), millionths(found.longitude))
}

/// How exact a position is, rounded so that it promises no more than it knows: "20 m", "1,3 km".
fn distance(app: &App, metres: f64) -> String {
    if metres < 950.0 {
        let tens = (metres / 10.0).ceil().max(1.0) * 10.0;
        [&intl::number(app.language(), tens), " m"].concat()
    } else {
        [&intl::number(app.language(), (metres / 100.0).ceil() / 10.0), " km"].concat()
    }
}
