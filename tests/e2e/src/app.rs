//! The app as a person meets it: things are found by their role and their words, in a page or in a shadow root.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::patience;
use crate::place;
use crate::words::Words;

/// Finds things in a page.
const EYES: &str = include_str!("eyes.js");

/// Keys that have no letter (W3C WebDriver § 17.4.2).
pub mod key {
    pub const TAB: char = '\u{E004}';
    pub const ENTER: char = '\u{E007}';
    pub const SHIFT: char = '\u{E008}';
    pub const CONTROL: char = '\u{E009}';
    pub const END: char = '\u{E010}';
    pub const DOWN: char = '\u{E015}';
    pub const DELETE: char = '\u{E017}';
}

/// What a field says of itself.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub value: String,
    pub checked: bool,
    pub invalid: bool,
    pub required: bool,
    /// The texts of its `aria-describedby` and its group's.
    pub described: Vec<String>,
}

/// What has the focus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Focus {
    pub role: String,
    pub name: String,
    /// The group around it, if any.
    pub group: String,
    pub value: String,
    pub checked: bool,
    /// The chosen option of a select.
    pub chosen: String,
}

pub struct App {
    pub browser: Browser,
    pub words: Words,
}

pub(crate) fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

impl App {
    /// Asks one of the questions in `eyes.js`.
    pub async fn look(&self, question: &str, arguments: Value) -> Value {
        self.browser.run(EYES, vec![question.into(), arguments]).await
    }

    /// The sentence of `key` in the language spoken.
    pub fn t(&self, key: &str) -> &str {
        self.words.get(key)
    }

    /// The app's text.
    pub async fn text(&self) -> String {
        self.look("text", json!([])).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for `look` and tells what the page said instead.
    async fn wait<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        match patience::within(patience::USUAL, look).await {
            Some(seen) => seen,
            None => panic!("waited in vain: {what}\nthe page says: {}", self.text().await),
        }
    }

    async fn element(&self, question: &str, arguments: Value) -> Option<Element> {
        self.browser.element(&self.look(question, arguments).await)
    }

    /// Does something with what `question` finds, again if the page was drawn anew in between.
    pub(crate) async fn with(&self, what: &str, question: &str, arguments: Value, act: impl AsyncFn(Element) -> bool) {
        self.wait(what, async || {
            let element = self.element(question, arguments.clone()).await?;
            act(element).await.then_some(())
        })
        .await;
    }

    pub async fn is_there(&self, role: &str, name: &str) -> bool {
        self.element("find", json!([role, name])).await.is_some()
    }

    /// Waits for a thing to be there.
    pub async fn see(&self, role: &str, name: &str) {
        self.wait(&format!("{role} “{name}”"), async || self.is_there(role, name).await.then_some(())).await;
    }

    /// Waits for a thing to be gone.
    pub async fn see_no(&self, role: &str, name: &str) {
        let what = format!("{role} “{name}” is gone");
        self.wait(&what, async || (!self.is_there(role, name).await).then_some(())).await;
    }

    pub async fn click(&self, role: &str, name: &str) {
        let what = format!("{role} “{name}” to click");
        self.with(&what, "find", json!([role, name]), async |element| element.click().await.is_ok()).await;
    }

    pub async fn link(&self, name: &str) {
        self.click("link", name).await;
    }

    /// Follows a link of the navigation.
    pub async fn go(&self, name: &str) {
        self.click("nav link", name).await;
    }

    pub async fn press(&self, name: &str) {
        self.click("button", name).await;
    }

    /// Waits until the app says a sentence.
    pub async fn says(&self, sentence: &str) {
        let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        let what = format!("the sentence “{sentence}”");
        self.wait(&what, async || self.text().await.contains(&sentence).then_some(())).await;
    }

    /// Waits until the app says a sentence no more.
    pub async fn says_no_more(&self, sentence: &str) {
        let what = format!("the sentence “{sentence}” is gone");
        self.wait(&what, async || (!self.is_said(sentence).await).then_some(())).await;
    }

    /// Whether the app says a sentence now.
    pub async fn is_said(&self, sentence: &str) -> bool {
        self.text().await.contains(sentence)
    }

    /// The page's heading, empty while there is none.
    pub async fn heading(&self) -> String {
        strings(&self.look("heading", json!([])).await).into_iter().next().unwrap_or_default()
    }

