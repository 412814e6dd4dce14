//! Judges the answers of an application by its recipe, with the same library that the app checks them with.
//!
//! The app checks what was *typed*; an application holds what it *means*. So each answer is turned back into something that
//! could have been typed and put through the same form. What the form would send must then be what was sent: that also
//! finds answers in another notation than the contract's, and answers to questions that are not asked.

use std::collections::BTreeMap;
use std::rc::Rc;

use amtsgang::backend::wire::{Objection, StoredAttachment};
use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::field::{CodeLists, Kind, period};
use amtsgang::form::{EntryIx, FieldIx, Form};
use amtsgang::json;
use amtsgang::reading::child;
use amtsgang::recipe::Recipe;
use serde_json::{Map, Value as Json};

use crate::language::Language;
use crate::sentences;
use crate::shelf::EcmaPatterns;

mod named;
mod typed;
pub use named::{appointments, attachments};
use typed::{Misfit, typed};

type Attachments = BTreeMap<String, StoredAttachment>;

/// All that is wrong with the answers. `stored` are those attachments that are here and free, `lists` the code lists.
///
/// The citizen's calendar may be a day ahead of or behind this machine's, and then decides.
pub fn judge(
    recipe: &Recipe,
    answers: &Map<String, Json>,
    stored: &Attachments,
    lists: &CodeLists,
    today: Date,
    language: Language,
) -> Vec<Objection> {
    let recipe = Rc::new(recipe.clone());
    let mut first = None;
    for days in [0, 1, -1] {
        let objections = judge_on(&recipe, answers, stored, lists, today.plus_days(days), language);
        if objections.is_empty() {
            return objections;
        }
        first.get_or_insert(objections);
    }
    first.unwrap_or_default()
}

fn judge_on(
    recipe: &Rc<Recipe>,
    answers: &Map<String, Json>,
    stored: &Attachments,
    lists: &CodeLists,
    today: Date,
    language: Language,
) -> Vec<Objection> {
    let mut form = Form::new(recipe.clone(), today, Rc::new(EcmaPatterns));
    for field in &recipe.fields {
        if let Kind::Listed(kind) = &field.kind
            && let Some(list) = lists.get(&kind.code_list).filter(|_| form.code_list(&kind.code_list).is_none())
        {
            form.code_list_arrived(&kind.code_list, list.clone());
        }
    }
    let mut judge = Judge { form, free: stored.clone(), language, calculated: false, objections: Vec::new() };
    judge.fill_in(answers, None, "#/answers");
    let misread: Vec<String> = judge.objections.iter().map(|objection| objection.pointer.clone()).collect();
    judge.compare(&misread, answers, None, "#/answers");
    // What is worked out from wrong answers is not blamed as well.
    if judge.objections.is_empty() {
        judge.calculated = true;
        judge.compare(&[], answers, None, "#/answers");
    }
    judge.objections
}

/// A form that is filled in with what was sent.
struct Judge {
    form: Form,
    free: Attachments,
    language: Language,
    /// Whether calculated values are compared, or the answers.
    calculated: bool,
    objections: Vec<Objection>,
}

