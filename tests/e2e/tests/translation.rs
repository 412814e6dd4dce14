//! A browser's page translator replaces text nodes behind the app's back, and the form goes on working.

use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way;

/// Does what translators do: takes every text out, puts another into two elements of its own, and goes on doing so with
/// whatever appears. The other text ends with a no-break space, so that a test still finds its way.
const TRANSLATOR: &str = "
const skipped = 'script, style, textarea, option, title, font, [translate=no], [translate=no] *';
const translate = (text) => {
    if (!text.isConnected || !text.data.trim() || text.parentElement.matches(skipped)) return;
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    inner.textContent = text.data + '\\u00a0';
    outer.append(inner);
    text.replaceWith(outer);
};
const all = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return translate(node);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach(translate);
};
new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
        if (type === 'characterData') translate(target); else addedNodes.forEach(all);
    }
}).observe(document.body, { childList: true, characterData: true, subtree: true });
all(document.body);
";

/// Texts that were left as they were.
const UNTRANSLATED: &str = "
const walker = document.createTreeWalker(document.querySelector('.ag-app'), NodeFilter.SHOW_TEXT);
const left = [];
while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && !parentElement.closest('font, textarea, option, [translate=no]')) left.push(data);
}
return left;";

#[tokio::test]
async fn the_whole_way_works_while_a_translator_works_on_the_page() {
    let mut visit = Visit::full(Office::Rest, "de").await;
    let way = way::dog();
    visit.at(visit.t("catalogue.title")).await;
    visit.browser.run(TRANSLATOR, vec![]).await;
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..2).await;

    // Mistakes come and go in a translated page, too.
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    let left = visit.browser.run(UNTRANSLATED, vec![]).await;
    assert_eq!(left, serde_json::json!([]), "the translator has really been everywhere");
    visit.walk_steps(&way, 2..way.steps.len()).await;
    visit.at_with_focus(visit.t("review.title")).await;
    visit.says("foto.png").await;

    // As do other languages.
    visit.speak("en", "English").await;
    visit.at(visit.t("review.title")).await;
    visit.speak("de", "Deutsch").await;
    visit.at(visit.t("review.title")).await;

    let (reference, _) = visit.send().await;
    visit.link(visit.t("receipt.status")).await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;
    visit.press(visit.t("status.refresh")).await;
    visit.at_with_focus(visit.t("status.caseTitle")).await;
    crate::services::arrived(&visit, &way, &reference);
    visit.is_calm().await;
}
