//! How a form behaves while it is filled in, and what may leave it.

mod given;
mod patterns;
mod probe;

use std::cell::Cell;
use std::rc::Rc;

use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, Attachment, Error, Fault, Missing, Patterns};
use amtsgang::form::{Changes, FieldIx, Form};
use amtsgang::json::Value;
use given::given;
use patterns::Regex;
use probe::{field, of_steps};
use serde_json::{Value as Json, json};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

fn form(steps: Json) -> Form {
    Form::new(of_steps(&steps), TODAY, Rc::new(Regex))
}

fn step(id: &str, fields: Json) -> Json {
    json!({"id": id, "title": {"de": id}, "fields": fields})
}

fn typed(text: &str) -> Answer {
    Answer::Text(text.into())
}

fn listed(parts: &[&str]) -> Answer {
    Answer::List(parts.iter().map(|part| (*part).into()).collect())
}

fn photo(id: &str) -> Attachment {
    let media_type = "image/png".into();
    Attachment { id: id.into(), name: [id, ".png"].concat(), media_type, size: 9, uploaded: None }
}

fn whole(fault: Fault) -> Error {
    Error { part: None, fault }
}

fn changed(fields: &[FieldIx]) -> Changes {
    Changes { fields: fields.to_vec(), steps: false }
}

/// A dog: is there one, its breed, and evidence for a listed one on a step of its own.
fn dogs() -> Form {
    let breeds = json!([
        {"value": "mix", "label": {"de": "Mischling"}},
        {"value": "listed", "label": {"de": "Gelistete Rasse"}},
    ]);
    let listed = json!({"==": [{"var": "breed"}, "listed"]});
    let mut evidence = step(
        "evidence",
        json!([
            field("photo", "file", json!({"accept": ["image/png"], "maxFiles": 2, "required": true})),
            field("remark", "text", json!({"when": {"!": [{"var": "photo"}]}})),
        ]),
    );
    evidence["when"] = listed.clone();
    form(json!([
        step(
            "dog",
            json!([
                field("dog", "yesNo", json!({"required": true})),
                field("breed", "choice", json!({"options": breeds, "when": {"var": "dog"}, "required": true})),
                field(
                    "chip",
                    "text",
                    json!({
                        "when": {"var": "dog"}, "required": listed, "maxLength": 15, "normalize": "digits",
                        "pattern": "[0-9]{15}", "patternMessage": {"de": "15 Ziffern"}
                    })
                ),
            ])
        ),
        evidence,
        step("end", json!([field("mail", "email", json!({}))])),
    ]))
}

const DOG: FieldIx = 0;
const BREED: FieldIx = 1;
const CHIP: FieldIx = 2;
const PHOTO: FieldIx = 3;
const REMARK: FieldIx = 4;
const MAIL: FieldIx = 5;

#[test]
fn conditions_show_and_require_what_they_should() {
    let mut form = dogs();
    let visible = |form: &Form| (0..6).filter(|ix| form.visible(*ix)).collect::<Vec<_>>();
    assert_eq!(visible(&form), [DOG, MAIL]);
    assert_eq!((form.progress(0), form.progress(2)), ((1, 2), (2, 2)));

    assert_eq!(form.set(DOG, typed("true")), changed(&[BREED, CHIP]));
    assert!(form.required(BREED) && !form.required(CHIP));

    let changes = form.set(BREED, typed("listed"));
    assert!(changes.steps);
    assert_eq!(changes.fields, [CHIP, PHOTO, REMARK]);
    assert!(form.required(CHIP) && form.step_visible(1));
    assert_eq!((form.next(0), form.previous(2), form.progress(2)), (Some(1), Some(1), (3, 3)));

    // The field that hides the breed hides all that hangs on the breed.
    let changes = form.set(DOG, typed("false"));
    assert_eq!((changes.steps, visible(&form)), (true, vec![DOG, MAIL]));
    assert_eq!((form.next(0), form.previous(2), form.previous(0), form.next(2)), (Some(2), Some(0), None, None));
}

