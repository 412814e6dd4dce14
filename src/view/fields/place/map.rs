//! A picture of the surroundings, where the backend draws maps: whoever sees it sees whether the point is right.

use std::rc::Rc;

use super::{Finder, coordinates_of};
use crate::backend::Section;
use crate::browser::files::ObjectUrl;
use crate::browser::page;
use crate::field::place::Point;
use crate::signal::Signal;
use crate::view::app::App;
use crate::view::dom::{View, el, live};

/// In CSS pixels.
const WIDTH: u32 = 600;
const HEIGHT: u32 = 300;

pub fn view(finder: &Finder) -> View {
    let finder = finder.clone();
    live(move || match finder.point.get() {
        Some(point) if finder.offers.get().map => picture(&finder.place.app, point),
        _ => View::NOTHING,
    })
}

#[derive(Clone)]
enum Picture {
    Coming,
    Here(Rc<ObjectUrl>),
    Missing,
}

/// The bytes are fetched, and not the image's address set: so it comes from the backend alone, also where the page's policy
/// allows images from nowhere else.
fn picture(app: &App, point: Point) -> View {
    let picture = Signal::new(Picture::Coming);
    let (asking, coming) = (app.clone(), picture.clone());
    app.spawn(async move {
        let scale = page::dots_per_pixel().round().clamp(1.0, 3.0) as u32;
        let answer = asking.backend.map(Section { at: point, width: WIDTH, height: HEIGHT, scale }).await;
        coming.set(match answer {
            Ok(blob) => ObjectUrl::new(&blob).map_or(Picture::Missing, |url| Picture::Here(Rc::new(url))),
            Err(error) => {
                page::warn(&error.to_string());
                Picture::Missing
            }
        });
    });
    let app = app.clone();
    live(move || match picture.get() {
        Picture::Coming => el("p").class("ag-hint").text(app.t("place.mapComing")).into(),
        Picture::Missing => el("p").class("ag-hint").text(app.t("place.mapMissing")).into(),
        Picture::Here(url) => el("img")
            .class("ag-map")
            .attr("alt", &app.fill("place.map", &[("point", &coordinates_of(&app, point))]))
            .attr("width", &WIDTH.to_string())
            .attr("height", &HEIGHT.to_string())
            .attr("src", url.address())
            .keep(url)
            .into(),
    })
}
