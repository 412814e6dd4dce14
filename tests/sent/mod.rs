//! Submissions: forms completed with right answers, and what was sent given back to a form, as a backend would judge it.
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::rc::Rc;

use amtsgang::expr::value::Value;
use amtsgang::field::{Answer, Attachment, CodeLists, Context, Fault, Kind};
use amtsgang::form::{EntryIx, FieldIx, Form};
use amtsgang::json::{Object, Value as Json};
use amtsgang::recipe::Recipe;

use super::each_kind::TODAY;
use super::patterns::Regex;

pub fn cx() -> Context<'static> {
    Context { today: TODAY, patterns: &Regex, code_lists: CodeLists::NONE }
}

/// What a recipe's text field may demand.
const TEXTS: &[&str] =
    &["Rex", "276098101234567", "12345", "1", "A 1", "B 22-7", "a1", "1234567890", "Musterstadt, 2. Stock"];
const DAYS: &[[&str; 3]] = &[
    ["23", "11", "2026"],
    ["3", "5", "1985"],
    ["29", "2", "2012"],
    ["16", "11", "2026"],
    ["1", "12", "2026"],
    ["20", "1", "2027"],
];

/// Right answers to a field of this kind.
pub fn right_answers(kind: &Kind) -> Vec<Answer> {
    let text = |text: &str| Answer::Text(text.to_owned());
    let texts = |list: &[&str]| list.iter().map(|one| text(one)).collect::<Vec<_>>();
    let list = |parts: &[&str]| Answer::List(parts.iter().map(|part| (*part).to_owned()).collect());
    let found = match kind {
        Kind::Text(_) | Kind::LongText(_) => texts(TEXTS),
        Kind::PersonName => texts(&["Zoë", "Ana María d’Été", "K͟hālid"]),
        Kind::Email(kind) if kind.confirm => vec![list(&["a@b.example", "a@b.example"])],
        Kind::Email(_) => texts(&["a@b.example", "amt.x-y@müsterstadt.example"]),
        Kind::Phone => texts(&["02421 25-0", "+352 1234567"]),
        Kind::TaxId => texts(&["12345678995", "86095742719"]),
        Kind::IdentityDocument => texts(&["L01X00T47", "L01X00T471"]),
        Kind::LicencePlate => texts(&["dn ab 123", "TÜ-A 1E"]),
        Kind::BankAccount(kind) if kind.holder => vec![list(&["DE89370400440532013000", "Verein"])],
        Kind::BankAccount(_) => texts(&["DE89370400440532013000", "NO9386011117947"]),
        Kind::Integer(_) | Kind::Decimal(_) | Kind::Money(_) => {
            texts(&["0", "1", "2", "3", "7", "12", "25", "80", "400", "1500"])
        }
        Kind::Date(_) => DAYS.iter().map(|day| list(day)).collect(),
        Kind::Time(_) => texts(&["9:30", "14:00", "23:59", "0"]),
        Kind::YearMonth(_) => DAYS.iter().map(|day| list(&day[1..])).collect(),
        Kind::Period(_) => DAYS
            .iter()
            .flat_map(|from| DAYS.iter().map(|to| list(&[from.as_slice(), to.as_slice()].concat())))
            .collect(),
        Kind::YesNo => texts(&["true", "false"]),
        Kind::Consent(_) => texts(&["true"]),
        Kind::Choice(kind) => {
            let one = |value: &str| if kind.is_long() { list(&[value, "x"]) } else { text(value) };
            kind.options.iter().map(|option| one(&option.value)).collect()
        }
        Kind::Listed(_) => vec![list(&["01.1", "Getreide"])],
        Kind::Choices(kind) => {
            let values: Vec<&str> = kind.options.iter().map(|option| option.value.as_str()).collect();
            let some = |from: usize| (from + 1..=values.len()).map(move |to| from..to);
            (0..values.len()).flat_map(some).map(|range| list(&values[range])).collect()
        }
        Kind::Address(_) => vec![
            list(&["DE", "Marktplatz", "12 a", "", "12345", "Musterstadt", ""]),
            list(&["", "Hafenstraße", "ohne", "c/o Y", "01067", "Beispielhafen", ""]),
            list(&["LU", "", "", "", "", "Echternach", "4, rue Neuve"]),
        ],
        Kind::PostcodePlace(_) => vec![list(&["12345", "Musterstadt"])],
        Kind::Country(_) => texts(&["DE", "LU"]),
        Kind::Place => vec![list(&["Marktplatz", "", ""]), list(&["Am Ufer", "50,8005", "6.4802"])],
        Kind::Appointment(_) => vec![list(&["s1", "2026-12-01T09:20:00+01:00", "h1", "1", "", ""])],
        Kind::File(kind) => {
            let file = |id: &str| Attachment {
                id: "here".into(),
                name: "x".into(),
                media_type: kind.accept[0].into(),
                size: 3,
                uploaded: Some(id.into()),
            };
            vec![Answer::Files(vec![file("a")]), Answer::Files(vec![file("b"), file("c")])]
        }
        Kind::Note(_) | Kind::Group(_) | Kind::Calculated(_) => Vec::new(),
    };
    found.into_iter().filter(|answer| kind.check(answer, true, &cx()).is_ok_and(|value| value != Value::Null)).collect()
}

