//! The adapter for a demonstration without any server: recipes are static files, applications stay on this device.
//!
//! It keeps what is needed to show a status again and which slots are held, and nothing of the answers and the files: they
//! go nowhere.

mod slots;

use std::rc::Rc;

use web_sys::Blob;

use super::answer;
use super::port::{Backend, LocalFuture, Progress};
use super::rest::{bytes, read_recipe, utf8};
use super::{
    AttachmentId, Error, FoundAddress, Hold, IdempotencyKey, Offers, Receipt, Section, ServiceSummary, Slot, offers,
    written,
};
use crate::browser::{clock, fetch, random};
use crate::case::{AccessCode, Case, Event, Outcome, Reference, Status};
use crate::expr::date::Date;
use crate::field::{CodeList, code_list};
use crate::form::Submission;
use crate::json::{self, Object, Value};
use crate::recipe::search::score;
use crate::recipe::{Recipe, ServiceId};
use crate::store::{self, Store};

/// When an application gets which status, in milliseconds after it was sent.
const COURSE: [(Status, f64); 4] =
    [(Status::Submitted, 0.0), (Status::Received, 0.0), (Status::Processing, 30_000.0), (Status::Completed, 300_000.0)];

const RECIPES: &str = "recipes/";

/// A backend that plays the office on this device.
pub struct Demo {
    /// The folder that `recipes/` and `code-lists/` stand in, with a slash at its end.
    assets: String,
    /// Without a store there are services and forms, but nothing can be sent.
    store: Option<Store>,
}

/// An application in the demonstration's files.
struct Sent {
    reference: Reference,
    code: AccessCode,
    service: String,
    /// Milliseconds since 1970-01-01 UTC.
    at: f64,
    key: String,
    /// Tells whether the same key came with other content.
    content: i64,
}

impl Demo {
    #[expect(clippy::new_ret_no_self, reason = "whoever holds a backend does not care which one")]
    pub fn new(assets: String, store: Option<Store>) -> Rc<dyn Backend> {
        Rc::new(Self { assets, store })
    }

    async fn file(&self, folder: &str, name: &str) -> Result<String, Error> {
        utf8(self.raw(folder, name).await?)
    }

    async fn raw(&self, folder: &str, name: &str) -> Result<Vec<u8>, Error> {
        let body = bytes(fetch::get(&[self.assets.as_str(), folder, name, ".json"].concat()).await)?;
        // Servers of single-page apps answer every address they do not know with the page.
        if body.trim_ascii_start().starts_with(b"<") { Err(Error::NotFound) } else { Ok(body) }
    }

    async fn read(&self, id: &str) -> Result<Rc<Recipe>, Error> {
        ServiceId::parse(id).ok_or(Error::NotFound)?;
        // The demonstration is in the later part itself, so all of it is there.
        read_recipe(id, &self.raw(RECIPES, id).await?, None).await
    }

    /// The first application that fits.
    async fn sent(&self, fits: impl Fn(&Sent) -> bool) -> Result<Option<Sent>, Error> {
        let all = self.store()?.demo().await.map_err(storage)?;
        Ok(all.iter().filter_map(|json| Sent::read(json)).find(fits))
    }

    fn store(&self) -> Result<&Store, Error> {
        self.store.as_ref().ok_or_else(|| Error::Storage("nothing can be kept on this device".into()))
    }
}

fn storage(error: store::Error) -> Error {
    Error::Storage(error.to_string())
}

impl Sent {
    fn write(&self) -> String {
        let mut kept = Object::new();
        kept.insert("reference", self.reference.as_str().into());
        kept.insert("code", self.code.as_str().into());
        kept.insert("service", self.service.as_str().into());
        kept.insert("at", (self.at as i64).into());
        kept.insert("key", self.key.as_str().into());
        kept.insert("content", self.content.into());
        json::write(&Value::Object(kept))
    }

    fn read(json: &str) -> Option<Self> {
        let kept = json::read(json).ok()?;
        let string = |key: &str| kept.get(key)?.as_str();
        Some(Self {
            reference: Reference::parse(string("reference")?)?,
            code: AccessCode::parse(string("code")?)?,
            service: string("service")?.to_owned(),
            at: kept.get("at")?.as_i64()? as f64,
            key: string("key")?.to_owned(),
            content: kept.get("content")?.as_i64()?,
        })
    }

    fn receipt(self) -> Receipt {
        Receipt { reference: self.reference, access_code: Some(self.code), submitted_at: clock::rfc3339(self.at) }
    }

