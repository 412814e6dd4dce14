//! Generated recipes: one like a long form of a municipality, and one with a single page of text fields.

use amtsgang::field::Patterns;
use serde_json::{Value, json};

/// Takes every pattern for right and every text for composed: expressions are the browser's own, and not measured here.
pub struct NoPatterns;

impl Patterns for NoPatterns {
    fn check(&self, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn is_match(&self, _: &str, _: &str) -> bool {
        true
    }

    fn nfc(&self, text: &str) -> String {
        text.to_owned()
    }
}

fn whole(id: &str, steps: Vec<Value>) -> String {
    let text = |de: &str, en: &str| json!({ "de": de, "en": en });
    json!({
        "id": id,
        "version": 1,
        "title": text("Antrag mit vielen Angaben", "An application of many parts"),
        "summary": text("Zum Messen.", "For measuring."),
        "fee": text("Kostenlos", "Free"),
        "duration": text("Sofort", "At once"),
        "privacy": text("Nichts wird gespeichert.", "Nothing is stored."),
        "office": {
            "name": text("Bürgerbüro", "Citizens’ office"),
            "street": "Rathausplatz 1",
            "postcode": "12345",
            "place": "Musterstadt",
            "hours": text("Montag 8–12 Uhr", "Monday 8 am to noon"),
            "phone": "+49 221 4710100",
            "email": "buergerbuero@musterstadt.example",
        },
        "steps": steps,
    })
    .to_string()
}

/// The first field of [`long`] whose answer decides about another; the one it decides about is the next.
pub const SWITCH: usize = 9;

/// A form of `count` fields of the usual kinds in steps of a hundred, each tenth field with a condition that reads an
/// earlier one. With 3,000 fields it is 1.2 MB.
pub fn long(count: usize) -> String {
    let all: Vec<Value> = (0..count).map(field).collect();
    let steps = all.chunks(100).enumerate().map(|(ix, fields)| {
        json!({
            "id": format!("abschnitt{ix}"),
            "title": { "de": format!("Abschnitt {}", ix + 1), "en": format!("Section {}", ix + 1) },
            "fields": fields,
        })
    });
    whole("lang", steps.collect())
}

/// The answer that fits the field of [`long`] in this place.
pub fn answer(ix: usize) -> &'static str {
    match ix % 10 {
        1 => "12.03.1980",
        3 => "42",
        5 => "b",
        6 => "kim@example.org",
        9 => "true",
        _ => "Musterweg, zweite Tür links",
    }
}

/// A group of at most `entries` entries with ten fields each, the first of them an amount, and the sum of the amounts.
pub fn group(entries: usize) -> String {
    let text = |text: &str| json!({ "de": text, "en": text });
    let mut fields = vec![json!({ "id": "income", "kind": "money", "label": text("Einkommen"), "required": true })];
    fields.extend((1..10).map(|ix| json!({ "id": format!("angabe{ix}"), "kind": "text", "label": text("Angabe") })));
    let persons = json!({
        "id": "persons", "kind": "group", "label": text("Personen"), "max": entries,
        "entry": text("Person"), "add": text("Person hinzufügen"), "fields": fields,
    });
    let sum = json!({
        "id": "total", "kind": "calculated", "label": text("Summe"), "as": "money",
        "value": { "sum": [{ "var": "persons" }, { "var": "income" }] },
    });
    let step = json!({ "id": "haushalt", "title": text("Haushalt"), "fields": [persons, sum] });
    whole("gruppe", vec![step])
}