    /// Waits for the page with this heading.
    pub async fn at(&self, heading: &str) {
        self.wait(&format!("the page “{heading}”"), async || (self.heading().await == heading).then_some(())).await;
    }

    /// As [`App::at`], and the focus is on the heading.
    pub async fn at_with_focus(&self, heading: &str) {
        self.at(heading).await;
        self.focus_on("heading", heading).await;
    }

    pub async fn focus(&self) -> Focus {
        let focus = self.look("focus", json!([])).await;
        let word = |key: &str| focus[key].as_str().unwrap_or_default().to_owned();
        Focus {
            role: word("role"),
            name: word("name"),
            group: word("group"),
            value: word("value"),
            checked: focus["checked"] == true,
            chosen: word("chosen"),
        }
    }

    /// Waits until the focus is on something.
    pub async fn focus_on(&self, role: &str, name: &str) {
        let mut last = Focus::default();
        let arrived = patience::within(patience::USUAL, async || {
            last = self.focus().await;
            (last.role == role && fits(&last.name, name)).then_some(())
        });
        if arrived.await.is_none() {
            panic!("the focus should be on {role} “{name}”, and is on {} “{}”", last.role, last.name);
        }
    }

    pub async fn state_in(&self, label: &str, group: Option<&str>) -> State {
        let what = format!("the field “{label}”");
        let look = async || Some(self.look("state", json!([label, group])).await).filter(|state| !state.is_null());
        let state = self.wait(&what, look).await;
        State {
            value: state["value"].as_str().unwrap_or_default().to_owned(),
            checked: state["checked"] == true,
            invalid: state["invalid"] == true,
            required: state["required"] == true,
            described: strings(&state["described"]),
        }
    }

    pub async fn state(&self, label: &str) -> State {
        self.state_in(label, None).await
    }

    /// The mistake shown at a field, if one is.
    pub async fn mistake(&self, label: &str) -> Option<String> {
        let prefix = self.t("field.errorPrefix");
        let state = self.state(label).await;
        let said = state.described.iter().find_map(|words| words.strip_prefix(prefix));
        said.map(|words| words.trim().to_owned())
    }

    /// Waits for a mistake at a field that says `sentence`.
    pub async fn see_mistake(&self, label: &str, sentence: &str) {
        let what = format!("the mistake “{sentence}” at “{label}”");
        self.wait(&what, async || self.mistake(label).await.filter(|said| said.contains(sentence)).map(|_| ())).await;
    }

    pub async fn see_no_mistake(&self, label: &str) {
        self.wait(&format!("no mistake at “{label}”"), async || self.mistake(label).await.is_none().then_some(()))
            .await;
    }

    /// The names of all controls that are marked as wrong.
    pub async fn mistakes(&self) -> Vec<String> {
        strings(&self.look("mistakes", json!([])).await)
    }

    /// The links of the summary of mistakes; none where it is not shown.
    pub async fn summary(&self) -> Option<Vec<String>> {
        let links = self.look("summary", json!([self.t("summary.title")])).await;
        links.is_array().then(|| strings(&links))
    }

    /// Follows a link of the summary by its place.
    pub async fn follow_summary(&self, ix: usize) {
        let arguments = json!([self.t("summary.title"), ix]);
        self.with("a link of the summary", "summaryLink", arguments, async |link| link.click().await.is_ok()).await;
    }

    /// What stands beside a term of a list of facts.
    pub async fn fact(&self, term: &str) -> String {
        self.wait(&format!("the fact “{term}”"), async || {
            Some(self.look("fact", json!([term])).await.as_str()?.to_owned())
        })
        .await
    }

    /// All names of a role in their order.
    pub async fn list(&self, role: &str) -> Vec<String> {
        strings(&self.look("list", json!([role])).await)
    }

    /// The words of the chosen option or options of a field.
    pub async fn chosen(&self, label: &str) -> String {
        self.look("chosen", json!([label])).await.as_str().unwrap_or_default().to_owned()
    }