/// Answers with what can be right until the form can be sent, or until it has been tried often enough; `seed` decides.
pub fn complete(form: &mut Form, seed: u64) -> Option<Json> {
    // Numbers that are as good as random (Marsaglia's xorshift).
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..random(4) {
        let groups: Vec<FieldIx> = form.all().into_iter().filter(|ix| form.may_add(*ix)).collect();
        if !groups.is_empty() {
            form.add_entry(groups[random(groups.len())]);
        }
    }
    for ix in form.all() {
        let answers = right_answers(&form.field(ix).kind);
        if !answers.is_empty() && random(2) == 0 && !form.is_fixed(ix) {
            form.set(ix, answers[random(answers.len())].clone());
        }
    }
    for _ in 0..60 {
        let wrong = match form.submission("de") {
            Ok(sent) => return Some(sent.to_json()),
            Err(wrong) => wrong,
        };
        for ix in wrong {
            // A check may be about any of the fields beside it.
            let checked = form.errors(ix).iter().any(|error| matches!(error.fault, Fault::Check(_)));
            let home = form.entry_of(ix);
            let step = form.field(ix).step;
            let mut fields = vec![ix];
            if checked {
                let beside = |other: &FieldIx| form.entry_of(*other) == home && form.field(*other).step == step;
                fields.extend(form.all().into_iter().filter(|other| beside(other) && form.visible(*other)));
            }
            let field = fields[random(fields.len())];
            let answers = right_answers(&form.field(field).kind);
            if random(6) == 0 && checked {
                form.set(field, Answer::Empty);
            } else if !answers.is_empty() {
                form.set(field, answers[random(answers.len())].clone());
            }
        }
    }
    None
}

/// The answers as they would be sent, whatever is missing.
pub fn answers(form: &Form, entry: Option<EntryIx>) -> Object {
    let mut answers = Object::new();
    for ix in form.all().into_iter().filter(|ix| form.entry_of(*ix) == entry && form.visible(*ix)) {
        let entries: Vec<_> =
            form.entries(ix).iter().map(|entry| Json::Object(self::answers(form, Some(*entry)))).collect();
        if !entries.is_empty() {
            answers.insert(&form.field(ix).id, Json::Array(entries));
        } else if *form.value(ix) != Value::Null {
            answers.insert(&form.field(ix).id, form.value(ix).to_json());
        }
    }
    answers
}

/// What could have been typed to mean it.
pub fn typed(kind: &Kind, json: &Json) -> Option<Answer> {
    let Kind::File(file) = kind else { return kind.typed(json) };
    let attachment = |id: &Json| {
        let id = id.as_str()?;
        let media_type = file.accept[0].into();
        Some(Attachment { id: id.into(), name: "x".into(), media_type, size: 1, uploaded: Some(id.into()) })
    };
    json.as_array()?.iter().map(attachment).collect::<Option<_>>().map(Answer::Files)
}

/// A form with these answers, as far as they fit.
pub fn given_back(recipe: &Rc<Recipe>, answers: &Json) -> Form {
    let mut form = Form::new(Rc::clone(recipe), TODAY, Rc::new(Regex));
    give_back(&mut form, answers, None);
    form
}

fn give_back(form: &mut Form, answers: &Json, entry: Option<EntryIx>) {
    for (id, json) in answers.as_object().into_iter().flat_map(Object::iter) {
        let Some(ix) = form.find(id, entry) else { continue };
        if let Kind::Group(_) = form.field(ix).kind {
            for (at, json) in json.as_array().unwrap_or_default().iter().enumerate() {
                while form.entries(ix).len() <= at && form.add_entry(ix).is_some() {}
                if let Some(entry) = form.entries(ix).get(at).copied() {
                    give_back(form, json, Some(entry));
                }
            }
        } else if let Some(answer) = typed(&form.field(ix).kind, json) {
            form.set(ix, answer);
        }
    }
}

/// Whether the engine would have sent these very answers.
pub fn takes(recipe: &Rc<Recipe>, answers: &Json) -> bool {
    let mut form = given_back(recipe, answers);
    form.submission("de").is_ok_and(|sent| Json::Object(sent.answers) == *answers)
}