impl Judge {
    fn object(&mut self, pointer: String, detail: [&'static str; 2]) {
        self.objections.push(Objection { pointer, detail: self.language.of(detail).to_owned() });
    }

    /// Answers the questions of an entry, or those outside of groups.
    fn fill_in(&mut self, answers: &Map<String, Json>, entry: Option<EntryIx>, holder: &str) {
        for (id, json) in answers {
            let place = child(holder, id);
            let found = self.form.find(id, entry);
            let Some(ix) = found.filter(|ix| !matches!(self.form.field(*ix).kind, Kind::Note(_))) else {
                self.object(place, UNKNOWN);
                continue;
            };
            match &self.form.field(ix).kind {
                Kind::Group(_) => self.fill_in_entries(ix, json, &place),
                // It follows from the other answers, and is compared with what was sent.
                Kind::Calculated(_) => {}
                kind => match typed(kind, json, &mut self.free) {
                    Ok(answer) => drop(self.form.set(ix, answer)),
                    Err(Misfit::Shape) => self.object(place, SHAPE),
                    Err(Misfit::Attachment(at)) => self.object(child(&place, &at.to_string()), ATTACHMENT),
                },
            }
        }
    }

    fn fill_in_entries(&mut self, group: FieldIx, json: &Json, place: &str) {
        let entries: Option<Vec<&Map<String, Json>>> =
            json.as_array().filter(|list| !list.is_empty()).and_then(|list| list.iter().map(Json::as_object).collect());
        let Some(entries) = entries else { return self.object(place.to_owned(), SHAPE) };
        while self.form.entries(group).len() < entries.len() && self.form.add_entry(group).is_some() {}
        if self.form.entries(group).len() != entries.len() {
            return self.object(place.to_owned(), COUNT);
        }
        for (ix, answers) in entries.into_iter().enumerate() {
            let entry = self.form.entries(group)[ix];
            self.fill_in(answers, Some(entry), &child(place, &ix.to_string()));
        }
    }

    /// Holds what the form makes of the answers against what was sent. What could not be read is not blamed again.
    fn compare(&mut self, misread: &[String], answers: &Map<String, Json>, entry: Option<EntryIx>, holder: &str) {
        if entry.is_none() {
            self.form.check_all();
        }
        let mut fields = self.form.all();
        fields.retain(|ix| self.form.entry_of(*ix) == entry);
        for ix in fields {
            let id = self.form.field(ix).id.clone();
            let place = child(holder, &id);
            let below = |pointer: &String| {
                pointer.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let sent = answers.get(&id);
            let group = matches!(self.form.field(ix).kind, Kind::Group(_));
            if !self.form.visible(ix) {
                if sent.is_some() && !misread.iter().any(below) {
                    self.object(place, HIDDEN);
                }
                continue;
            }
            if misread.iter().any(|pointer| if group { *pointer == place } else { below(pointer) }) {
                continue;
            }
            let errors = self.form.errors(ix).to_vec();
            for error in &errors {
                let pointer = part_pointer(&self.form.field(ix).kind, place.clone(), error.part);
                let detail = sentences::say(&error.fault, self.language);
                self.objections.push(Objection { pointer, detail });
            }
            if group {
                let empty = Map::new();
                for (at, entry) in self.form.entries(ix).to_vec().into_iter().enumerate() {
                    let answers = sent.and_then(|sent| sent.get(at)).and_then(Json::as_object).unwrap_or(&empty);
                    self.compare(misread, answers, Some(entry), &child(&place, &at.to_string()));
                }
            } else if matches!(self.form.field(ix).kind, Kind::Calculated(_)) == self.calculated
                && errors.is_empty()
                && !says(self.form.value(ix), sent.unwrap_or(&Json::Null))
            {
                self.object(place, SHAPE);
            }
        }
    }
}

const UNKNOWN: [&str; 2] = ["Diese Frage gibt es in dem Formular nicht.", "The form has no such question."];
const HIDDEN: [&str; 2] = [
    "Diese Frage wird bei Ihren übrigen Angaben nicht gestellt.",
    "With your other answers this question is not asked.",
];
const SHAPE: [&str; 2] = [
    "Die Angabe kam nicht so an, wie es vereinbart ist. Geben Sie sie noch einmal ein.",
    "The answer did not arrive in the form agreed upon. Enter it again.",
];
const COUNT: [&str; 2] =
    ["So viele Einträge sind hier nicht vorgesehen.", "This is not the number of entries that is asked for here."];
const ATTACHMENT: [&str; 2] = [
    "Diese Datei ist nicht (mehr) bei uns. Fügen Sie sie noch einmal hinzu.",
    "We do not have this file (any more). Add it again.",
];

/// Whether an answer that was sent is this value, in the very notation the app writes it in.
fn says(value: &Value, sent: &Json) -> bool {
    json::read(&sent.to_string()).is_ok_and(|sent| sent == value.to_json())
}

/// A date is sent as one text, and so is each end of a period: their parts have no place of their own.
fn part_pointer(kind: &Kind, field: String, part: Option<usize>) -> String {
    match (kind, part) {
        (Kind::Address(_) | Kind::PostcodePlace(_) | Kind::BankAccount(_) | Kind::Place, Some(part)) => {
            match kind.part_names().get(part) {
                Some(name) => child(&field, name),
                None => field,
            }
        }
        (Kind::Period(_), Some(part)) => child(&field, if part < period::TO { "from" } else { "to" }),
        (Kind::File(_), Some(part)) => child(&field, &part.to_string()),
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

    fn field(id: &str, kind: &str, more: Json) -> Json {
        let mut field = json!({"id": id, "kind": kind, "label": {"de": "A"}});
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    }

    fn recipe_of(fields: Json) -> Recipe {
        let text = json!({"de": "A"});
        let recipe = json!({
            "id": "probe", "version": 1, "title": text, "summary": text, "fee": text, "duration": text, "privacy": text,
            "office": {"name": text, "street": "Markt 1", "postcode": "12345", "place": "Musterstadt", "hours": text,
                "phone": "+49 221 4710120", "email": "amt@musterstadt.example"},
            "steps": [{"id": "s", "title": text, "fields": fields}],
        });
        let parsed = amtsgang::recipe::parse(&recipe.to_string(), &EcmaPatterns);
        assert_eq!(parsed.problems, []);
        parsed.recipe.unwrap()
    }

    /// Where something is wrong with the answers to these fields.
    fn judged(fields: Json, answers: Json) -> Vec<String> {
        let answers = answers.as_object().unwrap();
        let trades = r#"{"items":[{"value":"10.7","label":{"de":"Bäckerei"}}]}"#;
        let mut lists = CodeLists::default();
        lists.put("trades", amtsgang::backend::written::code_list("trades", trades).unwrap().into());
        let none = Attachments::new();
        let objections = judge(&recipe_of(fields), answers, &none, &lists, TODAY, Language::German);
        objections.into_iter().map(|objection| objection.pointer).collect()
    }

    fn objections(answers: Json) -> Vec<String> {
        let fields = json!([
            field("time", "time", json!({})),
            field("month", "yearMonth", json!({})),
            field("stay", "period", json!({"max": "2026-12-31"})),
            field("country", "country", json!({})),
            field("school", "postcodePlace", json!({})),
            field("mail", "email", json!({"confirm": true})),
            field("name", "personName", json!({})),
            field("tax", "taxId", json!({})),
            field("card", "identityDocument", json!({})),
            field("plate", "licencePlate", json!({})),
            field("trade", "choice", json!({"codeList": "trades"})),
            field("area", "decimal", json!({"decimals": 3, "max": 5000})),
            field("account", "bankAccount", json!({})),
            field("refund", "bankAccount", json!({"holder": false})),
            field("where", "place", json!({})),
            field("visit", "appointment", json!({"calendar": "amt"})),
        ]);
        judged(fields, answers)
    }

    /// A household: people with incomes, and their sum.
    fn household(answers: Json) -> Vec<String> {
        let group =
            |fields: Json| json!({"entry": {"de": "E"}, "add": {"de": "A"}, "min": 1, "max": 2, "fields": fields});
        let amount = field("amount", "money", json!({"required": true}));
        let sum = json!({"sum": [{"var": "people"}, {"sum": [{"var": "incomes"}, {"var": "amount"}]}]});
        let incomes = field("incomes", "group", group(json!([amount])));
        let name = field("name", "personName", json!({"required": true}));
        let fields = json!([
            field("people", "group", group(json!([name, incomes]))),
            field("total", "calculated", json!({"as": "money", "value": sum})),
        ]);
        judged(fields, answers)
    }

    #[test]
    fn appointments_are_found_inside_entries_too() {
        let visit = || field("visit", "appointment", json!({"calendar": "amt"}));
        let text = json!({"de": "A"});
        let group =
            json!({"entry": text, "add": text, "fields": [field("own", "appointment", json!({"calendar": "b"}))]});
        let recipe = recipe_of(json!([visit(), field("people", "group", group)]));
        let held = |hold: &str| json!({"slot": "s", "start": "2026-12-01T09:30:00+01:00", "hold": hold});
        let answers = json!({"visit": held("1"), "people": [{}, {"own": held("2")}, {"own": {"slot": "s"}}]});
        let claims = appointments(&recipe, answers.as_object().unwrap());
        let found: Vec<_> = claims.iter().map(|claim| (&*claim.pointer, &*claim.calendar, &*claim.hold)).collect();
        assert_eq!(found, [("#/answers/visit", "amt", "1"), ("#/answers/people/1/own", "b", "2")]);
    }

    #[test]
    fn entries_are_judged_where_they_stand() {
        let one = json!({"name": "Zoë", "incomes": [{"amount": 100}, {"amount": 50}]});
        let with = |pointer: &str, value: Json| {
            let mut sent = json!({"people": [one, one], "total": 300});
            *sent.pointer_mut(pointer).unwrap() = value;
            household(sent)
        };
        assert_eq!(with("/total", json!(300)), [""; 0]);
        assert_eq!(with("/total", json!(301)), ["#/answers/total"]);
        assert_eq!(with("/people", json!([])), ["#/answers/people"]);
        assert_eq!(with("/people", json!("Zoë")), ["#/answers/people"]);
        assert_eq!(with("/people", json!([one, one, one])), ["#/answers/people"]);
        assert_eq!(with("/people/1/name", json!("")), ["#/answers/people/1/name"]);
        assert_eq!(with("/people/1/incomes/0/amount", json!("x")), ["#/answers/people/1/incomes/0/amount"]);
        assert_eq!(with("/people/0/incomes/1", json!({})), ["#/answers/people/0/incomes/1/amount"]);
        assert_eq!(
            with("/people/0", json!({"total": 1})),
            ["#/answers/people/0/total", "#/answers/people/0/name", "#/answers/people/0/incomes/0/amount",]
        );
        assert_eq!(household(json!({"people": [one]})), ["#/answers/total"]);
    }

    #[test]
    fn what_the_app_sends_of_every_kind_is_taken() {
        let sent = json!({
            "time": "09:30", "month": "2026-05", "stay": {"from": "2026-05-03", "to": "2026-05-04"}, "country": "LU",
            "school": {"postcode": "12345", "place": "Musterstadt"}, "mail": "amt@musterstadt.example", "name": "Zoë",
            "trade": "10.7", "tax": "12345678995", "area": 1.234, "card": "L01X00T471", "plate": "DN-AB 123E",
            "account": {"iban": "DE89370400440532013000", "holder": "Heimatverein Musterstadt"},
            "refund": {"iban": "NO9386011117947"},
            "where": {"text": "Markt 1", "latitude": 50.798712, "longitude": -0.00001},
            "visit": {"slot": "s-1", "start": "2026-12-01T09:30:00+01:00", "hold": "h"},
        });
        assert_eq!(objections(sent), [""; 0]);
    }

    #[test]
    fn another_notation_or_shape_is_not() {
        for (id, answer, pointer) in [
            ("time", json!("9:30"), "#/answers/time"),
            ("month", json!("05/2026"), "#/answers/month"),
            ("stay", json!({"from": "2026-05-03"}), "#/answers/stay"),
            ("stay", json!({"from": "2026-05-03", "to": "2027-01-01"}), "#/answers/stay/to"),
            ("country", json!("lu"), "#/answers/country"),
            ("trade", json!("Bäckerei"), "#/answers/trade"),
            ("trade", json!("10.71"), "#/answers/trade"),
            ("trade", json!(""), "#/answers/trade"),
            ("trade", json!(["10.7", "Bäckerei"]), "#/answers/trade"),
            ("school", json!({"postcode": "1234", "place": "Musterstadt"}), "#/answers/school/postcode"),
            ("mail", json!(["amt@musterstadt.example", "amt@musterstadt.example"]), "#/answers/mail"),
            ("name", json!("Zoe\u{308}"), "#/answers/name"),
            ("tax", json!("12 345 678 995"), "#/answers/tax"),
            ("area", json!(1.2345), "#/answers/area"),
            ("area", json!(5000.001), "#/answers/area"),
            ("area", json!("1.5"), "#/answers/area"),
            ("card", json!("l01x00t47"), "#/answers/card"),
            ("plate", json!("DN-AB123"), "#/answers/plate"),
            ("account", json!({"iban": "DE89370400440532013000"}), "#/answers/account/holder"),
            ("refund", json!({"iban": "NO9386011117947", "holder": "x"}), "#/answers/refund"),
            ("where", json!({"text": "Markt 1", "latitude": 50.5}), "#/answers/where/longitude"),
            ("where", json!({"text": "", "latitude": 50.5, "longitude": 6}), "#/answers/where/text"),
            ("where", json!({"text": "Markt 1", "latitude": 90.5, "longitude": 6}), "#/answers/where/latitude"),
            ("where", json!({"text": "Markt 1", "latitude": 50.1234567, "longitude": 6}), "#/answers/where"),
            ("where", json!({"text": "Markt 1", "latitude": "50.5", "longitude": "6"}), "#/answers/where"),
            ("where", json!({"latitude": 50.5, "longitude": 6}), "#/answers/where"),
            ("where", json!("Markt 1"), "#/answers/where"),
            ("visit", json!({"slot": "s-1", "start": "2026-12-01T09:30:00+01:00"}), "#/answers/visit"),
            ("visit", json!({"slot": "s-1", "start": "tomorrow", "hold": "h"}), "#/answers/visit"),
            ("visit", json!({"slot": "", "start": "2026-12-01T09:30:00+01:00", "hold": "h"}), "#/answers/visit"),
        ] {
            assert_eq!(objections(json!({id: answer})), [pointer], "{id}: {answer}");
        }
    }
}
