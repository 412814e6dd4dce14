//! What stands around every control: its name, its hint, its mistakes, and how a screen reader ties them together.
//!
//! What follows the field's state is noted in a list of the field's own ([`Mark`]) and set when something changed: a form
//! of thousands of fields has thousands of lists, and neither effects nor closures for each attribute.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::{Rc, Weak};

use leptos::tachys::view::Mountable;
use web_sys::Element;

use crate::browser::nodes::{self, Word};
use crate::field::Answer;
use crate::form::FieldIx;
use crate::recipe::Field;
use crate::view::app::App;
use crate::view::dom::{El, View, copy_of, el};
use crate::view::parts::{own_text_in, own_words};
use crate::view::session::{Session, Watch};

/// A field of the open form, as its views need it. Cheap to clone.
#[derive(Clone)]
pub struct Place(Rc<Drawn>);

/// What all views of one drawing of a field share.
pub struct Drawn {
    pub app: App,
    pub session: Rc<Session>,
    pub ix: FieldIx,
    /// The control's id, unique in the page (or in the shadow root, where several elements may stand).
    id: String,
    /// What was set last, and where.
    state: RefCell<State>,
    marks: RefCell<Vec<Mark>>,
}

/// What of a field is seen around its control.
#[derive(Default, PartialEq)]
struct State {
    required: bool,
    /// The mistakes, each with the part it concerns.
    errors: Vec<(Option<usize>, String)>,
    /// What the citizen should know about the answer.
    warnings: Vec<String>,
    /// Whether the answer is one that the field began with.
    given: bool,
}

/// Something that follows the field's state: an element, and what of it.
struct Mark(Element, What);

enum What {
    /// On the control: which hint and which mistakes belong to it.
    Described,
    /// On the control, or the part of it: that it holds a mistake.
    Invalid(Option<usize>),
    /// On the control: that an answer must be given.
    Required,
    /// On the outermost element: the class of a mistake.
    Class,
    /// In the element of the field's name: the word for what may be left out.
    Optional(View),
    /// In the element, behind that one of its children, or before all: the mistakes and warnings.
    Errors(Option<Element>, View),
}

impl State {
    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether this part holds a mistake, or the field as a whole does.
    fn is_wrong_at(&self, part: Option<usize>) -> bool {
        self.errors.iter().any(|(at, _)| part.is_none() || at.is_none() || *at == part)
    }
}

impl Deref for Place {
    type Target = Drawn;

    fn deref(&self) -> &Drawn {
        &self.0
    }
}

impl Watch for Drawn {
    fn changed(&self, _: FieldIx) {
        let now = self.now();
        let before = self.state.replace(now);
        let now = self.state.borrow();
        if *now != before {
            if let Some(warning) = now.warnings.iter().find(|warning| !before.warnings.contains(warning)) {
                self.app.announce([self.app.t("field.warningPrefix"), " ", warning].concat());
            }
            for mark in self.marks.borrow_mut().iter_mut() {
                self.set_mark(mark, &before, &now);
            }
        }
    }
}

impl Drawn {
    fn now(&self) -> State {
        let required = self.session.with(|form| form.required(self.ix));
        State {
            required,
            errors: self.session.errors(self.ix),
            warnings: self.session.warnings(self.ix),
            given: self.session.with(|form| form.is_given(self.ix)),
        }
    }

    pub fn field(&self) -> &Field {
        self.session.field(self.ix)
    }

    /// The control's id, unique in the page (or in the shadow root, where several elements may stand).
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id of one of several controls.
    pub fn part_id(&self, part: &str) -> String {
        [self.id(), "-", part].concat()
    }

    fn hint_id(&self) -> String {
        self.part_id("hint")
    }

    fn error_id(&self) -> String {
        self.part_id("error")
    }

    pub fn answer(&self) -> Answer {
        self.session.answer(self.ix)
    }

    pub fn set(&self, answer: Answer) {
        self.session.set(self.ix, answer);
    }

    /// Changes one part of a date or an address and keeps the others.
    pub fn set_part(&self, part: usize, value: String) {
        let mut list = self.answer().list().to_vec();
        list.resize(self.field().kind.parts().max(part + 1), String::new());
        list[part] = value;
        self.set(Answer::List(list));
    }

