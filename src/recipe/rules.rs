//! Reads the expressions of a recipe (conditions, calculations, checks), when all its fields are known, and finds those
//! that go round in a circle.

use std::ops::Range;

use super::Required;
use super::graph::{Builder, Node as Place};
use super::steps::Reader;
use crate::expr::{self, Expr, Fields, Shape, Var};
use crate::field::{Kind, Shown};
use crate::json::Value;
use crate::names::Names;
use crate::reading::{Node, child, describe};

/// No form has more entries than this: each has a field at least.
const MOST_ENTRIES: u64 = 50_000;

/// So many values may be looked at to work out everything in a form whose groups are full: about a second's work.
const MOST_LOOKS: u64 = 50_000_000;

impl Reader<'_> {
    pub(super) fn read_expressions(&mut self) {
        let mut read: Vec<(Place, &str, Expr)> = Vec::new();
        for (place, key) in std::mem::take(&mut self.expressions) {
            let pointer = self.pointer(place, key);
            let Some(json) = self.json(place).and_then(|json| json.get(key)) else { continue };
            let node = Node::at(json, &pointer, self.recipe.problems);
            let Some((expr, shape)) = expr::read(node, &*self, self.home_of(place)) else { continue };
            if let (Place::Field(ix), "value") = (place, key) {
                self.check_result(ix, shape, &node);
            }
            read.push((place, key, expr));
        }
        if !self.form.checks.is_empty() {
            self.read_concerned();
        }

        if self.form.fields.iter().any(|field| field.home.is_some()) {
            self.check_looks(&read);
        }
        let steps: Vec<Range<usize>> = self.form.steps.iter().map(|step| step.fields.clone()).collect();
        let mut graph = Builder::new(&steps, &self.form.fields, self.form.checks.len());
        for (place, _, expr) in &read {
            graph.add(*place, expr);
        }
        for (ix, check) in self.form.checks.iter().enumerate() {
            check.fields.iter().for_each(|field| graph.concerns(ix, *field));
        }
        let (graph, circles) = graph.finish();
        self.form.graph = graph;
        for circle in circles {
            self.report(&circle, &read);
        }
        for (place, key, expr) in read {
            match place {
                Place::Step(ix) => self.form.steps[ix].when = Some(expr),
                Place::Field(ix) if key != "when" => self.form.fields[ix].value = Some(expr),
                Place::Field(ix) => self.form.fields[ix].when = Some(expr),
                Place::Need(ix) => self.form.fields[ix].required = Required::When(expr),
                Place::Check(ix) => self.form.checks[ix].when = expr,
            }
        }
    }

    /// The group from whose entry an expression reads. A group's own condition stands outside of it.
    fn home_of(&self, place: Place) -> Option<usize> {
        match place {
            Place::Step(_) => None,
            Place::Field(ix) | Place::Need(ix) => self.form.fields[ix].home,
            Place::Check(ix) => self.form.checks[ix].home,
        }
    }

    /// Reports a calculation whose result can never be what the field takes it for.
    #[inline(never)]
    fn check_result(&self, ix: usize, shape: Shape, node: &Node) {
        let Kind::Calculated(kind) = &self.form.fields[ix].kind else { return };
        let (fits, what) = match kind.shown {
            Shown::YesNo => (true, ""),
            Shown::Money | Shown::Number => {
                (matches!(shape, Shape::Int | Shape::Number), "a calculation whose result is a number")
            }
            Shown::Date => (shape == Shape::Date, "a calculation whose result is a day"),
            Shown::Text => {
                (matches!(shape, Shape::Text | Shape::Choice | Shape::Date), "a calculation whose result is a text")
            }
        };
        if !fits && shape != Shape::Unknown {
            node.expected(what);
        }
    }

    /// Reports the expression with which all together look at more values than a device can bear.
    #[inline(never)]
    fn check_looks(&self, read: &[(Place, &str, Expr)]) {
        let mut sum = 0_u64;
        for (place, key, expr) in read {
            let homes = std::iter::successors(self.home_of(*place), |at| self.form.fields[*at].home);
            let times = homes.fold(1_u64, |times, group| times.saturating_mul(self.most_entries(group)));
            sum = sum.saturating_add(self.looks(expr).saturating_mul(times.min(MOST_ENTRIES)));
            if sum > MOST_LOOKS {
                let what = "calculations over fewer entries: all of them would look at more than 50,000,000 values";
                let found = self.json(*place).and_then(|json| json.get(key));
                return self.recipe.problems.report(&self.pointer(*place, key), what, &describe(found));
            }
        }
    }

    /// How many values are looked at to work out an expression once.
    fn looks(&self, expr: &Expr) -> u64 {
        let mut sum = 1_u64;
        match expr {
            Expr::Literal(_) | Expr::Var(_) => {}
            Expr::Op(_, operands) => operands.iter().for_each(|one| sum = sum.saturating_add(self.looks(one))),
            Expr::Each(each) => {
                let body = each.body.as_ref().map_or(1, |body| self.looks(body));
                sum = sum.saturating_add(body.saturating_mul(self.most_entries(each.group)));
            }
        }
        sum
    }

    fn most_entries(&self, group: usize) -> u64 {
        let Kind::Group(group) = &self.form.fields[group].kind else { return 1 };
        group.max as u64
    }

    /// Reads the ids of the fields that checks concern.
    #[inline(never)]
    fn read_concerned(&mut self) {
        for ix in 0..self.form.checks.len() {
            let pointer = self.pointer(Place::Check(ix), "fields");
            let Some(json) = self.json(Place::Check(ix)).and_then(|json| json.get("fields")) else { continue };
            let node = Node::at(json, &pointer, self.recipe.problems);
            let Some(list) = node.list() else { continue };
            if list.is_empty() {
                node.expected("a list of at least one");
            }
            let mut fields = Vec::new();
            for (at, json) in list.iter().enumerate() {
                let found = json.as_str().and_then(|id| self.find(id)).filter(|var| var.part.is_none());
                match found.filter(|var| self.stands_by(ix, var.field)) {
                    Some(var) if !fields.contains(&var.field) => fields.push(var.field),
                    _ => node.element(at, json).expected("the id of a field beside the check, each once"),
                }
            }
            self.form.checks[ix].fields = fields;
        }
    }

    /// Whether the field stands in the check's own step or group.
    fn stands_by(&self, check: usize, field: usize) -> bool {
        let field = &self.form.fields[field];
        match self.holders[check].0 {
            Place::Step(step) => field.step == step && field.home.is_none(),
            _ => field.home == self.form.checks[check].home,
        }
    }

    /// Reports a circle at the first of its expressions in the file.
    fn report(&self, circle: &[Place], read: &[(Place, &str, Expr)]) {
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
                Place::Field(ix) | Place::Need(ix) => found.push_str(&self.form.fields[*ix].id),
                Place::Check(_) => found.push_str("a check"),
            }
        }
        // A member stands in the circle through an expression of its own, unless it only vanishes with the one before it.
        let before = |ix: usize| circle[(ix + circle.len() - 1) % circle.len()];
        let reads = |expr: &Expr, place: Place| match place {
            Place::Field(field) => expr.reads(&|at| self.form.fields[at].home).iter().any(|read| read.field == field),
            _ => false,
        };
        let member = (0..circle.len())
            .find_map(|ix| read.iter().find(|(place, _, expr)| *place == circle[ix] && reads(expr, before(ix))));
        if let Some((place, key, _)) = member {
            let what = "a condition that does not depend on itself";
            self.recipe.problems.report(&self.pointer(*place, key), what, &found);
        }
    }

    pub(super) fn json(&self, place: Place) -> Option<&Value> {
        let steps = self.recipe.map.get("steps")?;
        match place {
            Place::Step(ix) => steps.at(ix),
            Place::Field(ix) | Place::Need(ix) => {
                let holder = match self.form.fields[ix].home {
                    Some(group) => Place::Field(group),
                    None => Place::Step(self.form.fields[ix].step),
                };
                self.json(holder)?.get("fields")?.at(self.ordinals[ix])
            }
            Place::Check(ix) => {
                let (holder, ordinal) = self.holders[ix];
                self.json(holder)?.get("checks")?.at(ordinal)
            }
        }
    }

    pub(super) fn pointer(&self, place: Place, key: &str) -> String {
        let (holder, list, ordinal) = match place {
            Place::Step(ix) => return child(&["/steps/", &ix.to_string()].concat(), key),
            Place::Field(ix) | Place::Need(ix) => match self.form.fields[ix].home {
                Some(group) => (Place::Field(group), "fields", self.ordinals[ix]),
                None => (Place::Step(self.form.fields[ix].step), "fields", self.ordinals[ix]),
            },
            Place::Check(ix) => (self.holders[ix].0, "checks", self.holders[ix].1),
        };
        let mut pointer = child(&self.pointer(holder, list), &ordinal.to_string());
        pointer.push('/');
        pointer.push_str(key);
        pointer
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
        let value_at = |ix: usize| options[ix].value.as_str();
        let mut orders = self.orders.borrow_mut();
        let order = orders[field].get_or_insert_with(|| Names::of(options.len(), &value_at));
        order.find(value, &value_at).is_some()
    }

    fn home(&self, field: usize) -> Option<usize> {
        self.form.fields[field].home
    }
}

/// What a checked answer of this kind is.
pub(super) fn shape_of(kind: &Kind) -> Option<Shape> {
    Some(match kind {
        Kind::Text(_)
        | Kind::LongText(_)
        | Kind::Email(_)
        | Kind::Phone
        | Kind::LicencePlate
        | Kind::IdentityDocument
        | Kind::TaxId
        | Kind::PersonName
        // Which values there are is the backend's to know.
        | Kind::Listed(_)
        | Kind::Country(_)
        | Kind::Time(_)
        | Kind::YearMonth(_) => Shape::Text,
        Kind::Integer(_) | Kind::Money(_) => Shape::Int,
        Kind::Decimal(_) => Shape::Number,
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
        Kind::Group(_) => Shape::Group,
        Kind::Calculated(kind) => match kind.shown {
            Shown::Money => Shape::Int,
            Shown::Number if kind.decimals == 0 => Shape::Int,
            Shown::Number => Shape::Number,
            Shown::Date => Shape::Date,
            Shown::Text => Shape::Text,
            Shown::YesNo => Shape::Bool,
        },
        Kind::Note(_) => return None,
    })
}
