//! The strictest Content Security Policy, with Trusted Types, and a console without a single complaint.

use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way;

#[tokio::test]
async fn the_policy_is_in_force_and_never_broken() {
    for visit in [Visit::full(Office::Rest, "de").await, Visit::embedded(Office::Demo, "de").await] {
        crate::services::apply(&visit, &way::dog()).await;
        visit.is_calm().await;
        let markup = "try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return 'taken'; } catch { return 'refused'; }";
        assert_eq!(visit.browser.run(markup, vec![]).await, "refused", "Trusted Types are required");
        visit.browser.run("document.body.setAttribute('style', 'color: red')", vec![]).await;
        let complaints = visit.browser.complaints().await;
        assert!(complaints.iter().any(|words| words.contains("style-src")), "the watch sees breaches: {complaints:?}");
    }
}

#[tokio::test]
async fn nothing_is_asked_of_anyone_else() {
    let visit = Visit::full(Office::Rest, "de").await;
    crate::services::apply(&visit, &way::defect()).await;
    let asked =
        visit.browser.run("return performance.getEntriesByType('resource').map(({ name }) => name)", vec![]).await;
    let asked: Vec<&str> = asked.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    assert!(asked.len() > 4, "{asked:?}");
    let own = visit.server.page("");
    for name in asked {
        assert!(name.starts_with(&own) || name.starts_with("blob:"), "{name}");
    }
}
