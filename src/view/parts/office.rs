//! Who to ask: an office with its address, hours and ways to reach it.

use crate::recipe::Office;
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::parts::{facts, outside_link, own_text};

pub fn office(app: &App, office: &Office) -> View {
    let address = el("address")
        .child(own_text(app, "strong", &office.name))
        .child(el("span").text(&office.street))
        .child(el("span").text(&[office.postcode.as_str(), " ", &office.place].concat()));
    let phone = ["tel:", &office.phone.replace([' ', '-', '/'], "")].concat();
    let mail = ["mailto:", &office.email].concat();
    let mut rows = vec![
        (app.t("office.hours"), own_text(app, "span", &office.hours).into()),
        (app.t("office.phone"), outside_link(&office.phone, &phone)),
        (app.t("office.email"), outside_link(&office.email, &mail)),
    ];
    if let Some(url) = &office.url {
        rows.push((app.t("office.web"), outside_link(url.trim_start_matches("https://"), url)));
    }
    el("div").class("ag-office").child(address).child(facts("ag-facts", rows)).into()
}
