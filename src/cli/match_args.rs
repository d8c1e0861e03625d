//! What is typed about words side by side: how many of them must an article hold? One option for every command that takes a query.

use crate::search::Match;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct MatchArgs {
    /// How many of the words side by side an article must hold [default: most; some in a search by relevance]
    #[arg(long = "match", value_name = "HOW", value_enum)]
    pub matching: Option<MatchChoice>,
}

/// How many of the words side by side an article must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MatchChoice {
    /// All of them
    All,
    /// All of one or two, all but one of three or four, a third of more
    Most,
    /// A quarter, at least one
    Some,
}

impl From<MatchChoice> for Match {
    fn from(choice: MatchChoice) -> Self {
        match choice {
            MatchChoice::All => Match::All,
            MatchChoice::Most => Match::Most,
            MatchChoice::Some => Match::Some,
        }
    }
}
