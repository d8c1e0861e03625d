//! The command line as typed: names, help and examples. Nothing is looked up or opened here.

pub use crate::cli::analysis_args::*;
pub use crate::cli::entities_args::*;
pub use crate::cli::exclude_args::ExcludeArgs;
pub use crate::cli::family_args::FamilyArgs;
pub use crate::cli::match_args::*;
pub use crate::cli::ranking_args::*;
pub use crate::cli::recogniser_args::RecogniserArgs;
pub use crate::cli::report_args::*;
pub use crate::cli::tool_args::*;

use crate::cli::values::{memory_size, seconds};
use crate::search::Sort;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;
use std::time::Duration;

/// Turn a pile of saved news articles into an archive you can search.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "\
Examples:
  morgue ingest clippings/                       file everything in a folder
  morgue search '\"export control\"'               find a phrase
  morgue search 'cable w/5 cut' --from 2024      two words close to each other, since 2024
  morgue show 9c1f2a                             read one of them

Exit codes: 0 found or done, 1 nothing found, 2 error, 130 interrupted")]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Folder of the archive [default: ./morgue-archive]
    #[arg(long, global = true, value_name = "DIR", env = "MORGUE_ARCHIVE", hide_env_values = true)]
    pub archive: Option<PathBuf>,
    /// When to use colours and links; `auto`: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Say nothing but the result and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// When to use colours and links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// File articles from files and folders in the archive
    Ingest(IngestArgs),
    /// Print the articles in files and folders as JSON, without an archive
    Convert(ConvertArgs),
    /// Find articles
    Search(SearchArgs),
    /// Print whole articles
    Show(ShowArgs),
    /// Show the articles that tell one story, and what each outlet cut, added or changed
    Family(FamilyArgs),
    /// List the people, organisations, places and other names in articles, and who is named with whom
    Entities(EntitiesArgs),
    /// Print all matching articles as records, for other programs
    Export(ExportArgs),
    /// Find articles like one of them
    Similar(SimilarArgs),
    /// Count articles by outlet, person, place, year, ...
    Facets(FacetsArgs),
    /// Count articles by day, week, month, quarter or year
    Timeline(TimelineArgs),
    /// Compare two periods: which words and names rise or fall
    Trends(TrendsArgs),
    /// Put hits in a folder or zip that stands alone: originals, texts, pages, digests, citations
    Pack(PackArgs),
    /// Count what each query of a file finds, as one table
    Batch(BatchArgs),
    /// Make a report from a report file, or verify one
    Report(ReportArgs),
    /// Print numbers about the archive
    Stats(StatsArgs),
    /// Verify that the archive is whole
    Check(CheckArgs),
    /// List source files and what became of them
    Ledger(LedgerArgs),
    /// Show how an article was read from a file: every field, its evidence, and what lost
    Explain(ExplainArgs),
    /// Show how a query is read, or write it in another dialect
    Query(QueryArgs),
    /// Train or measure the recogniser of names
    Entity(EntityArgs),
    /// Measure each stage of an ingest on this machine
    Bench(BenchArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands into a folder
    Man(ManArgs),
}

/// Query dialects by name.
pub const DIALECTS: [&str; 5] = ["morgue", "lucene", "nexis", "factiva", "proquest"];

/// How files are found and read.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub threads: usize,
    /// Go into hidden files and folders too
    #[arg(long)]
    pub hidden: bool,
    /// Follow symbolic links
    #[arg(long)]
    pub follow: bool,
    #[command(flatten)]
    pub excluding: ExcludeArgs,
    /// Take pages that do not look like articles too
    #[arg(long)]
    pub keep_all: bool,
    /// Keep blocks of text that repeat across saved pages of one site
    #[arg(long)]
    pub keep_boilerplate: bool,
    #[command(flatten)]
    pub names: RecogniserArgs,
    /// Longest document, decompressed
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = memory_size)]
    pub max_document: usize,
    /// Exit with 2 if a document failed or a path could not be read
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Only new and changed files are read; a changed file's articles replace its
former ones. The articles of a file that is gone stay until --prune. Stop it at
any time: what was committed is kept, and the same command goes on from there.
What --exclude and files named .morgueignore (in the syntax of .gitignore; those
of the folders above hold too) leave out is counted; --format json names it.

