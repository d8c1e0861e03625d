//! What is typed after the commands that count instead of listing: `facets`, `timeline`.

use crate::cli::args::FilterArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "\
FIELD is one of publisher, section, author, language, keyword, person, org,
place, other, entity (names of all kinds), domain, year, month, weekday and
length (words of the text). The first word that is no field begins the query;
after --, everything is the query. Stories are families of near-duplicates.
Spellings of one name are one value. Exit code 1 if no article matches.

Examples:
  morgue facets publisher 'export control'       which outlets wrote about it
  morgue facets person,org,place cable --limit 5 who and what is named with it
  morgue facets year month -- publisher          the query is `publisher`
  morgue facets weekday --chart weekdays.svg     all articles by day of the week")]
pub struct FacetsArgs {
    /// Fields, one after the other or parted by commas; then the query
    #[arg(required = true, value_name = "FIELD|QUERY")]
    pub words: Vec<String>,
    /// Query, whatever its first word is
    #[arg(last = true, value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Most values of a field
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Fewest articles of a value
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min: u64,
    /// Order of the values
    #[arg(long, value_enum, default_value_t = ValueOrder::Count)]
    pub sort: ValueOrder,
    /// Form of the counts; json is described by schema/facets.schema.json
    #[arg(long, value_enum, default_value_t = CountFormat::Text)]
    pub format: CountFormat,
    /// Draw the first field into this file too: .svg or .png
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,
}

/// Order of the values of a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ValueOrder {
    Count,
    Name,
}

/// Form of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CountFormat {
    Text,
    Json,
    Csv,
    Markdown,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Each QUERY is a series of its own, so put a query of several words in quotes.
The share is the part of all articles that the archive holds in that period
under the same filters. Periods without articles are kept; those in which the
archive holds nothing are named. Articles without a date are counted apart, as
are those of which only the month or year is known where days are counted.
CSV: period,articles,stories,share; with several queries, the query comes after
the period. Exit code 1 if no article matches.

Examples:
  morgue timeline '\"export control\"' --by month
  morgue timeline cable strike --by year --measure share
  morgue timeline flood --publisher 'Kestrel Times' --from 2024 --to 2024
  morgue timeline cable --by week --format csv > cable.csv
  morgue timeline cable strike --chart cable.svg")]
pub struct TimelineArgs {
    /// Queries, a series each; without one, all articles
    #[arg(value_name = "QUERY")]
    pub queries: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Length of the periods; weeks begin on Monday (ISO 8601)
    #[arg(long, value_enum, value_name = "PERIOD", default_value_t = Period::Month)]
    pub by: Period,
    /// What bars and charts show
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Measured::Articles)]
    pub measure: Measured,
    /// Name the periods in which the archive holds nothing of an outlet, for all outlets; those of --publisher are named anyway
    #[arg(long)]
    pub outlets: bool,
    /// Form of the counts; json is described by schema/timeline.schema.json
    #[arg(long, value_enum, default_value_t = CountFormat::Text)]
    pub format: CountFormat,
    /// Draw it into this file too: .svg or .png
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,
}

/// Length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Period {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What bars and charts show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Measured {
    Articles,
    Stories,
    Share,
}