#[test]
fn hidden_answers_are_kept_and_never_sent() {
    let mut form = dogs();
    form.set(DOG, typed("true"));
    form.set(BREED, typed("listed"));
    form.set(CHIP, typed("276 0981 0043 2101"));
    form.set(DOG, typed("false"));
    assert_eq!(form.answer(CHIP), &typed("276 0981 0043 2101"));
    let sent = form.submission("de").expect("a submission");
    let expected = json!({"service": "probe", "version": 3, "language": "de", "answers": {"dog": false}});
    assert_eq!(sent.to_json(), given(&expected));
    form.set(DOG, typed("true"));
    assert!(form.step_visible(1), "the breed is known again");
}

#[test]
fn values_are_sent_and_not_what_was_typed() {
    let mut form = dogs();
    form.set(DOG, typed("true"));
    form.set(BREED, typed("mix"));
    form.set(CHIP, typed(" 276-0981.0043 2101"));
    form.set(MAIL, typed(" \u{200b}"));
    let sent = form.submission("en").expect("a submission");
    let expected = json!({"dog": true, "breed": "mix", "chip": "276098100432101"});
    assert_eq!(Value::Object(sent.answers), given(&expected));
}

#[test]
fn nobody_is_corrected_while_typing() {
    let mut form = dogs();
    assert_eq!(form.set(MAIL, typed("amt")), changed(&[]));
    assert_eq!(form.errors(MAIL), []);
    assert_eq!(form.leave(MAIL), changed(&[MAIL]));
    assert_eq!(form.errors(MAIL), [whole(Fault::Email)]);
    assert_eq!(form.leave(MAIL), changed(&[]));
    assert_eq!(form.set(MAIL, typed("amt@")), changed(&[]), "still wrong");
    assert_eq!(form.set(MAIL, typed("amt@musterstadt.de")), changed(&[MAIL]));
    assert_eq!(form.errors(MAIL), []);
    assert_eq!(form.set(MAIL, typed("amt@musterstadt.de,")), changed(&[]), "wrong again, but not left yet");
    assert_eq!(form.errors(MAIL), []);
}

#[test]
fn an_error_that_gives_way_to_another_vanishes() {
    let mut form = dogs();
    form.set(DOG, typed("true"));
    form.set(CHIP, typed("1234567890123456"));
    form.leave(CHIP);
    assert_eq!(form.errors(CHIP), [whole(Fault::TooLong { max: 15 })]);
    form.set(CHIP, typed("123"));
    assert_eq!(form.errors(CHIP), []);
}

#[test]
fn an_empty_field_may_be_left_but_not_passed() {
    let mut form = dogs();
    assert_eq!(form.leave(DOG), changed(&[]));
    assert_eq!(form.first_incomplete(), Some(0));
    assert_eq!(form.check_step(0), [DOG]);
    let missing = [whole(Fault::Missing(Missing::YesNo))];
    assert_eq!(form.errors(DOG), missing);
    form.leave(DOG);
    assert_eq!(form.errors(DOG), missing, "leaving it again mends nothing");
    assert_eq!(form.set(DOG, typed("false")), changed(&[DOG]));
    assert_eq!(form.errors(DOG), []);
    assert_eq!((form.check_step(0), form.first_incomplete()), (vec![], None));
}

#[test]
fn a_field_that_need_not_be_answered_any_more_has_no_error() {
    let mut form = dogs();
    form.set(DOG, typed("true"));
    form.set(BREED, typed("listed"));
    assert_eq!(form.check_all(), [CHIP, PHOTO]);
    let changes = form.set(BREED, typed("mix"));
    assert!(changes.fields.contains(&CHIP));
    assert_eq!((form.errors(CHIP), form.errors(PHOTO)), (&[][..], &[][..]));
    form.set(BREED, typed("listed"));
    assert_eq!(form.errors(PHOTO), [], "what appears again appears without errors");
}

#[test]
fn parts_are_mended_one_by_one() {
    let mut form = form(json!([step("a", json!([field("home", "address", json!({"required": true}))]))]));
    let mut parts = ["DE", "Marktplatz", "", "", "523", "", ""];
    form.set(0, listed(&parts));
    form.leave(0);
    let part = |part, fault| Error { part: Some(part), fault };
    let (number, place) = (Fault::Missing(Missing::HouseNumber), Fault::Missing(Missing::Place));
    assert_eq!(form.errors(0), [part(2, number), part(4, Fault::Postcode), part(5, place.clone())]);
    (parts[2], parts[4]) = ("1", "52349");
    form.set(0, listed(&parts));
    assert_eq!(form.errors(0), [part(5, place)]);
}

