//! Runs the reference backend, or plays the office.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use amtsgang_backend::app::App;
use amtsgang_backend::clock::Moment;
use amtsgang_backend::command::{self, Command};
use amtsgang_backend::server;
use amtsgang_backend::shelf::Shelf;
use amtsgang_backend::storage::cases::Unmoved;
use amtsgang_backend::storage::{DATABASE, Storage};
use tokio::net::TcpListener;

fn main() -> ExitCode {
    let command = match command::read(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error}\n\n{}", command::USAGE);
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Serve { listen, data, recipes, options } => {
            let app = App::new(Storage::open(&data)?, Shelf::read(&recipes)?);
            let router = server::router(app.clone(), &options);
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(async {
                let listener = TcpListener::bind(listen).await.map_err(|error| {
                    format!("cannot listen on {listen}: {error}. Choose another address with --listen.")
                })?;
                tokio::spawn(server::sweep(app));
                // Whoever started us may read this through a pipe, and may have closed it.
                let ready = |address| drop(writeln!(std::io::stdout(), "listening on http://{address}"));
                match server::serve(listener, router, ready).await? {}
            })
        }
        Command::Advance { data, reference, step } => {
            existing(&data)?.advance(&reference, &step)?;
            println!("{reference}: {}", step.status.as_str());
            Ok(())
        }
        Command::Ask { data, reference, file } => Ok(command::set_task(&existing(&data)?, &reference, &file)?),
        Command::Write { data, reference, text, author } => {
            let written = existing(&data)?.reply(&reference, &text, author.as_deref(), Moment::now());
            Ok(written.map_err(Unmoved::of(&reference))?)
        }
        Command::Issue { data, reference, file, title } => {
            println!("{}", command::issue_file(&existing(&data)?, &reference, &file, title.as_ref())?);
            Ok(())
        }
    }
}

/// Opening would make an empty one, in which no case is ever found.
fn existing(data: &Path) -> Result<Storage, Box<dyn Error>> {
    if !data.join(DATABASE).is_file() {
        return Err(format!("{} is no data folder of this backend", data.display()).into());
    }
    Ok(Storage::open(data)?)
}
