//! The frame: what a form needs and no GeoReport server tells, written by the municipality as a recipe around the server's services.
//!
//! ```json
//! {
//!   "language": "de",
//!   "time": { "de": "Uhrzeit", "en": "Time of day" },
//!   "recipe": { "…": "…", "steps": [ …, { "id": "more", "title": { "de": "Genauer" }, "fields": "attributes" }, … ] }
//! }
//! ```
//!
//! Title, summary, keywords and version are the service's; one step holds the attributes that it asks for.

use super::answer::line;
use super::names::{ATTRIBUTE, number, service_id};
use super::post::argument;
use super::{Attribute, Service};
use crate::backend::wire::Keywords;
use crate::backend::{Error, ServiceSummary};
use crate::field::{Kind, Patterns};
use crate::json::{self, Object, Value};
use crate::reading::{Node, Problem, Problems};
use crate::recipe::{File, Office, Recipe, Required};
use crate::text::{self, Text};

/// Read and checked.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Of all that the server says.
    pub language: String,
    /// What the time of day is called that belongs to a day.
    time: Value,
    /// The recipe, with `"attributes"` in the place of one step's fields.
    recipe: Object,
    pub office: Office,
    summary: Text,
}

/// The fields in whose place a service's attributes stand.
const ATTRIBUTES: &str = "attributes";
/// The field whose kind is `place`.
const LOCATION: &str = "location";
/// The one file: its bytes are sent in Base64, as CitySDK's servers take them.
const MEDIA: &str = "media";
/// Arguments that no field is for.
const RESERVED: &[&str] = &["api_key", "jurisdiction_id", "service_code", "lat", "long", "address_string"];
/// In bytes.
const LARGEST_MEDIA: u64 = 3_000_000;
/// "Free form text limited to 4,000 characters."
const LONGEST_DESCRIPTION: i64 = 4000;

impl Frame {
    /// Reads a frame, or gives all its problems. `patterns` judges the regular expressions in it.
    pub fn read(text: &str, patterns: &dyn Patterns) -> Result<Frame, Vec<Problem>> {
        let problems = Problems::new();
        let value = json::read(text.strip_prefix('\u{feff}').unwrap_or(text)).unwrap_or_else(|error| {
            problems.report("", "a file in the JSON format", &error.to_string());
            Value::Null
        });
        let frame = if problems.is_empty() { read(Node::at(&value, "", &problems), patterns) } else { None };
        let problems = problems.into_list();
        frame.filter(|_| problems.is_empty()).ok_or(problems)
    }

    /// What the catalogue shows of a service.
    pub fn summary(&self, service: &Service) -> ServiceSummary {
        let own = |words: &str| Text::from_pairs(&[(&self.language, words)]);
        let words: Vec<String> = service.keywords.iter().chain(&service.group).cloned().collect();
        ServiceSummary {
            id: service_id(&service.code).as_str().to_owned(),
            version: 1,
            title: own(&service.name),
            summary: service.description.as_deref().map_or_else(|| self.summary.clone(), own),
            keywords: Keywords(if words.is_empty() { Vec::new() } else { vec![(self.language.clone(), words)] }),
            leika: None,
        }
    }

    /// The recipe of a service that asks for these attributes. What is wrong with it is the server's: the frame is checked.
    pub fn recipe(
        &self,
        service: &Service,
        attributes: &[Attribute],
        patterns: &dyn Patterns,
    ) -> Result<Recipe, Error> {
        let mut recipe = self.recipe.clone();
        recipe.insert("id", service_id(&service.code).as_str().into());
        recipe.insert("title", self.own(&service.name));
        if let Some(description) = &service.description {
            recipe.insert("summary", self.own(&line(description)));
        }
        recipe.remove("keywords");
        let steps = recipe.get("steps").and_then(Value::as_array).unwrap_or_default();
        let fields: Vec<Value> = attributes.iter().flat_map(|attribute| self.fields(attribute)).collect();
        let steps = steps.iter().filter_map(|step| {
            let mut step = step.as_object()?.clone();
            if stands_for_attributes(&step) {
                if fields.is_empty() {
                    return None;
                }
                step.insert("fields", Value::Array(fields.clone()));
            }
            Some(Value::Object(step))
        });
        let steps = Value::Array(steps.collect());
        recipe.insert("steps", steps);
        // A definition has no version: what is asked is one. Drafts of another are carried over as far as they fit.
        let asked = number(json::write(&Value::Object(recipe.clone())).as_bytes());
        recipe.insert("version", ((asked % (1 << 30)) as i64 + 1).into());
        let parsed = File::in_any_language(Value::Object(recipe)).check(patterns);
        parsed.recipe.ok_or_else(|| {
            let first = parsed.problems.first().map(ToString::to_string).unwrap_or_default();
            Error::contract(&["the form of the service ", &service.code, ": ", &first].concat())
        })
    }

    /// A text of the server's.
    pub(super) fn own(&self, words: &str) -> Value {
        Value::Object(Object::from_iter([(self.language.clone(), words.into())]))
    }

