//! The element's attributes, read strictly: what cannot be used is told on the console, never guessed.

use web_sys::HtmlElement;

use crate::browser::page;
use crate::json;
use crate::locale;
use crate::route::router::Home;
use crate::view::app::Settings;

/// What stands in `<amtsgang-app …>`.
pub struct Attributes {
    /// `backend`: an absolute address; none means the demonstration.
    pub backend: Option<String>,
    /// `adapter`: what is spoken there; none means the REST contract.
    pub adapter: Option<String>,
    /// `service`: the one service offered.
    pub service: Option<String>,
    /// `routing` and `base`.
    pub home: Home,
    /// `languages`: those offered, the municipality's first; German and English where not given.
    languages: Vec<String>,
    /// `lang`, on the element or the page.
    wanted: Vec<String>,
    /// `prefill`: answers by name, as a JSON object.
    prefill: json::Object,
    name: String,
    /// `device="shared"`: nothing may outlive a tab.
    pub shared: bool,
    /// `shadow="off"`: the page is the app's own.
    owns_page: bool,
}

pub(super) fn attribute(host: &HtmlElement, name: &str) -> Option<String> {
    host.get_attribute(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

impl Attributes {
    /// Reads them all; the error names the attribute and what it may be.
    pub fn of(host: &HtmlElement) -> Result<Self, String> {
        let backend = match attribute(host, "backend") {
            None => None,
            Some(address) => match page::web_address(&address) {
                Some(absolute) => Some(absolute),
                None => return Err(["backend: expected an http or https address, found ", &address].concat()),
            },
        };
        let home = match attribute(host, "routing").as_deref() {
            None | Some("memory") => Home::Memory,
            Some("hash") => Home::Hash,
            Some("path") => Home::Path(base(host)?),
            Some(other) => return Err(["routing: expected path, hash or memory, found ", other].concat()),
        };
        let languages = attribute(host, "languages").unwrap_or_else(|| "de en".into());
        let languages: Vec<String> = languages.split_whitespace().map(str::to_owned).collect();
        let wanted = match attribute(host, "lang") {
            Some(language) => vec![language],
            None => page::preferred_languages(),
        };
        let prefill = match attribute(host, "prefill").map(|text| json::read(&text)) {
            None => json::Object::new(),
            Some(Ok(json::Value::Object(answers))) => answers,
            Some(_) => return Err("prefill: expected a JSON object from name to answer".into()),
        };
        let shared = match attribute(host, "device").as_deref() {
            None => false,
            Some("shared") => true,
            Some(other) => return Err(["device: expected shared or nothing, found ", other].concat()),
        };
        Ok(Self {
            shared,
            backend,
            adapter: attribute(host, "adapter"),
            service: attribute(host, "service"),
            home,
            languages,
            wanted,
            prefill,
            name: attribute(host, "name").unwrap_or_default(),
            owns_page: attribute(host, "shadow").as_deref() == Some("off"),
        })
    }

    /// The language to start with.
    pub fn language(&self) -> String {
        locale::choose(&self.wanted, &self.languages).to_owned()
    }

    pub fn settings(self, assets: String) -> Settings {
        Settings {
            assets,
            languages: self.languages,
            service: self.service,
            prefill: self.prefill,
            name: self.name,
            owns_page: self.owns_page,
        }
    }
}

/// The path below which `routing="path"` works: the attribute `base`, else the page's `<base href>`, else `/`.
fn base(host: &HtmlElement) -> Result<String, String> {
    let base = attribute(host, "base").unwrap_or_else(page::base_path);
    if base.starts_with('/') && base.ends_with('/') {
        Ok(base)
    } else {
        Err(["base: expected a path that starts and ends with a slash, found ", &base].concat())
    }
}
