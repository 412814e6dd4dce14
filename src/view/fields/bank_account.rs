//! A bank account: its IBAN, with or without the holder's name.

use crate::field::bank_account::{HOLDER, IBAN};
use crate::field::{Answer, BankAccount};
use crate::view::dom::{View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::input::{self, Look, line};

#[inline(never)]
pub fn edit(place: &Place, kind: &BankAccount) -> View {
    let number = Look { width: 30, ..Look::default() };
    if !kind.holder {
        return line(place, number);
    }
    let names = place.field().kind.part_names();
    let part = |ix: usize, key: &str, look: Look| {
        let part = input::part(place, ix, names[ix], place.app.t(key), look);
        el("div").class("ag-group__wide").child(part).into()
    };
    let parts = vec![part(IBAN, "bank.iban", number), part(HOLDER, "bank.holder", Look::default())];
    let group = el("div").class("ag-group").children(parts);
    place.group("group", vec![input::leaves_together(place, group).into()])
}

/// A line each.
pub fn shown(answer: &Answer) -> Vec<String> {
    let mut lines = vec![answer.text(), answer.part(IBAN), answer.part(HOLDER)];
    lines.retain(|line| !line.is_empty());
    lines.into_iter().map(str::to_owned).collect()
}