    pub(super) fn time(&self) -> Value {
        self.time.clone()
    }
}

fn stands_for_attributes(step: &Object) -> bool {
    step.get("fields").and_then(Value::as_str) == Some(ATTRIBUTES)
}

fn read(node: Node, patterns: &dyn Patterns) -> Option<Frame> {
    let object = node.object()?;
    object.finish(&[&["$schema", "language", "time", "recipe"]]);
    let what = "the language of what the server says: de or en-GB";
    let language = object.require("language", what).and_then(|node| {
        let language = node.value.as_str().filter(|language| text::is_language(language));
        if language.is_none() {
            node.expected(what);
        }
        language
    });
    let time = object.require("time", "what the time of day is called").and_then(text::read);
    let recipe = object.require("recipe", "the recipe around the services")?.value;
    let checked = check(recipe, &object, patterns)?;
    Some(Frame {
        language: language?.to_owned(),
        time: time.and_then(|_| object.map.get("time").cloned())?,
        recipe: recipe.as_object()?.clone(),
        office: checked.office,
        summary: checked.summary,
    })
}

/// Reads the recipe with something to read in the attributes' place, and reports all that is wrong with it here.
fn check(recipe: &Value, frame: &crate::reading::Object, patterns: &dyn Patterns) -> Option<Recipe> {
    let report = |pointer: &str, expected: &str, found: &str| {
        frame.problems.report(&["/recipe", pointer].concat(), expected, found);
    };
    let mut whole = recipe.clone();
    let mut places = 0;
    if let Value::Object(object) = &mut whole
        && let Some(Value::Array(steps)) = object.get("steps")
    {
        let mut steps = steps.clone();
        for step in &mut steps {
            if let Value::Object(step) = step
                && stands_for_attributes(step)
            {
                places += 1;
                let text = Value::Object(Object::from_iter([("de".to_owned(), "–".into())]));
                let note = [
                    ("id".to_owned(), ATTRIBUTES.into()),
                    ("kind".to_owned(), "note".into()),
                    ("text".to_owned(), text),
                ];
                step.insert("fields", Value::Array(vec![Value::Object(note.into_iter().collect())]));
            }
        }
        object.insert("steps", Value::Array(steps));
    }
    if places != 1 {
        let found = places.to_string();
        report("/steps", "one step whose fields are \"attributes\"", &found);
    }
    let parsed = File::of(whole).check(patterns);
    for problem in &parsed.problems {
        report(&problem.pointer, &problem.expected, &problem.found);
    }
    let recipe = parsed.recipe?;
    let mut located = false;
    for (ix, field) in recipe.fields.iter().enumerate() {
        let step = &recipe.steps[field.step];
        let pointer = ["/steps/", &field.step.to_string(), "/fields/", &(ix - step.fields.start).to_string()].concat();
        let wrong =
            |key: &str, what: &str| report(&[&pointer, key].concat(), what, &["the field ", &field.id].concat());
        if matches!(field.kind, Kind::Group(_)) {
            wrong("/kind", "no group: a report has one answer to each question");
            return None;
        }
        let argument = argument(&field.id);
        if field.id == ATTRIBUTES && matches!(field.kind, Kind::Note(_)) {
            continue;
        }
        if field.id.starts_with(ATTRIBUTE) || RESERVED.contains(&argument.as_str()) {
            wrong(
                "/id",
                &["an id that neither begins with attribute nor stands for one of ", &RESERVED.join(", ")].concat(),
            );
        }
        let always = field.required == Required::Yes && field.when.is_none() && step.when.is_none();
        match &field.kind {
            Kind::Place if field.id == LOCATION => located |= always,
            Kind::File(file) if field.id == MEDIA => {
                if file.max_files != 1 {
                    wrong("/maxFiles", "1, which it is if it is left out");
                }
                if file.max_size > LARGEST_MEDIA {
                    wrong("/maxSize", "at most 3000000: its bytes are a part of the report");
                }
            }
            Kind::LongText(text) if argument == "description" && text.max_length > LONGEST_DESCRIPTION => {
                wrong("/maxLength", "at most 4000, as the specification says");
            }
            Kind::Text(_) | Kind::Email(_) | Kind::Phone if field.id != LOCATION && field.id != MEDIA => {
                located |= always && argument == "address_id";
            }
            Kind::LongText(_)
            | Kind::Integer(_)
            | Kind::Decimal(_)
            | Kind::Date(_)
            | Kind::YesNo
            | Kind::Consent(_)
            | Kind::Choice(_)
                if field.id != LOCATION && field.id != MEDIA => {}
            Kind::Note(_) => {}
            _ => wrong(
                "/kind",
                "text, longText, email, phone, integer, decimal, date, yesNo, consent, choice or note; place only for location, file only for media",
            ),
        }
    }
    if !located {
        report(
            "/steps",
            "a field location of the kind place, or addressId of the kind text, always asked and required",
            "none",
        );
    }
    Some(recipe)
}
