//! The crate `jsonschema` as the judge of data contracts.
#![allow(dead_code, reason = "each test file uses its part of it")]

use amtsgang::json::{Object, Value as Json, write};
use amtsgang::recipe::{Recipe, contract};
use jsonschema::Validator;
use serde_json::Value;

pub struct Judge {
    validator: Validator,
    service: Json,
    version: Json,
}

impl Judge {
    /// The judge by a recipe's contract, which must be a schema itself.
    pub fn of(recipe: &Recipe) -> Judge {
        let schema = standard(&contract(recipe));
        Judge {
            validator: validator(&schema),
            service: recipe.id.as_str().into(),
            version: i64::from(recipe.version).into(),
        }
    }

    /// Whether a submission is as the contract says.
    pub fn takes_whole(&self, submission: &Json) -> bool {
        self.validator.is_valid(&standard(submission))
    }

    /// Whether a submission with these answers is.
    pub fn takes(&self, answers: &Json) -> bool {
        self.takes_whole(&self.submission(answers))
    }

    pub fn submission(&self, answers: &Json) -> Json {
        let mut submission = Object::new();
        submission.insert("service", self.service.clone());
        submission.insert("version", self.version.clone());
        submission.insert("language", "de".into());
        submission.insert("answers", answers.clone());
        Json::Object(submission)
    }

    /// What the contract says is wrong.
    pub fn complaints(&self, submission: &Json) -> String {
        let submission = standard(submission);
        let errors = self.validator.iter_errors(&submission);
        let said = errors.map(|error| format!("{}: {error} by {}", error.instance_path, error.schema_path));
        said.collect::<Vec<_>>().join("\n")
    }
}

/// A schema that says itself that it is one.
pub fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::meta::validate(schema).unwrap_or_else(|error| panic!("{error}: {schema:#}"));
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(schema).unwrap_or_else(|error| panic!("{error}: {schema:#}"))
}

/// As `serde_json` has it.
pub fn standard(json: &Json) -> Value {
    serde_json::from_str(&write(json)).expect("JSON")
}
