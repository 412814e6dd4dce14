//! Reads a recipe's steps and fields, then, when all fields are known, the conditions among them.

use std::ops::Range;

use super::formats::{AUTOCOMPLETE, is_id};
use super::graph::{Builder, Graph, Node as Place};
use super::read::{each, line, optional_text, text};
use super::{Field, Required, Step};
use crate::expr::{self, Expr, Fields, Shape, Var};
use crate::field::{Kind, Patterns};
use crate::json::Value;
use crate::names::Names;
use crate::reading::{Node, Object, child, describe};
use crate::text::Text;

/// A form of more fields than this is refused.
pub const MOST_FIELDS: usize = 5_000;

const STEP_KEYS: &[&str] = &["id", "title", "intro", "when", "fields"];
/// The keys of every field; then those of fields that ask something, and of kinds that a browser can fill in.
const KEYS: &[&str] = &["id", "kind", "when"];
const QUESTION_KEYS: &[&str] = &["label", "hint", "required"];
const AUTOCOMPLETE_KEYS: &[&str] = &["autocomplete"];
const AUTOCOMPLETE_KINDS: &[&str] = &["text", "longText", "email", "phone", "integer", "country", "personName"];

const ID: &str = "an id of letters and digits, beginning with a small letter";

/// A recipe's steps and fields, with stand-ins where problems were reported.
#[derive(Default)]
pub(super) struct Form {
    pub steps: Vec<Step>,
    pub fields: Vec<Field>,
    pub graph: Graph,
    /// The order of the fields' ids.
    pub by_id: Names,
}

pub(super) fn read(recipe: &Object, patterns: &dyn Patterns) -> Form {
    let mut reader =
        Reader { recipe, patterns, form: Form::default(), shapes: Vec::new(), conditions: Vec::new(), full: false };
    each(recipe.require("steps", "the list of steps"), 1, &mut |node| reader.step(node));
    reader.order_ids();
    reader.read_conditions();
    reader.form
}

/// Whatever is wrong with a step or field, it gets its place in the form, so that places in the form and in the file are
/// the same and a condition that reads it is not blamed as well.
struct Reader<'a> {
    recipe: &'a Object<'a>,
    patterns: &'a dyn Patterns,
    form: Form,
    /// What each field's values are; `None` for a field without any.
    shapes: Vec<Option<Shape>>,
    /// The conditions met, by whose they are and their key; read when all fields are known.
    conditions: Vec<(Place, &'static str)>,
    /// Whether it has been said that there are too many fields.
    full: bool,
}

