//! Bodies that a backend answers with: each read as what it might be.

use amtsgang::backend::{Error, answer, offers, written};
use amtsgang::case::timeline;
use serde_json::{Value, json};

use super::{Outcome, holds};
use crate::mutation::{Pieces, mutate, mutate_text};
use crate::{Case, Corpus};

/// Good answers.
fn bodies() -> Value {
    let text = json!({"de": "Hund", "en": "Dog"});
    let day = "2026-12-01T09:20:00+01:00";
    json!([
        {"services": [{"id": "hund", "version": 1, "title": text, "summary": text, "keywords": {"de": ["Hund"]}, "leika": "99102013104000"}]},
        {"items": [{"value": "47", "label": text}, {"value": "48", "label": {"en": "x"}}]},
        {"id": "3f2a9c0d"},
        {"reference": "HUN-2026-7K3M9X", "accessCode": "7K3M-9X00-1ABC", "submittedAt": day},
        {
            "reference": "HUN-2026-7K3M9X", "service": "hund", "title": text, "status": "COMPLETED", "outcome": "granted", "submittedAt": day,
            "updatedAt": day, "expectedBy": "2026-12-24", "next": text,
            "events": [{"at": day, "status": "SUBMITTED", "note": text}, {"at": "2026-12-02", "status": "PROCESSING"}],
            "office": {"name": text, "street": "Marktplatz 1", "postcode": "12345", "place": "Musterstadt", "hours": text, "phone": "+49 1",
                "email": "a@b.example", "url": "https://b.example"}
        },
        {"operations": ["map", "addressSearch", "appointments"]},
        {"items": [{"text": "Markt 1", "latitude": 50.79871249, "longitude": -6}]},
        {"items": [{"id": "s", "start": day, "end": day, "place": "Zimmer 1"}]},
        {"hold": "h", "slot": "s", "start": day, "end": day, "expires": day, "seconds": 600},
        {"detail": "Bitte prüfen", "errors": [{"pointer": "#/answers/chip", "detail": "15 Ziffern"}]}
    ])
}

thread_local! {
    static BODIES: (Value, Pieces) = {
        let bodies = bodies();
        let pieces = Pieces::of(std::iter::once(&bodies));
        (bodies, pieces)
    };
}

pub fn run(case: &mut Case, _: &Corpus) -> Outcome {
    let text = BODIES.with(|(bodies, pieces)| {
        let mut body = bodies[case.below(10)].clone();
        for _ in 0..case.below(4) {
            mutate(&mut body, pieces, case);
        }
        body.to_string()
    });
    let text = if case.once_in(4) { mutate_text(&text, case) } else { text };
    case.tell("body", &text);
    case.bytes = text.len();
    let status = if case.once_in(3) { 422 } else { case.below(700) as u16 };
    let judged = answer::judge(status, None, &text);
    holds("only what is a success is none", judged.is_ok() == (200..300).contains(&status))?;
    told(judged)?;
    case.right = told(answer::services(&text))?;
    if let Ok(list) = written::code_list("wz-2008", &text) {
        let (typed, language) = (case.text(), case.text());
        list.filter(&typed, &language);
        list.meant(&typed);
        let found = list.items().iter().all(|item| list.item(&item.value).is_some_and(|one| one.value == item.value));
        holds("every item is found by its value", found)?;
    }
    case.right |= told(answer::attachment(&text))?;
    case.right |= told(answer::receipt(&text))?;
    case.right |= told(answer::case(&text).map(|case| timeline(&case)))?;
    case.right |= told(offers::offers(&text))?;
    case.right |= told(offers::addresses(&text))?;
    case.right |= told(offers::slots(&text))?;
    case.right |= told(offers::hold(&text))?;
    Ok(())
}

/// Whether it could be read; what is wrong is told in words.
fn told<T>(read: Result<T, Error>) -> Result<bool, String> {
    match read {
        Ok(_) => Ok(true),
        Err(Error::Contract { cause }) => holds("what is wrong is told", !cause.is_empty()).map(|()| false),
        Err(_) => Ok(false),
    }
}
