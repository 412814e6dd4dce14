//! Asks axe-core for everything it knows to be wrong with a page, also inside shadow roots.

use std::fs;
use std::sync::LazyLock;

use serde_json::Value;

use crate::app::App;
use crate::place;

static SOURCE: LazyLock<String> = LazyLock::new(|| fs::read_to_string(place::axe()).expect("axe.min.js can be read"));

/// All rules of WCAG A and AA in every version, of EN 301 549, and of best practice, whether they are on by default or
/// not. The level AAA, trials and what is deprecated stay off.
const RUN: &str = "
const done = arguments[arguments.length - 1];
const off = ['wcag2aaa', 'experimental', 'deprecated', 'review-item'];
const on = axe.getRules().filter(({ tags }) => !tags.some((tag) => off.includes(tag)));
const rules = Object.fromEntries(on.map(({ ruleId }) => [ruleId, { enabled: true }]));
const ids = on.map(({ ruleId }) => ruleId);
axe.run(document, { runOnly: { type: 'rule', values: ids }, rules, resultTypes: ['violations'] }).then(
    ({ violations, passes }) => done({
        passed: passes.length,
        violations: violations.map(({ id, help, nodes }) => ({
            id, help, nodes: nodes.map(({ target, html, failureSummary }) => ({ target: target.flat(9).join(' '), html, failureSummary })),
        })),
    }),
    (error) => done({ failed: String(error) }),
);
";

impl App {
    /// What axe-core finds wrong with the page as it is now, and texts that are missing, readable; nothing if all is well.
    pub async fn barriers(&self) -> Vec<String> {
        if self.browser.run("return typeof axe", vec![]).await == "undefined" {
            self.browser.run(&SOURCE, vec![]).await;
        }
        let answer = self.browser.run_async(RUN, vec![]).await;
        assert!(answer["failed"].is_null(), "axe-core: {}", answer["failed"]);
        assert!(answer["passed"].as_u64().is_some_and(|passed| passed > 5), "axe-core has looked at next to nothing");
        let mut found: Vec<String> = answer["violations"].as_array().into_iter().flatten().map(told).collect();
        // What the app shows where a text is missing.
        if self.text().await.split_whitespace().any(|word| word == "…") {
            found.push("a text is missing".to_owned());
        }
        found
    }
}

fn told(violation: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("{}: {}", word(&violation["id"]), word(&violation["help"]))];
    for node in violation["nodes"].as_array().into_iter().flatten() {
        lines.push(format!("    {}\n      {}", word(&node["target"]), word(&node["html"])));
        lines.push(
            word(&node["failureSummary"]).lines().map(|line| format!("      {line}")).collect::<Vec<_>>().join("\n"),
        );
    }
    lines.join("\n")
}
