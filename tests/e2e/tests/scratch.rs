//! x
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way;
#[tokio::test]
async fn scratch() {
    let visit = Visit::full(Office::Rest, "de").await;
    let way = way::dog();
    let recipe = Recipe::of(way.service);
    visit.begin(&way).await;
    visit.walk_steps(&way, 0..4).await;
    visit.at(&recipe.step_title("alter", "de")).await;
    visit.browser.run("window.el=[]; for (const t of ['focusin','focusout','input','change']) document.addEventListener(t, e=>el.push(t+' '+(e.target.id)+' -> '+(e.relatedTarget&&e.relatedTarget.id)), true); new MutationObserver(m=>el.push('DOM '+m.map(x=>x.target.className+'+'+[...x.addedNodes].map(n=>n.textContent)).join('|'))).observe(document.body,{childList:true,subtree:true})", vec![]).await;
    visit.fill(&recipe, "acquiredOn", &way.steps[4].1[0].1).await;
    println!("{}", visit.browser.run("return el.join('\\n')", vec![]).await.as_str().unwrap());
}
    println!("{}", visit.browser.run("return el.join('\\n')", vec![]).await.as_str().unwrap());
    println!(
        "{:?} {:?}",
        visit.state_in("Jahr", Some(&recipe.label("dogBirthDate", "de"))).await,
        visit.state_in("Tag", Some(&recipe.label("dogBirthDate", "de"))).await
    );
    println!("{}", visit.heard().await);
}
