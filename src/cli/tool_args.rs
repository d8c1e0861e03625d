//! What is typed after the commands that look into the works: `explain`, `query`, `entity`, `bench`.

use crate::cli::args::{DIALECTS, KindChoice, ReadingArgs, RecogniserArgs, SummaryFormat};
use crate::cli::values::memory_size;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "\
A star marks the candidate that was chosen; the numbers are how far each is
trusted, 0 to 1.

Examples:
  morgue explain clippings/page.html
  morgue explain page.html --gazetteer names.tsv   try out names of your own
  morgue explain page.html --format json | jq '.candidates[] | select(.field == \"published\")'")]
pub struct ExplainArgs {
    /// Files that are one document each
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub names: RecogniserArgs,
    /// Form of the explanation
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  morgue query explain 'export w/5 control* AND date:2024'
  morgue query explain --dialect factiva 'export w/5 control'
  morgue query translate --dialect nexis --to lucene 'hlead(export control)'")]
pub struct QueryArgs {
    /// What to do with the query
    #[command(subcommand)]
    pub action: QueryAction,
}

/// What to do with a query.
#[derive(Debug, Subcommand)]
pub enum QueryAction {
    /// Print its tree, how many articles hold each of its words, and where the dialects disagree
    Explain(QueryExplainArgs),
    /// Write it in another dialect
    Translate(QueryTranslateArgs),
}

#[derive(Debug, Args)]
pub struct QueryExplainArgs {
    /// The query
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Whose rules it is written by
    #[arg(long, default_value = "morgue", value_parser = DIALECTS)]
    pub dialect: String,
    /// Form of the explanation
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}

#[derive(Debug, Args)]
pub struct QueryTranslateArgs {
    /// The query
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Whose rules it is written by
    #[arg(long, default_value = "morgue", value_parser = DIALECTS)]
    pub dialect: String,
    /// Whose rules to write it by
    #[arg(long, value_parser = DIALECTS)]
    pub to: String,
    /// Exit with 2 if anything of the query is doubtful, or cannot be said there
    #[arg(long)]
    pub strict: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Texts are CoNLL files: a token and its tag a line, an empty line after each
sentence, `-DOCSTART- O` before each document. The tag is the second column, or
the last one (CoNLL-2003), in the form BIO, IOB1, IOBES or BILOU. The list says
which texts teach and how; src/entity/data holds those of the shipped and the
permissive model. With several files, a total over all is printed too.

Examples:
  morgue entity train --list shipped.toml --texts corpora --out model.bin
  morgue entity eval --model model.bin dev/conll03.testa.conll
  morgue entity eval dev/*.conll                 the shipped model
  morgue entity eval --case lower --format json dev/conll03.testa.conll
  morgue entity eval --kinds person,org,place dev/finer.conll    a text without other names
  morgue entity eval --links dev/news.links      forms of names, by pairs
  morgue entity groups glove.6B.100d.txt --out word-groups.txt.zst")]
pub struct EntityArgs {
    /// What to do
    #[command(subcommand)]
    pub action: EntityAction,
}

/// What to do with the recogniser.
#[derive(Debug, Subcommand)]
pub enum EntityAction {
    /// Make a model from tagged texts; the same texts give the same bytes
    Train(EntityTrainArgs),
    /// Score a model on tagged texts, by whole names as conlleval does
    Eval(EntityEvalArgs),
    /// Make the groups of words of like use that training draws on, from word vectors
    Groups(EntityGroupsArgs),
}

#[derive(Debug, Args)]
pub struct EntityGroupsArgs {
    /// Word vectors: GloVe's text, or the JSON of a package for winkNLP
    #[arg(value_name = "VECTORS")]
    pub vectors: PathBuf,
    /// Where to write the groups (Zstandard); src/entity/data/word-groups.txt.zst is what training reads
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// What the vectors are and their licence, for the head of the file
    #[arg(long, value_name = "TEXT", default_value = "not told")]
    pub source: String,
}

#[derive(Debug, Args)]
pub struct EntityTrainArgs {
    /// List of the texts and settings (TOML)
    #[arg(long, value_name = "FILE")]
    pub list: PathBuf,
    /// Folder that the list's paths start from
    #[arg(long, value_name = "DIR")]
    pub texts: PathBuf,
    /// Where to write the model
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct EntityEvalArgs {
    /// Tagged texts
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Model [default: the shipped one]
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Kinds of names that count [default: all]; the others are passed over in the text and in what is found
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    pub kinds: Vec<KindChoice>,
    /// Case into which the texts are put before names are looked for
    #[arg(long, value_enum, default_value_t = LetterCase::AsIs)]
    pub case: LetterCase,
    /// Form of the scores; json is described by schema/entity-eval.schema.json
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
    /// Measure how names that mean one thing are put together; a third column of the texts says what each means
    #[arg(long, conflicts_with_all = ["model", "kinds", "case", "format"])]
    pub links: bool,
}

/// Case of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterCase {
    AsIs,
    Lower,
    Upper,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Each stage runs alone on one thread over documents in memory; `ingest` is the
whole, with all threads, into an archive that is thrown away.

Examples:
  morgue bench clippings/
  morgue bench articles.jsonl --rounds 5 --format json > before.json")]
pub struct BenchArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Rounds; medians are printed
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub rounds: usize,
    /// Memory for the index under construction, all threads together
    #[arg(long, value_name = "SIZE", default_value = "128M", value_parser = memory_size)]
    pub memory: usize,
    /// Form of the figures
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}
