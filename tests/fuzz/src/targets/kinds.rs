//! Every field kind: parameters of any sort, and answers of any sort, read, checked, tidied, kept and told.

use amtsgang::expr::date::Date;
use amtsgang::expr::value::Value;
use amtsgang::field::{Answer, Attachment, CodeLists, Context, Fault, Kind};
use amtsgang::json::{self, Value as Json, write};
use amtsgang::reading::{Node, Problems};
use serde_json::json;

use super::{Outcome, holds};
use crate::mutation::{mutate, stranger};
use crate::{Case, Corpus};

pub const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// Parameters that fit some kind or other.
const KEYS: &[(&str, &[&str])] = &[
    ("minLength", &["0", "1", "5", "100000"]),
    ("maxLength", &["1", "9", "200", "100000"]),
    ("pattern", &["\"[0-9]{15}\"", "\"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [0-9]{1,4}\"", "\"(a|b)*c\"", "\"(a+)+\"", "\"(\""]),
    ("normalize", &["\"digits\"", "\"upper\""]),
    ("min", &["-5", "0", "1", "2", "\"1900-01-01\"", "\"today-14\"", "\"2026-01\"", "-9007199254740991", "0.5"]),
    ("max", &["0", "3", "2000", "\"today\"", "\"9999-12-31\"", "\"today+999999\"", "9007199254740991", "99.125"]),
    ("minDays", &["1", "400"]),
    ("maxDays", &["1", "365", "3660000"]),
    ("decimals", &["1", "3", "6"]),
    ("unit", &["{\"de\":\"m\"}"]),
    ("earliest", &["\"00:00\"", "\"08:00\""]),
    ("latest", &["\"17:30\"", "\"23:59\""]),
    ("birthday", &["true"]),
    ("confirm", &["true"]),
    ("holder", &["false"]),
    ("countries", &["\"SEPA\"", "[\"DE\"]"]),
    ("own", &["true"]),
    ("foreign", &["false"]),
    ("first", &["[\"DE\",\"TR\"]"]),
    ("maxSize", &["1", "1000"]),
    ("maxFiles", &["1", "2", "20"]),
    ("codeList", &["\"wz-2008\""]),
];

/// The kind with parameters of which most fit, or none where they do not.
fn kind(case: &mut Case, corpus: &Corpus) -> Option<Kind> {
    let name = *case.pick(Kind::NAMES);
    let text = json!({"de": "X"});
    let options: Vec<_> = (0..2 + case.below(24)).map(|ix| json!({"value": ix.to_string(), "label": text})).collect();
    let mut parameters = json!({
        "options": options, "text": text, "accept": ["image/png", "application/pdf"], "calendar": "buergerbuero", "entry": text,
        "add": text, "as": case.pick(&["number", "money", "date", "text", "yesNo"]), "patternMessage": text,
    });
    for _ in 0..case.below(4) {
        let (key, values) = *case.pick(KEYS);
        let known = Kind::keys(name).contains(&key) || case.once_in(10);
        if let Ok(value) = serde_json::from_str(case.pick::<&str>(values))
            && known
        {
            parameters[key] = value;
        }
    }
    if parameters.get("pattern").is_none() {
        parameters["patternMessage"].take();
        parameters.as_object_mut()?.remove("patternMessage");
    }
    if case.once_in(10) {
        mutate(&mut parameters, &corpus.pieces, case);
    }
    let text = parameters.to_string();
    case.tell(name, &text);
    case.bytes = text.len();
    let (value, problems) = (json::read(&text).ok()?, Problems::new());
    let kind = Kind::read(name, &Node::at(&value, "", &problems).object()?, &*corpus.patterns);
    kind.filter(|_| problems.is_empty())
}