impl Reader<'_> {
    fn step(&mut self, node: Node) {
        let ix = self.form.steps.len();
        let first = self.form.fields.len();
        let mut step =
            Step { id: String::new(), title: Text::default(), intro: None, when: None, fields: first..first };
        if let Some(object) = node.object() {
            object.finish(&[STEP_KEYS]);
            step.id = line(&object, "id", is_id, ID);
            step.title = text(&object, "title");
            step.intro = optional_text(&object, "intro");
            if object.map.contains_key("when") {
                self.conditions.push((Place::Step(ix), "when"));
            }
            each(object.require("fields", "the list of fields"), 1, &mut |node| self.field(ix, node));
        }
        step.fields.end = self.form.fields.len();
        self.form.steps.push(step);
    }

    fn field(&mut self, step: usize, node: Node) {
        let ix = self.form.fields.len();
        if ix == MOST_FIELDS {
            if !std::mem::replace(&mut self.full, true) {
                node.expected(&["at most ", &MOST_FIELDS.to_string(), " fields"].concat());
            }
            return;
        }
        let mut field = Field {
            id: String::new(),
            kind: Kind::YesNo,
            label: Text::default(),
            hint: None,
            required: Required::No,
            when: None,
            autocomplete: None,
            step,
        };
        let mut shape = Some(Shape::Unknown);
        if let Some(object) = node.object() {
            field.id = line(&object, "id", is_id, ID);
            let name = object.require("kind", "the field's kind").and_then(|node| node.string());
            if let Some(name) = name {
                let so_far = object.problems.len();
                if let Some(kind) = Kind::read(name, &object, self.patterns) {
                    if object.problems.len() == so_far {
                        shape = shape_of(&kind);
                    }
                    field.kind = kind;
                    self.question(&object, name, ix, &mut field);
                }
            }
            if object.map.contains_key("when") {
                self.conditions.push((Place::Field(ix), "when"));
            }
        }
        self.form.fields.push(field);
        self.shapes.push(shape);
    }

    /// Reads the keys that fields of a known kind have in common.
    fn question(&mut self, object: &Object, kind: &str, ix: usize, field: &mut Field) {
        if kind == "note" {
            return object.finish(&[KEYS, Kind::keys(kind)]);
        }
        let fillable = AUTOCOMPLETE_KINDS.contains(&kind);
        object.finish(&[KEYS, QUESTION_KEYS, if fillable { AUTOCOMPLETE_KEYS } else { &[] }, Kind::keys(kind)]);
        field.label = text(object, "label");
        field.hint = optional_text(object, "hint");
        if let Some(node) = object.get("required") {
            match node.value {
                Value::Bool(true) => field.required = Required::Yes,
                Value::Bool(false) => {}
                Value::Object(_) => self.conditions.push((Place::Field(ix), "required")),
                _ => node.expected("true, false or a condition"),
            }
        }
        if let Some(node) = object.get("autocomplete").filter(|_| fillable) {
            let token = node.value.as_str().filter(|token| AUTOCOMPLETE.contains(token));
            if token.is_none() {
                node.expected(&["one of ", &AUTOCOMPLETE.join(", ")].concat());
            }
            field.autocomplete = token.map(str::to_owned);
        }
    }

    /// Reports the ids that come twice. What is no id was reported where it stands, and is empty here.
    fn order_ids(&mut self) {
        let Form { steps, fields, .. } = &self.form;
        let step_id = |ix: usize| steps[ix].id.as_str();
        for ix in Names::of(steps.len(), &step_id).twice(&step_id) {
            if !steps[ix].id.is_empty() {
                self.expected_id(Place::Step(ix), "an id that no other step has");
            }
        }
        let field_id = |ix: usize| fields[ix].id.as_str();
        let by_id = Names::of(fields.len(), &field_id);
        for ix in by_id.twice(&field_id) {
            if !fields[ix].id.is_empty() {
                self.expected_id(Place::Field(ix), "an id that no other field has");
            }
        }
        self.form.by_id = by_id;
    }

    fn expected_id(&self, place: Place, what: &str) {
        let found = self.json(place).and_then(|json| json.get("id"));
        self.recipe.problems.report(&self.pointer(place, "id"), what, &describe(found));
    }

    fn read_conditions(&mut self) {
        let ranges: Vec<Range<usize>> = self.form.steps.iter().map(|step| step.fields.clone()).collect();
        let mut graph = Builder::new(&ranges);
        for (place, key) in std::mem::take(&mut self.conditions) {
            let pointer = self.pointer(place, key);
            let Some(json) = self.json(place).and_then(|json| json.get(key)) else { continue };
            let Some(condition) = expr::read(Node::at(json, &pointer, self.recipe.problems), self) else { continue };
            graph.add(place, &condition);
            match (place, key) {
                (Place::Step(ix), _) => self.form.steps[ix].when = Some(condition),
                (Place::Field(ix), "when") => self.form.fields[ix].when = Some(condition),
                (Place::Field(ix), _) => self.form.fields[ix].required = Required::When(condition),
            }
        }
        let (graph, circles) = graph.finish();
        self.form.graph = graph;
        for circle in circles {
            self.report(&circle);
        }
    }

    /// Reports a circle at the first of its conditions in the file.
    fn report(&self, circle: &[Place]) {
        let mut found = String::from("the circle ");
        for place in circle.iter().chain(circle.first()) {
            if found.len() > "the circle ".len() {
                found.push_str(" → ");
            }
            match place {
                Place::Step(ix) => {
                    found.push_str("step ");
                    found.push_str(&self.form.steps[*ix].id);
                }
                Place::Field(ix) => found.push_str(&self.form.fields[*ix].id),
            }
        }
        // A member stands in the circle through its own condition, unless the one before it is its step.
        let before = |ix: usize| circle[(ix + circle.len() - 1) % circle.len()];
        let members = (0..circle.len()).filter_map(|ix| match before(ix) {
            Place::Field(field) => Some((circle[ix], field)),
            Place::Step(_) => None,
        });
        for (place, field) in members.take(1) {
            let reads = |condition: &Option<Expr>| condition.as_ref().is_some_and(|c| c.fields().contains(&field));
            let key = match place {
                Place::Field(ix) if !reads(&self.form.fields[ix].when) => "required",
                _ => "when",
            };
            let what = "a condition that does not depend on itself";
            self.recipe.problems.report(&self.pointer(place, key), what, &found);
        }
    }

    fn json(&self, place: Place) -> Option<&Value> {
        let steps = self.recipe.map.get("steps")?;
        match place {
            Place::Step(ix) => steps.at(ix),
            Place::Field(ix) => {
                let step = self.form.fields[ix].step;
                steps.at(step)?.get("fields")?.at(ix - self.form.steps[step].fields.start)
            }
        }
    }

    fn pointer(&self, place: Place, key: &str) -> String {
        let (step, field) = match place {
            Place::Step(ix) => (ix, None),
            Place::Field(ix) => (self.form.fields[ix].step, Some(ix)),
        };
        let mut pointer = ["/steps/", &step.to_string()].concat();
        if let Some(field) = field {
            pointer.push_str("/fields/");
            pointer.push_str(&(field - self.form.steps[step].fields.start).to_string());
        }
        child(&pointer, key)
    }
}