fn field(ix: usize) -> Value {
    let number = ix + 1;
    let kind = match ix % 10 {
        1 => "date",
        3 => "integer",
        5 => "choice",
        6 => "email",
        9 => "yesNo",
        _ => "text",
    };
    let mut field = json!({
        "id": format!("angabe{ix}"),
        "kind": kind,
        "label": {
            "de": format!("Angabe {number} zum Vorhaben und zu denen, die daran beteiligt sind"),
            "en": format!("Detail {number} of the project and of those who take part in it"),
        },
        "hint": {
            "de": "Bitte so, wie es in Ihrem Ausweis oder in den Unterlagen zum Vorhaben steht.",
            "en": "Please as it is written in your identity card or in the documents of the project.",
        },
        "required": true,
    });
    match kind {
        "integer" => {
            field["min"] = 0.into();
            field["max"] = 99.into();
        }
        "choice" => {
            let option = |value: &str, de: &str, en: &str| json!({ "value": value, "label": { "de": de, "en": en } });
            field["options"] = json!([
                option("a", "Ja, ohne Einschränkung", "Yes, without any restriction"),
                option("b", "Nur zum Teil", "Only in part"),
                option("c", "Nein, gar nicht", "No, not at all"),
            ]);
        }
        _ => {}
    }
    if ix.is_multiple_of(10) && ix > 0 {
        let earlier = format!("angabe{}", ix - 1);
        let yes = json!({ "==": [{ "var": earlier }, true] });
        // One of three asks more than one thing.
        field["when"] = if ix.is_multiple_of(30) {
            let choice = format!("angabe{}", ix - 5);
            json!({ "and": [yes, { "in": [{ "var": choice }, ["a", "b"]] }] })
        } else {
            yes
        };
    }
    field
}

/// One page of `count` fields that ask for a text, all required; each tenth is a yes or no that shows the next.
pub fn page(count: usize) -> String {
    let fields = (1..=count).map(|number| {
        let mut field = json!({
            "id": format!("f{number}"),
            "kind": if is_switch(number) { "yesNo" } else { "text" },
            "label": { "de": format!("Angabe {number} zum Vorhaben"), "en": format!("Detail {number} of the project") },
            "hint": {
                "de": "Bitte so, wie es in Ihren Unterlagen steht.",
                "en": "Please as it is written in your documents.",
            },
            "required": true,
        });
        if is_switched(number) {
            field["when"] = json!({ "==": [{ "var": format!("f{}", number - 1) }, true] });
        }
        field
    });
    let step =
        json!({ "id": "alles", "title": { "de": "Alles", "en": "Everything" }, "fields": fields.collect::<Vec<_>>() });
    whole(&service(count), vec![step])
}

/// The service of [`page`].
pub fn service(count: usize) -> String {
    format!("bench-{count}")
}

/// Whether the field with this number of [`page`], from 1, is a yes or no.
pub fn is_switch(number: usize) -> bool {
    number % 10 == 9
}

/// Whether it is shown only when the one before it is answered with yes.
pub fn is_switched(number: usize) -> bool {
    number.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use amtsgang::expr::date::Date;
    use amtsgang::field::Answer;
    use amtsgang::form::Form;
    use amtsgang::recipe::{Recipe, parse};
    use std::rc::Rc;

    fn read(text: &str) -> Recipe {
        let parsed = parse(text, &NoPatterns);
        assert_eq!(parsed.problems, []);
        parsed.recipe.expect("a recipe without problems")
    }

    #[test]
    fn the_long_recipe_is_what_the_goals_speak_of() {
        let text = long(3000);
        assert!((950_000..1_300_000).contains(&text.len()), "{} bytes", text.len());
        let recipe = read(&text);
        assert_eq!(recipe.fields.len(), 3000);
        let conditions = recipe.fields.iter().filter(|field| field.when.is_some()).count();
        assert!((299..=300).contains(&conditions), "{conditions} conditions");
    }

    #[test]
    fn every_answer_fits_its_field() {
        let recipe = Rc::new(read(&long(100)));
        let today = Date { year: 2026, month: 11, day: 23 };
        let mut form = Form::new(recipe, today, Rc::new(NoPatterns));
        for ix in 0..100 {
            let answer = answer(ix);
            let answer = match ix % 10 {
                1 => Answer::List(answer.split('.').map(str::to_owned).collect()),
                _ => Answer::Text(answer.to_owned()),
            };
            form.set(ix, answer);
        }
        assert_eq!(form.check_all(), [0; 0]);
        form.set(SWITCH, Answer::Text("false".to_owned()));
        assert!(!form.visible(SWITCH + 1));
    }

    #[test]
    fn the_page_has_a_switch_in_each_ten() {
        let recipe = read(&page(100));
        assert_eq!((recipe.steps.len(), recipe.fields.len()), (1, 100));
        assert_eq!(recipe.fields.iter().filter(|field| field.when.is_some()).count(), 10);
    }
}
