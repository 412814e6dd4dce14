//! The adapter for backends that speak the REST contract (`public/openapi.yaml`).

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::Method;
use web_sys::{Blob, RequestCache};

use super::answer::{self, judge};
use super::port::{Backend, LocalFuture, Progress};
use super::wire::content_disposition;
use super::{
    AttachmentId, Error, FoundAddress, Hold, IdempotencyKey, Offers, Receipt, Section, ServiceSummary, Slot, offers,
    written,
};
use crate::browser::fetch::{self, Answer, Failure, Request};
use crate::browser::patterns::RegExpPatterns;
use crate::browser::upload::{Body, upload};
use crate::browser::{clock, files, page};
use crate::case::{AccessCode, Case, Reference};
use crate::expr::date::Date;
use crate::field::{CodeList, code_list, place};
use crate::form::Submission;
use crate::json;
use crate::later::Later;
use crate::recipe::{self, Recipe, ServiceId};

/// A backend at an address.
pub struct Rest {
    /// Absolute, without a slash at its end.
    base: String,
    language: Rc<dyn Fn() -> String>,
    /// Where the code of rarer field kinds is.
    later: Rc<Later>,
    /// What it said it offers, once it was asked.
    offers: Cell<Option<Offers>>,
}

impl Rest {
    /// `base`: the absolute address before `/services`. `language`: what the citizen reads now (BCP 47).
    #[expect(clippy::new_ret_no_self, reason = "whoever holds a backend does not care which one")]
    pub fn new(base: String, language: Rc<dyn Fn() -> String>, later: Rc<Later>) -> Rc<dyn Backend> {
        Rc::new(Self { base: base.trim_end_matches('/').to_owned(), language, later, offers: Cell::new(None) })
    }

    async fn get(&self, path: &[&str], cache: RequestCache, headers: &[(&str, &str)]) -> Result<String, Error> {
        self.ask(Method::GET, path, cache, headers, None).await.and_then(utf8)
    }

    /// The body of a good answer. Redirects are not followed: applications and access codes go where they are meant to.
    async fn ask(
        &self,
        method: Method,
        path: &[&str],
        cache: RequestCache,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Result<Vec<u8>, Error> {
        let (address, language) = ([self.base.as_str(), &path.concat()].concat(), (self.language)());
        let mut all = vec![("Accept", "application/json, application/problem+json"), ("Accept-Language", &language)];
        all.extend(headers);
        let request = Request { method, address: &address, headers: &all, body, cache, follow: false };
        bytes(fetch::send(&request).await)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        match failure {
            Failure::Timeout => Error::Timeout,
            Failure::Network if page::is_online() => Error::Unavailable { status: 0 },
            Failure::Network => Error::Offline,
            Failure::TooLong => Error::contract("an answer of more than 8 MB"),
            Failure::Redirected => Error::contract("a redirect"),
        }
    }
}

/// The text of a good answer.
pub(super) fn text(answer: Result<Answer, Failure>) -> Result<String, Error> {
    bytes(answer).and_then(utf8)
}

pub(super) fn utf8(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::contract("an answer that is not UTF-8"))
}

/// The bytes of a good answer.
pub(super) fn bytes(answer: Result<Answer, Failure>) -> Result<Vec<u8>, Error> {
    let Answer { status, retry_after, body } = answer?;
    judge(status, retry_after.and_then(|wait| seconds(&wait)), std::str::from_utf8(&body).unwrap_or_default())?;
    Ok(body)
}

/// `Retry-After` is a number of seconds or a date (RFC 9110 § 10.2.3).
pub(super) fn seconds(wait: &str) -> Option<u32> {
    let until = || Some(((clock::parse(wait)? - clock::now()) / 1000.0).ceil() as u32);
    wait.trim().parse().ok().or_else(until)
}

/// Nothing but a case asks for a code: a backend that denies the rest is not set up as the contract says.
fn public(error: Error) -> Error {
    if error == Error::Denied { Error::contract("access denied where no code is asked for") } else { error }
}

/// Reads a recipe that was asked for as `id`. What is rare is read by the later part of the program, and what is wrong is put
/// together there; whoever is a part of it itself has nothing to wait for.
pub(super) async fn read_recipe(id: &str, bytes: &[u8], later: Option<&Later>) -> Result<Rc<Recipe>, Error> {
    // What is no text is no recipe either.
    let file = recipe::File::read(std::str::from_utf8(bytes).unwrap_or_default());
    if let Some(later) = later.filter(|_| file.needs_later()) {
        later.load().await?;
    }
    let parsed = file.check(&RegExpPatterns::default());
    match parsed.recipe {
        Some(recipe) if recipe.id.as_str() == id => Ok(Rc::new(recipe)),
        other => {
            if let Some(later) = later {
                later.load().await?;
            }
            Err(written::broken_recipe(id, bytes, parsed.problems, other.as_ref()))
        }
    }
}

