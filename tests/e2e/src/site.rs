//! The folder a test's server hands out: the built app, its first page with the attributes a test wants, host pages.

use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::Folder;
use crate::place;
use serde_json::Value;

/// Host pages that embed the app, and what belongs to them.
const HOSTS: &[&str] = &["embedded.html", "pair.html", "host.css", "host.js"];

/// The ending of a file that is not to be found for a while.
const AWAY: &str = ".away";

pub struct Site(Folder);

impl Site {
    /// The app with more attributes on the first page's element: `&[("backend", "api")]`.
    pub fn with(attributes: &[(&str, &str)]) -> Site {
        let site = Site(Folder::new("amtsgang-site-"));
        copy(&place::dist(), site.folder());
        for host in HOSTS {
            fs::copy(place::fixture(host), site.folder().join(host)).expect("a host page is copied");
        }
        site.set("index.html", attributes);
        site
    }

    /// Names the app's files from the root: below a path, a name alone would be looked for beside the page.
    pub fn from_root(&self, page: &str) {
        self.rewrite(page, |html| {
            let mut html = html.replace("=\"./", "=\"");
            for name in ["href=\"", "src=\""] {
                html = html.replace(name, &format!("{name}/")).replace(&format!("{name}//"), &format!("{name}/"));
            }
            html
        });
    }

    /// Sets attributes of the app's element in a page.
    pub fn set(&self, page: &str, attributes: &[(&str, &str)]) {
        self.rewrite(page, |html| set(&html, attributes));
    }

    /// Offers one more service, in the demonstration and by the backend.
    pub fn offer(&self, recipe: &Value) {
        let id = recipe["id"].as_str().expect("a recipe has an id");
        fs::write(self.folder().join(format!("recipes/{id}.json")), recipe.to_string()).expect("a recipe is written");
        self.rewrite("recipes/index.json", |index| {
            let mut index: Value = serde_json::from_str(&index).expect("the list of services is JSON");
            let summary = ["id", "version", "title", "summary"].map(|key| (key.to_owned(), recipe[key].clone()));
            index["services"].as_array_mut().expect("services").push(summary.into_iter().collect());
            index.to_string()
        });
    }

    /// Takes the modules away that load after the first page, with their packed copies, as a bad network would.
    pub fn hide_later(&self) {
        let page = fs::read_to_string(self.folder().join("index.html")).expect("the first page");
        for (path, name) in self.files() {
            let module = name.split_inclusive(".wasm").next().unwrap_or_default();
            if module.ends_with(".wasm") && !page.contains(module) {
                fs::rename(&path, self.folder().join(name + AWAY)).expect("a module is taken away");
            }
        }
    }

    /// Gives back what [`Site::hide_later`] took.
    pub fn show_later(&self) {
        let mut back = 0;
        for (path, name) in self.files() {
            if let Some(name) = name.strip_suffix(AWAY) {
                fs::rename(&path, self.folder().join(name)).expect("a module comes back");
                back += 1;
            }
        }
        assert!(back > 0, "no module had been taken away");
    }

    fn files(&self) -> Vec<(PathBuf, String)> {
        let entries = fs::read_dir(self.folder()).expect("the site's folder");
        entries.flatten().map(|entry| (entry.path(), entry.file_name().to_string_lossy().into_owned())).collect()
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Changes a file and lets go of its packed copies, which would be handed out instead.
    pub fn rewrite(&self, name: &str, change: impl FnOnce(String) -> String) {
        let path = self.folder().join(name);
        let before = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        fs::write(&path, change(before)).expect("the site is written");
        for ending in ["br", "gz"] {
            let _ = fs::remove_file(self.folder().join(format!("{name}.{ending}")));
        }
    }
}

/// The page with these attributes on its `<amtsgang-app>`; one that is there already gets the new value.
fn set(page: &str, attributes: &[(&str, &str)]) -> String {
    const TAG: &str = "<amtsgang-app";
    let at = page.find(TAG).expect("the page embeds the app") + TAG.len();
    let end = at + page[at..].find('>').expect("the tag ends");
    let mut own = page[at..end].to_owned();
    for (name, value) in attributes {
        let start = format!(" {name}=\"");
        if let Some(from) = own.find(&start) {
            let length = own[from + start.len()..].find('"').expect("the attribute ends");
            own.replace_range(from..from + start.len() + length + 1, "");
        }
        own.push_str(&format!(" {name}=\"{value}\""));
    }
    [&page[..at], &own, &page[end..]].concat()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the site");
    for entry in fs::read_dir(from).expect("the built app's folder") {
        let entry = entry.expect("a file of the built app");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file of the app is copied");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn attributes_are_added_or_replaced() {
        let page = "<body><amtsgang-app routing=\"hash\" shadow=\"off\">Laden</amtsgang-app>";
        assert_eq!(
            set(page, &[("backend", "api"), ("routing", "path")]),
            "<body><amtsgang-app shadow=\"off\" backend=\"api\" routing=\"path\">Laden</amtsgang-app>"
        );
    }
}