#[test]
fn leaving_a_field_tidies_it() {
    let mut form = dogs();
    form.set(MAIL, typed("  amt@musterstadt.de "));
    assert_eq!(form.normalize(MAIL), Some(typed("amt@musterstadt.de")));
    assert_eq!(form.answer(MAIL), &typed("amt@musterstadt.de"));
    assert_eq!(form.normalize(MAIL), None);
}

#[test]
fn attachments_reach_the_backend_first() {
    let mut form = dogs();
    form.set(DOG, typed("true"));
    form.set(BREED, typed("listed"));
    form.set(CHIP, typed("276098100432101"));
    assert!(form.visible(REMARK));
    form.set(PHOTO, Answer::Files(vec![photo("a"), photo("b")]));
    assert!(!form.visible(REMARK));
    assert_eq!(form.pending_uploads(), [(PHOTO, photo("a")), (PHOTO, photo("b"))]);
    form.uploaded(PHOTO, "a", "17");
    assert_eq!(form.submission("de"), Err(vec![PHOTO]));
    let error = Error { part: Some(1), fault: Fault::FileNotSent { name: "b.png".into() } };
    assert_eq!(form.errors(PHOTO), [error]);
    assert_eq!(form.uploaded(PHOTO, "b", "18"), changed(&[PHOTO]));
    assert_eq!(form.pending_uploads(), []);
    let sent = form.submission("de").expect("a submission");
    assert_eq!(sent.answers.get("photo"), Some(&given(&json!(["17", "18"]))));

    form.set(DOG, typed("false"));
    form.set(PHOTO, Answer::Files(vec![photo("c")]));
    assert!(form.pending_uploads().is_empty());
    assert_eq!(form.submission("de").expect("a submission").answers.get("photo"), None);
}

#[test]
fn a_backends_problems_appear_at_their_fields() {
    let mut form = form(json!([step(
        "a",
        json!([
            field("chip", "text", json!({})),
            field("home", "address", json!({})),
            field("photos", "file", json!({"accept": ["image/png"], "maxFiles": 2})),
            field("hidden", "text", json!({"when": {"==": [{"var": "chip"}, "x"]}})),
        ])
    )]));
    form.set(2, Answer::Files(vec![photo("a"), photo("b")]));
    let problems = [
        ("#/answers/photos/1", "unreadable"),
        ("#/answers/chip", "known"),
        ("/answers/home/postcode", "elsewhere"),
        ("/answers/photos/2", "no such photo"),
        ("/answers/hidden", "h"),
        ("/answers/nothing", "n"),
        ("/version", "v"),
        ("", "e"),
    ];
    let problems = problems.map(|(pointer, detail)| (pointer.to_owned(), detail.to_owned()));
    let (fields, unplaced) = form.reject(&problems);
    assert_eq!((fields, unplaced), (vec![0, 1, 2], ["h", "n", "v", "e"].map(str::to_owned).to_vec()));
    let said = |part, detail: &str| Error { part, fault: Fault::Backend(detail.into()) };
    assert_eq!(form.errors(0), [said(None, "known")]);
    assert_eq!(form.errors(1), [said(Some(4), "elsewhere")]);
    assert_eq!(form.errors(2), [said(Some(1), "unreadable"), said(None, "no such photo")]);

    form.leave(0);
    assert_eq!(form.errors(0), [said(None, "known")], "it stays until the answer changes");
    assert_eq!(form.set(0, typed("2")), changed(&[0]));
    assert_eq!(form.errors(0), []);
    form.reject(&problems[..1]);
    assert_eq!((form.errors(1), form.errors(2).len()), (&[][..], 1), "a new answer replaces the old one");
}

#[test]
fn a_backends_problem_with_a_period_appears_at_the_end_it_names() {
    let mut form = form(json!([step("a", json!([field("stay", "period", json!({}))]))]));
    let problems = [("from", "a"), ("to", "b"), ("fromDay", "c")];
    form.reject(&problems.map(|(end, detail)| (["#/answers/stay/", end].concat(), detail.to_owned())));
    let said = |part, detail: &str| Error { part, fault: Fault::Backend(detail.into()) };
    assert_eq!(form.errors(0), [said(Some(0), "a"), said(Some(3), "b"), said(None, "c")]);
}

