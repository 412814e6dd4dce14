//! A recipe's data contract: a JSON Schema (2020-12) of the submissions that its form lets through.
//!
//! It is for whoever takes submissions and for tools; nothing in the app calls it. Whatever [`crate::form::Form::submission`]
//! gives validates. The other way round it refuses what is not of the right shape: another type or notation, an unknown key,
//! an answer that is not asked for, one that is missing. What a schema cannot say stays open: check digits, limits that
//! move with today, conditions that calculate, sum or compare answers with each other.

mod conditions;
mod formula;
mod rules;

use self::conditions::Members;
use self::rules::Rules;
use super::Recipe;
use crate::field::{Kind, Schema, definition};
use crate::json::{Object, Value as Json};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Titles and descriptions are for people of the office.
const LANGUAGE: &str = "de";

/// The schema of a whole submission, `{"service", "version", "language", "answers"}`.
pub fn contract(recipe: &Recipe) -> Json {
    let constant = |value: Json| Schema::default().with("const", value);
    let members = [
        ("service", constant(recipe.id.as_str().into())),
        ("version", constant(i64::from(recipe.version).into())),
        ("language", Schema::of("string").with("$comment", "BCP 47")),
        ("answers", object(Members { recipe, home: None })),
    ];
    let required = members.iter().map(|(name, _)| Json::from(*name)).collect();
    let properties: Object = members.into_iter().map(|(name, schema)| (name.to_owned(), schema.into())).collect();
    let properties = Json::Object(properties);
    let mut definitions = Object::new();
    define(&properties, &mut definitions);
    let schema = Schema::default()
        .with("$schema", DIALECT)
        .with("title", recipe.title.get(LANGUAGE))
        .with("description", recipe.summary.get(LANGUAGE))
        .with("type", "object")
        .with("properties", properties)
        .with("required", Json::Array(required))
        .with("additionalProperties", Json::Bool(false));
    if definitions.is_empty() { schema } else { schema.with("$defs", Json::Object(definitions)) }.into()
}

/// The answers outside of groups, or those of an entry.
fn object(members: Members) -> Schema {
    let Members { recipe, home } = members;
    let range = home.map_or(0..recipe.fields.len(), |group| recipe.within(group));
    let mut properties = Object::new();
    for ix in recipe.direct(range) {
        if let Some(schema) = field(recipe, ix) {
            properties.insert(&recipe.fields[ix].id, schema.into());
        }
    }
    let (required, rules) = Rules::of(members);
    let mut schema = Schema::of("object").with("properties", Json::Object(properties));
    for (key, list) in [("required", required), ("allOf", rules)] {
        if !list.is_empty() {
            schema = schema.with(key, Json::Array(list));
        }
    }
    schema.with("additionalProperties", Json::Bool(false))
}

/// What is sent of one field; `None` if nothing ever is.
fn field(recipe: &Recipe, ix: usize) -> Option<Schema> {
    let field = &recipe.fields[ix];
    let schema = match &field.kind {
        // A group without entries is left out.
        Kind::Group(group) => Schema::of("array")
            .with("items", object(Members { recipe, home: Some(ix) }).with("title", group.entry.get(LANGUAGE)))
            .with("minItems", group.min.max(1) as i64)
            .with("maxItems", group.max as i64),
        kind => kind.schema()?,
    };
    let texts = [("title", Some(&field.label)), ("description", field.hint.as_ref())];
    let said = texts.into_iter().filter_map(|(key, text)| Some((key, text?.get(LANGUAGE))));
    Some(said.fold(schema, |schema, (key, text)| schema.with(key, text)))
}

/// Gathers the definitions that a schema refers to, and those that these refer to.
fn define(schema: &Json, definitions: &mut Object) {
    match schema {
        Json::Array(list) => list.iter().for_each(|schema| define(schema, definitions)),
        Json::Object(object) => {
            for (key, value) in object.iter() {
                let name = value.as_str().filter(|_| key == "$ref").and_then(|place| place.rsplit('/').next());
                match name.and_then(|name| Some((name, Json::from(definition(name)?)))) {
                    Some((name, _)) if definitions.contains_key(name) => {}
                    Some((name, shared)) => {
                        definitions.insert(name, shared.clone());
                        define(&shared, definitions);
                    }
                    None => define(value, definitions),
                }
            }
        }
        _ => {}
    }
}
