//! What can be typed about what is handed on: packs, tables of many queries, reports.

use crate::cli::args::{FilterArgs, SortOrder};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "\
A pack holds each article as text, as a page with its matches marked, and as
the bytes it was read from if they are still what they were; digests that
`sha256sum -c SHA256SUMS` checks; citations as RIS, BibTeX and CSL-JSON; and
manifest.json (schema/pack.schema.json), which says what was asked of which
archive. Nothing is made if nothing matches (exit code 1).

Examples:
  morgue pack '\"export control\"' -o controls
  morgue pack 'cable w/5 cut' --from 2024-11 --limit 50 -o cable.zip
  morgue pack measles -o measles.zip --force     replace an earlier pack")]
pub struct PackArgs {
    /// Query; several words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Folder to make, or a zip if the name ends in .zip
    #[arg(long, short, value_name = "FOLDER|FILE.zip")]
    pub output: PathBuf,
    /// Order of the articles
    #[arg(long, value_enum, default_value_t = SortOrder::Relevance)]
    pub sort: SortOrder,
    /// Most articles to pack [default: all, but no more than 10000]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Replace a pack that is there already
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The file holds one query a line (lines that begin with # are comments), or is
CSV with the columns name and query. All queries are read first: if any cannot
be read, all such are named with line and column, and nothing is searched.

Examples:
  morgue batch queries.txt
  morgue batch watchlist.csv --from 2024 --format csv > counts.csv
  morgue batch queries.txt --format json | jq '.rows[] | [.name, .articles]'")]
pub struct BatchArgs {
    /// File of queries; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Form of the table; json is described by schema/batch.schema.json
    #[arg(long, value_enum, default_value_t = BatchFormat::Text)]
    pub format: BatchFormat,
}

/// Form of a table of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BatchFormat {
    Text,
    Csv,
    Json,
    Markdown,
}
