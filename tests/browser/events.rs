//! Listeners and timers end when they are dropped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use amtsgang::browser::listener::Listener;
use amtsgang::browser::timer::{Timer, sleep};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventTarget};

fn ring(bell: &EventTarget) {
    bell.dispatch_event(&Event::new("ring").unwrap()).unwrap();
}

/// The exceptions that events have met so far: calling what was freed is one.
fn exceptions() -> f64 {
    let count = "if (window.met === undefined) { window.met = 0; addEventListener('error', () => window.met++); }";
    let met = js_sys::Function::new_no_args(&format!("{count} return window.met")).call0(&wasm_bindgen::JsValue::NULL);
    met.unwrap().as_f64().unwrap()
}

#[wasm_bindgen_test]
fn a_dropped_listener_hears_nothing_more() {
    let (bell, heard, before) = (EventTarget::new().unwrap(), Rc::new(Cell::new(0)), exceptions());
    let count = heard.clone();
    let listener = Listener::on(&bell, "ring", Box::new(move |_| count.set(count.get() + 1)));
    ring(&bell);
    ring(&bell);
    drop(listener);
    ring(&bell);
    assert_eq!((heard.get(), exceptions()), (2, before));
    assert_eq!(Rc::strong_count(&heard), 1, "what it held is freed");
}

#[wasm_bindgen_test]
fn a_listener_may_be_dropped_by_what_it_calls() {
    let (bell, heard, before) = (EventTarget::new().unwrap(), Rc::new(Cell::new(0)), exceptions());
    let own = Rc::new(RefCell::new(None));
    let (count, itself) = (heard.clone(), own.clone());
    let hear = move |_| {
        itself.take();
        count.set(count.get() + 1);
    };
    *own.borrow_mut() = Some(Listener::on(&bell, "ring", Box::new(hear)));
    ring(&bell);
    ring(&bell);
    assert_eq!((heard.get(), exceptions()), (1, before));
}

#[wasm_bindgen_test]
async fn a_timer_runs_once_unless_dropped() {
    let runs = Rc::new(Cell::new(0));
    let count = |runs: &Rc<Cell<i32>>| {
        let runs = runs.clone();
        Box::new(move || runs.set(runs.get() + 1))
    };
    let kept = Timer::once(5, count(&runs));
    drop(Timer::once(5, count(&runs)));
    sleep(40).await;
    assert_eq!(runs.get(), 1);
    drop(kept);
}
