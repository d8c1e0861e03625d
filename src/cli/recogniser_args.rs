//! What is typed about the recogniser of names.

use clap::Args;
use std::path::PathBuf;

/// With what names are recognised.
#[derive(Debug, Clone, Default, Args)]
pub struct RecogniserArgs {
    /// Do not look for people, organisations and places in the text; names given by the source stay
    #[arg(long)]
    pub no_entities: bool,
    /// Names of your own: a table of name, kind (person, org, place, other) and other forms, parted by tabs or commas, several
    /// forms in one cell by | or ;. `none`: no such names
    #[arg(long, value_name = "FILE", conflicts_with = "no_entities")]
    pub gazetteer: Option<PathBuf>,
    /// Model of names made by `morgue entity train`. `shipped`: the one that comes with morgue
    #[arg(long, value_name = "FILE", conflicts_with = "no_entities")]
    pub model: Option<PathBuf>,
}