A gazetteer or model is kept in the archive and used by later runs until another
is given, or none and shipped. Files that were read with other settings for
names (--no-entities, --gazetteer, --model), and those of which --keep-all or
--keep-boilerplate keeps more, are read again; the summary counts them.

Examples:
  morgue ingest clippings/ feed.jsonl.zst        folders and files, compressed or not
  zcat crawl.jsonl.gz | morgue ingest -          standard input
  morgue ingest clippings/ --prune               forget articles whose files are gone
  morgue ingest clippings/ --exclude 'README*' --exclude drafts/
  morgue ingest clippings/ --strict              fail if anything could not be read
  morgue ingest clippings/ --gazetteer names.tsv names of your own, now and in later runs
  morgue ledger --failed                         what could not be read, and why")]
pub struct IngestArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Memory for the index under construction, all threads together
    #[arg(long, value_name = "SIZE", default_value = "128M", value_parser = memory_size)]
    pub memory: usize,
    /// Time between commits; what is not yet committed is read again after a crash
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub commit_every: Duration,
    /// Remove the articles of files that are gone from the given folders or left out of them
    #[arg(long)]
    pub prune: bool,
    /// Form of the summary
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}

/// Text or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "\
One article a line, in the form of schema/article.schema.json; `morgue ingest`
reads it back. Duplicates are printed too. Problems go to standard error.

Examples:
  morgue convert page.html | jq .title           what is made of a page
  morgue convert clippings/ > articles.jsonl     a clean copy of everything")]
pub struct ConvertArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Conditions besides the query.
#[derive(Debug, Args)]
pub struct FilterArgs {
    /// First day: 2024, 2024-05, 2024-05-01, yesterday, last-month, -30d
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Last day, in the same forms; 2024 means the whole year
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Outlet; may be given several times
    #[arg(long, value_name = "NAME")]
    pub publisher: Vec<String>,
    /// Language code such as en; may be given several times
    #[arg(long, value_name = "CODE")]
    pub language: Vec<String>,
    /// Section or desk; may be given several times
    #[arg(long, value_name = "NAME")]
    pub section: Vec<String>,
    #[command(flatten)]
    pub names: NameFilterArgs,
    #[command(flatten)]
    pub words: MatchArgs,
    /// Query language
    #[arg(long, value_name = "NAME", default_value = "morgue", value_parser = DIALECTS)]
    pub dialect: String,
    /// Exit with 2 if anything of the query was ignored, capped or doubtful
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Put the query in single quotes, so that the shell leaves \" and * alone. Words
side by side are ranked by how well they match; \"...\" is a phrase, AND OR NOT
combine, w/5 asks for nearness, title:word looks in one field,
published:2024-05 in a period. Without a query, the filters alone decide.

Examples:
  morgue search 'port strike settlement'
  morgue search '\"export control\" AND NOT chips' --from 2024-05 --to 2024-10
  morgue search 'person:Sarn' --publisher 'The Harbour Ledger' --sort newest
  morgue search 'licen?e w/5 export*' --limit 50 --format csv > licences.csv
  morgue search cable --count
  morgue search 'measles' --families off         every copy of a wire story for itself
  morgue search 'cable w/5 cut' --kwic 8          every occurrence with 8 words around it
  morgue search 'chip export' --rank recent --half-life 30d
  morgue search --plain --queries topics.tsv > run.txt      evaluate the ranking
  morgue search 'atleast3 (chip) w/s export' --dialect nexis")]
pub struct SearchArgs {
    /// Query; several words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Order of the articles
    #[arg(long, value_enum, default_value_t = SortOrder::Relevance)]
    pub sort: SortOrder,
    /// Which articles share one place: those with the same words, near-duplicates (cut, edited), or none
    #[arg(long, value_name = "HOW", value_enum, default_value_t = FamiliesChoice::Near)]
    pub families: FamiliesChoice,
    /// Which article of a family is shown: the best match, the first published or the longest
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = LeadChoice::Best)]
    pub lead: LeadChoice,
    /// Most articles to print, a family of near-duplicates counting as one [default: 10; with --queries 1000 each]; with
    /// --kwic, most occurrences [default: all]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Articles to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Passages to print of each article; 0 = none
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub snippets: usize,
    /// Print the number of articles only
    #[arg(long)]
    pub count: bool,
    /// Print every occurrence of what is sought with N words before and after it, below each other
    #[arg(long, value_name = "N", conflicts_with_all = ["count", "snippets"])]
    pub kwic: Option<usize>,
    /// Form of the result; json and jsonl are described by schema/page.schema.json, of --kwic by schema/kwic.schema.json
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub format: SearchFormat,
    #[command(flatten)]
    pub ranking: RankingArgs,
}

