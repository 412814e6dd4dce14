//! The rounds of measuring: both pages by turns, so that whatever else the machine does hits both.

use std::collections::BTreeMap;

use amtsgang_e2e::browser::Browser;
use serde_json::json;

use crate::figures::{Goal, Row, median, p95};
use crate::page::{Page, open};
use crate::recipe;

/// How much is measured.
#[derive(Clone, Debug)]
pub struct Plan {
    pub fields: Vec<usize>,
    /// How many times the processor is slowed down, each in turn.
    pub slowed: Vec<u32>,
    pub rounds: usize,
    pub keys: usize,
    pub toggles: usize,
}

impl Plan {
    /// What the goals speak of.
    pub fn whole() -> Plan {
        Plan { fields: vec![100, 1000, 3000], slowed: vec![1, 4], rounds: 5, keys: 20, toggles: 5 }
    }

    /// Only to see that everything runs.
    pub fn short() -> Plan {
        Plan { fields: vec![50], slowed: vec![1], rounds: 1, keys: 3, toggles: 2 }
    }
}

/// What the rows are called, what counts, and the goal.
const WORKS: [(&str, Goal); 7] = [
    (RENDER, Goal::Times(1.3)),
    (KEY, Goal::Times(1.2)),
    (KEY_P95, Goal::None),
    (TOGGLE, Goal::Times(1.2)),
    (SUBMIT, Goal::Times(1.3)),
    (HEAP, Goal::None),
    (MEMORY, Goal::None),
];
const RENDER: &str = "definition to painted fields, ms";
const KEY: &str = "key press to next paint, ms";
const KEY_P95: &str = "key press to next paint, p95, ms";
const TOGGLE: &str = "toggle to painted field, ms";
const SUBMIT: &str = "submit empty to all errors, ms";
const HEAP: &str = "JavaScript heap, MB";
const MEMORY: &str = "heap and wasm memory, MB";

/// The memory that the largest form may take (MB).
const MOST_MEMORY: f64 = 12.0;
const LARGEST: usize = 3000;

type Samples = BTreeMap<(&'static str, bool), Vec<f64>>;

/// Measures all of `plan`; `said` is told what is done.
pub async fn measure(browser: &Browser, server: &str, plan: &Plan, said: &dyn Fn(&str)) -> Vec<Row> {
    let mut rows = Vec::new();
    for &fields in &plan.fields {
        for &slowed in &plan.slowed {
            browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slowed })).await;
            let mut samples = Samples::new();
            for round in 0..plan.rounds {
                said(&format!("{fields} fields, slowed {slowed} times, round {} of {}", round + 1, plan.rounds));
                // Neither is always the first.
                let mut pages = Page::BOTH;
                pages.rotate_left(round % 2);
                for page in pages {
                    visit(browser, server, page, fields, plan, &mut samples).await;
                }
            }
            rows.extend(WORKS.map(|(work, goal)| {
                let whose = |app: bool| {
                    let of = |work| samples[&(work, app)].as_slice();
                    if work == KEY_P95 { p95(of(KEY)) } else { median(of(work)) }
                };
                let goal = if work == MEMORY && fields == LARGEST { Goal::AtMost(MOST_MEMORY) } else { goal };
                Row { work, fields, slowed, app: whose(true), hand: whose(false), goal }
            }));
        }
    }
    rows
}

/// One visit of one page, with all that is measured in it.
async fn visit(browser: &Browser, server: &str, page: Page, fields: usize, plan: &Plan, samples: &mut Samples) {
    let mut note = |work, value| samples.entry((work, page == Page::App)).or_default().push(value);
    let (form, rendered) = open(browser, server, page, fields).await;
    note(RENDER, rendered);
    let mistakes = (1..=fields).filter(|number| !recipe::is_switched(*number)).count();
    note(SUBMIT, form.submit(mistakes).await);
    // The memory is largest when all mistakes are shown.
    let (heap, wasm) = form.memory().await;
    note(HEAP, heap);
    note(MEMORY, heap + wasm);

    // Anew, for a form without mistakes.
    let (form, rendered) = open(browser, server, page, fields).await;
    note(RENDER, rendered);
    form.focus(fields / 2 + 1).await;
    for letter in ('a'..='z').cycle().take(plan.keys) {
        note(KEY, form.key(letter).await);
    }
    let switches: Vec<usize> = (1..=fields).filter(|number| recipe::is_switch(*number)).collect();
    for turn in 0..plan.toggles {
        note(TOGGLE, form.toggle(switches[turn * switches.len() / plan.toggles]).await);
    }
}
