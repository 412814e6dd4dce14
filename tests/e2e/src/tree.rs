//! The accessibility tree as text: what a screen reader gets, to be read by a person.

use std::collections::HashMap;

use serde_json::Value;

use crate::app::App;

/// Says nothing beyond what its children say.
const SILENT: &[&str] = &["generic", "none", "InlineTextBox", "LineBreak"];
/// Properties worth a word.
const TOLD: &[&str] =
    &["focused", "invalid", "required", "checked", "pressed", "expanded", "level", "disabled", "live"];

impl App {
    /// The page as a screen reader gets it: role, name, value, description and state of each node, indented.
    pub async fn heard(&self) -> String {
        let nodes = self.browser.engine.accessibility(&self.browser.client).await;
        let by_id: HashMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        let mut out = String::new();
        if let Some(root) = nodes.iter().find(|node| node["parentId"].is_null()) {
            write(&mut out, root, &by_id, 0);
        }
        out
    }
}

fn write(out: &mut String, node: &Value, all: &HashMap<&str, &Value>, depth: usize) {
    let word = |key: &str| node[key]["value"].as_str().unwrap_or_default();
    let (role, name) = (word("role"), word("name"));
    let is_told =
        node["ignored"] != true && !SILENT.contains(&role) && !(role == "StaticText" && name.trim().is_empty());
    if is_told {
        out.push_str(&"  ".repeat(depth));
        out.push_str(role);
        if !name.is_empty() {
            out.push_str(&format!(" “{name}”"));
        }
        for key in ["value", "description"] {
            let words = &node[key]["value"];
            if !words.is_null() && words != "" {
                out.push_str(&format!(" {key}: {words}"));
            }
        }
        for property in node["properties"].as_array().into_iter().flatten() {
            let (key, value) = (property["name"].as_str().unwrap_or_default(), &property["value"]["value"]);
            if TOLD.contains(&key) && *value != false && value != "false" {
                out.push_str(&format!(" [{key} {value}]").replace(" true]", "]"));
            }
        }
        out.push('\n');
    }
    // A text's pieces repeat it.
    if role == "StaticText" {
        return;
    }
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| all.get(id)) {
            write(out, child, all, depth + usize::from(is_told));
        }
    }
}
