//! Filling in the entries of a group, and the groups within them.

use serde_json::json;

use crate::app::{App, strings};
use crate::recipe::Recipe;
use crate::way::Entry;

impl App {
    /// Fills entries in, one after the other, and adds those that the group does not begin with.
    pub(crate) async fn fill_entries(&self, recipe: &Recipe, group: &str, entries: &[Entry]) {
        let language = &self.words.language;
        let (entry, add) = (recipe.word(group, "entry", language), recipe.word(group, "add", language));
        let outer = strings(&self.look("entries", json!([])).await);
        for (ix, fields) in entries.iter().enumerate() {
            self.see("button", &add).await;
            let name = format!("{entry} {}", ix + 1);
            if !self.is_there("group", &name).await {
                self.press(&add).await;
                self.see("group", &name).await;
            }
            let inner: Vec<String> = outer.iter().chain([&name]).cloned().collect();
            self.look("enter", json!(inner)).await;
            for (field, typed) in fields {
                self.fill(recipe, field, typed).await;
            }
            self.look("enter", json!(outer)).await;
        }
    }
}
