//! A backend that answers what a test wants: it stands in for the page's `fetch`.

use std::rc::Rc;

use amtsgang::backend::Backend;
use amtsgang::backend::rest::Rest;
use amtsgang::browser::timer::sleep;
use amtsgang::later::Later;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::window;

/// Puts the page's own `fetch` back when dropped.
pub struct Fake {
    real: JsValue,
}

impl Fake {
    /// Answers every request by running `body`, which is JavaScript. The last `Request` is kept as `window.asked`, and
    /// the text it sends as `window.sent`.
    pub fn answering(body: &str) -> Fake {
        let page = window().unwrap();
        let real = Reflect::get(&page, &"fetch".into()).unwrap();
        evaluated("delete window.sent");
        let keep = "window.asked = new Request(address, options); window.asked.clone().text().then(text => window.sent = text);";
        let fake = Function::new_with_args("address, options", &format!("{keep} {body}"));
        Reflect::set(&page, &"fetch".into(), &fake).unwrap();
        Fake { real }
    }

    /// Answers with a status, headers as a JavaScript object, and a text.
    pub fn responding(status: u16, headers: &str, text: &str) -> Fake {
        let text = serde_json::to_string(text).unwrap();
        Fake::answering(&format!(
            "return Promise.resolve(new Response({text}, {{ status: {status}, headers: {headers} }}))"
        ))
    }

    /// What the last request says of itself: an expression after `request.`, as text.
    pub fn asked(expression: &str) -> String {
        evaluated(&format!("window.asked.{expression}"))
    }

    /// The text the last request sent; wait a moment before.
    pub fn sent() -> String {
        evaluated("window.sent")
    }
}

/// A backend of several operations: JavaScript from "METHOD /path" (without the query), or from a method alone, to what answers it.
/// Everything else is not found. What is asked, with its query, stands in `window.log`.
pub fn serving(operations: &[(&str, &str)]) -> Fake {
    let operations: Vec<String> = operations.iter().map(|(name, body)| format!("{name:?}: () => {body}")).collect();
    Function::new_no_args("window.log = []").call0(&JsValue::NULL).unwrap();
    Fake::answering(&format!(
        "const json = (body, status = 200) => new Response(JSON.stringify(body), {{ status }});
         const {{ pathname, search }} = new URL(window.asked.url);
         const name = window.asked.method + ' ' + pathname.replace('/api', '');
         window.log.push(name + search);
         const operations = {{ {} }};
         return Promise.resolve((operations[name] ?? operations[window.asked.method])?.() ?? json({{}}, 404));",
        operations.join(", ")
    ))
}

/// What was asked of [`serving`], one request a line.
pub fn log() -> String {
    evaluated("window.log.join('\\n')")
}

/// A field's backend at an address: what it answers is a [`Fake`]'s to say.
pub fn rest() -> Rc<dyn Backend> {
    Rest::new("https://backend.example/api".into(), Rc::new(|| "de".into()), loaded())
}

/// Waits until something is so, and fails when it does not come.
pub async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..4000 {
        if holds() {
            return;
        }
        sleep(5).await;
    }
    panic!("waited in vain: {what}");
}

fn evaluated(expression: &str) -> String {
    let found = Function::new_no_args(&format!("return String({expression})")).call0(&JsValue::NULL);
    found.unwrap().as_string().unwrap()
}

impl Drop for Fake {
    fn drop(&mut self) {
        let page: JsValue = window().unwrap().unchecked_into();
        Reflect::set(&page, &"fetch".into(), &self.real).unwrap();
    }
}

/// The later part of the program: in a test the whole program is there from the start.
pub fn loaded() -> Rc<Later> {
    Rc::new(Later::new(Function::new_no_args("return Promise.resolve()"), String::new(), Rc::default()))
}
