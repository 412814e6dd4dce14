//! The form that is being filled in: its answers, what of it is drawn anew, and the draft kept on this device.

mod drafts;
mod files;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use leptos::prelude::{ArcTrigger, Notify, Track};

use web_sys::Blob;

use super::app::App;
use super::code_lists::Listing;
use super::incoming::Incoming;
use super::waiting::both;
use crate::backend::{Error, IdempotencyKey};
use crate::browser::patterns::RegExpPatterns;
use crate::browser::{clock, page, random};
use crate::field::{Answer, CodeList};
use crate::form::{Changes, FieldIx, Form, StepIx};
use crate::json;
use crate::recipe::{Field, Recipe};
use crate::signal::Signal;
use crate::store::saver::Saver;
use crate::store::{self, Claim, Draft};

/// Something drawn that follows fields without an effect of its own for each.
pub trait Watch {
    /// The field's requiredness or errors changed.
    fn changed(&self, ix: FieldIx);
}

/// A form in a citizen's hands.
pub struct Session {
    app: App,
    me: Weak<Session>,
    pub recipe: Rc<Recipe>,
    form: RefCell<Form>,
    /// For each field, once somebody follows it: its visibility, requiredness or errors changed.
    fields: RefCell<Vec<Option<ArcTrigger>>>,
    /// What is drawn of each field.
    watching: RefCell<Vec<Vec<Weak<dyn Watch>>>>,
    /// Some step appeared or disappeared.
    steps: ArcTrigger,
    /// The key under which this application is sent; a new one only when the backend has said no.
    key: RefCell<IdempotencyKey>,
    step: RefCell<String>,
    /// Fields that were left while a button was being pressed.
    left: RefCell<Vec<FieldIx>>,
    /// Files that were chosen and are not in the form yet.
    pub incoming: Incoming,
    /// Files in hand; they are in the store, too, where there is one.
    files: RefCell<Vec<(String, Blob)>>,
    /// Files that the device has no room for, by their ids.
    unkept: RefCell<Vec<String>>,
    asked_to_stay: Cell<bool>,
    saver: Saver,
    /// A lock, held as long as this form writes the draft: another tab that opens it takes the lock. Without its type, so that
    /// a form without one can be let go before the later part of the program is there.
    lock: RefCell<Option<Box<dyn Any>>>,
    /// When the draft that was found here was last edited (milliseconds since 1970), until the citizen knows.
    pub found: Cell<Option<f64>>,
    /// Answers of that draft that no longer fit the recipe.
    pub dropped: RefCell<Vec<String>>,
    /// What keeps the draft from being kept beyond this tab.
    pub unsaved: Signal<Option<store::Error>>,
    /// What the backend refused without naming a field.
    pub refused: RefCell<Vec<String>>,
    /// The step on which the citizen asked to go on with mistakes; its summary is shown.
    pub summary: Signal<u32>,
    /// Whether the summary takes the focus when it is next drawn.
    pub summary_due: Cell<bool>,
    /// Whether the citizen came from the review to change one thing.
    pub reviewing: Cell<bool>,
    /// The lists that were needed so far, by name; see `view::code_lists`.
    pub listings: RefCell<Vec<(String, Signal<Listing>)>>,
}

impl Session {
    /// The open form of `service`, or a new one with the draft kept on this device.
    pub async fn open(app: &App, service: &str) -> Result<Rc<Session>, Error> {
        let open = app.session.borrow().clone().filter(|session| session.recipe.id.as_str() == service);
        if let Some(session) = open {
            return Ok(session);
        }
        // What the form before has not written yet may be of this one.
        let former = app.session.borrow().clone();
        if let Some(former) = former.filter(|_| app.completed.now()) {
            former.saved().await;
        }
        // The device is asked while the network is.
        let (recipe, found) = both(app.recipe(service), app.store.found(service)).await;
        let recipe = recipe?;
        let (is_there, holder) = found.unwrap_or_else(|error| {
            page::warn(&error.to_string());
            (false, None)
        });
        let claim = Claim::after(holder);
        let session = if is_there {
            // What was typed before comes back by the later part of the program.
            app.later.load().await?;
            drafts::reopen(app, recipe, claim).await
        } else {
            app.owned(|| Session::new(app, recipe, claim, None))
        };
        *app.session.borrow_mut() = Some(session.clone());
        Ok(session)
    }

