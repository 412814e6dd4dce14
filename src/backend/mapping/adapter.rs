//! The adapter that does what a mapping says: asks the server, and nobody else.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_net::http::Method;
use web_sys::{Blob, RequestCache};

use super::operations::{self, Operation};
use super::{Content, Mapping, Once, Prepared, Reply, bits, parse};
use crate::backend::answer;
use crate::backend::port::{Backend, LocalFuture, Progress};
use crate::backend::rest::{bytes, read_recipe, seconds, utf8};
use crate::backend::wire::Keywords;
use crate::backend::written::{self, other_encoding};
use crate::backend::{
    AttachmentId, Error, FoundAddress, Hold, IdempotencyKey, Offers, Receipt, Section, ServiceSummary, Slot, offers,
};
use crate::broken::BrokenFile;
use crate::browser::fetch::{self, Answer, Request};
use crate::browser::upload::{self, upload};
use crate::browser::{clock, files, page};
use crate::case::{AccessCode, Case, Reference};
use crate::expr::date::Date;
use crate::field::{CodeList, code_list, place};
use crate::form::Submission;
use crate::json::{self, Object, Value};
use crate::recipe::{Recipe, ServiceId};
use crate::store::Store;

/// A server and how it is spoken to.
pub struct Mapped {
    /// Of the mapping's file, absolute.
    address: String,
    language: Rc<dyn Fn() -> String>,
    /// None where nothing can be kept.
    store: Option<Store>,
    known: RefCell<Option<Rc<Known>>>,
    /// The keys of applications that have begun to be sent in this visit, to a server that cannot be asked about them.
    begun: RefCell<Vec<String>>,
    /// Those of them of which the citizen has been told that nobody knows whether they have arrived.
    told: RefCell<Vec<String>>,
}

/// A mapping that has been read.
struct Known {
    mapping: Mapping,
    /// The server's address, absolute, with a slash at its end.
    base: String,
}

impl Mapped {
    /// `address`: where the mapping is. `language`: what the citizen reads now (BCP 47). A mapping that cannot be read yet is read
    /// when it is first needed.
    pub async fn open(address: String, language: Rc<dyn Fn() -> String>, store: Option<Store>) -> Rc<dyn Backend> {
        let (known, begun, told) = Default::default();
        let mapped = Rc::new(Self { address, language, store, known, begun, told });
        if let Err(error) = mapped.known().await {
            page::warn(&error.to_string());
        }
        mapped
    }

    /// The mapping, read once.
    async fn known(&self) -> Result<Rc<Known>, Error> {
        if let Some(known) = self.known.borrow().clone() {
            return Ok(known);
        }
        let name = self.address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let answer = fetch::get(&self.address).await?;
        if answer.status != 200 {
            return Err(Error::contract(&[name, ": status ", &answer.status.to_string()].concat()));
        }
        let own = name.trim_end_matches(".json");
        let text = String::from_utf8(answer.body).map_err(|error| other_encoding(own, error.as_bytes()))?;
        let parsed = parse(&text);
        let Some(mapping) = parsed.mapping else {
            return Err(Error::Broken(Box::new(BrokenFile::new(name.to_owned(), &text, parsed.problems))));
        };
        let base =
            page::beside(&mapping.base, &self.address).ok_or_else(|| Error::contract("base: no address of the web"))?;
        let known = Rc::new(Known { mapping, base });
        self.known.replace(Some(known.clone()));
        Ok(known)
    }

    fn inputs(&self) -> Object {
        Object::from_iter([("language".to_owned(), Value::String((self.language)()))])
    }

    /// Asks for an operation, and brings the answer into the form of the REST contract.
    async fn ask(&self, operation: &Operation, inputs: &Object) -> Result<Value, Error> {
        let known = self.known().await?;
        let prepared = known.mapping.request(operation, inputs, clock::today())?;
        let answer = known.send(&prepared, None, &(self.language)()).await?;
        known.understood(operation, inputs, answer)
    }

    async fn body(&self, operation: &Operation, inputs: &Object) -> Result<String, Error> {
        Ok(json::write(&self.ask(operation, inputs).await?))
    }

    /// A file beside the mapping.
    async fn file(&self, folder: &str, name: &str) -> Result<Vec<u8>, Error> {
        let address = page::beside(&[folder, name, ".json"].concat(), &self.address).ok_or(Error::NotFound)?;
        let answer = fetch::get(&address).await?;
        // Servers of single-page apps answer every address they do not know with the page.
        let is_page = answer.body.trim_ascii_start().starts_with(b"<");
        bytes(Ok(answer)).and_then(|body| if is_page { Err(Error::NotFound) } else { Ok(body) })
    }