impl Fields for Reader<'_> {
    fn find(&self, path: &str) -> Option<Var> {
        let (id, part) = path.split_once('.').map_or((path, None), |(id, part)| (id, Some(part)));
        // The id of a field that has none is empty.
        let field = self.form.by_id.find(id, &|ix| &self.form.fields[ix].id).filter(|_| !id.is_empty())?;
        let shape = self.shapes[field]?;
        let part = match part {
            None => None,
            Some(part) => {
                let known = match self.form.fields[field].kind {
                    _ if shape == Shape::Unknown => &["country", "postcode", "place", "from", "to"][..],
                    Kind::Address(_) => &["country", "postcode", "place"],
                    Kind::PostcodePlace(_) => &["postcode", "place"],
                    Kind::Period(_) => &["from", "to"],
                    _ => return None,
                };
                Some(*known.iter().find(|known| **known == part)?)
            }
        };
        Some(Var { field, part })
    }

    fn shape(&self, var: Var) -> Shape {
        match var.part {
            Some("from" | "to") => Shape::Date,
            Some(_) => Shape::Text,
            None => self.shapes[var.field].unwrap_or(Shape::Unknown),
        }
    }

    fn offers(&self, field: usize, value: &str) -> bool {
        let options = self.form.fields[field].kind.options().unwrap_or_default();
        options.iter().any(|option| option.value == value)
    }
}

/// What a checked answer of this kind is.
fn shape_of(kind: &Kind) -> Option<Shape> {
    Some(match kind {
        Kind::Text(_)
        | Kind::LongText(_)
        | Kind::Email(_)
        | Kind::Phone
        | Kind::LicencePlate
        | Kind::IdentityDocument
        | Kind::TaxId
        | Kind::PersonName
        | Kind::Country(_)
        | Kind::Time(_)
        | Kind::YearMonth(_) => Shape::Text,
        Kind::Integer(_) | Kind::Money(_) => Shape::Int,
        Kind::Date(_) => Shape::Date,
        Kind::YesNo | Kind::Consent(_) => Shape::Bool,
        Kind::Choice(_) => Shape::Choice,
        Kind::Choices(_) => Shape::Choices,
        Kind::Address(_)
        | Kind::File(_)
        | Kind::Period(_)
        | Kind::PostcodePlace(_)
        | Kind::Place
        | Kind::Appointment(_)
        | Kind::BankAccount(_) => Shape::Thing,
        Kind::Note(_) => return None,
    })
}
