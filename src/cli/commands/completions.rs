//! `morgue completions`: a completion script for a shell.

use crate::cli::args::{Cli, CompletionsArgs};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::error::Result;
use clap::CommandFactory;

/// Prints the script.
pub fn run(args: &CompletionsArgs, printer: Printer) -> Result<Exit> {
    // Written to memory first: the generator does not report a reader that went away.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "morgue", &mut script);
    printer.print(|writer| writer.write_all(&script))?;
    Ok(Exit::Done)
}