    async fn read(&self, id: &str) -> Result<Rc<Recipe>, Error> {
        ServiceId::parse(id).ok_or(Error::NotFound)?;
        let known = self.known().await?;
        let body = match &known.mapping.recipes {
            Some(recipes) if recipes.services.iter().any(|service| service.as_str() == id) => {
                self.file(&recipes.folder, id).await?
            }
            Some(_) => return Err(Error::NotFound),
            None => {
                let mut inputs = self.inputs();
                inputs.insert("service", id.into());
                let answer = self.ask(operations::RECIPE, &inputs).await?;
                json::write(answer.get("recipe").unwrap_or(&Value::Null)).into_bytes()
            }
        };
        read_recipe(id, &body, None).await
    }

    /// What an application is made of.
    async fn application(
        &self,
        known: &Known,
        application: &Submission,
        key: &IdempotencyKey,
    ) -> Result<Object, Error> {
        let service = application.service.as_str();
        let random = bits(key.as_str());
        let mut inputs = Object::new();
        inputs.insert("key", key.as_str().into());
        inputs.insert("service", service.into());
        inputs.insert("version", i64::from(application.version).into());
        inputs.insert("language", application.language.as_str().into());
        inputs.insert("answers", Value::Object(application.answers.clone()));
        // Made of the key, so that a second attempt sends the same as the first.
        let reference = Reference::new(service, clock::today().year, random as u32);
        inputs.insert("reference", reference.as_str().into());
        inputs.insert("accessCode", AccessCode::new(random).as_str().into());
        inputs.insert("now", Value::String(clock::now_rfc3339()));
        if known.mapping.find(operations::SEND).is_some_and(|send| send.call.names("title")) {
            let recipe = self.read(service).await?;
            inputs.insert("title", recipe.title.get(&known.mapping.language).into());
        }
        Ok(inputs)
    }