#[test]
fn a_draft_brings_everything_back() {
    let mut form = dogs();
    form.set(DOG, typed("true"));
    form.set(BREED, typed("listed"));
    form.set(PHOTO, Answer::Files(vec![photo("a")]));
    form.uploaded(PHOTO, "a", "17");
    form.set(MAIL, typed(" amt@"));
    let draft = form.answers_to_json();

    let mut again = dogs();
    assert!(again.is_blank());
    again.set(CHIP, typed("gone"));
    assert_eq!(again.restore(&draft), [""; 0]);
    assert!(!again.is_blank());
    assert_eq!(again.answers_to_json(), draft);
    for ix in 0..6 {
        assert_eq!(again.answer(ix), form.answer(ix));
        assert_eq!((again.visible(ix), again.required(ix)), (form.visible(ix), form.required(ix)));
        assert_eq!(again.errors(ix), [], "a draft comes back without reproach");
    }
    assert_eq!(again.restore(&"no draft".into()), [""; 0]);
    assert_eq!(again.answers_to_json(), draft);
}

#[test]
fn answers_that_no_field_fits_are_told_and_kept() {
    let mut form = dogs();
    let draft =
        json!({"dog": "true", "breed": "poodle", "chip": ["1", "2"], "colour": "brown", "mail": 7, "photo": null});
    assert_eq!(form.restore(&given(&draft)), ["breed", "chip", "colour", "mail"]);
    assert_eq!(form.answer(DOG), &typed("true"));
    let kept = json!({"dog": "true", "breed": "poodle", "chip": ["1", "2"], "colour": "brown", "mail": 7});
    assert_eq!(form.answers_to_json(), given(&kept));
    form.set(BREED, typed("mix"));
    assert_eq!(form.answers_to_json().get("breed"), Some(&"mix".into()));
    let sent = form.submission("de").expect("a submission");
    assert_eq!(Value::Object(sent.answers), given(&json!({"dog": true, "breed": "mix"})));
}

#[test]
fn one_answer_costs_one_check() {
    struct Counting(Cell<usize>);
    impl Patterns for Counting {
        fn check(&self, pattern: &str) -> Result<(), String> {
            Regex.check(pattern)
        }
        fn is_match(&self, pattern: &str, text: &str) -> bool {
            self.0.set(self.0.get() + 1);
            Regex.is_match(pattern, text)
        }
        fn nfc(&self, text: &str) -> String {
            Regex.nfc(text)
        }
    }
    let keys = json!({"pattern": "[0-9]+", "patternMessage": {"de": "Ziffern"}});
    let mut fields: Vec<Json> = (0..1000).map(|ix| field(&format!("f{ix}"), "text", keys.clone())).collect();
    fields[999]["when"] = json!({"==": [{"var": "f0"}, "12"]});
    let patterns = Rc::new(Counting(Cell::new(0)));
    let mut form = Form::new(of_steps(&json!([step("a", Json::from(fields))])), TODAY, patterns.clone());
    for ix in 0..1000 {
        form.set(ix, typed("1"));
    }
    assert_eq!(patterns.0.replace(0), 1000);
    form.set(1, typed("2"));
    assert_eq!(patterns.0.replace(0), 1);
    assert_eq!(form.set(0, typed("12")), changed(&[999]));
    assert_eq!(patterns.0.replace(0), 2);
    form.set(0, typed("12"));
    assert_eq!(patterns.0.get(), 0, "the same answer again costs nothing");
}

#[test]
fn a_step_with_nothing_to_show_is_passed_over() {
    let mut form = form(json!([
        step("a", json!([field("a", "yesNo", json!({}))])),
        step("b", json!([field("b", "text", json!({"when": {"var": "a"}}))])),
        step("c", json!([{"id": "c", "kind": "note", "text": {"de": "Fertig"}}])),
    ]));
    assert_eq!((form.first(), form.next(0), form.progress(2)), (Some(0), Some(2), (2, 2)));
    assert!(form.set(0, typed("true")).steps);
    assert_eq!(form.next(0), Some(1));
}
