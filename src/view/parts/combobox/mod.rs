//! One of very many: an editable combobox with list autocomplete (WAI-ARIA APG, "Combobox", manual selection).
//!
//! The focus stays in the input; arrow keys move through what is found. What was typed counts as chosen, once the field is
//! left, where it can mean only one entry.

mod popup;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use self::popup::{Popup, position};
use crate::browser::timer::Timer;
use crate::browser::{nodes, page, property};
use crate::field::choice::{label, picked};
use crate::field::code_list::Item;
use crate::field::{Answer, CodeList};
use crate::signal::Signal;
use crate::view::code_lists::Listing;
use crate::view::dom::{El, View, el};
use crate::view::parts::frame::Place;

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
    popup: Popup,
    has_focus: Cell<bool>,
    /// The count that is told next.
    count: RefCell<Option<Timer>>,
}

/// The control of a field.
pub struct Control(Rc<Combobox>);

impl Control {
    /// The list has come: what was typed may be found in it.
    pub fn arrived(&self) {
        self.0.arrived();
    }

    /// Gives the input the focus.
    pub fn focus(&self) {
        page::focus(&self.0.input);
    }
}

impl Clone for Control {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// The control and what is seen of it.
pub fn combobox(place: &Place, listing: Signal<Listing>) -> (Control, View) {
    let list_id = Popup::id(place);
    let input = el("input")
        .class("ag-input ag-combobox__input")
        .attr("type", "text")
        .attr("id", place.id())
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
    let (popup, frame, listbox) = Popup::new(place);
    let combobox = Rc::new(Combobox {
        place: place.clone(),
        listing,
        input: input.node().clone().unchecked_into(),
        button: button.node().clone(),
        popup,
        has_focus: Cell::new(false),
        count: RefCell::default(),
    });
    combobox.write();
    let view = el("div")
        .class("ag-combobox")
        .child(typed_in(input, &combobox))
        .child(opening(button, &combobox))
        .child(frame.child(chosen_in(listbox, &combobox)));
    (Control(combobox), view.into())
}

fn typed_in(input: El, combobox: &Rc<Combobox>) -> El {
    let [entering, typing, pressing, clicking, leaving] = [(); 5].map(|()| combobox.clone());
    input
        .on("focus", move |_| entering.has_focus.set(true))
        .on("input", move |_| typing.typed())
        .on("keydown", move |event| pressing.pressed(&event))
        .on("click", move |_| {
            if !clicking.popup.is_open() {
                clicking.unfold();
            }
        })
        .on("focusout", move |_| leaving.left())
}

fn opening(button: El, combobox: &Rc<Combobox>) -> El {
    let combobox = combobox.clone();
    // The input keeps the focus, so that what is typed is not taken for left.
    button.on("mousedown", |event| event.prevent_default()).on("click", move |_| {
        page::focus(&combobox.input);
        if combobox.popup.is_open() {
            combobox.fold();
        } else {
            combobox.unfold();
        }
    })
}

fn chosen_in(listbox: El, combobox: &Rc<Combobox>) -> El {
    let (choosing, scrolling) = (combobox.clone(), combobox.clone());
    listbox
        .on("mousedown", |event| event.prevent_default())
        .on("click", move |event| {
            if let Some(position) = position(&event) {
                choosing.choose(position);
            }
        })
        .on("scroll", move |_| {
            if let Some(list) = scrolling.list() {
                scrolling.popup.scrolled(&list);
            }
        })
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
        let (answer, list) = (self.place.answer(), self.list());
        let item = list.as_ref().zip(picked(&answer)).and_then(|(list, value)| list.item(value));
        let words = match (item, &answer) {
            (Some(item), _) => self.words(item),
            (None, Answer::Text(typed)) => typed,
            _ => label(&answer),
        };
        self.input.set_value(words);
    }

    fn arrived(&self) {
        let Some(list) = self.list() else { return };
        let answer = self.place.answer();
        if self.has_focus.get() {
            // Someone has typed while the list was on its way.
            if matches!(answer, Answer::Text(_)) {
                self.unfold();
                self.tell();
            }
            return;
        }
        self.settle(&list);
        self.write();
        if picked(&answer).is_some_and(|value| list.item(value).is_none()) {
            self.place.leave();
        }
    }

