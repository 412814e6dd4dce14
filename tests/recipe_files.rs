//! Recipes as files: the reader and the JSON Schema judge each of them alike, and the reader says where the mistake is.
#![cfg(not(target_arch = "wasm32"))]

mod patterns;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use amtsgang::field::Kind;
use amtsgang::recipe::{File, Parsed, parse};
use jsonschema::Validator;
use patterns::Regex;

/// What reader and schema refuse.
const BAD: &[(&str, &str)] = &[
    ("address-flag-text", "/steps/0/fields/0/foreign"),
    ("appointment-calendar-path", "/steps/0/fields/0/calendar"),
    ("appointment-without-calendar", "/steps/0/fields/0/calendar"),
    ("bank-account-countries-text", "/steps/0/fields/0/countries"),
    ("bank-account-country-unknown", "/steps/0/fields/0/countries/1"),
    ("choice-code-list-and-options", "/steps/0/fields/0/options"),
    ("choice-code-list-name", "/steps/0/fields/0/codeList"),
    ("choice-one-option", "/steps/0/fields/0/options"),
    ("choice-option-value", "/steps/0/fields/0/options/1/value"),
    ("choice-without-options", "/steps/0/fields/0/options"),
    ("choices-code-list", "/steps/0/fields/0/codeList"),
    ("choices-min-zero", "/steps/0/fields/0/min"),
    ("condition-and-of-none", "/steps/0/fields/1/when/and"),
    ("condition-divided-twice", "/steps/0/fields/1/when/==/0/~1"),
    ("condition-if-of-two", "/steps/0/fields/1/when/if"),
    ("condition-in-empty-list", "/steps/0/fields/1/when/in/1"),
    ("condition-in-text", "/steps/0/fields/1/when/in/1"),
    ("condition-is-true", "/steps/0/fields/1/when"),
    ("condition-list-compared", "/steps/0/fields/1/when/==/1"),
    ("condition-not-of-two", "/steps/0/fields/1/when/!"),
    ("condition-number-too-large", "/steps/0/fields/1/when/</1"),
    ("condition-operator-unknown", "/steps/0/fields/1/when/cat"),
    ("condition-operator-unknown-inside", "/steps/0/fields/1/when/and/0/matches"),
    ("condition-rounded-with-three", "/steps/0/fields/1/when/==/0/roundUp"),
    ("condition-three-to-compare", "/steps/0/fields/1/when/=="),
    ("condition-today-with-day", "/steps/0/fields/1/when/==/0/today"),
    ("condition-two-operators", "/steps/0/fields/1/when"),
    ("condition-var-number", "/steps/0/fields/1/when/!!/var"),
    ("condition-var-part-unknown", "/steps/0/fields/1/when/!!/var"),
    ("country-first-twice", "/steps/0/fields/0/first/1"),
    ("country-first-unknown", "/steps/0/fields/0/first/1"),
    ("date-limit-german", "/steps/0/fields/0/min"),
    ("decimal-decimals-zero", "/steps/0/fields/0/decimals"),
    ("decimal-limit-text", "/steps/0/fields/0/min"),
    ("email-confirm-text", "/steps/0/fields/0/confirm"),
    ("evidence-unknown-key", "/evidence/0/required"),
    ("field-autocomplete-on-date", "/steps/0/fields/0/autocomplete"),
    ("field-autocomplete-unknown", "/steps/0/fields/0/autocomplete"),
    ("field-id-umlaut", "/steps/0/fields/0/id"),
    ("field-key-of-another-kind", "/steps/0/fields/0/rows"),
    ("field-kind-missing", "/steps/0/fields/0/kind"),
    ("field-kind-unknown", "/steps/0/fields/0/kind"),
    ("field-label-missing", "/steps/0/fields/0/label"),
    ("field-required-text", "/steps/0/fields/0/required"),
    ("file-camera-unknown", "/steps/0/fields/0/camera"),
    ("file-camera-without-image", "/steps/0/fields/0/camera"),
    ("file-shrink-text", "/steps/0/fields/0/shrink"),
    ("file-shrink-without-image", "/steps/0/fields/0/shrink"),
    ("file-type-twice", "/steps/0/fields/0/accept/1"),
    ("file-type-unknown", "/steps/0/fields/0/accept/0"),
    ("file-without-accept", "/steps/0/fields/0/accept"),
    ("id-missing", "/id"),
    ("id-with-capital", "/id"),
    ("identity-document-width", "/steps/0/fields/0/width"),
    ("integer-limit-text", "/steps/0/fields/0/max"),
    ("keywords-blank", "/keywords/de/1"),
    ("keywords-language", "/keywords/deutsch"),
    ("legal-url-http", "/legal/0/url"),
    ("legal-without-title", "/legal/0/title"),
    ("leika-short", "/leika"),
    ("licence-plate-normalize", "/steps/0/fields/0/normalize"),
    ("money-limit-fraction", "/steps/0/fields/0/min"),
    ("not-an-object", "/steps/0/title"),
    ("note-required", "/steps/0/fields/0/required"),
    ("note-with-label", "/steps/0/fields/0/label"),
    ("office-email", "/office/email"),
    ("office-missing", "/office"),
    ("office-phone-national", "/office/phone"),
    ("office-postcode", "/office/postcode"),
    ("office-unknown-key", "/office/fax"),
    ("period-no-days", "/steps/0/fields/0/minDays"),
    ("person-name-max-length", "/steps/0/fields/0/maxLength"),
    ("place-own", "/steps/0/fields/0/own"),
    ("postcode-place-own-text", "/steps/0/fields/0/own"),
    ("privacy-missing", "/privacy"),
    ("step-id-with-hyphen", "/steps/0/id"),
    ("step-unknown-key", "/steps/0/label"),
    ("step-without-fields", "/steps/0/fields"),
    ("steps-empty", "/steps"),
    ("tax-id-pattern", "/steps/0/fields/0/pattern"),
    ("text-blank", "/title/de"),
    ("text-inputmode-unknown", "/steps/0/fields/0/inputmode"),
    ("text-language-unknown", "/title/EN"),
    ("text-length-negative", "/steps/0/fields/0/minLength"),
    ("text-pattern-without-message", "/steps/0/fields/0/patternMessage"),
    ("text-width-unknown", "/steps/0/fields/0/width"),
    ("text-without-german", "/title/de"),
    ("time-limit-short", "/steps/0/fields/0/earliest"),
    ("unknown-key", "/colour"),
    ("version-fraction", "/version"),
    ("version-zero", "/version"),
    ("year-month-limit-day", "/steps/0/fields/0/min"),
    ("calculated-required", "/steps/0/fields/1/required"),
    ("calculated-unit-of-money", "/steps/0/fields/1/unit"),
    ("check-level-unknown", "/steps/0/checks/0/level"),
    ("check-without-message", "/steps/0/checks/0/message"),
    ("group-field-broken", "/steps/0/fields/0/fields/0/rows"),
    ("group-max-large", "/steps/0/fields/0/max"),
    ("group-required", "/steps/0/fields/0/required"),
    ("group-without-fields", "/steps/0/fields/0/fields"),
    ("sum-without-number", "/steps/0/fields/1/when/>/0/sum"),
    ("prefill-of-nobody", "/steps/0/fields/0/prefill"),
    ("prefill-name", "/steps/0/fields/0/prefill"),
    ("fixed-alone", "/steps/0/fields/0/fixed"),
    ("file-default", "/steps/0/fields/0/default"),
];

