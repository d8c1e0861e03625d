//! The command line: what was typed -> settings -> one command -> an exit code.
//!
//! Standard output holds results only; warnings, progress and errors go to standard error. A reader that goes away
//! (`| head`) is no error.

mod analysis_args;
mod args;
mod commands;
mod entities_args;
mod exclude_args;
mod exit;
mod family_args;
mod interrupt;
mod match_args;
mod printer;
mod progress;
mod ranking_args;
mod recogniser_args;
mod report_args;
mod settings;
mod steps;
mod tool_args;
mod values;

use crate::error::{Error, Result};
use args::{Cli, Command};
use clap::Parser;
use exit::Exit;
use printer::Printer;
use settings::Settings;
use std::process::ExitCode;

/// Does what the command line says.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors for clap either; a closed standard output is nobody's concern.
            let _ = error.print();
            return if error.use_stderr() { Exit::Error.into() } else { Exit::Done.into() };
        }
    };
    let settings = match Settings::resolve(&cli.global) {
        Ok(settings) => settings,
        Err(error) => return ended(Err(error), Printer::plain()).into(),
    };
    let printer = Printer::new(&settings);
    let result = dispatch(&cli.command, &settings, printer).map_err(|error| error.at(&settings.archive));
    ended(result, printer).into()
}

fn dispatch(command: &Command, settings: &Settings, printer: Printer) -> Result<Exit> {
    match command {
        Command::Ingest(args) => commands::ingest::run(args, settings, printer),
        Command::Convert(args) => commands::convert::run(args, settings, printer),
        Command::Search(args) => commands::search::run(args, settings, printer),
        Command::Show(args) => commands::show::run(args, settings, printer),
        Command::Family(args) => commands::family::run(args, settings, printer),
        Command::Entities(args) => commands::entities::run(args, settings, printer),
        Command::Export(args) => commands::export::run(args, settings, printer),
        Command::Facets(args) => commands::facets::run(args, settings, printer),
        Command::Timeline(args) => commands::timeline::run(args, settings, printer),
        Command::Trends(args) => commands::trends::run(args, settings, printer),
        Command::Similar(args) => commands::similar::run(args, settings, printer),
        Command::Pack(args) => commands::pack::run(args, settings, printer),
        Command::Batch(args) => commands::batch::run(args, settings, printer),
        Command::Report(args) => commands::report::run(args, settings, printer),
        Command::Stats(args) => commands::stats::run(args, settings, printer),
        Command::Check(args) => commands::check::run(args, settings, printer),
        Command::Ledger(args) => commands::ledger::run(args, settings, printer),
        Command::Explain(args) => commands::explain::run(args, settings, printer),
        Command::Query(args) => commands::query::run(args, settings, printer),
        Command::Entity(args) => commands::entity::run(args, printer),
        Command::Bench(args) => commands::bench::run(args, settings, printer),
        Command::Completions(args) => commands::completions::run(args, printer),
        Command::Man(args) => commands::man::run(args, printer),
    }
}

/// Tells of an error, if there is one to tell of.
fn ended(result: Result<Exit>, printer: Printer) -> Exit {
    match result {
        Ok(exit) => exit,
        Err(error) if error.is_broken_pipe() => Exit::Done,
        Err(Error::Interrupted) => {
            printer.say("interrupted");
            Exit::Interrupted
        }
        Err(error) => {
            printer.error(&error);
            Exit::Error
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_is_explained_with_examples() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name}");
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Examples:\n  "), "{name}");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{name} {}", argument.get_id());
            }
        }
    }
}
