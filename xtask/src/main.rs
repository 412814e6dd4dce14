//! `cargo xtask …`: every command of the README is one of these.

mod bench;
mod build;
mod check_recipe;
mod compress;
mod data;
mod dry_run;
mod finish;
mod fix;
mod fuzz;
mod integrity;
mod json;
mod page;
mod parts;
mod paths;
mod recipes;
mod run;
mod say;
mod schema;
mod scratch;
mod seam;
mod serve;
mod setup;
mod size;
mod split;
mod test;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
Usage: cargo xtask <command>

  serve [--port 8080] [--demo]   build, then serve the app with the reference backend on this machine
                                 (--demo: only the files of dist/, as any static file server would)
  test [part …]                  every check and test there is, or only the named parts:
                                 format clippy native browser build size html e2e bench
  build                          the release in dist/
  size [--json]                  bytes of what the first form loads
  bench engine [--json]          how fast the form engine is natively, beside its goals
  bench form [--json]            how fast a long form is in the browser, beside a page written by hand
  fuzz [--cases N] [--seed S] [--target name] [--json]
                                 bad input by the million (left out: 100,000 cases of all targets)
  schema <recipe>                the JSON Schema of what a recipe's form sends; a file, or an id in public/recipes
  dry-run <mapping> [--operation send] [--answers file] [--reply file] [--status 200]
                                 the request that a mapping makes, or what a reply would mean (docs/backends.md)
  check-recipe <recipe> …        every mistake in recipes and code lists, with line and column
  check                          format and clippy, the quick parts of test
  fix                            format all code and apply clippy's suggestions
  help                           this text

What is missing on this machine is set up first and kept in the cache folder, for all checkouts:
$AMTSGANG_CACHE, or $XDG_CACHE_HOME/amtsgang, or $HOME/.cache/amtsgang. Delete it to begin anew.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nError: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    match command {
        "serve" => serve::command(rest),
        "test" => test::command(rest),
        "build" => {
            none_left(command, rest)?;
            build::command()
        }
        "size" => size::command(rest),
        "bench" => bench::command(rest),
        "fuzz" => fuzz::command(rest),
        "schema" => schema::command(rest),
        "dry-run" => dry_run::command(rest),
        "check-recipe" => check_recipe::command(rest),
        "check" => {
            none_left(command, rest)?;
            test::command(&["format".to_owned(), "clippy".to_owned()])
        }
        "fix" => {
            none_left(command, rest)?;
            fix::command()
        }
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command “{other}”.\n\n{HELP}"),
    }
}

fn none_left(command: &str, rest: &[String]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(extra) => bail!("“{command}” takes no argument, and “{extra}” was given."),
    }
}
