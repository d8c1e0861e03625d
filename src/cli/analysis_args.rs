//! What is typed after the commands that count or compare: `facets`, `timeline`, `trends`, `similar`.

use crate::cli::args::{FamiliesChoice, FilterArgs, SearchFormat};
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
    /// Order of the values [default: years, months and days of the week in their order, all else by count]
    #[arg(long, value_enum)]
    pub sort: Option<ValueOrder>,
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

#[derive(Debug, Args)]
#[command(after_help = "\
--from and --to name the period that is looked at, --against the one it is
compared with. Words are counted in occurrences per million words of titles and
texts, names in stories; a story counts once, however many outlets printed it.
G2 is the log-likelihood (Dunning 1993): above 10.83 in one of 1000 by chance,
so among thousands of words a few will be. The ratio is the logarithm of the
quotient of the rates to base 2: +1 is twice, -1 half as frequent. Words that
more than half of the articles hold are left out. Exit code 1 if nothing rises
or falls by more than --min-g2.

Examples:
  morgue trends --from 2024-07 --to 2024-12 --against 2024-01..2024-06
  morgue trends 'export control' --from 2025 --against ..2024 --kind org,place
  morgue trends --from 2024 --to 2024 --against 2023 --kind term --limit 50")]
pub struct TrendsArgs {
    /// Query; several words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// The period to compare with: 2023, 2023-01..2023-06, ..2023 or 2024..
    #[arg(long, value_name = "PERIOD", required = true, allow_hyphen_values = true)]
    pub against: String,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// What to compare: term, entity (all names), person, org, place, other; may be given several times [default: all]
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<String>,
    /// Most trends of each kind and direction
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Fewest stories, both periods together
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub min: u64,
    /// Least log-likelihood
    #[arg(long, value_name = "G2", default_value_t = crate::search::trend::ONE_IN_A_THOUSAND)]
    pub min_g2: f64,
    /// Form of the trends; json is described by schema/trends.schema.json
    #[arg(long, value_enum, default_value_t = TrendFormat::Text)]
    pub format: TrendFormat,
}

/// Form of trends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TrendFormat {
    Text,
    Json,
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Other stories with the words that are typical of the article, best first: words
that are frequent in it and rare in the archive, and those of its title. The
article itself is left out, and with it what --families puts together with it:
its near-duplicates, only those with the same words, or none.

Examples:
  morgue similar 9c1f2a4b00d1e377
  morgue similar 9c1f --from 2025 --limit 3      later stories like it
  morgue similar 9c1f --families off             its copies in other outlets too
  morgue similar 9c1f 'place:Taiwan' --format jsonl")]
pub struct SimilarArgs {
    /// Id, unique beginning of an id (4 digits or more), guid or address
    #[arg(value_name = "ID")]
    pub id: String,
    /// Query that the articles must match too; several words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Which articles share one place: those with the same words, near-duplicates (cut, edited), or none
    #[arg(long, value_name = "HOW", value_enum, default_value_t = FamiliesChoice::Near)]
    pub families: FamiliesChoice,
    /// Most articles to print
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Articles to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Passages to print of each article; 0 = none
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub snippets: usize,
    /// Form of the result; json and jsonl are described by schema/page.schema.json
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub format: SearchFormat,
}
