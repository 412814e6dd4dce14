//! The one kind of view everything is drawn with: elements, texts, and live places, on Leptos' reactive graph.
//!
//! `leptos::view!` compiles every place where it stands into types of its own, one to two kilobytes each for the
//! citizen, and writes static parts through `innerHTML`, which a page that requires Trusted Types forbids. Here every
//! element is of one type, made by a chain of plain calls; Leptos keeps the signals, effects, ownership and mounting.
//! Nothing is compared or patched: what changes is said where it stands, by a live attribute, a live text or a
//! live place whose content is made anew. A browser's page translator may therefore replace text nodes as it likes.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::untrack;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Element, Event, HtmlElement, Node};

use crate::browser::listener::Listener;
use crate::browser::nodes::{self, Word};
use crate::browser::page;

/// Something to be seen, or nothing. Made by [`el`], [`text`], [`live`] and the conversions below.
///
/// One pointer, as [`El`]: both are handed around all over the views, and every move is paid in bytes.
pub struct View(Option<Box<Piece>>);

/// An element, with what keeps it alive.
pub struct El(Box<Piece>);

/// A node of the page and what belongs to it.
struct Piece {
    /// The element or text; for several views and a live place, the mark behind them.
    node: Element,
    what: What,
    /// Listeners and effects; they end with the piece.
    guards: Vec<Box<dyn Any>>,
    /// Whether something was put into it.
    filled: bool,
}

enum What {
    /// An element or a text, with the views inside it.
    Node(Vec<View>),
    /// Views beside each other, before the mark.
    Several(Vec<View>),
    /// What stands before the mark at present.
    Live(Rc<RefCell<View>>),
}

fn piece(node: impl JsCast, what: What) -> Box<Piece> {
    // Texts and comments have the few methods of an element that are called here.
    Box::new(Piece { node: node.unchecked_into(), what, guards: Vec::new(), filled: false })
}

fn mark(what: What) -> Box<Piece> {
    piece(page::document().create_comment(""), what)
}

/// A new element.
pub fn el(tag: Word) -> El {
    El(piece(nodes::element(tag), What::Node(Vec::new())))
}

thread_local! {
    static MOULDS: RefCell<Vec<(String, Element)>> = const { RefCell::new(Vec::new()) };
}

/// So many moulds are kept.
const MOST_MOULDS: usize = 32;

/// A copy of what `make` makes, which is asked once for each `shape`. It makes elements alone: neither listeners nor live
/// parts are copied. The thousands of fields of a long form are alike in all but their words.
pub fn copy_of(shape: &str, make: &dyn Fn() -> El) -> El {
    MOULDS.with_borrow_mut(|moulds| match moulds.iter().find(|(own, _)| own == shape) {
        Some((_, mould)) => El::around(nodes::copy(mould)),
        None => {
            let made = make();
            if moulds.len() < MOST_MOULDS {
                moulds.push((shape.to_owned(), nodes::copy(made.node())));
            }
            made
        }
    })
}

/// A text that never changes.
pub fn text(content: &str) -> View {
    View(Some(piece(page::document().create_text_node(content), What::Node(Vec::new()))))
}

/// A place whose content is made anew whenever a signal read in `content` changes.
///
/// The content is one or more elements, never a bare text: a translator may have replaced the text node by then.
pub fn live(mut content: impl FnMut() -> View + 'static) -> View {
    changing(Box::new(move || Some(content())))
}

/// A place that shows `content` while `condition` holds. Nothing is drawn anew while the condition stays as it is.
pub fn shown_while(condition: impl Fn() -> bool + 'static, content: impl Fn() -> View + 'static) -> View {
    let mut before = None;
    changing(Box::new(move || {
        let now = condition();
        let changed = before.replace(now) != Some(now);
        changed.then(|| if now { untrack(&content) } else { View::NOTHING })
    }))
}

/// A place that shows `content` while there is a key, drawn anew for each other one.
pub fn shown_as(key: impl Fn() -> Option<String> + 'static, content: impl Fn() -> View + 'static) -> View {
    let mut before = None;
    changing(Box::new(move || {
        let now = key();
        let (changed, there) = (before.as_ref() != Some(&now), now.is_some());
        before = Some(now);
        changed.then(|| if there { untrack(&content) } else { View::NOTHING })
    }))
}