/// What only the reader can refuse.
const BEYOND: &[(&str, &str)] = &[
    ("choice-value-twice", "/steps/0/fields/0/options/1/value"),
    ("choices-max-above-options", "/steps/0/fields/0/max"),
    ("circle-of-itself", "/steps/0/fields/0/when"),
    ("circle-of-two", "/steps/0/fields/0/when"),
    ("circle-through-step", "/steps/0/when"),
    ("condition-address-compared", "/steps/0/fields/1/when/==/0"),
    ("condition-code-list-with-number", "/steps/0/fields/1/when/==/1"),
    ("condition-age-of-number", "/steps/0/fields/1/when/>=/0/age/0"),
    ("condition-choice-not-among-listed", "/steps/0/fields/1/when/in/1/1"),
    ("condition-choice-not-among-options", "/steps/0/fields/1/when/==/1"),
    ("condition-choices-compared", "/steps/0/fields/1/when/==/0"),
    ("condition-choices-not-among-options", "/steps/0/fields/1/when/in/0"),
    ("condition-country-of-postcode-place", "/steps/0/fields/1/when/!!/var"),
    ("condition-date-not-in-calendar", "/steps/0/fields/1/when/>/1"),
    ("condition-days-added-by-half", "/steps/0/fields/1/when/</0/addDays/1"),
    ("condition-decimals-too-many", "/steps/0/fields/1/when/</1"),
    ("condition-divided-by-zero", "/steps/0/fields/1/when/</0/~1/1"),
    ("condition-field-note", "/steps/0/fields/1/when/!!/var"),
    ("condition-field-unknown", "/steps/0/fields/1/when/!!/var"),
    ("condition-fraction", "/steps/0/fields/1/when/==/1"),
    ("condition-if-even", "/steps/0/fields/1/when/if"),
    ("condition-in-single-field", "/steps/0/fields/1/when/in/1"),
    ("condition-number-with-text", "/steps/0/fields/1/when/</1"),
    ("condition-order-of-yes-no", "/steps/0/fields/1/when/</0"),
    ("condition-order-with-null", "/steps/0/fields/1/when/</1"),
    ("condition-part-of-no-address", "/steps/0/fields/1/when/!!/var"),
    ("condition-part-of-no-period", "/steps/0/fields/1/when/!!/var"),
    ("condition-period-with-number", "/steps/0/fields/1/when/==/1"),
    ("condition-place-compared", "/steps/0/fields/1/when/==/0"),
    ("condition-rounded-to-nothing", "/steps/0/fields/1/when/</0/roundUp/1"),
    ("condition-sum-of-texts", "/steps/0/fields/1/when/</0/+/0"),
    ("condition-text-with-number", "/steps/0/fields/1/when/==/1"),
    (
        "condition-too-deep",
        "/steps/0/fields/1/when/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!/!",
    ),
    ("condition-year-of-text", "/steps/0/fields/1/when/==/0/year/0"),
    ("condition-yes-no-with-text", "/steps/0/fields/1/when/==/1"),
    ("date-min-above-max", "/steps/0/fields/0/max"),
    ("date-not-in-calendar", "/steps/0/fields/0/min"),
    ("decimal-limit-too-fine", "/steps/0/fields/0/min"),
    ("decimal-min-above-max", "/steps/0/fields/0/max"),
    ("field-id-twice", "/steps/0/fields/1/id"),
    ("integer-min-above-max", "/steps/0/fields/0/max"),
    ("key-twice", ""),
    ("money-min-above-max", "/steps/0/fields/0/max"),
    ("period-min-days-above-max", "/steps/0/fields/0/maxDays"),
    ("step-id-twice", "/steps/1/id"),
    ("text-min-above-max", "/steps/0/fields/0/maxLength"),
    ("text-min-above-usual-max", "/steps/0/fields/0/minLength"),
    ("text-pattern-broken", "/steps/0/fields/0/pattern"),
    ("text-pattern-for-ever", "/steps/0/fields/0/pattern"),
    ("text-pattern-looks-ahead", "/steps/0/fields/0/pattern"),
    ("time-earliest-after-latest", "/steps/0/fields/0/latest"),
    ("year-month-min-above-max", "/steps/0/fields/0/max"),
    ("calculated-text-of-number", "/steps/0/fields/1/value"),
    ("check-of-another-place", "/steps/0/checks/0/fields/1"),
    ("circle-in-group", "/steps/0/fields/0/when"),
    ("circle-of-calculations", "/steps/0/fields/0/value"),
    ("count-of-no-group", "/steps/0/fields/1/when/>/0/count"),
    ("group-as-a-value", "/steps/0/fields/1/when/!!/var"),
    ("group-begins-too-large", "/steps/0/fields/0/fields/0/min"),
    ("group-field-from-outside", "/steps/0/fields/1/when/!!/var"),
    ("group-field-of-another-group", "/steps/0/fields/1/fields/0/when/!!/var"),
    ("group-min-above-max", "/steps/0/fields/0/max"),
    ("group-sum-of-texts", "/steps/0/fields/1/when/>/0/sum/1"),
    ("group-sums-too-large", "/steps/0/fields/1/when"),
    ("group-too-deep", "/steps/0/fields/0/fields/0/fields/0/fields/0/kind"),
    ("default-of-another-shape", "/steps/0/fields/0/default"),
    ("default-circle", "/steps/0/fields/0/default"),
    ("default-reads-unknown", "/steps/0/fields/0/default/var"),
];

fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn schema() -> Validator {
    let text = fs::read_to_string(directory("public/schema/recipe.schema.json")).unwrap();
    let json = serde_json::from_str(&text).unwrap();
    jsonschema::draft202012::meta::validate(&json).unwrap();
    jsonschema::draft202012::new(&json).unwrap()
}

#[test]
fn schema_and_reader_know_the_same_kinds() {
    let text = fs::read_to_string(directory("public/schema/recipe.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let kinds = schema["$defs"]["field"]["properties"]["kind"]["enum"].as_array().unwrap();
    let mut kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str().unwrap()).collect();
    let mut names = Kind::NAMES.to_vec();
    kinds.sort_unstable();
    names.sort_unstable();
    assert_eq!(kinds, names);
}

/// The recipes in a directory, by name and text. The list of services stands beside the real ones and is none.
fn recipes(name: &str) -> Vec<(String, String)> {
    let files = fs::read_dir(directory(name)).unwrap().map(|entry| entry.unwrap().path());
    let recipes = files.filter(|path| path.extension().is_some_and(|e| e == "json") && !path.ends_with("index.json"));
    recipes
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

fn read(text: &str) -> Parsed {
    parse(text, &Regex)
}

fn judge_good(name: &str) {
    let schema = schema();
    let recipes = recipes(name);
    assert!(!recipes.is_empty(), "no recipe in {name}");
    for (file, text) in recipes {
        let parsed = read(&text);
        let problems: Vec<String> = parsed.problems.iter().map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{file}: {problems:#?}");
        assert!(parsed.recipe.is_some(), "{file}");
        if let Err(error) = schema.validate(&serde_json::from_str(&text).unwrap()) {
            panic!("{file}: the schema says {error} at {}", error.instance_path);
        }
    }
}

#[test]
fn the_services_are_good() {
    judge_good("public/recipes");
}

#[test]
fn good_ones_are_good() {
    judge_good("tests/recipes/good");
}

fn judge_bad(name: &str, table: &[(&str, &str)], schema_accepts: bool) {
    let schema = schema();
    let files = recipes(name);
    let listed: BTreeSet<&str> = table.iter().map(|row| row.0).collect();
    let found: BTreeSet<&str> = files.iter().map(|file| file.0.as_str()).collect();
    assert_eq!(listed, found, "every file has its row, and every row its file");
    let mut wrong = Vec::new();
    for (file, pointer) in table {
        let text = &files.iter().find(|(name, _)| name == file).unwrap().1;
        let parsed = read(text);
        assert!(parsed.recipe.is_none(), "{file}");
        let pointers: Vec<&str> = parsed.problems.iter().map(|problem| problem.pointer.as_str()).collect();
        if pointers != [*pointer] {
            wrong.push(format!("{file}: {pointers:?} instead of {pointer}"));
        }
        if schema.is_valid(&serde_json::from_str(text).unwrap()) != schema_accepts {
            wrong.push(format!("{file}: the schema says otherwise"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn bad_ones_are_bad_to_both() {
    judge_bad("tests/recipes/bad", BAD, false);
}

#[test]
fn what_a_schema_cannot_say_the_reader_says() {
    judge_bad("tests/recipes/bad-beyond-schema", BEYOND, true);
}

#[test]
fn the_form_to_practise_with_has_no_mistakes_and_waits_for_nothing() {
    let file = File::read(include_str!("../src/view/practice.json"));
    assert_eq!(file.check(&Regex).problems, []);
    assert!(!file.needs_later());
}
