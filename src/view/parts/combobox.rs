//! One of very many: an editable combobox with list autocomplete (WAI-ARIA APG, "Combobox", manual selection).
//!
//! The focus stays in the input; arrow keys move through what is found. Only the entries that are looked at are in the page,
//! a hundred at first and more when someone comes to their end, while `aria-posinset` and `aria-setsize` count all of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use crate::browser::page;
use crate::browser::timer::Timer;
use crate::field::choice::{label, picked};
use crate::field::code_list::Item;
use crate::field::{Answer, CodeList};
use crate::signal::Signal;
use crate::view::code_lists::Listing;
use crate::view::dom::{El, View, el};
use crate::view::parts::frame::Place;
use crate::view::parts::{input, own_text};

/// How many entries come into the page at a time.
const SHEET: usize = 100;
/// How far a page key goes.
const LEAP: usize = 10;
/// Milliseconds of quiet after which it is told how many entries were found.
const QUIET: i32 = 700;

/// What the parts of one combobox share.
struct Combobox {
    place: Place,
    listing: Signal<Listing>,
    input: HtmlInputElement,
    button: Element,
    popup: Element,
    listbox: HtmlElement,
    nothing: Element,
    /// The places in the list of all entries found, the best first.
    found: RefCell<Vec<u32>>,
    /// The entries in the page: the first so many of them.
    rows: RefCell<Vec<HtmlElement>>,
    /// Which of the found entries the arrow keys are at.
    at: Cell<Option<usize>>,
    open: Cell<bool>,
    /// The count that is told next.
    count: RefCell<Option<Timer>>,
}

/// The control of a field; what it holds follows `listing` when that arrives.
pub struct Control {
    pub view: View,
    combobox: Rc<Combobox>,
}

impl Control {
    /// The list has come: what was typed may be found in it.
    pub fn arrived(&self) {
        self.combobox.arrived();
    }

    /// Gives the input the focus.
    pub fn focus(&self) -> impl Fn() + use<> {
        let input = self.combobox.input.clone();
        move || page::focus(&input)
    }
}

pub fn combobox(place: &Place, listing: Signal<Listing>) -> Control {
    let (id, list_id) = (place.id(), place.part_id("list"));
    let name = place.app.own(&place.field().label).to_owned();
    let input = el("input")
        .class("ag-input ag-combobox__input")
        .attr("type", "text")
        .attr("id", &id)
        .attr("name", &place.field().id)
        .attr("role", "combobox")
        .attr("aria-autocomplete", "list")
        .attr("aria-expanded", "false")
        .attr("aria-controls", &list_id)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false");
    let input = place.required(place.marked(place.described(input), None));
    let button = el("button")
        .class("ag-combobox__button")
        .attr("type", "button")
        .attr("tabindex", "-1")
        .attr("aria-label", place.app.t("list.open"))
        .attr("aria-expanded", "false")
        .attr("aria-controls", &list_id);
    let listbox =
        el("ul").class("ag-combobox__list").attr("id", &list_id).attr("role", "listbox").attr("aria-label", &name);
    let nothing = el("p").class("ag-combobox__nothing").attr("hidden", "");
    let popup = el("div").class("ag-combobox__popup").attr("hidden", "");
    let combobox = Rc::new(Combobox {
        place: place.clone(),
        listing,
        input: input.node().clone().unchecked_into(),
        button: button.node().clone(),
        popup: popup.node().clone(),
        listbox: listbox.html(),
        nothing: nothing.node().clone(),
        found: RefCell::default(),
        rows: RefCell::default(),
        at: Cell::new(None),
        open: Cell::new(false),
        count: RefCell::default(),
    });
    combobox.write();
    let view = el("div").class("ag-combobox").child(typed_in(input, &combobox)).child(opening(button, &combobox));
    let popup = popup.child(chosen_in(listbox, &combobox)).child(nothing);
    Control { view: view.child(popup).into(), combobox }
}

fn typed_in(input: El, combobox: &Rc<Combobox>) -> El {
    let [typing, pressing, clicking, leaving] = [(); 4].map(|()| combobox.clone());
    input
        .on("input", move |_| typing.typed())
        .on("keydown", move |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
                pressing.pressed(key);
            }
        })
        .on("click", move |_| clicking.unfold())
        .on("focusout", move |_| leaving.left())
}

fn opening(button: El, combobox: &Rc<Combobox>) -> El {
    let combobox = combobox.clone();
    // The input keeps the focus, so that what is typed is not taken for left.
    button.on("mousedown", |event| event.prevent_default()).on("click", move |_| {
        if combobox.open.get() {
            combobox.fold();
        } else {
            page::focus(&combobox.input);
            combobox.unfold();
        }
    })
}

