//! A citizen with nothing but a keyboard: everything is reached with the tabulator and arrow keys, as it has the focus.

use crate::app::{App, Focus, key};
use crate::recipe::Recipe;
use crate::way::{Typed, Way};

const SPACE: char = ' ';

/// No page has more stops than this.
const STOPS: usize = 120;

pub struct Keyboard<'a>(pub &'a App);

impl Keyboard<'_> {
    async fn key(&self, key: char) {
        self.0.keys(key.encode_utf8(&mut [0; 4])).await;
    }

    pub async fn tab(&self) -> Focus {
        self.key(key::TAB).await;
        self.0.focus().await
    }

    pub async fn shift_tab(&self) -> Focus {
        self.0.chord(key::SHIFT, key::TAB).await;
        self.0.focus().await
    }

    /// Goes from stop to stop until `here`; `what` is told when it is never reached.
    async fn reach(&self, what: &str, here: impl Fn(&Focus) -> bool) {
        let mut passed = Vec::new();
        let mut focus = self.0.focus().await;
        for _ in 0..STOPS {
            if here(&focus) {
                return;
            }
            passed.push(format!("{} “{}”", focus.role, focus.name));
            focus = self.tab().await;
        }
        panic!("{what} is not reached with the tabulator key, but {}", passed.join(", "));
    }

    /// Reaches a thing by its role and words.
    pub async fn to(&self, role: &str, name: &str) {
        self.reach(&format!("{role} “{name}”"), |focus| focus.role == role && fits(&focus.name, name)).await;
    }

    /// Follows a link or presses a button.
    pub async fn enter(&self, role: &str, name: &str) {
        self.to(role, name).await;
        self.key(key::ENTER).await;
    }

    /// As [`Keyboard::to`], within a group.
    pub async fn to_in(&self, name: &str, group: &str) {
        let here = |focus: &Focus| fits(&focus.name, name) && fits(&focus.group, group);
        self.reach(&format!("“{name}” in “{group}”"), here).await;
    }

    /// Among radio buttons: the group is one stop, arrows go through it.
    pub async fn choose(&self, group: &str, option: &str) {
        let in_group = |focus: &Focus| focus.role == "radio" && fits(&focus.group, group);
        self.reach(&format!("the radio buttons “{group}”"), in_group).await;
        self.key(SPACE).await;
        for _ in 0..10 {
            let focus = self.0.focus().await;
            if fits(&focus.name, option) {
                assert!(focus.checked, "“{option}” has the focus and is not chosen");
                return;
            }
            self.key(key::DOWN).await;
        }
        panic!("“{option}” is not reached with arrow keys");
    }

    /// In a long list: types words, goes down to the entry, and takes it.
    pub async fn search(&self, label: &str, entry: &str) {
        self.to("combobox", label).await;
        self.0.keys(entry).await;
        self.key(key::DOWN).await;
        self.key(key::ENTER).await;
        let focus = self.0.focus().await;
        assert_eq!((focus.role.as_str(), focus.value.as_str()), ("combobox", entry), "the enter key takes the entry");
    }

    /// Fills a field in.
    pub async fn fill(&self, recipe: &Recipe, field: &str, typed: &Typed) {
        let words = &self.0.words;
        let label = recipe.label(field, &words.language);
        match typed {
            Typed::Text(text) => {
                self.to("textbox", &label).await;
                self.0.keys(text).await;
            }
            Typed::Pick(value) => {
                let option = recipe.option(field, value, &words.language);
                if recipe.is_searched(field) {
                    self.search(&label, &option).await;
                } else if recipe.is_select(field) {
                    self.to("combobox", &label).await;
                    self.0.keys(&option).await;
                    assert_eq!(self.0.focus().await.chosen, option, "typing its words chooses an option");
                } else {
                    self.choose(&label, &option).await;
                }
            }
            Typed::Yes => self.choose(&label, words.get("field.yes")).await,
            Typed::No => self.choose(&label, words.get("field.no")).await,
            Typed::Tick => {
                self.to("checkbox", &label).await;
                self.key(SPACE).await;
                assert!(self.0.focus().await.checked, "the space bar ticks “{label}”");
            }
            Typed::Date(day, month, year) => {
                for (key, number) in [("date.day", day), ("date.month", month), ("date.year", year)] {
                    self.to_in(words.get(key), &label).await;
                    self.0.keys(number).await;
                }
            }
            Typed::Address(parts) => {
                for (part, text) in *parts {
                    self.to_in(words.get(&format!("address.{part}")), &label).await;
                    self.0.keys(text).await;
                }
            }
            Typed::Month(..)
            | Typed::Country(_)
            | Typed::Account(..)
            | Typed::Period(..)
            | Typed::Words(_)
            | Typed::Found(..)
            | Typed::Slot
            | Typed::Entries(_) => {
                panic!("no test fills in “{label}” with the keyboard alone")
            }
            Typed::Files(_) => panic!("no test opens the system's file dialog"),
        }
    }

    /// Fills every step in and goes on with the enter key, to the review.
    pub async fn walk(&self, way: &Way) {
        let recipe = Recipe::of(way.service);
        let words = &self.0.words;
        for (step, fields) in &way.steps {
            self.0.at_with_focus(&recipe.step_title(step, &words.language)).await;
            for (field, typed) in fields {
                self.fill(&recipe, field, typed).await;
            }
            self.enter("button", words.get("form.next")).await;
        }
        self.0.at_with_focus(words.get("review.title")).await;
    }
}

fn fits(name: &str, wanted: &str) -> bool {
    name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