pub fn run(case: &mut Case, corpus: &Corpus) -> Outcome {
    let Some(kind) = kind(case, corpus) else { return Ok(()) };
    case.right = true;
    let cx = Context { today: TODAY, patterns: &*corpus.patterns, code_lists: CodeLists::NONE };
    for _ in 0..4 {
        let answer = answer(&kind, case);
        let kept = write(&answer.to_json());
        case.tell("answer", &kept);
        case.bytes += kept.len();
        judge(&kind, &answer, &cx)?;
    }
    if let Some(schema) = kind.schema() {
        write(&Json::from(schema));
    }
    let other = json::read(&stranger(case).to_string());
    if let Some(answer) = other.ok().and_then(|json| kind.typed(&json)) {
        judge(&kind, &answer, &cx)?;
    }
    Ok(())
}

/// An answer that a field of this kind could have, more often than not.
pub fn answer(kind: &Kind, case: &mut Case) -> Answer {
    let parts = kind.parts();
    let file = |case: &mut Case| Attachment {
        id: case.text(),
        name: case.text(),
        media_type: (*case.pick(&["image/png", "application/pdf", "text/html", ""])).into(),
        size: case.number().unsigned_abs() % (1 << 53),
        uploaded: case.once_in(2).then(|| case.text()),
    };
    match case.below(8) {
        0 => Answer::Empty,
        1 => Answer::Files((0..case.below(4)).map(|_| file(case)).collect()),
        2 => Answer::List((0..case.below(9)).map(|_| case.text()).collect()),
        _ if matches!(kind, Kind::File(_)) => Answer::Files((0..case.below(4)).map(|_| file(case)).collect()),
        _ if parts > 1 => Answer::List((0..parts).map(|_| case.text()).collect()),
        _ if case.once_in(3) => Answer::Text(case.below(40).to_string()),
        _ => Answer::Text(case.text()),
    }
}

fn judge(kind: &Kind, answer: &Answer, cx: &Context) -> Outcome {
    let name = kind.name();
    let says = |what: &str, is_so: bool| holds(&format!("{name}: {what}"), is_so);
    let (optional, required) = (kind.check(answer, false, cx), kind.check(answer, true, cx));
    match (&optional, &required) {
        (Ok(Value::Null), Ok(value)) => says("only what cannot be typed is never missing", *value == Value::Null)?,
        (Ok(Value::Null), Err(errors)) => {
            says("nothing is missing, and no more", errors.iter().all(|one| matches!(one.fault, Fault::Missing(_))))?;
        }
        _ => says("what is there is judged alike", optional == required)?,
    }
    for error in required.as_ref().err().into_iter().flatten() {
        let parts = if name == "file" { answer.files().len() } else { kind.part_names().len() };
        says("a mistake is in a part there is", error.part.is_none_or(|part| part < parts))?;
        error.fault.key();
        error.fault.params();
    }
    if let Some(tidied) = kind.normalize(answer) {
        says("tidying changes no meaning", kind.check(&tidied, true, cx) == required)?;
        says("what is tidy stays as it is", kind.normalize(&tidied).is_none())?;
        says("what is tidy fits as before", kind.fits(&tidied) == kind.fits(answer))?;
    }
    let canonical = answer.clone().canonical();
    says("a draft keeps every answer", Answer::from_json(&canonical.to_json()).as_ref() == Some(&canonical))?;
    kind.is_blank(answer);
    if let Ok(value) = &required
        && *value != Value::Null
    {
        let sent = value.to_json();
        says("what is sent can be read", json::read(&write(&sent)).as_ref() == Ok(&sent))?;
        given_back(kind, &sent, cx).map_err(|what| format!("breaks a promise: {name}: {what}"))?;
    }
    Ok(())
}

/// What is sent is understood again as what it means.
fn given_back(kind: &Kind, sent: &Json, cx: &Context) -> Outcome {
    // An attachment is chosen; of a code list only the backend knows whether it has the value.
    if matches!(kind, Kind::File(_) | Kind::Listed(_)) {
        return Ok(());
    }
    let again = kind.typed(sent).map(|answer| kind.check(&answer, true, cx));
    let same = matches!(&again, Some(Ok(value)) if value.to_json() == *sent);
    if same { Ok(()) } else { Err(format!("what was sent comes back the same ({} → {again:?})", write(sent))) }
}
