//! `POST /applications`: takes an application in, once.

use amtsgang::backend::wire::{Application, Objection, Receipt};
use amtsgang::text::is_language;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::Response;

use super::{NOT_HELD, private};
use crate::answers;
use crate::app::{App, body, broken, idempotency_key};
use crate::clock::Moment;
use crate::language::Language;
use crate::problem::{Kind, Problem};
use crate::secrets::IdempotencyKey;
use crate::storage::applications::{Attempt, Lost};
use crate::storage::attachments::Outcome;

/// In bytes. Attachments are sent before, by themselves.
const LARGEST: u64 = 1024 * 1024;

pub async fn send(State(app): State<App>, language: Language, request: Request<Body>) -> Result<Response, Problem> {
    let key = idempotency_key(request.headers(), language)?;
    let bytes = body(request, LARGEST, language).await?;
    let application: Application = serde_json::from_slice(&bytes).map_err(|error| Problem {
        // For the developer of a client; says what was expected and never what stood there.
        detail: Some(shape_of(&error)),
        ..Problem::new(Kind::Malformed, language)
    })?;
    let (status, receipt) = app.blocking(language, move |app| take_in(app, &application, &key, language)).await?;
    Ok(private(status, &receipt, language))
}

fn shape_of(error: &serde_json::Error) -> String {
    format!("The body is not the contract's JSON (line {}, column {}).", error.line(), error.column())
}

fn take_in(
    app: &App,
    application: &Application,
    key: &IdempotencyKey,
    language: Language,
) -> Result<(StatusCode, Receipt), Problem> {
    let attempt = Attempt::new(application, key).map_err(broken(language))?;
    if let Some(outcome) = app.storage.receipt(&attempt).map_err(broken(language))? {
        return answer(outcome, language);
    }
    let invalid = |errors| Problem { errors, ..Problem::new(Kind::InvalidAnswers, language) };
    let objection = |pointer: &str, sentences| {
        invalid(vec![Objection { pointer: pointer.to_owned(), detail: language.of(sentences).to_owned() }])
    };
    let Some(offer) = app.shelf.offer(&application.service) else {
        return Err(objection("#/service", GONE));
    };
    let recipe = &offer.recipe;
    if application.version != recipe.version {
        return Err(objection("#/version", OUTDATED));
    }
    if !is_language(&application.language) {
        return Err(objection("#/language", LANGUAGE));
    }
    let named = answers::attachments(recipe, &application.answers);
    let claims = answers::appointments(recipe, &application.answers);
    let ids: Vec<&str> = named.iter().map(|(_, id)| *id).collect();
    // Once more if an attachment or a slot is lost to another application on the way: then the answers name one that is not
    // free.
    for _ in 0..2 {
        let stored = app.storage.unused_attachments(&ids).map_err(broken(language))?;
        let lists = app.shelf.code_lists();
        let mut objections =
            answers::judge(recipe, &application.answers, &stored, lists, Moment::now().date(), language);
        let now = app.clock.now();
        for lost in app.storage.lost(&claims, now).map_err(broken(language))? {
            if objections.iter().all(|objection| objection.pointer != lost.pointer) {
                objections.push(Objection { pointer: lost.pointer.clone(), detail: language.of(NOT_HELD).to_owned() });
            }
        }
        if !objections.is_empty() {
            return Err(invalid(objections));
        }
        match app.storage.submit(application, &attempt, recipe, &ids, (&claims, now)) {
            Ok(outcome) => return answer(outcome, language),
            Err(Lost::Attachment | Lost::Hold) => {}
            Err(Lost::Error(error)) => return Err(broken(language)(error)),
        }
    }
    Err(Problem::internal(&"attachments or slots were lost to other applications twice", language))
}

const GONE: [&str; 2] = ["Diese Leistung bieten wir nicht (mehr) an.", "We do not offer this service (any more)."];
const OUTDATED: [&str; 2] = [
    "Das Formular hat sich geändert. Laden Sie die Seite neu und prüfen Sie Ihre Angaben.",
    "The form has changed. Reload the page and check your answers.",
];
const LANGUAGE: [&str; 2] = ["Die Sprache ist nicht angegeben.", "The language is not given."];

fn answer(outcome: Outcome<Receipt>, language: Language) -> Result<(StatusCode, Receipt), Problem> {
    match outcome {
        Outcome::New(receipt) => Ok((StatusCode::CREATED, receipt)),
        Outcome::Again(receipt) => Ok((StatusCode::OK, receipt)),
        Outcome::Reused => Err(Problem::new(Kind::KeyReused, language)),
    }
}
