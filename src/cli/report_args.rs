//! What can be typed about what is handed on: packs, tables of many queries, reports.

use crate::cli::args::{FilterArgs, SortOrder, SummaryFormat};
use crate::cli::values::assignment;
use clap::{Args, Subcommand, ValueEnum};
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
CSV with the columns name, query and match (all, most, some: instead of that of
--match), of which query is enough; cells are parted by commas, semicolons or
tabs, and other columns are ignored with a warning. All queries are read first: if any cannot be read, all such are named
with line and column, and nothing is searched.

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

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  morgue report run controls.toml -o controls.html
  morgue report run controls.toml --set country=Taiwan --format markdown
  morgue report verify controls.html             does it still hold?")]
pub struct ReportArgs {
    /// What to do with the report
    #[command(subcommand)]
    pub action: ReportAction,
}

/// What to do with a report.
#[derive(Debug, Subcommand)]
pub enum ReportAction {
    /// Make a report from a report file
    Run(ReportRunArgs),
    /// Run the search record of a report again, and say what changed and why
    Verify(ReportVerifyArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "\
A report file is TOML, described by schema/report.schema.json: parameters,
filters, named queries and sections. All that is wrong with it is named with
line and column, and nothing is written (exit code 2). Exit code 1 if no query
finds anything. The same archive, file and day give the same bytes.

{country} stands for the value of a parameter. In a query that is one operand:
a value of several words, or with an operator in it, becomes a phrase, unless
the query has it in quotes already; so --set 'country=South Korea' needs none.

Examples:
  morgue report run controls.toml -o controls.html
  morgue report run controls.toml --set 'country=South Korea' --format json
  MORGUE_NOW=1750000000 morgue report run controls.toml -o controls.md")]
pub struct ReportRunArgs {
    /// Report file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Value of a parameter; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,
    /// File to write, all or nothing; an earlier one is replaced [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Form of the report [default: what the name of the output tells, or markdown]
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// Exit with 2 if anything of a query was ignored, capped or doubtful
    #[arg(long)]
    pub strict: bool,
}

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Markdown,
    Html,
    Json,
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 the report holds, 1 it does not: articles were added, changed or
removed, a section says something else, or the file was edited; 2 error.

Examples:
  morgue report verify controls.html
  morgue report verify controls.html --format json | jq '.articles[].why'")]
pub struct ReportVerifyArgs {
    /// Report that was made as HTML, Markdown or JSON
    #[arg(value_name = "REPORT")]
    pub report: PathBuf,
    /// Form of the answer; json is described by schema/verdict.schema.json
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}
