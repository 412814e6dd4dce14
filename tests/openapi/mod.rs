//! The document of the REST contract, for tests: its schemas as validators, its examples as values.

use std::fs;
use std::path::Path;

use jsonschema::{Resource, Validator};
use serde_json::{Value, json};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// `public/openapi.yaml`.
pub struct Contract {
    pub document: Value,
    recipes: Value,
}

impl Contract {
    /// `root`: the folder of the repository.
    pub fn load(root: &Path) -> Contract {
        let read = |path: &str| fs::read_to_string(root.join("public").join(path)).expect(path);
        let document = serde_saphyr::from_str(&read("openapi.yaml")).expect("a YAML document");
        let recipes = serde_json::from_str(&read("schema/recipe.schema.json")).expect("a JSON schema");
        Contract { document, recipes }
    }

    /// The value at a JSON Pointer that is there.
    #[allow(dead_code, reason = "not every test that has this module follows pointers")]
    pub fn at(&self, pointer: &str) -> &Value {
        self.document.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
    }

    /// What `value` refers to, if it is a reference into the document, else itself.
    #[allow(dead_code, reason = "not every test that has this module follows pointers")]
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
            Some(pointer) => self.resolve(self.at(pointer)),
            None => value,
        }
    }

    /// A validator for a schema of the document, which may refer to others in it.
    pub fn validator(&self, schema: &Value) -> Validator {
        let recipes = Resource::from_contents(self.recipes.clone()).expect("a schema for recipes");
        let whole = json!({"$schema": DRAFT, "allOf": [schema], "components": self.document["components"]});
        jsonschema::options()
            .should_validate_formats(true)
            .with_resource("json-schema:///schema/recipe.schema.json", recipes)
            .build(&whole)
            .expect("a JSON Schema of draft 2020-12")
    }

    /// A validator for the schema of that name.
    #[allow(dead_code, reason = "not every test that has this module names schemas")]
    pub fn named(&self, name: &str) -> Validator {
        self.validator(&json!({"$ref": format!("#/components/schemas/{name}")}))
    }
}

/// Fails with every complaint, if there is one.
pub fn assert_valid(validator: &Validator, value: &Value, place: &str) {
    let complaints: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(complaints.is_empty(), "{place}: {complaints:#?}");
}
