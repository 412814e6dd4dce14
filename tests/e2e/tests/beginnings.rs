//! Fields that begin with an answer: marked as such, changed at will unless the recipe says why not.

use amtsgang_e2e::visit::{Office, Page, Visit};
use serde_json::{Value, json};

const SERVICE: &str = "meldebestaetigung";

async fn opened(query: &str) -> Visit {
    let field = |id: &str, label: &str, more: Value| {
        let mut field = json!({"id": id, "kind": "text", "label": {"de": label}});
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    };
    let steps = json!([{"id": "one", "title": {"de": "Wohin?"}, "fields": [
        field("town", "Ort", json!({"prefill": {"address": "town"}, "default": "Musterstadt"})),
        field("post", "Post an", json!({"default": {"var": "town"}})),
        field("customer", "Kundennummer",
            json!({"prefill": {"page": "customer"}, "fixed": {"de": "Sie steht in Ihrem Konto."}})),
    ]}]);
    let attributes = [("prefill", "{&quot;customer&quot;: &quot;K-17&quot;}")];
    let visit = Visit::prepared(Office::Demo, "de", Page::Full, &attributes, |site| {
        site.rewrite(&format!("recipes/{SERVICE}.json"), |recipe| {
            let mut recipe: Value = serde_json::from_str(&recipe).expect("a recipe");
            recipe["steps"] = steps.clone();
            recipe.to_string()
        });
    })
    .await;
    visit.browser.open(&[&visit.address(), query, "#/services/", SERVICE, "/form"].concat()).await;
    visit.at("Wohin?").await;
    visit
}

#[tokio::test]
async fn what_a_field_begins_with_is_said_and_follows_until_it_is_changed() {
    let visit = opened("").await;
    for label in ["Ort", "Post an"] {
        let state = visit.state(label).await;
        assert_eq!(state.value, "Musterstadt");
        assert!(state.described.iter().any(|words| words == visit.t("field.given")), "{:?}", state.described);
    }
    visit.retype("Ort", None, "Anderswo").await;
    visit.leave("Ort", None).await;
    assert_eq!(visit.state("Post an").await.value, "Anderswo");
    visit.retype("Post an", None, "Dorthin").await;
    visit.retype("Ort", None, "Hier").await;
    visit.leave("Ort", None).await;
    assert_eq!(visit.state("Post an").await.value, "Dorthin");
    assert!(!visit.state("Ort").await.described.iter().any(|words| words == visit.t("field.given")));
    visit.press(visit.t("form.next")).await;
    visit.at(visit.t("review.title")).await;
    for said in ["Hier", "Dorthin", "K-17"] {
        visit.says(said).await;
    }
}

#[tokio::test]
async fn page_and_address_hand_answers_over() {
    let visit = opened("?town=D%C3%BCren&customer=K-18").await;
    assert_eq!(visit.state("Ort").await.value, "Düren");
    visit.says("K-17").await;
    visit.says("Sie steht in Ihrem Konto.").await;
    visit.see_no("textbox", "Kundennummer").await;
    assert!(!visit.text().await.contains("K-18"));
}