    /// A form with the draft of it that was kept.
    pub(super) fn new(app: &App, recipe: Rc<Recipe>, claim: Claim, draft: Option<Draft>) -> Rc<Session> {
        let mut form = Form::new(recipe.clone(), clock::today(), Rc::new(RegExpPatterns::default()));
        let mut key = IdempotencyKey::from(random::uuid());
        let (mut step, mut found, mut dropped) = (String::new(), None, Vec::new());
        if let Some(draft) = draft {
            match json::read(&draft.answers) {
                Ok(answers) => dropped = form.restore(&answers),
                Err(error) => page::warn(&error.to_string()),
            }
            (key, step, found) = (IdempotencyKey::from(draft.key), draft.step, Some(draft.updated));
        }
        if recipe.is_prefilled() {
            super::given::hand_over(app, &mut form);
        }
        let saver = Saver::new(app.store.clone(), recipe.id.as_str(), claim);
        let unsaved = Signal::new(app.store.away());
        Rc::new_cyclic(|me: &Weak<Session>| Session {
            me: me.clone(),
            app: app.clone(),
            fields: RefCell::default(),
            watching: RefCell::default(),
            recipe,
            form: RefCell::new(form),
            steps: ArcTrigger::new(),
            key: RefCell::new(key),
            step: RefCell::new(step),
            left: RefCell::default(),
            incoming: Incoming::default(),
            files: RefCell::default(),
            unkept: RefCell::default(),
            asked_to_stay: Cell::new(false),
            saver,
            lock: RefCell::default(),
            found: Cell::new(found),
            dropped: RefCell::new(dropped),
            unsaved,
            refused: RefCell::default(),
            summary: Signal::new(0),
            summary_due: Cell::new(false),
            reviewing: Cell::new(false),
            listings: RefCell::default(),
        })
    }

    pub fn field(&self, ix: FieldIx) -> &Field {
        &self.recipe.fields[self.form.borrow().of(ix)]
    }

    /// The id of a field's control, unique in the form.
    pub fn id(&self, ix: FieldIx) -> String {
        let id = ["ag-", &self.field(ix).id].concat();
        match self.form.borrow().entry_of(ix) {
            Some(entry) => [&id, "-e", &entry.to_string()].concat(),
            None => id,
        }
    }

    pub fn fields_of(&self, step: StepIx) -> &[Field] {
        &self.recipe.fields[self.recipe.steps[step].fields.clone()]
    }

    /// Reads the form without following it.
    pub fn with<T>(&self, read: impl FnOnce(&Form) -> T) -> T {
        read(&self.form.borrow())
    }

    /// Follows a field's visibility, requiredness and errors.
    pub fn track(&self, ix: FieldIx) {
        let mut fields = self.fields.borrow_mut();
        if fields.len() <= ix {
            fields.resize(ix + 1, None);
        }
        fields[ix].get_or_insert_with(ArcTrigger::new).track();
    }

    /// Tells `watch`, for as long as it lives, when the field's requiredness or errors changed.
    pub fn watch(&self, ix: FieldIx, watch: Weak<dyn Watch>) {
        let mut all = self.watching.borrow_mut();
        if all.len() <= ix {
            all.resize_with(ix + 1, Vec::new);
        }
        all[ix].retain(|watch| watch.strong_count() > 0);
        all[ix].push(watch);
    }

    /// Something of the field changed.
    fn changed(&self, ix: FieldIx) {
        // Whoever is told may draw, and so watch: nothing is borrowed meanwhile.
        let trigger = self.fields.borrow().get(ix).cloned().flatten();
        if let Some(trigger) = trigger {
            trigger.notify();
        }
        let watch_at = |at: usize| self.watching.borrow().get(ix)?.get(at).cloned();
        let mut at = 0;
        while let Some(watch) = watch_at(at) {
            at += 1;
            if let Some(watch) = watch.upgrade() {
                watch.changed(ix);
            }
        }
    }

    pub fn visible(&self, ix: FieldIx) -> bool {
        self.track(ix);
        self.form.borrow().visible(ix)
    }

    /// The sentences of the mistakes shown at a field, with the part each concerns.
    pub fn errors(&self, ix: FieldIx) -> Vec<(Option<usize>, String)> {
        let form = self.form.borrow();
        form.errors(ix).iter().map(|error| (error.part, self.app.fault(&error.fault))).collect()
    }

    /// What the citizen should know about the answer to a field.
    pub fn warnings(&self, ix: FieldIx) -> Vec<String> {
        self.form.borrow().warnings(ix).into_iter().map(|words| self.app.own(words).to_owned()).collect()
    }

    /// Follows which steps are to be filled in.
    pub fn track_steps(&self) {
        self.steps.track();
    }

    /// What was typed, as it was typed.
    pub fn answer(&self, ix: FieldIx) -> Answer {
        self.form.borrow().answer(ix).clone()
    }

    /// Takes what was typed, and keeps it on the device.
    pub fn set(&self, ix: FieldIx, answer: Answer) {
        let changes = self.form.borrow_mut().set(ix, answer);
        self.tell(&changes);
        self.save_answer(ix);
    }

