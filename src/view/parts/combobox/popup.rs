//! The list below a combobox: what was found, and where in it the arrow keys are.
//!
//! Only the entries that are looked at are in the page, a hundred at first and more when someone comes to their end, while
//! `aria-posinset` and `aria-setsize` count all of them.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use crate::browser::{nodes, page, property};
use crate::field::CodeList;
use crate::field::code_list::Item;
use crate::view::dom::{El, el};
use crate::view::parts::frame::Place;
use crate::view::parts::own_text;

/// How many entries come into the page at a time.
const SHEET: usize = 100;

pub struct Popup {
    place: Place,
    frame: Element,
    listbox: HtmlElement,
    nothing: Element,
    /// The places in the list of all entries found, the best first.
    found: RefCell<Vec<u32>>,
    /// The entries in the page: the first so many of those found.
    rows: RefCell<Vec<HtmlElement>>,
    /// Which of the found entries the arrow keys are at.
    at: Cell<Option<usize>>,
    open: Cell<bool>,
}

impl Popup {
    /// The popup, its frame, and the listbox to put into it.
    pub fn new(place: &Place) -> (Popup, El, El) {
        let name = place.app.own(&place.field().label);
        let listbox = el("ul").class("ag-combobox__list").attr("id", &Self::id(place));
        let listbox = listbox.attr("role", "listbox").attr("aria-label", name).attr("hidden", "");
        let nothing = el("p").class("ag-combobox__nothing").attr("hidden", "");
        let nothing_node = nothing.node().clone();
        let frame = el("div").class("ag-combobox__popup").attr("hidden", "").child(nothing);
        let popup = Popup {
            place: place.clone(),
            frame: frame.node().clone(),
            listbox: listbox.html(),
            nothing: nothing_node,
            found: RefCell::default(),
            rows: RefCell::default(),
            at: Cell::new(None),
            open: Cell::new(false),
        };
        (popup, frame, listbox)
    }

    /// The listbox's id.
    pub fn id(place: &Place) -> String {
        place.part_id("list")
    }

    pub fn is_open(&self) -> bool {
        self.open.get()
    }

    /// How many entries were found.
    pub fn count(&self) -> usize {
        self.found.borrow().len()
    }

    /// How many of them are in the page.
    pub fn in_page(&self) -> usize {
        self.rows.borrow().len()
    }

    /// Which of them the arrow keys are at.
    pub fn at(&self) -> Option<usize> {
        self.at.get()
    }

    /// Opens with what is found for a query.
    pub fn open(&self, list: &CodeList, query: &str) {
        self.move_to(list, None);
        self.rows.borrow_mut().clear();
        // Emptied, it begins at its top again.
        self.listbox.set_text_content(None);
        *self.found.borrow_mut() = list.filter(query, self.place.app.language());
        self.extend(list, SHEET);
        let any = self.count() > 0;
        set_there(&self.listbox, any);
        set_there(&self.nothing, !any);
        self.nothing.set_text_content((!any).then(|| self.place.app.t("list.nothing")));
        set_there(&self.frame, true);
        if !self.open.replace(true) {
            page::reveal(&self.frame);
        }
    }

    pub fn close(&self) {
        self.unmark();
        self.open.set(false);
        set_there(&self.frame, false);
    }

    /// Puts the first `count` of the found entries into the page, as far as they are not there.
    fn extend(&self, list: &CodeList, count: usize) {
        let (found, mut rows) = (self.found.borrow(), self.rows.borrow_mut());
        let size = found.len().to_string();
        for position in rows.len()..count.min(found.len()) {
            let number = (position + 1).to_string();
            let row = own_text(&self.place.app, "li", &list.items()[found[position] as usize].label)
                .class("ag-combobox__option")
                .attr("id", &self.place.part_id(&["option", &number].concat()))
                .attr("role", "option")
                .attr("aria-selected", "false")
                .attr("aria-posinset", &number)
                .attr("aria-setsize", &size)
                .html();
            // An element that stands nowhere can be put into any other.
            nodes::insert(&self.listbox, &row, None);
            rows.push(row);
        }
    }

    /// The listbox was scrolled: more comes before its end is seen.
    pub fn scrolled(&self, list: &CodeList) {
        let length = |name| property(&self.listbox, name).and_then(|length| length.as_f64()).unwrap_or_default();
        let seen = length("clientHeight");
        if length("scrollHeight") - length("scrollTop") - seen < seen.max(1.0) {
            self.extend(list, self.in_page() + SHEET);
        }
    }

    fn unmark(&self) {
        if let Some(row) = self.at.take().and_then(|at| self.rows.borrow().get(at).cloned()) {
            nodes::set(&row, "aria-selected", "false");
        }
    }

    /// Moves to one of the found entries, or to none; answers with the id of its element.
    pub fn move_to(&self, list: &CodeList, to: Option<usize>) -> Option<String> {
        self.unmark();
        let to = to?;
        if to + 1 >= self.in_page() {
            self.extend(list, to + 1 + SHEET);
        }
        let row = self.rows.borrow().get(to).cloned()?;
        self.at.set(Some(to));
        nodes::set(&row, "aria-selected", "true");
        page::reveal(&row);
        Some(row.id())
    }

    /// One of the found entries.
    pub fn item<'a>(&self, list: &'a CodeList, position: usize) -> Option<&'a Item> {
        let place = self.found.borrow().get(position).copied()?;
        list.items().get(place as usize)
    }
}

/// Which of the found entries an event in the listbox is about.
pub fn position(event: &Event) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    // A page translator may have put elements of its own into the option.
    let option = target.closest("[role=option]").ok()??;
    option.get_attribute("aria-posinset")?.parse::<usize>().ok()?.checked_sub(1)
}

fn set_there(element: &Element, there: bool) {
    if there {
        nodes::unset(element, "hidden");
    } else {
        nodes::set_word(element, "hidden", "");
    }
}
