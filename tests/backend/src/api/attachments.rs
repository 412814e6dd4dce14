//! `POST /attachments`: one file, as its bytes.

use amtsgang::media as content;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{Request, StatusCode};
use axum::response::Response;

use super::private;
use crate::app::{App, body, broken, header, idempotency_key};
use crate::language::Language;
use crate::media;
use crate::problem::{Kind, Problem};
use crate::storage::attachments::{Outcome, Upload};

pub async fn attach(State(app): State<App>, language: Language, request: Request<Body>) -> Result<Response, Problem> {
    let headers = request.headers();
    let key = idempotency_key(headers, language)?;
    let media_type = header(headers, &CONTENT_TYPE).map(media::essence).unwrap_or_default();
    let name = header(headers, &CONTENT_DISPOSITION).and_then(media::file_name);
    let (types, most) = app.shelf.attachments();
    // The body is read in any case, so that the client hears why.
    let bytes = body(request, most, language).await.map_err(|problem| match problem.kind {
        Kind::TooLarge => {
            let megabytes = most / (1024 * 1024);
            let detail = match language {
                Language::German => format!("Die Datei ist zu groß. Höchstens {megabytes} MB gehen."),
                Language::English => format!("The file is too large. It may have {megabytes} MB at most."),
            };
            Problem { detail: Some(detail), ..problem }
        }
        _ => problem,
    })?;
    let name = name.ok_or_else(|| {
        let sentences =
            ["Der Name der Datei fehlt (Content-Disposition).", "The file's name is missing (Content-Disposition)."];
        Problem::saying(Kind::Malformed, language, sentences)
    })?;
    if bytes.is_empty() {
        return Err(Problem::saying(Kind::Malformed, language, ["Die Datei ist leer.", "The file is empty."]));
    }
    if !types.contains(&media_type) {
        let sentences = ["Dateien dieser Art nehmen wir nicht an.", "We do not accept files of this type."];
        return Err(Problem::saying(Kind::MediaType, language, sentences));
    }
    // Neither the type that was sent nor the name is trusted.
    if content::media_type(&bytes, &media_type) != media_type {
        let sentences = [
            "Der Inhalt der Datei passt nicht zu ihrer Art. Speichern Sie sie neu oder fotografieren Sie sie ab.",
            "The file's content is not of the type it claims. Save it anew or take a photo of it.",
        ];
        return Err(Problem::saying(Kind::MediaType, language, sentences));
    }
    let outcome = app
        .blocking(language, move |app| {
            let upload = Upload { name: &name, media_type: &media_type, bytes: &bytes };
            app.storage.attach(&upload, &key).map_err(broken(language))
        })
        .await?;
    match outcome {
        Outcome::New(attachment) => Ok(private(StatusCode::CREATED, &attachment, language)),
        Outcome::Again(attachment) => Ok(private(StatusCode::OK, &attachment, language)),
        Outcome::Reused => Err(Problem::new(Kind::KeyReused, language)),
    }
}
