//! A place that waits for the network: a sign of life, then its content, or the error and a way to try again.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use super::app::App;
use super::dom::{View, el, live};
use super::parts;
use crate::backend::Error;
use crate::signal::Signal;

/// Makes the content once its data are there.
pub type Content = Box<dyn FnOnce() -> View>;
/// Asks the network and answers with the content.
pub type Asking = Pin<Box<dyn Future<Output = Result<Content, Error>>>>;

/// Asks, and shows what came of it. `ask` is called again when the citizen tries again.
pub fn waiting(app: &App, ask: impl Fn() -> Asking + 'static) -> View {
    enum State {
        Waiting,
        Ready(Content),
        Failed(Error),
        Shown,
    }
    let app = app.clone();
    let state = Rc::new(std::cell::RefCell::new(State::Waiting));
    let turn = Signal::new(0u32);
    let ask: Rc<dyn Fn() -> Asking> = Rc::new(ask);
    let start: Rc<dyn Fn()> = Rc::new({
        let (app, state, turn, ask) = (app.clone(), state.clone(), turn.clone(), ask.clone());
        move || {
            let (state, turn, asking) = (state.clone(), turn.clone(), ask());
            app.spawn(async move {
                let answer = asking.await;
                *state.borrow_mut() = match answer {
                    Ok(content) => State::Ready(content),
                    Err(error) => State::Failed(error),
                };
                turn.update(|turn| *turn += 1);
            });
        }
    });
    start();
    live(move || {
        turn.get();
        let now = std::mem::replace(&mut *state.borrow_mut(), State::Shown);
        match now {
            State::Ready(content) => content(),
            State::Failed(error) => {
                let (state, turn, start) = (state.clone(), turn.clone(), start.clone());
                failed(&app, &error, move || {
                    *state.borrow_mut() = State::Waiting;
                    turn.update(|turn| *turn += 1);
                    start();
                })
            }
            State::Waiting => {
                *state.borrow_mut() = State::Waiting;
                el("div").class("ag-loading").attr("role", "status").text(app.t("app.loading")).into()
            }
            // Drawn again without news (it never is: only `turn` is read here).
            State::Shown => View::NOTHING,
        }
    })
}

/// Waits for two things at a time.
pub async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(move |context| {
        if first.is_none()
            && let Poll::Ready(answer) = one.as_mut().poll(context)
        {
            first = Some(answer);
        }
        if second.is_none()
            && let Poll::Ready(answer) = other.as_mut().poll(context)
        {
            second = Some(answer);
        }
        match (first.take(), second.take()) {
            (Some(answer), Some(other)) => Poll::Ready((answer, other)),
            so_far => {
                (first, second) = so_far;
                Poll::Pending
            }
        }
    })
    .await
}

/// A failure on a page of its own: what happened, and what can be done.
pub fn failed(app: &App, error: &Error, again: impl FnMut() + 'static) -> View {
    if let Error::Broken(file) = error {
        let (owner, file) = (app.clone(), file.clone());
        return super::later::later(app, Rc::new(move || super::pages::broken::page(&owner, &file)));
    }
    let title = if matches!(error, Error::NotFound) { "missing.title" } else { "failure.title" };
    let mut views = vec![parts::title(app, app.t(title)), el("p").text(&app.failure(error)).into()];
    let mut actions = Vec::new();
    if error.retryable() {
        actions.push(parts::button(app.t("action.retry"), "", again));
    }
    let class = if actions.is_empty() { "ag-button" } else { "ag-button ag-button--secondary" };
    actions.push(parts::link(app, app.t("action.home"), class, crate::route::Route::Catalogue).into());
    views.push(parts::actions(actions));
    views.into()
}