    /// Presses keys at whatever has the focus, one after the other.
    pub async fn keys(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".into());
        for key in keys.chars() {
            let value = if key == '\n' { key::ENTER } else { key };
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.browser.client.perform_actions(actions).await.expect("keys are pressed");
    }

    /// Presses a key while another one is held down.
    pub async fn chord(&self, held: char, value: char) {
        let actions = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.browser.client.perform_actions(actions).await.expect("keys are pressed");
    }

    /// Puts the focus into a field, by a click as a person would; the driver's own way takes the focus from everything
    /// else first, which is no way from one part of a date to the next.
    async fn enter(&self, label: &str, group: Option<&str>) {
        let arguments = json!([label, group]);
        let what = format!("the field “{label}” to type in");
        self.wait(&what, async || {
            if self.look("isFocused", arguments.clone()).await == true {
                return Some(());
            }
            self.element("field", arguments.clone()).await?.click().await.ok()
        })
        .await;
    }

    /// Types into a field behind what stands there, and stays in it.
    pub async fn type_in(&self, label: &str, group: Option<&str>, text: &str) {
        self.enter(label, group).await;
        self.chord(key::CONTROL, key::END).await;
        self.keys(text).await;
    }

    /// Types in the place of what stands there.
    pub async fn retype(&self, label: &str, group: Option<&str>, text: &str) {
        self.enter(label, group).await;
        self.chord(key::CONTROL, 'a').await;
        self.keys(&[&key::DELETE.to_string(), text].concat()).await;
    }

    /// Leaves a field with the tabulator key.
    pub async fn leave(&self, label: &str, group: Option<&str>) {
        self.enter(label, group).await;
        self.keys(&key::TAB.to_string()).await;
    }

    /// Chooses an option by its words: in a select, or by pressing a radio button's or checkbox's label.
    pub async fn choose(&self, label: &str, option: &str) {
        let what = format!("the choice “{label}”");
        let shown = self.wait(&what, async || {
            for role in ["combobox", "radiogroup", "group"] {
                if self.is_there(role, label).await {
                    return Some(role);
                }
            }
            None
        });
        let role = match shown.await {
            "combobox" => {
                let what = format!("“{option}” in “{label}”");
                let arguments = json!(["combobox", label]);
                self.with(&what, "find", arguments, async |element| element.select_by_label(option).await.is_ok())
                    .await;
                return;
            }
            "radiogroup" => "radio",
            _ => "checkbox",
        };
        let what = format!("the {role} “{option}” of “{label}”");
        let arguments = json!([role, option, label]);
        self.with(&what, "option", arguments, async |element| element.click().await.is_ok()).await;
    }

    /// Searches a long list for an entry by its words, and chooses it with a finger.
    pub async fn search(&self, label: &str, entry: &str) {
        self.retype(label, None, entry).await;
        self.click("option", entry).await;
        let what = format!("“{entry}” is chosen in “{label}”");
        self.wait(&what, async || (self.state(label).await.value == entry).then_some(())).await;
    }

    pub async fn tick(&self, label: &str) {
        let what = format!("the checkbox “{label}”");
        self.with(&what, "option", json!(["checkbox", label]), async |element| element.click().await.is_ok()).await;
    }

    /// Chooses files, one after the other or all at once as the field allows, and waits until they are listed.
    pub async fn attach(&self, label: &str, fixtures: &[&str]) {
        for fixture in fixtures {
            let path = place::fixture(fixture).display().to_string();
            let what = format!("the file input “{label}”");
            let arguments = json!(["file", label]);
            self.with(&what, "find", arguments, async |input| input.send_keys(&path).await.is_ok()).await;
            self.see("button", &self.words.fill("file.removeNamed", &[("name", fixture)])).await;
        }
    }

    /// Waits until something typed is kept on the device.
    pub async fn kept(&self, needle: &str) {
        self.wait(&format!("“{needle}” is kept on the device"), async || {
            let device = self.device().await;
            let mut records = device.drafts.iter().chain(&device.changes);
            records.any(|record| record["payload"].as_str().is_some_and(|kept| kept.contains(needle))).then_some(())
        })
        .await;
    }

    /// Whether the page is still quiet: nothing new appears for a while that a citizen would notice.
    pub async fn stays(&self, look: impl AsyncFn() -> bool) {
        let changed = patience::within(Duration::from_millis(300), async || (!look().await).then_some(())).await;
        assert!(changed.is_none(), "something changed by itself");
    }

    /// Fails if the browser complained since it was last asked: an error on the console, a breach of the policy.
    pub async fn is_calm(&self) {
        let complaints = self.browser.complaints().await;
        assert!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    }
}

/// As in `eyes.js`: "(optional)" or a hint may follow a name.
fn fits(name: &str, wanted: &str) -> bool {
    name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
