//! The adapter for GeoReport servers: asks them, and sees to it that a report is not sent twice by itself.
//!
//! GeoReport knows no key that makes sending twice harmless, and nothing of a report can be asked for that would tell it from
//! another one of the same words. So what has begun to be sent is noted on the device before the network is asked. Only a
//! server's plain refusal takes the note away; as long as it stands, sending the same again needs a citizen who knows.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Blob, RequestCache};

use super::server::{Address, Server};
use super::{Frame, Posted, Sender, Service, Ticket, base64};
use crate::backend::port::{Backend, LocalFuture, Progress};
use crate::backend::written::other_encoding;
use crate::backend::{
    AttachmentId, Error, FoundAddress, Hold, IdempotencyKey, Offers, Receipt, Section, ServiceSummary, Slot,
};
use crate::broken::BrokenFile;
use crate::browser::cause;
use crate::browser::patterns::RegExpPatterns;
use crate::browser::{clock, fetch, files, page, random, timer};
use crate::case::{AccessCode, Case, Reference};
use crate::expr::date::Date;
use crate::field::CodeList;
use crate::form::Submission;
use crate::recipe::Recipe;
use crate::store::{self, Store};

/// A city's GeoReport server and what is known of it.
pub struct Open311 {
    server: Server,
    frame: RefCell<Option<Rc<Frame>>>,
    services: RefCell<Option<Rc<Vec<Service>>>>,
    /// None where nothing can be kept.
    store: Option<Store>,
    /// The keys of reports that have begun to be sent in this visit.
    begun: RefCell<Vec<String>>,
    /// Of those whose outcome is not known: the keys of which the citizen has been told so.
    told: RefCell<Vec<String>>,
}

/// Milliseconds before each question for the number behind a token. After the last one the token itself is the reference.
const PAUSES: [i32; 3] = [0, 1_000, 3_000];

impl Open311 {
    #[expect(clippy::new_ret_no_self, reason = "whoever holds a backend does not care which one")]
    pub fn new(address: Address, store: Option<Store>) -> Rc<dyn Backend> {
        Rc::new(Self {
            server: Server::new(address),
            frame: RefCell::default(),
            services: RefCell::default(),
            store,
            begun: RefCell::default(),
            told: RefCell::default(),
        })
    }

    /// The frame, read once.
    async fn frame(&self) -> Result<Rc<Frame>, Error> {
        if let Some(frame) = self.frame.borrow().clone() {
            return Ok(frame);
        }
        let answer = fetch::get(&self.server.address.frame).await?;
        if answer.status != 200 {
            return Err(Error::contract(
                &[&self.server.address.frame, ": status ", &answer.status.to_string()].concat(),
            ));
        }
        let name = self.server.address.frame.rsplit('/').next().unwrap_or_default();
        let own = name.trim_end_matches(".json");
        let text = String::from_utf8(answer.body).map_err(|error| other_encoding(own, error.as_bytes()))?;
        let frame = Frame::read(&text, &RegExpPatterns::default());
        let broken = |problems| Error::Broken(Box::new(BrokenFile::new(name.to_owned(), &text, problems)));
        let frame = Rc::new(frame.map_err(broken)?);
        self.frame.replace(Some(frame.clone()));
        Ok(frame)
    }

    /// What the server offers, as it was told last.
    async fn known(&self) -> Result<Rc<Vec<Service>>, Error> {
        let known = self.services.borrow().clone();
        match known {
            Some(services) => Ok(services),
            None => self.fetched().await,
        }
    }

    async fn fetched(&self) -> Result<Rc<Vec<Service>>, Error> {
        let services = Rc::new(super::services(&self.server.get(&["/services"], RequestCache::NoCache).await?)?);
        self.services.replace(Some(services.clone()));
        Ok(services)
    }

    async fn service(&self, id: &str) -> Result<Service, Error> {
        let services = self.known().await?;
        let found = services.iter().find(|service| super::service_id(&service.code).as_str() == id);
        found.cloned().ok_or(Error::NotFound)
    }

    /// Whether the report of this key has begun to be sent, now or in an earlier visit.
    async fn has_begun(&self, key: &str) -> bool {
        if self.begun.borrow().iter().any(|begun| begun == key) {
            return true;
        }
        match &self.store {
            Some(store) => warned(store.attempts().await).unwrap_or_default().iter().any(|begun| begun == key),
            None => false,
        }
    }

    /// Notes it before the network is asked: on the disk, or for this visit where nothing can be kept.
    async fn begin(&self, key: &str) {
        self.begun.borrow_mut().push(key.to_owned());
        if let Some(store) = &self.store {
            warned(store.begin_attempt(key, clock::now()).await);
        }
    }

    /// The server has refused it, so that it may be sent again.
    async fn refused(&self, key: &str) {
        self.begun.borrow_mut().retain(|begun| begun != key);
        if let Some(store) = &self.store {
            warned(store.end_attempt(key).await);
        }
    }

    /// The reference for a report that was taken: its number, if there is one soon.
    async fn reference(&self, posted: Posted) -> Option<Reference> {
        match posted {
            Posted::Nothing => None,
            Posted::Ticket(Ticket::Token(token)) => {
                for pause in PAUSES {
                    timer::sleep(pause).await;
                    if let Ok(Some(id)) = self.number(&token).await {
                        return Ticket::Request(id).reference();
                    }
                }
                Ticket::Token(token).reference()
            }
            Posted::Ticket(ticket) => ticket.reference(),
        }
    }