fn chosen_in(listbox: El, combobox: &Rc<Combobox>) -> El {
    let (choosing, scrolling) = (combobox.clone(), combobox.clone());
    listbox
        .on("mousedown", |event| event.prevent_default())
        .on("click", move |event| {
            // A page translator may have put elements of its own into the option.
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let option = target.and_then(|target| target.closest("[role=option]").ok().flatten());
            let position = option.and_then(|option| option.get_attribute("aria-posinset")?.parse::<usize>().ok());
            if let Some(position) = position {
                choosing.choose_found(position - 1);
            }
        })
        .on("scroll", move |_| scrolling.scrolled())
}

impl Combobox {
    fn list(&self) -> Option<Arc<CodeList>> {
        self.listing.now().ready()
    }

    /// The words of an entry in the language spoken.
    fn words<'a>(&self, item: &'a Item) -> &'a str {
        self.place.app.own(&item.label)
    }

    /// Writes the answer into the input: the label of what was chosen, else what was typed.
    fn write(&self) {
        let answer = self.place.answer();
        let list = self.list();
        let item = list.as_ref().zip(picked(&answer)).and_then(|(list, value)| list.item(value));
        let words = match (item, picked(&answer)) {
            (Some(item), _) => self.words(item),
            (None, Some(_)) => label(&answer),
            (None, None) => answer.text(),
        };
        self.input.set_value(words);
    }

    fn has_focus(&self) -> bool {
        self.input.matches(":focus").unwrap_or(false)
    }

    fn arrived(&self) {
        let Some(list) = self.list() else { return };
        if self.has_focus() {
            if picked(&self.place.answer()).is_none() && !self.input.value().trim().is_empty() {
                self.unfold();
                self.tell();
            }
            return;
        }
        self.settle(&list);
        self.write();
        if picked(&self.place.answer()).is_some_and(|value| list.item(value).is_none()) {
            self.place.leave();
        }
    }

    /// What was typed counts as chosen where it can mean only one entry.
    fn settle(&self, list: &CodeList) {
        let answer = self.place.answer();
        if picked(&answer).is_none()
            && !answer.is_blank()
            && let Some(item) = list.meant(answer.text())
        {
            self.take(item);
        }
    }

    fn take(&self, item: &Item) {
        let words = self.words(item).to_owned();
        self.input.set_value(&words);
        self.place.set(Answer::List(vec![item.value.clone(), words]));
    }

    fn typed(&self) {
        self.place.set(Answer::Text(self.input.value()));
        self.unfold();
        self.tell();
    }

    fn left(&self) {
        self.count.take();
        self.fold();
        if let Some(list) = self.list() {
            self.settle(&list);
        }
        if let Some(Answer::Text(tidy)) = self.place.session.normalize(self.place.ix) {
            self.input.set_value(&tidy);
        }
        self.place.leave();
    }

    /// Shows what is found for the words typed; everything where nothing was typed since something was chosen.
    fn unfold(&self) {
        let Some(list) = self.list() else { return self.tell() };
        let query = if picked(&self.place.answer()).is_some() { String::new() } else { self.input.value() };
        let found = list.filter(&query, self.place.app.language());
        self.move_to(None);
        self.rows.borrow_mut().clear();
        self.listbox.set_text_content(None);
        self.listbox.set_scroll_top(0);
        let any = !found.is_empty();
        *self.found.borrow_mut() = found;
        self.extend(&list, SHEET);
        set_there(&self.listbox, any);
        set_there(&self.nothing, !any);
        // Filled only while it is shown: the app's text has no words that nobody sees.
        self.nothing.set_text_content((!any).then(|| self.place.app.t("list.nothing")));
        self.show(true, any);
    }

    fn fold(&self) {
        self.move_to(None);
        self.show(false, false);
    }

    fn show(&self, open: bool, any: bool) {
        self.open.set(open);
        set_there(&self.popup, open);
        for control in [self.input.unchecked_ref::<Element>(), &self.button] {
            set(control, "aria-expanded", if open && any { "true" } else { "false" });
        }
    }

    /// Puts the first `count` of the found entries into the page, as far as they are not there.
    fn extend(&self, list: &CodeList, count: usize) {
        let (found, mut rows) = (self.found.borrow(), self.rows.borrow_mut());
        let size = found.len().to_string();
        for position in rows.len()..count.min(found.len()) {
            let item = &list.items()[found[position] as usize];
            let number = (position + 1).to_string();
            let row = own_text(&self.place.app, "li", &item.label)
                .class("ag-combobox__option")
                .attr("id", &self.place.part_id(&["option", &number].concat()))
                .attr("role", "option")
                .attr("aria-selected", "false")
                .attr("aria-posinset", &number)
                .attr("aria-setsize", &size)
                .html();
            // Nothing can be wrong with appending an element to a list.
            let _ = self.listbox.append_child(&row);
            rows.push(row);
        }
    }

    fn scrolled(&self) {
        let list = &self.listbox;
        let left = list.scroll_height() - list.scroll_top() - list.client_height();
        if left < list.client_height()
            && let Some(entries) = self.list()
        {
            let count = self.rows.borrow().len() + SHEET;
            self.extend(&entries, count);
        }
    }

    /// Moves to one of the found entries, or back to the input.
    fn move_to(&self, to: Option<usize>) {
        let before = self.at.replace(to);
        if let Some(row) = before.and_then(|at| self.rows.borrow().get(at).cloned()) {
            set(&row, "aria-selected", "false");
        }
        if let (Some(at), Some(list)) = (to, self.list())
            && at + 1 >= self.rows.borrow().len()
        {
            self.extend(&list, at + 1 + SHEET);
        }
        let Some(row) = to.and_then(|at| self.rows.borrow().get(at).cloned()) else {
            let _ = self.input.remove_attribute("aria-activedescendant");
            return;
        };
        set(&row, "aria-selected", "true");
        set(&self.input, "aria-activedescendant", &row.id());
        // Only the list is scrolled: the page is the host's.
        let (top, bottom) = (row.offset_top(), row.offset_top() + row.offset_height());
        let list = &self.listbox;
        if top < list.scroll_top() {
            list.set_scroll_top(top);
        } else if bottom > list.scroll_top() + list.client_height() {
            list.set_scroll_top(bottom - list.client_height());
        }
    }

    fn choose_found(&self, position: usize) {
        let place = self.found.borrow().get(position).copied();
        if let (Some(place), Some(list)) = (place, self.list()) {
            self.take(&list.items()[place as usize]);
        }
        self.count.take();
        self.fold();
    }

    fn pressed(&self, key: &KeyboardEvent) {
        if key.is_composing() || key.ctrl_key() || key.meta_key() {
            return;
        }
        let (open, at) = (self.open.get(), self.at.get());
        match key.key().as_str() {
            "ArrowUp" if key.alt_key() => self.fold(),
            "ArrowDown" if key.alt_key() => {
                if !open {
                    self.unfold();
                }
            }
            "ArrowDown" => self.step(at.map_or(0, |at| at + 1), false),
            "ArrowUp" => self.step(at.map_or(usize::MAX, |at| at.wrapping_sub(1)), true),
            "PageDown" if open => self.step(at.map_or(LEAP - 1, |at| at + LEAP).min(self.last()), false),
            "PageUp" if open => self.step(at.map_or(0, |at| at.saturating_sub(LEAP)), false),
            "Enter" if open => match at {
                Some(at) => self.choose_found(at),
                None => {
                    self.fold();
                    if let Some(list) = self.list() {
                        self.settle(&list);
                    }
                }
            },
            "Enter" => {
                // The form is sent on: what was typed counts as if the field were left.
                if let Some(list) = self.list() {
                    self.settle(&list);
                }
                return;
            }
            "Escape" if open => {
                self.fold();
                // A dialog of the host's around the form stays open.
                key.stop_propagation();
            }
            "Tab" => {
                if let Some(at) = at {
                    self.choose_found(at);
                }
                return;
            }
            // The caret moves, and with it who is writing.
            "Home" | "End" | "ArrowLeft" | "ArrowRight" => return self.move_to(None),
            _ => return,
        }
        key.prevent_default();
    }

    fn last(&self) -> usize {
        self.found.borrow().len().saturating_sub(1)
    }

    /// Moves to the entry `to`, and from either end to the other. The last is the last that is in the page: nobody
    /// looks for something at the end of thousands, and they would all have to come into the page.
    fn step(&self, to: usize, back: bool) {
        if !self.open.get() {
            self.unfold();
        }
        let count = self.found.borrow().len();
        if count == 0 {
            return;
        }
        let in_page = self.rows.borrow().len();
        self.move_to(Some(match back {
            true if to >= count => in_page - 1,
            false if to >= count => 0,
            _ => to,
        }));
    }

    /// Tells a screen reader how many entries there are, once nobody types.
    fn tell(&self) {
        let app = &self.place.app;
        let words = match &self.listing.now() {
            Listing::Waiting => app.t("list.waiting").to_owned(),
            Listing::Failed(_) => return,
            Listing::Ready(_) => match self.found.borrow().len() {
                0 => app.t("list.nothing").to_owned(),
                count => app.count("list.found", count),
            },
        };
        let app = app.clone();
        let telling = Timer::once(QUIET, Box::new(move || app.announce(words.clone())));
        self.count.replace(Some(telling));
    }
}

fn set(element: &Element, name: &str, value: &str) {
    // Only a name that is none is refused.
    let _ = element.set_attribute(name, value);
}

fn set_there(element: &Element, there: bool) {
    if there {
        let _ = element.remove_attribute("hidden");
    } else {
        set(element, "hidden", "");
    }
}
