//! Who may open a case: who has its access code.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

use amtsgang::case::{AccessCode, Reference};
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::app::{App, broken, header};
use crate::clock::Moment;
use crate::language::Language;
use crate::problem::{Kind, Problem};
use crate::server::Peer;

/// What opens nothing, for requests that bring no code: they, too, take as long as others.
const NO_CODE: u64 = 0;

/// What a request brings to open something.
pub struct Access {
    from: IpAddr,
    token: Option<String>,
    language: Language,
}

impl Access {
    /// Opens a case. One answer for all that is not right: whoever guesses learns nothing.
    pub async fn case(&self, app: &App, reference: &str) -> Result<Reference, Problem> {
        let code = self.token.as_deref().and_then(AccessCode::parse);
        let named = Reference::parse(reference);
        let tried = named.as_ref().map_or(reference, Reference::as_str).to_owned();
        self.patient(app, &tried)?;
        let complete = code.is_some() && named.is_some();
        let code = code.unwrap_or_else(|| AccessCode::new(NO_CODE));
        let fits = match &named {
            Some(reference) => {
                let (reference, language) = (reference.clone(), self.language);
                app.blocking(language, move |app| app.storage.opens(&reference, &code).map_err(broken(language)))
                    .await?
            }
            None => false,
        };
        match named.filter(|_| complete && fits) {
            Some(reference) => {
                app.throttle.right(self.from, &tried);
                Ok(reference)
            }
            None => Err(self.denied(app, &tried)),
        }
    }

    /// Whether there is nothing to wait for. A request without a token is no try, and is denied in any case.
    pub fn patient(&self, app: &App, what: &str) -> Result<(), Problem> {
        if self.token.is_none() {
            return Ok(());
        }
        match app.throttle.wait(self.from, what, app.clock.now()) {
            Some(seconds) => Err(too_many(seconds, self.language)),
            None => Ok(()),
        }
    }

    /// Notes a wrong code or key.
    pub fn denied(&self, app: &App, what: &str) -> Problem {
        if self.token.is_some() {
            let now: Moment = app.clock.now();
            app.throttle.wrong(self.from, what, now);
        }
        Problem::new(Kind::Denied, self.language)
    }

    /// The token that came.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

fn too_many(seconds: u32, language: Language) -> Problem {
    let sentences =
        ["Bitte warten Sie einen Moment und versuchen Sie es noch einmal.", "Please wait a moment and try again."];
    Problem { retry_after: Some(seconds), ..Problem::saying(Kind::TooMany, language, sentences) }
}

impl<S: Send + Sync> FromRequestParts<S> for Access {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Access, Infallible> {
        let language = Language::from_request_parts(parts, state).await?;
        let from = parts.extensions.get::<Peer>().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0);
        let token = header(&parts.headers, &AUTHORIZATION).and_then(bearer).map(str::to_owned);
        Ok(Access { from, token, language })
    }
}

/// The token of `Bearer <token>` (RFC 6750 § 2.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}
