//! `morgue man`: manual pages.

use crate::cli::args::{Cli, ManArgs};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::error::{Error, Result};
use clap::CommandFactory;
use clap_mangen::Man;
use std::fs;

/// Prints the page of the program, or writes the pages of all commands into a folder.
pub fn run(args: &ManArgs, printer: Printer) -> Result<Exit> {
    match &args.folder {
        None => printer.print(|writer| Man::new(Cli::command()).render(&mut &mut *writer))?,
        Some(folder) => {
            fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
            clap_mangen::generate_to(Cli::command(), folder).map_err(|error| Error::io(folder, error))?;
        }
    }
    Ok(Exit::Done)
}
