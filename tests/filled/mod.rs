//! Published services filled in as a citizen would, for tests of what their recipes make of the answers.
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::collections::BTreeSet;
use std::rc::Rc;

use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, Attachment, Fault};
use amtsgang::form::{FieldIx, Form};
use amtsgang::json::write;
use amtsgang::recipe;
use serde_json::{Value, json};

use super::given::given;
use super::patterns::Regex;

/// What the backend calls every file.
pub const UPLOADED: &str = "3f2a9c0d5b7e4f1186a0c2d4e6f80912";
/// An address as it is typed: country, street, number, addition, postcode, place, line.
pub const HOME: [&str; 7] = ["DE", "Marktplatz", "12 a", "", "12345", "Musterstadt", ""];
pub const ELSEWHERE: [&str; 7] = ["DE", "Hafenstraße", "1", "", "23456", "Beispielhafen", ""];
pub const ABROAD: [&str; 7] = ["LU", "", "", "", "", "Echternach", "4, rue Neuve"];

pub fn home() -> Value {
    json!({"country": "DE", "street": "Marktplatz", "houseNumber": "12 a", "postcode": "12345", "place": "Musterstadt"})
}

pub fn elsewhere() -> Value {
    json!({"country": "DE", "street": "Hafenstraße", "houseNumber": "1", "postcode": "23456", "place": "Beispielhafen"})
}

pub fn abroad() -> Value {
    json!({"country": "LU", "line": "4, rue Neuve", "place": "Echternach"})
}

/// A file as a draft keeps it.
pub fn file() -> Value {
    let attachment = Attachment {
        id: "a1".into(),
        name: "Nachweis.pdf".into(),
        media_type: "application/pdf".into(),
        size: 1000,
        uploaded: None,
    };
    serde_json::from_str(&write(&Answer::Files(vec![attachment]).to_json())).unwrap()
}

/// `base` with other answers in place of some.
pub fn with(base: &Value, change: &Value) -> Value {
    let mut draft = base.clone();
    draft.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    draft
}

/// A form on 3 May 2026 with a draft's answers, its files uploaded.
pub fn filled(service: &str, draft: &Value) -> Form {
    let path = format!("{}/public/recipes/{service}.json", env!("CARGO_MANIFEST_DIR"));
    let parsed = recipe::parse(&std::fs::read_to_string(path).unwrap(), &Regex);
    let recipe = Rc::new(parsed.recipe.unwrap_or_else(|| panic!("{:?}", parsed.problems)));
    let mut form = Form::new(recipe, Date { year: 2026, month: 5, day: 3 }, Rc::new(Regex));
    assert_eq!(form.restore(&given(draft)), [""; 0]);
    for (field, file) in form.pending_uploads() {
        form.uploaded(field, &file.id, UPLOADED);
    }
    form
}

/// The application that a form is sent as.
pub fn sent(form: &mut Form) -> Value {
    let sent = form.submission("de").map(|submission| write(&submission.to_json()));
    let sent = sent.unwrap_or_else(|fields| {
        let said = |ix: &usize| format!("{}: {:?}", form.field(*ix).id, form.errors(*ix));
        panic!("{:#?}", fields.iter().map(said).collect::<Vec<_>>())
    });
    serde_json::from_str(&sent).unwrap()
}

/// What is calculated or meant in a field outside of groups.
pub fn value(form: &Form, id: &str) -> Value {
    let field = form.find(id, None).unwrap_or_else(|| panic!("no field {id}"));
    serde_json::from_str(&write(&form.value(field).to_json())).unwrap()
}

/// Whether a field is asked, outside of groups or in any entry.
pub fn asks(form: &Form, id: &str) -> bool {
    form.all().into_iter().any(|field| form.field(field).id == id && form.visible(field))
}

pub fn has_step(form: &Form, id: &str) -> bool {
    form.step_visible(form.recipe().steps.iter().position(|step| step.id == id).unwrap())
}

/// Judges drafts that each differ in something from one: the fields at which a check of the recipe complains, and those
/// at which one warns.
pub fn judge(service: &str, base: &Value, cases: &[(Value, &[&str], &[&str])]) {
    for (change, errors, warnings) in cases {
        let mut form = filled(service, &with(base, change));
        form.check_all();
        let ids = |wanted: &dyn Fn(FieldIx) -> bool| -> BTreeSet<String> {
            let fields = form.all().into_iter().filter(|field| wanted(*field));
            fields.map(|field| form.field(field).id.clone()).collect()
        };
        let complains = ids(&|field| form.errors(field).iter().any(|error| matches!(error.fault, Fault::Check(_))));
        let warns = ids(&|field| !form.warnings(field).is_empty());
        let set = |ids: &[&str]| -> BTreeSet<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
        assert_eq!((complains, warns), (set(errors), set(warnings)), "{change}");
    }
}
