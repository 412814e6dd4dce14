//! Conditions as JSON Schema says them: what a schema demands of the object whose members are read.

use crate::field::Schema;
use crate::json::{Object, Value as Json};

/// What an object must be like for a condition to hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Formula {
    Always,
    Never,
    Says(Schema),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    If(Box<[Formula; 3]>),
}

/// What is known of a condition, for schemas cannot say everything: it never holds unless `possibly` does, and always if
/// `surely` does. They are the same where all can be said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bounds {
    pub surely: Formula,
    pub possibly: Formula,
}

impl Formula {
    pub fn negate(self) -> Formula {
        match self {
            Formula::Always => Formula::Never,
            Formula::Never => Formula::Always,
            Formula::Not(formula) => *formula,
            formula => Formula::Not(Box::new(formula)),
        }
    }

    pub fn all(list: impl IntoIterator<Item = Formula>) -> Formula {
        let mut all: Vec<Formula> = Vec::new();
        for formula in list {
            match formula {
                Formula::Always => {}
                Formula::Never => return Formula::Never,
                Formula::All(inner) => all.extend(inner),
                formula if all.contains(&formula) => {}
                formula => all.push(formula),
            }
        }
        if all.len() > 1 { Formula::All(all) } else { all.pop().unwrap_or(Formula::Always) }
    }

    pub fn any(list: impl IntoIterator<Item = Formula>) -> Formula {
        match Formula::all(list.into_iter().map(Formula::negate)) {
            Formula::All(all) => Formula::Any(all.into_iter().map(Formula::negate).collect()),
            formula => formula.negate(),
        }
    }

    pub fn to_json(&self) -> Json {
        let list = |list: &[Formula]| Json::Array(list.iter().map(Formula::to_json).collect());
        let schema = match self {
            Formula::Always => return Json::Bool(true),
            Formula::Never => return Json::Bool(false),
            Formula::Says(schema) => schema.clone(),
            Formula::Not(formula) => Schema::default().with("not", formula.to_json()),
            Formula::All(all) => Schema::default().with("allOf", list(all)),
            Formula::Any(any) => Schema::default().with("anyOf", list(any)),
            Formula::If(parts) => {
                let [condition, then, other] = &**parts;
                let schema = Schema::default().with("if", condition.to_json());
                schema.with("then", then.to_json()).with("else", other.to_json())
            }
        };
        schema.into()
    }

    /// The object has this member, and the member is such.
    pub fn member(name: &str, schema: Schema) -> Formula {
        let mut properties = Object::new();
        let says_much = schema != Schema::default();
        properties.insert(name, schema.into());
        let has = Schema::default().with("required", Json::Array(vec![name.into()]));
        Formula::Says(if says_much { has.with("properties", Json::Object(properties)) } else { has })
    }
}

impl Bounds {
    /// Nothing is known.
    pub const OPEN: Bounds = Bounds { surely: Formula::Never, possibly: Formula::Always };

    pub fn exactly(formula: Formula) -> Bounds {
        Bounds { surely: formula.clone(), possibly: formula }
    }

    pub fn negate(self) -> Bounds {
        Bounds { surely: self.possibly.negate(), possibly: self.surely.negate() }
    }

    pub fn all(list: Vec<Bounds>) -> Bounds {
        let (surely, possibly): (Vec<_>, Vec<_>) = list.into_iter().map(|one| (one.surely, one.possibly)).unzip();
        Bounds { surely: Formula::all(surely), possibly: Formula::all(possibly) }
    }

    pub fn any(list: Vec<Bounds>) -> Bounds {
        Bounds::all(list.into_iter().map(Bounds::negate).collect()).negate()
    }

    /// As `then` if the condition holds, else as `other`.
    pub fn either(condition: Bounds, then: Bounds, other: Bounds) -> Bounds {
        if condition.surely != condition.possibly {
            let surely = Formula::all([then.surely, other.surely]);
            return Bounds { surely, possibly: Formula::any([then.possibly, other.possibly]) };
        }
        let choose = |then: Formula, other: Formula| match &condition.surely {
            Formula::Always => then,
            Formula::Never => other,
            _ if then == other => then,
            condition => Formula::If(Box::new([condition.clone(), then, other])),
        };
        Bounds { surely: choose(then.surely, other.surely), possibly: choose(then.possibly, other.possibly) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::given;
    use serde_json::json;

    fn has(name: &str) -> Formula {
        Formula::member(name, Schema::default())
    }

    #[test]
    fn what_is_known_is_worked_in() {
        assert_eq!(Formula::all([Formula::Always, has("a"), has("a")]), has("a"));
        assert_eq!(Formula::all([has("a"), Formula::Never]), Formula::Never);
        assert_eq!(Formula::any([Formula::Never, has("a")]), has("a"));
        assert_eq!(Formula::any([has("a"), Formula::Always]), Formula::Always);
        assert_eq!(Formula::any([]), Formula::Never);
        assert_eq!(has("a").negate().negate(), has("a"));
        let both = Formula::any([has("a"), has("b").negate()]).to_json();
        assert_eq!(both, given(&json!({"anyOf": [{"required": ["a"]}, {"not": {"required": ["b"]}}]})));
    }

    #[test]
    fn what_is_open_stays_open() {
        let (open, a) = (Bounds::OPEN, Bounds::exactly(has("a")));
        let both = Bounds::all(vec![open.clone(), a.clone()]);
        assert_eq!(both, Bounds { surely: Formula::Never, possibly: has("a") });
        assert_eq!(both.negate(), Bounds { surely: has("a").negate(), possibly: Formula::Always });
        let one = Bounds::any(vec![open.clone(), a.clone()]);
        assert_eq!(one, Bounds { surely: has("a"), possibly: Formula::Always });
        assert_eq!(Bounds::either(open, a.clone(), a.clone()), a);
    }
}
