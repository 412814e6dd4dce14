//! A service's definition: what it is and what it asks, read from one JSON file and checked as a whole.
//!
//! [`parse`] gives the recipe or *all* its problems; a [`Recipe`] in hand has none: its ids are unique, its conditions
//! read existing fields and never go round in circles.

mod beginning;
mod contract;
mod formats;
pub mod graph;
pub mod markdown;
mod read;
mod rules;
pub mod search;
mod steps;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::expr::Expr;
use crate::field::Kind;
use crate::names::Names;
use crate::text::Text;

pub use self::contract::contract;
pub use self::graph::{Graph, Node};
pub use self::read::{File, MOST_BYTES, Parsed, parse};
pub use self::steps::MOST_FIELDS;
pub use crate::reading::Problem;

/// A service's id, as addresses and backends use it: lower-case letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId(String);

impl ServiceId {
    /// Two to 63 characters of `a-z`, `0-9` and `-`, the first of them a letter.
    pub fn parse(text: &str) -> Option<ServiceId> {
        formats::is_service_id(text).then(|| ServiceId(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServiceId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A service. Texts called Markdown are read by [`markdown::read`].
#[derive(Clone, Debug)]
pub struct Recipe {
    pub id: ServiceId,
    /// From 1; drafts of an older version are carried over as far as they fit.
    pub version: u32,
    /// The key of the German catalogue of public services: 14 digits.
    pub leika: Option<String>,
    pub title: Text,
    pub summary: Text,
    /// Markdown.
    pub description: Option<Text>,
    /// Words people search for: language, words.
    pub keywords: Vec<(String, Vec<String>)>,
    pub legal: Vec<Law>,
    /// What it costs, in words (EGovG § 3).
    pub fee: Text,
    /// How long it takes, in words.
    pub duration: Text,
    /// What to have at hand.
    pub evidence: Vec<Evidence>,
    pub office: Office,
    /// Markdown: the privacy notice (GDPR article 13).
    pub privacy: Text,
    /// Markdown: what happens after sending.
    pub afterwards: Option<Text>,
    /// One at least.
    pub steps: Vec<Step>,
    /// The fields of all steps, in order, a group before the fields it holds; one at least in each step and group.
    pub fields: Vec<Field>,
    pub checks: Vec<Check>,
    /// What depends on which fields.
    pub graph: Graph,
    /// The order of the fields' ids.
    by_id: Names,
}

impl Recipe {
    /// The place in [`Recipe::fields`] of the field with this id.
    pub fn field_ix(&self, id: &str) -> Option<usize> {
        self.by_id.find(id, &|ix| &self.fields[ix].id)
    }

    /// The fields that stand directly in a step or a group, whose fields are this range.
    pub fn direct(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let within = move |at: usize| (at < range.end).then_some(at);
        std::iter::successors(within(range.start), move |at| within(self.fields[*at].end))
    }

    /// All fields within a group, however deep.
    pub fn within(&self, group: usize) -> Range<usize> {
        group + 1..self.fields[group].end
    }
}

/// A legal basis.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    pub title: Text,
    /// An `https:` address.
    pub url: Option<String>,
}

/// Something to have at hand before one begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub title: Text,
    pub hint: Option<Text>,
}

/// The office responsible (EGovG §§ 3, 9); in recipes and in what a backend tells of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Office {
    pub name: Text,
    /// With the house number.
    pub street: String,
    pub postcode: String,
    pub place: String,
    pub hours: Text,
    /// As it is shown, from `+`: "+49 2421 25-0".
    pub phone: String,
    pub email: String,
    /// An `https:` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One page of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub id: String,
    pub title: Text,
    /// Markdown.
    pub intro: Option<Text>,
    /// Shown only if this holds.
    pub when: Option<Expr>,
    /// Its fields in [`Recipe::fields`].
    pub fields: Range<usize>,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub id: String,
    pub kind: Kind,
    /// Empty for a note, which has only its text.
    pub label: Text,
    pub hint: Option<Text>,
    pub required: Required,
    /// Shown only if this holds (and its step is shown).
    pub when: Option<Expr>,
    /// An HTML autofill token (WCAG 1.3.5).
    pub autocomplete: Option<String>,
    /// What a calculated field is worked out from; what any other one begins with, as long as nobody has answered it.
    pub value: Option<Expr>,
    /// Where else its first answer may come from.
    pub prefill: Option<Prefill>,
    /// Why what it begins with cannot be changed.
    pub fixed: Option<Text>,
    /// Its step in [`Recipe::steps`].
    pub step: usize,
    /// The group it stands in, in [`Recipe::fields`].
    pub home: Option<usize>,
    /// The place after this field, and after all that it holds if it is a group.
    pub end: usize,
}

/// Answers that do not go together, or that one should know something about.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// As long as this holds, the mistake is there.
    pub when: Expr,
    pub message: Text,
    /// The fields concerned, of one step or group; it is told at the first of them that is shown.
    pub fields: Vec<usize>,
    /// Whether it only informs, and stops nobody.
    pub warns: bool,
    /// The group it stands in: it is decided for each entry.
    pub home: Option<usize>,
}

/// Who may hand over a field's first answer, and under which name.
#[derive(Clone, Debug, PartialEq)]
pub enum Prefill {
    /// The page around the app.
    Page(String),
    /// The query of the page's address.
    Address(String),
}

/// Whether a field has to be answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Required {
    No,
    Yes,
    /// If this holds.
    When(Expr),
}