    fn case(self, recipe: &Recipe, now: f64) -> Case {
        let reached = COURSE.iter().filter(|(_, after)| self.at + after <= now);
        let events: Vec<Event> = reached
            .map(|(status, after)| Event { at: clock::rfc3339(self.at + after), status: *status, note: None })
            .collect();
        let (status, updated_at) = match events.last() {
            Some(event) => (event.status, event.at.clone()),
            // The device's clock was put back.
            None => (Status::Submitted, clock::rfc3339(self.at)),
        };
        Case {
            reference: self.reference,
            service: self.service,
            title: recipe.title.clone(),
            status,
            outcome: (status == Status::Completed).then_some(Outcome::Granted),
            submitted_at: clock::rfc3339(self.at),
            updated_at,
            expected_by: None,
            events,
            next: None,
            office: Some(recipe.office.clone()),
        }
    }
}

/// FNV-1a: no secret, only a way to see that two contents differ.
fn fingerprint(text: &str) -> i64 {
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    // As many bits as a number of JSON may have (RFC 8259 § 6).
    (text.bytes().fold(0xcbf2_9ce4_8422_2325, hash) >> 11) as i64
}

impl Backend for Demo {
    fn services(&self) -> LocalFuture<'_, Result<Vec<ServiceSummary>, Error>> {
        Box::pin(async move { answer::services(&self.file(RECIPES, "index").await?) })
    }

    fn recipe<'a>(&'a self, id: &'a str) -> LocalFuture<'a, Result<Rc<Recipe>, Error>> {
        Box::pin(self.read(id))
    }

    fn code_list<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Result<CodeList, Error>> {
        Box::pin(async move {
            if !code_list::is_name(name) {
                return Err(Error::NotFound);
            }
            Ok(written::code_list(name, &self.file("code-lists/", name).await?)?)
        })
    }

    fn attach<'a>(
        &'a self,
        file: &'a Blob,
        _name: &'a str,
        key: &'a IdempotencyKey,
        progress: Option<Progress>,
    ) -> LocalFuture<'a, Result<AttachmentId, Error>> {
        Box::pin(async move {
            if let Some(progress) = progress {
                progress(file.size() as u64, file.size() as u64);
            }
            Ok(["demo-", key.as_str()].concat().into())
        })
    }

    fn send<'a>(
        &'a self,
        application: &'a Submission,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Receipt, Error>> {
        Box::pin(async move {
            let content = fingerprint(&json::write(&application.to_json()));
            if let Some(before) = self.sent(|sent| sent.key == key.as_str()).await? {
                return if before.content == content { Ok(before.receipt()) } else { Err(Error::Conflict) };
            }
            let code = AccessCode::new(random::number());
            let service = application.service.as_str();
            let reference = Reference::new(service, clock::today().year, random::number() as u32);
            let (at, key) = (clock::now(), key.as_str().to_owned());
            let sent = Sent { reference, code, service: service.to_owned(), at, key, content };
            self.book(&application.answers).await?;
            self.store()?.put_demo(sent.reference.as_str(), &sent.write()).await.map_err(storage)?;
            Ok(sent.receipt())
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
            let sent = self.sent(|sent| sent.reference == *reference && Some(&sent.code) == code).await?;
            let sent = sent.ok_or(Error::Denied)?;
            let recipe = self.read(&sent.service).await?;
            Ok(sent.case(&recipe, clock::now()))
        })
    }

    fn offers(&self) -> LocalFuture<'_, Result<Offers, Error>> {
        // Holds are kept; where nothing can be kept there are none.
        let appointments = self.store.is_some();
        Box::pin(async move { Ok(Offers { address_search: true, appointments, ..Offers::default() }) })
    }

    fn addresses<'a>(&'a self, words: &'a str, limit: u32) -> LocalFuture<'a, Result<Vec<FoundAddress>, Error>> {
        Box::pin(async move {
            let all = offers::addresses(&self.file("demo/", "addresses").await?)?;
            let scored = all.into_iter().filter_map(|address| Some((score(words, &[&address.text])?, address)));
            let mut found: Vec<(u32, FoundAddress)> = scored.filter(|(score, _)| *score > 0).collect();
            found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            found.truncate(limit as usize);
            Ok(found.into_iter().map(|(_, address)| address).collect())
        })
    }

    fn map(&self, _section: Section) -> LocalFuture<'_, Result<Blob, Error>> {
        Box::pin(async { Err(Error::NotFound) })
    }

    fn slots<'a>(&'a self, calendar: &'a str, days: [Date; 2]) -> LocalFuture<'a, Result<Vec<Slot>, Error>> {
        Box::pin(self.free(calendar, days))
    }

    fn hold<'a>(
        &'a self,
        calendar: &'a str,
        slot: &'a str,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Hold, Error>> {
        Box::pin(self.take(calendar, slot, key))
    }

    fn release<'a>(&'a self, hold: &'a str) -> LocalFuture<'a, Result<(), Error>> {
        Box::pin(self.give_back(hold))
    }

    fn is_demo(&self) -> bool {
        true
    }
}