/// A place whose content is what `content` makes of the signals it reads; nothing new leaves it as it is.
fn changing(mut content: Box<dyn FnMut() -> Option<View>>) -> View {
    let present = Rc::new(RefCell::new(View(None)));
    let mut place = mark(What::Live(present.clone()));
    let mark = place.node.clone();
    place.guards.push(effect(Box::new(move || {
        let Some(mut new) = content() else { return };
        let mut present = present.borrow_mut();
        present.unmount();
        if let Some(parent) = mark.parent_element() {
            new.mount(&parent, Some(&mark));
        }
        *present = new;
    })));
    View(Some(place))
}

/// Runs `run` now and whenever a signal it reads changes, until the guard is dropped.
fn effect(mut run: Box<dyn FnMut()>) -> Box<dyn Any> {
    Box::new(RenderEffect::new(move |_: Option<()>| run()))
}

impl El {
    /// An element that is there already, with what stands in it.
    pub fn around(node: Element) -> Self {
        El(Box::new(Piece { node, what: What::Node(Vec::new()), guards: Vec::new(), filled: true }))
    }

    /// The first element in a copy, to be filled.
    pub fn first(&self) -> El {
        El(piece(self.0.node.first_element_child().unwrap_throw(), What::Node(Vec::new())))
    }

    /// The element behind this one in a copy, to be filled.
    pub fn next(&self) -> El {
        El(piece(self.0.node.next_element_sibling().unwrap_throw(), What::Node(Vec::new())))
    }

    pub fn class(self, names: Word) -> Self {
        nodes::set_word(&self.0.node, "class", names);
        self
    }

    pub fn attr(self, name: Word, value: &str) -> Self {
        nodes::set(&self.0.node, name, value);
        self
    }

    /// Sets the attribute where there is a value.
    pub fn attr_opt(self, name: Word, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that follows signals; `None` removes it.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let node = self.0.node.clone();
        let value: Box<dyn Fn() -> Option<String>> = Box::new(value);
        self.keep_boxed(effect(Box::new(move || match value() {
            Some(value) => nodes::set(&node, name, &value),
            None => nodes::unset(&node, name),
        })))
    }

    /// The element's text, following signals.
    pub fn live_text(self, value: impl Fn() -> String + 'static) -> Self {
        let node = self.0.node.clone();
        let value: Box<dyn Fn() -> String> = Box::new(value);
        self.keep_boxed(effect(Box::new(move || node.set_text_content(Some(&value())))))
    }

    pub fn on(self, event: &'static str, handler: impl FnMut(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(handler))
    }

    fn on_boxed(self, event: &'static str, handler: Box<dyn FnMut(Event)>) -> Self {
        let listener = Listener::on(&self.0.node, event, handler);
        self.keep_boxed(Box::new(listener))
    }

    /// One view for each of the keys, in their order; nothing else stands in the element. A view stays as it is as long as
    /// its key is there, and goes along when the order changes.
    pub fn keyed(self, keys: impl Fn() -> Vec<usize> + 'static, make: impl Fn(usize) -> View + 'static) -> Self {
        self.keyed_boxed(Box::new(keys), Box::new(make))
    }

    fn keyed_boxed(self, keys: Box<dyn Fn() -> Vec<usize>>, make: Box<dyn Fn(usize) -> View>) -> Self {
        let parent = self.0.node.clone();
        let mut present: Vec<(usize, View)> = Vec::new();
        self.keep_boxed(effect(Box::new(move || {
            let keys = keys();
            let mut before = std::mem::take(&mut present);
            for (_, view) in before.iter_mut().filter(|(key, _)| !keys.contains(key)) {
                view.unmount();
            }
            present.extend(keys.into_iter().map(|key| match before.iter().position(|(own, _)| *own == key) {
                Some(at) => before.swap_remove(at),
                None => (key, untrack(|| make(key))),
            }));
            // From the back, so that what stays where it is keeps the focus it may have.
            let mut next: Option<Node> = None;
            for (_, view) in present.iter_mut().rev() {
                let first = view.first();
                let stands = first.as_ref().is_some_and(|first| first.parent_node().as_ref() == Some(parent.as_ref()));
                let last = view.0.as_ref().map(|piece| &piece.node);
                if !stands || last.is_none_or(|last| last.next_sibling() != next) {
                    view.mount(&parent, next.as_ref());
                }
                next = view.first();
            }
        })))
    }

    /// Keeps `guard` for as long as the element stands.
    pub fn keep(self, guard: impl Any) -> Self {
        self.keep_boxed(Box::new(guard))
    }

