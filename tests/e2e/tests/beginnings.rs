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

fn versioned(site: &amtsgang_e2e::site::Site, version: u32, fields: Value) {
    site.rewrite(&format!("recipes/{SERVICE}.json"), |recipe| {
        let mut recipe: Value = serde_json::from_str(&recipe).expect("a recipe");
        recipe["version"] = version.into();
        recipe["steps"] = json!([{"id": "one", "title": {"de": "Wohin?"}, "fields": fields}]);
        recipe.to_string()
    });
}

#[tokio::test]
async fn a_new_version_of_a_recipe_tells_what_became_of_a_drafts_answers() {
    let field = |id: &str, kind: &str, label: &str| json!({"id": id, "kind": kind, "label": {"de": label}});
    let before =
        json!([field("name", "text", "Name"), field("breed", "text", "Rasse"), field("home", "text", "Wohnung")]);
    let visit = Visit::prepared(Office::Demo, "de", Page::Full, &[], |site| versioned(site, 3, before)).await;
    let form = [&visit.address(), "#/services/", SERVICE, "/form"].concat();
    visit.browser.open(&form).await;
    visit.at("Wohin?").await;
    for (label, text) in [("Name", "Bello"), ("Rasse", "Dackel"), ("Wohnung", "Am Markt")] {
        visit.type_in(label, None, text).await;
    }
    visit.kept("Am Markt").await;
    versioned(&visit.site, 4, json!([field("name", "text", "Name"), field("home", "postcodePlace", "Wohnort")]));
    visit.browser.reload().await;
    visit.at("Wohin?").await;
    visit.says("Wohnort: Sie hatten „Am Markt“ angegeben.").await;
    visit.says(visit.t("form.unasked")).await;
    visit.says("Dackel").await;
    assert_eq!(visit.state("Name").await.value, "Bello");
}
