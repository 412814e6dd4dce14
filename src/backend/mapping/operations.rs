//! What a mapping can map: each operation of the port, what its request may be made of, and what its answer has to give.

/// An operation of the port.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    pub name: &'static str,
    /// What placeholders in its request may name.
    pub inputs: &'static [&'static str],
    /// Whether a file goes with it.
    pub file: bool,
    /// Under which key of the REST contract the answer's list stands, for those that answer with a list.
    pub list: Option<&'static str>,
    pub gives: &'static [Given],
    pub need: Need,
}

/// A value that an answer gives.
#[derive(Debug, PartialEq, Eq)]
pub struct Given {
    /// As in the REST contract.
    pub key: &'static str,
    pub sort: Sort,
    pub needed: bool,
}

/// What a value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A text; numbers become one.
    Text,
    /// A text in the server's language, or an object from language to text.
    Words,
    /// A point in time.
    Moment,
    Day,
    Number,
    /// One of the six names of the federal status monitor.
    Status,
    /// `granted`, `rejected`, `withdrawn`.
    Outcome,
    /// A list of events, each with `at`, `status`, `note`.
    Events,
    /// Whatever stands there.
    Any,
}

/// Whether a server may lack an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing works without it.
    Always,
    /// Needed unless the file names static recipes.
    WithoutRecipes,
    /// May be named in `lacks`.
    May,
    /// Only together with another operation that asks for it; never in `lacks`.
    Helps,
}

const fn need(key: &'static str, sort: Sort) -> Given {
    Given { key, sort, needed: true }
}

const fn may(key: &'static str, sort: Sort) -> Given {
    Given { key, sort, needed: false }
}

/// The values of an event of a case.
pub const EVENT: &[Given] = &[need("at", Sort::Moment), need("status", Sort::Status), may("note", Sort::Words)];

const RECEIPT: &[Given] =
    &[need("reference", Sort::Text), may("accessCode", Sort::Text), may("submittedAt", Sort::Moment)];

const SENT: &[&str] = &["key", "service", "version", "title", "language", "answers", "reference", "accessCode", "now"];

const fn operation(
    name: &'static str,
    inputs: &'static [&'static str],
    gives: &'static [Given],
    need: Need,
) -> Operation {
    Operation { name, inputs, file: false, list: None, gives, need }
}

pub const SERVICES: &Operation = &Operation {
    list: Some("services"),
    ..operation(
        "services",
        &["language"],
        &[
            need("id", Sort::Text),
            may("version", Sort::Number),
            need("title", Sort::Words),
            need("summary", Sort::Words),
            may("keywords", Sort::Any),
            may("leika", Sort::Text),
        ],
        Need::WithoutRecipes,
    )
};

pub const RECIPE: &Operation =
    &operation("recipe", &["service", "language"], &[need("recipe", Sort::Any)], Need::WithoutRecipes);

pub const CODE_LIST: &Operation = &Operation {
    list: Some("items"),
    ..operation("codeList", &["name", "language"], &[need("value", Sort::Text), need("label", Sort::Words)], Need::May)
};

pub const ATTACH: &Operation = &Operation {
    file: true,
    ..operation("attach", &["key", "name", "type", "size", "language"], &[need("id", Sort::Text)], Need::May)
};

pub const SEND: &Operation = &operation("send", SENT, RECEIPT, Need::Always);

/// Whether an application has arrived before, by its key.
pub const LOOKUP: &Operation = &operation("lookup", SENT, RECEIPT, Need::Helps);

pub const CASE: &Operation = &operation(
    "case",
    &["reference", "accessCode", "language"],
    &[
        need("status", Sort::Status),
        may("outcome", Sort::Outcome),
        may("service", Sort::Text),
        may("title", Sort::Words),
        need("submittedAt", Sort::Moment),
        may("updatedAt", Sort::Moment),
        may("expectedBy", Sort::Day),
        may("next", Sort::Words),
        may("events", Sort::Events),
    ],
    Need::May,
);

pub const ADDRESSES: &Operation = &Operation {
    list: Some("items"),
    ..operation(
        "addresses",
        &["words", "limit", "language"],
        &[need("text", Sort::Text), need("latitude", Sort::Number), need("longitude", Sort::Number)],
        Need::May,
    )
};

pub const MAP: &Operation =
    &operation("map", &["latitude", "longitude", "width", "height", "scale", "language"], &[], Need::May);

pub const SLOTS: &Operation = &Operation {
    list: Some("items"),
    ..operation(
        "slots",
        &["calendar", "from", "to", "language"],
        &[need("id", Sort::Text), need("start", Sort::Moment), need("end", Sort::Moment), may("place", Sort::Text)],
        Need::May,
    )
};

pub const HOLD: &Operation = &operation(
    "hold",
    &["calendar", "slot", "key", "language"],
    &[
        need("hold", Sort::Text),
        may("slot", Sort::Text),
        need("start", Sort::Moment),
        need("end", Sort::Moment),
        need("expires", Sort::Moment),
        may("seconds", Sort::Number),
    ],
    Need::May,
);

pub const RELEASE: &Operation = &operation("release", &["hold", "language"], &[], Need::May);

/// All of them, in the order in which a service uses them.
pub const ALL: &[&Operation] =
    &[SERVICES, RECIPE, CODE_LIST, ADDRESSES, MAP, SLOTS, HOLD, RELEASE, ATTACH, LOOKUP, SEND, CASE];