    fn keep_boxed(mut self, guard: Box<dyn Any>) -> Self {
        self.0.guards.push(guard);
        self
    }

    pub fn text(mut self, content: &str) -> Self {
        if self.0.filled {
            return self.add(text(content));
        }
        self.0.filled = true;
        self.0.node.set_text_content(Some(content));
        self
    }

    pub fn child(self, child: impl Into<View>) -> Self {
        self.add(child.into())
    }

    /// Adds all of them at once: a browser that gets the controls of a long form one after the other goes through all
    /// that are there for each.
    pub fn children(mut self, mut children: Vec<View>) -> Self {
        let together = page::document().create_document_fragment();
        // It has the few methods of an element that are called here.
        let parent: &Element = together.unchecked_ref();
        children.iter_mut().for_each(|child| child.mount(parent, None));
        nodes::insert(&self.0.node, &together, None);
        self.0.filled = true;
        children.retain(View::is_alive);
        if let What::Node(own) = &mut self.0.what {
            own.append(&mut children);
        }
        self
    }

    /// What never changes and hears nothing is the page's own once it stands there: nothing is kept for it.
    fn add(mut self, mut child: View) -> Self {
        child.mount(&self.0.node, None);
        self.0.filled = true;
        if let What::Node(children) = &mut self.0.what
            && child.is_alive()
        {
            children.push(child);
        }
        self
    }

    /// The node itself, for what only a browser can do (focus, selection, files).
    pub fn node(&self) -> &Element {
        &self.0.node
    }

    /// The node as an HTML element.
    pub fn html(&self) -> HtmlElement {
        self.0.node.clone().unchecked_into()
    }
}

impl From<El> for View {
    fn from(element: El) -> Self {
        View(Some(element.0))
    }
}

impl From<&str> for View {
    fn from(content: &str) -> Self {
        text(content)
    }
}

impl From<Vec<View>> for View {
    fn from(views: Vec<View>) -> Self {
        View(Some(mark(What::Several(views))))
    }
}

impl<T: Into<View>> From<Option<T>> for View {
    fn from(view: Option<T>) -> Self {
        view.map_or(View::NOTHING, Into::into)
    }
}

impl View {
    pub const NOTHING: View = View(None);

    /// Whether anything of this view changes or is heard.
    fn is_alive(&self) -> bool {
        self.0.as_ref().is_some_and(|piece| match &piece.what {
            What::Live(_) => true,
            What::Node(views) | What::Several(views) => !piece.guards.is_empty() || views.iter().any(View::is_alive),
        })
    }

    /// The first node that stands for this view.
    fn first(&self) -> Option<Node> {
        let piece = self.0.as_ref()?;
        let inside = match &piece.what {
            What::Node(_) => None,
            What::Several(views) => views.iter().find_map(View::first),
            What::Live(view) => view.borrow().first(),
        };
        Some(inside.unwrap_or_else(|| piece.node.clone().into()))
    }
}

impl Render for View {
    type State = View;

    fn build(self) -> View {
        self
    }

    fn rebuild(mut self, state: &mut View) {
        state.insert_before_this(&mut self);
        state.unmount();
        *state = self;
    }
}

impl Mountable for View {
    fn unmount(&mut self) {
        let Some(piece) = &mut self.0 else { return };
        match &mut piece.what {
            What::Node(_) => {}
            What::Several(views) => views.iter_mut().for_each(Mountable::unmount),
            What::Live(view) => view.borrow_mut().unmount(),
        }
        piece.node.remove();
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        let Some(piece) = &mut self.0 else { return };
        nodes::insert(parent, &piece.node, before);
        match &mut piece.what {
            What::Node(_) => {}
            What::Several(views) => views.iter_mut().for_each(|view| view.mount(parent, Some(&piece.node))),
            What::Live(view) => view.borrow_mut().mount(parent, Some(&piece.node)),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(first) = self.first() else { return false };
        let Some(parent) = first.parent_element() else { return false };
        child.mount(&parent, Some(&first));
        true
    }

    fn elements(&self) -> Vec<Element> {
        let Some(piece) = &self.0 else { return Vec::new() };
        match &piece.what {
            What::Node(_) => vec![piece.node.clone()],
            What::Several(views) => views.iter().flat_map(Mountable::elements).collect(),
            What::Live(view) => view.borrow().elements(),
        }
    }
}
