//! `POST /cases/{reference}/tasks/{task}`: the citizen does what the office has asked.

use amtsgang::backend::wire::{Case, Objection, Task, TaskAnswer};
use amtsgang::case::Reference;
use amtsgang::recipe::{self, Recipe};
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::Response;
use serde_json::json;

use super::access::Access;
use super::cases::{changed, refuse};
use crate::answers;
use crate::app::{App, Segment, broken, change};
use crate::clock::Moment;
use crate::language::Language;
use crate::problem::{Kind, Problem};
use crate::shelf::EcmaPatterns;
use crate::storage::attachments::Outcome;
use crate::storage::changes::{Once, Refused};
use crate::storage::tasks::Answer;

/// In bytes.
const LARGEST: u64 = 256 * 1024;

pub async fn answer(
    State(app): State<App>,
    Segment((reference, task)): Segment<(String, String)>,
    access: Access,
    language: Language,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let reference = access.case(&app, &reference).await?;
    let place = [reference.as_str(), &task];
    let (answer, once): (TaskAnswer, _) =
        change(request, LARGEST, language, "POST /cases/{reference}/tasks/{task}", &place).await?;
    let result = app.blocking(language, move |app| take(app, &reference, &task, &answer, &once, language)).await?;
    changed(Ok(result), language)
}

fn take(
    app: &App,
    reference: &Reference,
    id: &str,
    answer: &TaskAnswer,
    once: &Once,
    language: Language,
) -> Result<Outcome<Case>, Problem> {
    if let Some(outcome) = app.storage.changed_before(reference, once).map_err(broken(language))? {
        return Ok(outcome);
    }
    let refuse = |refused| refuse(refused, language);
    let task = app.storage.open_task(reference, id).map_err(refuse)?;
    if task.payment.is_some() {
        return Err(refuse(Refused::Closed));
    }
    let recipe = form(&task).ok_or_else(|| Problem::internal(&"a task's fields are none", language))?;
    let named = answers::attachments(&recipe, &answer.answers);
    let claims = answers::appointments(&recipe, &answer.answers);
    let ids: Vec<&str> = named.iter().map(|(_, id)| *id).collect();
    // Once more if something named is lost to another request on the way, as for applications.
    for _ in 0..2 {
        let stored = app.storage.unused_attachments(&ids).map_err(broken(language))?;
        let lists = app.shelf.code_lists();
        let mut errors = answers::judge(&recipe, &answer.answers, &stored, lists, Moment::now().date(), language);
        let now = app.clock.now();
        for lost in app.storage.lost(&claims, now).map_err(broken(language))? {
            errors.push(Objection { pointer: lost.pointer.clone(), detail: language.of(super::NOT_HELD).to_owned() });
        }
        if !errors.is_empty() {
            return Err(Problem { errors, ..Problem::new(Kind::InvalidAnswers, language) });
        }
        let right = Answer { answers: &answer.answers, attachments: &ids, claims: &claims };
        match app.storage.answer_task(reference, id, &right, once, now) {
            Err(Refused::Lost) => {}
            result => return result.map_err(refuse),
        }
    }
    Err(refuse(Refused::Lost))
}

/// The recipe of a form that asks the task's fields. `None` if they are no fields.
pub fn form(task: &Task) -> Option<Recipe> {
    let text = &task.title;
    let recipe = json!({
        "id": "aufgabe", "version": 1, "title": text, "summary": text, "fee": text, "duration": text, "privacy": text,
        "office": {"name": text, "street": "-", "postcode": "12345", "place": "-", "hours": text, "phone": "+49 221 4710100",
            "email": "amt@example.org"},
        "steps": [{"id": "aufgabe", "title": text, "fields": task.fields}],
    });
    recipe::parse(&recipe.to_string(), &EcmaPatterns).recipe
}
