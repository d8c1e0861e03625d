//! The command line of `morgue entities`, and the filters on names.

use crate::article::EntityKind;
use crate::cli::args::FilterArgs;
use clap::{Args, ValueEnum};

/// Conditions on names.
#[derive(Debug, Args)]
pub struct NameFilterArgs {
    /// Person, in any form of the name; may be given several times
    #[arg(long, value_name = "NAME")]
    pub person: Vec<String>,
    /// Organisation, in any form of the name; may be given several times
    #[arg(long, value_name = "NAME")]
    pub org: Vec<String>,
    /// Place, in any form of the name; may be given several times
    #[arg(long, value_name = "NAME")]
    pub place: Vec<String>,
}

impl NameFilterArgs {
    /// The names with their kinds.
    pub fn wanted(&self) -> Vec<(EntityKind, String)> {
        let of =
            |kind: EntityKind, names: &[String]| names.iter().map(move |name| (kind, name.clone())).collect::<Vec<_>>();
        let mut wanted = of(EntityKind::Person, &self.person);
        wanted.extend(of(EntityKind::Organisation, &self.org));
        wanted.extend(of(EntityKind::Place, &self.place));
        wanted
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Spellings, acronyms and other forms that the archive shows to mean one name are
one; a surname alone stays a name of its own. Near-duplicate articles count as
one story. --together prints pairs of names that share articles, with two
measures of association over stories: normalised pointwise mutual information
(Bouma 2009; -1 never together, 0 as by chance, 1 always) and the log-likelihood
ratio (Dunning 1993; below 0 if they meet less often than by chance).

Examples:
  morgue entities --kind person --from 2024
  morgue entities '\"export control\"' --kind org --min 3 --sort stories
  morgue entities --org FCC --kind person        who is named with one name
  morgue entities --kind place --format csv --limit 1000 > places.csv
  morgue entities --together --min 5 --format gexf > names.gexf")]
pub struct EntitiesArgs {
    /// Query; several words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Kind of names; may be given several times [default: all]
    #[arg(long, value_name = "KIND", value_enum)]
    pub kind: Vec<KindChoice>,
    /// Fewest articles of a name, or of a pair
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min: u64,
    /// Most names or pairs to print [default: 50; 1000 pairs for gexf]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Order; association is for pairs, first and last are for names
    #[arg(long, value_enum, default_value_t = EntitySort::Count)]
    pub sort: EntitySort,
    /// Periods of the trend [default: month for three years at most, else year]
    #[arg(long, value_name = "UNIT", value_enum)]
    pub by: Option<TrendChoice>,
    /// Print pairs of names that share articles
    #[arg(long)]
    pub together: bool,
    /// Names among which pairs are counted: the most frequent ones
    #[arg(long, value_name = "N", default_value_t = 500, requires = "together", value_parser = clap::value_parser!(u16).range(2..=4000))]
    pub among: u16,
    /// Form of the list; gexf (a graph) is for pairs, json and jsonl are described by schema/entities.schema.json
    #[arg(long, value_enum, default_value_t = EntitiesFormat::Text)]
    pub format: EntitiesFormat,
}

/// A kind of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindChoice {
    Person,
    Org,
    Place,
    Other,
}

impl From<KindChoice> for EntityKind {
    fn from(choice: KindChoice) -> Self {
        match choice {
            KindChoice::Person => EntityKind::Person,
            KindChoice::Org => EntityKind::Organisation,
            KindChoice::Place => EntityKind::Place,
            KindChoice::Other => EntityKind::Other,
        }
    }
}

/// Order of names or pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EntitySort {
    Count,
    Stories,
    Name,
    First,
    Last,
    Association,
}

/// Length of the periods of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TrendChoice {
    Month,
    Year,
}

/// Form of a list of names or pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EntitiesFormat {
    Text,
    Json,
    Jsonl,
    Csv,
    Gexf,
}