    pub fn leave(&self) {
        self.session.leave(self.ix);
    }

    fn describing(&self, state: &State) -> Option<String> {
        let hint = self.field().hint.is_some().then(|| self.hint_id());
        let error = state.is_wrong().then(|| self.error_id());
        let warning = (!state.warnings.is_empty()).then(|| self.part_id("warning"));
        let given = state.given.then(|| self.part_id("given"));
        let ids = [hint, given, error, warning].into_iter().flatten();
        ids.reduce(|before, id| [&before, " ", &*id].concat())
    }

    /// Follows the state with `node`, on which nothing of the kind is set yet.
    fn mark(&self, node: &Element, what: What) {
        let mut mark = Mark(node.clone(), what);
        self.set_mark(&mut mark, &State::default(), &self.state.borrow());
        self.marks.borrow_mut().push(mark);
    }

    /// Sets what differs between two states.
    fn set_mark(&self, Mark(node, what): &mut Mark, before: &State, now: &State) {
        let wrong = now.is_wrong();
        let turned = wrong != before.is_wrong();
        match what {
            What::Described if turned || now.warnings != before.warnings || now.given != before.given => {
                match self.describing(now) {
                    Some(ids) => nodes::set(node, "aria-describedby", &ids),
                    None => nodes::unset(node, "aria-describedby"),
                }
            }
            What::Invalid(part) if now.is_wrong_at(*part) != before.is_wrong_at(*part) => {
                flag(node, "aria-invalid", now.is_wrong_at(*part));
            }
            What::Required if now.required != before.required => {
                flag(node, "aria-required", now.required);
            }
            What::Class if turned => {
                nodes::set_word(node, "class", if wrong { "ag-field ag-field--error" } else { "ag-field" });
            }
            What::Optional(word) if now.required != before.required => {
                word.unmount();
                *word = if now.required { View::NOTHING } else { self.optional() };
                word.mount(node, None);
            }
            What::Errors(above, lines)
                if now.errors != before.errors || now.warnings != before.warnings || now.given != before.given =>
            {
                lines.unmount();
                *lines = self.lines(now);
                let below = above.as_ref().map_or_else(|| node.first_child(), |above| above.next_sibling());
                lines.mount(node, below.as_ref());
            }
            _ => {}
        }
    }

    /// The word beside the label of what may be left out.
    fn optional(&self) -> View {
        el("span").class("ag-optional").text(&[" ", self.app.t("field.optional")].concat()).into()
    }

    /// The mistakes and the warnings, each in a line of its own.
    fn lines(&self, state: &State) -> View {
        let mut views = Vec::new();
        let errors: Vec<&str> = state.errors.iter().map(|(_, words)| &**words).collect();
        let warnings: Vec<&str> = state.warnings.iter().map(|words| &**words).collect();
        if state.given {
            let id = self.part_id("given");
            views.push(el("p").class("ag-hint").attr("id", &id).text(self.app.t("field.given")).into());
        }
        if state.is_wrong() {
            views.push(self.paragraph("error", "ag-error", "field.errorPrefix", &errors));
        }
        if !state.warnings.is_empty() {
            views.push(self.paragraph("warning", "ag-warning", "field.warningPrefix", &warnings));
        }
        if views.is_empty() { View::NOTHING } else { views.into() }
    }

    /// What is said at a field: one sentence, or several, a line each. The word before each is seen by all: a sign and a colour
    /// alone do not say that it is a mistake.
    fn paragraph(&self, part: &str, class: Word, prefix: &str, lines: &[&str]) -> View {
        let line = |words: &&str| [self.app.t(prefix), " ", words].concat();
        let paragraph = el("p").class(class).attr("id", &self.part_id(part));
        match lines {
            [only] => paragraph.text(&line(only)),
            _ => paragraph.children(lines.iter().map(|l| el("span").class("ag-line").text(&line(l)).into()).collect()),
        }
        .into()
    }
}

/// Sets a state of a control, or takes it away.
fn flag(node: &Element, name: Word, is: bool) {
    if is { nodes::set_word(node, name, "true") } else { nodes::unset(node, name) }
}

