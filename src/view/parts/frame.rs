//! What stands around every control: its name, its hint, its mistakes, and how a screen reader ties them together.

use std::rc::Rc;

use crate::field::Answer;
use crate::form::FieldIx;
use crate::recipe::Field;
use crate::view::app::App;
use crate::view::dom::{El, View, el, live};
use crate::view::parts::{own_text, unseen};
use crate::view::session::Session;

/// A field of the open form, as its views need it.
#[derive(Clone)]
pub struct Place {
    pub app: App,
    pub session: Rc<Session>,
    pub ix: FieldIx,
}

impl Place {
    pub fn field(&self) -> &Field {
        self.session.field(self.ix)
    }

    /// The control's id, unique in the page (or in the shadow root, where several elements may stand).
    pub fn id(&self) -> String {
        ["ag-", &self.field().id].concat()
    }

    /// The id of one of several controls.
    pub fn part_id(&self, part: &str) -> String {
        [&self.id(), "-", part].concat()
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

    /// Says to a screen reader, on `control`, which hint and which mistakes belong to it.
    pub fn described(&self, control: El) -> El {
        let place = self.clone();
        control.live_attr("aria-describedby", move || {
            let hint = place.field().hint.is_some().then(|| place.hint_id());
            let error = (!place.session.errors(place.ix).is_empty()).then(|| place.error_id());
            let ids: Vec<String> = hint.into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }

    /// Says that the control, or the part of it, holds a mistake (WCAG 3.3.1).
    pub fn marked(&self, control: El, part: Option<usize>) -> El {
        let place = self.clone();
        control.live_attr("aria-invalid", move || {
            let errors = place.session.errors(place.ix);
            let wrong = errors.iter().any(|(at, _)| part.is_none() || at.is_none() || *at == part);
            wrong.then(|| "true".to_owned())
        })
    }

    /// Says that an answer must be given (WCAG 3.3.2).
    pub fn required(&self, control: El) -> El {
        let place = self.clone();
        control.live_attr("aria-required", move || place.session.required(place.ix).then(|| "true".to_owned()))
    }

    /// The word beside the label of what may be left out.
    fn optional(&self) -> View {
        let place = self.clone();
        live(move || {
            if place.session.required(place.ix) {
                return View::NOTHING;
            }
            el("span").class("ag-optional").text(&[" ", place.app.t("field.optional")].concat()).into()
        })
    }

    pub fn hint(&self) -> View {
        self.field()
            .hint
            .as_ref()
            .map(|hint| own_text(&self.app, "p", hint).class("ag-hint").attr("id", &self.hint_id()))
            .into()
    }

    /// The mistakes, each in a line of its own.
    pub fn errors(&self) -> View {
        let place = self.clone();
        live(move || {
            let errors = place.session.errors(place.ix);
            if errors.is_empty() {
                return View::NOTHING;
            }
            let prefix = [place.app.t("field.errorPrefix"), " "].concat();
            let lines = errors.into_iter().map(|(_, words)| {
                el("span").class("ag-error__line").child(unseen(&prefix)).child(el("span").text(&words)).into()
            });
            el("p").class("ag-error").attr("id", &place.error_id()).children(lines.collect()).into()
        })
    }

    /// The outermost element; it shows whether the field holds a mistake.
    pub fn outer(&self, tag: &str, class: &'static str) -> El {
        let place = self.clone();
        el(tag).live_attr("class", move || {
            let wrong = !place.session.errors(place.ix).is_empty();
            Some(if wrong { [class, " ag-field--error"].concat() } else { class.to_owned() })
        })
    }

    /// A field with one control: label, hint, mistakes, control.
    pub fn single(&self, control: View) -> View {
        self.outer("div", "ag-field")
            .child(
                el("label")
                    .class("ag-label")
                    .attr("for", &self.id())
                    .child(own_text(&self.app, "span", &self.field().label))
                    .child(self.optional()),
            )
            .child(self.hint())
            .child(self.errors())
            .child(control)
            .into()
    }

    /// A field with several controls: a group with a legend. `role` is `group` or `radiogroup`.
    pub fn group(&self, role: &str, controls: Vec<View>) -> View {
        let mut fieldset = el("fieldset").class("ag-fieldset").attr("id", &self.id());
        if role == "radiogroup" {
            fieldset = self.required(self.marked(fieldset.attr("role", role), None));
        }
        let fieldset = self
            .described(fieldset)
            .child(
                el("legend")
                    .class("ag-legend")
                    .child(own_text(&self.app, "span", &self.field().label))
                    .child(self.optional()),
            )
            .child(self.hint())
            .child(self.errors())
            .children(controls);
        self.outer("div", "ag-field").child(fieldset).into()
    }
}
