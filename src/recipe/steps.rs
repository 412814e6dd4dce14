//! Reads a recipe's steps, fields and checks; the expressions in them follow when all fields are known.

use std::cell::RefCell;

use super::formats::{AUTOCOMPLETE, is_id};
use super::graph::{Graph, Node as Place};
use super::read::{each, line, optional_text, text};
use super::rules::shape_of;
use super::{Check, Field, Required, Step};
use crate::expr::value::Value as Answer;
use crate::expr::{Expr, Shape};
use crate::field::{Kind, Patterns};
use crate::json::Value;
use crate::names::Names;
use crate::reading::{Node, Object, describe};
use crate::text::Text;

/// A form of more fields than this is refused; so is one that begins with more, in the entries its groups have at least.
pub const MOST_FIELDS: usize = 5_000;
/// Groups in groups deeper than this are refused.
const DEEPEST_GROUP: usize = 3;

const STEP_KEYS: &[&str] = &["id", "title", "intro", "when", "fields", "checks"];
const CHECK_KEYS: &[&str] = &["when", "message", "fields", "level"];
/// The keys of every field; then those of fields that ask something, and of kinds that a browser can fill in.
const KEYS: &[&str] = &["id", "kind", "when"];
const QUESTION_KEYS: &[&str] = &["label", "hint", "required", "default", "prefill", "fixed"];
const AUTOCOMPLETE_KEYS: &[&str] = &["autocomplete"];
const AUTOCOMPLETE_KINDS: &[&str] = &["text", "longText", "email", "phone", "integer", "country", "personName"];

const ID: &str = "an id of letters and digits, beginning with a small letter";

/// A recipe's steps, fields and checks, with stand-ins where problems were reported.
#[derive(Default)]
pub(super) struct Form {
    pub steps: Vec<Step>,
    pub fields: Vec<Field>,
    pub checks: Vec<Check>,
    pub graph: Graph,
    /// The order of the fields' ids.
    pub by_id: Names,
}

pub(super) fn read(recipe: &Object, patterns: &dyn Patterns) -> Form {
    let mut reader = Reader {
        recipe,
        patterns,
        form: Form::default(),
        shapes: Vec::new(),
        ordinals: Vec::new(),
        holders: Vec::new(),
        expressions: Vec::new(),
        full: false,
        orders: RefCell::default(),
    };
    each(recipe.require("steps", "the list of steps"), 1, &mut |node| reader.step(node));
    reader.order_ids();
    if reader.form.fields.iter().any(|field| field.home.is_some()) {
        reader.check_beginning();
    }
    reader.orders.get_mut().resize(reader.form.fields.len(), None);
    reader.read_expressions();
    reader.form
}

