//! Sending an application to a mapped server, and seeing to it that it does not arrive twice.

use super::adapter::Mapped;
use super::server::Server;
use super::{Once, bits, operations};
use crate::backend::{Backend, Error, IdempotencyKey, Receipt};
use crate::browser::{clock, page};
use crate::case::{AccessCode, Reference};
use crate::form::Submission;
use crate::json::{Object, Value};

impl Mapped {
    /// What an application is made of.
    async fn application(
        &self,
        known: &Server,
        application: &Submission,
        key: &IdempotencyKey,
    ) -> Result<Object, Error> {
        let service = application.service.as_str();
        // The reference is no secret: nothing of the code may show in it.
        let [secret, open] = bits(key.as_str());
        let mut inputs = Object::new();
        inputs.insert("key", key.as_str().into());
        inputs.insert("service", service.into());
        inputs.insert("version", i64::from(application.version).into());
        inputs.insert("language", application.language.as_str().into());
        inputs.insert("answers", Value::Object(application.answers.clone()));
        // Made of the key, so that a second attempt sends the same as the first.
        let reference = Reference::new(service, clock::today().year, open as u32);
        inputs.insert("reference", reference.as_str().into());
        inputs.insert("accessCode", AccessCode::new(secret).as_str().into());
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

    pub(super) async fn deliver(&self, application: &Submission, key: &IdempotencyKey) -> Result<Receipt, Error> {
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
