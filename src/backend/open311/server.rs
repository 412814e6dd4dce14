//! A GeoReport server over HTTP: which format it speaks, what is asked of it, and what becomes of its answers.

use std::cell::Cell;

use gloo_net::http::Method;
use web_sys::RequestCache;

use super::{Posted, markup};
use crate::backend::Error;
use crate::backend::rest::seconds;
use crate::browser::fetch::{self, Answer, Failure, Request};
use crate::browser::page;
use crate::json::{self, Value};

/// What a server answers in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Format::Json => ".json",
            Format::Xml => ".xml",
        }
    }
}

/// What an element says of a server.
pub struct Address {
    /// Absolute, before `/services.json`.
    pub base: String,
    /// The address of the frame.
    pub frame: String,
    pub jurisdiction: Option<String>,
    pub api_key: Option<String>,
    /// `None` to find out.
    pub format: Option<Format>,
}

/// A server, and the format it was found to speak.
pub(super) struct Server {
    pub address: Address,
    format: Cell<Option<Format>>,
}

impl Server {
    pub fn new(mut address: Address) -> Server {
        address.base.truncate(address.base.trim_end_matches('/').len());
        Server { format: Cell::new(address.format), address }
    }

    /// Asks for what stands at `path`; the format is found out by the first question of all.
    pub async fn get(&self, path: &[&str], cache: RequestCache) -> Result<Value, Error> {
        if let Some(format) = self.format.get() {
            return self.ask(format, path, cache).await;
        }
        let refused = match self.ask(Format::Json, path, cache).await {
            Ok(value) => {
                self.format.set(Some(Format::Json));
                return Ok(value);
            }
            // JSON may be left out by a server, XML may not.
            Err(error @ (Error::NotFound | Error::Rejected { .. } | Error::Contract { .. })) => error,
            Err(error) => return Err(error),
        };
        let value = self.ask(Format::Xml, path, cache).await.map_err(|_| refused)?;
        self.format.set(Some(Format::Xml));
        Ok(value)
    }

    async fn ask(&self, format: Format, path: &[&str], cache: RequestCache) -> Result<Value, Error> {
        // Servers of the German dialect tell the detailed status only to those who ask for extensions.
        let mut address = [self.address.base.as_str(), &path.concat(), format.ending(), "?extensions=true"].concat();
        if let Some(jurisdiction) = &self.address.jurisdiction {
            address.push_str(&["&jurisdiction_id=", &page::encoded(jurisdiction)].concat());
        }
        let request =
            Request { method: Method::GET, address: &address, headers: &[], body: None, cache, follow: false };
        read(fetch::send(&request).await?, format)
    }

    /// Posts the report. Whatever is no plain answer leaves it open whether the server has it.
    pub async fn post(&self, body: &str) -> Result<Posted, Error> {
        let format = self.format.get().unwrap_or(Format::Json);
        let address = [self.address.base.as_str(), "/requests", format.ending()].concat();
        let headers = [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")];
        let request = Request {
            method: Method::POST,
            address: &address,
            headers: &headers,
            body: Some(body),
            cache: RequestCache::NoStore,
            follow: false,
        };
        let uncertain = |error: Error| Error::Uncertain { cause: error.to_string() };
        let answer = fetch::send(&request).await.map_err(|failure: Failure| uncertain(failure.into()))?;
        let status = answer.status;
        match read(answer, format) {
            Ok(body) => super::posted(&body).map_err(uncertain),
            // 503 says that it was not even begun; any other failure of a server may come after the deed, and a proxy's.
            Err(error) if matches!(status, 400..=499 | 503) => Err(error),
            Err(error) => Err(uncertain(error)),
        }
    }
}

/// An answer's body; an error's too, as far as it can be read.
fn read(answer: Answer, format: Format) -> Result<Value, Error> {
    let body = String::from_utf8(answer.body).map_err(|_| Error::contract("an answer that is not UTF-8"));
    let value = body.and_then(|body| match format {
        Format::Json => json::read(&body).map_err(|error| Error::contract(&error.to_string())),
        Format::Xml => match markup::read(&body) {
            Ok(element) => Ok(element.value()),
            Err(expected) => Err(Error::contract(&["XML: expected ", expected].concat())),
        },
    });
    super::judge(answer.status, answer.retry_after.and_then(|wait| seconds(&wait)), value.as_ref().ok())?;
    value
}