/// Whatever is wrong with a step or field, it gets its place in the form, so that places in the form and in the file are
/// the same and a condition that reads it is not blamed as well.
pub(super) struct Reader<'a> {
    pub recipe: &'a Object<'a>,
    patterns: &'a dyn Patterns,
    pub form: Form,
    /// What each field's values are; `None` for a field without any.
    pub shapes: Vec<Option<Shape>>,
    /// Which one each field is of those in its step or group.
    pub ordinals: Vec<usize>,
    /// Where each check stands, and which one it is there.
    pub holders: Vec<(Place, usize)>,
    /// The expressions met, by whose they are and their key; read when all fields are known.
    pub expressions: Vec<(Place, &'static str)>,
    /// Whether it has been said that there are too many fields.
    full: bool,
    /// The order of each field's options, where one has been looked for.
    pub orders: RefCell<Vec<Option<Names>>>,
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
                self.expressions.push((Place::Step(ix), "when"));
            }
            self.fields(&object, ix, None);
            if object.map.contains_key("checks") {
                self.checks(&object, Place::Step(ix), None);
            }
        }
        step.fields.end = self.form.fields.len();
        self.form.steps.push(step);
    }

    /// The fields of a step or a group.
    fn fields(&mut self, holder: &Object, step: usize, home: Option<usize>) {
        let mut ordinal = 0;
        each(holder.require("fields", "the list of fields"), 1, &mut |node| {
            self.field(node, step, home, ordinal);
            ordinal += 1;
        });
    }

    fn field(&mut self, node: Node, step: usize, home: Option<usize>, ordinal: usize) {
        let ix = self.form.fields.len();
        if ix == MOST_FIELDS {
            if !std::mem::replace(&mut self.full, true) {
                node.expected(&["at most ", &MOST_FIELDS.to_string(), " fields"].concat());
            }
            return;
        }
        self.form.fields.push(Field {
            id: String::new(),
            kind: Kind::YesNo,
            label: Text::default(),
            hint: None,
            required: Required::No,
            when: None,
            autocomplete: None,
            value: None,
            prefill: None,
            fixed: None,
            step,
            home,
            end: ix + 1,
        });
        self.shapes.push(Some(Shape::Unknown));
        self.ordinals.push(ordinal);
        let Some(object) = node.object() else { return };
        self.form.fields[ix].id = line(&object, "id", is_id, ID);
        if object.map.contains_key("when") {
            self.expressions.push((Place::Field(ix), "when"));
        }
        let Some(name) = object.require("kind", "the field's kind").and_then(|node| node.string()) else { return };
        let so_far = object.problems.len();
        let Some(kind) = Kind::read(name, &object, self.patterns) else { return };
        if object.problems.len() == so_far {
            self.shapes[ix] = shape_of(&kind);
        }
        self.form.fields[ix].kind = kind;
        self.keys(&object, name, ix);
        if name == "group" {
            self.group(&object, step, ix);
        }
    }

    /// What stands in a group.
    #[inline(never)]
    fn group(&mut self, object: &Object, step: usize, ix: usize) {
        let depth = std::iter::successors(Some(ix), |at| self.form.fields[*at].home).count();
        if depth > DEEPEST_GROUP {
            return object
                .expected("kind", &["a group in at most ", &(DEEPEST_GROUP - 1).to_string(), " others"].concat());
        }
        self.fields(object, step, Some(ix));
        self.form.fields[ix].end = self.form.fields.len();
        self.checks(object, Place::Field(ix), Some(ix));
    }

    /// Reads the keys that fields of a known kind have in common.
    fn keys(&mut self, object: &Object, kind: &str, ix: usize) {
        let fillable = AUTOCOMPLETE_KINDS.contains(&kind);
        let asks = !matches!(kind, "note" | "group" | "calculated");
        let question = if asks { QUESTION_KEYS } else { &[] };
        object.finish(&[KEYS, question, if fillable { AUTOCOMPLETE_KEYS } else { &[] }, Kind::keys(kind)]);
        if kind == "note" {
            return;
        }
        let field = &mut self.form.fields[ix];
        field.label = text(object, "label");
        field.hint = optional_text(object, "hint");
        // Something must stand in a group that has entries at least.
        if matches!(&field.kind, Kind::Group(group) if group.min > 0) {
            field.required = Required::Yes;
        }
        if kind == "calculated" && object.require("value", "what it is worked out from").is_some() {
            self.expressions.push((Place::Field(ix), "value"));
        }
        if let Some(node) = object.get("required").filter(|_| asks) {
            match node.value {
                Value::Bool(true) => field.required = Required::Yes,
                Value::Bool(false) => {}
                Value::Object(_) => self.expressions.push((Place::Need(ix), "required")),
                _ => node.expected("true, false or a condition"),
            }
        }
        if asks && ["default", "prefill", "fixed"].iter().any(|key| object.map.contains_key(key)) {
            self.beginning(object, ix);
        }
        if let Some(node) = object.get("autocomplete").filter(|_| fillable) {
            let token = node.value.as_str().filter(|token| AUTOCOMPLETE.contains(token));
            if token.is_none() {
                node.expected(&["one of ", &AUTOCOMPLETE.join(", ")].concat());
            }
            self.form.fields[ix].autocomplete = token.map(str::to_owned);
        }
    }

    #[inline(never)]
    fn checks(&mut self, holder: &Object, place: Place, home: Option<usize>) {
        let mut ordinal = 0;
        each(holder.get("checks"), 1, &mut |node| {
            let ix = self.form.checks.len();
            let mut check = Check {
                when: Expr::Literal(Answer::Null),
                message: Text::default(),
                fields: Vec::new(),
                warns: false,
                home,
            };
            if let Some(object) = node.object() {
                object.finish(&[CHECK_KEYS]);
                check.message = text(&object, "message");
                if object.require("when", "the condition that is a mistake").is_some() {
                    self.expressions.push((Place::Check(ix), "when"));
                }
                object.require("fields", "the ids of the fields concerned");
                if let Some(node) = object.get("level") {
                    check.warns = node.value.as_str() == Some("warning");
                    if !check.warns && node.value.as_str() != Some("error") {
                        node.expected("error or warning");
                    }
                }
            }
            self.form.checks.push(check);
            self.holders.push((place, ordinal));
            ordinal += 1;
        });
    }

    /// Reports the groups that would begin with more entries than a form can bear.
    #[inline(never)]
    fn check_beginning(&mut self) {
        let mut fields = 0usize;
        for ix in 0..self.form.fields.len() {
            let mut times = 1usize;
            for group in std::iter::successors(self.form.fields[ix].home, |at| self.form.fields[*at].home) {
                if let Kind::Group(group) = &self.form.fields[group].kind {
                    times = times.saturating_mul(group.min);
                }
            }
            fields = fields.saturating_add(times);
            if let (Some(group), true) = (self.form.fields[ix].home, fields > MOST_FIELDS) {
                let what = ["so few entries that the form begins with at most ", &MOST_FIELDS.to_string(), " fields"];
                let place = Place::Field(group);
                let found = self.json(place).and_then(|json| json.get("min"));
                return self.recipe.problems.report(&self.pointer(place, "min"), &what.concat(), &describe(found));
            }
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
}
