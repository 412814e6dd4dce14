//! Takes pictures of every page and state for people to look at: `cargo run -p amtsgang-e2e --bin shots -- <folder> [width …]`.

use std::path::{Path, PathBuf};

use amtsgang_e2e::engine::Look;
use amtsgang_e2e::errands;
use amtsgang_e2e::recipe::Recipe;
use amtsgang_e2e::residents;
use amtsgang_e2e::street;
use amtsgang_e2e::visit::{Office, Visit};
use amtsgang_e2e::way::{self, Way};
use serde_json::json;

/// Widths in CSS pixels: an old phone, a phone, a tablet, a desk.
const WIDTHS: [u32; 4] = [320, 390, 768, 1280];

/// The services that have what the dog tax does not, entries, sums, places, free times, long lists, each with the step in which
/// there is most of it.
fn longer() -> Vec<(Way, &'static str)> {
    vec![
        (residents::confirmation(), "person"),
        (residents::search(), "gesucht"),
        (residents::moving(), "personen"),
        (residents::housing(), "haushalt"),
        (errands::business(), "taetigkeit"),
        (errands::day_care(), "wuensche"),
        (street::bulky_waste(), "termin"),
        (street::posters(), "orte"),
    ]
}

/// Pictures of one visit.
struct Album<'a> {
    visit: &'a Visit,
    folder: &'a Path,
    widths: &'a [u32],
    taken: u32,
}

impl Album<'_> {
    /// The page as it stands now, in every width, light and dark; and what a screen reader gets of it.
    async fn take(&mut self, state: &str) -> std::io::Result<()> {
        self.taken += 1;
        let visit = self.visit;
        let name = format!("{:02}-{state}-{}", self.taken, visit.words.language);
        for width in self.widths.iter().copied() {
            for dark in [false, true] {
                visit.browser.set_look(Look { width, dark, ..Look::PHONE }).await;
                let file = format!("{name}-{width}-{}.png", if dark { "dark" } else { "light" });
                std::fs::write(self.folder.join(file), visit.browser.picture().await)?;
            }
        }
        visit.browser.set_look(Look::PHONE).await;
        std::fs::write(self.folder.join(format!("{name}.txt")), visit.heard().await)
    }
}

async fn every_state(visit: &Visit, folder: &Path, widths: &[u32]) -> std::io::Result<()> {
    let mut album = Album { visit, folder, widths, taken: 0 };
    let language = visit.words.language.as_str();
    let way = way::dog();
    let recipe = Recipe::of(way.service);
    visit.at(visit.t("catalogue.title")).await;
    visit.see("link", &recipe.title(language)).await;
    album.take("catalogue").await?;
    visit.type_in(visit.t("catalogue.search"), None, "xylophon").await;
    visit.says(visit.t("catalogue.none")).await;
    album.take("no-hit").await?;
    visit.retype(visit.t("catalogue.search"), None, " ").await;
    visit.server.fail("GET /recipes", "missing-key", json!({ "pointer": "/office" })).await;
    visit.link(&recipe.title(language)).await;
    visit.at(visit.t("broken.title")).await;
    album.take("broken").await?;
    visit.link(visit.t("action.home")).await;
    visit.server.fail("GET /recipes", "html", json!({})).await;
    visit.link(&recipe.title(language)).await;
    visit.at(visit.t("failure.title")).await;
    album.take("failure").await?;
    visit.press(visit.t("action.retry")).await;
    visit.at(&recipe.title(language)).await;
    album.take("service").await?;
    visit.link(visit.t("service.start")).await;
    for (step, fields) in &way.steps {
        visit.at(&recipe.step_title(step, language)).await;
        album.take(&format!("step-{step}")).await?;
        visit.press(visit.t("form.next")).await;
        visit.focus_on("group", visit.t("summary.title")).await;
        album.take(&format!("step-{step}-mistakes")).await?;
        for (field, typed) in fields {
            visit.fill(&recipe, field, typed).await;
        }
        album.take(&format!("step-{step}-filled")).await?;
        visit.press(visit.t("form.next")).await;
    }
    visit.at(visit.t("review.title")).await;
    album.take("review").await?;
    visit.server.fail("POST /applications", "html", json!({})).await;
    visit.press(visit.t("review.send")).await;
    visit.says(visit.t("sending.failed")).await;
    album.take("review-failed").await?;
    let (reference, _) = visit.send().await;
    album.take("receipt").await?;
    visit.link(visit.t("receipt.status")).await;
    visit.at(visit.t("status.caseTitle")).await;
    album.take("case-received").await?;
    visit.server.advance(&reference, &["ACTION_REQUIRED", "--expected-by", "2030-05-31"]).await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("status.ACTION_REQUIRED.help")).await;
    album.take("case-action").await?;
    visit.server.advance(&reference, &["COMPLETED", "--outcome", "granted"]).await;
    visit.press(visit.t("status.refresh")).await;
    visit.says(visit.t("outcome.granted")).await;
    album.take("case-completed").await?;
    visit.go(visit.t("nav.status")).await;
    visit.at(visit.t("status.title")).await;
    album.take("status").await?;
    for (way, step) in longer() {
        longer_form(&mut album, &way, step).await?;
    }
    let begun = way::parking();
    visit.go(visit.t("nav.services")).await;
    visit.begin(&begun).await;
    visit.walk_steps(&begun, 0..1).await;
    visit.go(visit.t("nav.services")).await;
    visit.link(&Recipe::of(begun.service).title(language)).await;
    visit.says(visit.words.start("service.draft")).await;
    album.take("service-draft").await?;
    visit.go(visit.t("nav.device")).await;
    visit.at(visit.t("device.title")).await;
    album.take("device").await?;
    visit.press(visit.t("device.removeAll")).await;
    visit.says(visit.t("device.removeAllQuestion")).await;
    album.take("device-asked").await
}