/// Which articles share one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FamiliesChoice {
    Off,
    Exact,
    Near,
}

impl From<FamiliesChoice> for crate::search::Closeness {
    fn from(choice: FamiliesChoice) -> Self {
        match choice {
            FamiliesChoice::Off => Self::Off,
            FamiliesChoice::Exact => Self::Exact,
            FamiliesChoice::Near => Self::Near,
        }
    }
}

/// Which article of a family is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LeadChoice {
    Best,
    First,
    Longest,
}

impl From<LeadChoice> for crate::search::Lead {
    fn from(choice: LeadChoice) -> Self {
        match choice {
            LeadChoice::Best => Self::Best,
            LeadChoice::First => Self::First,
            LeadChoice::Longest => Self::Longest,
        }
    }
}

/// Order of the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortOrder {
    Relevance,
    Newest,
    Oldest,
}

impl From<SortOrder> for Sort {
    fn from(order: SortOrder) -> Self {
        match order {
            SortOrder::Relevance => Sort::Relevance,
            SortOrder::Newest => Sort::Newest,
            SortOrder::Oldest => Sort::Oldest,
        }
    }
}

/// Form of a search result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SearchFormat {
    Text,
    Json,
    Jsonl,
    Csv,
    Markdown,
    /// Lines of a TREC run, with --queries
    Trec,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  morgue show 9c1f2a4b00d1e377
  morgue show 9c1f                               a beginning that only one id has
  morgue show https://www.example.org/2024/05/14/story
  morgue show 9c1f --format json | jq .entities
  morgue show 9c1f --format bibtex >> sources.bib")]
pub struct ShowArgs {
    /// Id, unique beginning of an id (4 digits or more), guid or address
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Form of the article; json is described by schema/article.schema.json
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub format: ShowFormat,
}

/// Form of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    Text,
    Json,
    Markdown,
    Ris,
    Bibtex,
    CslJson,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Everything that matches, by date and id; without a query and filters, the whole
archive. `morgue ingest` reads JSON Lines back.

Examples:
  morgue export > all.jsonl
  morgue export 'measles' --from 2024 > measles.jsonl
  morgue export --publisher 'Kestrel Times' --format csv > kestrel.csv
  morgue export '\"export control\"' --format ris > controls.ris")]
pub struct ExportArgs {
    /// Query; several words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Form of the articles; jsonl is described by schema/article.schema.json
    #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub format: ExportFormat,
}

/// Form of exported articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Jsonl,
    Csv,
    Ris,
    Bibtex,
    CslJson,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  morgue stats
  morgue stats --format json | jq .publishers")]
pub struct StatsArgs {
    /// Form of the numbers
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 the archive is whole, 2 it is not.

Examples:
  morgue check
  morgue check --archive /mnt/backup/morgue-archive")]
pub struct CheckArgs {}

#[derive(Debug, Args)]
#[command(after_help = "\
Without options, all files. Exit code 1 if there is nothing to list.

Examples:
  morgue ledger --failed                         what could not be read, and why
  morgue ledger --not-articles clippings/2024    pages below a folder that are no articles
  morgue ledger --format csv > ledger.csv")]
pub struct LedgerArgs {
    /// Only files whose name in the ledger begins so
    #[arg(value_name = "PATH-PREFIX")]
    pub prefix: Option<String>,
    /// Only files with documents that could not be read
    #[arg(long)]
    pub failed: bool,
    /// Only files with documents that are no articles
    #[arg(long)]
    pub not_articles: bool,
    /// Only files with duplicates of other articles
    #[arg(long)]
    pub duplicates: bool,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = LedgerFormat::Text)]
    pub format: LedgerFormat,
}

/// Form of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LedgerFormat {
    Text,
    Json,
    Jsonl,
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  morgue completions bash > ~/.local/share/bash-completion/completions/morgue
  morgue completions zsh > ~/.zfunc/_morgue")]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  morgue man | man -l -
  morgue man ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Folder for the pages of all commands
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}