    /// The receipt of an application that is there already.
    async fn arrived(&self, inputs: &Object) -> Result<Option<Receipt>, Error> {
        match self.ask(operations::LOOKUP, inputs).await {
            Ok(found) if found.get("reference").is_some() => receipt(&found, self.has_codes()).map(Some),
            Ok(_) | Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn deliver(&self, application: &Submission, key: &IdempotencyKey) -> Result<Receipt, Error> {
        let known = self.known().await?;
        let inputs = self.application(&known, application, key).await?;
        let once = known.mapping.find(operations::SEND).and_then(|send| send.once);
        if once == Some(Once::Lookup)
            && let Some(receipt) = self.arrived(&inputs).await?
        {
            return Ok(receipt);
        }
        if once == Some(Once::Never) {
            return self.deliver_blindly(&inputs, key.as_str()).await;
        }
        match self.ask(operations::SEND, &inputs).await {
            Ok(answer) => receipt(&answer, self.has_codes()),
            // It is there: by this key, so it is this one.
            Err(Error::Conflict) if once == Some(Once::Key) && known.mapping.find(operations::LOOKUP).is_some() => {
                self.arrived(&inputs).await?.ok_or(Error::Conflict)
            }
            Err(error) => Err(error),
        }
    }

    /// Sends to a server that cannot be asked whether it has something: what has begun to be sent is noted before, and sent again
    /// only by a citizen who knows that it may arrive twice.
    async fn deliver_blindly(&self, inputs: &Object, key: &str) -> Result<Receipt, Error> {
        if self.has_begun(key).await && !self.told.borrow().iter().any(|told| told == key) {
            self.told.borrow_mut().push(key.to_owned());
            return Err(Error::Uncertain { cause: "it has begun to be sent before".into() });
        }
        if !page::is_online() {
            return Err(Error::Offline);
        }
        self.begin(key).await;
        match self.ask(operations::SEND, inputs).await {
            Ok(answer) => receipt(&answer, self.has_codes()),
            // A server that says no has not taken it; what broke on the way may have arrived.
            Err(error) if !error.retryable() || matches!(error, Error::RateLimited { .. }) => {
                self.end(key).await;
                Err(error)
            }
            Err(error) => {
                self.told.borrow_mut().push(key.to_owned());
                Err(Error::Uncertain { cause: error.to_string() })
            }
        }
    }

    async fn has_begun(&self, key: &str) -> bool {
        let is = |keys: &[String]| keys.iter().any(|begun| begun == key);
        match &self.store {
            _ if is(&self.begun.borrow()) => true,
            Some(store) => store.attempts().await.is_ok_and(|keys| is(&keys)),
            None => false,
        }
    }

    async fn begin(&self, key: &str) {
        self.begun.borrow_mut().push(key.to_owned());
        if let Some(store) = &self.store
            && let Err(error) = store.begin_attempt(key, clock::now()).await
        {
            page::warn(&error.to_string());
        }
    }

    async fn end(&self, key: &str) {
        self.begun.borrow_mut().retain(|begun| begun != key);
        if let Some(store) = &self.store
            && let Err(error) = store.end_attempt(key).await
        {
            page::warn(&error.to_string());
        }
    }

    async fn told_case(&self, reference: &Reference, code: Option<&AccessCode>) -> Result<Case, Error> {
        let mut inputs = self.inputs();
        inputs.insert("reference", reference.as_str().into());
        if let Some(code) = code {
            inputs.insert("accessCode", code.as_str().into());
        }
        let known = self.known().await?;
        if known.mapping.has_codes() && code.is_none() {
            return Err(Error::Denied);
        }
        let Value::Object(mut case) = self.ask(operations::CASE, &inputs).await? else { return Err(Error::NotFound) };
        case.insert("reference", reference.as_str().into());
        let service = case.get("service").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !case.contains_key("title") {
            let title = self.read(&service).await?.title.clone();
            case.insert(
                "title",
                Value::Object(title.pairs().map(|(language, text)| (language.to_owned(), text.into())).collect()),
            );
        }
        case.insert("service", service.as_str().into());
        for (key, like) in [("updatedAt", "submittedAt"), ("events", "")] {
            if !case.contains_key(key) {
                let other = case.get(like).cloned().unwrap_or(Value::Array(Vec::new()));
                case.insert(key, other);
            }
        }
        answer::case(&json::write(&Value::Object(case)))
    }
}

impl Known {
    /// Sends a request. Redirects are not followed: applications and codes go where they are meant to.
    async fn send(
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

    fn understood(&self, operation: &Operation, inputs: &Object, answer: Answer) -> Result<Value, Error> {
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

/// `codes`: whether a case is asked for by its code, too.
fn receipt(answer: &Value, codes: bool) -> Result<Receipt, Error> {
    let word = |key| answer.get(key).and_then(Value::as_str);
    let reference = word("reference").and_then(Reference::parse);
    let access_code = match word("accessCode").filter(|_| codes) {
        // What stood there is a secret, and causes are logged.
        Some(code) => Some(AccessCode::parse(code).ok_or_else(|| Error::contract("accessCode: not one of ours"))?),
        None => None,
    };
    Ok(Receipt {
        reference: reference
            .ok_or_else(|| Error::contract("reference: more than letters, digits, hyphens and points"))?,
        access_code,
        submitted_at: word("submittedAt").map_or_else(clock::now_rfc3339, str::to_owned),
    })
}

fn summary(recipe: &Recipe) -> ServiceSummary {
    ServiceSummary {
        id: recipe.id.as_str().to_owned(),
        version: recipe.version,
        title: recipe.title.clone(),
        summary: recipe.summary.clone(),
        keywords: Keywords(recipe.keywords.clone()),
        leika: recipe.leika.clone(),
    }
}

impl Backend for Mapped {
    fn services(&self) -> LocalFuture<'_, Result<Vec<ServiceSummary>, Error>> {
        Box::pin(async move {
            let known = self.known().await?;
            let Some(recipes) = &known.mapping.recipes else {
                let mut answer = self.ask(operations::SERVICES, &self.inputs()).await?;
                versioned(&mut answer);
                return answer::services(&json::write(&answer));
            };
            let mut services = Vec::with_capacity(recipes.services.len());
            for service in &recipes.services {
                services.push(summary(&*self.read(service.as_str()).await?));
            }
            Ok(services)
        })
    }

    fn recipe<'a>(&'a self, id: &'a str) -> LocalFuture<'a, Result<Rc<Recipe>, Error>> {
        Box::pin(self.read(id))
    }

    fn code_list<'a>(&'a self, name: &'a str) -> LocalFuture<'a, Result<CodeList, Error>> {
        Box::pin(async move {
            if !code_list::is_name(name) {
                return Err(Error::NotFound);
            }
            let known = self.known().await?;
            let body = match &known.mapping.code_lists {
                Some(folder) => utf8(self.file(folder, name).await?)?,
                None => {
                    let mut inputs = self.inputs();
                    inputs.insert("name", name.into());
                    self.body(operations::CODE_LIST, &inputs).await?
                }
            };
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
            let kind = file.type_();
            let mut inputs = self.inputs();
            inputs.insert("key", key.as_str().into());
            inputs.insert("name", name.into());
            inputs.insert("type", if kind.is_empty() { "application/octet-stream" } else { &kind }.into());
            inputs.insert("size", (file.size() as i64).into());
            let known = self.known().await?;
            let prepared = known.mapping.request(operations::ATTACH, &inputs, clock::today())?;
            let answer = known.send(&prepared, Some((file, progress)), &(self.language)()).await?;
            answer::attachment(&json::write(&known.understood(operations::ATTACH, &inputs, answer)?))
        })
    }

    fn send<'a>(
        &'a self,
        application: &'a Submission,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Receipt, Error>> {
        Box::pin(self.deliver(application, key))
    }

    fn has_codes(&self) -> bool {
        self.known.borrow().as_ref().is_none_or(|known| known.mapping.has_codes())
    }

    fn case<'a>(
        &'a self,
        reference: &'a Reference,
        code: Option<&'a AccessCode>,
    ) -> LocalFuture<'a, Result<Case, Error>> {
        Box::pin(self.told_case(reference, code))
    }

    fn offers(&self) -> LocalFuture<'_, Result<Offers, Error>> {
        Box::pin(async move { Ok(self.known().await?.mapping.offers()) })
    }

