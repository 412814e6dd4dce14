//! What a submission must have and must not have, depending on its other answers: the `if`, `then` and `else` of one
//! object and of what is in it.

use std::iter::successors;

use super::conditions::Members;
use super::formula::{Bounds, Formula};
use crate::expr::Expr;
use crate::field::{Kind, Schema, Shown};
use crate::json::{Object, Value as Json};
use crate::recipe::{Field, Required};

/// What is demanded where a condition holds, and where it does not.
struct Rule {
    condition: Formula,
    then: Vec<Demand>,
    otherwise: Vec<Demand>,
}

struct Demand {
    /// The groups that lead to the field from the object whose members the condition reads, the outermost first: it is
    /// demanded of all their entries.
    groups: Vec<usize>,
    field: usize,
    /// Whether there must be an answer, or must be none.
    needed: bool,
}

/// All that can be said with conditions on members of an object.
pub(super) struct Rules<'a> {
    members: Members<'a>,
    rules: Vec<Rule>,
    /// The members that must always be there.
    needed: Vec<Json>,
    /// What checks refuse.
    checks: Vec<Json>,
}

impl<'a> Rules<'a> {
    /// The members that must always be there, and the list of schemas that hold besides.
    pub fn of(members: Members<'a>) -> (Vec<Json>, Vec<Json>) {
        let mut rules = Rules { members, rules: Vec::new(), needed: Vec::new(), checks: Vec::new() };
        for (ix, field) in members.recipe.fields.iter().enumerate() {
            if !matches!(field.kind, Kind::Note(_)) {
                rules.field(ix, field);
            }
        }
        rules.checks();
        let mut list: Vec<Json> = rules.rules.iter().map(|rule| rules.to_json(rule)).collect();
        list.append(&mut rules.checks);
        (rules.needed, list)
    }

    fn field(&mut self, ix: usize, field: &'a Field) {
        let Some(groups) = self.way_to(field) else { return };
        for condition in self.shown_by(field) {
            let shown = self.members.holds(condition);
            if shown.possibly != Formula::Always {
                let demand = Demand { groups: groups.clone(), field: ix, needed: false };
                self.rule(shown.possibly).otherwise.push(demand);
            }
        }
        let surely = Formula::all([self.shown(field).surely, self.requires(field).surely]);
        match surely {
            Formula::Never => {}
            Formula::Always if groups.is_empty() => self.needed.push(field.id.as_str().into()),
            // The entries say it themselves.
            Formula::Always => {}
            surely => self.rule(surely).then.push(Demand { groups, field: ix, needed: true }),
        }
    }

    /// The groups between the object and a field in it.
    fn way_to(&self, field: &Field) -> Option<Vec<usize>> {
        let fields = &self.members.recipe.fields;
        let homes: Vec<usize> = successors(field.home, |group| fields[*group].home).collect();
        let outer = match self.members.home {
            None => homes.len(),
            Some(group) => homes.iter().position(|home| *home == group)?,
        };
        Some(homes[..outer].iter().rev().copied().collect())
    }

    /// The conditions that a field is shown by, in an entry that is there.
    fn shown_by(&self, field: &'a Field) -> impl Iterator<Item = &'a Expr> + use<'a> {
        let recipe = self.members.recipe;
        let step = if field.home.is_none() { recipe.steps[field.step].when.as_ref() } else { None };
        step.into_iter().chain(&field.when)
    }

    fn shown(&self, field: &'a Field) -> Bounds {
        Bounds::all(self.shown_by(field).map(|condition| self.members.holds(condition)).collect())
    }

    /// When a field that is shown has a value.
    fn requires(&self, field: &'a Field) -> Bounds {
        match &field.required {
            Required::When(condition) => self.members.holds(condition),
            Required::Yes => Bounds::exactly(Formula::Always),
            // A calculation always comes to yes or to no.
            Required::No => match &field.kind {
                Kind::Calculated(kind) if kind.shown == Shown::YesNo => Bounds::exactly(Formula::Always),
                _ => Bounds::exactly(Formula::Never),
            },
        }
    }

    /// What depends on this condition.
    fn rule(&mut self, condition: Formula) -> &mut Rule {
        let at = self.rules.iter().position(|rule| rule.condition == condition).unwrap_or_else(|| {
            self.rules.push(Rule { condition, then: Vec::new(), otherwise: Vec::new() });
            self.rules.len() - 1
        });
        &mut self.rules[at]
    }

    /// A check that fails is refused if one of its fields is shown, where it is told.
    fn checks(&mut self) {
        let Members { recipe, home } = self.members;
        for check in recipe.checks.iter().filter(|check| check.home == home && !check.warns) {
            let shown = check.fields.iter().map(|field| self.shown(&recipe.fields[*field])).collect();
            let fails = Bounds::all(vec![self.members.holds(&check.when), Bounds::any(shown)]).surely;
            if fails != Formula::Never {
                let schema = Schema::default().with("if", fails.to_json()).with("then", Json::Bool(false));
                self.checks.push(schema.with("$comment", check.message.get("de")).into());
            }
        }
    }

    fn to_json(&self, rule: &Rule) -> Json {
        let (condition, then, otherwise) = match &rule.condition {
            Formula::Not(condition) => (&**condition, &rule.otherwise, &rule.then),
            condition => (condition, &rule.then, &rule.otherwise),
        };
        let mut schema = Schema::default().with("if", condition.to_json());
        for (key, demands) in [("then", then), ("else", otherwise)] {
            if !demands.is_empty() {
                schema = schema.with(key, self.demanded(&demands.iter().collect::<Vec<_>>(), 0));
            }
        }
        schema.into()
    }

    /// What is demanded of the object that so many groups lead to.
    fn demanded(&self, demands: &[&Demand], depth: usize) -> Schema {
        let id = |field: usize| self.members.recipe.fields[field].id.as_str();
        let here = demands.iter().filter(|demand| demand.groups.len() == depth && !demand.needed);
        let none: Vec<usize> = here.map(|demand| demand.field).collect();
        let (mut needed, mut properties, mut groups) = (Vec::new(), Object::new(), Vec::new());
        for demand in demands {
            match demand.groups.get(depth) {
                // There are no entries of a group that must not be there.
                Some(group) if groups.contains(group) || none.contains(group) => {}
                Some(group) => groups.push(*group),
                None if demand.needed => needed.push(Json::from(id(demand.field))),
                None => properties.insert(id(demand.field), Json::Bool(false)),
            }
        }
        for group in groups {
            let within: Vec<&Demand> =
                demands.iter().filter(|demand| demand.groups.get(depth) == Some(&group)).copied().collect();
            properties.insert(id(group), Schema::default().with("items", self.demanded(&within, depth + 1)).into());
        }
        let mut schema = Schema::default();
        if !needed.is_empty() {
            schema = schema.with("required", Json::Array(needed));
        }
        if properties.is_empty() { schema } else { schema.with("properties", Json::Object(properties)) }
    }
}
