//! The adapter that does what a mapping says: asks the server, and nobody else.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Blob;

use super::operations::{self, Operation};
use super::parse;
use super::server::Server;
use crate::backend::answer;
use crate::backend::port::{Backend, LocalFuture, Progress};
use crate::backend::rest::{bytes, read_recipe, seconds, utf8};
use crate::backend::wire::Keywords;
use crate::backend::written::{self, other_encoding};
use crate::backend::{
    AttachmentId, Error, FoundAddress, Hold, IdempotencyKey, Offers, Receipt, Section, ServiceSummary, Slot, offers,
};
use crate::broken::BrokenFile;
use crate::browser::{clock, fetch, files, page};
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
    pub(super) store: Option<Store>,
    known: RefCell<Option<Rc<Server>>>,
    /// The keys of applications that have begun to be sent in this visit, to a server that cannot be asked about them.
    pub(super) begun: RefCell<Vec<String>>,
    /// Those of them of which the citizen has been told that nobody knows whether they have arrived.
    pub(super) told: RefCell<Vec<String>>,
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
    pub(super) async fn known(&self) -> Result<Rc<Server>, Error> {
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
        let known = Rc::new(Server { mapping, base });
        self.known.replace(Some(known.clone()));
        Ok(known)
    }

    fn inputs(&self) -> Object {
        Object::from_iter([("language".to_owned(), Value::String((self.language)()))])
    }

    /// Asks for an operation, and brings the answer into the form of the REST contract.
    pub(super) async fn ask(&self, operation: &Operation, inputs: &Object) -> Result<Value, Error> {
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

    pub(super) async fn read(&self, id: &str) -> Result<Rc<Recipe>, Error> {
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
