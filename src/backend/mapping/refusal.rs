//! What a server's refusals mean: by status, and by what stands in the answer.

use super::given::pointer;
use super::template::{Scope, text};
use super::value::{Basis, Calculation, Pick, at};
use crate::backend::Error;
use crate::json::Value;
use crate::reading::{Node, Object};

/// One kind of refusal, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The statuses it has; none for all.
    statuses: Vec<u16>,
    when: Option<Calculation>,
    means: Means,
    /// A sentence for the citizen about the whole.
    detail: Option<Pick>,
    problems: Option<Problems>,
}

#[derive(Clone, Debug, PartialEq)]
struct Problems {
    items: String,
    place: Option<Pick>,
    detail: Pick,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    /// It is no refusal: what was asked for is done already.
    Done,
    Rejected,
    NotFound,
    Denied,
    Conflict,
    TooLarge,
    WrongType,
    RateLimited,
    Unavailable,
}

const MEANINGS: [(&str, Means); 9] = [
    ("done", Means::Done),
    ("rejected", Means::Rejected),
    ("notFound", Means::NotFound),
    ("denied", Means::Denied),
    ("conflict", Means::Conflict),
    ("tooLarge", Means::TooLarge),
    ("wrongType", Means::WrongType),
    ("rateLimited", Means::RateLimited),
    ("unavailable", Means::Unavailable),
];

const WORDS: &str = "done, rejected, notFound, denied, conflict, tooLarge, wrongType, rateLimited or unavailable";

/// Reads the list `errors` of an object, if it has one.
pub fn read(object: &Object, inputs: &'static [&'static str]) -> Option<Vec<Refusal>> {
    let Some(node) = object.get("errors") else { return Some(Vec::new()) };
    let scope = Scope { inputs, entry: false, answer: true };
    let list = node.list()?;
    let read: Vec<Refusal> =
        list.iter().enumerate().filter_map(|(ix, value)| refusal(node.element(ix, value), scope)).collect();
    (read.len() == list.len()).then_some(read)
}

fn refusal(node: Node, scope: Scope) -> Option<Refusal> {
    let object = node.object()?;
    object.finish(&[&["status", "when", "means", "detail", "problems"]]);
    let statuses = match object.get("status") {
        Some(node) => statuses(node),
        None => Some(Vec::new()),
    };
    let when = object.get("when").map(|node| Calculation::read(node, scope));
    if statuses.as_ref().is_some_and(Vec::is_empty) && when.is_none() {
        object.expected("status", "a status, a list of them, or a condition at when");
        return None;
    }
    let means = object.require("means", WORDS).and_then(|node| {
        let found = MEANINGS.iter().find(|(name, _)| node.value.as_str() == Some(name));
        if found.is_none() {
            node.expected(WORDS);
        }
        found.map(|(_, means)| *means)
    });
    let detail = object.get("detail").map(|node| Pick::read(node, scope));
    let problems = object.get("problems").map(|node| {
        let object = node.object()?;
        object.finish(&[&["items", "place", "detail"]]);
        let items = object.require("items", "the JSON Pointer of the list").and_then(pointer);
        let place = object.get("place").map(|node| Pick::read(node, scope));
        let detail = object.require("detail", "where the sentence for the citizen stands");
        let detail = detail.and_then(|node| Pick::read(node, scope));
        Some(Problems { items: items?, place: given(place)?, detail: detail? })
    });
    let words = detail.is_some() || problems.is_some();
    if let Some(means) = means
        && words != (means == Means::Rejected)
    {
        let what = "detail, problems or both where it means rejected, and neither elsewhere";
        node.expected(what);
        return None;
    }
    Some(Refusal {
        statuses: statuses?,
        when: given(when)?,
        means: means?,
        detail: given(detail)?,
        problems: given(problems)?,
    })
}

/// What may be left out; the outer `None` is what is there and cannot be read.
fn given<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    read.map_or(Some(None), |read| read.map(Some))
}

fn statuses(node: Node) -> Option<Vec<u16>> {
    let one = |node: Node| node.integer(200, 599).and_then(|status| u16::try_from(status).ok());
    let Some(list) = node.value.as_array() else { return one(node).map(|status| vec![status]) };
    let read: Vec<u16> = list.iter().enumerate().filter_map(|(ix, value)| one(node.element(ix, value))).collect();
    if list.is_empty() {
        node.expected("at least one status");
    }
    (read.len() == list.len() && !list.is_empty()).then_some(read)
}

/// What an answer means by the first refusal that fits it; `None` if none does. `origin` finds the answer of the form that a place
/// of the request came from.
pub fn judge<'a>(
    refusals: impl IntoIterator<Item = &'a Refusal>,
    status: u16,
    retry_after: Option<u32>,
    from: &Basis,
    origin: impl Fn(&str) -> Option<String>,
) -> Option<Result<(), Error>> {
    let fits = |refusal: &&Refusal| {
        (refusal.statuses.is_empty() || refusal.statuses.contains(&status))
            && refusal.when.as_ref().is_none_or(|when| when.holds(from))
    };
    let refusal = refusals.into_iter().find(fits)?;
    Some(Err(match refusal.means {
        Means::Done => return Some(Ok(())),
        Means::Rejected => return Some(Err(refusal.rejected(from, origin))),
        Means::NotFound => Error::NotFound,
        Means::Denied => Error::Denied,
        Means::Conflict => Error::Conflict,
        Means::TooLarge => Error::TooLarge,
        Means::WrongType => Error::WrongType,
        Means::RateLimited => Error::RateLimited { retry_after },
        Means::Unavailable => Error::Unavailable { status },
    }))
}

impl Refusal {
    fn rejected(&self, from: &Basis, origin: impl Fn(&str) -> Option<String>) -> Error {
        let words = |pick: &Pick, answer| match pick.value(&Basis { answer, ..*from }) {
            Ok(Some(value @ (Value::String(_) | Value::Number(_)))) => {
                Some(text(&value)).filter(|text| !text.trim().is_empty())
            }
            _ => None,
        };
        let mut problems = Vec::new();
        if let Some(own) = &self.problems {
            for problem in at(from.answer, &own.items).and_then(Value::as_array).unwrap_or_default() {
                let Some(detail) = words(&own.detail, problem) else { continue };
                let place = own.place.as_ref().and_then(|place| words(place, problem));
                problems.push((place.and_then(|place| origin(&place)).unwrap_or_default(), detail));
            }
        }
        let detail = self.detail.as_ref().and_then(|detail| words(detail, from.answer));
        if problems.is_empty() && detail.is_none() {
            return Error::contract("a refusal that says nothing where its reasons are expected");
        }
        Error::Rejected { problems, detail }
    }
}
