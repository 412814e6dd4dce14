//! The bodies that the document of the REST contract shows as examples.
#![allow(dead_code, reason = "each test file uses its part of it")]

use serde_json::Value;

use super::openapi::Contract;

/// One value that the document shows, and where.
pub struct Example<'a> {
    pub place: String,
    /// The HTTP status, for a response.
    pub status: Option<u16>,
    pub schema: &'a Value,
    pub value: &'a Value,
}

/// Every example of a body in the document. Each body of JSON has one at least, but for errors, which are all alike.
pub fn bodies(contract: &Contract) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    let paths = contract.at("/paths").as_object().expect("paths");
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().expect("operations") {
            let place = format!("{method} {path}");
            let mut bodies = vec![(place.clone(), None, &operation["requestBody"])];
            for (status, response) in operation["responses"].as_object().expect("responses") {
                bodies.push((format!("{place} {status}"), Some(status.parse().unwrap_or(503)), response));
            }
            for (place, status, body) in bodies {
                let Some(content) = contract.resolve(body)["content"].as_object() else { continue };
                for (media_type, content) in content.iter().filter(|(name, _)| name.ends_with("json")) {
                    let examples = content["examples"].as_object();
                    assert!(examples.is_some() || media_type.contains("problem"), "{place} has no example");
                    for (name, example) in examples.into_iter().flatten() {
                        let value = &contract.resolve(example)["value"];
                        found.push(Example {
                            place: format!("{place} {name}"),
                            status,
                            schema: &content["schema"],
                            value,
                        });
                    }
                }
            }
        }
    }
    found
}

/// The last name in what a schema refers to.
pub fn name(schema: &Value) -> &str {
    schema["$ref"].as_str().and_then(|target| target.rsplit('/').next()).unwrap_or_default()
}
