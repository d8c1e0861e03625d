//! What is typed about files that are not wanted.

use crate::source::leave_out::Unwanted;
use clap::Args;

#[derive(Debug, Args)]
pub struct ExcludeArgs {
    /// Leave out files and folders that match, as .gitignore would; `!` before it takes in; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Take in what files named .morgueignore leave out
    #[arg(long)]
    pub no_ignore: bool,
}

impl ExcludeArgs {
    /// What is not wanted.
    pub fn unwanted(&self) -> Unwanted {
        Unwanted { patterns: self.exclude.clone(), without_files: self.no_ignore }
    }
}
