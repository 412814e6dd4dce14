//! The summary of all mistakes on a page: it takes the focus, and each entry leads to its field (WCAG 3.3.1, 2.4.3).

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use crate::browser::{nodes, page};
use crate::form::FieldIx;
use crate::view::app::App;
use crate::view::dom::{View, el};
use crate::view::fields::group;
use crate::view::session::{Session, Watch};

/// A summary on the page. Mistakes that come or go change their own entries and no others: there may be thousands.
struct Summary {
    app: App,
    session: Rc<Session>,
    fields: Vec<FieldIx>,
    frame: Element,
    list: Element,
    /// For each of the fields, its entries.
    entries: RefCell<Vec<Vec<Entry>>>,
}

/// An entry in the list, and the ids it may lead to.
struct Entry {
    item: Element,
    targets: Vec<String>,
}

/// The summary of what is wrong with `fields`, and of what the backend refused; `due`: whether it takes the focus.
#[inline(never)]
pub fn drawn(app: &App, session: &Rc<Session>, fields: &[FieldIx], due: bool) -> View {
    let refused = session.refused.borrow().iter().map(|words| el("li").text(words).into()).collect();
    let list = el("ul").children(refused);
    let frame = el("div")
        .class("ag-summary")
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-labelledby", "ag-summary-title")
        .child(el("h2").attr("id", "ag-summary-title").text(app.t("summary.title")));
    let summary = Rc::new(Summary {
        app: app.clone(),
        session: session.clone(),
        fields: fields.to_vec(),
        frame: frame.node().clone(),
        list: list.node().clone(),
        entries: RefCell::new(fields.iter().map(|ix| entries(app, session, *ix)).collect()),
    });
    for entry in summary.entries.borrow().iter().flatten() {
        nodes::insert(&summary.list, &entry.item, None);
    }
    for ix in fields {
        let watch: Weak<Summary> = Rc::downgrade(&summary);
        session.watch(*ix, watch);
    }
    summary.show();
    if due {
        let app = app.clone();
        app.clone().spawn(async move {
            leptos::task::tick().await;
            if let Some(summary) = app.root.query_selector(".ag-summary:not([hidden])").ok().flatten() {
                page::focus(&summary);
            }
        });
    }
    let leading = summary.clone();
    // The host's address must not change; and in a shadow root a fragment leads nowhere.
    let list = list.on("click", move |event| {
        if event.target().is_some_and(|target| leading.lead(target.unchecked_ref())) {
            event.prevent_default();
        }
    });
    frame.child(list).keep(summary).into()
}

impl Summary {
    /// Shows the frame while there is something in it.
    fn show(&self) {
        match self.list.first_child() {
            Some(_) => nodes::unset(&self.frame, "hidden"),
            None => nodes::set_word(&self.frame, "hidden", ""),
        }
    }

    /// Leads to the control of the entry that `target` is in; tells whether it is in one.
    fn lead(&self, target: &Node) -> bool {
        let entries = self.entries.borrow();
        let Some(entry) = entries.iter().flatten().find(|entry| entry.item.contains(Some(target))) else {
            return false;
        };
        if let Some(control) = entry.targets.iter().find_map(|target| page::by_id_near(&entry.item, target)) {
            page::focus(&control);
        }
        true
    }
}

impl Watch for Summary {
    fn changed(&self, ix: FieldIx) {
        let Some(place) = self.fields.iter().position(|own| *own == ix) else { return };
        let mut all = self.entries.borrow_mut();
        let next = all[place + 1..].iter().flatten().next().map(|entry| entry.item.clone());
        let next = next.as_ref().map(AsRef::as_ref);
        let new = entries(&self.app, &self.session, ix);
        for entry in std::mem::replace(&mut all[place], new) {
            entry.item.remove();
        }
        for entry in &all[place] {
            nodes::insert(&self.list, &entry.item, next);
        }
        self.show();
    }
}

/// The mistakes of one field, each leading to the control it concerns.
fn entries(app: &App, session: &Session, ix: FieldIx) -> Vec<Entry> {
    if !session.with(|form| form.visible(ix)) {
        return Vec::new();
    }
    let label = label(app, session, ix);
    let entry = |(part, fault): (Option<usize>, String)| {
        // A question ends with a sign of its own.
        let words = match label.ends_with(['?', '!', '.', ':']) {
            true => [&label, " ", &fault].concat(),
            false => app.fill("summary.entry", &[("label", &label), ("fault", &fault)]),
        };
        let targets = targets(session, ix, part);
        let anchor = el("a").attr("href", &["#", &targets[0]].concat()).text(&words);
        Entry { item: el("li").child(anchor).node().clone(), targets }
    };
    session.errors(ix).into_iter().map(entry).collect()
}

/// What a field is called, and in which entry it stands.
fn label(app: &App, session: &Session, ix: FieldIx) -> String {
    let own = app.own(&session.field(ix).label).to_owned();
    let entry = session.with(|form| form.entry_of(ix).map(|entry| (entry, form.group_of(entry))));
    let Some((entry, group)) = entry else { return own };
    let mut around = group::name(app, session, entry);
    if session.with(|form| form.entry_of(group).is_some()) {
        around = app.fill("group.label", &[("entry", &label(app, session, group)), ("label", &around)]);
    }
    app.fill("group.label", &[("entry", &around), ("label", &own)])
}

/// The ids a mistake may lead to, the best first: the part it is about, the first option or part that stands there, the control.
fn targets(session: &Session, ix: FieldIx, part: Option<usize>) -> Vec<String> {
    let field = session.field(ix);
    let id = session.id(ix);
    let names = field.kind.part_names();
    // A country is always chosen already, so nobody is led to it without need.
    let named =
        part.and_then(|part| names.get(part)).into_iter().chain(names.iter().filter(|name| **name != "country"));
    let mut targets: Vec<String> = named.map(|name| [&id, "-", name].concat()).collect();
    if targets.is_empty() {
        targets.push([&id, "-1"].concat());
        targets.push([&id, "-add"].concat());
    }
    targets.push(id);
    targets
}
