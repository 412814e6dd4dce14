//! A backend that exists already: a *mapping*, one JSON file beside the page, says how each operation of the port is asked for
//! there and where in its answers the values stand.
//!
//! Reading the file, making a request and understanding an answer are pure; only `adapter` needs a browser. An answer is brought
//! into the form of the REST contract and read as one, so that nothing is believed here that would not be believed there.

#[cfg(target_arch = "wasm32")]
pub mod adapter;
pub mod call;
#[cfg(target_arch = "wasm32")]
mod delivery;
mod given;
mod made;
pub mod moments;
pub mod operations;
mod read;
mod refusal;
#[cfg(target_arch = "wasm32")]
mod server;
pub mod template;
pub mod value;

pub use call::{Content, Prepared};
pub use read::{Parsed, parse};

use call::Call;
use given::Answer;
use moments::Zone;
use operations::Operation;
use refusal::Refusal;
use template::Template;
use value::Basis;

use super::{Error, Offers, answer};
use crate::expr::date::Date;
use crate::json::{self, Object, Value};
use crate::recipe::ServiceId;

/// A mapping that can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The server's address, or one relative to the mapping's file; with a slash at its end.
    pub base: String,
    /// Which language the server's texts are in (BCP 47).
    pub language: String,
    zone: Zone,
    headers: Vec<(String, Template)>,
    /// Recipes as static files, where the server has none.
    pub recipes: Option<Recipes>,
    /// The folder of static code lists, relative to the mapping's file.
    pub code_lists: Option<String>,
    refusals: Vec<Refusal>,
    operations: Vec<Mapped>,
}

/// Static files beside the mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipes {
    /// Relative to the mapping's file, with a slash at its end.
    pub folder: String,
    /// In the order in which they are shown.
    pub services: Vec<ServiceId>,
}

/// How one operation is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapped {
    pub operation: &'static Operation,
    pub call: Call,
    answer: Answer,
    refusals: Vec<Refusal>,
    /// Only of `send`.
    pub once: Option<Once>,
}

/// What keeps an application from arriving twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// The server knows the header `Idempotency-Key`.
    Header,
    /// The key is the record's own name: a second PUT is the first one again.
    Key,
    /// The key stands in the record, and the record is looked for before each attempt.
    Lookup,
    /// Nothing does: an unknown outcome is told to the citizen.
    Never,
}

/// What came back from the server.
pub struct Reply<'a> {
    pub status: u16,
    /// Seconds.
    pub retry_after: Option<u32>,
    pub body: &'a str,
}

impl Mapping {
    pub fn find(&self, operation: &Operation) -> Option<&Mapped> {
        self.operations.iter().find(|mapped| mapped.operation == operation)
    }

    /// What the server has of what may be left out.
    pub fn offers(&self) -> Offers {
        let has = |operation| self.find(operation).is_some();
        Offers {
            address_search: has(operations::ADDRESSES),
            map: has(operations::MAP),
            appointments: has(operations::SLOTS),
            attachments: has(operations::ATTACH),
            status: has(operations::CASE),
        }
    }

    /// Whether a case is asked for with an access code.
    pub fn has_codes(&self) -> bool {
        self.find(operations::CASE).is_some_and(|mapped| mapped.call.uses("accessCode"))
    }

    /// The request of an operation with these inputs.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for an operation that the server lacks; [`Error::Contract`] for inputs that make no request.
    pub fn request(&self, operation: &Operation, inputs: &Object, today: Date) -> Result<Prepared, Error> {
        let mapped = self.find(operation).ok_or(Error::NotFound)?;
        let from = Basis { inputs, answer: &Value::Null, today, zone: self.zone };
        let mut prepared =
            mapped.call.prepare(&from, &self.headers).map_err(|cause| told(operation, "the request", &cause))?;
        if mapped.once == Some(Once::Header) {
            let key = template::find(inputs, "key").map(template::text).filter(|key| call::is_plain(key));
            let key = key.ok_or_else(|| told(operation, "the request", "a key that no header can hold"))?;
            prepared.headers.push(("Idempotency-Key".to_owned(), key));
        }
        Ok(prepared)
    }

    /// What the server's reply means: the answer in the form of the REST contract, or the port's error.
    pub fn understood(
        &self,
        operation: &Operation,
        inputs: &Object,
        today: Date,
        reply: &Reply,
    ) -> Result<Value, Error> {
        let mapped = self.find(operation).ok_or(Error::NotFound)?;
        let read = json::read(reply.body);
        let found = read.as_ref().unwrap_or(&Value::Null);
        let from = Basis { inputs, answer: found, today, zone: self.zone };
        let refusals = mapped.refusals.iter().chain(&self.refusals);
        match refusal::judge(refusals, reply.status, reply.retry_after, &from, |place| mapped.call.origin(place)) {
            Some(judged) => judged?,
            None => match answer::judge(reply.status, reply.retry_after, reply.body) {
                // Nothing but a case asks for a code: whoever denies the rest is not set up as the mapping says.
                Err(Error::Denied) if *operation != *operations::CASE => {
                    return Err(told(operation, "the answer", "access denied where no code is asked for"));
                }
                judged => judged?,
            },
        }
        if let Err(error) = &read
            && mapped.answer.points()
        {
            return Err(told(operation, "the answer", &error.to_string()));
        }
        mapped.answer.contract(operation, &from, &self.language).map_err(|cause| told(operation, "the answer", &cause))
    }
}

/// The random bits of a key that is a UUID of version 4, twice 60 of them and none in both: the hexadecimal digits but those two
/// that say what kind of UUID it is. Whatever is made of them is the same in each attempt.
pub fn bits(key: &str) -> [u64; 2] {
    let digits = key.chars().filter_map(|c| c.to_digit(16)).enumerate().filter(|(place, _)| !matches!(place, 12 | 16));
    let mut digits = digits.map(|(_, digit)| u64::from(digit));
    [(); 2].map(|()| digits.by_ref().take(15).fold(0, |bits, digit| bits << 4 | digit))
}

fn told(operation: &Operation, what: &str, cause: &str) -> Error {
    Error::contract(&[operation.name, ": ", what, ": ", cause].concat())
}