/// The first step, one step empty, with its mistakes and filled in, and the review.
async fn longer_form(album: &mut Album<'_>, way: &Way, step: &str) -> std::io::Result<()> {
    let (visit, service) = (album.visit, way.service);
    let (recipe, language) = (Recipe::of(service), visit.words.language.as_str());
    let place = way.steps.iter().position(|(id, _)| *id == step).expect("a step of the way");
    visit.browser.open(&[&visit.address(), "#/services/", service, "/form"].concat()).await;
    visit.at(&recipe.step_title(way.steps[0].0, language)).await;
    album.take(&format!("{service}-first")).await?;
    visit.walk_steps(way, 0..place).await;
    visit.at(&recipe.step_title(step, language)).await;
    album.take(&format!("{service}-{step}")).await?;
    visit.press(visit.t("form.next")).await;
    visit.focus_on("group", visit.t("summary.title")).await;
    album.take(&format!("{service}-{step}-mistakes")).await?;
    for (field, typed) in &way.steps[place].1 {
        visit.fill(&recipe, field, typed).await;
    }
    album.take(&format!("{service}-{step}-filled")).await?;
    visit.press(visit.t("form.next")).await;
    visit.walk_steps(way, place + 1..way.steps.len()).await;
    visit.at(visit.t("review.title")).await;
    album.take(&format!("{service}-review")).await
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args();
    let folder = arguments.nth(1).map(PathBuf::from);
    let widths: Option<Vec<u32>> = arguments.map(|width| width.parse().ok()).collect();
    let (Some(folder), Some(mut widths)) = (folder, widths) else {
        eprintln!("usage: shots <folder> [width …]");
        std::process::exit(2);
    };
    if widths.is_empty() {
        widths.extend(WIDTHS);
    }
    std::fs::create_dir_all(&folder)?;
    for language in ["de", "en"] {
        println!("{language}: every page and state");
        every_state(&Visit::full(Office::Rest, language).await, &folder, &widths).await?;
    }
    println!("the demonstration and a foreign page");
    for (name, visit) in
        [("demo", Visit::full(Office::Demo, "de").await), ("embedded", Visit::embedded(Office::Rest, "de").await)]
    {
        visit.at(visit.t("catalogue.title")).await;
        visit.see("link", &Recipe::of("maengelmeldung").title("de")).await;
        Album { visit: &visit, folder: &folder, widths: &widths, taken: 90 }.take(name).await?;
    }
    Ok(())
}
