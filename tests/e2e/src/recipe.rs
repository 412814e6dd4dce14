//! A recipe as a test reads it: which words stand at which field. Read with nothing of the app's own.

use std::fs;

use serde_json::Value;

use crate::place;

#[derive(Clone)]
pub struct Recipe(Value);

impl Recipe {
    pub fn of(service: &str) -> Recipe {
        let path = place::repository().join("public/recipes").join(format!("{service}.json"));
        let json = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Recipe(serde_json::from_str(&json).expect("a recipe is JSON"))
    }

    /// Every recipe there is.
    pub fn all() -> Vec<String> {
        let folder = fs::read_dir(place::repository().join("public/recipes")).expect("the recipes' folder");
        let names = folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut ids: Vec<String> = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
        ids.retain(|id| id != "index");
        ids.sort();
        ids
    }

    pub fn title(&self, language: &str) -> String {
        word(&self.0["title"], language)
    }

    /// The place of a step in the recipe, from 0, and the step.
    fn step(&self, id: &str) -> (usize, &Value) {
        let steps = self.0["steps"].as_array().expect("steps");
        let found = steps.iter().enumerate().find(|(_, step)| step["id"] == id);
        found.unwrap_or_else(|| panic!("the recipe has no step {id}"))
    }

    pub fn step_title(&self, id: &str, language: &str) -> String {
        word(&self.step(id).1["title"], language)
    }

    /// The steps' ids in order.
    pub fn steps(&self) -> Vec<String> {
        let steps = self.0["steps"].as_array().expect("steps");
        steps.iter().filter_map(|step| step["id"].as_str().map(str::to_owned)).collect()
    }

    fn field(&self, id: &str) -> &Value {
        self.places().find(|(_, field)| field["id"] == id).unwrap_or_else(|| panic!("the recipe has no field {id}")).1
    }

    /// All fields with their JSON Pointers, those of groups behind them.
    fn places(&self) -> impl Iterator<Item = (String, &Value)> {
        fn collect<'a>(holder: &'a Value, pointer: &str, found: &mut Vec<(String, &'a Value)>) {
            for (ix, field) in holder["fields"].as_array().into_iter().flatten().enumerate() {
                let place = format!("{pointer}/fields/{ix}");
                found.push((place.clone(), field));
                collect(field, &place, found);
            }
        }
        let mut found = Vec::new();
        for (at, step) in self.0["steps"].as_array().expect("steps").iter().enumerate() {
            collect(step, &format!("/steps/{at}"), &mut found);
        }
        found.into_iter()
    }

    /// Where a field stands in the file (RFC 6901).
    pub fn pointer(&self, id: &str) -> String {
        self.places().find(|(_, field)| field["id"] == id).unwrap_or_else(|| panic!("the recipe has no field {id}")).0
    }

    pub fn kind(&self, field: &str) -> &str {
        self.field(field)["kind"].as_str().expect("a field has a kind")
    }

    pub fn label(&self, field: &str, language: &str) -> String {
        self.word(field, "label", language)
    }

    /// A text of a field.
    pub fn word(&self, field: &str, key: &str, language: &str) -> String {
        word(&self.field(field)[key], language)
    }

    /// The words at a JSON Pointer.
    pub fn text(&self, pointer: &str, language: &str) -> String {
        word(self.0.pointer(pointer).unwrap_or(&Value::Null), language)
    }

    /// The words of an option.
    pub fn option(&self, field: &str, value: &str, language: &str) -> String {
        let options = self.field(field)["options"].as_array().expect("options");
        let option = options.iter().find(|option| option["value"] == value);
        word(&option.unwrap_or_else(|| panic!("{field} has no option {value}"))["label"], language)
    }

    fn options(&self, field: &str) -> usize {
        self.field(field)["options"].as_array().map_or(0, Vec::len)
    }

    /// Whether its options are shown in a select.
    pub fn is_select(&self, field: &str) -> bool {
        self.kind(field) == "choice" && (6..=20).contains(&self.options(field))
    }

    /// Whether what can be chosen is searched by typing.
    pub fn is_searched(&self, field: &str) -> bool {
        self.kind(field) == "choice" && (self.options(field) > 20 || !self.field(field)["codeList"].is_null())
    }
}

fn word(text: &Value, language: &str) -> String {
    text[language].as_str().unwrap_or_else(|| panic!("no {language} in {text}")).to_owned()
}
