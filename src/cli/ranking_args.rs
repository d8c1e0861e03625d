//! What is typed about ranking: what comes first and why, and many queries at once.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(next_help_heading = "Ranking")]
pub struct RankingArgs {
    /// Take the query as words and nothing else: no operators, fields, phrases, wildcards
    #[arg(long)]
    pub plain: bool,
    /// What the order of relevance goes by
    #[arg(long, value_name = "BY", value_enum, default_value_t = RankChoice::Words, conflicts_with = "sort")]
    pub rank: RankChoice,
    /// Age after which an article counts half, with --rank recent: 30d, 12w, 1y
    #[arg(long, value_name = "AGE", default_value = "90d", value_parser = days)]
    pub half_life: u32,
    /// Show how each score comes about
    #[arg(long, conflicts_with = "sort")]
    pub explain: bool,
    /// Run many queries, one a line: id, tab, query; prints a TREC run. `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "count", "offset", "explain", "snippets"])]
    pub queries: Option<PathBuf>,
}

/// What the order of relevance goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RankChoice {
    /// How well the words match
    Words,
    /// The same, halved for every half-life of age; without a date counts as old
    Recent,
}

/// Reads `30d`, `12w`, `6m`, `1y` or a number of days.
fn days(text: &str) -> Result<u32, String> {
    let wrong = || "write an age as 30d, 12w, 6m or 1y".to_owned();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let days = match unit {
        "" | "d" => 1,
        "w" => 7,
        "m" => 30,
        "y" => 365,
        _ => return Err(wrong()),
    };
    let number: u32 = number.parse().map_err(|_| wrong())?;
    number.checked_mul(days).filter(|days| *days > 0).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_in_days() {
        assert_eq!(["30d", "12w", "6m", "1y", "7"].map(|text| days(text).unwrap()), [30, 84, 180, 365, 7]);
        for wrong in ["", "d", "0d", "-3d", "1.5y", "3 d", "3D", "4294967295y"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
