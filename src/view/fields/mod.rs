//! How each field kind is filled in and shown: one file a kind.

mod address;
mod appointment;
mod bank_account;
pub mod calculated;
mod choice;
mod choices;
mod consent;
mod country;
mod date;
mod decimal;
mod email;
mod file;
pub mod group;
mod identity_document;
mod integer;
mod licence_plate;
mod listed;
mod long_text;
mod money;
mod note;
mod period;
mod person_name;
mod phone;
mod place;
mod postcode_place;
mod tax_id;
mod text;
mod time;
mod year_month;
mod yes_no;

use crate::browser::clock;
use crate::browser::patterns::RegExpPatterns;
use crate::expr::value::Value;
use crate::field::choice::chosen;
use crate::field::{Answer, CodeLists, Context, Kind};
use crate::form::FieldIx;
use crate::view::app::App;
use crate::view::dom::{View, shown_while};
use crate::view::given;
use crate::view::parts::frame::Place;
use crate::view::session::Session;

/// A field to fill in. It comes and goes with its condition.
pub fn field(place: Place) -> View {
    let begins = place.field().value.is_some() || place.field().prefill.is_some();
    if begins && !matches!(place.field().kind, Kind::Calculated(_)) {
        return given::field(&place);
    }
    if place.field().when.is_none() {
        return edit(&place);
    }
    let asked = place.clone();
    shown_while(move || asked.session.visible(asked.ix), move || edit(&place.again()))
}

pub(super) fn edit(place: &Place) -> View {
    match &place.field().kind {
        Kind::Text(kind) => text::edit(place, kind),
        Kind::PersonName => person_name::edit(place),
        Kind::LongText(kind) => long_text::edit(place, kind),
        Kind::Email(kind) => email::edit(place, kind),
        Kind::Phone => phone::edit(place),
        Kind::TaxId => tax_id::edit(place),
        Kind::IdentityDocument => identity_document::edit(place),
        Kind::LicencePlate => licence_plate::edit(place),
        Kind::BankAccount(kind) => bank_account::edit(place, kind),
        Kind::Integer(kind) => integer::edit(place, kind),
        Kind::Decimal(kind) => decimal::edit(place, kind),
        Kind::Money(_) => money::edit(place),
        Kind::Date(kind) => date::edit(place, kind),
        Kind::Time(_) => time::edit(place),
        Kind::YearMonth(_) => year_month::edit(place),
        Kind::Period(_) => period::edit(place),
        Kind::YesNo => yes_no::edit(place),
        Kind::Choice(kind) if kind.is_long() => listed::own(place, kind),
        Kind::Choice(kind) => choice::edit(place, kind),
        Kind::Listed(kind) => listed::edit(place, kind),
        Kind::Choices(kind) => choices::edit(place, kind),
        Kind::Consent(kind) => consent::edit(place, kind),
        Kind::Address(kind) => address::edit(place, kind),
        Kind::PostcodePlace(kind) => postcode_place::edit(place, kind),
        Kind::Place => place::edit(place),
        Kind::Appointment(kind) => appointment::edit(place, kind),
        Kind::Country(kind) => country::edit(place, kind),
        Kind::File(kind) => file::edit(place, kind),
        Kind::Note(kind) => note::edit(place, kind),
        Kind::Group(kind) => group::edit(place, kind),
        Kind::Calculated(kind) => calculated::edit(place, kind),
    }
}

/// An answer as a person reads it, a line each; none for what is not given.
pub fn shown(app: &App, kind: &Kind, answer: &Answer) -> Vec<String> {
    if kind.is_blank(answer) {
        return Vec::new();
    }
    match kind {
        Kind::Text(_)
        | Kind::LicencePlate
        | Kind::IdentityDocument
        | Kind::TaxId
        | Kind::LongText(_)
        | Kind::Phone
        | Kind::Time(_)
        | Kind::PersonName => {
            vec![answer.text().to_owned()]
        }
        Kind::Email(_) => email::shown(answer),
        Kind::Integer(kind) => integer::shown(app, kind, answer),
        Kind::Decimal(decimal) => decimal::shown(app, kind, decimal, answer),
        Kind::Money(_) => money::shown(app, kind, answer),
        Kind::Date(_) => date::shown(app, kind, answer),
        Kind::YesNo => yes_no::shown(app, answer),
        Kind::Choice(kind) if kind.is_long() => listed::shown_of(app, kind, answer),
        Kind::Choice(kind) => choice::shown(app, &kind.options, &[chosen(answer).to_owned()]),
        Kind::Listed(kind) => listed::shown(app, kind, answer),
        Kind::Choices(kind) => choice::shown(app, &kind.options, answer.list()),
        Kind::Consent(_) => consent::shown(app),
        Kind::Address(_) => address::shown(app, answer),
        Kind::File(_) => file::shown(app, answer),
        Kind::YearMonth(_) => year_month::shown(app, kind, answer),
        Kind::Period(_) => period::shown(app, kind, answer),
        Kind::Country(_) => country::shown(app, answer),
        Kind::PostcodePlace(_) => postcode_place::shown(answer),
        Kind::BankAccount(_) => bank_account::shown(answer),
        Kind::Place => place::shown(app, kind, answer),
        Kind::Appointment(_) => appointment::shown(app, answer),
        Kind::Note(_) | Kind::Group(_) | Kind::Calculated(_) => Vec::new(),
    }
}

/// What stands at a field, as a person reads it, a line each.
pub fn said(app: &App, session: &Session, ix: FieldIx) -> Vec<String> {
    let field = session.field(ix);
    match &field.kind {
        Kind::Group(_) => group::shown(app, session, ix),
        Kind::Calculated(kind) => calculated::shown(app, kind, &session.with(|form| form.value(ix).clone())),
        kind => shown(app, kind, &session.answer(ix)),
    }
}

/// What an answer means, where it is right.
fn value(kind: &Kind, answer: &Answer) -> Option<Value> {
    let cx = Context { today: clock::today(), patterns: &RegExpPatterns::default(), code_lists: CodeLists::NONE };
    kind.check(answer, false, &cx).ok()
}