    /// What was typed counts as chosen where it can mean only one entry.
    fn settle(&self, list: &CodeList) {
        let answer = self.place.answer();
        if !answer.text().is_empty()
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
        self.has_focus.set(false);
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
        let answer = self.place.answer();
        self.popup.open(&list, if picked(&answer).is_some() { "" } else { answer.text() });
        self.point(None);
        self.expanded(self.popup.count() > 0);
    }

    fn fold(&self) {
        self.popup.close();
        self.point(None);
        self.expanded(false);
    }

    fn expanded(&self, expanded: bool) {
        let value = if expanded { "true" } else { "false" };
        nodes::set(&self.input, "aria-expanded", value);
        nodes::set(&self.button, "aria-expanded", value);
    }

    /// Tells which option is meant while the focus stays in the input.
    fn point(&self, id: Option<&str>) {
        match id {
            Some(id) => nodes::set(&self.input, "aria-activedescendant", id),
            None => nodes::unset(&self.input, "aria-activedescendant"),
        }
    }

    fn move_to(&self, to: Option<usize>) {
        if let Some(list) = self.list() {
            self.point(self.popup.move_to(&list, to).as_deref());
        }
    }

    fn choose(&self, position: usize) {
        if let Some(list) = self.list()
            && let Some(item) = self.popup.item(&list, position)
        {
            self.take(item);
        }
        self.count.take();
        self.fold();
    }

    fn pressed(&self, event: &Event) {
        let is = |name| property(event, name).and_then(|value| value.as_bool()).unwrap_or_default();
        if is("isComposing") || is("ctrlKey") || is("metaKey") {
            return;
        }
        let key = property(event, "key").and_then(|key| key.as_string()).unwrap_or_default();
        let (open, at) = (self.popup.is_open(), self.popup.at());
        match (key.as_str(), at) {
            ("ArrowUp", _) if is("altKey") => self.fold(),
            ("ArrowDown", _) if is("altKey") => {
                if !open {
                    self.unfold();
                }
            }
            ("ArrowDown", at) => self.step(|count, _| at.map_or(0, |at| if at + 1 < count { at + 1 } else { 0 })),
            // The last is the last that is in the page: nobody looks for something at the end of thousands, which would
            // all have to come into it.
            ("ArrowUp", at) => self.step(|_, in_page| at.unwrap_or(0).checked_sub(1).unwrap_or(in_page - 1)),
            ("PageDown", at) if open => self.step(|count, _| at.map_or(LEAP - 1, |at| at + LEAP).min(count - 1)),
            ("PageUp", at) if open => self.step(|_, _| at.unwrap_or(0).saturating_sub(LEAP)),
            ("Enter" | "Tab", Some(at)) => {
                self.choose(at);
                // The tabulator goes on to the next field.
                if key == "Tab" {
                    return;
                }
            }
            ("Enter", None) => {
                self.fold();
                if let Some(list) = self.list() {
                    self.settle(&list);
                }
                // From a closed list the form is sent on.
                if !open {
                    return;
                }
            }
            ("Escape", _) if open => {
                self.fold();
                // A dialog of the host's around the form stays open.
                event.stop_propagation();
            }
            // The caret moves, and with it who is writing.
            ("Home" | "End" | "ArrowLeft" | "ArrowRight", _) => return self.move_to(None),
            _ => return,
        }
        event.prevent_default();
    }

    /// Moves to the entry that `to` makes of their number and of how many are in the page.
    fn step(&self, to: impl Fn(usize, usize) -> usize) {
        if !self.popup.is_open() {
            self.unfold();
        }
        let count = self.popup.count();
        if count > 0 {
            self.move_to(Some(to(count, self.popup.in_page())));
        }
    }

    /// Tells a screen reader how many entries there are, once nobody types.
    fn tell(&self) {
        let app = &self.place.app;
        let words = match &self.listing.now() {
            Listing::Waiting => app.t("list.waiting").to_owned(),
            Listing::Failed(_) => return,
            Listing::Ready(_) => match self.popup.count() {
                0 => app.t("list.nothing").to_owned(),
                count => app.count("list.found", count),
            },
        };
        let app = app.clone();
        let telling = Timer::once(QUIET, Box::new(move || app.announce(words.clone())));
        self.count.replace(Some(telling));
    }
}