    /// The number behind a token, as soon as there is one.
    async fn number(&self, token: &str) -> Result<Option<String>, Error> {
        super::token(&self.server.get(&["/tokens/", &page::encoded(token)], RequestCache::NoStore).await?)
    }
}

/// What the store answered, or nothing and a word to the developer.
fn warned<T>(answer: Result<T, store::Error>) -> Option<T> {
    answer.map_err(|error| page::warn(&error.to_string())).ok()
}

/// What no GeoReport server has; nothing in the app asks for it, as neither the offers nor a recipe name it.
fn none<T>() -> LocalFuture<'static, Result<T, Error>> {
    Box::pin(async { Err(Error::NotFound) })
}

impl Backend for Open311 {
    fn services(&self) -> LocalFuture<'_, Result<Vec<ServiceSummary>, Error>> {
        Box::pin(async move {
            let frame = self.frame().await?;
            Ok(self.fetched().await?.iter().map(|service| frame.summary(service)).collect())
        })
    }

    fn recipe<'a>(&'a self, id: &'a str) -> LocalFuture<'a, Result<Rc<Recipe>, Error>> {
        Box::pin(async move {
            let frame = self.frame().await?;
            let service = self.service(id).await?;
            let attributes = if service.metadata {
                let path = ["/services/", &page::encoded(&service.code)];
                super::definition(&self.server.get(&path, RequestCache::NoCache).await?)?
            } else {
                Vec::new()
            };
            Ok(Rc::new(frame.recipe(&service, &attributes, &RegExpPatterns::default())?))
        })
    }

    fn code_list<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Result<CodeList, Error>> {
        none()
    }

    /// The server takes a picture's bytes with the report and not before: the attachment's id is its content.
    fn attach<'a>(
        &'a self,
        file: &'a Blob,
        _: &'a str,
        _: &'a IdempotencyKey,
        _: Option<Progress>,
    ) -> LocalFuture<'a, Result<AttachmentId, Error>> {
        Box::pin(async move {
            let bytes = files::read(file).await.map_err(|thrown| Error::Storage(cause(&thrown)))?;
            Ok(base64(&bytes).into())
        })
    }

    fn send<'a>(
        &'a self,
        application: &'a Submission,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Receipt, Error>> {
        Box::pin(async move {
            let key = key.as_str();
            let service = self.service(application.service.as_str()).await?;
            if self.has_begun(key).await && !self.told.borrow().iter().any(|told| told == key) {
                self.told.borrow_mut().push(key.to_owned());
                return Err(Error::Uncertain { cause: "it has begun to be sent before".into() });
            }
            let sender = Sender {
                jurisdiction: self.server.address.jurisdiction.as_deref(),
                api_key: self.server.address.api_key.as_deref(),
                code: &service.code,
                offset: &clock::offset,
            };
            let body = super::post(application, &sender);
            // What cannot leave the device has not arrived, either.
            if !page::is_online() {
                return Err(Error::Offline);
            }
            self.begin(key).await;
            let posted = match self.server.post(&body).await {
                Ok(posted) => posted,
                Err(error @ Error::Uncertain { .. }) => {
                    // The citizen is told by this very error.
                    self.told.borrow_mut().push(key.to_owned());
                    return Err(error);
                }
                Err(error) => {
                    self.refused(key).await;
                    return Err(error);
                }
            };
            let submitted_at = clock::now_rfc3339();
            let reference = self.reference(posted).await.unwrap_or_else(|| Reference::local(random::number()));
            Ok(Receipt { reference, access_code: None, submitted_at })
        })
    }

    fn has_codes(&self) -> bool {
        false
    }

    fn case<'a>(&'a self, reference: &'a Reference, _: Option<&'a AccessCode>) -> LocalFuture<'a, Result<Case, Error>> {
        Box::pin(async move {
            let frame = self.frame().await?;
            let id = match Ticket::of(reference) {
                Ticket::Request(id) => id,
                Ticket::Token(token) => self.number(&token).await?.ok_or(Error::Pending)?,
            };
            let path = ["/requests/", &page::encoded(&id)];
            let body = self.server.get(&path, RequestCache::NoStore).await?;
            super::case(&body, &id, reference, &frame.language, &frame.office)
        })
    }

    fn offers(&self) -> LocalFuture<'_, Result<Offers, Error>> {
        Box::pin(async { Ok(Offers::default()) })
    }

    fn addresses<'a>(&'a self, _: &'a str, _: u32) -> LocalFuture<'a, Result<Vec<FoundAddress>, Error>> {
        none()
    }

    fn map(&self, _: Section) -> LocalFuture<'_, Result<Blob, Error>> {
        none()
    }

    fn slots<'a>(&'a self, _: &'a str, _: [Date; 2]) -> LocalFuture<'a, Result<Vec<Slot>, Error>> {
        none()
    }

    fn hold<'a>(&'a self, _: &'a str, _: &'a str, _: &'a IdempotencyKey) -> LocalFuture<'a, Result<Hold, Error>> {
        none()
    }

    fn release<'a>(&'a self, _: &'a str) -> LocalFuture<'a, Result<(), Error>> {
        none()
    }

    fn is_demo(&self) -> bool {
        false
    }
}