    /// Changes which entries a group has, where that is possible, and keeps it on the device.
    pub fn change(&self, change: &mut dyn FnMut(&mut Form) -> Option<Changes>) {
        let changes = change(&mut self.form.borrow_mut());
        if let Some(changes) = changes {
            self.tell(&changes);
            self.save();
        }
    }

    /// A field was left: its mistakes may be shown, once no finger is down. A mistake that appears between pressing and
    /// releasing moves the very button that is being pressed.
    pub fn leave(&self, ix: FieldIx) {
        if self.app.pressed.get() {
            self.left.borrow_mut().push(ix);
        } else {
            self.show_left(ix);
        }
    }

    /// The finger is up: what was left meanwhile is shown.
    pub fn released(&self) {
        let left = self.left.take();
        left.into_iter().for_each(|ix| self.show_left(ix));
    }

    /// Shows a field's mistakes, and announces them once.
    fn show_left(&self, ix: FieldIx) {
        let before = self.form.borrow().errors(ix).len();
        let changes = self.form.borrow_mut().leave(ix);
        self.tell(&changes);
        let form = self.form.borrow();
        let errors = form.errors(ix);
        if errors.len() > before
            && let Some(error) = errors.first()
        {
            self.app.announce(self.app.fill("field.errorAnnounced", &[("error", &self.app.fault(&error.fault))]));
        }
    }

    /// The tidied form of an answer, where tidying changes it; it is taken over.
    pub fn normalize(&self, ix: FieldIx) -> Option<Answer> {
        let tidy = self.form.borrow_mut().normalize(ix)?;
        self.save_answer(ix);
        Some(tidy)
    }

    /// Checks a step and shows all its mistakes.
    pub fn check_step(&self, step: StepIx) -> Vec<FieldIx> {
        let wrong = self.form.borrow_mut().check_step(step);
        self.with(|form| form.fields_of(step)).into_iter().for_each(|ix| self.changed(ix));
        wrong
    }

    /// Checks everything and shows all mistakes.
    pub fn check_all(&self) -> Vec<FieldIx> {
        let wrong = self.form.borrow_mut().check_all();
        self.with(Form::all).into_iter().for_each(|ix| self.changed(ix));
        wrong
    }

    /// Shows the summary of mistakes and gives it the focus.
    pub fn summarize(&self) {
        self.summary_due.set(true);
        self.summary.update(|turn| *turn += 1);
    }

    /// A page is left: its summary of mistakes has done its work.
    pub fn settle(&self) {
        self.refused.borrow_mut().clear();
        self.summary.set(0);
    }

    /// The backend's objections, each at its field. Afterwards it is another application, with a key of its own.
    pub fn reject(&self, problems: &[(String, String)], detail: Option<&str>) -> Vec<FieldIx> {
        let (wrong, mut unplaced) = self.form.borrow_mut().reject(problems);
        if unplaced.is_empty() && wrong.is_empty() {
            unplaced.extend(detail.map(str::to_owned));
        }
        *self.refused.borrow_mut() = unplaced;
        *self.key.borrow_mut() = IdempotencyKey::from(random::uuid());
        self.with(Form::all).into_iter().for_each(|ix| self.changed(ix));
        self.save();
        wrong
    }

    /// What is sent, or the fields that are not right yet.
    pub fn submission(&self) -> Result<crate::form::Submission, Vec<FieldIx>> {
        self.form.borrow_mut().submission(self.app.language())
    }

    pub fn key(&self) -> IdempotencyKey {
        self.key.borrow().clone()
    }

    /// The step the citizen is at; it is kept with the draft.
    pub fn at_step(&self, step: StepIx) {
        let id = &self.recipe.steps[step].id;
        let moved = *self.step.borrow() != *id;
        if moved {
            self.step.borrow_mut().clone_from(id);
            // A form that was only looked at leaves no draft.
            if !self.form.borrow().is_blank() {
                self.save();
            }
        }
    }

    /// A code list has come from the backend.
    #[inline(never)]
    pub fn code_list_arrived(&self, name: &str, list: Arc<CodeList>) {
        let changes = self.form.borrow_mut().code_list_arrived(name, list);
        self.tell(&changes);
    }

    fn tell(&self, changes: &Changes) {
        changes.fields.iter().for_each(|ix| self.changed(*ix));
        if changes.steps {
            self.steps.notify();
        }
    }

    /// Keeps one answer.
    fn save_answer(&self, ix: FieldIx) {
        self.saver.changed(ix);
        self.keep();
    }

    /// Keeps the whole draft, where more than an answer changed.
    pub fn save(&self) {
        self.saver.all_changed();
        self.keep();
    }

    /// Writes what changed, as soon as the disk can and the part of the program is there that encrypts.
    fn keep(&self) {
        if self.app.completed.now() { self.write() } else { self.app.complete() }
    }
}