    fn addresses<'a>(&'a self, words: &'a str, limit: u32) -> LocalFuture<'a, Result<Vec<FoundAddress>, Error>> {
        Box::pin(async move {
            let mut inputs = self.inputs();
            inputs.insert("words", words.into());
            inputs.insert("limit", i64::from(limit).into());
            let mut found = offers::addresses(&self.body(operations::ADDRESSES, &inputs).await?)?;
            found.truncate(limit as usize);
            Ok(found)
        })
    }

    fn map(&self, section: Section) -> LocalFuture<'_, Result<Blob, Error>> {
        Box::pin(async move {
            let Section { at, width, height, scale } = section;
            let mut inputs = self.inputs();
            inputs.insert("latitude", Value::String(place::written(at.latitude, '.')));
            inputs.insert("longitude", Value::String(place::written(at.longitude, '.')));
            for (name, number) in [("width", width), ("height", height), ("scale", scale)] {
                inputs.insert(name, i64::from(number).into());
            }
            let known = self.known().await?;
            let prepared = known.mapping.request(operations::MAP, &inputs, clock::today())?;
            let answer = known.send(&prepared, None, &(self.language)()).await?;
            answer::judge(answer.status, answer.retry_after.and_then(|wait| seconds(&wait)), "")?;
            let image = offers::image_type(&answer.body).ok_or_else(|| Error::contract("a map that is no picture"))?;
            files::of_bytes(&answer.body, image).map_err(|_| Error::contract("a map that is too large"))
        })
    }

    fn slots<'a>(&'a self, calendar: &'a str, days: [Date; 2]) -> LocalFuture<'a, Result<Vec<Slot>, Error>> {
        Box::pin(async move {
            let mut inputs = self.inputs();
            inputs.insert("calendar", calendar.into());
            for (name, day) in ["from", "to"].into_iter().zip(days) {
                inputs.insert(name, Value::String(day.to_string()));
            }
            offers::slots(&self.body(operations::SLOTS, &inputs).await?)
        })
    }

    fn hold<'a>(
        &'a self,
        calendar: &'a str,
        slot: &'a str,
        key: &'a IdempotencyKey,
    ) -> LocalFuture<'a, Result<Hold, Error>> {
        Box::pin(async move {
            let mut inputs = self.inputs();
            for (name, value) in [("calendar", calendar), ("slot", slot), ("key", key.as_str())] {
                inputs.insert(name, value.into());
            }
            let mut answer = self.ask(operations::HOLD, &inputs).await?;
            if let Value::Object(hold) = &mut answer
                && !hold.contains_key("slot")
            {
                hold.insert("slot", slot.into());
            }
            offers::hold(&json::write(&answer))
        })
    }

    fn release<'a>(&'a self, hold: &'a str) -> LocalFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let mut inputs = self.inputs();
            inputs.insert("hold", hold.into());
            match self.ask(operations::RELEASE, &inputs).await {
                Ok(_) | Err(Error::NotFound) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn is_demo(&self) -> bool {
        false
    }
}

/// A server that counts no versions is at the first.
fn versioned(answer: &mut Value) {
    let Value::Object(answer) = answer else { return };
    let Some(Value::Array(mut services)) = answer.remove("services") else { return };
    for service in &mut services {
        if let Value::Object(service) = service
            && !service.contains_key("version")
        {
            service.insert("version", 1.into());
        }
    }
    answer.insert("services", Value::Array(services));
}