impl Place {
    pub fn new(app: App, session: Rc<Session>, ix: FieldIx) -> Place {
        let id = session.id(ix);
        let drawn = Drawn { app, session, ix, id, state: RefCell::default(), marks: RefCell::default() };
        drawn.state.replace(drawn.now());
        Place(Rc::new(drawn))
    }

    /// The same field, to be drawn anew.
    pub fn again(&self) -> Place {
        Place::new(self.app.clone(), self.session.clone(), self.ix)
    }

    /// Says to a screen reader, on `control`, which hint and which mistakes belong to it.
    pub fn described(&self, control: El) -> El {
        let control = control.attr_opt("aria-describedby", self.describing(&State::default()).as_deref());
        self.mark(control.node(), What::Described);
        control
    }

    /// Says that the control, or the part of it, holds a mistake (WCAG 3.3.1).
    pub fn marked(&self, control: El, part: Option<usize>) -> El {
        self.mark(control.node(), What::Invalid(part));
        control
    }

    /// Says that an answer must be given (WCAG 3.3.2).
    pub fn required(&self, control: El) -> El {
        self.mark(control.node(), What::Required);
        control
    }

    /// The outermost element; it shows whether the field holds a mistake. What was marked follows the field from now on.
    pub fn outer(&self) -> El {
        self.follow(el("div").class("ag-field"))
    }

    fn follow(&self, outer: El) -> El {
        self.mark(outer.node(), What::Class);
        let watch: Weak<Drawn> = Rc::downgrade(&self.0);
        self.session.watch(self.ix, watch);
        outer.keep(self.clone())
    }

    /// Fills `name` with the field's name, and a word behind it where it may be left out.
    fn name(&self, name: El) -> El {
        let name = own_text_in(&self.app, name, &self.field().label);
        let required = self.state.borrow().required;
        let mut word = if required { View::NOTHING } else { self.optional() };
        word.mount(name.node(), None);
        // Set already: not as if nothing were.
        self.marks.borrow_mut().push(Mark(name.node().clone(), What::Optional(word)));
        name
    }

    /// Fills `hint`, where the field has one.
    fn hint(&self, hint: El) -> Option<El> {
        let words = self.field().hint.as_ref()?;
        Some(own_words(&self.app, hint, words).attr("id", &self.hint_id()))
    }

    /// Puts what stands above the control into `outer`: the field's name or what is in its place, the hint, and, when there
    /// are some, the mistakes.
    pub fn framed(&self, outer: El, name: Option<El>) -> El {
        let hint = self.field().hint.is_some().then(|| el("p").class("ag-hint")).and_then(|hint| self.hint(hint));
        let above = hint.as_ref().or(name.as_ref()).map(|element| element.node().clone());
        let outer = outer.child(name).child(hint);
        self.mark(outer.node(), What::Errors(above, View::NOTHING));
        outer
    }

    /// A field with one control: label, hint, mistakes, control.
    pub fn single(&self, control: View) -> View {
        let outer = copy_of(if self.field().hint.is_some() { "hinted" } else { "field" }, &|| {
            let hint = self.field().hint.is_some().then(|| el("p").class("ag-hint"));
            el("div").class("ag-field").child(el("label").class("ag-label")).child(hint)
        });
        let label = self.name(outer.first().attr("for", self.id()));
        let above = self.field().hint.as_ref().and_then(|_| self.hint(label.next())).unwrap_or(label);
        let outer = self.follow(outer);
        self.mark(outer.node(), What::Errors(Some(above.node().clone()), View::NOTHING));
        outer.child(control).into()
    }

    /// A field with several controls: a group with a legend. `role` is `group` or `radiogroup`.
    pub fn group(&self, role: &str, controls: Vec<View>) -> View {
        let mut fieldset = el("fieldset").class("ag-fieldset").attr("id", self.id());
        if role == "radiogroup" {
            fieldset = self.required(self.marked(fieldset.attr("role", role), None));
        }
        let legend = self.name(el("legend").class("ag-legend"));
        let fieldset = self.framed(self.described(fieldset), Some(legend)).children(controls);
        self.outer().child(fieldset).into()
    }
}
