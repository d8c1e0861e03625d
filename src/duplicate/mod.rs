//! Near-duplicate articles: which articles are copies of one story, how two copies differ, and which news
//! agency a story came from.
//!
//! At ingest each article gets a [`Sketch`] (a pure function of title and body, some 350 bytes, kept with
//! the archive); [`update`] puts all sketches together, or those that are concerned by what has changed, and
//! its [`State`] gives each article its family. For reading,
//! [`diff`] lays two copies side by side and [`wire_credit`] names the agency.

mod agencies;
mod align;
mod arena;
mod changes;
mod corpus;
mod diff;
mod families;
mod hashes;
mod increment;
#[cfg(test)]
mod increment_tests;
mod kinship;
mod links;
mod neighbourhood;
mod overlap;
mod postings;
mod rarity;
mod sentences;
mod sketch;
mod state;
mod statuses;
mod whole;
mod wire;
mod words;

pub use corpus::Corpus;
pub use diff::{Change, Words, diff};
pub use families::update;
pub use kinship::Options;
pub use sketch::{Reader, SAMPLES, SKETCH_VERSION, Scratch, Sketch, View, sketch};
pub use state::{FamilyId, Member, State};
pub use wire::wire_credit;
