//! Near-duplicate articles: which articles are copies of one story, how two copies differ, and which news
//! agency a story came from.
//!
//! At ingest each article gets a [`Sketch`] (a pure function of title and body, some 350 bytes, kept with
//! the archive); [`families`] puts all sketches together and gives each article its family. For reading,
//! [`diff`] lays two copies side by side and [`wire_credit`] names the agency.

mod agencies;
mod align;
mod diff;
mod families;
mod kinship;
mod links;
mod overlap;
mod postings;
mod sentences;
mod sketch;
mod wire;
mod words;

pub use diff::{Change, Words, diff};
pub use families::{FamilyId, families, same_words};
pub use kinship::Options;
pub use sketch::{SAMPLES, SKETCH_VERSION, Scratch, Sketch, sketch};
pub use wire::wire_credit;
