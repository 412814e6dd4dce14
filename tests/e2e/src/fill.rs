//! Fills fields in by what is typed, chosen and pressed in them.

use fantoccini::elements::Element;
use serde_json::json;

use crate::app::App;
use crate::place;
use crate::recipe::Recipe;
use crate::way::Typed;

/// The names of groups, one in the other, as `eyes.js` finds them.
fn inside(outer: Option<&str>, name: &str) -> String {
    outer.map_or_else(|| name.to_owned(), |outer| [outer, " › ", name].concat())
}

impl App {
    /// Chooses an option by its words: in a select, or by pressing a radio button's or checkbox's label.
    pub async fn choose(&self, label: &str, option: &str) {
        self.choose_in(label, option, None).await;
    }

    async fn choose_in(&self, label: &str, option: &str, group: Option<&str>) {
        let select = json!(["combobox", label, group]);
        if self.element("find", select.clone()).await.is_some() {
            let what = format!("“{option}” in “{label}”");
            self.with(&what, "find", select, async |element| element.select_by_label(option).await.is_ok()).await;
            return;
        }
        let radios = json!(["radiogroup", label, group]);
        let role = if self.element("find", radios).await.is_some() { "radio" } else { "checkbox" };
        let what = format!("the {role} “{option}” of “{label}”");
        let arguments = json!([role, option, inside(group, label)]);
        self.with(&what, "option", arguments, async |element| element.click().await.is_ok()).await;
    }

    pub async fn tick(&self, label: &str) {
        let what = format!("the checkbox “{label}”");
        self.with(&what, "option", json!(["checkbox", label]), async |element| element.click().await.is_ok()).await;
    }

    /// Chooses files, one after the other or all at once as the field allows, and waits until they are listed.
    pub async fn attach(&self, label: &str, fixtures: &[&str]) {
        self.attach_in(label, fixtures, None).await;
    }

    async fn attach_in(&self, label: &str, fixtures: &[&str], group: Option<&str>) {
        for fixture in fixtures {
            let path = place::fixture(fixture).display().to_string();
            let what = format!("the file input “{label}”");
            let arguments = json!(["file", label, group]);
            self.with(&what, "find", arguments, async |input| input.send_keys(&path).await.is_ok()).await;
            self.see("button", &self.words.fill("file.removeNamed", &[("name", fixture)])).await;
        }
    }

    /// Fills a field of a recipe in, outside of groups.
    pub async fn fill(&self, recipe: &Recipe, field: &str, typed: &Typed) {
        self.fill_in(recipe, field, typed, None).await;
    }

    /// Fills a field in; `entry` is the one it stands in.
    async fn fill_in(&self, recipe: &Recipe, field: &str, typed: &Typed, entry: Option<&str>) {
        let language = &self.words.language;
        let label = recipe.label(field, language);
        let own = inside(entry, &label);
        match typed {
            Typed::Text(text) => self.type_in(&label, entry, text).await,
            Typed::Pick(value) => self.choose_in(&label, &recipe.option(field, value, language), entry).await,
            Typed::Yes => self.choose_in(&label, self.t("field.yes"), entry).await,
            Typed::No => self.choose_in(&label, self.t("field.no"), entry).await,
            Typed::Tick => self.tick(&label).await,
            Typed::Date(day, month, year) => self.date(&own, day, month, year).await,
            Typed::Month(month, year) => {
                for (key, number) in [("date.month", month), ("date.year", year)] {
                    self.type_in(self.t(key), Some(&own), number).await;
                }
            }
            Typed::Period(ends) => {
                for (key, (day, month, year)) in [("period.from", &ends.0), ("period.to", &ends.1)] {
                    self.date(&inside(Some(&own), self.t(key)), day, month, year).await;
                }
            }
            Typed::Address(parts) => {
                for (part, text) in *parts {
                    let name = self.t(&format!("address.{part}")).to_owned();
                    if *part == "country" {
                        self.choose_country(&name, Some(&own), text).await;
                    } else {
                        self.type_in(&name, Some(&own), text).await;
                    }
                }
            }
            Typed::Country(code) => self.choose_country(&label, entry, code).await,
            Typed::Files(fixtures) => self.attach_in(&label, fixtures, entry).await,
            Typed::Entries(entries) => {
                for (at, fields) in entries.iter().enumerate() {
                    if at >= recipe.least(field) {
                        self.press(&recipe.word_of(field, "add", language)).await;
                    }
                    let (called, number) = (recipe.word_of(field, "entry", language), (at + 1).to_string());
                    let name = self.words.fill("group.entry", &[("entry", &called), ("number", &number)]);
                    let entry = inside(entry, &name);
                    for (field, typed) in fields {
                        Box::pin(self.fill_in(recipe, field, typed, Some(&entry))).await;
                    }
                }
            }
        }
    }

    async fn date(&self, group: &str, day: &str, month: &str, year: &str) {
        for (key, number) in [("date.day", day), ("date.month", month), ("date.year", year)] {
            self.type_in(self.t(key), Some(group), number).await;
        }
    }

    async fn choose_country(&self, name: &str, group: Option<&str>, code: &str) {
        let arguments = json!(["combobox", name, group]);
        let act = async |element: Element| element.select_by_value(code).await.is_ok();
        self.with("the country", "find", arguments, act).await;
    }
}
