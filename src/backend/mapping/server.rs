//! A server at its address, and the mapping that says how it is spoken to.

use gloo_net::http::Method;
use web_sys::{Blob, RequestCache};

use super::operations::Operation;
use super::{Content, Mapping, Prepared, Reply};
use crate::backend::Error;
use crate::backend::port::Progress;
use crate::backend::rest::{seconds, utf8};
use crate::browser::clock;
use crate::browser::fetch::{self, Answer, Request};
use crate::browser::upload::{self, upload};
use crate::json::{Object, Value};

/// Where everything is asked for, and how.
pub struct Server {
    pub mapping: Mapping,
    /// The server's address, absolute, with a slash at its end.
    pub base: String,
}

impl Server {
    /// Sends a request. Redirects are not followed: applications and codes go where they are meant to.
    pub async fn send(
        &self,
        prepared: &Prepared,
        file: Option<(&Blob, Option<Progress>)>,
        language: &str,
    ) -> Result<Answer, Error> {
        let address = [self.base.as_str(), &prepared.path].concat();
        let mut headers = vec![("Accept", "application/json, */*;q=0.5"), ("Accept-Language", language)];
        headers.extend(prepared.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let broken = |_| Error::contract("a body that the browser refuses");
        let (body, form) = match (&prepared.content, &file) {
            (Content::File, Some((blob, _))) => (None, Some(upload::Body::File((*blob).clone()))),
            (Content::Parts(parts), blob) => {
                let blob = blob.as_ref().map(|(blob, _)| *blob);
                (None, Some(upload::parts(parts, blob).map_err(broken)?))
            }
            (Content::Text(text), _) => (Some(text.as_str()), None),
            (Content::None | Content::File, _) => (None, None),
        };
        if let Some(form) = form {
            let progress = file.and_then(|(_, progress)| progress);
            return Ok(upload(prepared.method, &address, &headers, &form, progress).await?);
        }
        let cache = if prepared.method == "GET" { RequestCache::NoCache } else { RequestCache::NoStore };
        let method = match prepared.method {
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            "PATCH" => Method::PATCH,
            "DELETE" => Method::DELETE,
            _ => Method::GET,
        };
        Ok(fetch::send(&Request { method, address: &address, headers: &headers, body, cache, follow: false }).await?)
    }

    pub fn understood(&self, operation: &Operation, inputs: &Object, answer: Answer) -> Result<Value, Error> {
        let retry_after = answer.retry_after.and_then(|wait| seconds(&wait));
        let body = utf8(answer.body)?;
        self.mapping.understood(
            operation,
            inputs,
            clock::today(),
            &Reply { status: answer.status, retry_after, body: &body },
        )
    }
}
