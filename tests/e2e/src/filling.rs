//! Filling in: a field of a recipe, the steps of a way, and all of it from the catalogue to the receipt.

use fantoccini::elements::Element;
use serde_json::json;

use crate::app::App;
use crate::recipe::Recipe;
use crate::way::{Typed, Way};

impl App {
    /// Fills a field of a recipe in.
    pub async fn fill(&self, recipe: &Recipe, field: &str, typed: &Typed) {
        let language = &self.words.language;
        let label = recipe.label(field, language);
        match typed {
            Typed::Text(text) => self.type_in(&label, None, text).await,
            Typed::Pick(value) if recipe.is_searched(field) => {
                self.search(&label, &recipe.option(field, value, language)).await;
            }
            Typed::Pick(value) => self.choose(&label, &recipe.option(field, value, language)).await,
            Typed::Yes => self.choose(&label, self.t("field.yes")).await,
            Typed::No => self.choose(&label, self.t("field.no")).await,
            Typed::Tick => self.tick(&label).await,
            Typed::Date(day, month, year) => self.type_date(&label, [day, month, year]).await,
            Typed::Period(from, to) => {
                for (key, end) in [("period.from", from), ("period.to", to)] {
                    self.type_date(self.t(key), end.each_ref()).await;
                }
            }
            Typed::Month(month, year) => {
                for (key, number) in [("date.month", month), ("date.year", year)] {
                    self.type_in(self.t(key), Some(&label), number).await;
                }
            }
            Typed::Address(parts) => {
                for (part, text) in *parts {
                    let name = self.t(&format!("address.{part}")).to_owned();
                    if *part == "country" {
                        self.choose_country(&name, Some(&label), text).await;
                    } else {
                        self.type_in(&name, Some(&label), text).await;
                    }
                }
            }
            Typed::Files(fixtures) => self.attach(&label, fixtures).await,
            Typed::Country(code) => self.choose_country(&label, None, code).await,
            Typed::Account(iban, holder) => {
                self.type_in(self.t("bank.iban"), Some(&label), iban).await;
                self.type_in(self.t("bank.holder"), Some(&label), holder).await;
            }
            Typed::Words(text) => self.type_in(self.t("place.text"), Some(&label), text).await,
            Typed::Found(query, address) => {
                self.type_in(self.t("place.text"), Some(&label), query).await;
                self.press(self.t("place.search")).await;
                self.choose(self.t("place.results"), address).await;
                self.says(&self.words.fill("place.taken", &[("address", address)])).await;
            }
            Typed::Slot => {
                self.see("button", self.t("appointment.later")).await;
                let free = self.list("radio").await;
                self.choose(&label, free.first().expect("a free time")).await;
                self.says(self.words.start("appointment.held")).await;
            }
            Typed::Entries(entries) => Box::pin(self.fill_entries(recipe, field, entries)).await,
        }
    }

    /// Day, month and year in their group.
    async fn type_date(&self, group: &str, numbers: [&String; 3]) {
        for (key, number) in ["date.day", "date.month", "date.year"].into_iter().zip(numbers) {
            self.type_in(self.t(key), Some(group), number).await;
        }
    }

    async fn choose_country(&self, name: &str, group: Option<&str>, code: &str) {
        let arguments = json!(["combobox", name, group]);
        let act = async |element: Element| element.select_by_value(code).await.is_ok();
        self.with("the country", "find", arguments, act).await;
    }

    /// Fills the steps of a way in, from the one that is shown to the review.
    pub async fn walk(&self, way: &Way) {
        self.walk_steps(way, 0..way.steps.len()).await;
        self.at(self.t("review.title")).await;
    }

    /// Fills some steps of a way in and goes on after each.
    pub async fn walk_steps(&self, way: &Way, steps: std::ops::Range<usize>) {
        let recipe = Recipe::of(way.service);
        for (step, fields) in &way.steps[steps] {
            self.at(&recipe.step_title(step, &self.words.language)).await;
            for (field, typed) in fields {
                self.fill(&recipe, field, typed).await;
            }
            self.press(self.t("form.next")).await;
        }
    }

    /// From the catalogue to the first step: searches, opens the service, starts.
    pub async fn begin(&self, way: &Way) {
        let title = Recipe::of(way.service).title(&self.words.language);
        let query = if self.words.language == "de" { way.search.0 } else { way.search.1 };
        self.at(self.t("catalogue.title")).await;
        self.type_in(self.t("catalogue.search"), None, query).await;
        self.says(self.t("catalogue.found.one").trim_start_matches('1').trim()).await;
        self.link(&title).await;
        self.at(&title).await;
        self.link(self.t("service.start")).await;
    }

    /// Sends from the review and reads the receipt: reference and access code.
    pub async fn send(&self) -> (String, String) {
        self.press(self.t("review.send")).await;
        self.receipt().await
    }

    /// Waits for the receipt and reads it: reference and access code.
    pub async fn receipt(&self) -> (String, String) {
        self.at(self.t("receipt.title")).await;
        (self.fact(self.t("receipt.reference")).await, self.fact(self.t("receipt.code")).await)
    }
}