impl Backend for Rest {
    fn services(&self) -> LocalFuture<'_, Result<Vec<ServiceSummary>, Error>> {
        Box::pin(async move {
            answer::services(&self.get(&["/services"], RequestCache::NoCache, &[]).await.map_err(public)?)
        })
    }

    fn recipe<'a>(&'a self, id: &'a str) -> LocalFuture<'a, Result<Rc<Recipe>, Error>> {
        Box::pin(async move {
            // Such an id needs no escaping in an address.
            ServiceId::parse(id).ok_or(Error::NotFound)?;
            let path = ["/recipes/", id];
            let body = self.ask(Method::GET, &path, RequestCache::NoCache, &[], None).await.map_err(public)?;
            read_recipe(id, &body, Some(&self.later)).await
        })
    }

    fn code_list<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Result<CodeList, Error>> {
        Box::pin(async move {
            if !code_list::is_name(name) {
                return Err(Error::NotFound);
            }
            let body = self.get(&["/code-lists/", name], RequestCache::NoCache, &[]).await.map_err(public)?;
            Ok(written::code_list(name, &body)?)
        })
    }

    fn attach<'a>(
        &'a self,
        file: &'a Blob,
        name: &'a str,
        key: &'a IdempotencyKey,
        progress: Option<Progress>,
    ) -> LocalFuture<'a, Result<AttachmentId, Error>> {
        Box::pin(async move {
            let media_type = file.type_();
            let headers = [
                ("Accept", "application/json, application/problem+json"),
                ("Accept-Language", &(self.language)()),
                ("Content-Type", if media_type.is_empty() { "application/octet-stream" } else { &media_type }),
                ("Content-Disposition", &content_disposition(name)),
                ("Idempotency-Key", key.as_str()),
            ];
            let address = [self.base.as_str(), "/attachments"].concat();
            let body =
                text(upload("POST", &address, &headers, &Body::File(file.clone()), progress).await).map_err(public)?;
            answer::attachment(&body)
        })
    }

    fn send<'a>(
        &'a self,
        application: &'a Submission,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Receipt, Error>> {
        Box::pin(async move {
            let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key.as_str())];
            let body = json::write(&application.to_json());
            let answer = self.ask(Method::POST, &["/applications"], RequestCache::NoStore, &headers, Some(&body)).await;
            answer::receipt(&answer.and_then(utf8).map_err(public)?)
        })
    }

    fn has_codes(&self) -> bool {
        true
    }

    fn case<'a>(
        &'a self,
        reference: &'a Reference,
        code: Option<&'a AccessCode>,
    ) -> LocalFuture<'a, Result<Case, Error>> {
        Box::pin(async move {
            let code = code.ok_or(Error::Denied)?;
            let bearer = ["Bearer ", code.as_str()].concat();
            let headers = [("Authorization", bearer.as_str())];
            // A reference consists of letters, digits, hyphens, underscores and dots, and not of dots alone.
            answer::case(&self.get(&["/cases/", reference.as_str()], RequestCache::NoStore, &headers).await?)
        })
    }

    fn offers(&self) -> LocalFuture<'_, Result<Offers, Error>> {
        Box::pin(async move {
            if let Some(offers) = self.offers.get() {
                return Ok(offers);
            }
            let answer = self.get(&["/"], RequestCache::Default, &[]).await.map_err(public);
            let offers = match answer.and_then(|body| offers::offers(&body)) {
                // Older backends know nothing of it, and servers of single-page apps answer with a page.
                Err(Error::NotFound | Error::Contract { .. }) => Offers::default(),
                other => other?,
            };
            self.offers.set(Some(offers));
            Ok(offers)
        })
    }

    fn addresses<'a>(&'a self, words: &'a str, limit: u32) -> LocalFuture<'a, Result<Vec<FoundAddress>, Error>> {
        Box::pin(async move {
            let path = ["/addresses?q=", &page::encoded(words), "&limit=", &limit.to_string()];
            offers::addresses(&self.get(&path, RequestCache::NoStore, &[]).await.map_err(public)?)
        })
    }

    fn map(&self, section: Section) -> LocalFuture<'_, Result<Blob, Error>> {
        Box::pin(async move {
            let Section { at, width, height, scale } = section;
            let address = [
                self.base.as_str(),
                "/map?latitude=",
                &place::written(at.latitude, '.'),
                "&longitude=",
                &place::written(at.longitude, '.'),
                "&width=",
                &width.to_string(),
                "&height=",
                &height.to_string(),
                "&scale=",
                &scale.to_string(),
            ];
            let headers = [("Accept", "image/*"), ("Accept-Language", &*(self.language)())];
            let request = Request {
                method: Method::GET,
                address: &address.concat(),
                headers: &headers,
                body: None,
                cache: RequestCache::Default,
                follow: false,
            };
            let Answer { status, retry_after, body } = fetch::send(&request).await?;
            judge(status, retry_after.and_then(|wait| seconds(&wait)), "").map_err(public)?;
            let image = offers::image_type(&body).ok_or_else(|| Error::contract("a map that is no picture"))?;
            files::of_bytes(&body, image).map_err(|_| Error::contract("a map that is too large"))
        })
    }

    fn slots<'a>(&'a self, calendar: &'a str, days: [Date; 2]) -> LocalFuture<'a, Result<Vec<Slot>, Error>> {
        Box::pin(async move {
            let [from, to] = days.map(|day| day.to_string());
            let path = ["/calendars/", calendar, "/slots?from=", &from, "&to=", &to];
            offers::slots(&self.get(&path, RequestCache::NoStore, &[]).await.map_err(public)?)
        })
    }

    fn hold<'a>(
        &'a self,
        calendar: &'a str,
        slot: &'a str,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Hold, Error>> {
        Box::pin(async move {
            let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key.as_str())];
            let body = json::write(&json::Value::Object(json::Object::from_iter([("slot".to_owned(), slot.into())])));
            let path = ["/calendars/", calendar, "/holds"];
            let answer = self.ask(Method::POST, &path, RequestCache::NoStore, &headers, Some(&body)).await;
            offers::hold(&answer.and_then(utf8).map_err(public)?)
        })
    }

    fn release<'a>(&'a self, hold: &'a str) -> LocalFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let path = ["/holds/", &page::encoded(hold)];
            match self.ask(Method::DELETE, &path, RequestCache::NoStore, &[], None).await.map_err(public) {
                Ok(_) | Err(Error::NotFound) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn is_demo(&self) -> bool {
        false
    }
}
