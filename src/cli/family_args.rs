//! The command line of `morgue family`.

use crate::cli::args::SummaryFormat;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "\
Near-duplicates are the same story in several places: wire copy with cuts, other
leads and edits. Sentences are compared with those of one article, by default
the one that was published first: - cut, + added, ~ changed,
> moved here.

Exit codes: 0 found, 1 no such article, 2 error.

Examples:
  morgue family 1682668cee34d0bb
  morgue family 1682 --against longest
  morgue family 1682 --format json | jq '.members[] | {publisher, sentences}'")]
pub struct FamilyArgs {
    /// Id of the family or of any of its articles, unique beginning of one, guid or address
    #[arg(value_name = "ID")]
    pub id: String,
    /// What the others are compared with: `first`, `longest`, or the id of an article of the family
    #[arg(long, value_name = "WHICH", default_value = "first")]
    pub against: String,
    /// Form of the family; json is described by schema/family.schema.json
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}
