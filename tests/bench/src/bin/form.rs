//! Measures the app in a browser beside a page written by hand: `cargo xtask bench form` builds and starts it.

use std::process::ExitCode;

use amtsgang_bench::figures::{machine, table};
use amtsgang_bench::rounds::{Plan, measure};
use amtsgang_bench::{page, recipe};
use amtsgang_e2e::browser::{Browser, Profile};
use amtsgang_e2e::engine::Look;
use amtsgang_e2e::folder::Folder;
use amtsgang_e2e::server::Server;
use amtsgang_e2e::site::Site;

const USAGE: &str = "usage: form [--short] [--json] [--fields 100,1000,3000] [--slowed 1,4] [--rounds 5]";

#[tokio::main]
async fn main() -> ExitCode {
    let Some((plan, json)) = read(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let site = Site::with(&[("backend", "/api")]);
    for (name, content) in page::HAND {
        std::fs::write(site.folder().join(name), content).expect("the page written by hand is written");
    }
    let recipes = Folder::new("amtsgang-recipes-");
    for fields in &plan.fields {
        let file = recipes.path().join(recipe::service(*fields) + ".json");
        std::fs::write(file, recipe::page(*fields)).expect("a recipe is written");
    }
    let server = Server::with_recipes(site.folder(), recipes.path()).await;
    let browser = Browser::with(Profile::fresh(), "de", Look::PHONE).await;
    browser.run_first(page::PROBE).await;
    let rows = measure(&browser, &server.page(""), &plan, &|what| eprintln!("  {what}")).await;
    assert_eq!(browser.complaints().await, [""; 0], "mistakes in a page");
    println!("{}", table(&rows));
    if json {
        println!("{}", machine(&rows));
    }
    ExitCode::SUCCESS
}

fn read(mut arguments: impl Iterator<Item = String>) -> Option<(Plan, bool)> {
    let (mut plan, mut json) = (Plan::whole(), false);
    while let Some(argument) = arguments.next() {
        let numbers =
            |text: Option<String>| text?.split(',').map(|part| part.parse().ok()).collect::<Option<Vec<usize>>>();
        match argument.as_str() {
            "--short" => plan = Plan::short(),
            "--json" => json = true,
            "--fields" => plan.fields = numbers(arguments.next())?,
            "--slowed" => plan.slowed = numbers(arguments.next())?.into_iter().map(|n| n as u32).collect(),
            "--rounds" => plan.rounds = *numbers(arguments.next())?.first()?,
            _ => return None,
        }
    }
    Some((plan, json))
}
